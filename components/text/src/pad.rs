//! Stripping and filling: `strip`, `center`, `ljust`, `rjust`, `zfill`, `expandtabs`.

use crate::error::{TooLong, product, sum};
use crate::split::{skip, skip_back};
use crate::text::{Text, TextBuilder};
use crate::wtf8;

/// Which ends of a text are stripped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// `strip`
    Both,
    /// `lstrip`
    Left,
    /// `rstrip`
    Right,
}

/// A set of code points that is asked often.
struct CharSet<'a> {
    ascii: u128,
    wide: &'a [u8],
}

impl<'a> CharSet<'a> {
    fn new(chars: &'a Text) -> Self {
        let ascii = chars
            .code_points()
            .filter(|c| *c < 128)
            .fold(0, |set, c| set | 1 << c);
        Self {
            ascii,
            wide: if chars.is_ascii() {
                &[]
            } else {
                chars.as_wtf8()
            },
        }
    }

    fn has(&self, code_point: u32) -> bool {
        match code_point {
            0..128 => self.ascii >> code_point & 1 == 1,
            _ => wtf8::CodePoints::new(self.wide).any(|c| c == code_point),
        }
    }
}

impl Text {
    /// The text without white space, or without the given characters, at its ends.
    pub fn strip(&self, chars: Option<&Text>, ends: Ends) -> Text {
        let bytes = self.as_wtf8();
        let (mut start, mut end) = (0, bytes.len());
        match chars {
            None => {
                if ends != Ends::Right {
                    start = skip(bytes, 0, true);
                }
                if ends != Ends::Left {
                    end = start + skip_back(&bytes[start..], end - start, true);
                }
            }
            Some(chars) => {
                let set = CharSet::new(chars);
                let mut rest = self.code_points();
                while ends != Ends::Right && rest.clone().next().is_some_and(|c| set.has(c)) {
                    rest.next();
                }
                start = end - rest.rest().len();
                while ends != Ends::Left && rest.clone().next_back().is_some_and(|c| set.has(c)) {
                    rest.next_back();
                }
                end = start + rest.rest().len();
            }
        }
        self.cut(start..end)
    }

    fn padded(&self, left: usize, right: usize, fill: u32) -> Result<Text, TooLong> {
        let size = product(sum(left, right)?, wtf8::encode(fill, &mut [0; 4]))?;
        let mut padded = TextBuilder::with_room(sum(size, self.as_wtf8().len())?)?;
        padded.push_many(fill, left)?;
        padded.push_text(self);
        padded.push_many(fill, right)?;
        Ok(padded.finish())
    }

    fn margin(&self, width: i64) -> usize {
        usize::try_from(width)
            .unwrap_or(if width < 0 { 0 } else { usize::MAX })
            .saturating_sub(self.len())
    }

    /// The text at the left of `width` code points.
    pub fn ljust(&self, width: i64, fill: u32) -> Result<Text, TooLong> {
        self.padded(0, self.margin(width), fill)
    }

    /// The text at the right of `width` code points.
    pub fn rjust(&self, width: i64, fill: u32) -> Result<Text, TooLong> {
        self.padded(self.margin(width), 0, fill)
    }

    /// The text in the middle of `width` code points.
    pub fn center(&self, width: i64, fill: u32) -> Result<Text, TooLong> {
        let margin = self.margin(width);
        // When it cannot be even, the left gets more if the width is odd.
        let left = margin / 2 + (margin & width as usize & 1);
        self.padded(left, margin - left, fill)
    }

    /// The text at the right of `width` code points filled with zeros, its sign before them.
    pub fn zfill(&self, width: i64) -> Result<Text, TooLong> {
        let margin = self.margin(width);
        let sign = match self.as_wtf8().first() {
            Some(first @ (b'+' | b'-')) if margin > 0 => *first,
            _ => return self.padded(margin, 0, u32::from(b'0')),
        };
        let mut padded = TextBuilder::with_room(sum(margin, self.as_wtf8().len())?)?;
        padded.push(u32::from(sign));
        padded.push_many(u32::from(b'0'), margin)?;
        padded.push_well_formed(&self.as_wtf8()[1..]);
        Ok(padded.finish())
    }

    /// The text with spaces for tabs, which go to the next multiple of `size` columns.
    pub fn expand_tabs(&self, size: i64) -> Result<Text, TooLong> {
        let size = usize::try_from(size).unwrap_or(if size < 0 { 0 } else { usize::MAX });
        let mut expanded = TextBuilder::with_capacity(self.as_wtf8().len());
        let mut column = 0;
        for piece in self
            .as_wtf8()
            .split_inclusive(|byte| matches!(byte, b'\t' | b'\n' | b'\r'))
        {
            let (text, tab) = match piece {
                [text @ .., b'\t'] => (text, true),
                _ => (piece, false),
            };
            sum(expanded.byte_len(), text.len())?;
            expanded.push_well_formed(text);
            if tab {
                column += if self.is_ascii() {
                    text.len()
                } else {
                    wtf8::count(text)
                };
                let spaces = if size == 0 { 0 } else { size - column % size };
                expanded.push_many(u32::from(b' '), spaces)?;
                column += spaces;
            } else {
                // Either the end of the text or of a line.
                column = 0;
            }
        }
        Ok(expanded.finish())
    }
}
