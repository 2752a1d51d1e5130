//! `memoryview`

use super::{TypeDef, no_attribute};
use crate::args::Args;
use crate::error::Res;
use crate::object::TypeId;
use crate::vm::Vm;

/// A view of a bytes or bytearray object.
pub struct MemoryView {}

/// The type.
pub static DEF: TypeDef =
    TypeDef { id: TypeId::MemoryView, methods: &[], statics: &[], attribute: no_attribute, construct: construct };

fn construct(vm: &mut Vm, _: &Args<'_>) -> Res {
    Err(vm.type_error("cannot create 'memoryview' instances yet"))
}
