//! Bytes to text.

use super::names::Encoding;
use super::{Endian, Failure, Handler, UnicodeError, escape, single, utf7, wide};
use crate::error::{MAX_BYTES, TooLong};
use crate::wtf8;

/// What a surrogate looks like in the bytes that are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Three bytes.
    Utf8,
    /// Two bytes; whether the high one is first.
    Utf16 { big: bool },
    /// Four bytes.
    Utf32 { big: bool },
    /// The encoding has no surrogates.
    Other,
}

/// A decoder's input, output and what it does about errors.
pub(super) struct Decoder<'a> {
    pub(super) input: &'a [u8],
    pub(super) out: Vec<u8>,
    pub(super) encoding: &'static str,
    pub(super) unit: Unit,
    handler: Handler,
    object_start: usize,
}

/// Decodes bytes; the text is in the form of [`crate::wtf8`].
pub fn decode(encoding: Encoding, bytes: &[u8], handler: Handler) -> Result<Vec<u8>, Failure> {
    let mut decoder = Decoder {
        input: bytes,
        out: Vec::new(),
        encoding: encoding.name(),
        unit: Unit::Other,
        handler,
        object_start: 0,
    };
    match encoding {
        Encoding::Utf8 => decoder.utf8()?,
        Encoding::Utf8Sig => {
            if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
                decoder.input = rest;
                decoder.object_start = 3;
            }
            decoder.utf8()?;
        }
        Encoding::Ascii => decoder.ascii()?,
        Encoding::Latin1 => single::decode_latin1(&mut decoder)?,
        Encoding::Cp1252 => single::decode_cp1252(&mut decoder)?,
        Encoding::Utf7 => utf7::decode(&mut decoder)?,
        Encoding::Utf16(endian) => wide::decode_utf16(&mut decoder, endian)?,
        Encoding::Utf32(endian) => wide::decode_utf32(&mut decoder, endian)?,
        Encoding::UnicodeEscape => escape::decode(&mut decoder)?,
        Encoding::RawUnicodeEscape => escape::decode_raw(&mut decoder)?,
    }
    Ok(decoder.out)
}

/// Appends, or says that there is no memory.
pub(super) fn append(out: &mut Vec<u8>, bytes: &[u8]) -> Result<(), TooLong> {
    if out.capacity() - out.len() < bytes.len() {
        if out.len() + bytes.len() > MAX_BYTES {
            return Err(TooLong);
        }
        out.try_reserve(bytes.len()).map_err(|_| TooLong)?;
    }
    out.extend_from_slice(bytes);
    Ok(())
}

impl Decoder<'_> {
    /// Appends text.
    pub(super) fn text(&mut self, text: &[u8]) -> Result<(), Failure> {
        Ok(append(&mut self.out, text)?)
    }

    /// Appends a code point.
    pub(super) fn char(&mut self, c: u32) -> Result<(), Failure> {
        let mut buffer = [0; 4];
        let size = wtf8::encode(c, &mut buffer);
        self.text(&buffer[..size])
    }

    fn utf8(&mut self) -> Result<(), Failure> {
        self.unit = Unit::Utf8;
        self.encoding = Encoding::Utf8.name();
        let mut at = 0;
        while at < self.input.len() {
            let rest = &self.input[at..];
            let Err(error) = core::str::from_utf8(rest) else {
                return self.text(rest);
            };
            let valid = error.valid_up_to();
            self.text(&rest[..valid])?;
            let start = at + valid;
            let starts = matches!(rest.get(valid), Some(0xC2..=0xF4));
            at = match error.error_len() {
                None => self.recover(start, self.input.len(), "unexpected end of data")?,
                Some(n) if starts => self.recover(start, start + n, "invalid continuation byte")?,
                Some(n) => self.recover(start, start + n, "invalid start byte")?,
            };
        }
        Ok(())
    }

    fn ascii(&mut self) -> Result<(), Failure> {
        let mut at = 0;
        while at < self.input.len() {
            let rest = &self.input[at..];
            let valid = rest
                .iter()
                .position(|b| !b.is_ascii())
                .unwrap_or(rest.len());
            self.text(&rest[..valid])?;
            at += valid;
            if at < self.input.len() {
                at = self.recover(at, at + 1, "ordinal not in range(128)")?;
            }
        }
        Ok(())
    }

    /// Does what the handler does about the bytes from `start` to `end`, and says where to go on.
    pub(super) fn recover(
        &mut self,
        start: usize,
        end: usize,
        reason: &'static str,
    ) -> Result<usize, Failure> {
        let (encoding, object_start) = (self.encoding, self.object_start);
        let failure = || {
            Err(Failure::Unicode(Box::new(UnicodeError {
                encoding,
                object_start,
                start,
                end,
                reason,
            })))
        };
        let input = self.input;
        let wrong = input.get(start..end).unwrap_or_default();
        match self.handler {
            Handler::Strict => failure(),
            Handler::Ignore => Ok(end),
            Handler::Replace => self.char(0xFFFD).map(|()| end),
            Handler::BackslashReplace => {
                for byte in wrong {
                    let [a, b] = crate::bytes::hex::pair(*byte);
                    self.text(&[b'\\', b'x', a, b])?;
                }
                Ok(end)
            }
            Handler::SurrogateEscape => {
                // Four bytes at most, and none of ASCII: the text could not be told from real ASCII again.
                let n = wrong.iter().take(4).take_while(|b| !b.is_ascii()).count();
                if n == 0 {
                    return failure();
                }
                for byte in &wrong[..n] {
                    self.char(0xDC00 + u32::from(*byte))?;
                }
                Ok(start + n)
            }
            Handler::SurrogatePass => {
                match surrogate(self.unit, input.get(start..).unwrap_or_default()) {
                    Some((c, size)) => self.char(c).map(|()| start + size),
                    None => failure(),
                }
            }
            Handler::XmlCharRefReplace | Handler::NameReplace => Err(Failure::WrongHandler),
            Handler::Unknown => Err(Failure::UnknownHandler),
        }
    }
}

/// The surrogate that bytes start with, and how many bytes it has.
fn surrogate(unit: Unit, bytes: &[u8]) -> Option<(u32, usize)> {
    let (c, size) = match (unit, bytes) {
        (Unit::Utf8, [a @ 0xE0..=0xEF, b @ 0x80..=0xBF, c @ 0x80..=0xBF, ..]) => (
            u32::from(a & 15) << 12 | u32::from(b & 63) << 6 | u32::from(c & 63),
            3,
        ),
        (Unit::Utf16 { big }, [a, b, ..]) => (u32::from(wide::unit16(big, [*a, *b])), 2),
        (Unit::Utf32 { big }, [a, b, c, d, ..]) => (wide::unit32(big, [*a, *b, *c, *d]), 4),
        _ => return None,
    };
    (0xD800..0xE000).contains(&c).then_some((c, size))
}

impl Endian {
    /// Whether the high byte is first.
    pub(super) const fn is_big(self) -> bool {
        matches!(self, Self::Big)
    }
}
