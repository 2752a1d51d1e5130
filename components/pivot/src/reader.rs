//! Pull reading of MessagePack that nobody vouches for.

use crate::error::{Error, ErrorKind};
use crate::limits::Limits;

/// One item. A container is told by its header; its items follow as tokens of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'a> {
    /// The null value.
    Nil,
    /// A truth value.
    Bool(bool),
    /// An integer from 0 up.
    Uint(u64),
    /// An integer below 0.
    Int(i64),
    /// A float of either width.
    Float(f64),
    /// Text.
    Str(&'a str),
    /// Bytes.
    Bin(&'a [u8]),
    /// The head of an array: this many values follow.
    Array(u32),
    /// The head of a map: this many pairs of key and value follow.
    Map(u32),
    /// An extension: type and payload. See [`crate::ext`].
    Ext(i8, &'a [u8]),
}

/// Reads tokens from a slice. Allocates nothing; a length that the input cannot hold is refused where it stands.
///
/// The reader keeps no stack: the caller, who has one anyway, counts the items of a container and checks its depth with
/// [`Limits::check_depth`]. Canonical or not, every encoding is read.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    start: usize,
    base: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`.
    ///
    /// # Errors
    /// `SizeLimit` when `bytes` is longer than `limits.max_input`.
    pub fn new(bytes: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        limits.check_input(bytes)?;
        Ok(Self::nested(bytes, 0))
    }

    /// A reader of a part of the input, such as an extension's payload, that starts at `base`: offsets count from there.
    pub fn nested(bytes: &'a [u8], base: usize) -> Self {
        Reader {
            bytes,
            position: 0,
            start: 0,
            base,
        }
    }

    /// Where the token that [`Reader::next`] gave last starts (or, after an error, the one that it could not give).
    #[inline]
    pub fn offset(&self) -> usize {
        self.base + self.start
    }

    /// Where the next token starts. After `Token::Ext(_, payload)` the payload starts at `position() - payload.len()`.
    #[inline]
    pub fn position(&self) -> usize {
        self.base + self.position
    }

    /// Bytes that are left.
    #[inline]
    pub fn remaining(&self) -> usize {
        self.bytes.len() - self.position
    }

    /// Goes back to the start of the payload of the extension that [`Reader::next`] gave last, so that the tokens that
    /// follow are those inside it. That they end where the payload does is up to the caller.
    pub fn enter(&mut self, payload: &[u8]) {
        self.position -= payload.len().min(self.position);
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// `TrailingData` when bytes are left.
    pub fn finish(&self) -> Result<(), Error> {
        if self.remaining() == 0 {
            Ok(())
        } else {
            Err(Error::trailing(self.position()))
        }
    }

    /// The next token.
    ///
    /// # Errors
    /// `Truncated`, `Malformed` (the byte `c1`), `Invalid` (text that is not UTF-8).
    #[inline]
    #[allow(clippy::should_implement_trait)] // an Iterator would have to end, and a reader does not know where
    pub fn next(&mut self) -> Result<Token<'a>, Error> {
        self.start = self.position;
        let head = self.take::<1>()?[0];
        Ok(match head {
            0x00..=0x7f => Token::Uint(head.into()),
            0xe0..=0xff => Token::Int((head as i8).into()),
            0x80..=0x8f => self.map(u32::from(head & 0xf))?,
            0x90..=0x9f => self.array(u32::from(head & 0xf))?,
            0xa0..=0xbf => self.str(u32::from(head & 0x1f))?,
            0xc0 => Token::Nil,
            0xc1 => return Err(self.reserved()),
            0xc2 => Token::Bool(false),
            0xc3 => Token::Bool(true),
            0xc4 => self.bin(1)?,
            0xc5 => self.bin(2)?,
            0xc6 => self.bin(4)?,
            0xc7 => self.ext(1)?,
            0xc8 => self.ext(2)?,
            0xc9 => self.ext(4)?,
            0xca => Token::Float(f32::from_be_bytes(self.take()?).into()),
            0xcb => Token::Float(f64::from_be_bytes(self.take()?)),
            0xcc => Token::Uint(u8::from_be_bytes(self.take()?).into()),
            0xcd => Token::Uint(u16::from_be_bytes(self.take()?).into()),
            0xce => Token::Uint(u32::from_be_bytes(self.take()?).into()),
            0xcf => Token::Uint(u64::from_be_bytes(self.take()?)),
            0xd0 => signed(i8::from_be_bytes(self.take()?).into()),
            0xd1 => signed(i16::from_be_bytes(self.take()?).into()),
            0xd2 => signed(i32::from_be_bytes(self.take()?).into()),
            0xd3 => signed(i64::from_be_bytes(self.take()?)),
            0xd4..=0xd8 => self.fixext(1 << (head - 0xd4))?,
            0xd9..=0xdb => {
                let length = self.length(1 << (head - 0xd9))?;
                self.str(length)?
            }
            0xdc | 0xdd => {
                let length = self.length(2 << (head - 0xdc))?;
                self.array(length)?
            }
            0xde | 0xdf => {
                let length = self.length(2 << (head - 0xde))?;
                self.map(length)?
            }
        })
    }

    #[inline]
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        match self.bytes[self.position..].first_chunk::<N>() {
            Some(chunk) => {
                self.position += N;
                Ok(*chunk)
            }
            None => Err(self.truncated()),
        }
    }

    #[inline]
    fn slice(&mut self, length: u32) -> Result<&'a [u8], Error> {
        match self.bytes[self.position..].split_at_checked(length as usize) {
            Some((slice, _)) => {
                self.position += slice.len();
                Ok(slice)
            }
            None => Err(self.truncated()),
        }
    }

    fn length(&mut self, width: usize) -> Result<u32, Error> {
        Ok(match width {
            1 => u8::from_be_bytes(self.take()?).into(),
            2 => u16::from_be_bytes(self.take()?).into(),
            _ => u32::from_be_bytes(self.take()?),
        })
    }

    #[inline]
    fn array(&self, length: u32) -> Result<Token<'a>, Error> {
        // Every item takes a byte at least, so a longer array cannot be in the input.
        if length as usize <= self.remaining() {
            Ok(Token::Array(length))
        } else {
            Err(self.truncated())
        }
    }

    #[inline]
    fn map(&self, length: u32) -> Result<Token<'a>, Error> {
        if u64::from(length) * 2 <= self.remaining() as u64 {
            Ok(Token::Map(length))
        } else {
            Err(self.truncated())
        }
    }

    #[inline]
    fn str(&mut self, length: u32) -> Result<Token<'a>, Error> {
        let bytes = self.slice(length)?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Token::Str(text)),
            Err(wrong) => Err(not_utf8(
                self.position() - bytes.len() + wrong.valid_up_to(),
            )),
        }
    }

    fn bin(&mut self, width: usize) -> Result<Token<'a>, Error> {
        let length = self.length(width)?;
        Ok(Token::Bin(self.slice(length)?))
    }

    fn ext(&mut self, width: usize) -> Result<Token<'a>, Error> {
        let length = self.length(width)?;
        self.fixext(length)
    }

    fn fixext(&mut self, length: u32) -> Result<Token<'a>, Error> {
        let code = i8::from_be_bytes(self.take()?);
        Ok(Token::Ext(code, self.slice(length)?))
    }

    #[cold]
    fn truncated(&self) -> Error {
        Error::truncated(self.base + self.bytes.len())
    }

    #[cold]
    fn reserved(&self) -> Error {
        reserved(self.offset())
    }
}

#[inline]
fn signed(value: i64) -> Token<'static> {
    if value < 0 {
        Token::Int(value)
    } else {
        Token::Uint(value as u64)
    }
}

#[cold]
pub(crate) fn reserved(offset: usize) -> Error {
    Error::new(
        ErrorKind::Malformed,
        offset,
        "the byte c1 is never used in MessagePack",
    )
}

#[cold]
pub(crate) fn not_utf8(offset: usize) -> Error {
    Error::new(
        ErrorKind::Invalid,
        offset,
        "text that is not UTF-8: send bytes as bin, not as str",
    )
}
