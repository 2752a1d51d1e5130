//! `slice`

use super::{TypeDef, no_attribute};
use crate::args::Args;
use crate::error::Res;
use crate::object::TypeId;
use crate::vm::Vm;

/// start, stop, step: any values.
pub struct Slice {
    /// First.
    pub start: crate::Value,
    /// Behind the last.
    pub stop: crate::Value,
    /// Distance.
    pub step: crate::Value,
}

/// The type.
pub static DEF: TypeDef =
    TypeDef { id: TypeId::Slice, methods: &[], statics: &[], attribute: no_attribute, construct: construct };

fn construct(vm: &mut Vm, _: &Args<'_>) -> Res {
    Err(vm.type_error("cannot create 'slice' instances yet"))
}
