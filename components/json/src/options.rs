//! Limits and policies, with the defaults that the contract states.

/// Nesting that any option can ask for at most; larger values act as this one.
pub const MAX_DEPTH_CAP: u32 = 100_000;
/// Digits that an integer may have, both ways. Above it a document is refused ([`crate::ErrorKind::SizeLimit`]): turning
/// decimal digits into binary costs more than linear time, and without a limit one number could keep a host busy for hours.
pub const MAX_INTEGER_DIGITS: usize = molt_pivot::bigint::MAX_DIGITS;
/// Largest indent, in spaces a level; larger values act as this one.
pub const MAX_INDENT: u32 = 16;

/// What becomes of a key that stands twice in one object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DuplicateKeys {
    /// The last value, at the place of the first.
    #[default]
    LastWins,
    /// An error at the second key.
    Refuse,
}

/// What becomes of `NaN`, `Infinity` and `-Infinity`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NonFinite {
    /// An error.
    #[default]
    Refuse,
    /// Read and written as these three words.
    Allow,
}

/// What becomes of a number whose magnitude is beyond float 64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FloatOverflow {
    /// An error.
    #[default]
    Refuse,
    /// Infinity with the number's sign.
    Infinity,
}

/// Limits and policies of one parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseOptions {
    /// Arrays and objects inside each other, 1 for a flat one; at most [`MAX_DEPTH_CAP`].
    pub max_depth: u32,
    /// Input in bytes. The parser keeps positions in 32 bits, so values above 4 GiB - 1 act as that.
    pub max_input: u64,
    /// Output in bytes.
    pub max_output: u64,
    pub duplicate_keys: DuplicateKeys,
    pub non_finite: NonFinite,
    pub float_overflow: FloatOverflow,
}

impl Default for ParseOptions {
    fn default() -> Self {
        Self {
            max_depth: 1024,
            max_input: 256 << 20,
            max_output: 1 << 30,
            duplicate_keys: DuplicateKeys::default(),
            non_finite: NonFinite::default(),
            float_overflow: FloatOverflow::default(),
        }
    }
}

/// How `stringify` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StringifyOptions {
    /// As in [`ParseOptions`].
    pub max_depth: u32,
    /// Pivot bytes; not part of `document`'s options, which take any size.
    pub max_input: u64,
    /// Output in bytes.
    pub max_output: u64,
    /// Spaces a level, at most [`MAX_INDENT`]; 0 writes one line without spaces.
    pub indent: u32,
    /// Keys in the order of their UTF-8 bytes instead of the order that they have.
    pub sort_keys: bool,
    /// Everything above U+007F as `\u` escapes.
    pub ascii: bool,
    pub non_finite: NonFinite,
}

impl Default for StringifyOptions {
    fn default() -> Self {
        Self {
            max_depth: 1024,
            max_input: u64::MAX,
            max_output: 1 << 30,
            indent: 0,
            sort_keys: false,
            ascii: false,
            non_finite: NonFinite::default(),
        }
    }
}
