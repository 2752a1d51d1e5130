//! The builtin functions.

pub mod characters;
pub mod collections;
pub mod extremes;
pub mod numbers;
pub mod objects;
pub mod output;

use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::object::TypeId;
use crate::types::{self, exception::ExcType};
use crate::value::Value;
use crate::vm::Vm;

/// All functions, a table a file.
static TABLES: &[&[Builtin]] = &[
    characters::FUNCTIONS,
    collections::FUNCTIONS,
    extremes::FUNCTIONS,
    numbers::FUNCTIONS,
    objects::FUNCTIONS,
    output::FUNCTIONS,
];

/// Builtin types that a program can name.
static TYPES: &[TypeId] = &[
    TypeId::Object,
    TypeId::Type,
    TypeId::Bool,
    TypeId::Int,
    TypeId::Float,
    TypeId::Str,
    TypeId::Bytes,
    TypeId::ByteArray,
    TypeId::MemoryView,
    TypeId::List,
    TypeId::Tuple,
    TypeId::Dict,
    TypeId::Set,
    TypeId::FrozenSet,
    TypeId::Range,
    TypeId::Slice,
    TypeId::Map,
    TypeId::Filter,
    TypeId::Zip,
    TypeId::Enumerate,
    TypeId::Reversed,
    TypeId::Super,
];

/// A builtin by name.
pub fn find(vm: &mut Vm, name: &str) -> Option<Value> {
    match name {
        "NotImplemented" => return Some(vm.not_implemented()),
        "Ellipsis" => return Some(vm.ellipsis()),
        "EnvironmentError" | "IOError" => return Some(vm.exception_class(ExcType::OSError)),
        _ => {}
    }
    if let Some(id) = TYPES.iter().find(|id| id.name() == name) {
        return Some(vm.type_class(*id));
    }
    if let Some(builtin) = TABLES
        .iter()
        .flat_map(|table| table.iter())
        .find(|builtin| builtin.name == name)
    {
        return Some(vm.function(builtin));
    }
    let kind = ExcType::ALL
        .iter()
        .find(|kind| kind.name() == name && kind.is_builtin())?;
    Some(vm.exception_class(*kind))
}

/// `T(..)` of types that have no definition of their own.
pub fn construct(vm: &mut Vm, id: TypeId, args: &Args<'_>) -> Option<Res> {
    types::iterator::construct(vm, id, args).or_else(|| objects::construct(vm, id, args))
}
