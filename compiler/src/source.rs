//! A source file: its text, and where an offset is.

use ruff_text_size::{TextRange, TextSize};

use crate::ir::Span;

/// A source file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name, as diagnostics and tracebacks show it.
    pub name: String,
    /// Its text, without a byte order mark.
    pub text: String,
    lines: Vec<u32>,
}

/// A place in a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

/// Largest source, in bytes: offsets are 32 bits, and a program beyond this is no program.
pub const LARGEST: usize = 16 << 20;

impl Source {
    /// A file of this text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text: String = text.into();
        let text = text
            .strip_prefix('\u{feff}')
            .map_or_else(|| text.clone(), str::to_owned);
        let mut lines = vec![0];
        let bytes = text.as_bytes();
        for (index, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(index + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                lines.push(u32::try_from(index + 1).unwrap_or(u32::MAX));
            }
        }
        Self {
            name: name.into(),
            text,
            lines,
        }
    }

    /// The index of the line that an offset is in, from 0.
    fn line_index(&self, offset: TextSize) -> usize {
        self.lines
            .partition_point(|start| *start <= offset.to_u32())
            .saturating_sub(1)
    }

    /// Where an offset is.
    pub fn location(&self, offset: TextSize) -> Location {
        let index = self.line_index(offset);
        let start = self.start(index);
        let end = offset.to_usize().min(self.text.len());
        let column = self
            .text
            .get(start..end)
            .map_or(0, |text| text.chars().count());
        Location {
            line: number(index + 1),
            column: number(column + 1),
        }
    }

    /// A line without its end, from 1.
    pub fn line(&self, line: u32) -> &str {
        let index = (line as usize).saturating_sub(1);
        let start = self.start(index);
        let end = self
            .lines
            .get(index + 1)
            .map_or(self.text.len(), |next| *next as usize);
        self.text
            .get(start..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    /// The line of an offset, from 1.
    pub fn line_of(&self, offset: TextSize) -> u32 {
        number(self.line_index(offset) + 1)
    }

    /// A range as tracebacks know it.
    pub fn span(&self, range: TextRange) -> Span {
        let first = self.line_index(range.start());
        let start = self.start(first);
        let line = number(first + 1);
        let column = range.start().to_usize().saturating_sub(start);
        let end = if self.line_index(range.end()) == first {
            range.end().to_usize().saturating_sub(start)
        } else {
            self.line(line).trim_end().len()
        };
        Span {
            line,
            column: number(column),
            end_column: number(end.max(column)),
        }
    }

    /// The text of a range.
    pub fn slice(&self, range: TextRange) -> &str {
        self.text
            .get(range.start().to_usize()..range.end().to_usize())
            .unwrap_or("")
    }

    fn start(&self, index: usize) -> usize {
        self.lines
            .get(index)
            .map_or(self.text.len(), |start| *start as usize)
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let source = Source::new("a.py", "\u{feff}ä = 1\r\nbc = 2\rx");
        assert_eq!(
            source.location(TextSize::new(2)),
            Location { line: 1, column: 2 }
        );
        assert_eq!(source.line(2), "bc = 2");
        assert_eq!(source.line(3), "x");
        assert_eq!(source.line(9), "");
        let span = source.span(TextRange::new(TextSize::new(0), TextSize::new(10)));
        assert_eq!((span.line, span.column, span.end_column), (1, 0, 6));
    }
}
