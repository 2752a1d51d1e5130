//! Random operations on random values: one expression a line, each with its own try.

use crate::random::Random;

const INTS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "3",
    "-7",
    "10",
    "63",
    "64",
    "255",
    "256",
    "-129",
    "1000",
    "65535",
    "2**31",
    "-2**31",
    "2**46 - 1",
    "2**46",
    "-2**46 - 1",
    "2**61",
    "2**62 - 1",
    "-2**62",
    "2**63 - 1",
    "2**63",
    "-2**63",
    "2**64",
    "10**20",
    "-10**25",
    "True",
    "False",
];
const FLOATS: &[&str] = &[
    "0.0",
    "-0.0",
    "1.0",
    "-1.5",
    "0.1",
    "2.5",
    "-2.675",
    "1e16",
    "1e-7",
    "123456.789",
    "1e300",
    "-1e-300",
    "5e-324",
    "float('inf')",
    "float('-inf')",
    "float('nan')",
    "2.0**53",
    "1e22",
];
const STRS: &[&str] = &[
    "''",
    "'a'",
    "'abc'",
    "'ABC def'",
    "' x '",
    "'aXbXc'",
    "'12'",
    "'-3.5'",
    "'é'",
    "'ß\\u0130'",
    "'日本語'",
    "'🐍x'",
    "'a,b,,c'",
    "'\\t\\n'",
    "'{}'",
    "'%s'",
    "'x' * 20",
    "'\\ud800'",
    "'Σας ΣΑΣ'",
    "'ǆ'",
    "'a\\x00b'",
    "'line\\nline\\r\\n'",
    "'_id1'",
    "'٣'",
];
const BYTES: &[&str] = &[
    "b''",
    "b'a'",
    "b'abc'",
    "b'ABC def'",
    "b' x '",
    "b'\\x00\\xff'",
    "b'a,b,,c'",
    "b'12'",
    "b'h\\xc3\\xa9'",
    "bytearray(b'xyz')",
    "b'%d'",
    "bytes(range(5))",
    "memoryview(b'abcd')",
];
const CONTAINERS: &[&str] = &[
    "[]",
    "[1, 2, 3]",
    "[3, 1, 2]",
    "['a', 'b']",
    "[[1], [2]]",
    "()",
    "(1,)",
    "(1, 'a', 2.5)",
    "{}",
    "{'a': 1}",
    "{1: 2, 'b': [3]}",
    "set()",
    "{1, 2, 3}",
    "{10, 20, 5}",
    "frozenset([1, 9])",
    "range(5)",
    "range(10, 0, -3)",
    "[None, True]",
    "[1.5, -1]",
    "[0] * 5",
];
const OTHERS: &[&str] = &[
    "None",
    "...",
    "int",
    "len",
    "slice(1, 3)",
    "ValueError('x')",
];
const BINARY: &[&str] = &[
    "+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "<", "<=", "==", "!=", ">",
    ">=", "in", "not in", "and", "or",
];
const STR_METHODS: &[&str] = &[
    "upper",
    "lower",
    "title",
    "capitalize",
    "swapcase",
    "casefold",
    "strip",
    "lstrip",
    "rstrip",
    "split",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "find",
    "rfind",
    "index",
    "rindex",
    "count",
    "replace",
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
    "center",
    "ljust",
    "rjust",
    "zfill",
    "expandtabs",
    "join",
    "isalpha",
    "isdigit",
    "isdecimal",
    "isnumeric",
    "isalnum",
    "isspace",
    "isupper",
    "islower",
    "istitle",
    "isidentifier",
    "isprintable",
    "isascii",
    "encode",
    "format",
    "translate",
];
const BYTES_METHODS: &[&str] = &[
    "upper",
    "lower",
    "title",
    "capitalize",
    "swapcase",
    "strip",
    "lstrip",
    "rstrip",
    "split",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "find",
    "rfind",
    "index",
    "rindex",
    "count",
    "replace",
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
    "center",
    "ljust",
    "rjust",
    "zfill",
    "expandtabs",
    "join",
    "isalpha",
    "isdigit",
    "isalnum",
    "isspace",
    "isupper",
    "islower",
    "istitle",
    "isascii",
    "decode",
    "hex",
    "translate",
];
const LIST_METHODS: &[&str] = &[
    "index", "count", "copy", "pop", "append", "extend", "insert", "remove", "reverse", "sort",
];
const DICT_METHODS: &[&str] = &[
    "get",
    "keys",
    "values",
    "items",
    "pop",
    "setdefault",
    "update",
    "copy",
    "popitem",
];
const SET_METHODS: &[&str] = &[
    "union",
    "intersection",
    "difference",
    "symmetric_difference",
    "issubset",
    "issuperset",
    "isdisjoint",
    "add",
    "discard",
    "remove",
    "copy",
];
const INT_METHODS: &[&str] = &[
    "bit_length",
    "bit_count",
    "to_bytes",
    "as_integer_ratio",
    "is_integer",
    "conjugate",
];
const FLOAT_METHODS: &[&str] = &["hex", "is_integer", "as_integer_ratio", "conjugate"];
const BUILTINS: &[&str] = &[
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "bool",
    "bytearray",
    "bytes",
    "chr",
    "dict",
    "divmod",
    "enumerate",
    "float",
    "format",
    "frozenset",
    "hash",
    "hex",
    "int",
    "len",
    "list",
    "max",
    "min",
    "oct",
    "ord",
    "pow",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "tuple",
    "zip",
];
const SPECS: &[&str] = &[
    "", "5", "<8", "^9", ">7", "*^10", "05", "+", " ", ",", "_", "x", "#x", "b", "o", "c", "d",
    "e", "E", ".2f", "f", "g", ".3g", "n", "%", "s", "10.4", "+.1e", "#.3g", "010,.2f", "=+6",
    "z.0f", ".0f", "X", "#b", "_x", "é<4", ".3", "r", "5d", "-8.1%",
];

/// An atom of any type.
pub fn value(random: &mut Random) -> String {
    let pools: [(&[&str], usize); 6] = [
        (INTS, 5),
        (FLOATS, 3),
        (STRS, 5),
        (BYTES, 3),
        (CONTAINERS, 4),
        (OTHERS, 1),
    ];
    let total: usize = pools.iter().map(|(_, weight)| weight).sum();
    let mut at = random.below(total);
    for (pool, weight) in pools {
        if at < weight {
            return random.pick(pool).to_string();
        }
        at -= weight;
    }
    "None".to_string()
}

fn small(random: &mut Random) -> String {
    random
        .pick(&[
            "0", "1", "2", "3", "5", "-1", "-2", "8", "None", "True", "100",
        ])
        .to_string()
}

fn arguments(random: &mut Random, like: &[&str]) -> String {
    let count = [0, 1, 1, 1, 2, 2, 3][random.below(7)];
    let all: Vec<String> = (0..count)
        .map(|_| match random.below(4) {
            0 => small(random),
            1 | 2 => random.pick(like).to_string(),
            _ => value(random),
        })
        .collect();
    all.join(", ")
}

fn slice(random: &mut Random) -> String {
    let part = |random: &mut Random| {
        if random.once_in(2) {
            String::new()
        } else {
            random.pick(&["0", "1", "2", "-1", "-3", "9"]).to_string()
        }
    };
    let (a, b, c) = (part(random), part(random), part(random));
    if random.once_in(2) {
        format!("{a}:{b}")
    } else {
        format!("{a}:{b}:{c}")
    }
}

/// An expression. Results that would take long or be huge are left out: no power or shift with a large right operand.
pub fn expression(random: &mut Random) -> String {
    match random.below(12) {
        0..=2 => {
            let op = random.pick(BINARY);
            let right = match op {
                "**" | "<<" | ">>" => random
                    .pick(&["0", "1", "2", "-1", "0.5", "3", "63", "True", "'a'", "-0.5"])
                    .to_string(),
                _ => value(random),
            };
            if op == "*" {
                return format!(
                    "({}) * ({})",
                    value(random),
                    random.pick(&[
                        "0", "1", "2", "-1", "3", "2.5", "True", "'a'", "[1]", "2**62"
                    ])
                );
            }
            format!("({}) {op} ({right})", value(random))
        }
        3 => format!(
            "{}({})",
            random.pick(&["-", "+", "~", "not "]),
            value(random)
        ),
        4 => {
            let pool = [STRS, BYTES, CONTAINERS][random.below(3)];
            format!("({})[{}]", random.pick(pool), slice(random))
        }
        5 => format!("({})[{}]", value(random), small(random)),
        6 => format!(
            "({}).{}({})",
            random.pick(STRS),
            random.pick(STR_METHODS),
            arguments(random, STRS)
        ),
        7 => format!(
            "({}).{}({})",
            random.pick(BYTES),
            random.pick(BYTES_METHODS),
            arguments(random, BYTES)
        ),
        8 => {
            let (pool, methods) = [
                (CONTAINERS, LIST_METHODS),
                (CONTAINERS, DICT_METHODS),
                (CONTAINERS, SET_METHODS),
                (INTS, INT_METHODS),
                (FLOATS, FLOAT_METHODS),
            ][random.below(5)];
            format!(
                "({}).{}({})",
                random.pick(pool),
                random.pick(methods),
                arguments(random, CONTAINERS)
            )
        }
        9 => format!("format({}, {:?})", value(random), random.pick(SPECS)),
        10 => format!(
            "'%{}' % ({},)",
            random.pick(&[
                "d", "5d", "-5d", "05d", "x", "#o", "e", ".2f", "g", "s", "r", "a", "c", "10s",
                ".1s", "+d", "i"
            ]),
            value(random)
        ),
        _ => {
            let name = random.pick(BUILTINS);
            // Sizes that would be allocated in earnest by CPython, and reprs that hold an address.
            let like = match name {
                "bytes" | "bytearray" | "range" | "pow" => {
                    &["0", "1", "3", "-1", "[1, 2]", "'a'", "300", "b'x'", "2.5"][..]
                }
                _ => CONTAINERS,
            };
            let call = match name {
                "bytes" | "bytearray" | "range" | "pow" => format!(
                    "{name}({})",
                    (0..1 + random.below(2))
                        .map(|_| random.pick(like).to_string())
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
                _ => format!("{name}({})", arguments(random, like)),
            };
            match name {
                "enumerate" | "zip" | "reversed" => format!("list({call})"),
                _ => call,
            }
        }
    }
}

/// Statements that print what each of `count` expressions gives or raises.
pub fn statements(random: &mut Random, count: usize) -> Vec<String> {
    (0..count)
        .map(|_| {
            let expression = expression(random);
            format!("try:\n    show({expression})\nexcept Exception as e:\n    fail(e)\n")
        })
        .collect()
}

/// What `statements` call: text without addresses.
pub const PRELUDE: &str = "\
def show(v):
    print(type(v).__name__, ascii(v) if not isinstance(v, (memoryview, type(len), type(show))) and 'object at' not in ascii(v) else '')
def fail(e):
    print(type(e).__name__, ascii(str(e)))
";
