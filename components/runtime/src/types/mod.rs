//! The builtin types.

pub mod bool;
pub mod bytearray;
pub mod bytes;
pub mod class;
pub mod dict;
pub mod exception;
pub mod float;
pub mod function;
pub mod int;
pub mod iterator;
pub mod list;
pub mod memoryview;
pub mod module;
pub mod names;
pub mod range;
pub mod sequence;
pub mod set;
pub mod shown;
pub mod slice;
pub mod str;
pub mod tuple;

use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::object::TypeId;
use crate::value::Value;
use crate::vm::Vm;

/// What a type's file says about the type.
pub struct TypeDef {
    /// Which.
    pub id: TypeId,
    /// Methods; the receiver is the first argument.
    pub methods: &'static [Builtin],
    /// Class and static methods, called on the type: no receiver (`int.from_bytes`, `dict.fromkeys`, `str.maketrans`).
    pub statics: &'static [Builtin],
    /// Attributes that are no methods (`(1).real`, `memoryview.shape`); None: there is none of this name.
    pub attribute: fn(&mut Vm, &Value, &str) -> Option<Res>,
    /// `T(..)`
    pub construct: fn(&mut Vm, &Args<'_>) -> Res,
}

/// For types without such attributes.
pub fn no_attribute(_: &mut Vm, _: &Value, _: &str) -> Option<Res> {
    None
}

/// The definition of a type that has one.
pub fn def(id: TypeId) -> Option<&'static TypeDef> {
    Some(match id {
        TypeId::Bool => &bool::DEF,
        TypeId::ByteArray => &bytearray::DEF,
        TypeId::Bytes => &bytes::DEF,
        TypeId::Dict => &dict::DEF,
        TypeId::DictItems => &dict::ITEMS_DEF,
        TypeId::DictKeys => &dict::KEYS_DEF,
        TypeId::DictValues => &dict::VALUES_DEF,
        TypeId::Float => &float::DEF,
        TypeId::FrozenSet => &set::FROZEN_DEF,
        TypeId::Int => &int::DEF,
        TypeId::List => &list::DEF,
        TypeId::MemoryView => &memoryview::DEF,
        TypeId::Range => &range::DEF,
        TypeId::Set => &set::DEF,
        TypeId::Slice => &slice::DEF,
        TypeId::Str => &str::DEF,
        TypeId::Tuple => &tuple::DEF,
        _ => return None,
    })
}
