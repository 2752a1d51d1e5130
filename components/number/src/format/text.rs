//! `format(text, spec)`: padding and truncation, in code points.

use crate::error::{Error, Result};
use crate::format::spec::{Align, Spec, unknown_kind};

/// How a text is shown: how much of it, and how much fill is around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// How many of the text's code points are shown
    pub take: usize,
    /// Fill before the text
    pub left: usize,
    /// Fill behind the text
    pub right: usize,
    /// What the fill consists of
    pub fill: char,
}

/// Lays out a text of `length` code points. For whoever holds texts in a form of their own.
pub fn layout_str(length: usize, spec: &str, type_name: &str) -> Result<Layout> {
    let spec = Spec::parse(spec, type_name, Align::Left)?;
    if let Some(kind) = spec.kind.filter(|kind| *kind != 's') {
        return Err(unknown_kind(kind, type_name));
    }
    refuse_numeric(&spec)?;
    let take = length.min(spec.precision.unwrap_or(length));
    let padding = spec.width.unwrap_or(0).saturating_sub(take);
    let left = match spec.align {
        Align::Right => padding,
        Align::Center => padding / 2,
        _ => 0,
    };
    Ok(Layout {
        take,
        left,
        right: padding - left,
        fill: spec.fill,
    })
}

/// What only numbers have.
fn refuse_numeric(spec: &Spec) -> Result<()> {
    let message = match spec.sign {
        Some(' ') => "Space not allowed in string format specifier",
        Some(_) => "Sign not allowed in string format specifier",
        None if spec.no_negative_zero => {
            "Negative zero coercion (z) not allowed in string format specifier"
        }
        None if spec.alternate => "Alternate form (#) not allowed in string format specifier",
        None if spec.align == Align::Inside => {
            "'=' alignment not allowed in string format specifier"
        }
        None => return Ok(()),
    };
    Err(Error::value(message))
}

/// `format(text, spec)`
pub fn format_str(text: &str, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(String::from(text));
    }
    let layout = layout_str(text.chars().count(), spec, type_name)?;
    let end = text
        .char_indices()
        .nth(layout.take)
        .map_or(text.len(), |(at, _)| at);
    let padding = layout
        .left
        .checked_add(layout.right)
        .and_then(|n| n.checked_mul(layout.fill.len_utf8()));
    let size = padding
        .and_then(|n| n.checked_add(end))
        .ok_or_else(Error::too_large)?;
    let mut out = String::new();
    out.try_reserve(size).map_err(|_| Error::too_large())?;
    out.extend(std::iter::repeat_n(layout.fill, layout.left));
    out.push_str(text.get(..end).unwrap_or_default());
    out.extend(std::iter::repeat_n(layout.fill, layout.right));
    Ok(out)
}
