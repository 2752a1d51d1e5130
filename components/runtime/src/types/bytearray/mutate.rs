//! The methods that change a bytearray.

use super::{Buffer, exported};
use crate::args::{Args, between};
use crate::error::{OrRaise, Res};
use crate::object::Body;
use crate::ops::{iterate, type_name};
use crate::types::bytes::construct::{is_not_iterable, of_ints};
use crate::types::bytes::content;
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

/// The receiver's buffer. A method's receiver was checked to be a bytearray.
fn buffer<'a>(vm: &mut Vm, args: &Args<'a>) -> Res<&'a Buffer> {
    buffer_of(vm, args.receiver())
}

fn buffer_of<'a>(vm: &mut Vm, o: &'a Value) -> Res<&'a Buffer> {
    match o.body() {
        Some(Body::ByteArray(buffer)) => Ok(buffer),
        _ => Err(vm.type_error("a bytearray is required")),
    }
}

/// `b.append(item)`
pub fn append(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("bytearray.append").or_raise(vm)?;
    let byte = content::byte(vm, item, "byte")?;
    let buffer = buffer(vm, args)?;
    buffer.may_resize(vm)?;
    let mut content = buffer.content.borrow_mut();
    if content.len() >= molt_text::MAX_BYTES || content.try_reserve(1).is_err() {
        return Err(vm.memory_error());
    }
    content.push(byte);
    Ok(Value::NONE)
}

/// `b.clear()`
pub fn clear(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("bytearray.clear").or_raise(vm)?;
    buffer(vm, args)?.splice(vm, 0, usize::MAX, &[])?;
    Ok(Value::NONE)
}

/// `b.copy()`
pub fn copy(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("bytearray.copy").or_raise(vm)?;
    content::made(
        vm,
        args.receiver(),
        molt_text::bytes::copy(&content::own(args)),
    )
}

/// `b.extend(items)`
pub fn extend(vm: &mut Vm, args: &Args<'_>) -> Res {
    let items = args.one("bytearray.extend").or_raise(vm)?;
    let this = args.receiver().clone();
    // Copied before anything else: it may be the same bytearray.
    match content::buffer(vm, items).map(|bytes| bytes.map(|bytes| bytes.to_vec())) {
        Ok(Some(bytes)) => return add(vm, &this, &bytes),
        Ok(None) => {}
        Err(_) => {
            let message = format!("can't set bytearray slice from {}", type_name(items));
            return Err(vm.type_error(&message));
        }
    }
    let iterator = match iterate::iterate(vm, items) {
        Err(raise) if is_not_iterable(&raise, items) => {
            let message = format!("can't extend bytearray with {}", type_name(items));
            return Err(vm.type_error(&message));
        }
        other => other,
    };
    vm.and_then(iterator, move |vm, iterator| {
        iterate::collect_then(vm, &iterator?, move |vm, items| {
            let bytes = of_ints(vm, &items, "byte")?;
            add(vm, &this, &bytes)
        })
    })
}

fn add(vm: &mut Vm, this: &Value, bytes: &[u8]) -> Res {
    let buffer = buffer_of(vm, this)?;
    let end = buffer.content.borrow().len();
    buffer.splice(vm, end, end, bytes)?;
    Ok(Value::NONE)
}

/// `b.insert(index, item)`
pub fn insert(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("bytearray.insert").or_raise(vm)?;
    between("insert", args.rest(), 2, 2).or_raise(vm)?;
    let at = sequence::integer(vm, &args.rest()[0])?;
    let byte = content::byte(vm, &args.rest()[1], "byte")?;
    let buffer = buffer(vm, args)?;
    let length = buffer.content.borrow().len();
    let (at, _) = molt_text::bytes::adjust(length, at, i64::MAX);
    let at = at.min(length);
    buffer.splice(vm, at, at, &[byte])?;
    Ok(Value::NONE)
}

/// `b.pop(index)`
pub fn pop(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("bytearray.pop").or_raise(vm)?;
    between("pop", args.rest(), 0, 1).or_raise(vm)?;
    let at = args
        .rest()
        .first()
        .map_or(Ok(-1), |at| sequence::integer(vm, at))?;
    let buffer = buffer(vm, args)?;
    let length = buffer.content.borrow().len();
    if length == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let Some(at) = sequence::within(at, length) else {
        return Err(vm.index_error("pop index out of range"));
    };
    buffer.may_resize(vm)?;
    let byte = buffer.content.borrow_mut().remove(at);
    Ok(Value::int(i64::from(byte)))
}

/// `b.remove(item)`
pub fn remove(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("bytearray.remove").or_raise(vm)?;
    let byte = content::byte(vm, item, "byte")?;
    let buffer = buffer(vm, args)?;
    let at = molt_text::bytes::find(&buffer.content.borrow(), &[byte], 0, i64::MAX);
    let Some(at) = at else {
        return Err(vm.value_error("value not found in bytearray"));
    };
    if buffer.exports.get() > 0 {
        return Err(exported(vm));
    }
    buffer.content.borrow_mut().remove(at);
    Ok(Value::NONE)
}

/// `b.reverse()`
pub fn reverse(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.none("bytearray.reverse").or_raise(vm)?;
    buffer(vm, args)?.content.borrow_mut().reverse();
    Ok(Value::NONE)
}
