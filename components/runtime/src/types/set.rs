//! `set`

use super::{TypeDef, no_attribute};
use crate::args::Args;
use crate::error::Res;
use crate::object::TypeId;
use crate::vm::Vm;

/// A set's table. Iteration order is CPython's.
#[derive(Default)]
pub struct Set {}

/// The type.
pub static DEF: TypeDef =
    TypeDef { id: TypeId::Set, methods: &[], statics: &[], attribute: no_attribute, construct: construct };

fn construct(vm: &mut Vm, _: &Args<'_>) -> Res {
    Err(vm.type_error("cannot create 'set' instances yet"))
}
/// The type.
pub static FROZEN_DEF: TypeDef =
    TypeDef { id: TypeId::FrozenSet, methods: &[], statics: &[], attribute: no_attribute, construct: construct_frozen };

fn construct_frozen(vm: &mut Vm, _: &Args<'_>) -> Res {
    Err(vm.type_error("cannot create 'set' instances yet"))
}
