//! `format(s, spec)`

use molt_number::format::layout_str;
use molt_text::{Text, TextBuilder, TooLong};

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
    let layout = layout_str(text.len(), spec, "str").map_err(|error| number_error(vm, error))?;
    let formatted = laid_out(
        text,
        layout.take,
        layout.left,
        layout.right,
        u32::from(layout.fill),
    );
    made(vm, formatted)
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
