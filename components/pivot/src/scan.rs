//! Whole documents: checking, and bringing to canonical form.

use crate::error::{Error, ErrorKind};
use crate::ext::{self, Timestamp};
use crate::limits::Limits;
use crate::reader::{Reader, Token, not_utf8};
use crate::writer::Writer;

/// Checks that `bytes` are one MessagePack value within the limits: an error exactly when [`canonicalize`] has one. It uses
/// a small buffer and eight bytes an open container.
///
/// # Errors
/// Every kind but `Unsupported`. A length that lies is `Truncated`.
pub fn validate(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    limits.check_input(bytes)?;
    Scan::new(bytes, Writer::measuring(limits.max_output)).run(limits)?;
    Ok(())
}

/// The canonical form of one MessagePack value in any form. It is never longer than the input.
///
/// The payload of an extension is opaque and stays as it is, because its type may be an application's own; the exception
/// is the timestamp, which MessagePack itself defines.
///
/// # Errors
/// Every kind but `Unsupported`. A length that lies is `Truncated`.
pub fn canonicalize(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    limits.check_input(bytes)?;
    Scan::new(bytes, Writer::with_limit(limits.max_output)).run(limits)
}

/// Goes over a document. Runs of canonical bytes are only looked at, and copied as a whole.
struct Scan<'a> {
    bytes: &'a [u8],
    position: usize,
    /// Everything before it has been written.
    written: usize,
    writer: Writer,
}

/// What one item was.
enum Item {
    Scalar,
    /// The head of a container of this many values (two for each pair of a map).
    Container(u64),
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a [u8], writer: Writer) -> Self {
        Scan {
            bytes,
            position: 0,
            written: 0,
            writer,
        }
    }

    fn run(mut self, limits: &Limits) -> Result<Vec<u8>, Error> {
        // Values that are still to come: in the innermost container, and in those around it.
        let mut left: u64 = 1;
        let mut outer: Vec<u64> = Vec::new();
        loop {
            while left > 0 {
                left -= 1;
                let start = self.position;
                if let Item::Container(values) = self.item()? {
                    limits.check_depth(outer.len(), start)?;
                    outer.push(left);
                    left = values;
                }
            }
            match outer.pop() {
                Some(values) => left = values,
                None => return self.finish(),
            }
        }
    }

    fn finish(mut self) -> Result<Vec<u8>, Error> {
        if self.position < self.bytes.len() {
            return Err(Error::trailing(self.position));
        }
        if self.written == 0 {
            self.writer = self.writer.reserved(self.bytes.len());
        }
        self.writer.raw(&self.bytes[self.written..]);
        self.writer.finish()
    }

    /// One item. What is canonical stays in the run; everything else goes to `rewrite`.
    #[inline]
    fn item(&mut self) -> Result<Item, Error> {
        let rest = &self.bytes[self.position..];
        let Some(&head) = rest.first() else {
            return Err(Error::truncated(self.bytes.len()));
        };
        let canonical = match head {
            0x00..=0x7f | 0xe0..=0xff | 0xc0 | 0xc2 | 0xc3 => 1,
            0xa0..=0xbf => return self.text(1, usize::from(head & 0x1f)),
            0x80..=0x8f => return self.container(1, u64::from(head & 0xf) * 2),
            0x90..=0x9f => return self.container(1, u64::from(head & 0xf)),
            0xd9 => match bytes_at(rest) {
                Some([length]) if length > 31 => return self.text(2, length.into()),
                _ => 0,
            },
            0xcb => match bytes_at(rest).map(f64::from_be_bytes) {
                Some(value) if f64::from(value as f32) != value && !value.is_nan() => 9,
                _ => 0,
            },
            0xca => match bytes_at(rest).map(f32::from_be_bytes) {
                Some(value) if !value.is_nan() => 5,
                _ => 0,
            },
            0xcc => usize::from(bytes_at(rest).is_some_and(|[byte]| byte > 0x7f)) * 2,
            0xcd => {
                usize::from(bytes_at(rest).is_some_and(|two| u16::from_be_bytes(two) > 0xff)) * 3
            }
            0xce => {
                usize::from(bytes_at(rest).is_some_and(|four| u32::from_be_bytes(four) > 0xffff))
                    * 5
            }
            0xd0 => {
                usize::from(bytes_at(rest).is_some_and(|byte| i8::from_be_bytes(byte) < -32)) * 2
            }
            0xd1 => {
                usize::from(bytes_at(rest).is_some_and(|two| i16::from_be_bytes(two) < -0x80)) * 3
            }
            0xd2 => {
                usize::from(bytes_at(rest).is_some_and(|four| i32::from_be_bytes(four) < -0x8000))
                    * 5
            }
            _ => 0,
        };
        if canonical == 0 {
            return self.rewrite();
        }
        self.position += canonical;
        Ok(Item::Scalar)
    }

    #[inline]
    fn text(&mut self, header: usize, length: usize) -> Result<Item, Error> {
        let start = self.position + header;
        let Some(text) = self.bytes.get(start..start + length) else {
            return Err(Error::truncated(self.bytes.len()));
        };
        if let Err(wrong) = std::str::from_utf8(text) {
            return Err(not_utf8(start + wrong.valid_up_to()));
        }
        self.position = start + length;
        Ok(Item::Scalar)
    }

    #[inline]
    fn container(&mut self, header: usize, values: u64) -> Result<Item, Error> {
        self.position += header;
        // Every value takes a byte at least, so a longer container cannot be in the input.
        if values > (self.bytes.len() - self.position) as u64 {
            return Err(Error::truncated(self.bytes.len()));
        }
        Ok(Item::Container(values))
    }

    /// One item by way of its value, whatever its form: the rarer forms and those that are not canonical.
    fn rewrite(&mut self) -> Result<Item, Error> {
        let mut reader = Reader::nested(&self.bytes[self.position..], self.position);
        let token = reader.next()?;
        if let Some(length) = canonical_long(self.bytes[self.position], token) {
            self.position = reader.position();
            return Ok(length);
        }
        self.writer.raw(&self.bytes[self.written..self.position]);
        self.position = reader.position();
        self.written = self.position;
        write(&mut self.writer, token, reader.offset())
    }
}

/// The item, when it is a long one in its canonical form and so can stay in the run.
fn canonical_long(head: u8, token: Token) -> Option<Item> {
    let (length, shortest) = match (head, token) {
        (0xc4, Token::Bin(_)) => (0, 0),
        (0xc5, Token::Bin(bytes)) => (bytes.len(), 0x100),
        (0xc6, Token::Bin(bytes)) => (bytes.len(), 0x1_0000),
        (0xda, Token::Str(text)) => (text.len(), 0x100),
        (0xdb, Token::Str(text)) => (text.len(), 0x1_0000),
        (0xdc, Token::Array(length)) => (length as usize, 16),
        (0xdd, Token::Array(length)) => (length as usize, 0x1_0000),
        (0xde, Token::Map(pairs)) => (pairs as usize, 16),
        (0xdf, Token::Map(pairs)) => (pairs as usize, 0x1_0000),
        _ => return None,
    };
    (length >= shortest).then(|| item_of(token))
}

fn item_of(token: Token) -> Item {
    match token {
        Token::Array(length) => Item::Container(length.into()),
        Token::Map(pairs) => Item::Container(u64::from(pairs) * 2),
        _ => Item::Scalar,
    }
}

fn write(writer: &mut Writer, token: Token, offset: usize) -> Result<Item, Error> {
    match token {
        Token::Nil => writer.nil(),
        Token::Bool(value) => writer.bool(value),
        Token::Uint(value) => writer.uint(value),
        Token::Int(value) => writer.int(value),
        Token::Float(value) => writer.float(value),
        Token::Str(value) => writer.str(value),
        Token::Bin(value) => writer.bin(value),
        Token::Array(length) => writer.array(length as usize),
        Token::Map(pairs) => writer.map(pairs as usize),
        Token::Ext(ext::TIMESTAMP, payload) => writer.timestamp(timestamp(payload, offset)?),
        Token::Ext(code, payload) => writer.ext(code, payload),
    }
    Ok(item_of(token))
}

fn timestamp(payload: &[u8], offset: usize) -> Result<Timestamp, Error> {
    Timestamp::from_payload(payload).ok_or_else(|| {
        let text = "a timestamp has 4, 8 or 12 bytes and at most 999,999,999 nanoseconds";
        Error::new(ErrorKind::Invalid, offset, text)
    })
}

/// The bytes after the head.
#[inline]
fn bytes_at<const N: usize>(item: &[u8]) -> Option<[u8; N]> {
    item[1..].first_chunk().copied()
}
