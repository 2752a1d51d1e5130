//! printf-style templates: `'%-5s' % value`, for text and for bytes.

use core::fmt;
use core::ops::Range;

/// What is wrong with a template, apart from what its arguments are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentError {
    /// `%(name` without its `)`: a `ValueError`.
    IncompleteKey,
    /// The template ends within a conversion: a `ValueError`.
    Incomplete,
    /// A width that no machine has: a `ValueError`.
    WidthTooBig,
    /// A precision that no machine has: a `ValueError`.
    PrecisionTooBig,
}

impl fmt::Display for PercentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::IncompleteKey => "incomplete format key",
            Self::Incomplete => "incomplete format",
            Self::WidthTooBig => "width too big",
            Self::PrecisionTooBig => "precision too big",
        })
    }
}

impl std::error::Error for PercentError {}

/// The flags of a conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`: at the left.
    pub left: bool,
    /// `+`: a sign before positive numbers.
    pub sign: bool,
    /// A space before positive numbers.
    pub blank: bool,
    /// `#`: the alternate form.
    pub alternate: bool,
    /// `0`: filled with zeros.
    pub zero: bool,
}

/// One conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The flags; a negative width from an argument sets `left`.
    pub flags: Flags,
    /// The smallest width.
    pub width: Option<usize>,
    /// The precision.
    pub precision: Option<usize>,
    /// The byte offset of the character that says what it converts to; it may be the first of several bytes.
    pub at: usize,
}

/// What a template asks of its arguments while a conversion is read.
pub trait Arguments {
    /// What is raised.
    type Error: From<PercentError>;

    /// A `(` is met: says whether the arguments are a mapping, by an error.
    fn expect_mapping(&mut self) -> Result<(), Self::Error>;

    /// The value of a key, given as byte offsets in the template, is the only argument from now on.
    fn select(&mut self, key: Range<usize>) -> Result<(), Self::Error>;

    /// The next argument, as the width that a `*` stands for.
    fn width(&mut self) -> Result<i64, Self::Error>;

    /// The next argument, as the precision that a `*` stands for.
    fn precision(&mut self) -> Result<i32, Self::Error>;
}

/// Reads a template.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads a template from its start.
    pub fn new(template: &'a [u8]) -> Self {
        Self {
            bytes: template,
            at: 0,
        }
    }

    /// Goes on from a byte offset.
    pub fn at(template: &'a [u8], at: usize) -> Self {
        Self {
            bytes: template,
            at,
        }
    }

    /// How far it has read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The byte offsets of the text before the next `%`, or nothing at the end; the reader is after the `%` then.
    ///
    /// The second value says whether there is a conversion, to be read with [`Reader::conversion`].
    pub fn literal(&mut self) -> Option<(Range<usize>, bool)> {
        let start = self.at;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        match memchr::memchr(b'%', rest) {
            Some(length) => {
                self.at = start + length + 1;
                Some((start..start + length, true))
            }
            None => {
                self.at = self.bytes.len();
                Some((start..self.bytes.len(), false))
            }
        }
    }

    /// Reads the conversion whose `%` was read.
    pub fn conversion<A: Arguments>(&mut self, arguments: &mut A) -> Result<Conversion, A::Error> {
        if self.peek() == Some(b'(') {
            arguments.expect_mapping()?;
            let key = self.key()?;
            arguments.select(key)?;
        }
        let mut flags = self.flags();
        let mut width = None;
        if self.eat(b'*') {
            let given = arguments.width()?;
            flags.left |= given < 0;
            width = Some(usize::try_from(given.unsigned_abs()).unwrap_or(usize::MAX));
        } else if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            width = Some(self.number(i64::MAX, PercentError::WidthTooBig)?);
        }
        let mut precision = None;
        if self.eat(b'.') {
            precision = Some(if self.eat(b'*') {
                usize::try_from(arguments.precision()?).unwrap_or(0)
            } else {
                self.number(i64::from(i32::MAX), PercentError::PrecisionTooBig)?
            });
        }
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.at += 1;
        }
        let first = self.peek().ok_or(PercentError::Incomplete)?;
        let at = self.at;
        self.at += if first < 0x80 {
            1
        } else {
            crate::wtf8::width(first)
        };
        Ok(Conversion {
            flags,
            width,
            precision,
            at,
        })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    /// The key in balanced parentheses.
    fn key(&mut self) -> Result<Range<usize>, PercentError> {
        let start = self.at + 1;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' if depth == 1 => return Ok(start..self.at - 1),
                b')' => depth -= 1,
                _ => {}
            }
        }
        Err(PercentError::IncompleteKey)
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        loop {
            match self.peek() {
                Some(b'-') => flags.left = true,
                Some(b'+') => flags.sign = true,
                Some(b' ') => flags.blank = true,
                Some(b'#') => flags.alternate = true,
                Some(b'0') => flags.zero = true,
                _ => return flags,
            }
            self.at += 1;
        }
    }

    /// A decimal number up to a limit; zero when there is no digit.
    fn number(&mut self, limit: i64, error: PercentError) -> Result<usize, PercentError> {
        let mut number = 0_i64;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            let digit = i64::from(digit - b'0');
            if number > (limit - digit) / 10 {
                return Err(error);
            }
            number = number * 10 + digit;
            self.at += 1;
        }
        Ok(usize::try_from(number).unwrap_or(usize::MAX))
    }
}
