//! `format(s, spec)`

use std::borrow::Cow;

use molt_number::format::layout_str;
use molt_text::{Text, TextBuilder, TooLong, unicode};

use super::arguments::{made, number_error};
use crate::error::Res;
use crate::value::Value;
use crate::vm::Vm;

/// `format(o, spec)`
pub fn format(vm: &mut Vm, o: &Value, spec: &Text) -> Res {
    let Some(text) = o.as_text() else {
        return Err(vm.type_error("a str is expected"));
    };
    if spec.is_empty() {
        return Ok(o.clone());
    }
    let Some(spec) = spec.as_str() else {
        return Err(vm.value_error("a format specification with a surrogate is not supported"));
    };
    let layout = layout_str(text.len(), &plain_digits(spec), "str")
        .map_err(|error| number_error(vm, error))?;
    let formatted = laid_out(
        text,
        layout.take,
        layout.left,
        layout.right,
        u32::from(layout.fill),
    );
    made(vm, formatted)
}

/// A specification whose digits of other scripts, which CPython takes too, are those of ASCII. The fill stays.
pub fn plain_digits(spec: &str) -> Cow<'_, str> {
    if spec.is_ascii() {
        return Cow::Borrowed(spec);
    }
    let has_fill = matches!(spec.chars().nth(1), Some('<' | '>' | '=' | '^'));
    let plain = |(at, character): (usize, char)| match unicode::decimal(u32::from(character)) {
        Some(digit) if at > 0 || !has_fill => char::from(b'0' + digit),
        _ => character,
    };
    Cow::Owned(spec.chars().enumerate().map(plain).collect())
}

/// The start of a text between fills.
pub fn laid_out(
    text: &Text,
    take: usize,
    left: usize,
    right: usize,
    fill: u32,
) -> Result<Text, TooLong> {
    let mut builder = TextBuilder::with_capacity(text.as_wtf8().len());
    builder.push_many(fill, left)?;
    if take < text.len() {
        builder.push_text(&text.substring(0, take));
    } else {
        builder.push_text(text);
    }
    builder.push_many(fill, right)?;
    builder.check()?;
    Ok(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::plain_digits;

    #[test]
    fn digits_of_all_scripts_are_digits() {
        assert_eq!(plain_digits("٣.٢f"), "3.2f");
        assert_eq!(plain_digits("٣<٤"), "٣<4");
        assert_eq!(plain_digits("<٤é"), "<4é");
        assert_eq!(plain_digits("é"), "é");
    }
}
