//! `molt:json/document`.

use super::Component;
use super::glue::exports::molt::json::document as wit;
use crate::{
    DuplicateKeys, Error, ErrorKind, FloatOverflow, NonFinite, ParseOptions, Position,
    StringifyOptions,
};
use crate::{parse, stringify, validate};

impl wit::Guest for Component {
    fn default_parse_options() -> wit::ParseOptions {
        let ParseOptions {
            max_depth,
            max_input,
            ..
        } = ParseOptions::default();
        wit::ParseOptions {
            max_depth,
            max_input,
            duplicate_keys: wit::DuplicateKeys::LastWins,
            non_finite: wit::NonFinite::Refuse,
            float_overflow: wit::FloatOverflow::Refuse,
        }
    }

    fn default_stringify_options() -> wit::StringifyOptions {
        let StringifyOptions {
            max_depth,
            max_output,
            indent,
            sort_keys,
            ascii,
            ..
        } = StringifyOptions::default();
        wit::StringifyOptions {
            max_depth,
            max_output,
            indent,
            sort_keys,
            ascii,
            non_finite: wit::NonFinite::Refuse,
        }
    }

    fn parse(input: Vec<u8>, options: Option<wit::ParseOptions>) -> Result<Vec<u8>, wit::Error> {
        parse(&input, &parse_options(options)).map_err(|error| place(error, &input))
    }

    fn validate(input: Vec<u8>, options: Option<wit::ParseOptions>) -> Result<(), wit::Error> {
        validate(&input, &parse_options(options)).map_err(|error| place(error, &input))
    }

    fn stringify(
        pivot: Vec<u8>,
        options: Option<wit::StringifyOptions>,
    ) -> Result<Vec<u8>, wit::Error> {
        // Pivot bytes have no lines: the first one, and the byte as the column.
        stringify(&pivot, &stringify_options(options)).map_err(|error| {
            let column = u32::try_from(error.offset)
                .unwrap_or(u32::MAX)
                .saturating_add(1);
            with_position(error, Position { line: 1, column })
        })
    }
}

fn parse_options(options: Option<wit::ParseOptions>) -> ParseOptions {
    let Some(options) = options else {
        return ParseOptions::default();
    };
    ParseOptions {
        max_depth: options.max_depth,
        max_input: options.max_input,
        duplicate_keys: match options.duplicate_keys {
            wit::DuplicateKeys::LastWins => DuplicateKeys::LastWins,
            wit::DuplicateKeys::Refuse => DuplicateKeys::Refuse,
        },
        non_finite: non_finite(options.non_finite),
        float_overflow: match options.float_overflow {
            wit::FloatOverflow::Refuse => FloatOverflow::Refuse,
            wit::FloatOverflow::Infinity => FloatOverflow::Infinity,
        },
        ..ParseOptions::default()
    }
}

fn stringify_options(options: Option<wit::StringifyOptions>) -> StringifyOptions {
    let Some(options) = options else {
        return StringifyOptions::default();
    };
    let wit::StringifyOptions {
        max_depth,
        max_output,
        indent,
        sort_keys,
        ascii,
        ..
    } = options;
    StringifyOptions {
        max_depth,
        max_output,
        indent,
        sort_keys,
        ascii,
        non_finite: non_finite(options.non_finite),
        ..StringifyOptions::default()
    }
}

fn non_finite(policy: wit::NonFinite) -> NonFinite {
    match policy {
        wit::NonFinite::Refuse => NonFinite::Refuse,
        wit::NonFinite::Allow => NonFinite::Allow,
    }
}

#[cold]
fn place(error: Error, input: &[u8]) -> wit::Error {
    let position = Position::of(input, error.offset);
    with_position(error, position)
}

fn with_position(error: Error, position: Position) -> wit::Error {
    wit::Error {
        kind: kind(error.kind),
        offset: error.offset as u64,
        line: position.line,
        column: position.column,
        message: error.message,
    }
}

fn kind(kind: ErrorKind) -> wit::ErrorKind {
    match kind {
        ErrorKind::InvalidUtf8 => wit::ErrorKind::InvalidUtf8,
        ErrorKind::UnexpectedEnd => wit::ErrorKind::UnexpectedEnd,
        ErrorKind::UnexpectedByte => wit::ErrorKind::UnexpectedByte,
        ErrorKind::TrailingData => wit::ErrorKind::TrailingData,
        ErrorKind::LoneSurrogate => wit::ErrorKind::LoneSurrogate,
        ErrorKind::DuplicateKey => wit::ErrorKind::DuplicateKey,
        ErrorKind::FloatOverflow => wit::ErrorKind::FloatOverflow,
        ErrorKind::NonFinite => wit::ErrorKind::NonFinite,
        ErrorKind::DepthLimit => wit::ErrorKind::DepthLimit,
        ErrorKind::SizeLimit => wit::ErrorKind::SizeLimit,
        ErrorKind::InvalidPivot(_) => wit::ErrorKind::InvalidPivot,
        ErrorKind::Unrepresentable => wit::ErrorKind::Unrepresentable,
    }
}
