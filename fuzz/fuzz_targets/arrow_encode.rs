//! Any pivot bytes into the Arrow codec. What comes out has to be readable, here and by `arrow-ipc`, and to be a fixed point.
#![no_main]

use arrow_ipc::reader::StreamReader;
use libfuzzer_sys::fuzz_target;
use molt_arrow::{decode, encode};
use molt_pivot::Limits;

const LIMITS: Limits = Limits { max_output: 16 << 20, ..Limits::DEFAULT };

fuzz_target!(|input: &[u8]| {
    match encode(input, &LIMITS) {
        Ok(stream) => {
            let mut reader = StreamReader::try_new(&stream[..], None).expect("arrow-ipc reads the schema");
            assert!(reader.all(|batch| batch.is_ok()), "arrow-ipc reads every batch");
            let table = decode(&stream, &LIMITS).expect("decodes again");
            let again = encode(&table, &LIMITS).expect("encodes again");
            assert!(decode(&again, &LIMITS).expect("decodes once more") == table, "the table stays");
            // Values that the input spells in more than one way are told apart in dictionaries and runs.
            if molt_pivot::canonicalize(input, &LIMITS).expect("was valid") == input {
                assert!(again == stream, "encoding canonical bytes is a fixed point");
            }
        }
        Err(error) => assert!(error.offset() <= input.len() as u64, "{error}"),
    }
});
