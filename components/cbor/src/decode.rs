//! CBOR to pivot bytes, item by item.

use crate::float::from_half;
use crate::head::{ARRAY, BYTES, Cursor, Head, MAP, NEGATIVE, TAG, TEXT, UNSIGNED};
use crate::keys::{self, Keys, MAX_KEY_NESTING, is_deterministic};
use crate::tags::{self, Integer};
use crate::wellformed::{check_simple, next_chunk};
use molt_pivot::{Error, ErrorKind, Limits, Mark, Writer, ext};

/// Decodes one document into `writer`. Without `check_keys` a key may stand twice.
pub(crate) fn decode_into(
    input: &[u8],
    limits: &Limits,
    writer: Writer,
    check_keys: bool,
) -> Result<Vec<u8>, Error> {
    limits.check_input(input)?;
    let top = Frame {
        kind: Kind::Document,
        total: 1,
        done: 0,
        mark: None,
        keys: keys::Mark::default(),
        key_levels: 0,
        item: 0,
    };
    let decoder = Decoder {
        at: Cursor::new(input),
        limits,
        writer,
        check_keys,
        top,
        outer: Vec::new(),
        keys: Keys::default(),
        bytes: Vec::new(),
        text: String::new(),
    };
    decoder.run()
}

pub(crate) struct Decoder<'a> {
    pub(crate) at: Cursor<'a>,
    limits: &'a Limits,
    pub(crate) writer: Writer,
    check_keys: bool,
    /// The innermost open container.
    top: Frame,
    /// Those around it.
    outer: Vec<Frame>,
    keys: Keys,
    /// What indefinite-length strings are put together in.
    bytes: Vec<u8>,
    text: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Document,
    Array,
    Map,
    Tag,
}

/// An open container.
struct Frame {
    kind: Kind,
    /// Items it has in all; `u64::MAX` until a break.
    total: u64,
    /// Items that are complete.
    done: u64,
    /// Where it starts in the output, when its header comes late.
    mark: Option<Mark>,
    keys: keys::Mark,
    /// In how many map keys it is.
    key_levels: u8,
    /// Where the item that is being read starts.
    item: usize,
}

impl Frame {
    fn is_indefinite(&self) -> bool {
        self.total == u64::MAX
    }

    fn at_key(&self) -> bool {
        self.kind == Kind::Map && self.done.is_multiple_of(2)
    }
}

/// What reading an item came to.
pub(crate) enum Step {
    /// It is complete.
    Whole,
    /// It is a container that is open now.
    Opened,
    /// It was the break of the innermost container.
    Break,
}

impl Decoder<'_> {
    fn run(mut self) -> Result<Vec<u8>, Error> {
        loop {
            match self.item()? {
                Step::Whole => self.item_done()?,
                Step::Opened => {}
                Step::Break => self.close()?,
            }
            while self.top.done == self.top.total {
                if self.top.kind == Kind::Document {
                    return self.finish();
                }
                self.close()?;
            }
        }
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        if self.at.remaining() > 0 {
            return Err(Error::trailing(self.at.position));
        }
        self.writer.finish()
    }

    /// Reads an item, or opens a container. The commonest forms have a way of their own; `any_item` would do for them, too.
    #[inline]
    fn item(&mut self) -> Result<Step, Error> {
        let start = self.at.position;
        let rest = &self.at.input[start..];
        match rest.first() {
            Some(&small @ 0x00..=0x17) => {
                self.at.position += 1;
                self.writer.uint(small.into());
            }
            Some(&short @ 0x60..=0x77) => self.text(start + 1, usize::from(short - 0x60))?,
            Some(0x78) if rest.len() > 1 => self.text(start + 2, rest[1].into())?,
            Some(0xfb) => match rest[1..].first_chunk() {
                Some(bits) => {
                    self.at.position += 9;
                    self.writer.float(f64::from_be_bytes(*bits));
                }
                None => return Err(self.at.truncated()),
            },
            _ => return self.any_item(),
        }
        Ok(Step::Whole)
    }

    /// The content of a text string, which starts at `start`.
    #[inline]
    fn text(&mut self, start: usize, length: usize) -> Result<(), Error> {
        let end = start + length;
        let Some(text) = self.at.input.get(start..end) else {
            return Err(self.at.truncated());
        };
        utf8(text, start)?;
        self.writer.str_part(self.at.input, start, end);
        self.at.position = end;
        Ok(())
    }

    fn any_item(&mut self) -> Result<Step, Error> {
        let start = self.at.position;
        let head = self.at.head_inlined()?;
        match head.major {
            UNSIGNED => self.writer.uint(head.argument),
            NEGATIVE => Integer::Negative(head.argument).write(&mut self.writer),
            BYTES if head.is_indefinite() => {
                join_bytes(&mut self.at, &mut self.bytes)?;
                self.writer.bin(&self.bytes);
            }
            BYTES => self.writer.bin(self.at.slice(head.argument)?),
            TEXT if head.is_indefinite() => {
                join_text(&mut self.at, &mut self.text)?;
                self.writer.str(&self.text);
            }
            TEXT => {
                let bytes = self.at.slice(head.argument)?;
                self.writer
                    .str(utf8(bytes, self.at.position - bytes.len())?);
            }
            ARRAY => return self.open_array(start, head),
            MAP => return self.open_map(start, head),
            TAG => return tags::tag(self, start, head.argument),
            _ => return self.simple_or_float(start, head),
        }
        Ok(Step::Whole)
    }

    fn simple_or_float(&mut self, start: usize, head: Head) -> Result<Step, Error> {
        match head.info {
            20 => self.writer.bool(false),
            21 => self.writer.bool(true),
            22 => self.writer.nil(),
            0..=24 => {
                check_simple(head.info, head.argument, start)?;
                self.writer.ext(ext::SIMPLE, &[head.argument as u8]);
            }
            25..=27 => self.writer.float(float(head)),
            _ if self.top.is_indefinite()
                && (self.top.kind == Kind::Array || self.top.at_key()) =>
            {
                return Ok(Step::Break);
            }
            _ => return Err(break_out_of_place(start)),
        }
        Ok(Step::Whole)
    }

    fn open_array(&mut self, start: usize, head: Head) -> Result<Step, Error> {
        if head.is_indefinite() {
            let mark = self.writer.begin_array();
            return self.open(start, Kind::Array, u64::MAX, Some(mark));
        }
        self.check_length(head.argument)?;
        self.writer.array(head.argument as usize);
        self.open(start, Kind::Array, head.argument, None)
    }

    fn open_map(&mut self, start: usize, head: Head) -> Result<Step, Error> {
        if head.is_indefinite() {
            let mark = self.writer.begin_map();
            return self.open(start, Kind::Map, u64::MAX, Some(mark));
        }
        let items = head.argument.saturating_mul(2);
        self.check_length(items)?;
        self.writer.map(head.argument as usize);
        self.open(start, Kind::Map, items, None)
    }

    /// Opens a tag that has no counterpart in the pivot but the extension `tag`.
    pub(crate) fn open_tag(&mut self, start: usize, number: u64) -> Result<Step, Error> {
        let mark = self.writer.begin_ext(ext::TAG);
        self.writer.array(2);
        self.writer.uint(number);
        self.open(start, Kind::Tag, 1, Some(mark))
    }

    /// Every item takes a byte at least: more of them than bytes cannot be in the input.
    fn check_length(&self, items: u64) -> Result<(), Error> {
        if items <= self.at.remaining() as u64 {
            return Ok(());
        }
        Err(self.at.truncated())
    }

    fn open(
        &mut self,
        start: usize,
        kind: Kind,
        total: u64,
        mark: Option<Mark>,
    ) -> Result<Step, Error> {
        self.limits.check_depth(self.outer.len(), start)?;
        let key_levels = self.top.key_levels + u8::from(self.top.at_key());
        if key_levels > MAX_KEY_NESTING {
            return Err(keys::too_many_key_levels(start));
        }
        let frame = Frame {
            kind,
            total,
            done: 0,
            mark,
            keys: self.keys.mark(),
            key_levels,
            item: self.at.position,
        };
        self.outer.push(std::mem::replace(&mut self.top, frame));
        Ok(Step::Opened)
    }

    /// Ends the innermost container, which is then a complete item of the one around it.
    fn close(&mut self) -> Result<(), Error> {
        let Some(outer) = self.outer.pop() else {
            return Ok(());
        };
        let closed = std::mem::replace(&mut self.top, outer);
        if closed.kind == Kind::Map {
            self.keys.end_map(self.at.input, closed.keys)?;
        }
        match (closed.kind, closed.mark) {
            (Kind::Array, Some(mark)) => self.writer.end_array(mark, closed.done as usize),
            (Kind::Map, Some(mark)) => self.writer.end_map(mark, closed.done as usize / 2),
            (Kind::Tag, Some(mark)) => self.writer.end_ext(mark),
            _ => {}
        }
        self.item_done()
    }

    #[inline]
    fn item_done(&mut self) -> Result<(), Error> {
        if self.top.at_key() && self.check_keys {
            self.add_key()?;
        }
        self.top.done += 1;
        self.top.item = self.at.position;
        Ok(())
    }

    #[inline]
    fn add_key(&mut self) -> Result<(), Error> {
        let (start, end) = (self.top.item, self.at.position);
        let key = &self.at.input[start..end];
        if is_deterministic(key) {
            return self.keys.add(self.at.input, start, end);
        }
        let encoded = deterministic(key).map_err(|error| error.shifted(start))?;
        self.keys.add_encoded(self.at.input, start, &encoded)
    }
}

/// The deterministic encoding of an item that has been read without an error.
fn deterministic(item: &[u8]) -> Result<Vec<u8>, Error> {
    let limits = Limits {
        max_depth: u32::MAX,
        max_input: u64::MAX,
        max_output: u64::MAX,
    };
    let pivot = decode_into(item, &limits, Writer::with_limit(u64::MAX), false)?;
    crate::encode::encode(&pivot, &limits)
}

/// The value of a float's head.
pub(crate) fn float(head: Head) -> f64 {
    match head.info {
        25 => from_half(head.argument as u16),
        26 => f32::from_bits(head.argument as u32).into(),
        _ => f64::from_bits(head.argument),
    }
}

/// The content of an indefinite-length byte string, whose head has been read.
pub(crate) fn join_bytes(at: &mut Cursor, into: &mut Vec<u8>) -> Result<(), Error> {
    into.clear();
    while let Some((_, chunk)) = next_chunk(at, BYTES)? {
        into.extend_from_slice(chunk);
    }
    Ok(())
}

/// The content of an indefinite-length text string, whose head has been read. Every chunk is UTF-8 by itself.
pub(crate) fn join_text(at: &mut Cursor, into: &mut String) -> Result<(), Error> {
    into.clear();
    while let Some((offset, chunk)) = next_chunk(at, TEXT)? {
        into.push_str(utf8(chunk, offset)?);
    }
    Ok(())
}

/// The text that `bytes` are, which start at `offset`.
#[inline]
pub(crate) fn utf8(bytes: &[u8], offset: usize) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|wrong| {
        let text = "a text string that is not UTF-8: send bytes as a byte string";
        Error::new(ErrorKind::Invalid, offset + wrong.valid_up_to(), text)
    })
}

#[cold]
pub(crate) fn break_out_of_place(offset: usize) -> Error {
    let text = "a break (ff) where no indefinite-length item can end";
    Error::new(ErrorKind::Malformed, offset, text)
}
