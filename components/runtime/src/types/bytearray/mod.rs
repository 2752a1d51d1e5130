//! `bytearray`. What does not change it, it has in common with bytes: see `types::bytes`.

mod items;
mod mutate;

pub use items::{del_item, set_item};

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::bytes::methods::method_table;
use super::bytes::{construct, content, iterate as iterators, methods};
use super::{TypeDef, no_attribute};
use crate::args::{Args, Builtin, bind};
use crate::error::{OrRaise, Raise, Res};
use crate::gates;
use crate::object::{Body, TypeId};
use crate::ops::arithmetic::BinaryOp;
use crate::ops::type_name;
use crate::types::exception::ExcType;
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

pub use super::bytes::{binary, compare, contains, get_item, length, repr, truth};

/// A bytearray's content, and how many memoryviews keep it from being resized.
pub struct Buffer {
    /// The bytes.
    pub content: RefCell<Vec<u8>>,
    /// Views of it that have not been released.
    pub exports: Cell<u32>,
}

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::ByteArray,
    methods: method_table!(
        TypeId::ByteArray,
        "append" mutate::append,
        "clear" mutate::clear,
        "copy" mutate::copy,
        "extend" mutate::extend,
        "insert" mutate::insert,
        "pop" mutate::pop,
        "remove" mutate::remove,
        "reverse" mutate::reverse,
    ),
    statics: &[
        Builtin::function("fromhex", from_hex),
        Builtin::function("maketrans", make_translation),
    ],
    attribute: no_attribute,
    construct: construct_bytearray,
};

impl Value {
    /// A new bytearray.
    pub fn bytearray(content: Vec<u8>) -> Value {
        gates::BYTES.made();
        Value::object(Body::ByteArray(Buffer {
            content: RefCell::new(content),
            exports: Cell::new(0),
        }))
    }
}

fn from_hex(vm: &mut Vm, args: &Args<'_>) -> Res {
    content::from_hex(vm, args, TypeId::ByteArray).map(Value::bytearray)
}

fn make_translation(vm: &mut Vm, args: &Args<'_>) -> Res {
    methods::make_translation(vm, args, "bytearray.maketrans")
}

/// `bytearray(source, encoding, errors)`
fn construct_bytearray(vm: &mut Vm, args: &Args<'_>) -> Res {
    let source = bind("bytearray", args, 0, ["source", "encoding", "errors"], 0, 0).or_raise(vm)?;
    construct::from_source(
        vm,
        TypeId::ByteArray,
        source,
        Rc::new(|_, bytes| Ok(Value::bytearray(bytes))),
    )
}

/// `iter(o)`
#[inline(never)]
pub fn iterate(_: &mut Vm, o: &Value) -> Res {
    Ok(iterators::forwards("bytearray_iterator", o))
}

/// "Existing exports of data: object cannot be re-sized"
#[cold]
fn exported(vm: &mut Vm) -> Raise {
    vm.error(
        ExcType::BufferError,
        "Existing exports of data: object cannot be re-sized",
    )
}

impl Buffer {
    /// Puts bytes in the place of others. Views keep the size as it is.
    fn splice(&self, vm: &mut Vm, start: usize, end: usize, new: &[u8]) -> Res<()> {
        let mut content = self.content.borrow_mut();
        let end = end.min(content.len());
        let start = start.min(end);
        let old = end - start;
        if new.len() == old {
            content[start..end].copy_from_slice(new);
            return Ok(());
        }
        if self.exports.get() > 0 {
            return Err(exported(vm));
        }
        let more = new.len().saturating_sub(old);
        if content.len() + more > molt_text::MAX_BYTES || content.try_reserve(more).is_err() {
            return Err(vm.memory_error());
        }
        content.splice(start..end, new.iter().copied());
        Ok(())
    }

    /// Makes sure that the size may change.
    fn may_resize(&self, vm: &mut Vm) -> Res<()> {
        if self.exports.get() > 0 {
            return Err(exported(vm));
        }
        Ok(())
    }
}

/// `a += b`, `a *= n`
#[inline(never)]
pub fn in_place(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    let Some(Body::ByteArray(buffer)) = a.body() else {
        return Ok(None);
    };
    match op {
        BinaryOp::Add => {
            let new = match content::buffer(vm, b) {
                Ok(Some(bytes)) => bytes.to_vec(),
                _ => {
                    let message = format!("can't concat {} to {}", type_name(b), type_name(a));
                    return Err(vm.type_error(&message));
                }
            };
            // While it is added to itself it is exported to itself.
            if a.is(b) && !new.is_empty() {
                return Err(exported(vm));
            }
            let end = buffer.content.borrow().len();
            buffer.splice(vm, end, end, &new)?;
        }
        BinaryOp::Mul => {
            let times = sequence::times(vm, b)?;
            let repeated = molt_text::bytes::layout::repeat(&buffer.content.borrow(), times);
            let Ok(repeated) = repeated else {
                return Err(vm.memory_error());
            };
            if repeated.len() != buffer.content.borrow().len() {
                buffer.may_resize(vm)?;
                *buffer.content.borrow_mut() = repeated;
            }
        }
        _ => return Ok(None),
    }
    Ok(Some(a.clone()))
}
