//! The component edge: every call goes on to the imported codec.

wit_bindgen::generate!({ path: "../../wit/codec", world: "codec-filter" });

use exports::molt::codec::codec as outer;
use molt::codec::codec as inner;

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

struct Checked;
export!(Checked);

impl outer::Guest for Checked {
    fn describe() -> outer::Description {
        let inner::Description {
            name,
            media_type,
            specification,
            text,
        } = inner::describe();
        outer::Description {
            name,
            media_type,
            specification,
            text,
        }
    }

    fn default_limits() -> outer::Limits {
        let inner::Limits {
            max_depth,
            max_input,
            max_output,
        } = inner::default_limits();
        outer::Limits {
            max_depth,
            max_input,
            max_output,
        }
    }

    fn decode(input: Vec<u8>, limits: Option<outer::Limits>) -> Result<Vec<u8>, outer::Error> {
        Ok(inner::decode(&input, limits.map(Into::into))?)
    }

    fn encode(pivot: Vec<u8>, limits: Option<outer::Limits>) -> Result<Vec<u8>, outer::Error> {
        let limits = limits.map(inner::Limits::from);
        let encoded = inner::encode(&pivot, limits)?;
        // What the inner codec took is valid, under limits of its own: none are needed here but the largest.
        let wanted = molt_pivot::canonicalize(&pivot, &LARGEST)
            .map_err(|error| lost(error.offset(), &error.message()))?;
        let found = inner::decode(&encoded, limits)?;
        match super::first_difference(&wanted, &found) {
            None => Ok(encoded),
            Some(at) => Err(lost(at, "what was written reads back as another value")),
        }
    }

    fn validate(input: Vec<u8>, limits: Option<outer::Limits>) -> Result<(), outer::Error> {
        Ok(inner::validate(&input, limits.map(Into::into))?)
    }
}

const LARGEST: molt_pivot::Limits = molt_pivot::Limits {
    max_depth: 100_000,
    max_input: u64::MAX,
    max_output: u64::MAX,
};

fn lost(offset: usize, message: &str) -> outer::Error {
    let message = format!(
        "{} does not keep this value: {message}",
        inner::describe().name
    );
    outer::Error {
        kind: outer::ErrorKind::Unsupported,
        offset: offset as u64,
        message,
    }
}

impl From<outer::Limits> for inner::Limits {
    fn from(limits: outer::Limits) -> Self {
        Self {
            max_depth: limits.max_depth,
            max_input: limits.max_input,
            max_output: limits.max_output,
        }
    }
}

impl From<inner::Error> for outer::Error {
    fn from(error: inner::Error) -> Self {
        let kind = match error.kind {
            inner::ErrorKind::Truncated => outer::ErrorKind::Truncated,
            inner::ErrorKind::Malformed => outer::ErrorKind::Malformed,
            inner::ErrorKind::Invalid => outer::ErrorKind::Invalid,
            inner::ErrorKind::TrailingData => outer::ErrorKind::TrailingData,
            inner::ErrorKind::Unsupported => outer::ErrorKind::Unsupported,
            inner::ErrorKind::DepthLimit => outer::ErrorKind::DepthLimit,
            inner::ErrorKind::SizeLimit => outer::ErrorKind::SizeLimit,
        };
        Self {
            kind,
            offset: error.offset,
            message: error.message,
        }
    }
}
