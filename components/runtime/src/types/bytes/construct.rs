//! `bytes(..)`, and what it has in common with `bytearray(..)`.

use std::rc::Rc;

use super::coding::{self, Coding};
use super::content;
use crate::args::{Args, bind};
use crate::error::{OrRaise, Raise, Res};
use crate::object::{Body, TypeId};
use crate::ops::{iterate, type_name};
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

/// `bytes(source, encoding, errors)`
pub fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [source, encoding, errors] =
        bind("bytes", args, 0, ["source", "encoding", "errors"], 0, 0).or_raise(vm)?;
    if let (Some(source), None, None) = (source, encoding, errors)
        && matches!(source.body(), Some(Body::Bytes(_)))
    {
        return Ok(source.clone());
    }
    let done: Done = Rc::new(|_, bytes| Ok(Value::bytes(bytes)));
    from_source(vm, TypeId::Bytes, [source, encoding, errors], done)
}

/// What is made of the bytes of a source.
pub type Done = Rc<dyn Fn(&mut Vm, Vec<u8>) -> Res>;

/// The bytes that the arguments of a constructor describe, then `done` with them: text and its encoding, a size, a bytes-like object, an
/// iterable of ints.
pub fn from_source(vm: &mut Vm, owner: TypeId, source: [Option<&Value>; 3], done: Done) -> Res {
    let [source, encoding, errors] = source;
    let name = owner.name();
    let coding = Coding::of(vm, name, encoding, errors)?;
    let text = source.filter(|source| source.as_text().is_some());
    match (text, encoding, errors) {
        (Some(text), Some(_), _) => {
            let bytes = coding::encode(vm, text, &coding)?;
            return done(vm, bytes);
        }
        (Some(_), None, _) => return Err(vm.type_error("string argument without an encoding")),
        (None, Some(_), _) => return Err(vm.type_error("encoding without a string argument")),
        (None, None, Some(_)) => return Err(vm.type_error("errors without a string argument")),
        (None, None, None) => {}
    }
    let Some(source) = source else {
        return done(vm, Vec::new());
    };
    if sequence::is_int(source) {
        let bytes = zeros(vm, source)?;
        return done(vm, bytes);
    }
    if let Some(bytes) = content::gathered(vm, source)? {
        return done(vm, bytes.into_owned());
    }
    let iterator = match iterate::iterate(vm, source) {
        Err(raise) if is_not_iterable(&raise, source) => {
            let given = type_name(source);
            return Err(vm.type_error(&format!("cannot convert '{given}' object to {name}")));
        }
        other => other,
    };
    let what = if owner == TypeId::Bytes {
        "bytes"
    } else {
        "byte"
    };
    vm.and_then(iterator, move |vm, iterator| {
        iterate::collect_then(vm, &iterator?, move |vm, items| {
            let bytes = of_ints(vm, &items, what)?;
            done(vm, bytes)
        })
    })
}

/// Whether `iter(o)` said no more than that `o` is not iterable: callers have other words for it.
pub fn is_not_iterable(raise: &Raise, o: &Value) -> bool {
    let Raise::Exception(exception) = raise else {
        return false;
    };
    let Some(Body::Exception(exception)) = exception.body() else {
        return false;
    };
    let message = format!("'{}' object is not iterable", type_name(o));
    exception
        .args
        .borrow()
        .first()
        .and_then(Value::as_text)
        .is_some_and(|text| *text == *message)
}

/// The bytes of ints. `what` starts the message about an int that is none.
pub fn of_ints(vm: &mut Vm, items: &[Value], what: &str) -> Res<Vec<u8>> {
    let mut bytes = match molt_text::bytes::buffer(items.len()) {
        Ok(bytes) => bytes,
        Err(molt_text::TooLong) => return Err(vm.memory_error()),
    };
    for item in items {
        bytes.push(content::byte(vm, item, what)?);
    }
    Ok(bytes)
}

/// As many zeros as an int says.
fn zeros(vm: &mut Vm, count: &Value) -> Res<Vec<u8>> {
    let Some(count) = count.as_i64() else {
        return Err(vm.overflow_error("cannot fit 'int' into an index-sized integer"));
    };
    if count < 0 {
        return Err(vm.value_error("negative count"));
    }
    let made = usize::try_from(count)
        .map_err(|_| molt_text::TooLong)
        .and_then(|count| {
            let mut bytes = molt_text::bytes::buffer(count)?;
            bytes.resize(count, 0);
            Ok(bytes)
        });
    made.map_err(|_| -> Raise { vm.memory_error() })
}
