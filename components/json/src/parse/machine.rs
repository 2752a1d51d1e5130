//! The parser: one loop over the bytes with a stack of its own, so that no nesting can exhaust the machine's.

use molt_pivot::{Mark, Writer, bigint, push};

use super::fail::{Fail, Reason, Step};
use super::keys::Keys;
use super::number::{self, Number};
use super::string::{self, Text};
use crate::options::{DuplicateKeys, MAX_DEPTH_CAP, NonFinite, ParseOptions};
use crate::scan::skip_white;

/// What the value at hand is in.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Nothing,
    Array,
    Object,
}

#[derive(Clone, Copy)]
struct Frame {
    inside: Inside,
    /// Values (of an object: keys) so far.
    count: usize,
    mark: Option<Mark>,
}

pub(crate) struct Machine<'a> {
    input: &'a [u8],
    options: ParseOptions,
    depth: usize,
    pub(crate) writer: Writer,
    /// The containers around the current one.
    frames: Vec<Frame>,
    frame: Frame,
    pub(crate) keys: Keys,
    scratch: Vec<u8>,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(input: &'a [u8], options: &ParseOptions, writer: Writer) -> Self {
        Self {
            input,
            options: *options,
            depth: options.max_depth.min(MAX_DEPTH_CAP) as usize,
            writer,
            frames: Vec::new(),
            frame: Frame {
                inside: Inside::Nothing,
                count: 0,
                mark: None,
            },
            keys: Keys::default(),
            scratch: Vec::new(),
        }
    }

    /// Reads the whole document.
    pub(crate) fn run(&mut self) -> Step<()> {
        let outcome = self.document();
        if self.options.duplicate_keys == DuplicateKeys::Refuse {
            // Keys are compared when their object ends. Of all that is wrong the first in the document is told.
            let open = self
                .frames
                .iter()
                .chain([&self.frame])
                .filter(|frame| frame.inside == Inside::Object);
            let first = self
                .keys
                .first_duplicate(self.input, open.map(|frame| frame.count))?;
            let end = outcome
                .as_ref()
                .map_or_else(|fail| fail.at, |()| usize::MAX);
            if let Some(at) = first.filter(|at| *at <= end) {
                return Err(Fail::new(Reason::DuplicateKey, at));
            }
        }
        outcome
    }

    fn document(&mut self) -> Step<()> {
        let mut at = skip_white(self.input, 0);
        loop {
            // A value starts at `at`. When it is complete, all containers that end after it are ended.
            let next = match self.value(at)? {
                Next::Done(after) => self.after_value(after)?,
                first => first,
            };
            at = match next {
                Next::Value(next) => next,
                Next::Key(quote) => self.key(quote)?,
                Next::Done(_) => return Ok(()),
            };
        }
    }

    /// What follows the complete value that ends at `at`.
    #[inline(always)]
    fn after_value(&mut self, mut at: usize) -> Step<Next> {
        loop {
            at = skip_white(self.input, at);
            let byte = self.input.get(at);
            match (self.frame.inside, byte) {
                (Inside::Array, Some(b',')) => {
                    self.frame.count += 1;
                    return Ok(Next::Value(skip_white(self.input, at + 1)));
                }
                (Inside::Object, Some(b',')) => {
                    self.frame.count += 1;
                    at = skip_white(self.input, at + 1);
                    if self.input.get(at) != Some(&b'"') {
                        return Err(Fail::new(Reason::Key, at));
                    }
                    return Ok(Next::Key(at));
                }
                (Inside::Array, Some(b']')) => self.end_array(),
                (Inside::Object, Some(b'}')) => self.end_object()?,
                (Inside::Array, _) => return Err(Fail::new(Reason::CommaOrBracket, at)),
                (Inside::Object, _) => return Err(Fail::new(Reason::CommaOrBrace, at)),
                (Inside::Nothing, None) => return Ok(Next::Done(at)),
                (Inside::Nothing, Some(_)) => return Err(Fail::new(Reason::Trailing, at)),
            }
            at += 1;
        }
    }

    #[inline(always)]
    fn value(&mut self, at: usize) -> Step<Next> {
        match self.input.get(at) {
            Some(b'"') => self.text(at + 1).map(Next::Done),
            Some(b'-' | b'0'..=b'9') => self.number(at).map(Next::Done),
            Some(b'{') => self.begin_object(at),
            Some(b'[') => self.begin_array(at),
            _ => self.word(at).map(Next::Done),
        }
    }

    #[inline(always)]
    fn begin_array(&mut self, at: usize) -> Step<Next> {
        self.check_room(at)?;
        let mark = self.writer.begin_array();
        let first = skip_white(self.input, at + 1);
        if self.input.get(first) == Some(&b']') {
            self.writer.end_array(mark, 0);
            return Ok(Next::Done(first + 1));
        }
        self.enter(Inside::Array, mark, at)?;
        Ok(Next::Value(first))
    }

    #[inline(always)]
    fn begin_object(&mut self, at: usize) -> Step<Next> {
        self.check_room(at)?;
        let mark = self.writer.begin_map();
        let first = skip_white(self.input, at + 1);
        match self.input.get(first) {
            Some(b'"') => {}
            Some(b'}') => {
                self.writer.end_map(mark, 0);
                return Ok(Next::Done(first + 1));
            }
            _ => return Err(Fail::new(Reason::KeyOrClose, first)),
        }
        self.enter(Inside::Object, mark, at)?;
        Ok(Next::Key(first))
    }

    /// Whether one container more may be open.
    #[inline(always)]
    fn check_room(&self, at: usize) -> Step<()> {
        let open = self.frames.len() + usize::from(self.frame.inside != Inside::Nothing);
        if open >= self.depth {
            return Err(Fail::new(Reason::Depth(self.depth as u32), at));
        }
        if self.writer.failed() {
            return Err(Fail::new(Reason::OutputSize(self.options.max_output), at));
        }
        Ok(())
    }

    #[inline(always)]
    fn enter(&mut self, inside: Inside, mark: Mark, at: usize) -> Step<()> {
        if self.frame.inside != Inside::Nothing {
            push(&mut self.frames, self.frame).map_err(|_| Fail::new(Reason::Memory, at))?;
        }
        self.frame = Frame {
            inside,
            count: 1,
            mark: Some(mark),
        };
        Ok(())
    }

    #[inline(always)]
    fn leave(&mut self) {
        self.frame = self.frames.pop().unwrap_or(Frame {
            inside: Inside::Nothing,
            count: 0,
            mark: None,
        });
    }

    #[inline(always)]
    fn end_array(&mut self) {
        if let Some(mark) = self.frame.mark {
            self.writer.end_array(mark, self.frame.count);
        }
        self.leave();
    }

    #[inline(always)]
    fn end_object(&mut self) -> Step<()> {
        if let Some(mark) = self.frame.mark {
            self.writer.end_map(mark, self.frame.count);
        }
        let distinct = self.keys.close(self.frame.count, self.input)?;
        self.leave();
        if distinct || self.options.duplicate_keys == DuplicateKeys::LastWins {
            return Ok(());
        }
        // The place is looked for in `run`, which also looks at the objects around this one.
        Err(Fail::new(Reason::DuplicateKey, usize::MAX))
    }

    /// Reads the key whose quote is at `quote`, and the colon; the place of the value.
    #[inline(always)]
    fn key(&mut self, quote: usize) -> Step<usize> {
        let at = quote + 1;
        let after = match string::read(self.input, at, &mut self.scratch)? {
            Text::Plain { end } => {
                self.writer.str_part(self.input, at, end);
                self.keys.push(&self.input[at..end], quote)?;
                end + 1
            }
            Text::Decoded { after } => {
                self.write_decoded();
                self.keys.push_decoded(&self.scratch, quote)?;
                after
            }
        };
        let colon = skip_white(self.input, after);
        if self.input.get(colon) != Some(&b':') {
            return Err(Fail::new(Reason::Colon, colon));
        }
        Ok(skip_white(self.input, colon + 1))
    }

    #[inline(always)]
    fn text(&mut self, at: usize) -> Step<usize> {
        match string::read(self.input, at, &mut self.scratch)? {
            Text::Plain { end } => {
                self.writer.str_part(self.input, at, end);
                Ok(end + 1)
            }
            Text::Decoded { after } => {
                self.write_decoded();
                Ok(after)
            }
        }
    }

    #[inline(never)]
    fn write_decoded(&mut self) {
        self.writer.str_part(&self.scratch, 0, self.scratch.len());
    }

    #[inline(always)]
    fn number(&mut self, at: usize) -> Step<usize> {
        if self.input[at] == b'-' && self.input.get(at + 1) == Some(&b'I') {
            return self.non_finite(at, "-Infinity", f64::NEG_INFINITY);
        }
        let (number, after) = number::read(self.input, at, self.options.float_overflow)?;
        match number {
            Number::Uint(value) => self.writer.uint(value),
            Number::Int(value) => self.writer.int(value),
            Number::Float(value) => self.writer.float(value),
            Number::Big { negative, digits } => self.big(negative, digits, after)?,
        }
        Ok(after)
    }

    #[cold]
    fn big(&mut self, negative: bool, digits: usize, end: usize) -> Step<()> {
        // `number` has refused those that are too long to convert, so that only memory can be missing.
        let magnitude = bigint::from_decimal(&self.input[digits..end])
            .map_err(|_| Fail::new(Reason::Memory, digits))?;
        self.writer.bigint(negative, &magnitude);
        Ok(())
    }

    /// `null`, `true`, `false`, the words that are not JSON, and whatever cannot start a value.
    #[inline(always)]
    fn word(&mut self, at: usize) -> Step<usize> {
        match self.input.get(at) {
            Some(b'n') => self.literal(at, "null").inspect(|_| self.writer.nil()),
            Some(b't') => self.literal(at, "true").inspect(|_| self.writer.bool(true)),
            Some(b'f') => self
                .literal(at, "false")
                .inspect(|_| self.writer.bool(false)),
            Some(b'N') => self.non_finite(at, "NaN", f64::NAN),
            Some(b'I') => self.non_finite(at, "Infinity", f64::INFINITY),
            _ => Err(Fail::new(Reason::Value, at)),
        }
    }

    #[inline(always)]
    fn literal(&self, at: usize, word: &'static str) -> Step<usize> {
        if self.input[at..].starts_with(word.as_bytes()) {
            return Ok(at + word.len());
        }
        Err(wrong_literal(self.input, at, word))
    }

    #[cold]
    fn non_finite(&mut self, at: usize, word: &'static str, value: f64) -> Step<usize> {
        let whole = self.input[at..].starts_with(word.as_bytes());
        match (self.options.non_finite, whole) {
            (NonFinite::Allow, true) => {
                self.writer.float(value);
                Ok(at + word.len())
            }
            (NonFinite::Allow, false) => Err(wrong_literal(self.input, at, word)),
            (NonFinite::Refuse, true) => Err(Fail::new(Reason::NonFinite, at)),
            (NonFinite::Refuse, false) if word.starts_with('-') => {
                Err(Fail::new(Reason::Digit, at + 1))
            }
            (NonFinite::Refuse, false) => Err(Fail::new(Reason::Value, at)),
        }
    }
}

/// What to go on with, and where.
enum Next {
    /// A value is complete; the place after it.
    Done(usize),
    /// The value that starts here.
    Value(usize),
    /// The key whose quote is here.
    Key(usize),
}

#[cold]
fn wrong_literal(input: &[u8], at: usize, word: &'static str) -> Fail {
    let same = input[at..]
        .iter()
        .zip(word.bytes())
        .take_while(|(found, wanted)| *found == wanted)
        .count();
    Fail::new(Reason::Literal(word), at + same)
}
