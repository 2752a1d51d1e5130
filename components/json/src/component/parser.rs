//! `molt:json/parser`.

use super::Component;
use super::glue::exports::molt::json::parser::{Guest, JsonValue};
use crate::{ParseOptions, Position, kind_of, parse};

impl Guest for Component {
    fn parse(input: String) -> Result<JsonValue, String> {
        let input = input.as_bytes();
        match parse(input, &ParseOptions::default()) {
            Ok(data) => Ok(JsonValue {
                kind: kind_of(&data).into(),
                data,
            }),
            Err(error) => {
                let Position { line, column } = Position::of(input, error.offset);
                let (kind, offset, message) = (error.kind.name(), error.offset, error.message);
                Err(format!(
                    "{kind}: line {line}, column {column} (byte {offset}): {message}"
                ))
            }
        }
    }
}
