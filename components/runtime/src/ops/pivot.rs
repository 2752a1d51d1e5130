//! Values to canonical MsgPack and back.

use molt_pivot::{Error, Limits, Reader, Token, Writer, ext};
use molt_text::Text;
use num_bigint::{BigInt, Sign};

use super::type_name;
use crate::error::{Raise, Res};
use crate::object::Body;
use crate::types::dict::Dict;
use crate::types::set;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// The value that the bytes describe.
pub fn load(vm: &mut Vm, bytes: &[u8]) -> Res {
    let limits = Limits::default();
    let mut reader = Reader::new(bytes, &limits).map_err(|error| unreadable(vm, &error))?;
    let value = read(vm, &mut reader, &limits, 0)?;
    reader.finish().map_err(|error| unreadable(vm, &error))?;
    Ok(value)
}

#[cold]
fn unreadable(vm: &mut Vm, error: &Error) -> Raise {
    vm.value_error(&error.message())
}

fn read(vm: &mut Vm, reader: &mut Reader<'_>, limits: &Limits, depth: usize) -> Res {
    let token = reader.next().map_err(|error| unreadable(vm, &error))?;
    Ok(match token {
        Token::Nil => Value::NONE,
        Token::Bool(truth) => Value::bool(truth),
        Token::Uint(number) => Value::big(BigInt::from(number)),
        Token::Int(number) => Value::int(number),
        Token::Float(number) => Value::float(number),
        Token::Str(text) => Value::text(Text::from(text)),
        Token::Bin(content) => Value::bytes(content),
        Token::Array(count) => Value::list(read_items(vm, reader, limits, depth, count)?),
        Token::Map(count) => {
            check_depth(vm, reader, limits, depth)?;
            let mut made = Dict::new();
            for _ in 0..count {
                let key = read(vm, reader, limits, depth + 1)?;
                let value = read(vm, reader, limits, depth + 1)?;
                made.insert(vm, &key, value)?;
            }
            Value::dict(made)
        }
        Token::Ext(ext::BIGINT, payload) => Value::big(BigInt::from_signed_bytes_be(payload)),
        Token::Ext(code @ (ext::TUPLE | ext::SET | ext::FROZENSET), payload) => {
            let mut nested = Reader::nested(payload, reader.offset().saturating_sub(payload.len()));
            let items = match nested.next() {
                Ok(Token::Array(count)) => read_items(vm, &mut nested, limits, depth, count)?,
                _ => return Err(vm.value_error("an extension value does not hold an array")),
            };
            nested.finish().map_err(|error| unreadable(vm, &error))?;
            match code {
                ext::TUPLE => Value::tuple(items),
                ext::SET => set::from_items(vm, &items)?,
                _ => set::frozen(set::Set::from_items(vm, &items)?),
            }
        }
        Token::Ext(code, _) => {
            let message = match ext::name(code) {
                Some(name) => format!("a {name} has no value in Python without a module for it"),
                None => format!("extension type {code} is not known"),
            };
            return Err(vm.value_error(&message));
        }
    })
}

fn check_depth(vm: &mut Vm, reader: &Reader<'_>, limits: &Limits, depth: usize) -> Res<()> {
    limits
        .check_depth(depth, reader.offset())
        .map_err(|error| unreadable(vm, &error))
}

fn read_items(
    vm: &mut Vm,
    reader: &mut Reader<'_>,
    limits: &Limits,
    depth: usize,
    count: u32,
) -> Res<Vec<Value>> {
    check_depth(vm, reader, limits, depth)?;
    // The reader has made sure that the input is long enough for so many.
    let mut items = Vec::with_capacity((count as usize).min(reader.remaining()));
    for _ in 0..count {
        items.push(read(vm, reader, limits, depth + 1)?);
    }
    Ok(items)
}

/// Canonical MsgPack of a value of a builtin type.
pub fn dump(vm: &mut Vm, value: &Value) -> Res<Vec<u8>> {
    let mut writer = Writer::new();
    let result = write(vm, &mut writer, value, &Limits::default());
    vm.visiting.clear();
    result?;
    writer.finish().map_err(|error| unreadable(vm, &error))
}

fn write(vm: &mut Vm, writer: &mut Writer, value: &Value, limits: &Limits) -> Res<()> {
    match value.kind() {
        Kind::None => writer.nil(),
        Kind::Bool(truth) => writer.bool(truth),
        Kind::Int(number) => writer.int(number),
        Kind::Float(number) => writer.float(number),
        Kind::Obj(obj) => match &obj.body {
            Body::Int(big) => {
                let (sign, magnitude) = big.to_bytes_be();
                writer.bigint(sign == Sign::Minus, &magnitude);
            }
            Body::Str(str) => match str.text.as_str() {
                Some(text) => writer.str(text),
                None => return Err(vm.surrogates_error(value)),
            },
            Body::Bytes(content) => writer.bin(content),
            Body::ByteArray(buffer) => writer.bin(&buffer.content.borrow()),
            _ => return write_container(vm, writer, value, limits),
        },
    }
    Ok(())
}

fn write_container(vm: &mut Vm, writer: &mut Writer, value: &Value, limits: &Limits) -> Res<()> {
    if vm.visiting.contains(&value.bits()) {
        return Err(vm.value_error("a container that holds itself has no end"));
    }
    limits
        .check_depth(vm.visiting.len(), writer.written())
        .map_err(|error| unreadable(vm, &error))?;
    vm.visiting.push(value.bits());
    match value.body() {
        Some(Body::List(items)) => {
            let items = items.borrow().clone();
            write_items(vm, writer, &items, limits)?;
        }
        Some(Body::Tuple(items)) => {
            let mark = writer.begin_ext(ext::TUPLE);
            write_items(vm, writer, items, limits)?;
            writer.end_ext(mark);
        }
        Some(body @ (Body::Set(items) | Body::FrozenSet(items))) => {
            let code = if matches!(body, Body::Set(_)) {
                ext::SET
            } else {
                ext::FROZENSET
            };
            let items = items.borrow().items();
            let mark = writer.begin_ext(code);
            write_items(vm, writer, &items, limits)?;
            writer.end_ext(mark);
        }
        Some(Body::Dict(dict)) => {
            let pairs: Vec<(Value, Value)> = dict
                .borrow()
                .iter()
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect();
            writer.map(pairs.len());
            for (key, item) in &pairs {
                write(vm, writer, key, limits)?;
                write(vm, writer, item, limits)?;
            }
        }
        _ => {
            let message = format!(
                "a value of type '{}' has no form in MsgPack",
                type_name(value)
            );
            return Err(vm.type_error(&message));
        }
    }
    vm.visiting.pop();
    Ok(())
}

fn write_items(vm: &mut Vm, writer: &mut Writer, items: &[Value], limits: &Limits) -> Res<()> {
    writer.array(items.len());
    for item in items {
        write(vm, writer, item, limits)?;
    }
    Ok(())
}
