//! Any bytes as pivot bytes through `stringify`; what comes out is JSON for `serde_json` and for our own parser.
#![no_main]

use libfuzzer_sys::fuzz_target;
use molt_json::{DuplicateKeys, NonFinite, ParseOptions, StringifyOptions, parse, stringify};

fuzz_target!(|data: &[u8]| {
    let Some((&switches, pivot)) = data.split_first() else { return };
    let non_finite = if switches & 4 == 0 { NonFinite::Refuse } else { NonFinite::Allow };
    let options = StringifyOptions {
        sort_keys: switches & 1 != 0,
        ascii: switches & 2 != 0,
        non_finite,
        indent: u32::from(switches >> 3),
        ..StringifyOptions::default()
    };
    let unsorted = stringify(pivot, &StringifyOptions { sort_keys: false, ..options });
    let text = match stringify(pivot, &options) {
        Ok(text) => text,
        Err(error) => {
            assert!(error.offset <= pivot.len());
            assert_eq!(unsorted.err(), Some(error));
            return;
        }
    };
    assert_eq!(unsorted.expect("taken when sorted").len(), text.len());
    assert!(!options.ascii || text.is_ascii());
    if non_finite == NonFinite::Refuse {
        match serde_json::from_slice::<serde::de::IgnoredAny>(&text) {
            Ok(_) => {}
            Err(error) => assert!(error.to_string().contains("recursion limit"), "{error}"),
        }
    }
    let again = ParseOptions { duplicate_keys: DuplicateKeys::Refuse, non_finite, ..ParseOptions::default() };
    match parse(&text, &again) {
        Ok(pivot) => assert_eq!(stringify(&pivot, &options).as_ref(), Ok(&text)),
        Err(error) => assert_eq!(error.kind, molt_json::ErrorKind::DuplicateKey, "{error}"),
    }
    // Too little room by one byte is an error, and exactly enough is none.
    let exact = StringifyOptions { max_output: text.len() as u64, ..options };
    assert_eq!(stringify(pivot, &exact).as_ref(), Ok(&text));
    let short = StringifyOptions { max_output: text.len() as u64 - 1, ..options };
    assert_eq!(stringify(pivot, &short).map_err(|error| error.kind), Err(molt_json::ErrorKind::SizeLimit));
});
