//! The component edge: `molt:codec` over this crate's functions.

use crate::{MEDIA_TYPE, NAME, SPECIFICATION};
use molt_pivot as pivot;

wit_bindgen::generate!({
    path: "../../wit/codec",
    world: "codec-component",
});

use exports::molt::codec::codec::{Description, Error, ErrorKind, Guest, Limits};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

struct Codec;

impl Guest for Codec {
    fn describe() -> Description {
        Description {
            name: NAME.into(),
            media_type: MEDIA_TYPE.into(),
            specification: SPECIFICATION.into(),
            text: false,
        }
    }

    fn default_limits() -> Limits {
        let pivot::Limits {
            max_depth,
            max_input,
            max_output,
        } = pivot::Limits::DEFAULT;
        Limits {
            max_depth,
            max_input,
            max_output,
        }
    }

    fn decode(input: Vec<u8>, limits: Option<Limits>) -> Result<Vec<u8>, Error> {
        crate::decode(&input, &limits_of(limits)).map_err(Error::from)
    }

    fn encode(pivot: Vec<u8>, limits: Option<Limits>) -> Result<Vec<u8>, Error> {
        crate::encode(&pivot, &limits_of(limits)).map_err(Error::from)
    }

    fn validate(input: Vec<u8>, limits: Option<Limits>) -> Result<(), Error> {
        crate::validate(&input, &limits_of(limits)).map_err(Error::from)
    }
}

fn limits_of(limits: Option<Limits>) -> pivot::Limits {
    limits.map_or(pivot::Limits::DEFAULT, |limits| pivot::Limits {
        max_depth: limits.max_depth,
        max_input: limits.max_input,
        max_output: limits.max_output,
    })
}

impl From<pivot::Error> for Error {
    fn from(error: pivot::Error) -> Self {
        Error {
            kind: match error.kind() {
                pivot::ErrorKind::Truncated => ErrorKind::Truncated,
                pivot::ErrorKind::Malformed => ErrorKind::Malformed,
                pivot::ErrorKind::Invalid => ErrorKind::Invalid,
                pivot::ErrorKind::TrailingData => ErrorKind::TrailingData,
                pivot::ErrorKind::Unsupported => ErrorKind::Unsupported,
                pivot::ErrorKind::DepthLimit => ErrorKind::DepthLimit,
                pivot::ErrorKind::SizeLimit => ErrorKind::SizeLimit,
            },
            offset: error.offset() as u64,
            message: error.message(),
        }
    }
}

export!(Codec);
