//! Where the tables of methods are, for a linker that leaves out the rows which a program does not name
//! (`molt_compiler::shrink`). Nothing here is used at run time.

use std::mem::{offset_of, size_of};

use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::gates::{self, Kind};
use crate::types::exception::ExcType;
use crate::vm::Vm;
use crate::{builtins, modules, types};

/// How many of the tables are of methods that classes of the program inherit: the first ones.
const INHERITED: usize = 2;

/// Every table, of types, modules and builtin functions.
#[unsafe(no_mangle)]
pub static MOLT_TABLES: [&[Builtin]; 40] = [
    types::exception::METHODS,
    types::class::METHODS,
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

/// Where a type has its constructor: a program that names neither the type nor `type` or `__class__` cannot reach it.
#[repr(C)]
pub struct Constructor {
    name: &'static str,
    call: &'static fn(&mut Vm, &Args<'_>) -> Res,
}

/// The constructors.
#[unsafe(no_mangle)]
pub static MOLT_CONSTRUCTORS: [Constructor; 18] = [
    Constructor {
        name: "bytearray",
        call: &types::bytearray::DEF.construct,
    },
    Constructor {
        name: "bytes",
        call: &types::bytes::DEF.construct,
    },
    Constructor {
        name: "dict",
        call: &types::dict::DEF.construct,
    },
    Constructor {
        name: "float",
        call: &types::float::DEF.construct,
    },
    Constructor {
        name: "frozenset",
        call: &types::set::FROZEN_DEF.construct,
    },
    Constructor {
        name: "int",
        call: &types::int::DEF.construct,
    },
    Constructor {
        name: "list",
        call: &types::list::DEF.construct,
    },
    Constructor {
        name: "memoryview",
        call: &types::memoryview::DEF.construct,
    },
    Constructor {
        name: "range",
        call: &types::range::DEF.construct,
    },
    Constructor {
        name: "set",
        call: &types::set::DEF.construct,
    },
    Constructor {
        name: "slice",
        call: &types::slice::DEF.construct,
    },
    Constructor {
        name: "str",
        call: &types::str::DEF.construct,
    },
    Constructor {
        name: "tuple",
        call: &types::tuple::DEF.construct,
    },
    Constructor {
        name: "map",
        call: &types::iterator::CONSTRUCTORS[0].call,
    },
    Constructor {
        name: "filter",
        call: &types::iterator::CONSTRUCTORS[1].call,
    },
    Constructor {
        name: "zip",
        call: &types::iterator::CONSTRUCTORS[2].call,
    },
    Constructor {
        name: "enumerate",
        call: &types::iterator::CONSTRUCTORS[3].call,
    },
    Constructor {
        name: "reversed",
        call: &types::iterator::CONSTRUCTORS[4].call,
    },
];

/// A function by its address.
#[repr(transparent)]
pub struct Code(*const ());

// SAFETY: the address is read by nobody but the linker.
unsafe impl Sync for Code {}

/// The address of a function.
macro_rules! code {
    ($function:path) => {
        Code($function as *const ())
    };
}

/// Functions that only run when there is an object of a kind (see `gates`). One that is not inlined can stay away although code
/// that is alive calls it: that code has no such object to call it with. It must do something that only makes sense for its kind,
/// because the compiler may make one function of two that do the same.
#[repr(C)]
pub struct Gate {
    kind: &'static Kind,
    guarded: &'static [Code],
}

/// The gates.
#[unsafe(no_mangle)]
pub static MOLT_GATES: [Gate; 7] = [
    Gate {
        kind: &gates::LARGE_INTS,
        guarded: &[code!(crate::ops::text::big_repr)],
    },
    Gate {
        kind: &gates::JSON_ERRORS,
        guarded: &[code!(crate::modules::json::init_error)],
    },
    Gate {
        kind: &gates::SETS,
        guarded: &[
            code!(types::set::contains),
            code!(types::set::compare),
            code!(types::set::binary),
            code!(types::set::in_place),
            code!(types::set::iterate),
            code!(types::set::Set::hash),
        ],
    },
    Gate {
        kind: &gates::BYTES,
        guarded: &[
            code!(types::bytes::binary),
            code!(types::bytes::compare),
            code!(types::bytes::get_item),
            code!(types::bytes::contains),
            code!(types::bytes::iterate),
            code!(types::bytes::repr),
            code!(types::bytearray::iterate),
            code!(types::bytearray::in_place),
            code!(types::bytearray::set_item),
            code!(types::bytearray::del_item),
        ],
    },
    Gate {
        kind: &gates::VIEWS,
        guarded: &[
            code!(types::memoryview::contiguous),
            code!(types::memoryview::to_vec),
            code!(types::memoryview::content_of),
            code!(types::memoryview::compare),
            code!(types::memoryview::hash),
            code!(types::memoryview::length),
            code!(types::memoryview::repr),
            code!(types::memoryview::get_item),
            code!(types::memoryview::nth),
            code!(types::memoryview::set_item),
            code!(types::memoryview::del_item),
            code!(types::memoryview::iterate),
            code!(types::memoryview::contains),
            code!(types::memoryview::attribute),
        ],
    },
    Gate {
        kind: &gates::RANGES,
        guarded: &[
            code!(types::range::get_item),
            code!(types::range::contains),
            code!(types::range::equal),
            code!(types::range::hash),
            code!(types::range::iterate),
            code!(types::range::reversed),
            code!(types::range::length),
            code!(types::range::length_value),
        ],
    },
    Gate {
        kind: &gates::SLICES,
        guarded: &[code!(types::slice::hash)],
    },
];

/// How many tables there are, how large a row is, and where its name and its function are; how many of the tables are of methods
/// that classes of the program inherit; how many constructors and gates there are.
#[unsafe(no_mangle)]
pub static MOLT_LAYOUT: [u32; 7] = [
    MOLT_TABLES.len() as u32,
    size_of::<Builtin>() as u32,
    offset_of!(Builtin, name) as u32,
    offset_of!(Builtin, call) as u32,
    INHERITED as u32,
    MOLT_CONSTRUCTORS.len() as u32,
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
