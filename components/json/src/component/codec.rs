//! `molt:codec/codec` for JSON, under the default policies of `document`.

use molt_pivot::ErrorKind as Pivot;

use super::Component;
use super::glue::exports::molt::codec::codec as wit;
use crate::{Error, ErrorKind, ParseOptions, StringifyOptions, parse, stringify, validate};

impl wit::Guest for Component {
    fn describe() -> wit::Description {
        wit::Description {
            name: "json".into(),
            media_type: "application/json".into(),
            specification: "RFC 8259".into(),
            text: true,
        }
    }

    fn default_limits() -> wit::Limits {
        let ParseOptions {
            max_depth,
            max_input,
            max_output,
            ..
        } = ParseOptions::default();
        wit::Limits {
            max_depth,
            max_input,
            max_output,
        }
    }

    fn decode(input: Vec<u8>, limits: Option<wit::Limits>) -> Result<Vec<u8>, wit::Error> {
        parse(&input, &parse_options(limits)).map_err(|error| convert(error, malformed_text))
    }

    fn encode(pivot: Vec<u8>, limits: Option<wit::Limits>) -> Result<Vec<u8>, wit::Error> {
        let wit::Limits {
            max_depth,
            max_input,
            max_output,
        } = limits.unwrap_or_else(Self::default_limits);
        let options = StringifyOptions {
            max_depth,
            max_input,
            max_output,
            ..StringifyOptions::default()
        };
        stringify(&pivot, &options).map_err(|error| convert(error, no_form))
    }

    fn validate(input: Vec<u8>, limits: Option<wit::Limits>) -> Result<(), wit::Error> {
        validate(&input, &parse_options(limits)).map_err(|error| convert(error, malformed_text))
    }
}

fn parse_options(limits: Option<wit::Limits>) -> ParseOptions {
    match limits {
        None => ParseOptions::default(),
        Some(wit::Limits {
            max_depth,
            max_input,
            max_output,
        }) => ParseOptions {
            max_depth,
            max_input,
            max_output,
            ..ParseOptions::default()
        },
    }
}

/// `NaN` in a text is no JSON; in pivot bytes it is a value that JSON has no form for.
fn malformed_text() -> wit::ErrorKind {
    wit::ErrorKind::Malformed
}

fn no_form() -> wit::ErrorKind {
    wit::ErrorKind::Unsupported
}

#[cold]
fn convert(error: Error, non_finite: fn() -> wit::ErrorKind) -> wit::Error {
    let kind = match error.kind {
        ErrorKind::NonFinite => non_finite(),
        ErrorKind::UnexpectedEnd => wit::ErrorKind::Truncated,
        ErrorKind::UnexpectedByte => wit::ErrorKind::Malformed,
        ErrorKind::InvalidUtf8 | ErrorKind::LoneSurrogate | ErrorKind::DuplicateKey => {
            wit::ErrorKind::Invalid
        }
        ErrorKind::TrailingData => wit::ErrorKind::TrailingData,
        ErrorKind::FloatOverflow | ErrorKind::Unrepresentable => wit::ErrorKind::Unsupported,
        ErrorKind::DepthLimit => wit::ErrorKind::DepthLimit,
        ErrorKind::SizeLimit => wit::ErrorKind::SizeLimit,
        ErrorKind::InvalidPivot(fault) => match fault {
            Pivot::Truncated => wit::ErrorKind::Truncated,
            Pivot::Malformed => wit::ErrorKind::Malformed,
            Pivot::Invalid => wit::ErrorKind::Invalid,
            Pivot::TrailingData => wit::ErrorKind::TrailingData,
            Pivot::Unsupported => wit::ErrorKind::Unsupported,
            Pivot::DepthLimit => wit::ErrorKind::DepthLimit,
            Pivot::SizeLimit => wit::ErrorKind::SizeLimit,
        },
    };
    wit::Error {
        kind,
        offset: error.offset as u64,
        message: error.message,
    }
}
