//! `template % arguments`
//!
//! The text of an argument may be made by a function of the program: the work is a state that goes on with each answer.

use core::ops::Range;

use molt_number::format::percent::{self as number, percent_float, percent_int};
use molt_text::template::percent::{Arguments, Conversion, PercentError, Reader};
use molt_text::{Text, TextBuilder, wtf8};

use super::arguments::{self, number_error, too_long};
use crate::error::{OrRaise, Raise, Res};
use crate::object::Body;
use crate::ops::{items, text, type_name};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// `template % arguments`
pub fn percent(vm: &mut Vm, template: &Value, arguments: &Value) -> Res {
    let source = match arguments.body() {
        Some(Body::Tuple(_)) => Source::Tuple(0),
        _ => Source::Single(Some(arguments.clone())),
    };
    let work = Work {
        template: template.clone(),
        given: Given {
            arguments: arguments.clone(),
            source,
            is_mapping: is_mapping(vm, arguments),
            selected: None,
        },
        at: 0,
        made: TextBuilder::new(),
        waiting: Waiting::Nothing,
    };
    work.go_on(vm, Ok(Value::NONE))
}

/// What keys can be looked up in, as CPython sees it: lists count, tuples and strs do not.
fn is_mapping(vm: &mut Vm, value: &Value) -> bool {
    matches!(
        value.body(),
        Some(
            Body::Dict(_)
                | Body::List(_)
                | Body::Bytes(_)
                | Body::ByteArray(_)
                | Body::MemoryView(_)
                | Body::Range(_)
        )
    ) || text::special(vm, value, "__getitem__").is_some()
}

/// Where the next argument comes from.
enum Source {
    /// The tuple's item of this number.
    Tuple(usize),
    /// One value, as long as it has not been taken.
    Single(Option<Value>),
}

/// The arguments, and what was taken of them.
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
    /// Nothing: text and a conversion are to be read.
    Nothing,
    /// What a key stands for.
    Selected,
    /// The text of an argument.
    Text(Conversion),
}

struct Work {
    template: Value,
    given: Given,
    /// How far the template is read, in bytes; the start of the conversion while its key is looked up.
    at: usize,
    made: TextBuilder,
    waiting: Waiting,
}

/// Arguments, and the `Vm` that raises.
struct Asked<'a> {
    vm: &'a mut Vm,
    given: &'a mut Given,
    template: &'a Text,
}

/// Why a conversion cannot be read.
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
        match value.as_big() {
            Some(_) => Ok(value),
            None => Err(self.vm.type_error("* wants int").into()),
        }
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
            None => items::get(
                self.vm,
                &self.given.arguments,
                &Value::text(self.template.cut(key)),
            )?,
        };
        self.given.source = Source::Single(Some(value));
        Ok(())
    }

    fn width(&mut self) -> Result<i64, Stopped> {
        let value = self.star()?;
        Ok(arguments::size(&value).or_raise(self.vm)?)
    }

    fn precision(&mut self) -> Result<i32, Stopped> {
        let value = self.star()?;
        Ok(arguments::c_int(&value).or_raise(self.vm)?)
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
            return Err(vm.type_error("not all arguments converted during string formatting"));
        }
        Ok(Value::text(self.made.finish()))
    }

    /// Uses an answer and gets the next one; nothing at the end.
    fn step(&mut self, vm: &mut Vm, answer: Value) -> Res<Option<Value>> {
        let template = self.template.clone();
        let Some(template) = template.as_text() else {
            return Ok(None);
        };
        match core::mem::replace(&mut self.waiting, Waiting::Nothing) {
            Waiting::Selected => self.given.selected = Some(answer),
            Waiting::Text(conversion) => {
                self.push_text(vm, &conversion, conversion.precision, &answer)?;
            }
            Waiting::Nothing => {}
        }
        if self.given.selected.is_none() {
            let mut reader = Reader::at(template.as_wtf8(), self.at);
            let Some((literal, more)) = reader.literal() else {
                return Ok(None);
            };
            self.made.push_text(&template.cut(literal));
            self.at = reader.position();
            if !more {
                return Ok(None);
            }
            if template.as_wtf8().get(self.at) == Some(&b'%') {
                self.at += 1;
                self.made.push(u32::from('%'));
                return Ok(Some(Value::NONE));
            }
        }
        self.read_conversion(vm, template)
    }

    fn read_conversion(&mut self, vm: &mut Vm, template: &Text) -> Res<Option<Value>> {
        let mut reader = Reader::at(template.as_wtf8(), self.at);
        let mut asked = Asked {
            vm,
            given: &mut self.given,
            template,
        };
        let conversion = match reader.conversion(&mut asked) {
            Ok(conversion) => conversion,
            Err(Stopped::Template(error)) => return Err(vm.value_error(&error.to_string())),
            Err(Stopped::Raised(raise)) => {
                self.waiting = Waiting::Selected;
                return Err(raise);
            }
        };
        self.at = reader.position();
        let letter = template
            .as_wtf8()
            .get(conversion.at..)
            .and_then(wtf8::first);
        let letter = letter
            .and_then(|(code_point, _)| char::from_u32(code_point))
            .unwrap_or('\u{FFFD}');
        let value = self.given.next(vm)?;
        self.convert(vm, template, conversion, letter, value)
            .map(Some)
    }

    fn convert(
        &mut self,
        vm: &mut Vm,
        template: &Text,
        conversion: Conversion,
        letter: char,
        value: Value,
    ) -> Res {
        match letter {
            's' | 'r' | 'a' => {
                self.waiting = Waiting::Text(conversion);
                match letter {
                    's' => text::str(vm, &value),
                    'r' => text::repr(vm, &value),
                    _ => text::ascii(vm, &value),
                }
            }
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                let integer = integer(vm, letter, &value)?;
                let shown = percent_int(&integer, letter, &how(&conversion));
                self.push_number(vm, shown)
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let float = float(vm, &value)?;
                let shown = percent_float(float, letter, &how(&conversion));
                self.push_number(vm, shown)
            }
            'c' => {
                let character = character(vm, &value)?;
                self.push_text(vm, &conversion, None, &character)?;
                Ok(Value::NONE)
            }
            _ => Err(unsupported(vm, template, &conversion)),
        }
    }

    fn push_number(&mut self, vm: &mut Vm, shown: molt_number::Result<String>) -> Res {
        let shown = shown.map_err(|error| number_error(vm, error))?;
        self.made.push_str(&shown);
        self.made.check().map_err(|_| too_long(vm))?;
        Ok(Value::NONE)
    }

    /// Appends a text, cut to a precision and filled to the conversion's width.
    fn push_text(
        &mut self,
        vm: &mut Vm,
        conversion: &Conversion,
        precision: Option<usize>,
        value: &Value,
    ) -> Res<()> {
        let Some(text) = value.as_text() else {
            return Ok(());
        };
        let take = precision.unwrap_or(usize::MAX).min(text.len());
        let fill = conversion.width.unwrap_or(0).saturating_sub(take);
        let (left, right) = if conversion.flags.left {
            (0, fill)
        } else {
            (fill, 0)
        };
        let space = u32::from(' ');
        let pushed = self.made.push_many(space, left).and_then(|()| {
            if take < text.len() {
                self.made.push_text(&text.substring(0, take));
            } else {
                self.made.push_text(text);
            }
            self.made.push_many(space, right)?;
            self.made.check()
        });
        pushed.map_err(|_| too_long(vm))
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

fn float(vm: &mut Vm, value: &Value) -> Res<f64> {
    match (value.kind(), value.as_big()) {
        (Kind::Float(float), _) => Ok(float),
        (_, Some(integer)) => {
            molt_number::int::to_f64(&integer).map_err(|error| number_error(vm, error))
        }
        _ => Err(vm.type_error(&format!("must be real number, not {}", type_name(value)))),
    }
}

/// The str that `%c` shows.
fn character(vm: &mut Vm, value: &Value) -> Res {
    if value.as_text().is_some_and(|text| text.len() == 1) {
        return Ok(value.clone());
    }
    let Some(integer) = value.as_big() else {
        return Err(vm.type_error("%c requires int or char"));
    };
    match u32::try_from(integer) {
        Ok(code_point @ 0..=wtf8::MAX_CODE_POINT) => super::character(vm, code_point),
        _ => Err(vm.overflow_error("%c arg not in range(0x110000)")),
    }
}

#[cold]
fn unsupported(vm: &mut Vm, template: &Text, conversion: &Conversion) -> Raise {
    let first = template
        .as_wtf8()
        .get(conversion.at..)
        .and_then(wtf8::first);
    let code_point = first.map_or(0, |(code_point, _)| code_point);
    let shown = char::from_u32(code_point)
        .filter(|c| ('\x1F'..'\x7F').contains(c))
        .unwrap_or('?');
    let index = template.index(conversion.at);
    vm.value_error(&format!(
        "unsupported format character '{shown}' (0x{code_point:x}) at index {index}"
    ))
}
