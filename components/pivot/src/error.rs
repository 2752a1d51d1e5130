//! The error of every codec: what, where, and a sentence that is only made when somebody asks for it.

use std::fmt;

/// What was wrong, as far as a caller would branch on it. The same words as in `molt:codec`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The input ended inside a value.
    Truncated,
    /// The bytes are not well-formed in their format.
    Malformed,
    /// Well-formed, but against a rule of the format.
    Invalid,
    /// Bytes follow a complete value.
    TrailingData,
    /// Valid, but the format at hand has no form for it.
    Unsupported,
    /// Nested deeper than `max-depth`.
    DepthLimit,
    /// Input or output beyond its limit.
    SizeLimit,
}

impl ErrorKind {
    /// The kind as `molt:codec` spells it.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Truncated => "truncated",
            ErrorKind::Malformed => "malformed",
            ErrorKind::Invalid => "invalid",
            ErrorKind::TrailingData => "trailing-data",
            ErrorKind::Unsupported => "unsupported",
            ErrorKind::DepthLimit => "depth-limit",
            ErrorKind::SizeLimit => "size-limit",
        }
    }
}

/// An error and where it is. One pointer wide, so that hot paths return it for nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    offset: usize,
    text: &'static str,
    value: u64,
}

impl Error {
    /// An error at `offset` bytes from the start of the input. A `{}` in `text` stands for the number that
    /// [`Error::value`] adds.
    #[cold]
    pub fn new(kind: ErrorKind, offset: usize, text: &'static str) -> Self {
        Error(Box::new(Inner {
            kind,
            offset,
            text,
            value: 0,
        }))
    }

    /// The same error with the number that its text names.
    #[cold]
    #[must_use]
    pub fn value(mut self, value: u64) -> Self {
        self.0.value = value;
        self
    }

    /// The same error, `base` bytes further on: for one that was found in a part of the input.
    #[cold]
    #[must_use]
    pub fn shifted(mut self, base: usize) -> Self {
        self.0.offset += base;
        self
    }

    /// The input of `length` bytes ended inside a value.
    #[cold]
    pub fn truncated(length: usize) -> Self {
        Error::new(
            ErrorKind::Truncated,
            length,
            "the input ends inside a value: it was cut, or a length in it is wrong",
        )
    }

    /// The input goes on at `offset`, after a complete value.
    #[cold]
    pub fn trailing(offset: usize) -> Self {
        Error::new(
            ErrorKind::TrailingData,
            offset,
            "bytes follow the value: send one value a call",
        )
    }

    /// There is no memory for what the input needs.
    #[cold]
    pub fn out_of_memory() -> Self {
        Error::new(
            ErrorKind::SizeLimit,
            0,
            "there is not enough memory for this input: send less",
        )
    }

    /// What callers branch on.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Bytes from the start of the input to the item that is wrong; the input's length where it ended too early.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// One sentence for people: what, and what to do. Made here, not before.
    pub fn message(&self) -> String {
        match self.0.text.split_once('{') {
            Some((before, after)) => {
                let after = after.strip_prefix('}').unwrap_or(after);
                format!("{before}{}{after}", self.0.value)
            }
            None => self.0.text.to_owned(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} at byte {}: {}",
            self.kind().name(),
            self.offset(),
            self.message()
        )
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {}
