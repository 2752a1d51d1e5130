//! `template % arguments` of bytes.
//!
//! `%a` and `%r` show their argument by a function of the program, maybe: the work is a state that goes on with each answer.

use core::ops::Range;

use molt_number::format::percent::{self as number, percent_float, percent_int};
use molt_text::bytes::layout;
use molt_text::template::percent::{Arguments, Conversion, PercentError, Reader};

use super::content;
use crate::error::{Raise, Res};
use crate::object::Body;
use crate::ops::{items, text, type_name};
use crate::types::sequence;
use crate::types::str::number_error;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// `template % arguments`; the result is what `like` is.
pub fn percent(vm: &mut Vm, like: &Value, template: &[u8], arguments: &Value) -> Res {
    let source = match arguments.body() {
        Some(Body::Tuple(_)) => Source::Tuple(0),
        _ => Source::Single(Some(arguments.clone())),
    };
    let work = Work {
        like: like.clone(),
        template: template.to_vec(),
        given: Given {
            arguments: arguments.clone(),
            source,
            is_mapping: is_mapping(arguments),
            selected: None,
        },
        at: 0,
        made: Vec::new(),
        waiting: Waiting::Nothing,
    };
    work.go_on(vm, Ok(Value::NONE))
}

/// What keys can be looked up in, as CPython sees it: lists count; tuples, strs, bytes and bytearrays do not.
fn is_mapping(value: &Value) -> bool {
    matches!(
        value.body(),
        Some(
            Body::Dict(_)
                | Body::List(_)
                | Body::MemoryView(_)
                | Body::Range(_)
                | Body::Instance(_)
        )
    )
}

enum Source {
    /// The tuple's item of this number is next.
    Tuple(usize),
    /// One value, as long as it has not been taken.
    Single(Option<Value>),
}

struct Given {
    arguments: Value,
    source: Source,
    is_mapping: bool,
    /// What the key of the conversion that is read stands for, when the program had to be asked.
    selected: Option<Value>,
}

impl Given {
    fn next(&mut self, vm: &mut Vm) -> Res {
        let next = match (&mut self.source, self.arguments.body()) {
            (Source::Single(value), _) => value.take(),
            (Source::Tuple(number), Some(Body::Tuple(items))) => {
                *number += 1;
                items.get(*number - 1).cloned()
            }
            _ => None,
        };
        next.ok_or_else(|| vm.type_error("not enough arguments for format string"))
    }

    fn is_used_up(&self) -> bool {
        match (&self.source, self.arguments.body()) {
            (Source::Tuple(number), Some(Body::Tuple(items))) => *number >= items.len(),
            (Source::Single(value), _) => value.is_none() || self.is_mapping,
            _ => true,
        }
    }
}

/// What the next answer is.
enum Waiting {
    Nothing,
    /// What a key stands for.
    Selected,
    /// The text of an argument.
    Text(Conversion),
}

struct Work {
    like: Value,
    template: Vec<u8>,
    given: Given,
    /// How far the template is read; the start of the conversion while its key is looked up.
    at: usize,
    made: Vec<u8>,
    waiting: Waiting,
}

/// Arguments, and the `Vm` that raises.
struct Asked<'a> {
    vm: &'a mut Vm,
    given: &'a mut Given,
    template: &'a [u8],
}

enum Stopped {
    Template(PercentError),
    Raised(Raise),
}

impl From<PercentError> for Stopped {
    fn from(error: PercentError) -> Self {
        Self::Template(error)
    }
}

impl From<Raise> for Stopped {
    fn from(raise: Raise) -> Self {
        Self::Raised(raise)
    }
}

impl Asked<'_> {
    fn star(&mut self) -> Result<Value, Stopped> {
        let value = self.given.next(self.vm)?;
        if sequence::is_int(&value) {
            return Ok(value);
        }
        Err(self.vm.type_error("* wants int").into())
    }
}

impl Arguments for Asked<'_> {
    type Error = Stopped;

    fn expect_mapping(&mut self) -> Result<(), Stopped> {
        if self.given.is_mapping {
            return Ok(());
        }
        Err(self.vm.type_error("format requires a mapping").into())
    }

    fn select(&mut self, key: Range<usize>) -> Result<(), Stopped> {
        let value = match self.given.selected.take() {
            Some(value) => value,
            None => {
                let key = self.template.get(key).unwrap_or_default();
                items::get(self.vm, &self.given.arguments, &Value::bytes(key))?
            }
        };
        self.given.source = Source::Single(Some(value));
        Ok(())
    }

    fn width(&mut self) -> Result<i64, Stopped> {
        let value = self.star()?;
        Ok(sequence::integer(self.vm, &value)?)
    }

    fn precision(&mut self) -> Result<i32, Stopped> {
        let value = self.star()?;
        Ok(content::c_int(self.vm, &value)?)
    }
}

impl Work {
    fn go_on(mut self, vm: &mut Vm, mut answer: Res) -> Res {
        loop {
            answer = match self.step(vm, answer?) {
                Ok(Some(text)) => Ok(text),
                Ok(None) => return self.finish(vm),
                Err(Raise::Pending) => return vm.then(move |vm, answer| self.go_on(vm, answer)),
                Err(raise) => return Err(raise),
            };
        }
    }

    fn finish(self, vm: &mut Vm) -> Res {
        if !self.given.is_used_up() {
            return Err(vm.type_error("not all arguments converted during bytes formatting"));
        }
        Ok(content::make(&self.like, self.made))
    }

    /// Uses an answer and gets the next one; nothing at the end.
    fn step(&mut self, vm: &mut Vm, answer: Value) -> Res<Option<Value>> {
        match core::mem::replace(&mut self.waiting, Waiting::Nothing) {
            Waiting::Selected => self.given.selected = Some(answer),
            Waiting::Text(conversion) => {
                let shown = answer
                    .as_text()
                    .map(|text| text.as_wtf8())
                    .unwrap_or_default();
                self.push(vm, &conversion, conversion.precision, shown)?;
            }
            Waiting::Nothing => {}
        }
        if self.given.selected.is_none() {
            let mut reader = Reader::at(&self.template, self.at);
            let Some((literal, more)) = reader.literal() else {
                return Ok(None);
            };
            self.made
                .extend_from_slice(self.template.get(literal).unwrap_or_default());
            self.at = reader.position();
            if !more {
                return Ok(None);
            }
            if self.template.get(self.at) == Some(&b'%') {
                self.made.push(b'%');
                self.at += 1;
                return Ok(Some(Value::NONE));
            }
        }
        self.read_conversion(vm)
    }

    fn read_conversion(&mut self, vm: &mut Vm) -> Res<Option<Value>> {
        let mut reader = Reader::at(&self.template, self.at);
        let mut asked = Asked {
            vm,
            given: &mut self.given,
            template: &self.template,
        };
        let conversion = match reader.conversion(&mut asked) {
            Ok(conversion) => conversion,
            Err(Stopped::Template(PercentError::PrecisionTooBig)) => {
                return Err(vm.value_error("prec too big"));
            }
            Err(Stopped::Template(error)) => return Err(vm.value_error(&error.to_string())),
            Err(Stopped::Raised(raise)) => {
                self.waiting = Waiting::Selected;
                return Err(raise);
            }
        };
        // A letter is one byte here, whatever it would start in text.
        self.at = conversion.at + 1;
        let letter = self
            .template
            .get(conversion.at)
            .copied()
            .unwrap_or_default();
        let value = self.given.next(vm)?;
        self.convert(vm, conversion, letter, value).map(Some)
    }

    fn convert(&mut self, vm: &mut Vm, conversion: Conversion, letter: u8, value: Value) -> Res {
        match letter {
            b'r' | b'a' => {
                self.waiting = Waiting::Text(conversion);
                return text::ascii(vm, &value);
            }
            b'b' | b's' => match content::gathered(vm, &value)? {
                Some(bytes) => self.push(vm, &conversion, conversion.precision, &bytes)?,
                None => {
                    let given = type_name(&value);
                    return Err(vm.type_error(&format!(
                        "%b requires a bytes-like object, or an object that implements __bytes__, not '{given}'"
                    )));
                }
            },
            b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => {
                let letter = char::from(letter);
                let integer = integer(vm, letter, &value)?;
                let shown = percent_int(&integer, letter, &how(&conversion));
                self.push_number(vm, shown)?;
            }
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => {
                let Some(float) = float(&value) else {
                    let given = type_name(&value);
                    return Err(vm.type_error(&format!("float argument required, not {given}")));
                };
                let shown = percent_float(float, char::from(letter), &how(&conversion));
                self.push_number(vm, shown)?;
            }
            b'c' => {
                let byte = character(vm, &value)?;
                self.push(vm, &conversion, None, &[byte])?;
            }
            _ => {
                let at = conversion.at;
                let shown = char::from(letter);
                return Err(vm.value_error(&format!(
                    "unsupported format character '{shown}' (0x{letter:x}) at index {at}"
                )));
            }
        }
        Ok(Value::NONE)
    }

    fn push_number(&mut self, vm: &mut Vm, shown: molt_number::Result<String>) -> Res<()> {
        let shown = shown.map_err(|error| number_error(vm, error))?;
        self.made.extend_from_slice(shown.as_bytes());
        Ok(())
    }

    /// Appends bytes, cut to a precision and filled to the conversion's width.
    fn push(
        &mut self,
        vm: &mut Vm,
        conversion: &Conversion,
        precision: Option<usize>,
        bytes: &[u8],
    ) -> Res<()> {
        let bytes = bytes
            .get(..precision.unwrap_or(usize::MAX))
            .unwrap_or(bytes);
        let width = i64::try_from(conversion.width.unwrap_or(0)).unwrap_or(i64::MAX);
        let filled = match conversion.flags.left {
            true => layout::left_justify(bytes, width, b' '),
            false => layout::right_justify(bytes, width, b' '),
        };
        let Ok(filled) = filled else {
            return Err(vm.memory_error());
        };
        let fits = self.made.len() + filled.len() <= molt_text::MAX_BYTES;
        if !fits || self.made.try_reserve(filled.len()).is_err() {
            return Err(vm.memory_error());
        }
        self.made.extend_from_slice(&filled);
        Ok(())
    }
}

fn how(conversion: &Conversion) -> number::Conversion {
    number::Conversion {
        left: conversion.flags.left,
        plus: conversion.flags.sign,
        space: conversion.flags.blank,
        alternate: conversion.flags.alternate,
        zero: conversion.flags.zero,
        width: conversion.width.unwrap_or(0),
        precision: conversion.precision,
    }
}

/// The int that an integer conversion shows: floats are truncated for `d`, `i` and `u`.
fn integer(vm: &mut Vm, letter: char, value: &Value) -> Res<num_bigint::BigInt> {
    if let Some(integer) = value.as_big() {
        return Ok(integer);
    }
    let truncates = matches!(letter, 'd' | 'i' | 'u');
    match value.kind() {
        Kind::Float(float) if truncates => {
            molt_number::int::from_float(float).map_err(|error| number_error(vm, error))
        }
        _ => {
            let wanted = if truncates {
                "a real number"
            } else {
                "an integer"
            };
            let given = type_name(value);
            Err(vm.type_error(&format!(
                "%{letter} format: {wanted} is required, not {given}"
            )))
        }
    }
}

fn float(value: &Value) -> Option<f64> {
    match value.kind() {
        Kind::Float(float) => Some(float),
        _ => molt_number::int::to_f64(&value.as_big()?).ok(),
    }
}

/// The byte that `%c` shows.
fn character(vm: &mut Vm, value: &Value) -> Res<u8> {
    if sequence::is_int(value) {
        return match value.as_i64().map(u8::try_from) {
            Some(Ok(byte)) => Ok(byte),
            _ => Err(vm.overflow_error("%c arg not in range(256)")),
        };
    }
    match content::plain(value).as_deref() {
        Some([byte]) => Ok(*byte),
        _ => Err(vm.type_error("%c requires an integer in range(256) or a single byte")),
    }
}
