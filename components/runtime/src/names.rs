//! Names: which builtins and members of modules there are, and what CPython 3.12 has that this runtime does not. Plain lists, for who
//! looks at programs before they run; a test holds them against the runtime.

/// Builtin functions, types, exceptions and constants; `True`, `False` and `None` are no names.
pub const BUILTINS: &[&str] = &[
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BaseException",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "BytesWarning",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "DeprecationWarning",
    "EOFError",
    "Ellipsis",
    "EncodingWarning",
    "EnvironmentError",
    "Exception",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "FutureWarning",
    "GeneratorExit",
    "IOError",
    "ImportError",
    "ImportWarning",
    "IndentationError",
    "IndexError",
    "InterruptedError",
    "IsADirectoryError",
    "KeyError",
    "KeyboardInterrupt",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "NotADirectoryError",
    "NotImplemented",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PendingDeprecationWarning",
    "PermissionError",
    "ProcessLookupError",
    "RecursionError",
    "ReferenceError",
    "ResourceWarning",
    "RuntimeError",
    "RuntimeWarning",
    "StopAsyncIteration",
    "StopIteration",
    "SyntaxError",
    "SyntaxWarning",
    "SystemError",
    "SystemExit",
    "TabError",
    "TimeoutError",
    "TypeError",
    "UnboundLocalError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "UnicodeTranslateError",
    "UnicodeWarning",
    "UserWarning",
    "ValueError",
    "Warning",
    "ZeroDivisionError",
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "bool",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "delattr",
    "dict",
    "divmod",
    "enumerate",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "hasattr",
    "hash",
    "hex",
    "id",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "ord",
    "pow",
    "print",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "zip",
];

/// Builtins of CPython that are refused.
pub const MISSING_BUILTINS: &[&str] = &[
    "BaseExceptionGroup",
    "ExceptionGroup",
    "aiter",
    "anext",
    "breakpoint",
    "classmethod",
    "compile",
    "complex",
    "dir",
    "eval",
    "exec",
    "globals",
    "help",
    "input",
    "locals",
    "open",
    "property",
    "staticmethod",
    "vars",
];

/// Modules and their public members.
pub const MODULES: &[(&str, &[&str])] = &[
    ("json", &["JSONDecodeError", "dumps", "loads"]),
    (
        "math",
        &[
            "acos",
            "acosh",
            "asin",
            "asinh",
            "atan",
            "atan2",
            "atanh",
            "cbrt",
            "ceil",
            "comb",
            "copysign",
            "cos",
            "cosh",
            "degrees",
            "dist",
            "e",
            "erf",
            "erfc",
            "exp",
            "exp2",
            "expm1",
            "fabs",
            "factorial",
            "floor",
            "fmod",
            "frexp",
            "fsum",
            "gamma",
            "gcd",
            "hypot",
            "inf",
            "isclose",
            "isfinite",
            "isinf",
            "isnan",
            "isqrt",
            "lcm",
            "ldexp",
            "lgamma",
            "log",
            "log10",
            "log1p",
            "log2",
            "modf",
            "nan",
            "nextafter",
            "perm",
            "pi",
            "pow",
            "prod",
            "radians",
            "remainder",
            "sin",
            "sinh",
            "sqrt",
            "sumprod",
            "tan",
            "tanh",
            "tau",
            "trunc",
            "ulp",
        ],
    ),
    (
        "string",
        &[
            "ascii_letters",
            "ascii_lowercase",
            "ascii_uppercase",
            "capwords",
            "digits",
            "hexdigits",
            "octdigits",
            "printable",
            "punctuation",
            "whitespace",
        ],
    ),
    ("struct", &[]),
    (
        "sys",
        &[
            "argv",
            "byteorder",
            "exit",
            "getrecursionlimit",
            "maxsize",
            "maxunicode",
            "stderr",
            "stdout",
            "version_info",
        ],
    ),
];

/// Members of modules that CPython has and this runtime has not: saying "no attribute" would be wrong.
pub const MISSING_MEMBERS: &[(&str, &[&str])] = &[
    (
        "json",
        &[
            "JSONDecoder",
            "JSONEncoder",
            "detect_encoding",
            "dump",
            "load",
        ],
    ),
    ("string", &["Formatter", "Template"]),
    (
        "sys",
        &[
            "__stderr__",
            "__stdin__",
            "__stdout__",
            "_getframe",
            "api_version",
            "builtin_module_names",
            "copyright",
            "displayhook",
            "exc_info",
            "excepthook",
            "exception",
            "exec_prefix",
            "executable",
            "flags",
            "float_info",
            "get_int_max_str_digits",
            "getrefcount",
            "getsizeof",
            "gettrace",
            "hash_info",
            "hexversion",
            "implementation",
            "int_info",
            "intern",
            "meta_path",
            "modules",
            "no attribute",
            "orig_argv",
            "path",
            "platform",
            "prefix",
            "set_int_max_str_digits",
            "setprofile",
            "setrecursionlimit",
            "settrace",
            "stdin",
            "stdlib_module_names",
            "thread_info",
            "version",
            "warnoptions",
        ],
    ),
];

/// Whether a module's member is CPython's alone.
pub fn is_missing(module: &str, member: &str) -> bool {
    MISSING_MEMBERS
        .iter()
        .any(|(name, members)| *name == module && members.contains(&member))
}

/// Attributes of builtin types that CPython has and this runtime has not, by type; those that all objects have (`__eq__`, `__doc__`)
/// are not among them.
pub const MISSING_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("bool", &["__getnewargs__"]),
    (
        "bytearray",
        &[
            "__add__",
            "__alloc__",
            "__buffer__",
            "__contains__",
            "__delitem__",
            "__getitem__",
            "__iadd__",
            "__imul__",
            "__iter__",
            "__len__",
            "__mod__",
            "__mul__",
            "__release_buffer__",
            "__rmod__",
            "__rmul__",
            "__setitem__",
        ],
    ),
    (
        "bytes",
        &[
            "__add__",
            "__buffer__",
            "__bytes__",
            "__contains__",
            "__getitem__",
            "__getnewargs__",
            "__iter__",
            "__len__",
            "__mod__",
            "__mul__",
            "__rmod__",
            "__rmul__",
        ],
    ),
    (
        "dict",
        &[
            "__class_getitem__",
            "__contains__",
            "__delitem__",
            "__getitem__",
            "__ior__",
            "__iter__",
            "__len__",
            "__or__",
            "__reversed__",
            "__ror__",
            "__setitem__",
        ],
    ),
    ("float", &["__getnewargs__"]),
    (
        "frozenset",
        &[
            "__and__",
            "__class_getitem__",
            "__contains__",
            "__iter__",
            "__len__",
            "__or__",
            "__rand__",
            "__ror__",
            "__rsub__",
            "__rxor__",
            "__sub__",
            "__xor__",
        ],
    ),
    ("int", &["__getnewargs__"]),
    (
        "list",
        &[
            "__add__",
            "__class_getitem__",
            "__contains__",
            "__delitem__",
            "__getitem__",
            "__iadd__",
            "__imul__",
            "__iter__",
            "__len__",
            "__mul__",
            "__reversed__",
            "__rmul__",
            "__setitem__",
        ],
    ),
    (
        "memoryview",
        &[
            "__buffer__",
            "__delitem__",
            "__getitem__",
            "__iter__",
            "__len__",
            "__release_buffer__",
            "__setitem__",
            "_from_flags",
        ],
    ),
    (
        "range",
        &[
            "__bool__",
            "__contains__",
            "__getitem__",
            "__iter__",
            "__len__",
            "__reversed__",
        ],
    ),
    (
        "set",
        &[
            "__and__",
            "__class_getitem__",
            "__contains__",
            "__iand__",
            "__ior__",
            "__isub__",
            "__iter__",
            "__ixor__",
            "__len__",
            "__or__",
            "__rand__",
            "__ror__",
            "__rsub__",
            "__rxor__",
            "__sub__",
            "__xor__",
        ],
    ),
    ("slice", &[]),
    ("str", &["__getnewargs__", "__iter__", "__rmod__"]),
    (
        "tuple",
        &[
            "__add__",
            "__class_getitem__",
            "__contains__",
            "__getitem__",
            "__getnewargs__",
            "__iter__",
            "__len__",
            "__mul__",
            "__rmul__",
        ],
    ),
];

/// Names of the form `__name__` that a class may have: what its instances are asked for, and what nobody asks for. Any other one would
/// be ignored, so classes with it are refused.
pub const CLASS_NAMES: &[&str] = &[
    "__init__",
    "__str__",
    "__repr__",
    "__call__",
    "__enter__",
    "__exit__",
    "__format__",
    "__getattr__",
    "__module__",
    "__qualname__",
    "__doc__",
    "__annotations__",
    "__classcell__",
    "__match_args__",
    "__static_attributes__",
    "__firstlineno__",
    "__notes__",
    "__author__",
    "__version__",
    "__all__",
    "__name__",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::attributes;
    use crate::{Output, Vm, builtins, modules};

    struct Nowhere;
    impl Output for Nowhere {
        fn write(&mut self, _: bool, _: &[u8]) {}
    }

    /// What is listed wrongly.
    fn wrong(vm: &mut Vm) -> Vec<String> {
        let mut wrong = Vec::new();
        for name in BUILTINS {
            if builtins::find(vm, name).is_none() {
                wrong.push(format!("{name} is no builtin"));
            }
        }
        for name in MISSING_BUILTINS {
            if builtins::find(vm, name).is_some() {
                wrong.push(format!("{name} is a builtin"));
            }
        }
        for (module, members) in MODULES {
            let found = modules::find(module);
            for member in *members {
                let there = found.and_then(|module| modules::attribute(vm, module, member));
                if !matches!(there, Some(Ok(_))) {
                    wrong.push(format!("{module}.{member} is not there"));
                }
            }
        }
        for (kind, names) in MISSING_ATTRIBUTES {
            let Some(class) = builtins::find(vm, kind) else {
                wrong.push(format!("{kind} is no type"));
                continue;
            };
            for name in *names {
                let text = vm.intern(name);
                if attributes::get(vm, &class, &text).is_ok() {
                    wrong.push(format!("{kind}.{name} is there"));
                }
            }
        }
        wrong
    }

    #[test]
    fn names_are_those_of_the_runtime() {
        let mut vm = Vm::new(Box::new(Nowhere));
        assert_eq!(wrong(&mut vm), Vec::<String>::new());
    }
}
