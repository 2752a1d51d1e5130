//! What an operation on numbers can fail with: the Python exception it becomes, and the words it carries.

use std::borrow::Cow;

/// The exception an [`Error`] becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `ValueError`
    Value,
    /// `TypeError`
    Type,
    /// `OverflowError`
    Overflow,
    /// `ZeroDivisionError`
    ZeroDivision,
    /// `MemoryError`: the result would have more than [`crate::int::MAX_BITS`] bits
    TooLarge,
    /// The result is a complex number in CPython, which this runtime does not have
    Complex,
}

/// An exception that is not raised yet: its kind and CPython's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The exception
    pub kind: Kind,
    /// The message, as CPython 3.12 words it
    pub message: Cow<'static, str>,
}

/// What every operation here returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A `ValueError`.
    pub fn value(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: Kind::Value,
            message: message.into(),
        }
    }

    /// An `OverflowError`.
    pub fn overflow(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: Kind::Overflow,
            message: message.into(),
        }
    }

    /// A `ZeroDivisionError`.
    pub const fn zero_division(message: &'static str) -> Self {
        Self {
            kind: Kind::ZeroDivision,
            message: Cow::Borrowed(message),
        }
    }

    /// A `MemoryError`: as in CPython without a message.
    pub const fn too_large() -> Self {
        Self {
            kind: Kind::TooLarge,
            message: Cow::Borrowed(""),
        }
    }

    /// The power of a negative number with a fractional exponent.
    pub const fn complex() -> Self {
        Self {
            kind: Kind::Complex,
            message: Cow::Borrowed(
                "the result is a complex number, and complex numbers are not supported",
            ),
        }
    }

    /// What `math` raises where a function is not defined.
    pub const fn domain() -> Self {
        Self {
            kind: Kind::Value,
            message: Cow::Borrowed("math domain error"),
        }
    }

    /// What `math` raises when a result is too large for a float.
    pub const fn range() -> Self {
        Self {
            kind: Kind::Overflow,
            message: Cow::Borrowed("math range error"),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
