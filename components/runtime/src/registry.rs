//! Where the tables of methods are, for a linker that leaves out the rows which a program does not name
//! (`molt_compiler::shrink`). Nothing here is used at run time.

use std::mem::{offset_of, size_of};

use crate::args::{Args, Builtin};
use crate::error::Res;
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

/// Constructors by the names of their types: a program that names neither the type nor `type` or `__class__` cannot reach them.
#[unsafe(no_mangle)]
pub static MOLT_CONSTRUCTORS: [&[Builtin]; 1] = [&[
    Builtin::function("bytearray", types::bytearray::DEF.construct),
    Builtin::function("bytes", types::bytes::DEF.construct),
    Builtin::function("dict", types::dict::DEF.construct),
    Builtin::function("float", types::float::DEF.construct),
    Builtin::function("frozenset", types::set::FROZEN_DEF.construct),
    Builtin::function("int", types::int::DEF.construct),
    Builtin::function("list", types::list::DEF.construct),
    Builtin::function("memoryview", types::memoryview::DEF.construct),
    Builtin::function("range", types::range::DEF.construct),
    Builtin::function("set", types::set::DEF.construct),
    Builtin::function("slice", types::slice::DEF.construct),
    Builtin::function("str", types::str::DEF.construct),
    Builtin::function("tuple", types::tuple::DEF.construct),
]];

/// How many tables there are, how large a row is, and where its name and its function are.
#[unsafe(no_mangle)]
pub static MOLT_LAYOUT: [u32; 4] = [
    MOLT_TABLES.len() as u32,
    size_of::<Builtin>() as u32,
    offset_of!(Builtin, name) as u32,
    offset_of!(Builtin, call) as u32,
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
