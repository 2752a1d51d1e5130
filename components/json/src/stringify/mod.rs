//! The pivot to JSON text.

mod number;
mod shortest;
mod string;

use molt_pivot::{Buffer, Limits, Reader, Token, bigint, ext, push};

use crate::error::{Error, ErrorKind};
use crate::options::{MAX_DEPTH_CAP, MAX_INDENT, NonFinite, StringifyOptions};
use crate::rearrange::{Goal, rearrange};

const SPACES: &[u8; 64] = &[b' '; 64];

/// A MsgPack value as one JSON document.
///
/// Integers have all their digits; floats are the shortest that read back the same, spelled as Python's `repr` spells them.
/// Of the extension types `bigint` is a number. All others are refused by name, `decimal` too: as a JSON number it would
/// come back as a float. A map is written as it is, whether or not a key stands twice.
///
/// ```
/// use molt_json::{StringifyOptions, stringify};
/// let options = StringifyOptions { indent: 2, ..StringifyOptions::default() };
/// assert_eq!(stringify(b"\x92\xc0\xca\x3f\x80\x00\x00", &options)?, b"[\n  null,\n  1.0\n]");
/// # Ok::<(), molt_json::Error>(())
/// ```
///
/// # Errors
/// `InvalidPivot`, `Unrepresentable`, `NonFinite`, `DepthLimit`, `SizeLimit`; the offset is in the pivot bytes.
pub fn stringify(pivot: &[u8], options: &StringifyOptions) -> Result<Vec<u8>, Error> {
    // An error's place would be one of the sorted bytes: then the bytes as they came tell it.
    let sorted = if options.sort_keys {
        rearrange(pivot, Goal::Sorted).map_err(invalid)?
    } else {
        None
    };
    if let Some(text) = sorted.and_then(|sorted| write(&sorted, options).ok()) {
        return Ok(text);
    }
    write(pivot, options)
}

fn write(pivot: &[u8], options: &StringifyOptions) -> Result<Vec<u8>, Error> {
    let limits = Limits {
        max_depth: options.max_depth,
        max_input: options.max_input,
        max_output: options.max_output,
    };
    let reader = Reader::new(pivot, &limits).map_err(invalid)?;
    let mut out = Buffer::new(options.max_output);
    out.reserve(pivot.len() + pivot.len() / 2);
    let mut printer = Printer {
        reader,
        out,
        options,
        depth: options.max_depth.min(MAX_DEPTH_CAP) as usize,
        indent: options.indent.min(MAX_INDENT) as usize,
        open: Vec::new(),
        current: Open {
            left: 0,
            map: false,
        },
    };
    printer.document()?;
    let too_large =
        |error: molt_pivot::Error| Error::new(ErrorKind::SizeLimit, pivot.len(), error.message());
    printer.out.finish().map_err(too_large)
}

#[derive(Clone, Copy)]
struct Open {
    /// Values (of a map: keys and values) that are still to come.
    left: u64,
    map: bool,
}

struct Printer<'a> {
    reader: Reader<'a>,
    out: Buffer,
    options: &'a StringifyOptions,
    depth: usize,
    indent: usize,
    /// The containers around `current`.
    open: Vec<Open>,
    /// The container at hand; of no use when none is open.
    current: Open,
}

impl<'a> Printer<'a> {
    fn document(&mut self) -> Result<(), Error> {
        loop {
            let token = self.reader.next().map_err(invalid)?;
            if self.expects_key() && !matches!(token, Token::Str(_)) {
                return Err(
                    self.unrepresentable("a map key that is no text; JSON has only text keys")
                );
            }
            let entered = match token {
                Token::Array(length) => self.enter(u64::from(length), false)?,
                Token::Map(pairs) => self.enter(u64::from(pairs) * 2, true)?,
                scalar => {
                    self.scalar(scalar)?;
                    false
                }
            };
            if self.out.failed() {
                return Err(self.too_large());
            }
            if !entered && self.advance() {
                return self.reader.finish().map_err(invalid);
            }
        }
    }

    fn expects_key(&self) -> bool {
        self.current.map && self.current.left.is_multiple_of(2)
    }

    /// Opens a container; false when it is empty, and so complete.
    fn enter(&mut self, left: u64, map: bool) -> Result<bool, Error> {
        if self.open.len() >= self.depth {
            let text = format!(
                "nested deeper than the limit of {}; `max-depth` can raise it",
                self.depth
            );
            return Err(Error::new(
                ErrorKind::DepthLimit,
                self.reader.offset(),
                text,
            ));
        }
        if left == 0 {
            self.out.raw(if map { b"{}" } else { b"[]" });
            return Ok(false);
        }
        push(&mut self.open, self.current).map_err(invalid)?;
        self.current = Open { left, map };
        self.out.put([if map { b'{' } else { b'[' }]);
        self.line();
        Ok(true)
    }

    /// Goes on after a complete value or key, ending what ends here; true at the end of the document.
    #[inline(always)]
    fn advance(&mut self) -> bool {
        while !self.open.is_empty() {
            self.current.left -= 1;
            if self.current.left > 0 {
                if self.current.map && self.current.left % 2 == 1 {
                    self.out.put([b':']);
                    if self.indent > 0 {
                        self.out.put([b' ']);
                    }
                } else {
                    self.out.put([b',']);
                    self.line();
                }
                return false;
            }
            let closing = if self.current.map { b'}' } else { b']' };
            self.current = self.open.pop().unwrap_or(Open {
                left: 0,
                map: false,
            });
            self.line();
            self.out.put([closing]);
        }
        true
    }

    /// A line break and the indent of the open containers, where lines are asked for.
    #[inline(always)]
    fn line(&mut self) {
        if self.indent > 0 {
            self.new_line();
        }
    }

    #[inline(never)]
    fn new_line(&mut self) {
        self.out.put([b'\n']);
        let mut spaces = self.indent * self.open.len();
        while spaces > 0 && !self.out.failed() {
            let part = spaces.min(SPACES.len());
            self.out.raw(&SPACES[..part]);
            spaces -= part;
        }
    }

    fn scalar(&mut self, token: Token<'a>) -> Result<(), Error> {
        match token {
            Token::Nil | Token::Array(_) | Token::Map(_) => self.out.put(*b"null"),
            Token::Bool(true) => self.out.put(*b"true"),
            Token::Bool(false) => self.out.put(*b"false"),
            Token::Uint(value) => number::integer(&mut self.out, false, value),
            Token::Int(value) => number::integer(&mut self.out, true, value.unsigned_abs()),
            Token::Float(value) if value.is_finite() => number::float(&mut self.out, value),
            Token::Float(value) => self.non_finite(value)?,
            Token::Str(text) => string::write(&mut self.out, text, self.options.ascii),
            Token::Bin(_) => {
                return Err(self.unrepresentable("binary data; encode it as text (base64) first"));
            }
            Token::Ext(ext::BIGINT, payload) => self.big(payload)?,
            Token::Ext(code, _) => {
                let name = ext::name(code).unwrap_or("unknown");
                return Err(self.unrepresentable(&format!("the extension {code} ({name})")));
            }
        }
        Ok(())
    }

    fn non_finite(&mut self, value: f64) -> Result<(), Error> {
        let word = match value {
            f64::INFINITY => "Infinity",
            f64::NEG_INFINITY => "-Infinity",
            _ => "NaN",
        };
        if self.options.non_finite == NonFinite::Refuse {
            let text = format!("JSON has no form for {word}; `non-finite` can allow it");
            return Err(Error::new(ErrorKind::NonFinite, self.reader.offset(), text));
        }
        self.out.raw(word.as_bytes());
        Ok(())
    }

    fn big(&mut self, payload: &[u8]) -> Result<(), Error> {
        let (negative, magnitude) = bigint::from_twos_complement(payload);
        let digits = bigint::to_decimal(&magnitude).map_err(|error| {
            Error::new(ErrorKind::SizeLimit, self.reader.offset(), error.message())
        })?;
        if negative {
            self.out.put([b'-']);
        }
        self.out.raw(digits.as_bytes());
        Ok(())
    }

    #[cold]
    fn unrepresentable(&self, what: &str) -> Error {
        let text = format!("JSON has no form for {what}");
        Error::new(ErrorKind::Unrepresentable, self.reader.offset(), text)
    }

    #[cold]
    fn too_large(&self) -> Error {
        let limit = self.options.max_output;
        let text =
            format!("the output is larger than the limit of {limit} bytes, or than the memory");
        Error::new(ErrorKind::SizeLimit, self.reader.offset(), text)
    }
}

#[cold]
fn invalid(error: molt_pivot::Error) -> Error {
    let kind = match error.kind() {
        molt_pivot::ErrorKind::SizeLimit => ErrorKind::SizeLimit,
        molt_pivot::ErrorKind::DepthLimit => ErrorKind::DepthLimit,
        fault => ErrorKind::InvalidPivot(fault),
    };
    Error::new(kind, error.offset(), error.message())
}
