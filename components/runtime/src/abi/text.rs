//! `molt:runtime/text`

use molt_text::{Decimal, Text, TextBuilder};

use crate::error::Raise;
use crate::ops::text;
use crate::types::exception::{ExcType, UnicodeFault};
use crate::value::{BITS_NONE, Kind, Value};
use crate::vm::Vm;

/// What an f-string's `!` asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Conversion {
    None,
    Str,
    Repr,
    Ascii,
}

/// A str of the program's text; equal ones are one object.
pub fn literal(vm: &mut Vm, wtf8: Vec<u8>) -> u64 {
    if let Some(known) = vm.state.literals.get(wtf8.as_slice()) {
        let known = known.clone();
        return vm.export(Ok(known));
    }
    let result = match Text::from_wtf8(wtf8) {
        Some(text) => Ok(vm.intern_text(text)),
        None => Err(vm.error(
            ExcType::SystemError,
            "a literal of the program is not WTF-8",
        )),
    };
    vm.export(result)
}

/// Stages one part of an f-string.
pub fn stage_formatted(vm: &mut Vm, item: u64, convert: Conversion, spec: u64) -> u64 {
    borrow!(vm, item);
    borrow_optional!(vm, spec);
    if let (Kind::Int(_), None) = (item.kind(), &spec) {
        // Its digits are written where the parts are joined.
        vm.stage.push(item);
        return BITS_NONE;
    }
    let converted = match convert {
        Conversion::None => Ok(item),
        Conversion::Str => text::str(vm, &item),
        Conversion::Repr => text::repr(vm, &item),
        Conversion::Ascii => text::ascii(vm, &item),
    };
    let formatted = vm.and_then(converted, move |vm, item| match spec {
        Some(spec) => text::format(vm, &item?, &spec),
        None => text::format_plain(vm, &item?),
    });
    let staged = vm.and_then(formatted, |vm, answer| {
        let part = answer?;
        vm.stage.push(part);
        Ok(Value::NONE)
    });
    vm.export(staged)
}

/// The f-string of the last staged strs and ints.
pub fn join_staged(vm: &mut Vm, count: u32) -> u64 {
    let Some(at) = vm.stage.len().checked_sub(count as usize) else {
        return vm.export_stage_underflow();
    };
    let bytes = vm.stage[at..]
        .iter()
        .map(|part| match part.kind() {
            Kind::Int(number) => Decimal::length(number),
            _ => part.as_text().map_or(0, |text| text.as_wtf8().len()),
        })
        .sum();
    let mut joined = TextBuilder::with_capacity(bytes);
    for part in &vm.stage[at..] {
        if let Kind::Int(number) = part.kind() {
            joined.push_int(number);
        } else if let Some(text) = part.as_text() {
            joined.push_text(text);
        }
    }
    vm.stage.truncate(at);
    vm.export(Ok(Value::text(joined.finish())))
}

/// A str as UTF-8, or the signal.
pub fn to_utf8(vm: &mut Vm, item: u64) -> Result<Vec<u8>, u64> {
    let result = vm.import(item).and_then(|item| utf8_of(vm, &item));
    result.map_err(|raise| vm.export(Err(raise)))
}

fn utf8_of(vm: &mut Vm, item: &Value) -> Result<Vec<u8>, Raise> {
    let Some(text) = item.as_text() else {
        let message = format!("expected str, not {}", crate::ops::type_name(item));
        return Err(vm.type_error(&message));
    };
    match text.as_str() {
        Some(utf8) => Ok(utf8.as_bytes().to_vec()),
        None => Err(vm.surrogates_error(item)),
    }
}

impl Vm {
    /// The str object of a literal or a name.
    pub fn intern_text(&mut self, text: Text) -> Value {
        if let Some(known) = self.state.literals.get(text.as_wtf8()) {
            return known.clone();
        }
        let key: Box<[u8]> = text.as_wtf8().into();
        let value = Value::text(text);
        self.state.literals.insert(key, value.clone());
        value
    }

    /// The str object of a name.
    pub fn intern(&mut self, name: &str) -> Value {
        if let Some(known) = self.state.literals.get(name.as_bytes()) {
            return known.clone();
        }
        self.intern_text(Text::from(name))
    }

    /// "'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed"
    #[cold]
    pub fn surrogates_error(&mut self, item: &Value) -> Raise {
        let points: Vec<u32> = item
            .as_text()
            .map(|text| text.code_points().collect())
            .unwrap_or_default();
        let is_lone = |point: &u32| (0xd800..0xe000).contains(point);
        let start = points.iter().position(is_lone).unwrap_or(0);
        let end = start + points[start..].iter().take_while(|p| is_lone(p)).count();
        self.unicode_error(UnicodeFault {
            kind: ExcType::UnicodeEncodeError,
            encoding: "utf-8",
            object: item.clone(),
            start,
            end,
            reason: "surrogates not allowed",
        })
    }
}
