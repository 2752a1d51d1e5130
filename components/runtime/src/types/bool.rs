//! `bool`: an int of two values.

use super::{TypeDef, int, no_attribute};
use crate::args::{Args, between};
use crate::error::{OrRaise, Res};
use crate::object::TypeId;
use crate::ops::truth;
use crate::value::Value;
use crate::vm::Vm;

/// The type. What it does not have itself it has of `int`.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Bool,
    methods: &[],
    statics: int::BOOL_STATICS,
    attribute: no_attribute,
    construct,
};

fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("bool").or_raise(vm)?;
    between("bool", args.pos, 0, 1).or_raise(vm)?;
    match args.pos {
        [value, ..] => truth::truth(vm, value).map(Value::bool),
        [] => Ok(Value::FALSE),
    }
}
