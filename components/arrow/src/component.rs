//! The component edge: `molt:codec` and `molt:arrow` over this crate's functions.

use crate::{MEDIA_TYPE, NAME, SPECIFICATION};

wit_bindgen::generate!({
    path: ["../../wit/codec", "../../wit/arrow"],
    world: "molt:arrow/arrow",
    generate_all,
});

use exports::molt::arrow::table;
use exports::molt::codec::codec::{self, Description, Error, ErrorKind, Limits};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

struct Codec;

impl codec::Guest for Codec {
    fn describe() -> Description {
        Description {
            name: NAME.into(),
            media_type: MEDIA_TYPE.into(),
            specification: SPECIFICATION.into(),
            text: false,
        }
    }

    fn default_limits() -> Limits {
        let crate::Limits {
            max_depth,
            max_input,
            max_output,
        } = crate::Limits::DEFAULT;
        Limits {
            max_depth,
            max_input,
            max_output,
        }
    }

    fn decode(input: Vec<u8>, limits: Option<Limits>) -> Result<Vec<u8>, Error> {
        Ok(crate::decode(&input, &limits_of(limits))?)
    }

    fn encode(pivot: Vec<u8>, limits: Option<Limits>) -> Result<Vec<u8>, Error> {
        Ok(crate::encode(&pivot, &limits_of(limits))?)
    }

    fn validate(input: Vec<u8>, limits: Option<Limits>) -> Result<(), Error> {
        Ok(crate::validate(&input, &limits_of(limits))?)
    }
}

impl table::Guest for Codec {
    fn encode_file(pivot: Vec<u8>, limits: Option<Limits>) -> Result<Vec<u8>, Error> {
        Ok(crate::encode_file(&pivot, &limits_of(limits))?)
    }
}

fn limits_of(limits: Option<Limits>) -> crate::Limits {
    limits.map_or(crate::Limits::DEFAULT, |limits| crate::Limits {
        max_depth: limits.max_depth,
        max_input: limits.max_input,
        max_output: limits.max_output,
    })
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Error {
            kind: match error.kind() {
                crate::ErrorKind::Truncated => ErrorKind::Truncated,
                crate::ErrorKind::Malformed => ErrorKind::Malformed,
                crate::ErrorKind::Invalid => ErrorKind::Invalid,
                crate::ErrorKind::TrailingData => ErrorKind::TrailingData,
                crate::ErrorKind::Unsupported => ErrorKind::Unsupported,
                crate::ErrorKind::DepthLimit => ErrorKind::DepthLimit,
                crate::ErrorKind::SizeLimit => ErrorKind::SizeLimit,
            },
            offset: error.offset(),
            message: error.message().to_owned(),
        }
    }
}

export!(Codec);
