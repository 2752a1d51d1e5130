use molt_runtime::abi::{calls, containers, flow};
use molt_runtime::types::function::Code;

use crate::support::{NONE, Program, RAISED, int};

#[test]
fn prints() {
    let mut program = Program::new("");
    let hello = program.str("hello");
    assert_eq!(program.call_builtin("print", &[hello]), NONE);
    let list = program.list(&[int(1), hello, NONE]);
    program.call_builtin("print", &[list, int(2)]);
    assert_eq!(program.finish(), 0);
    assert_eq!(program.output(), "hello\n[1, 'hello', None] 2\n");
}

#[test]
fn functions_of_the_program_run_inside_of_builtins() {
    let mut program = Program::new("");
    let negate = program.define("negate", &["x"], |program| {
        let x = program.argument(0);
        molt_runtime::abi::scalars::unary(
            &mut program.vm,
            molt_runtime::ops::arithmetic::UnaryOp::Neg,
            x,
        )
    });
    // The key function sorts by itself: requests nest.
    let nested = program.define("nested", &["x"], move |program| {
        let list = program.list(&[int(2), int(1)]);
        let sorted = program.builtin("sorted");
        program.call_with(sorted, &[list, negate], &["key"]);
        let x = program.argument(0);
        program.call(negate, &[x])
    });
    let list = program.list(&[int(3), int(1), int(2)]);
    let sorted = program.builtin("sorted");
    let result = program.call_with(sorted, &[list, nested], &["key"]);
    assert_eq!(program.repr(result), "[3, 2, 1]");
    let map = program.call_builtin("map", &[nested, list]);
    let result = program.call_builtin("list", &[map]);
    assert_eq!(program.repr(result), "[-3, -1, -2]");
    assert!(program.vm.running.is_empty() && program.vm.requested.is_none());
}

#[test]
fn an_exception_in_a_key_function_passes_through() {
    let mut program = Program::new("");
    let fails = program.define("fails", &["x"], |program| {
        program.raise_new("ValueError", "no")
    });
    let list = program.list(&[int(3), int(1)]);
    let sorted = program.builtin("sorted");
    assert_eq!(program.call_with(sorted, &[list, fails], &["key"]), RAISED);
    assert_eq!(program.caught(), "ValueError: no");
    assert_eq!(program.repr(list), "[3, 1]");
}

fn function(
    program: &mut Program,
    parameters: &[&str],
    positional_only: usize,
    keyword_only: usize,
    stars: (&str, &str),
    defaults: &[u64],
) -> u64 {
    let name = |name: &str| Some(name.to_string()).filter(|name| !name.is_empty());
    let code = Code {
        name: "f".into(),
        qualified_name: "f".into(),
        line: 1,
        parameters: parameters.iter().map(ToString::to_string).collect(),
        positional_only,
        keyword_only,
        varargs: name(stars.0),
        varkeywords: name(stars.1),
    };
    let count =
        parameters.len() as u32 + u32::from(!stars.0.is_empty()) + u32::from(!stars.1.is_empty());
    let defaults = if defaults.is_empty() {
        NONE
    } else {
        program.tuple(defaults)
    };
    let keyword_defaults = program.dict(&[("k", int(9))]);
    program.define_as(code, defaults, keyword_defaults, move |program| {
        for at in 0..count {
            let argument = program.argument(at);
            containers::stage(&mut program.vm, argument);
        }
        containers::make_tuple(&mut program.vm, count)
    })
}

#[test]
fn arguments_are_bound_as_cpython_binds_them() {
    let mut program = Program::new("");
    let p = &mut program;
    type Case<'a> = (u64, &'a [u64], &'a [&'a str], &'a str);
    let ab = function(p, &["a", "b"], 0, 0, ("", ""), &[]);
    let abc = function(p, &["a", "b", "c"], 0, 0, ("", ""), &[int(7)]);
    let a_k = function(p, &["a", "k"], 0, 1, ("", ""), &[]);
    let a_j = function(p, &["a", "j", "l"], 0, 2, ("", ""), &[]);
    let only = function(p, &["a", "b"], 2, 0, ("", ""), &[]);
    let only_more = function(p, &["a"], 1, 0, ("", "more"), &[]);
    let stars = function(p, &["a"], 0, 0, ("rest", "more"), &[]);
    let (i, j, k, l) = (int(1), int(2), int(3), int(4));
    let cases: &[Case] = &[
        (ab, &[i, j], &[], "(1, 2)"),
        (ab, &[i, j], &["b"], "(1, 2)"),
        (ab, &[i, j], &["b", "a"], "(2, 1)"),
        (abc, &[i, j], &[], "(1, 2, 7)"),
        (a_k, &[i], &[], "(1, 9)"),
        (a_k, &[i, j], &["k"], "(1, 2)"),
        (only_more, &[i, j], &["a"], "(1, {'a': 2})"),
        (stars, &[i, j, k, l], &["z"], "(1, (2, 3), {'z': 4})"),
        (stars, &[i], &["a"], "(1, (), {})"),
        (
            ab,
            &[],
            &[],
            "TypeError: f() missing 2 required positional arguments: 'a' and 'b'",
        ),
        (
            ab,
            &[i],
            &[],
            "TypeError: f() missing 1 required positional argument: 'b'",
        ),
        (
            ab,
            &[i, j, k],
            &[],
            "TypeError: f() takes 2 positional arguments but 3 were given",
        ),
        (
            abc,
            &[i, j, k, l],
            &[],
            "TypeError: f() takes from 2 to 3 positional arguments but 4 were given",
        ),
        (
            abc,
            &[],
            &[],
            "TypeError: f() missing 2 required positional arguments: 'a' and 'b'",
        ),
        (
            ab,
            &[i, j],
            &["a"],
            "TypeError: f() got multiple values for argument 'a'",
        ),
        (
            ab,
            &[i, j],
            &["z"],
            "TypeError: f() got an unexpected keyword argument 'z'",
        ),
        (
            a_k,
            &[i, j],
            &[],
            "TypeError: f() takes 1 positional argument but 2 were given",
        ),
        (
            a_k,
            &[i, j, k],
            &["k"],
            "TypeError: f() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given",
        ),
        (
            a_j,
            &[i],
            &[],
            "TypeError: f() missing 2 required keyword-only arguments: 'j' and 'l'",
        ),
        (
            only,
            &[i, j],
            &["a", "b"],
            "TypeError: f() got some positional-only arguments passed as keyword arguments: 'a, b'",
        ),
    ];
    for (f, arguments, names, wanted) in cases {
        let result = p.call_with(*f, arguments, names);
        let got = if result == RAISED {
            p.caught()
        } else {
            p.repr(result)
        };
        assert_eq!(got, *wanted);
    }
}

#[test]
fn spread_calls_name_the_function() {
    let mut program = Program::new("");
    let f = function(&mut program, &["a"], 0, 0, ("", ""), &[]);
    let keywords = program.dict(&[("a", int(1))]);
    assert_eq!(
        containers::merge(&mut program.vm, keywords, keywords, f),
        RAISED
    );
    assert_eq!(
        program.caught(),
        "TypeError: __main__.f() got multiple values for keyword argument 'a'"
    );
    assert_eq!(
        containers::merge(&mut program.vm, keywords, int(1), f),
        RAISED
    );
    assert_eq!(
        program.caught(),
        "TypeError: __main__.f() argument after ** must be a mapping, not int"
    );
    let none = program.tuple(&[]);
    let result = calls::call_spread(&mut program.vm, f, none, keywords);
    let result = program.settle(result);
    assert_eq!(program.repr(result), "(1,)");
}

#[test]
fn what_cannot_be_called_says_so() {
    let mut program = Program::new("");
    assert_eq!(program.call(int(1), &[]), RAISED);
    assert_eq!(program.caught(), "TypeError: 'int' object is not callable");
    let one = program.str("s");
    assert_eq!(program.method(one, "nope", &[]), RAISED);
    assert_eq!(
        program.caught(),
        "AttributeError: 'str' object has no attribute 'nope'"
    );
    let list = program.builtin("list");
    let append = program.get(list, "append");
    assert_eq!(program.call(append, &[int(1), int(2)]), RAISED);
    assert_eq!(
        program.caught(),
        "TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object"
    );
    assert_eq!(program.call(append, &[]), RAISED);
    assert_eq!(
        program.caught(),
        "TypeError: unbound method list.append() needs an argument"
    );
}

#[test]
fn stale_handles_are_noticed() {
    let mut program = Program::new("");
    let list = program.list(&[int(1)]);
    molt_runtime::abi::memory::release(&mut program.vm, list);
    let other = program.list(&[int(2)]);
    assert_ne!(list, other);
    assert_eq!(containers::length(&mut program.vm, list), RAISED);
    assert!(program.caught().starts_with("SystemError: 0x7ffc"));
    assert_eq!(containers::get_item_at(&mut program.vm, list, 0), RAISED);
    flow::catch(&mut program.vm);
    flow::end_catch(&mut program.vm);
    // Forged bits of every tag.
    for bits in [
        0x7fff_0000_0000_0000,
        0x7ffd_0000_0000_0000,
        0x7ffe_0000_0000_0000,
        0x7ffc_ffff_ffff_ffff,
        0xfff9_0000_0000_0001,
    ] {
        assert_eq!(
            containers::length(&mut program.vm, bits),
            RAISED,
            "{bits:x}"
        );
        program.caught();
        molt_runtime::abi::memory::release(&mut program.vm, bits);
        molt_runtime::abi::memory::retain(&mut program.vm, bits);
    }
}
