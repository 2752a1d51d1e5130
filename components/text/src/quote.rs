//! A text as a literal: `repr` and `ascii`.

use crate::error::{MAX_BYTES, TooLong};
use crate::text::{Text, TextBuilder};
use crate::unicode;
use crate::wtf8;

/// What a literal may show as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Everything printable: `repr`.
    Printable,
    /// Printable ASCII: `ascii`.
    Ascii,
}

impl Text {
    /// The text as a literal.
    pub fn quoted(&self, shown: Shown) -> Result<Text, TooLong> {
        let mut builder = TextBuilder::with_capacity(self.as_wtf8().len() + 2);
        builder.push_quoted(self, shown)?;
        Ok(builder.finish())
    }

    /// The text with every code point beyond ASCII as an escape: what `ascii` makes of a `repr`.
    pub fn escape_non_ascii(&self) -> Result<Text, TooLong> {
        let mut builder = TextBuilder::with_capacity(self.as_wtf8().len());
        for code_point in self.code_points() {
            match code_point {
                0..0x80 => builder.push(code_point),
                _ => push_escape(&mut builder, code_point),
            }
            builder.check()?;
        }
        Ok(builder.finish())
    }
}

impl TextBuilder {
    /// Appends a text as a literal.
    pub fn push_quoted(&mut self, text: &Text, shown: Shown) -> Result<(), TooLong> {
        let bytes = text.as_wtf8();
        let single = memchr::memchr(b'\'', bytes).is_some();
        let quote = if single && memchr::memchr(b'"', bytes).is_none() {
            b'"'
        } else {
            b'\''
        };
        self.push(u32::from(quote));
        let mut rest = bytes;
        while !rest.is_empty() {
            // What needs no thought is copied in one piece.
            let plain = rest
                .iter()
                .position(|byte| !is_plain(*byte, quote))
                .unwrap_or(rest.len());
            self.push_well_formed(&rest[..plain]);
            rest = &rest[plain..];
            let Some((code_point, size)) = wtf8::first(rest) else {
                break;
            };
            push_shown(self, code_point, quote, shown);
            rest = &rest[size..];
            self.check()?;
        }
        self.push(u32::from(quote));
        self.check()
    }

    /// Whether the text is still short enough.
    pub fn check(&self) -> Result<(), TooLong> {
        if self.byte_len() > MAX_BYTES {
            Err(TooLong)
        } else {
            Ok(())
        }
    }
}

fn is_plain(byte: u8, quote: u8) -> bool {
    matches!(byte, 0x20..0x7F) && byte != quote && byte != b'\\'
}

fn push_shown(builder: &mut TextBuilder, code_point: u32, quote: u8, shown: Shown) {
    match code_point {
        0x5C => builder.push_str("\\\\"),
        0x09 => builder.push_str("\\t"),
        0x0A => builder.push_str("\\n"),
        0x0D => builder.push_str("\\r"),
        _ if code_point == u32::from(quote) => {
            builder.push(0x5C);
            builder.push(code_point);
        }
        0x20..=0x7E => builder.push(code_point),
        128.. if shown == Shown::Printable && unicode::is_printable(code_point) => {
            builder.push(code_point)
        }
        _ => push_escape(builder, code_point),
    }
}

/// Appends `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, the shortest that holds the code point.
pub(crate) fn push_escape(builder: &mut TextBuilder, code_point: u32) {
    let (letter, digits) = match code_point {
        0..0x100 => (b'x', 2),
        0x100..0x1_0000 => (b'u', 4),
        _ => (b'U', 8),
    };
    builder.push(0x5C);
    builder.push(u32::from(letter));
    for digit in (0..digits).rev() {
        let nibble = (code_point >> (4 * digit)) as usize & 0xF;
        builder.push(u32::from(b"0123456789abcdef"[nibble]));
    }
}
