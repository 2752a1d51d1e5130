//! Pivot bytes to deterministic CBOR (RFC 8949, section 4.2.1).

use crate::float::write_float;
use crate::head::{ARRAY, BYTES, Cursor, MAP, NEGATIVE, SIMPLE, TAG, TEXT, UNSIGNED, write_head};
use crate::keys::{MAX_KEY_NESTING, duplicate, too_many_key_levels};
use crate::sort::{Maps, OpenMap};
use crate::tags;
use molt_pivot::ext::{self, Timestamp};
use molt_pivot::{Buffer, Error, ErrorKind, Limits, Reader, Token, bigint};

/// Encodes one pivot document.
pub(crate) fn encode(pivot: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    let mut out = Buffer::new(limits.max_output);
    out.reserve(pivot.len());
    let encoder = Encoder {
        pivot,
        reader: Reader::new(pivot, limits)?,
        limits,
        out,
        top: Frame {
            kind: Kind::Document,
            left: 1,
            key_levels: 0,
            start: 0,
        },
        outer: Vec::new(),
        maps: Maps::default(),
    };
    encoder.run()
}

struct Encoder<'a> {
    pivot: &'a [u8],
    reader: Reader<'a>,
    limits: &'a Limits,
    out: Buffer,
    /// The innermost open container.
    top: Frame,
    /// Those around it.
    outer: Vec<Frame>,
    maps: Maps,
}

enum Kind {
    Document,
    Array,
    Map(OpenMap),
    Tag {
        number: u64,
        /// Where the extension that it comes from ends in the pivot bytes.
        end: usize,
        /// Where its content starts in the output.
        content: usize,
    },
}

/// An open container.
struct Frame {
    kind: Kind,
    /// Values that are still to come.
    left: u64,
    /// In how many map keys it is.
    key_levels: u8,
    /// Where it starts in the pivot bytes.
    start: usize,
}

impl Frame {
    fn at_key(&self) -> bool {
        matches!(self.kind, Kind::Map(_)) && self.left.is_multiple_of(2)
    }
}

impl Encoder<'_> {
    fn run(mut self) -> Result<Vec<u8>, Error> {
        loop {
            if self.out.failed() {
                // Keys that have lost bytes cannot be compared.
                return self.out.finish();
            }
            if self.top.left == 0 {
                match self.outer.pop() {
                    Some(outer) => self.close(outer)?,
                    None => return self.finish(),
                }
                continue;
            }
            if self.top.at_key() {
                self.maps.begin_key(self.out.written())?;
            }
            let token = self.reader.next()?;
            if !self.value(token)? {
                self.value_done()?;
            }
        }
    }

    fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.reader.finish()?;
        match self.maps.ordered(self.out.bytes())? {
            // The same bytes in another order, so they are within the limit.
            Some(bytes) => Ok(bytes),
            None => self.out.finish(),
        }
    }

    /// Writes a value, or opens a container and is true.
    fn value(&mut self, token: Token) -> Result<bool, Error> {
        match token {
            Token::Nil => self.out.put([SIMPLE << 5 | 22]),
            Token::Bool(value) => self.out.put([SIMPLE << 5 | (20 + u8::from(value))]),
            Token::Uint(value) => write_head(&mut self.out, UNSIGNED, value),
            Token::Int(value) => write_head(&mut self.out, NEGATIVE, !value as u64),
            Token::Float(value) => write_float(&mut self.out, value),
            Token::Str(text) => {
                write_head(&mut self.out, TEXT, text.len() as u64);
                self.out.raw(text.as_bytes());
            }
            Token::Bin(bytes) => self.byte_string(bytes),
            Token::Array(length) => {
                write_head(&mut self.out, ARRAY, length.into());
                self.open(Kind::Array, length.into())?;
                return Ok(true);
            }
            Token::Map(pairs) => {
                write_head(&mut self.out, MAP, pairs.into());
                let map = self.maps.open();
                self.open(Kind::Map(map), u64::from(pairs) * 2)?;
                return Ok(true);
            }
            Token::Ext(ext::TAG, payload) => {
                self.tag(payload)?;
                return Ok(true);
            }
            Token::Ext(code, payload) => self.extension(code, payload)?,
        }
        Ok(false)
    }

    fn open(&mut self, kind: Kind, left: u64) -> Result<(), Error> {
        let start = self.reader.offset();
        self.limits.check_depth(self.outer.len(), start)?;
        let key_levels = self.top.key_levels + u8::from(self.top.at_key());
        if key_levels > MAX_KEY_NESTING {
            return Err(too_many_key_levels(start));
        }
        let frame = Frame {
            kind,
            left,
            key_levels,
            start,
        };
        self.outer.push(std::mem::replace(&mut self.top, frame));
        Ok(())
    }

    fn close(&mut self, outer: Frame) -> Result<(), Error> {
        let closed = std::mem::replace(&mut self.top, outer);
        match closed.kind {
            Kind::Map(map) => {
                self.maps.prepare_end(&map)?;
                let ended = self.maps.end(map, self.out.bytes_mut());
                ended.map_err(|entry| duplicate(self.key_offset(closed.start, entry)))?;
            }
            Kind::Tag {
                number,
                end,
                content,
            } => {
                if self.reader.position() != end {
                    return Err(wrong_payload(closed.start));
                }
                let content = self.out.bytes().get(content..).unwrap_or_default();
                if tags::check_content(number, &mut Cursor::new(content)).is_err() {
                    return Err(wrong_content(number, closed.start));
                }
            }
            _ => {}
        }
        self.value_done()
    }

    fn value_done(&mut self) -> Result<(), Error> {
        let key = self.top.at_key();
        self.top.left -= 1;
        let Kind::Map(map) = &mut self.top.kind else {
            return Ok(());
        };
        if !key {
            return Ok(());
        }
        match self.maps.end_key(map, &mut self.out) {
            Ok(()) => Ok(()),
            Err(entry) => Err(duplicate(self.key_offset(self.top.start, entry))),
        }
    }

    /// Where the key of an entry (counted from 0) of the map at `map` starts in the pivot bytes.
    #[cold]
    fn key_offset(&self, map: usize, entry: usize) -> usize {
        let mut reader = Reader::nested(&self.pivot[map..], map);
        let mut left = 1 + entry as u64 * 2;
        while left > 0 {
            left -= 1;
            match reader.next() {
                Ok(Token::Map(_)) if reader.offset() == map => {}
                Ok(Token::Array(length)) => left += u64::from(length),
                Ok(Token::Map(pairs)) => left += u64::from(pairs) * 2,
                Ok(_) => {}
                Err(_) => return map,
            }
        }
        reader.position()
    }

    fn byte_string(&mut self, bytes: &[u8]) {
        write_head(&mut self.out, BYTES, bytes.len() as u64);
        self.out.raw(bytes);
    }

    /// Goes into the extension `tag`: its value is read as what follows.
    fn tag(&mut self, payload: &[u8]) -> Result<(), Error> {
        let start = self.reader.offset();
        let end = self.reader.position();
        let mut inside = Reader::nested(payload, end - payload.len());
        let (Token::Array(2), Token::Uint(number)) = (inside.next()?, inside.next()?) else {
            return Err(wrong_payload(start));
        };
        if inside.remaining() == 0 {
            return Err(wrong_payload(start));
        }
        write_head(&mut self.out, TAG, number);
        let content = self.out.written();
        self.open(
            Kind::Tag {
                number,
                end,
                content,
            },
            1,
        )?;
        self.reader
            .enter(&payload[payload.len() - inside.remaining()..]);
        Ok(())
    }

    fn extension(&mut self, code: i8, payload: &[u8]) -> Result<(), Error> {
        let start = self.reader.offset();
        match code {
            ext::TIMESTAMP => match Timestamp::from_payload(payload) {
                Some(time) => self.timestamp(time),
                None => return Err(wrong_payload(start)),
            },
            ext::BIGINT if !payload.is_empty() => self.bigint(payload),
            ext::DECIMAL => {
                let base = self.reader.position() - payload.len();
                let mut inside = Reader::nested(payload, base);
                if inside.next()? != Token::Array(2) {
                    return Err(wrong_payload(start));
                }
                write_head(&mut self.out, TAG, tags::DECIMAL);
                write_head(&mut self.out, ARRAY, 2);
                self.integer(inside.next()?, true, start)?;
                self.integer(inside.next()?, false, start)?;
                if inside.remaining() > 0 {
                    return Err(wrong_payload(start));
                }
            }
            ext::SIMPLE => match *payload {
                [value] if value < 24 => self.out.put([SIMPLE << 5 | value]),
                [value] if value >= 32 => self.out.put([SIMPLE << 5 | 24, value]),
                _ => return Err(wrong_payload(start)),
            },
            _ => return Err(unsupported(code, start)),
        }
        Ok(())
    }

    /// Whole seconds and what a float has exactly under tag 1; other times under tag 1001, which has nanoseconds.
    fn timestamp(&mut self, time: Timestamp) {
        let float = tags::to_float(time);
        if time.nanoseconds == 0 {
            write_head(&mut self.out, TAG, tags::EPOCH);
            self.int(time.seconds);
        } else if let Some(value) = float {
            write_head(&mut self.out, TAG, tags::EPOCH);
            write_float(&mut self.out, value);
        } else {
            write_head(&mut self.out, TAG, tags::EXTENDED_TIME);
            write_head(&mut self.out, MAP, 2);
            self.int(1);
            self.int(time.seconds);
            self.int(-9);
            self.int(time.nanoseconds.into());
        }
    }

    fn int(&mut self, value: i64) {
        if value < 0 {
            write_head(&mut self.out, NEGATIVE, !value as u64);
        } else {
            write_head(&mut self.out, UNSIGNED, value as u64);
        }
    }

    /// Two's complement, not empty: an integer where CBOR has one so large, a bignum otherwise.
    fn bigint(&mut self, payload: &[u8]) {
        let (negative, n) = bigint::to_unsigned(payload);
        match bigint::to_small(false, &n) {
            Some(bigint::Small::Uint(n)) => write_head(&mut self.out, u8::from(negative), n),
            _ => {
                let tag = tags::POSITIVE_BIGNUM + u64::from(negative);
                write_head(&mut self.out, TAG, tag);
                self.byte_string(&n);
            }
        }
    }

    /// A part of a decimal fraction; the exponent has to be `small`, which is no bignum.
    fn integer(&mut self, token: Token, small: bool, start: usize) -> Result<(), Error> {
        match token {
            Token::Uint(value) => write_head(&mut self.out, UNSIGNED, value),
            Token::Int(value) => self.int(value),
            Token::Ext(ext::BIGINT, payload) if !payload.is_empty() => {
                if small && bigint::to_unsigned(payload).1.len() > 8 {
                    let text = "the exponent of a decimal is beyond what CBOR has for it, 64 bits and a sign";
                    return Err(Error::new(ErrorKind::Unsupported, start, text));
                }
                self.bigint(payload);
            }
            _ => return Err(wrong_payload(start)),
        }
        Ok(())
    }
}

#[cold]
fn wrong_payload(offset: usize) -> Error {
    let text = "the payload of this extension is not what schemas/pivot-extensions.json says";
    Error::new(ErrorKind::Invalid, offset, text)
}

#[cold]
fn wrong_content(number: u64, offset: usize) -> Error {
    let text = "the CBOR tag {} cannot have this content (RFC 8949, section 3.4)";
    Error::new(ErrorKind::Invalid, offset, text).value(number)
}

#[cold]
fn unsupported(code: i8, offset: usize) -> Error {
    let text = match code {
        ext::BIGINT => return wrong_payload(offset),
        ext::TUPLE => "the extension tuple has no form in CBOR: make it an array",
        ext::SET => "the extension set has no form in CBOR: make it an array",
        ext::FROZENSET => "the extension frozenset has no form in CBOR: make it an array",
        0.. => "the extension type {} has no form in CBOR",
        _ => "the extension type -{} has no form in CBOR",
    };
    Error::new(ErrorKind::Unsupported, offset, text).value(code.unsigned_abs().into())
}
