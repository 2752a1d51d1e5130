//! `str.format` and `str.format_map`.
//!
//! Attributes, items, conversions and formats of values may be functions of the program: the work is a state that goes on
//! with each answer.

use core::ops::Range;

use molt_text::template::fields::{
    Field, FieldError, First, Numbering, Pieces, Step, Steps, read_name,
};
use molt_text::{Text, TextBuilder};

use super::arguments::too_long;
use crate::args::Args;
use crate::error::{OrRaise, Raise, Res};
use crate::ops::{attributes, items, text};
use crate::value::Value;
use crate::vm::Vm;

/// Fields within a field's specification may have no fields themselves.
const MAX_DEPTH: usize = 2;

/// The conversions that there are.
const S: u32 = 's' as u32;
const R: u32 = 'r' as u32;
const A: u32 = 'a' as u32;

/// `template.format(*args, **kwargs)`
pub fn format(vm: &mut Vm, args: &Args<'_>) -> Res {
    let names = args
        .names
        .iter()
        .cloned()
        .zip(args.kw.iter().cloned())
        .collect();
    start(
        vm,
        args.receiver(),
        Some(args.rest().to_vec()),
        Named::Keywords(names),
    )
}

/// `template.format_map(mapping)`
pub fn format_map(vm: &mut Vm, args: &Args<'_>) -> Res {
    let mapping = args.one("str.format_map").or_raise(vm)?.clone();
    start(vm, args.receiver(), None, Named::Mapping(mapping))
}

fn start(vm: &mut Vm, template: &Value, positional: Option<Vec<Value>>, named: Named) -> Res {
    let Some(text) = template.as_text() else {
        return Err(vm.type_error("a str is expected"));
    };
    let whole = Frame::new(0..text.as_wtf8().len());
    let template = template.clone();
    let work = Work {
        template,
        positional,
        named,
        numbering: Numbering::default(),
        frames: vec![whole],
    };
    work.go_on(vm, Ok(Value::NONE))
}

/// Where fields that start with a name get their values.
enum Named {
    Keywords(Vec<(Value, Value)>),
    Mapping(Value),
}

/// What the next answer is.
enum Waiting {
    /// Nothing: the next piece is to be read.
    Nothing,
    /// The value of a field, or a part of it.
    Part(Field, Range<usize>),
    /// The value as text, by the field's conversion.
    Converted(Field),
    /// The text of the field.
    Formatted,
}

/// A template, or the specification of a field, whose text is in the making.
struct Frame {
    rest: Range<usize>,
    made: TextBuilder,
    waiting: Waiting,
    /// The value whose specification the frame above this one makes.
    value: Value,
}

impl Frame {
    fn new(rest: Range<usize>) -> Self {
        Self {
            rest,
            made: TextBuilder::new(),
            waiting: Waiting::Nothing,
            value: Value::NONE,
        }
    }
}

struct Work {
    template: Value,
    positional: Option<Vec<Value>>,
    named: Named,
    numbering: Numbering,
    frames: Vec<Frame>,
}

/// What comes of one step: something to go on with, now or later, or the whole text.
enum Next {
    Answer(Res),
    Whole(Value),
}

impl Work {
    fn go_on(mut self, vm: &mut Vm, mut answer: Res) -> Res {
        loop {
            answer = match self.step(vm, answer)? {
                Next::Whole(text) => return Ok(text),
                Next::Answer(Err(Raise::Pending)) => {
                    return vm.then(move |vm, answer| self.go_on(vm, answer));
                }
                Next::Answer(answer) => answer,
            };
        }
    }

    fn step(&mut self, vm: &mut Vm, answer: Res) -> Res<Next> {
        let answer = answer?;
        let template = self.template.clone();
        let (Some(text), Some(frame)) = (template.as_text(), self.frames.last_mut()) else {
            return Ok(Next::Whole(Value::NONE));
        };
        match core::mem::replace(&mut frame.waiting, Waiting::Nothing) {
            Waiting::Nothing => self.read_piece(vm, text),
            Waiting::Part(field, rest) => {
                let mut steps = Steps::new(text, rest);
                match steps.next() {
                    None => self.convert(vm, text, field, answer),
                    Some(step) => {
                        let step = step.map_err(|error| refuse(vm, error))?;
                        frame.waiting = Waiting::Part(field, steps.rest());
                        Ok(Next::Answer(take_step(vm, text, &answer, step)))
                    }
                }
            }
            Waiting::Converted(field) => self.specify(vm, text, field, answer),
            Waiting::Formatted => {
                if let Some(formatted) = answer.as_text() {
                    frame.made.push_text(formatted);
                    frame.made.check().map_err(|_| too_long(vm))?;
                }
                Ok(Next::Answer(Ok(Value::NONE)))
            }
        }
    }

    /// Reads literal text and the start of a field, or ends the frame.
    fn read_piece(&mut self, vm: &mut Vm, text: &Text) -> Res<Next> {
        let Some(frame) = self.frames.last_mut() else {
            return Ok(Next::Whole(Value::NONE));
        };
        let mut pieces = Pieces::new(text, frame.rest.clone());
        let Some(piece) = pieces.next() else {
            return self.end_frame(vm);
        };
        let piece = piece.map_err(|error| refuse(vm, error))?;
        frame.rest = pieces.rest();
        frame.made.push_text(&text.cut(piece.literal));
        let Some(field) = piece.field else {
            return Ok(Next::Answer(Ok(Value::NONE)));
        };
        let (first, steps) = read_name(text, field.name.clone(), &mut self.numbering)
            .map_err(|error| refuse(vm, error))?;
        frame.waiting = Waiting::Part(field, steps.rest());
        Ok(Next::Answer(self.look_up(vm, text, first)))
    }

    /// The argument that a field starts with.
    fn look_up(&mut self, vm: &mut Vm, text: &Text, first: First) -> Res {
        match (first, &self.positional, &self.named) {
            (First::Index(_), None, _) => {
                Err(vm.value_error("Format string contains positional fields"))
            }
            (First::Index(index), Some(positional), _) => match positional.get(index) {
                Some(value) => Ok(value.clone()),
                None => {
                    let message =
                        format!("Replacement index {index} out of range for positional args tuple");
                    Err(vm.index_error(&message))
                }
            },
            (First::Name(name), _, named) => {
                let name = text.cut(name);
                match named {
                    Named::Mapping(mapping) => items::get(vm, mapping, &Value::text(name)),
                    Named::Keywords(keywords) => {
                        let known = keywords
                            .iter()
                            .find(|(keyword, _)| keyword.as_text() == Some(&name));
                        match known {
                            Some((_, value)) => Ok(value.clone()),
                            None => Err(vm.key_error(Value::text(name))),
                        }
                    }
                }
            }
        }
    }

    /// A field's value is there: converts it.
    fn convert(&mut self, vm: &mut Vm, text: &Text, field: Field, value: Value) -> Res<Next> {
        let Some(frame) = self.frames.last_mut() else {
            return Ok(Next::Whole(Value::NONE));
        };
        let converted = match field.conversion {
            None => return self.specify(vm, text, field, value),
            Some(S) => text::str(vm, &value),
            Some(R) => text::repr(vm, &value),
            Some(A) => text::ascii(vm, &value),
            Some(unknown) => return Err(unknown_conversion(vm, unknown)),
        };
        frame.waiting = Waiting::Converted(field);
        Ok(Next::Answer(converted))
    }

    /// Formats a field's value, after the text of its specification is made if that has fields.
    fn specify(&mut self, vm: &mut Vm, text: &Text, field: Field, value: Value) -> Res<Next> {
        let depth = self.frames.len();
        let Some(frame) = self.frames.last_mut() else {
            return Ok(Next::Whole(Value::NONE));
        };
        if field.nested {
            if depth == MAX_DEPTH {
                return Err(refuse(vm, FieldError::TooDeep));
            }
            frame.value = value;
            self.frames.push(Frame::new(field.spec));
            return Ok(Next::Answer(Ok(Value::NONE)));
        }
        frame.waiting = Waiting::Formatted;
        Ok(Next::Answer(if field.spec.is_empty() {
            text::format_plain(vm, &value)
        } else {
            text::format(vm, &value, &Value::text(text.cut(field.spec)))
        }))
    }

    /// All of a frame is made: the whole text, or the specification for a value of the frame below.
    fn end_frame(&mut self, vm: &mut Vm) -> Res<Next> {
        let made = match self.frames.pop() {
            Some(frame) => Value::text(frame.made.finish()),
            None => Value::NONE,
        };
        let Some(frame) = self.frames.last_mut() else {
            return Ok(Next::Whole(made));
        };
        frame.waiting = Waiting::Formatted;
        let value = core::mem::replace(&mut frame.value, Value::NONE);
        Ok(Next::Answer(text::format(vm, &value, &made)))
    }
}

fn take_step(vm: &mut Vm, text: &Text, value: &Value, step: Step) -> Res {
    match step {
        Step::Attribute(name) => attributes::get(vm, value, &Value::text(text.cut(name))),
        Step::Key(key) => items::get(vm, value, &Value::text(text.cut(key))),
        Step::Index(index) => items::get(vm, value, &Value::size(index)),
    }
}

fn refuse(vm: &mut Vm, error: FieldError) -> Raise {
    vm.value_error(&error.to_string())
}

fn unknown_conversion(vm: &mut Vm, conversion: u32) -> Raise {
    match char::from_u32(conversion) {
        Some(character @ '!'..='~') => {
            vm.value_error(&format!("Unknown conversion specifier {character}"))
        }
        _ => vm.value_error(&format!("Unknown conversion specifier \\x{conversion:x}")),
    }
}
