//! The crate's error: what, where, and one sentence for people.

use std::fmt;

pub use molt_pivot::ErrorKind;

/// Why a document or a table was refused.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    offset: u64,
    message: String,
}

/// What everything here returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `kind` at `offset` bytes from the start of the input.
    #[cold]
    pub fn new(kind: ErrorKind, offset: usize, message: impl Into<String>) -> Self {
        Error(Box::new(Inner {
            kind,
            offset: offset as u64,
            message: message.into(),
        }))
    }

    /// Bytes that are no Arrow IPC.
    #[cold]
    pub(crate) fn malformed(offset: usize, message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Malformed, offset, message)
    }

    /// Arrow IPC that breaks a rule of the format.
    #[cold]
    pub(crate) fn invalid(offset: usize, message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Invalid, offset, message)
    }

    /// Something that is valid and has no form on the other side.
    #[cold]
    pub(crate) fn unsupported(offset: usize, message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Unsupported, offset, message)
    }

    /// Output beyond `max-output`.
    #[cold]
    pub(crate) fn too_large(limit: u64) -> Self {
        let message = format!(
            "the output is larger than max-output, which is {limit} bytes: raise the limit or send less"
        );
        Error::new(ErrorKind::SizeLimit, 0, message)
    }

    /// What callers branch on.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Bytes from the start of the input to the item that is wrong; the input's length where it ended too early.
    pub fn offset(&self) -> u64 {
        self.0.offset
    }

    /// One sentence for people. Its wording is not part of the contract.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl From<molt_pivot::Error> for Error {
    fn from(error: molt_pivot::Error) -> Self {
        Error::new(error.kind(), error.offset(), error.message())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} at byte {}: {}",
            self.0.kind.name(),
            self.0.offset,
            self.0.message
        )
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {}
