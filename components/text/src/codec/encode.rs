//! Text to bytes.

use super::decode::append;
use super::names::Encoding;
use super::{Endian, Failure, Handler, UnicodeError, escape, single, utf7, wide};
use crate::wtf8;

/// What is written, which says what handlers can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// UTF-8.
    Utf8,
    /// UTF-16; whether the high byte is first.
    Utf16 { big: bool },
    /// UTF-32.
    Utf32 { big: bool },
    /// A byte per character.
    Narrow,
    /// A byte per character, by a table.
    Charmap,
}

/// An encoder's text, output and what it does about errors.
pub(super) struct Encoder<'a> {
    text: &'a [u8],
    /// How many code points were read.
    index: usize,
    out: Vec<u8>,
    encoding: &'static str,
    handler: Handler,
}

/// Encodes text that has the form of [`crate::wtf8`].
pub fn encode(encoding: Encoding, text: &[u8], handler: Handler) -> Result<Vec<u8>, Failure> {
    let mut encoder = Encoder {
        text,
        index: 0,
        out: Vec::new(),
        encoding: encoding.name(),
        handler,
    };
    match encoding {
        Encoding::Utf8 => encoder.utf8()?,
        Encoding::Utf8Sig => {
            encoder.bytes(b"\xEF\xBB\xBF")?;
            encoder.utf8()?;
        }
        Encoding::Ascii => single::encode(&mut encoder, &single::ASCII)?,
        Encoding::Latin1 => single::encode(&mut encoder, &single::LATIN1)?,
        Encoding::Cp1252 => single::encode(&mut encoder, &single::CP1252_ENCODER)?,
        Encoding::Utf16(endian) => {
            wide::encode(
                &mut encoder,
                Target::Utf16 {
                    big: endian.is_big(),
                },
                endian == Endian::Marked,
            )?;
        }
        Encoding::Utf32(endian) => {
            wide::encode(
                &mut encoder,
                Target::Utf32 {
                    big: endian.is_big(),
                },
                endian == Endian::Marked,
            )?;
        }
        Encoding::Utf7 => utf7::encode(&mut encoder)?,
        Encoding::UnicodeEscape => escape::encode(&mut encoder)?,
        Encoding::RawUnicodeEscape => escape::encode_raw(&mut encoder)?,
    }
    Ok(encoder.out)
}

impl Iterator for Encoder<'_> {
    type Item = u32;

    /// Reads a code point.
    fn next(&mut self) -> Option<u32> {
        let (c, size) = wtf8::first(self.text)?;
        self.text = &self.text[size..];
        self.index += 1;
        Some(c)
    }
}

impl<'a> Encoder<'a> {
    /// What was not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text
    }

    /// Copies what was not read yet.
    pub(super) fn copy_rest(&mut self) -> Result<(), Failure> {
        let rest = core::mem::take(&mut self.text);
        self.bytes(rest)
    }

    /// Appends bytes.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(append(&mut self.out, bytes)?)
    }

    /// Appends a character as the target has it. Narrow targets get ASCII only.
    pub(super) fn char(&mut self, target: Target, c: u32) -> Result<(), Failure> {
        match target {
            Target::Utf8 => {
                let mut buffer = [0; 4];
                let size = wtf8::encode(c, &mut buffer);
                self.bytes(&buffer[..size])
            }
            Target::Utf16 { big } => {
                let (bytes, size) = wide::bytes16(c, big);
                self.bytes(&bytes[..size])
            }
            Target::Utf32 { big } => self.bytes(&wide::bytes32(c, big)),
            Target::Narrow | Target::Charmap => self.bytes(&[c as u8]),
        }
    }

    fn ascii(&mut self, target: Target, text: &[u8]) -> Result<(), Failure> {
        text.iter()
            .try_for_each(|byte| self.char(target, u32::from(*byte)))
    }

    fn utf8(&mut self) -> Result<(), Failure> {
        self.encoding = Encoding::Utf8.name();
        let mut wrong = Vec::new();
        loop {
            let rest = self.text;
            let valid = match core::str::from_utf8(rest) {
                Ok(_) => return self.copy_rest(),
                Err(error) => error.valid_up_to(),
            };
            self.bytes(&rest[..valid])?;
            self.index += wtf8::count(&rest[..valid]);
            self.text = &rest[valid..];
            // Surrogates are all that UTF-8 has not got.
            while let [0xED, 0xA0..=0xBF, ..] = self.text
                && let Some(c) = self.next()
            {
                wrong.push(c);
            }
            if wrong.is_empty() {
                // Not well formed, so nobody's text; nothing sensible is behind it.
                return Ok(());
            }
            self.recover(Target::Utf8, &wrong, "surrogates not allowed")?;
            wrong.clear();
        }
    }

    /// Does what the handler does about the code points that were just read.
    pub(super) fn recover(
        &mut self,
        target: Target,
        wrong: &[u32],
        reason: &'static str,
    ) -> Result<(), Failure> {
        self.recover_before(target, wrong, reason, 0)
    }

    /// Does what the handler does about code points that were read, `after` of others were read since.
    pub(super) fn recover_before(
        &mut self,
        target: Target,
        wrong: &[u32],
        reason: &'static str,
        after: usize,
    ) -> Result<(), Failure> {
        let end = self.index.saturating_sub(after);
        let failure = |left: usize| {
            let start = end.saturating_sub(left);
            Err(Failure::Unicode(Box::new(UnicodeError {
                encoding: self.encoding,
                object_start: 0,
                start,
                end,
                reason,
            })))
        };
        match self.handler {
            Handler::Strict => return failure(wrong.len()),
            Handler::Unknown => return Err(Failure::UnknownHandler),
            Handler::NameReplace => {
                return Err(Failure::NotSupported("error handler 'namereplace'"));
            }
            Handler::SurrogatePass if target_has_no(target, wrong) => return failure(wrong.len()),
            Handler::SurrogateEscape => {
                let escaped = wrong
                    .iter()
                    .take_while(|c| (0xDC80..=0xDCFF).contains(*c))
                    .count();
                let left = wrong.len() - escaped;
                match target {
                    // One byte is no unit of a wide encoding.
                    Target::Utf16 { .. } | Target::Utf32 { .. } => return failure(wrong.len()),
                    Target::Charmap if left > 0 => return failure(wrong.len()),
                    _ if left > 0 => return failure(left),
                    _ => {}
                }
            }
            _ => {}
        }
        wrong.iter().try_for_each(|c| self.replace(target, *c))
    }

    /// What the handler puts in the place of one code point.
    fn replace(&mut self, target: Target, c: u32) -> Result<(), Failure> {
        match self.handler {
            Handler::Replace => self.char(target, u32::from(b'?')),
            Handler::BackslashReplace => {
                let mut text = Vec::new();
                escape::push_escape(&mut text, c);
                self.ascii(target, &text)
            }
            Handler::XmlCharRefReplace => self.ascii(target, format!("&#{c};").as_bytes()),
            Handler::SurrogateEscape => self.bytes(&[c as u8]),
            Handler::SurrogatePass => self.char(target, c),
            _ => Ok(()),
        }
    }
}

/// Whether `surrogatepass` cannot write these: a narrow target has no surrogates, and it writes nothing else.
fn target_has_no(target: Target, wrong: &[u32]) -> bool {
    matches!(target, Target::Narrow | Target::Charmap)
        || wrong.iter().any(|c| !(0xD800..0xE000).contains(c))
}
