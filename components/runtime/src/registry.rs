//! Where the tables of methods are, for a linker that leaves out the rows which a program does not name
//! (`molt_compiler::shrink`). Nothing here is used at run time.

use std::mem::{offset_of, size_of};

use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::types::TypeDef;
use crate::types::exception::ExcType;
use crate::vm::Vm;
use crate::{builtins, modules, types};

/// Every table, of types, modules and builtin functions.
#[unsafe(no_mangle)]
pub static MOLT_TABLES: [&[Builtin]; 40] = [
    types::bool::DEF.methods,
    types::bytearray::DEF.methods,
    types::bytearray::DEF.statics,
    types::bytes::DEF.methods,
    types::bytes::DEF.statics,
    types::dict::DEF.methods,
    types::dict::DEF.statics,
    types::dict::ITEMS_DEF.methods,
    types::dict::KEYS_DEF.methods,
    types::dict::VALUES_DEF.methods,
    types::float::DEF.methods,
    types::float::DEF.statics,
    types::set::FROZEN_DEF.methods,
    types::int::DEF.methods,
    types::int::DEF.statics,
    types::list::DEF.methods,
    types::memoryview::DEF.methods,
    types::range::DEF.methods,
    types::set::DEF.methods,
    types::slice::DEF.methods,
    types::str::DEF.methods,
    types::str::DEF.statics,
    types::tuple::DEF.methods,
    types::exception::METHODS,
    types::class::METHODS,
    builtins::characters::FUNCTIONS,
    builtins::collections::FUNCTIONS,
    builtins::extremes::FUNCTIONS,
    builtins::numbers::FUNCTIONS,
    builtins::objects::FUNCTIONS,
    builtins::output::FUNCTIONS,
    modules::json::MODULE.functions,
    modules::math::MODULE.functions,
    modules::string::MODULE.functions,
    modules::struct_::MODULE.functions,
    modules::struct_::object::METHODS,
    modules::sys::MODULE.functions,
    types::bool::DEF.statics,
    types::list::DEF.statics,
    types::tuple::DEF.statics,
];

/// A type's definition by its name: a program that names neither the type nor `type` or `__class__` cannot reach its constructor.
#[repr(C)]
pub struct Named {
    name: &'static str,
    def: &'static TypeDef,
}

impl Named {
    const fn new(name: &'static str, def: &'static TypeDef) -> Named {
        Named { name, def }
    }
}

/// The types whose constructors have names.
#[unsafe(no_mangle)]
pub static MOLT_CONSTRUCTORS: [Named; 13] = [
    Named::new("bytearray", &types::bytearray::DEF),
    Named::new("bytes", &types::bytes::DEF),
    Named::new("dict", &types::dict::DEF),
    Named::new("float", &types::float::DEF),
    Named::new("frozenset", &types::set::FROZEN_DEF),
    Named::new("int", &types::int::DEF),
    Named::new("list", &types::list::DEF),
    Named::new("memoryview", &types::memoryview::DEF),
    Named::new("range", &types::range::DEF),
    Named::new("set", &types::set::DEF),
    Named::new("slice", &types::slice::DEF),
    Named::new("str", &types::str::DEF),
    Named::new("tuple", &types::tuple::DEF),
];

/// A function by its address.
#[repr(transparent)]
pub struct Code(*const ());

// SAFETY: the address is read by nobody but the linker.
unsafe impl Sync for Code {}

/// Code that can only run when there is an object of some kind: when one of the makers is alive. A function that is called, and
/// not inlined, can stay behind its gate although code that is alive calls it, because that code has no such object to call it
/// with.
#[repr(C)]
pub struct Gate {
    /// Every function that makes such an object.
    makers: &'static [Code],
    /// Functions that are called when there is one.
    guarded: &'static [Code],
}

/// The gates.
#[unsafe(no_mangle)]
pub static MOLT_GATES: [Gate; 0] = [];

/// How many tables there are, how large a row is, and where its name and its function are; how many constructors there are, and
/// where a type's definition has its own; how many gates there are.
#[unsafe(no_mangle)]
pub static MOLT_LAYOUT: [u32; 7] = [
    MOLT_TABLES.len() as u32,
    size_of::<Builtin>() as u32,
    offset_of!(Builtin, name) as u32,
    offset_of!(Builtin, call) as u32,
    MOLT_CONSTRUCTORS.len() as u32,
    offset_of!(TypeDef, construct) as u32,
    MOLT_GATES.len() as u32,
];

/// What stands in for a row that was left out.
#[unsafe(no_mangle)]
pub static MOLT_LEFT_OUT: Builtin = Builtin::function("", left_out);

fn left_out(vm: &mut Vm, _: &Args<'_>) -> Res {
    Err(vm.error(
        ExcType::SystemError,
        "this function was left out of the runtime, because the program does not name it; build with --whole-runtime",
    ))
}
