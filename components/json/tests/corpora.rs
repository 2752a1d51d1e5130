//! Published test data. It is not in this repository: `MOLT_CORPORA` or `../shared/corpora` beside the repository names it,
//! and a test without it says so.

use std::fs;
use std::path::PathBuf;

use molt_json::{
    ErrorKind, FloatOverflow, ParseOptions, StringifyOptions, parse, stringify, validate,
};
use molt_pivot::{Reader, Token};

fn corpus(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MOLT_CORPORA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        PathBuf::from,
    );
    let path = root.join(name);
    if !path.exists() {
        eprintln!("SKIPPED: no {}; set MOLT_CORPORA", path.display());
        return None;
    }
    Some(path)
}

fn lines(name: &str) -> Vec<serde_json::Value> {
    let Some(path) = corpus(name) else {
        return Vec::new();
    };
    let text = fs::read_to_string(path).expect("a text file");
    let line = |line| serde_json::from_str(line).expect("a JSON line");
    text.lines().map(line).collect()
}

fn files(name: &str) -> Vec<(String, Vec<u8>)> {
    let Some(path) = corpus(name) else {
        return Vec::new();
    };
    let mut files: Vec<_> = fs::read_dir(path)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                fs::read(entry.path()).expect("a file"),
            )
        })
        .collect();
    files.sort();
    files
}

/// What becomes of the files that a parser may take or refuse, under the default policies.
fn implementation_defined(name: &str) -> Option<ErrorKind> {
    match name {
        "i_number_double_huge_neg_exp.json"
        | "i_number_real_underflow.json"
        | "i_number_too_big_neg_int.json"
        | "i_number_too_big_pos_int.json"
        | "i_number_very_big_negative_int.json"
        | "i_structure_500_nested_arrays.json" => None,
        "i_structure_UTF-8_BOM_empty_object.json"
        // UTF-16 without a byte order mark: its zero bytes are valid UTF-8, and no JSON.
        | "i_string_utf16BE_no_BOM.json"
        | "i_string_utf16LE_no_BOM.json" => Some(ErrorKind::UnexpectedByte),
        _ if name.starts_with("i_number") => Some(ErrorKind::FloatOverflow),
        "i_object_key_lone_2nd_surrogate.json"
        | "i_string_1st_surrogate_but_2nd_missing.json"
        | "i_string_1st_valid_surrogate_2nd_invalid.json"
        | "i_string_incomplete_surrogate_and_escape_valid.json"
        | "i_string_incomplete_surrogate_pair.json"
        | "i_string_incomplete_surrogates_escape_valid.json"
        | "i_string_invalid_lonely_surrogate.json"
        | "i_string_invalid_surrogate.json"
        | "i_string_inverted_surrogates_U+1D11E.json"
        | "i_string_lone_second_surrogate.json" => Some(ErrorKind::LoneSurrogate),
        _ => Some(ErrorKind::InvalidUtf8),
    }
}

#[test]
fn json_test_suite_is_taken_and_refused_as_it_says() {
    let options = ParseOptions::default();
    for (name, text) in files("json/JSONTestSuite/test_parsing") {
        let outcome = parse(&text, &options);
        assert_eq!(
            outcome.as_ref().err(),
            validate(&text, &options).as_ref().err(),
            "{name}"
        );
        match name.as_bytes()[0] {
            b'y' => assert!(outcome.is_ok(), "{name}: {outcome:?}"),
            b'n' => assert!(outcome.is_err(), "{name} was taken"),
            _ => assert_eq!(
                outcome.err().map(|error| error.kind),
                implementation_defined(&name),
                "{name}"
            ),
        }
    }
}

#[test]
fn json_test_suite_transforms() {
    let texts: std::collections::HashMap<_, _> = files("json/JSONTestSuite/test_transform")
        .into_iter()
        .collect();
    if texts.is_empty() {
        return;
    }
    let round_trip = |name: &str| {
        let pivot = parse(&texts[name], &ParseOptions::default()).map_err(|error| error.kind)?;
        let text = stringify(&pivot, &StringifyOptions::default()).map_err(|error| error.kind)?;
        Ok(String::from_utf8(text).expect("UTF-8"))
    };
    for (name, expected) in [
        ("number_-9223372036854775808.json", "[-9223372036854775808]"),
        ("number_-9223372036854775809.json", "[-9223372036854775809]"),
        ("number_1.0.json", "[1.0]"),
        ("number_1.000000000000000005.json", "[1.0]"),
        ("number_1000000000000000.json", "[1000000000000000]"),
        ("number_10000000000000000999.json", "[10000000000000000999]"),
        ("number_1e-999.json", "[0.0]"),
        ("number_1e6.json", "[1000000.0]"),
        ("number_9223372036854775807.json", "[9223372036854775807]"),
        ("number_9223372036854775808.json", "[9223372036854775808]"),
        (
            "object_key_nfc_nfd.json",
            "{\"\u{e9}\":\"NFC\",\"e\u{301}\":\"NFD\"}",
        ),
        (
            "object_key_nfd_nfc.json",
            "{\"e\u{301}\":\"NFD\",\"\u{e9}\":\"NFC\"}",
        ),
        ("object_same_key_different_values.json", "{\"a\":2}"),
        ("object_same_key_same_value.json", "{\"a\":1}"),
        ("object_same_key_unclear_values.json", "{\"a\":0}"),
        ("string_with_escaped_NULL.json", "[\"A\\u0000B\"]"),
    ] {
        assert_eq!(round_trip(name).as_deref(), Ok(expected), "{name}");
    }
    for name in texts
        .keys()
        .filter(|name| name.contains("invalid_codepoint"))
    {
        let expected = match name.contains("escaped") {
            true => ErrorKind::LoneSurrogate,
            false => ErrorKind::InvalidUtf8,
        };
        assert_eq!(round_trip(name), Err(expected), "{name}");
    }
}

fn float_of(pivot: &[u8]) -> f64 {
    match Reader::nested(pivot, 0).next() {
        Ok(Token::Float(value)) => value,
        token => panic!("no float: {token:?}"),
    }
}

#[test]
fn floats_parse_to_the_published_bits() {
    let options = ParseOptions {
        float_overflow: FloatOverflow::Infinity,
        ..ParseOptions::default()
    };
    for line in lines("floats/float_parse_sample.jsonl") {
        let text = line["s"].as_str().expect("a text");
        let bits = u64::from_str_radix(line["f64"].as_str().expect("bits"), 16).expect("hex");
        let is_float = text.contains(['.', 'e', 'E']);
        if line["json_number"] != true {
            assert!(
                !is_float
                    || parse(text.as_bytes(), &options).is_err()
                    || text.starts_with(char::is_whitespace),
                "{text}"
            );
            continue;
        }
        // An integer stays one, so that its float is asked for.
        let text = if is_float {
            text.to_owned()
        } else {
            format!("{text}.0")
        };
        let pivot = parse(text.as_bytes(), &options).expect(&text);
        assert_eq!(float_of(&pivot).to_bits(), bits, "{text}");
    }
}

#[test]
fn floats_print_as_cpython_prints_them_and_read_back_the_same() {
    for line in lines("floats/float_repr_sample.jsonl") {
        let bits = u64::from_str_radix(line["bits"].as_str().expect("bits"), 16).expect("hex");
        let repr = line["repr"].as_str().expect("a text");
        let value = f64::from_bits(bits);
        if !value.is_finite() {
            continue;
        }
        let mut writer = molt_pivot::Writer::new();
        writer.float(value);
        let pivot = writer.finish().expect("short");
        let text = stringify(&pivot, &StringifyOptions::default()).expect("a float");
        assert_eq!(std::str::from_utf8(&text), Ok(repr));
        assert_eq!(
            parse(&text, &ParseOptions::default()).as_ref(),
            Ok(&pivot),
            "{repr}"
        );
    }
}

#[test]
fn naughty_strings_come_through() {
    let Some(path) = corpus("strings/blns.json") else {
        return;
    };
    let text = fs::read(path).expect("a file");
    let pivot = parse(&text, &ParseOptions::default()).expect("valid JSON");
    let strings: Vec<String> = serde_json::from_slice(&text).expect("valid JSON");
    let mut reader = Reader::nested(&pivot, 0);
    assert_eq!(reader.next(), Ok(Token::Array(strings.len() as u32)));
    for string in &strings {
        assert_eq!(reader.next(), Ok(Token::Str(string)));
    }
    for ascii in [false, true] {
        let options = StringifyOptions {
            ascii,
            ..StringifyOptions::default()
        };
        let printed = stringify(&pivot, &options).expect("strings");
        assert_eq!(printed.is_ascii(), ascii);
        assert_eq!(
            serde_json::from_slice::<Vec<String>>(&printed).expect("valid JSON"),
            strings
        );
    }
}

#[test]
fn large_documents_mean_what_serde_json_says() {
    for (name, text) in files("json/nativejson-benchmark") {
        if !name.ends_with(".json") {
            continue;
        }
        let pivot = parse(&text, &ParseOptions::default()).expect(&name);
        let printed = stringify(&pivot, &StringifyOptions::default()).expect(&name);
        let ours: serde_json::Value = serde_json::from_slice(&printed).expect(&name);
        let theirs: serde_json::Value = serde_json::from_slice(&text).expect(&name);
        assert!(ours == theirs, "{name}");
        assert_eq!(
            parse(&printed, &ParseOptions::default()),
            Ok(pivot),
            "{name}"
        );
    }
}
