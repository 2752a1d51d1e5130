//! `dict`

use super::{TypeDef, no_attribute};
use crate::args::Args;
use crate::error::Res;
use crate::object::TypeId;
use crate::vm::Vm;

/// A dict's entries, in insertion order.
#[derive(Default)]
pub struct Dict {}

/// The type.
pub static DEF: TypeDef =
    TypeDef { id: TypeId::Dict, methods: &[], statics: &[], attribute: no_attribute, construct: construct };

fn construct(vm: &mut Vm, _: &Args<'_>) -> Res {
    Err(vm.type_error("cannot create 'dict' instances yet"))
}
