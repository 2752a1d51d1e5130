//! `json.loads`
//!
//! What is open lies in a list, not on the machine's stack, and the hooks may be functions of the program.

use molt_number::int::{self, ParseError};
use molt_text::{Text, TextBuilder};

use super::{MAX_DEPTH, error, refuse_class, subject};
use crate::args::Args;
use crate::error::{Raise, Res};
use crate::object::Body;
use crate::ops::{calls, truth, type_name};
use crate::types::bytes::coding::{self, Coding};
use crate::types::dict::Dict;
use crate::value::Value;
use crate::vm::Vm;

/// What the program wants to be called.
#[derive(Default)]
struct Hooks {
    object: Option<Value>,
    pairs: Option<Value>,
    float: Option<Value>,
    int: Option<Value>,
    constant: Option<Value>,
}

/// `json.loads(s, *, ..)`
pub fn loads(vm: &mut Vm, args: &Args<'_>) -> Res {
    let document = subject(vm, args, "loads", "s")?;
    let mut hooks = Hooks::default();
    let mut strict = true;
    for (name, value) in args.names.iter().zip(args.kw) {
        let name = name.as_text().map(ToString::to_string).unwrap_or_default();
        let hook = Some(value.clone()).filter(|hook| !hook.is_none());
        match name.as_str() {
            "s" => {}
            "cls" => refuse_class(vm, "loads", value)?,
            "object_hook" => hooks.object = hook,
            "object_pairs_hook" => hooks.pairs = hook,
            "parse_float" => hooks.float = hook,
            "parse_int" => hooks.int = hook,
            "parse_constant" => hooks.constant = hook,
            "strict" => strict = truth::truth(vm, value)?,
            _ => {
                let message =
                    format!("JSONDecoder.__init__() got an unexpected keyword argument '{name}'");
                return Err(vm.type_error(&message));
            }
        }
    }
    let document = text_of(vm, document)?;
    let mut reader = Reader {
        document,
        at: 0,
        strict,
        hooks,
        frames: Vec::new(),
        keys: vec![Value::NONE; KEYS],
    };
    let source = reader.document.clone();
    reader.skip_space(wtf8(&source));
    reader.run(vm, None)
}

/// The document as a str.
fn text_of(vm: &mut Vm, document: Value) -> Res {
    let bytes = match document.body() {
        Some(Body::Str(str)) => {
            if str.text.as_wtf8().starts_with("\u{feff}".as_bytes()) {
                let message = "Unexpected UTF-8 BOM (decode using utf-8-sig)";
                return Err(error::at(vm, message, &document, 0));
            }
            return Ok(document);
        }
        Some(Body::Bytes(bytes)) => bytes.to_vec(),
        Some(Body::ByteArray(buffer)) => buffer.content.borrow().clone(),
        _ => {
            let name = type_name(&document);
            return Err(vm.type_error(&format!(
                "the JSON object must be str, bytes or bytearray, not {name}"
            )));
        }
    };
    let encoding = Text::from(encoding_of(&bytes));
    let errors = Text::from("surrogatepass");
    coding::decode(
        vm,
        &bytes,
        &Coding {
            encoding: Some(&encoding),
            errors: Some(&errors),
        },
    )
}

/// The encoding, by where a JSON document has zeros.
fn encoding_of(bytes: &[u8]) -> &'static str {
    match bytes {
        [0, 0, 0xfe, 0xff, ..] | [0xff, 0xfe, 0, 0, ..] => "utf-32",
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => "utf-16",
        [0xef, 0xbb, 0xbf, ..] => "utf-8-sig",
        [0, 0, _, _, ..] => "utf-32-be",
        [0, _, _, _, ..] => "utf-16-be",
        [_, 0, 0, 0, ..] => "utf-32-le",
        [_, 0, _, _, ..] => "utf-16-le",
        [0, _] => "utf-16-be",
        [_, 0] => "utf-16-le",
        _ => "utf-8",
    }
}

/// How many keys are remembered, so that equal ones are one object.
const KEYS: usize = 128;

enum Frame {
    Array(Vec<Value>),
    /// The entries so far and the key whose value is read.
    Object(Dict, Value),
    /// The same for `object_pairs_hook`.
    Pairs(Vec<Value>, Value),
}

enum Step {
    /// A value has been read.
    Value(Value),
    /// An array or object has been opened: its first value follows.
    Opened,
    /// A function has to make the value.
    Call(Value, Value),
}

struct Reader {
    document: Value,
    /// Where the reader is, in bytes.
    at: usize,
    strict: bool,
    hooks: Hooks,
    frames: Vec<Frame>,
    keys: Vec<Value>,
}

fn wtf8(document: &Value) -> &[u8] {
    document.as_text().map(Text::as_wtf8).unwrap_or_default()
}

impl Reader {
    /// Reads on; `known` is the value that has been read last, if it has not been put into its container.
    fn run(mut self, vm: &mut Vm, mut known: Option<Value>) -> Res {
        let document = self.document.clone();
        let source = wtf8(&document);
        loop {
            let step = match known.take() {
                Some(value) => match self.attach(vm, source, value)? {
                    Some(step) => step,
                    None => continue,
                },
                None => self.value(vm, source)?,
            };
            match step {
                Step::Opened => {}
                Step::Value(value) if self.frames.is_empty() => return self.end(vm, source, value),
                Step::Value(value) => known = Some(value),
                Step::Call(function, argument) => {
                    match calls::call(vm, &function, &Args::of(&[argument])) {
                        Err(Raise::Pending) => {
                            return vm.then(move |vm, value| self.called(vm, value?));
                        }
                        value if self.frames.is_empty() => return self.end(vm, source, value?),
                        value => known = Some(value?),
                    }
                }
            }
        }
    }

    fn called(self, vm: &mut Vm, value: Value) -> Res {
        if !self.frames.is_empty() {
            return self.run(vm, Some(value));
        }
        let document = self.document.clone();
        self.end(vm, wtf8(&document), value)
    }

    /// Nothing but space may follow.
    fn end(mut self, vm: &mut Vm, source: &[u8], value: Value) -> Res {
        self.skip_space(source);
        match self.at < source.len() {
            true => Err(self.error(vm, "Extra data", self.at)),
            false => Ok(value),
        }
    }

    fn skip_space(&mut self, source: &[u8]) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = source.get(self.at) {
            self.at += 1;
        }
    }

    #[cold]
    fn error(&self, vm: &mut Vm, message: &str, at: usize) -> Raise {
        let position = self.document.as_text().map_or(at, |text| text.index(at));
        error::at(vm, message, &self.document, position)
    }

    /// Puts a value into its container, and goes on to the next one. None: that has been begun, an element is to be read.
    fn attach(&mut self, vm: &mut Vm, source: &[u8], value: Value) -> Res<Option<Step>> {
        let close = match self.frames.last_mut() {
            Some(Frame::Array(items)) => {
                items.push(value);
                b']'
            }
            Some(Frame::Object(entries, key)) => {
                entries.insert(vm, key, value)?;
                b'}'
            }
            Some(Frame::Pairs(pairs, key)) => {
                pairs.push(Value::tuple([key.clone(), value]));
                b'}'
            }
            None => return Ok(Some(Step::Value(value))),
        };
        self.skip_space(source);
        match source.get(self.at) {
            Some(byte) if *byte == close => {
                self.at += 1;
                return Ok(self.close());
            }
            Some(b',') => self.at += 1,
            _ => return Err(self.error(vm, "Expecting ',' delimiter", self.at)),
        }
        self.skip_space(source);
        if close == b'}' {
            self.key(vm, source)?;
        }
        self.value(vm, source).map(Some)
    }

    fn close(&mut self) -> Option<Step> {
        Some(match self.frames.pop()? {
            Frame::Array(items) => Step::Value(Value::list(items)),
            Frame::Object(entries, _) => self.object(entries),
            Frame::Pairs(pairs, _) => match &self.hooks.pairs {
                Some(hook) => Step::Call(hook.clone(), Value::list(pairs)),
                None => Step::Value(Value::list(pairs)),
            },
        })
    }

    fn object(&self, entries: Dict) -> Step {
        match &self.hooks.object {
            Some(hook) => Step::Call(hook.clone(), Value::dict(entries)),
            None => Step::Value(Value::dict(entries)),
        }
    }

    /// Begins to read a value.
    fn value(&mut self, vm: &mut Vm, source: &[u8]) -> Res<Step> {
        let rest = source.get(self.at..).unwrap_or_default();
        let word = |word: &[u8]| rest.starts_with(word);
        let constant = match rest.first() {
            Some(b'"') => return self.string(vm, source).map(Step::Value),
            Some(b'[') => return self.open(vm, source, b']'),
            Some(b'{') => return self.open(vm, source, b'}'),
            Some(b'n') if word(b"null") => (4, Value::NONE),
            Some(b't') if word(b"true") => (4, Value::TRUE),
            Some(b'f') if word(b"false") => (5, Value::FALSE),
            Some(b'N') if word(b"NaN") => return Ok(self.constant("NaN", f64::NAN)),
            Some(b'I') if word(b"Infinity") => return Ok(self.constant("Infinity", f64::INFINITY)),
            Some(b'-') if word(b"-Infinity") => {
                return Ok(self.constant("-Infinity", f64::NEG_INFINITY));
            }
            _ => return self.number(vm, rest),
        };
        self.at += constant.0;
        Ok(Step::Value(constant.1))
    }

    fn constant(&mut self, name: &str, number: f64) -> Step {
        self.at += name.len();
        match &self.hooks.constant {
            Some(hook) => Step::Call(hook.clone(), Value::str(name)),
            None => Step::Value(Value::float(number)),
        }
    }

    fn open(&mut self, vm: &mut Vm, source: &[u8], close: u8) -> Res<Step> {
        if self.frames.len() >= MAX_DEPTH {
            let what = if close == b']' { "array" } else { "object" };
            return Err(vm.too_deep(&format!(
                " while decoding a JSON {what} from a unicode string"
            )));
        }
        self.at += 1;
        self.skip_space(source);
        let empty = source.get(self.at) == Some(&close);
        self.frames.push(match (close, &self.hooks.pairs) {
            (b']', _) => Frame::Array(Vec::new()),
            (_, Some(_)) => Frame::Pairs(Vec::new(), Value::NONE),
            _ => Frame::Object(Dict::new(), Value::NONE),
        });
        if empty {
            self.at += 1;
            return Ok(self.close().unwrap_or(Step::Opened));
        }
        if close == b'}' {
            self.key(vm, source)?;
        }
        Ok(Step::Opened)
    }

    /// Reads a key, up to its value.
    fn key(&mut self, vm: &mut Vm, source: &[u8]) -> Res<()> {
        if source.get(self.at) != Some(&b'"') {
            return Err(self.error(
                vm,
                "Expecting property name enclosed in double quotes",
                self.at,
            ));
        }
        let name = self.string(vm, source)?;
        let name = self.known_key(name);
        self.skip_space(source);
        if source.get(self.at) != Some(&b':') {
            return Err(self.error(vm, "Expecting ':' delimiter", self.at));
        }
        self.at += 1;
        self.skip_space(source);
        if let Some(Frame::Object(_, key) | Frame::Pairs(_, key)) = self.frames.last_mut() {
            *key = name;
        }
        Ok(())
    }

    /// The same object for equal keys, as long as it is remembered.
    fn known_key(&mut self, name: Value) -> Value {
        let bytes = wtf8(&name);
        let ends = usize::from(bytes.first().copied().unwrap_or(0)) * 31
            + usize::from(bytes.last().copied().unwrap_or(0));
        let at = (ends * 7 + bytes.len()) % KEYS;
        match self.keys.get_mut(at) {
            Some(known) if known.as_text() == name.as_text() => known.clone(),
            Some(place) => {
                *place = name.clone();
                name
            }
            None => name,
        }
    }

    fn number(&mut self, vm: &mut Vm, rest: &[u8]) -> Res<Step> {
        let Some((length, whole)) = measure(rest) else {
            return Err(self.error(vm, "Expecting value", self.at));
        };
        let digits = &rest[..length];
        self.at += length;
        let hook = if whole {
            &self.hooks.int
        } else {
            &self.hooks.float
        };
        if let Some(hook) = hook {
            let text = Text::from_ascii(digits.to_vec()).map_or(Value::NONE, Value::text);
            return Ok(Step::Call(hook.clone(), text));
        }
        let value = match whole {
            true => whole_number(vm, digits)?,
            false => Value::float(molt_number::float::parse(digits).unwrap_or(f64::NAN)),
        };
        Ok(Step::Value(value))
    }

    /// Reads a string; the reader is at its quotation mark.
    fn string(&mut self, vm: &mut Vm, source: &[u8]) -> Res {
        let document = self.document.clone();
        let Some(text) = document.as_text() else {
            return Ok(Value::NONE);
        };
        let begin = self.at;
        self.at += 1;
        let mut built: Option<TextBuilder> = None;
        loop {
            let rest = source.get(self.at..).unwrap_or_default();
            let special = |byte: &u8| matches!(byte, b'"' | b'\\') || *byte < b' ';
            let Some(plain) = rest.iter().position(special) else {
                return Err(self.error(vm, "Unterminated string starting at", begin));
            };
            let part = text.cut(self.at..self.at + plain);
            self.at += plain;
            match rest[plain] {
                b'"' => {
                    self.at += 1;
                    let Some(mut built) = built else {
                        return Ok(Value::text(part));
                    };
                    built.push_text(&part);
                    return Ok(Value::text(built.finish()));
                }
                b'\\' => {
                    let built = built.get_or_insert_default();
                    built.push_text(&part);
                    built.push(self.escape(vm, source, begin)?);
                }
                control => {
                    if self.strict {
                        return Err(self.error(vm, "Invalid control character at", self.at));
                    }
                    let built = built.get_or_insert_default();
                    built.push_text(&part);
                    built.push(u32::from(control));
                    self.at += 1;
                }
            }
        }
    }

    /// Reads an escape: the reader is at its backslash.
    fn escape(&mut self, vm: &mut Vm, source: &[u8], begin: usize) -> Res<u32> {
        let Some(letter) = source.get(self.at + 1) else {
            return Err(self.error(vm, "Unterminated string starting at", begin));
        };
        let code_point = match letter {
            b'"' | b'\\' | b'/' => u32::from(*letter),
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'u' => return self.unicode_escape(vm, source),
            _ => return Err(self.error(vm, "Invalid \\escape", self.at)),
        };
        self.at += 2;
        Ok(code_point)
    }

    fn unicode_escape(&mut self, vm: &mut Vm, source: &[u8]) -> Res<u32> {
        let first = self.unit(vm, source, self.at)?;
        self.at += 6;
        let pair = source.get(self.at..self.at + 2) == Some(b"\\u") && source.len() > self.at + 6;
        if !(0xd800..0xdc00).contains(&first) || !pair {
            return Ok(first);
        }
        let second = self.unit(vm, source, self.at)?;
        if !(0xdc00..0xe000).contains(&second) {
            return Ok(first);
        }
        self.at += 6;
        Ok(0x1_0000 + ((first & 0x3ff) << 10 | second & 0x3ff))
    }

    /// The four digits of an escape, behind which something must follow.
    fn unit(&self, vm: &mut Vm, source: &[u8], at: usize) -> Res<u32> {
        let digits = source.get(at + 2..at + 6).filter(|_| source.len() > at + 6);
        let unit = digits.and_then(|digits| {
            digits.iter().try_fold(0, |unit, digit| {
                Some(unit << 4 | char::from(*digit).to_digit(16)?)
            })
        });
        unit.ok_or_else(|| self.error(vm, "Invalid \\uXXXX escape", at + 1))
    }
}

fn whole_number(vm: &mut Vm, digits: &[u8]) -> Res {
    if let Some(small) = int::parse_small(digits) {
        return Ok(Value::int(small));
    }
    match int::parse(digits, 10) {
        Ok(number) => Ok(Value::big(number)),
        Err(ParseError::Other(error)) => Err(crate::types::int::raise(vm, error)),
        Err(ParseError::Invalid) => Err(vm.value_error("invalid number")),
    }
}

/// How long the number is that begins here, and whether it is an int.
fn measure(rest: &[u8]) -> Option<(usize, bool)> {
    let digits = |from: usize| {
        rest.get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut at = usize::from(rest.first() == Some(&b'-'));
    at += match rest.get(at)? {
        b'0' => 1,
        b'1'..=b'9' => digits(at),
        _ => return None,
    };
    let mut whole = true;
    if rest.get(at) == Some(&b'.') && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
        whole = false;
    }
    if let Some(b'e' | b'E') = rest.get(at) {
        let sign = usize::from(matches!(rest.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        if exponent > 0 {
            at += 1 + sign + exponent;
            whole = false;
        }
    }
    Some((at, whole))
}
