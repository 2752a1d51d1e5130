//! Any bytes through the Arrow codec. What it takes has to survive being written again, and `arrow-ipc` has to read that.
#![no_main]

use arrow_ipc::reader::{FileReader, StreamReader};
use libfuzzer_sys::fuzz_target;
use molt_arrow::{Error, ErrorKind, decode, encode, encode_file, validate};
use molt_pivot::Limits;

const LIMITS: Limits = Limits { max_output: 4 << 20, ..Limits::DEFAULT };
/// For what is written again: padding may make it larger than what was read.
const WIDE: Limits = Limits { max_output: 64 << 20, ..Limits::DEFAULT };

fuzz_target!(|input: &[u8]| {
    let decoded = decode(input, &LIMITS);
    assert_eq!(validate(input, &LIMITS).err().map(|error| error.kind()), decoded.as_ref().err().map(Error::kind));
    let pivot = match decoded {
        Ok(pivot) => pivot,
        Err(error) => {
            assert!(error.offset() <= input.len() as u64, "{error}");
            return;
        }
    };
    molt_pivot::validate(&pivot, &Limits::DEFAULT).expect("pivot bytes are valid");
    match encode(&pivot, &WIDE) {
        Ok(stream) => {
            let mut reader = StreamReader::try_new(&stream[..], None).expect("arrow-ipc reads the schema");
            assert!(reader.all(|batch| batch.is_ok()), "arrow-ipc reads every batch");
            assert!(decode(&stream, &WIDE).expect("decodes again") == pivot, "a stream keeps the table");
        }
        // A dictionary may have been replaced from batch to batch, and its index type is too narrow for all of them.
        Err(error) => assert!(matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::SizeLimit), "{error}"),
    }
    if let Ok(file) = encode_file(&pivot, &WIDE) {
        let mut reader = FileReader::try_new(std::io::Cursor::new(&file), None).expect("arrow-ipc reads the footer");
        assert!(reader.all(|batch| batch.is_ok()), "arrow-ipc reads every batch of a file");
        assert!(decode(&file, &WIDE).expect("decodes again") == pivot, "a file keeps the table");
    }
});
