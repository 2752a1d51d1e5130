//! `int`

use super::{TypeDef, no_attribute};
use crate::args::Args;
use crate::error::Res;
use crate::object::TypeId;
use crate::vm::Vm;

/// The type.
pub static DEF: TypeDef =
    TypeDef { id: TypeId::Int, methods: &[], statics: &[], attribute: no_attribute, construct: construct };

fn construct(vm: &mut Vm, _: &Args<'_>) -> Res {
    Err(vm.type_error("cannot create 'int' instances yet"))
}
