//! `json.dumps`
//!
//! What is open lies in a list, not on the machine's stack, and `default` may be a function of the program.

use std::io::Write;

use molt_text::{MAX_BYTES, Text};

use super::{MAX_DEPTH, quote, refuse_class, subject};
use crate::args::Args;
use crate::error::{Raise, Res};
use crate::object::Body;
use crate::ops::{calls, iterate, text, truth, type_name};
use crate::types::list::in_order;
use crate::types::sequence;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// How to write.
struct Style {
    skip_keys: bool,
    ascii: bool,
    check_circular: bool,
    allow_nan: bool,
    sort_keys: bool,
    /// None: all in one line.
    indent: Option<Text>,
    item_separator: Text,
    key_separator: Text,
    default: Option<Value>,
}

impl Style {
    fn plain() -> Style {
        Style {
            skip_keys: false,
            ascii: true,
            check_circular: true,
            allow_nan: true,
            sort_keys: false,
            indent: None,
            item_separator: Text::from(", "),
            key_separator: Text::from(": "),
            default: None,
        }
    }
}

/// `json.dumps(obj, *, ..)`
pub fn dumps(vm: &mut Vm, args: &Args<'_>) -> Res {
    let value = subject(vm, args, "dumps", "obj")?;
    let mut style = Style::plain();
    let (mut separators, mut indent) = (None, None);
    for (name, value) in args.names.iter().zip(args.kw) {
        let name = name.as_text().map(ToString::to_string).unwrap_or_default();
        let given = Some(value.clone()).filter(|value| !value.is_none());
        match name.as_str() {
            "obj" => {}
            "skipkeys" => style.skip_keys = truth::truth(vm, value)?,
            "ensure_ascii" => style.ascii = truth::truth(vm, value)?,
            "check_circular" => style.check_circular = truth::truth(vm, value)?,
            "allow_nan" => style.allow_nan = truth::truth(vm, value)?,
            "sort_keys" => style.sort_keys = truth::truth(vm, value)?,
            "cls" => refuse_class(vm, "dumps", value)?,
            "indent" => indent = given,
            "separators" => separators = given,
            "default" => style.default = given,
            _ => {
                let message =
                    format!("JSONEncoder.__init__() got an unexpected keyword argument '{name}'");
                return Err(vm.type_error(&message));
            }
        }
    }
    if indent.is_some() {
        style.item_separator = Text::from(",");
    }
    let Some(separators) = separators else {
        return style.write(vm, None, indent, value);
    };
    if iterate::iterate(vm, &separators).is_err() {
        let message = format!(
            "cannot unpack non-iterable {} object",
            type_name(&separators)
        );
        return Err(vm.type_error(&message));
    }
    iterate::collect_then(vm, &separators, move |vm, separators| {
        let given = match <[Value; 2]>::try_from(separators) {
            Ok(given) => given,
            Err(others) => {
                let message = match others.len() {
                    given @ 0..2 => {
                        format!("not enough values to unpack (expected 2, got {given})")
                    }
                    _ => "too many values to unpack (expected 2)".to_string(),
                };
                return Err(vm.value_error(&message));
            }
        };
        style.write(vm, Some(given), indent, value)
    })
}

impl Style {
    /// Writes a value; separators and indent are looked at only where they matter.
    fn write(
        mut self,
        vm: &mut Vm,
        separators: Option<[Value; 2]>,
        indent: Option<Value>,
        value: Value,
    ) -> Res {
        if value.as_text().is_none() {
            if let Some([item, key]) = &separators {
                self.key_separator = separator(vm, 5, key)?;
                self.item_separator = separator(vm, 6, item)?;
            }
            if let Some(indent) = &indent {
                self.indent = Some(indent_text(vm, indent)?);
            }
        }
        Writer::begin(vm, self, value)
    }
}

fn separator(vm: &mut Vm, number: u32, value: &Value) -> Res<Text> {
    match value.as_text() {
        Some(text) => Ok(text.clone()),
        None => {
            let name = type_name(value);
            Err(vm.type_error(&format!(
                "make_encoder() argument {number} must be str, not {name}"
            )))
        }
    }
}

fn indent_text(vm: &mut Vm, value: &Value) -> Res<Text> {
    if let Some(text) = value.as_text() {
        return Ok(text.clone());
    }
    let width = sequence::times(vm, value)?;
    Text::from(" ").repeat(width).map_err(|_| vm.memory_error())
}

/// What is open.
enum Open {
    Array(std::vec::IntoIter<Value>),
    /// Keys and values take turns.
    Object(std::vec::IntoIter<Value>),
    /// A value for which `default` was called: what it returned is inside.
    Default,
}

struct Frame {
    open: Open,
    /// What is open, to find circles.
    container: Value,
    /// Nothing has been written inside.
    fresh: bool,
}

enum Step {
    /// A value is to be written.
    Value(Value),
    /// A container has been closed.
    Closed,
    /// All is written.
    End,
}

struct Writer {
    style: Style,
    out: Vec<u8>,
    frames: Vec<Frame>,
    /// How many arrays and objects are open.
    level: usize,
}

impl Writer {
    fn begin(vm: &mut Vm, style: Style, value: Value) -> Res {
        Writer {
            style,
            out: Vec::new(),
            frames: Vec::new(),
            level: 0,
        }
        .run(vm, value)
    }

    /// Writes a value, and then what is open.
    fn run(mut self, vm: &mut Vm, first: Value) -> Res {
        let mut value = Some(first);
        loop {
            if let Some(known) = value.take()
                && !self.write(vm, &known)?
            {
                match self.ask_default(vm, known) {
                    Err(Raise::Pending) => return vm.then(move |vm, answer| self.run(vm, answer?)),
                    answer => value = Some(answer?),
                }
                continue;
            }
            match self.step(vm)? {
                Step::Value(next) => value = Some(next),
                Step::Closed => {}
                Step::End => return self.finish(vm),
            }
        }
    }

    fn finish(self, vm: &mut Vm) -> Res {
        match Text::from_wtf8(self.out) {
            Some(text) => Ok(Value::text(text)),
            None => Err(vm.memory_error()),
        }
    }

    /// Writes a value, or opens it. False: it is none of JSON's.
    fn write(&mut self, vm: &mut Vm, value: &Value) -> Res<bool> {
        match value.kind() {
            Kind::None => self.out.extend_from_slice(b"null"),
            Kind::Bool(true) => self.out.extend_from_slice(b"true"),
            Kind::Bool(false) => self.out.extend_from_slice(b"false"),
            Kind::Int(number) => self.push_int(number),
            Kind::Float(number) => self.push_float(vm, number)?,
            Kind::Obj(obj) => match &obj.body {
                Body::Str(str) => quote::push(&mut self.out, &str.text, self.style.ascii),
                Body::Int(_) => self.push_repr(vm, value)?,
                Body::List(items) => {
                    let items = items.borrow().clone();
                    self.open_array(vm, value, items)?;
                }
                Body::Tuple(items) => self.open_array(vm, value, items.to_vec())?,
                Body::Dict(_) => self.open_object(vm, value)?,
                _ => return Ok(false),
            },
        }
        Ok(true)
    }

    fn push_int(&mut self, number: i64) {
        let _ = write!(self.out, "{number}");
    }

    fn push_repr(&mut self, vm: &mut Vm, value: &Value) -> Res<()> {
        let shown = text::repr(vm, value)?;
        if let Some(text) = shown.as_text() {
            self.out.extend_from_slice(text.as_wtf8());
        }
        Ok(())
    }

    fn push_float(&mut self, vm: &mut Vm, number: f64) -> Res<()> {
        let special = match number {
            _ if number.is_finite() => {
                self.out
                    .extend_from_slice(molt_number::float::repr(number).as_bytes());
                return Ok(());
            }
            _ if number.is_nan() => ("NaN", "nan"),
            _ if number > 0.0 => ("Infinity", "inf"),
            _ => ("-Infinity", "-inf"),
        };
        if !self.style.allow_nan {
            let message = format!(
                "Out of range float values are not JSON compliant: {}",
                special.1
            );
            return Err(vm.value_error(&message));
        }
        self.out.extend_from_slice(special.0.as_bytes());
        Ok(())
    }

    fn open_array(&mut self, vm: &mut Vm, value: &Value, items: Vec<Value>) -> Res<()> {
        if items.is_empty() {
            self.out.extend_from_slice(b"[]");
            return Ok(());
        }
        self.enter(vm, value, Open::Array(items.into_iter()))?;
        self.level += 1;
        self.out.push(b'[');
        Ok(())
    }

    fn open_object(&mut self, vm: &mut Vm, value: &Value) -> Res<()> {
        let Some(dict) = value.as_dict() else {
            return Ok(());
        };
        if dict.borrow().is_empty() {
            self.out.extend_from_slice(b"{}");
            return Ok(());
        }
        let pairs: Vec<Value> = match self.style.sort_keys {
            false => dict
                .borrow()
                .iter()
                .flat_map(|(key, value)| [key.clone(), value.clone()])
                .collect(),
            true => {
                let pair =
                    |(key, value): (&Value, &Value)| Value::tuple([key.clone(), value.clone()]);
                let pairs = dict.borrow().iter().map(pair).collect();
                let sorted = in_order(vm, pairs)?;
                sorted
                    .iter()
                    .flat_map(|pair| pair_of(pair).to_vec())
                    .collect()
            }
        };
        self.enter(vm, value, Open::Object(pairs.into_iter()))?;
        self.level += 1;
        self.out.push(b'{');
        Ok(())
    }

    fn enter(&mut self, vm: &mut Vm, container: &Value, open: Open) -> Res<()> {
        if self.style.check_circular
            && self
                .frames
                .iter()
                .any(|frame| frame.container.is(container))
        {
            return Err(vm.value_error("Circular reference detected"));
        }
        if self.frames.len() >= MAX_DEPTH {
            return Err(vm.too_deep(" while encoding a JSON object"));
        }
        self.frames.push(Frame {
            open,
            container: container.clone(),
            fresh: true,
        });
        Ok(())
    }

    /// What `default` makes of a value that JSON does not have. May be pending.
    fn ask_default(&mut self, vm: &mut Vm, value: Value) -> Res {
        let Some(default) = self.style.default.clone() else {
            let message = format!(
                "Object of type {} is not JSON serializable",
                type_name(&value)
            );
            return Err(vm.type_error(&message));
        };
        self.enter(vm, &value, Open::Default)?;
        calls::call(vm, &default, &Args::of(&[value]))
    }

    /// Goes on with the innermost that is open.
    fn step(&mut self, vm: &mut Vm) -> Res<Step> {
        if self.out.len() > MAX_BYTES {
            return Err(vm.memory_error());
        }
        let Some(frame) = self.frames.last_mut() else {
            return Ok(Step::End);
        };
        let (close, item) = match &mut frame.open {
            Open::Default => {
                self.frames.pop();
                return Ok(Step::Closed);
            }
            Open::Array(items) => (b']', items.next()),
            Open::Object(pairs) => (b'}', pairs.next()),
        };
        let Some(item) = item else {
            if frame.fresh {
                // An object all of whose keys were skipped has one empty line.
                self.break_line();
            }
            self.frames.pop();
            self.level -= 1;
            self.break_line();
            self.out.push(close);
            return Ok(Step::Closed);
        };
        if close == b']' {
            self.separate();
            return Ok(Step::Value(item));
        }
        let Some(key) = self.key(vm, &item)? else {
            self.skip_value();
            return Ok(Step::Closed);
        };
        self.separate();
        self.out.extend_from_slice(&key);
        self.out
            .extend_from_slice(self.style.key_separator.as_wtf8());
        Ok(match self.skip_value() {
            Some(value) => Step::Value(value),
            None => Step::Closed,
        })
    }

    /// Takes the value that belongs to a key.
    fn skip_value(&mut self) -> Option<Value> {
        match self.frames.last_mut().map(|frame| &mut frame.open) {
            Some(Open::Object(pairs)) => pairs.next(),
            _ => None,
        }
    }

    /// A comma, but before the first; and a new line.
    fn separate(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if !std::mem::take(&mut frame.fresh) {
            self.out
                .extend_from_slice(self.style.item_separator.as_wtf8());
        }
        self.break_line();
    }

    fn break_line(&mut self) {
        if let Some(indent) = &self.style.indent {
            self.out.push(b'\n');
            for _ in 0..self.level {
                self.out.extend_from_slice(indent.as_wtf8());
            }
        }
    }

    /// A key as it is written; None: it is skipped.
    fn key(&self, vm: &mut Vm, key: &Value) -> Res<Option<Vec<u8>>> {
        let mut out = Vec::new();
        if let Some(text) = key.as_text() {
            quote::push(&mut out, text, self.style.ascii);
            return Ok(Some(out));
        }
        let plain = matches!(
            key.kind(),
            Kind::None | Kind::Bool(_) | Kind::Int(_) | Kind::Float(_)
        ) || matches!(key.body(), Some(Body::Int(_)));
        if !plain {
            if self.style.skip_keys {
                return Ok(None);
            }
            let message = format!(
                "keys must be str, int, float, bool or None, not {}",
                type_name(key)
            );
            return Err(vm.type_error(&message));
        }
        let style = Style {
            allow_nan: self.style.allow_nan,
            ..Style::plain()
        };
        let mut inner = Writer {
            style,
            out,
            frames: Vec::new(),
            level: 0,
        };
        inner.out.push(b'"');
        inner.write(vm, key)?;
        inner.out.push(b'"');
        Ok(Some(inner.out))
    }
}

fn pair_of(pair: &Value) -> &[Value] {
    match pair.body() {
        Some(Body::Tuple(pair)) => pair,
        _ => &[],
    }
}
