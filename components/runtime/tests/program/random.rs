use molt_runtime::abi::flow::ErrorKind;
use molt_runtime::abi::text::Conversion;
use molt_runtime::abi::{binary, calls, containers, exchange, flow, memory, scalars, tasks, text};
use molt_runtime::ops::arithmetic::{BinaryOp, UnaryOp};
use molt_runtime::ops::compare::CompareOp;
use molt_runtime::types::function::Code;

use crate::support::{ABSENT, NONE, Program, int};

/// Xorshift: the same calls in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

const BINARY: &[BinaryOp] = &[
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::TrueDiv,
    BinaryOp::FloorDiv,
    BinaryOp::Mod,
    BinaryOp::And,
    BinaryOp::Or,
    BinaryOp::Xor,
    BinaryOp::MatMul,
    BinaryOp::RShift,
];
const UNARY: &[UnaryOp] = &[UnaryOp::Neg, UnaryOp::Pos, UnaryOp::Invert, UnaryOp::Not];
const COMPARE: &[CompareOp] = &[
    CompareOp::Lt,
    CompareOp::Le,
    CompareOp::Eq,
    CompareOp::Ne,
    CompareOp::Gt,
    CompareOp::Ge,
];
const KINDS: &[ErrorKind] = &[
    ErrorKind::Name,
    ErrorKind::UnboundLocal,
    ErrorKind::UnboundFree,
    ErrorKind::Assertion,
    ErrorKind::Recursion,
    ErrorKind::Type,
    ErrorKind::Runtime,
    ErrorKind::Memory,
];
const CONVERSIONS: &[Conversion] = &[
    Conversion::None,
    Conversion::Str,
    Conversion::Repr,
    Conversion::Ascii,
];
const NAMES: &[&str] = &[
    "append",
    "pop",
    "keys",
    "items",
    "join",
    "split",
    "format",
    "encode",
    "decode",
    "args",
    "__class__",
    "__init__",
    "__str__",
    "add_note",
    "real",
    "sort",
    "update",
    "index",
    "count",
    "tobytes",
    "cast",
    "release",
    "x",
    "__name__",
    "copy",
    "clear",
    "remove",
    "extend",
    "insert",
    "strip",
    "replace",
    "title",
    "hex",
    "get",
    "setdefault",
    "__mro__",
];
const BUILTINS: &[&str] = &[
    "len",
    "repr",
    "str",
    "int",
    "float",
    "list",
    "tuple",
    "dict",
    "set",
    "frozenset",
    "sorted",
    "reversed",
    "map",
    "zip",
    "enumerate",
    "filter",
    "sum",
    "min",
    "max",
    "any",
    "all",
    "isinstance",
    "issubclass",
    "getattr",
    "setattr",
    "hasattr",
    "type",
    "callable",
    "hash",
    "id",
    "iter",
    "next",
    "print",
    "bytes",
    "bytearray",
    "memoryview",
    "slice",
    "bool",
    "chr",
    "ord",
    "abs",
    "divmod",
    "round",
    "format",
    "ValueError",
    "KeyError",
    "OSError",
    "UnicodeDecodeError",
    "SystemExit",
    "StopIteration",
    "super",
    "object",
    "ascii",
    "bin",
    "delattr",
];

/// Random intrinsics with random values, stale handles and bits that are no values: whatever they do, they return.
#[test]
fn no_sequence_of_intrinsics_panics() {
    for seed in 1..=40 {
        let mut random = Random(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let mut program = Program::new("x = 1\n");
        let callback = program.define("f", &["x"], |program| program.argument(0));
        let mut pool = vec![
            int(0),
            int(1),
            int(-3),
            NONE,
            ABSENT,
            callback,
            0x3ff8_0000_0000_0000,
        ];
        for name in BUILTINS {
            pool.push(program.builtin(name));
        }
        for _ in 0..3000 {
            let made = step(&mut program, &mut random, &pool);
            let made = program.settle(made);
            if molt_runtime::abi::flow::catch(&mut program.vm) != ABSENT {
                flow::end_catch(&mut program.vm);
            }
            if pool.len() < 300 {
                pool.push(made);
            } else {
                let at = random.below(pool.len());
                let old = std::mem::replace(&mut pool[at], made);
                // Others may still have it: then it is stale.
                memory::release(&mut program.vm, old);
            }
        }
        program.finish();
    }
}

fn step(program: &mut Program, random: &mut Random, pool: &[u64]) -> u64 {
    let mut pick = || match random.below(40) {
        0 => random.next(),
        1 => 0x7ffc_0000_0000_0000 | (random.next() & 0xffff_ffff_ffff),
        _ => random.one(pool),
    };
    let (a, b, c) = (pick(), pick(), pick());
    let n = random.below(5) as u32;
    let name = random.one(NAMES);
    let name = program.str(name);
    let which = random.below(52);
    let vm = &mut program.vm;
    match which {
        0 => scalars::int_from_s64(vm, random.next() as i64),
        1 => scalars::binary(vm, random.one(BINARY), a, b),
        2 => scalars::in_place(vm, random.one(BINARY), a, b),
        3 => scalars::unary(vm, random.one(UNARY), a),
        4 => scalars::compare(vm, random.one(COMPARE), a, b),
        5 => scalars::truth(vm, a),
        6 => scalars::index(vm, a),
        7 => scalars::int_to_s64(vm, a) as u64 & 0xff | int(0),
        8 => text::literal(vm, vec![random.next() as u8, random.next() as u8]),
        9 => text::stage_formatted(vm, a, random.one(CONVERSIONS), b),
        10 => text::join_staged(vm, n),
        11 => text::to_utf8(vm, a).map_or_else(|signal| signal, |_| NONE),
        12 => {
            binary::to_list(vm, a).map_or_else(|signal| signal, |bytes| binary::literal(vm, bytes))
        }
        13..=16 => {
            containers::stage4(vm, a, b, c, a);
            NONE
        }
        17 => containers::unstage(vm),
        18 => containers::make_tuple(vm, n),
        19 => containers::make_list(vm, n),
        20 => containers::make_set(vm, n),
        21 => containers::make_dict(vm, n),
        22 => containers::make_slice(vm, a, b, c),
        23 => containers::list_append(vm, a, b),
        24 => containers::set_add(vm, a, b),
        25 => containers::extend(vm, a, b),
        26 => containers::merge(vm, a, b, c),
        27 => containers::get_item(vm, a, b),
        28 => containers::get_item_at(vm, a, random.next() as i64 >> 60),
        29 => containers::set_item(vm, a, b, c),
        30 => containers::set_item_at(vm, a, random.next() as i64 >> 60, b),
        31 => containers::del_item(vm, a, b),
        32 => containers::contains(vm, a, b),
        33 => containers::length(vm, a),
        34 => containers::unpack(vm, a, n),
        35 => containers::unpack_star(vm, a, n, 1),
        36 => containers::match_key(vm, a, b),
        37 => containers::match_class(vm, a, b, n, c),
        38 => flow::iterate(vm, a),
        39 => flow::next(vm, a),
        40 => flow::raise(vm, a, b),
        41 => flow::raise_error(vm, random.one(KINDS), a),
        42 => flow::matches(vm, a, b),
        43 => flow::enter_context(vm, a),
        44 => calls::call(vm, a, n, NONE),
        45 => calls::call_method1(vm, a, name, b),
        46 => calls::call_method(vm, a, name, n, NONE),
        47 => calls::get_attribute(vm, a, name),
        48 => calls::set_attribute(vm, a, name, b),
        49 => calls::make_class(vm, name, n, a),
        50 => {
            exchange::dump(vm, a).map_or_else(|signal| signal, |bytes| exchange::load(vm, &bytes))
        }
        _ => {
            flow::trace(vm, n, n, n, n);
            flow::exit_context(vm, a, b)
        }
    }
}

#[test]
fn tasks_out_of_order_raise() {
    let mut program = Program::new("");
    assert_eq!(tasks::enter(&mut program.vm), u32::MAX);
    assert_eq!(tasks::argument(&mut program.vm, 0), ABSENT);
    assert_eq!(tasks::closure(&mut program.vm, 0), ABSENT);
    tasks::leave(&mut program.vm, NONE);
    assert_eq!(program.caught(), "SystemError: leave without enter");
    calls::describe(&mut program.vm, u32::MAX, Code::default());
    calls::make_function(&mut program.vm, 9, NONE, NONE, NONE);
    assert_eq!(
        program.caught(),
        "SystemError: a function was not described"
    );
}

#[test]
fn everything_can_be_a_key_and_be_compared() {
    let mut program = Program::new("");
    let p = &mut program;
    let c = p.class("C", &[], &[]);
    let made = p.call(c, &[]);
    let error = p.call_builtin("ValueError", &[]);
    let f = p.define("f", &[], |_| NONE);
    for value in [c, made, error, f] {
        assert_eq!(
            scalars::compare(&mut p.vm, CompareOp::Eq, value, value),
            0x7ffa_0000_0000_0001
        );
        assert_eq!(
            scalars::compare(&mut p.vm, CompareOp::Ne, value, int(1)),
            0x7ffa_0000_0000_0001
        );
        assert_eq!(scalars::truth(&mut p.vm, value), 0x7ffa_0000_0000_0001);
        let dict = p.dict(&[]);
        assert_eq!(containers::set_item(&mut p.vm, dict, value, int(5)), NONE);
        assert_eq!(containers::get_item(&mut p.vm, dict, value), int(5));
    }
}
