//! What can be wrong, where it is, and how it is said.

use std::fmt;

/// What callers branch on; the words of `molt:json/document.error-kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    InvalidUtf8,
    UnexpectedEnd,
    UnexpectedByte,
    TrailingData,
    LoneSurrogate,
    DuplicateKey,
    FloatOverflow,
    NonFinite,
    DepthLimit,
    SizeLimit,
    /// With what the pivot's reader calls it.
    InvalidPivot(molt_pivot::ErrorKind),
    Unrepresentable,
}

impl ErrorKind {
    /// The kind as WIT spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidUtf8 => "invalid-utf8",
            Self::UnexpectedEnd => "unexpected-end",
            Self::UnexpectedByte => "unexpected-byte",
            Self::TrailingData => "trailing-data",
            Self::LoneSurrogate => "lone-surrogate",
            Self::DuplicateKey => "duplicate-key",
            Self::FloatOverflow => "float-overflow",
            Self::NonFinite => "non-finite",
            Self::DepthLimit => "depth-limit",
            Self::SizeLimit => "size-limit",
            Self::InvalidPivot(_) => "invalid-pivot",
            Self::Unrepresentable => "unrepresentable",
        }
    }
}

/// An error and its place. Line and column are not kept: [`Position::of`] counts them when somebody asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub kind: ErrorKind,
    /// Bytes from the start of the input (of the pivot bytes in `stringify`) to the first byte that is wrong.
    pub offset: usize,
    /// One sentence: what is wrong, and what to do where that is not plain.
    pub message: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, offset: usize, message: impl Into<String>) -> Self {
        Self {
            kind,
            offset,
            message: message.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} at byte {}: {}",
            self.kind.name(),
            self.offset,
            self.message
        )
    }
}

impl std::error::Error for Error {}

/// A place in a text, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1; lines end with LF, CR or CR LF.
    pub line: u32,
    /// In Unicode scalar values, from 1.
    pub column: u32,
}

impl Position {
    /// The place of the byte at `offset`. An offset inside a character counts as the character's; where `input` is not
    /// UTF-8, every byte that continues no character starts one.
    pub fn of(input: &[u8], offset: usize) -> Self {
        let before = &input[..offset.min(input.len())];
        let mut line = 1u32;
        let mut start = 0;
        for (at, &byte) in before.iter().enumerate() {
            // The LF of a CR LF ends the line, so that the CR itself does not when one follows it.
            let ends = byte == b'\n' || (byte == b'\r' && input.get(at + 1) != Some(&b'\n'));
            if ends {
                line = line.saturating_add(1);
                start = at + 1;
            }
        }
        let mut column = before[start..]
            .iter()
            .filter(|byte| **byte & 0xC0 != 0x80)
            .count();
        let starts = input.get(offset).is_none_or(|byte| byte & 0xC0 != 0x80);
        if starts || column == 0 {
            column += 1;
        }
        Self {
            line,
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}
