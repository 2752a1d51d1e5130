//! From one format to another through the pivot: the component that imports codecs.
//!
//! There is nothing here but glue. Reading and writing are the codecs' work, and which codec serves a format is decided
//! when the component is composed.

#[cfg(target_arch = "wasm32")]
mod component {
    wit_bindgen::generate!({ path: "../../wit/codec", world: "transcoder" });

    use exports::molt::codec::transcode::{Cause, Error, Format, Guest, Stage};

    #[global_allocator]
    static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

    struct Transcoder;
    export!(Transcoder);

    impl Guest for Transcoder {
        fn transcode(from: Format, to: Format, input: Vec<u8>) -> Result<Vec<u8>, Error> {
            let pivot = decode(from, &input)?;
            // Both would lie in memory while the output is made.
            drop(input);
            encode(to, &pivot)
        }
    }

    /// Each import has types of its own, equal in all but name: this writes the two dispatchers and the conversions once.
    macro_rules! codecs {
        ($($format:ident => $codec:ident),*) => {
            fn decode(format: Format, input: &[u8]) -> Result<Vec<u8>, Error> {
                match format {
                    $(Format::$format => $codec::decode(input, None).map_err(|cause| failed(Stage::Decode, format, cause.into())),)*
                }
            }

            fn encode(format: Format, pivot: &[u8]) -> Result<Vec<u8>, Error> {
                match format {
                    $(Format::$format => $codec::encode(pivot, None).map_err(|cause| failed(Stage::Encode, format, cause.into())),)*
                }
            }

            $(impl From<$codec::Error> for Cause {
                fn from(error: $codec::Error) -> Self {
                    use $codec::ErrorKind as Kind;
                    let kind = match error.kind {
                        Kind::Truncated => "truncated",
                        Kind::Malformed => "malformed",
                        Kind::Invalid => "invalid",
                        Kind::TrailingData => "trailing-data",
                        Kind::Unsupported => "unsupported",
                        Kind::DepthLimit => "depth-limit",
                        Kind::SizeLimit => "size-limit",
                    };
                    Self { kind: kind.to_owned(), offset: error.offset, message: error.message }
                }
            })*
        };
    }

    codecs!(Json => json, Msgpack => msgpack, Cbor => cbor, Arrow => arrow);

    fn failed(stage: Stage, format: Format, cause: Cause) -> Error {
        Error {
            stage,
            format,
            cause,
        }
    }
}
