//! The head of a data item: major type and argument (RFC 8949, section 3).

use molt_pivot::{Buffer, Error, ErrorKind};

pub(crate) const UNSIGNED: u8 = 0;
pub(crate) const NEGATIVE: u8 = 1;
pub(crate) const BYTES: u8 = 2;
pub(crate) const TEXT: u8 = 3;
pub(crate) const ARRAY: u8 = 4;
pub(crate) const MAP: u8 = 5;
pub(crate) const TAG: u8 = 6;
pub(crate) const SIMPLE: u8 = 7;

/// The byte that ends an indefinite-length item.
pub(crate) const BREAK: u8 = 0xff;

/// A head as it was read.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    /// The upper three bits.
    pub(crate) major: u8,
    /// The lower five bits: below 24 the argument, 24 ..= 27 its width, 31 an indefinite length or the break.
    pub(crate) info: u8,
    /// The argument; 0 for an indefinite length.
    pub(crate) argument: u64,
}

impl Head {
    pub(crate) fn is_indefinite(self) -> bool {
        self.info == 31
    }
}

/// The input and how far it has been read.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    pub(crate) input: &'a [u8],
    pub(crate) position: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Cursor { input, position: 0 }
    }

    #[inline]
    pub(crate) fn remaining(&self) -> usize {
        self.input.len() - self.position
    }

    /// The next byte, which stays.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.input.get(self.position).copied()
    }

    #[inline]
    pub(crate) fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        match self.input[self.position..].first_chunk::<N>() {
            Some(chunk) => {
                self.position += N;
                Ok(*chunk)
            }
            None => Err(self.truncated()),
        }
    }

    #[inline]
    pub(crate) fn slice(&mut self, length: u64) -> Result<&'a [u8], Error> {
        if length > self.remaining() as u64 {
            return Err(self.truncated());
        }
        let slice = &self.input[self.position..][..length as usize];
        self.position += slice.len();
        Ok(slice)
    }

    /// A head, checked for what makes one not well-formed by itself: reserved values, and an indefinite length where a type
    /// has none.
    pub(crate) fn head(&mut self) -> Result<Head, Error> {
        self.head_inlined()
    }

    /// As `head`, for the one place where it is called for nearly every item.
    #[inline(always)]
    pub(crate) fn head_inlined(&mut self) -> Result<Head, Error> {
        let start = self.position;
        let initial = self.take::<1>()?[0];
        let (major, info) = (initial >> 5, initial & 0x1f);
        let argument = match info {
            0..=23 => info.into(),
            24 => self.take::<1>()?[0].into(),
            25 => u16::from_be_bytes(self.take()?).into(),
            26 => u32::from_be_bytes(self.take()?).into(),
            27 => u64::from_be_bytes(self.take()?),
            31 if !matches!(major, UNSIGNED | NEGATIVE | TAG) => 0,
            _ => return Err(reserved(start, info)),
        };
        Ok(Head {
            major,
            info,
            argument,
        })
    }

    #[cold]
    pub(crate) fn truncated(&self) -> Error {
        Error::truncated(self.input.len())
    }
}

#[cold]
fn reserved(offset: usize, info: u8) -> Error {
    let text = if info == 31 {
        "additional information 31 (indefinite length) on an integer or a tag, which have no length"
    } else {
        "additional information {} is reserved"
    };
    Error::new(ErrorKind::Malformed, offset, text).value(info.into())
}

/// Writes a head with its argument in the fewest bytes.
#[inline]
pub(crate) fn write_head(out: &mut Buffer, major: u8, argument: u64) {
    let initial = major << 5;
    match argument {
        0..=23 => out.put([initial | argument as u8]),
        24..=0xff => out.put([initial | 24, argument as u8]),
        0x100..=0xffff => out.put_with(initial | 25, (argument as u16).to_be_bytes()),
        0x1_0000..=0xffff_ffff => out.put_with(initial | 26, (argument as u32).to_be_bytes()),
        _ => out.put_with(initial | 27, argument.to_be_bytes()),
    }
}
