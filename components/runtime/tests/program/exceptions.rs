use molt_runtime::abi::flow::{self, ErrorKind};

use crate::support::{ABSENT, NONE, Program, RAISED, int};

const SOURCE: &str = "def f(x):\n    return 1 / x\n\ntry:\n    f(0)\nexcept ZeroDivisionError as e:\n    raise KeyError('k') from e\n";

/// Raises in `f`, that code 1 is.
fn divide(program: &mut Program) -> u64 {
    let f = program.define("f", &["x"], |program| {
        let x = program.argument(0);
        let result = molt_runtime::abi::scalars::binary(
            &mut program.vm,
            molt_runtime::ops::arithmetic::BinaryOp::TrueDiv,
            int(1),
            x,
        );
        program.trace(1, 2, 11, 16);
        result
    });
    program.call(f, &[int(0)])
}

#[test]
fn a_traceback_is_that_of_cpython() {
    let mut program = Program::new(SOURCE);
    assert_eq!(divide(&mut program), RAISED);
    program.trace(0, 5, 4, 8);
    assert_eq!(program.finish(), 1);
    let wanted = "Traceback (most recent call last):\n  File \"app.py\", line 5, in <module>\n    f(0)\n  File \"app.py\", line 2, in f\n    return 1 / x\n           ~~^~~\nZeroDivisionError: division by zero\n";
    assert_eq!(program.errors(), wanted);
}

#[test]
fn chains_are_printed_with_their_reason() {
    for (from, reason) in [
        (
            true,
            "The above exception was the direct cause of the following exception:",
        ),
        (
            false,
            "During handling of the above exception, another exception occurred:",
        ),
    ] {
        let mut program = Program::new(SOURCE);
        divide(&mut program);
        program.trace(0, 5, 4, 8);
        let caught = flow::catch(&mut program.vm);
        let class = program.builtin("ZeroDivisionError");
        assert_eq!(
            flow::matches(&mut program.vm, caught, class),
            0x7ffa_0000_0000_0001
        );
        let key = program.str("k");
        let made = program.call_builtin("KeyError", &[key]);
        assert_eq!(
            flow::raise(&mut program.vm, made, if from { caught } else { ABSENT }),
            RAISED
        );
        program.trace(0, 7, 4, 30);
        flow::end_catch(&mut program.vm);
        assert_eq!(program.finish(), 1);
        let errors = program.errors();
        let wanted = format!(
            "ZeroDivisionError: division by zero\n\n{reason}\n\nTraceback (most recent call last):\n  File \"app.py\", line 7, in <module>\n    raise KeyError('k') from e\nKeyError: 'k'\n"
        );
        assert!(errors.ends_with(&wanted), "{errors}");
    }
}

#[test]
fn from_none_hides_the_context() {
    let mut program = Program::new(SOURCE);
    divide(&mut program);
    flow::catch(&mut program.vm);
    let made = program.call_builtin("KeyError", &[int(1)]);
    flow::raise(&mut program.vm, made, NONE);
    flow::end_catch(&mut program.vm);
    let context = program.get(made, "__context__");
    assert_eq!(
        program.repr(context),
        "ZeroDivisionError('division by zero')"
    );
    program.finish();
    assert_eq!(program.errors(), "KeyError: 1\n");
}

#[test]
fn recursion_is_counted() {
    let mut program = Program::new("def f():\n    f()\n\nf()\n");
    program.define("f", &[], |_| NONE);
    flow::raise_error(&mut program.vm, ErrorKind::Recursion, ABSENT);
    for _ in 0..996 {
        program.trace(1, 2, 4, 7);
    }
    program.trace(0, 4, 0, 3);
    assert_eq!(program.finish(), 1);
    let wanted = "Traceback (most recent call last):\n  File \"app.py\", line 4, in <module>\n    f()\n  File \"app.py\", line 2, in f\n    f()\n  File \"app.py\", line 2, in f\n    f()\n  File \"app.py\", line 2, in f\n    f()\n  [Previous line repeated 993 more times]\nRecursionError: maximum recursion depth exceeded\n";
    assert_eq!(program.errors(), wanted);
}

#[test]
fn a_reraised_exception_has_each_line_once() {
    let mut program = Program::new(SOURCE);
    divide(&mut program);
    program.trace(0, 5, 4, 8);
    let caught = flow::catch(&mut program.vm);
    flow::resume_raise(&mut program.vm, caught);
    program.trace(0, 5, 4, 8);
    program.finish();
    assert_eq!(program.errors().matches("line 5").count(), 1);
}

#[test]
fn exit_codes() {
    for (code, wanted, errors) in [
        (NONE, 0, ""),
        (int(3), 3, ""),
        (int(-1), 255, ""),
        (int(256), 0, ""),
        (ABSENT, 0, ""),
    ] {
        let mut program = Program::new("");
        let arguments: &[u64] = if code == ABSENT { &[] } else { &[code] };
        let made = program.call_builtin("SystemExit", arguments);
        program.raise(made);
        assert_eq!(
            (program.finish(), program.errors().as_str()),
            (wanted, errors)
        );
    }
    let mut program = Program::new("");
    let sys = molt_runtime::abi::calls::import(&mut program.vm, "sys");
    let bye = program.str("bye");
    let exit = program.get(sys, "exit");
    assert_eq!(program.call(exit, &[bye]), RAISED);
    assert_eq!((program.finish(), program.errors().as_str()), (1, "bye\n"));
}

#[test]
fn strings_of_exceptions() {
    let mut program = Program::new("");
    let p = &mut program;
    let (a, b) = (p.str("a"), p.str("it's"));
    let number = int(2);
    let cases: &[(&str, &[u64], &str, &str)] = &[
        ("ValueError", &[], "", "ValueError()"),
        ("ValueError", &[a], "a", "ValueError('a')"),
        (
            "ValueError",
            &[a, b],
            "('a', \"it's\")",
            "ValueError('a', \"it's\")",
        ),
        ("KeyError", &[a], "'a'", "KeyError('a')"),
        (
            "KeyError",
            &[a, b],
            "('a', \"it's\")",
            "KeyError('a', \"it's\")",
        ),
        ("OSError", &[a], "a", "OSError('a')"),
        (
            "OSError",
            &[number, a],
            "[Errno 2] a",
            "FileNotFoundError(2, 'a')",
        ),
        (
            "OSError",
            &[number, a, b],
            "[Errno 2] a: \"it's\"",
            "FileNotFoundError(2, 'a')",
        ),
        ("StopIteration", &[number], "2", "StopIteration(2)"),
        ("SyntaxError", &[a], "a", "SyntaxError('a')"),
        ("SystemExit", &[number], "2", "SystemExit(2)"),
    ];
    for (class, arguments, text, repr) in cases {
        let made = p.call_builtin(class, arguments);
        assert_eq!(
            (p.text(made).as_str(), p.repr(made).as_str()),
            (*text, *repr)
        );
    }
    let utf8 = p.str("utf-8");
    let bytes = molt_runtime::abi::binary::literal(&mut p.vm, b"a\xff\xfe".to_vec());
    let made = p.call_builtin("UnicodeDecodeError", &[utf8, bytes, int(1), int(2), a]);
    assert_eq!(
        p.text(made),
        "'utf-8' codec can't decode byte 0xff in position 1: a"
    );
    let made = p.call_builtin("UnicodeDecodeError", &[utf8, bytes, int(1), int(3), a]);
    assert_eq!(
        p.text(made),
        "'utf-8' codec can't decode bytes in position 1-2: a"
    );
    p.call_builtin("UnicodeDecodeError", &[a]);
    assert_eq!(
        p.caught(),
        "TypeError: function takes exactly 5 arguments (1 given)"
    );
}

#[test]
fn attributes_of_exceptions() {
    let mut program = Program::new("");
    let p = &mut program;
    let a = p.str("a");
    let missing = p.get(int(1), "nope");
    assert_eq!(missing, RAISED);
    let caught = flow::catch(&mut p.vm);
    let (name, object) = (p.get(caught, "name"), p.get(caught, "obj"));
    assert_eq!((p.repr(name).as_str(), object), ("'nope'", int(1)));
    flow::end_catch(&mut p.vm);
    let stop = p.call_builtin("StopIteration", &[a]);
    assert_eq!(p.get(stop, "value"), a);
    let exit = p.call_builtin("SystemExit", &[]);
    assert_eq!(p.get(exit, "code"), NONE);
    let error = p.call_builtin("ValueError", &[a]);
    p.method(error, "add_note", &[a]);
    let notes = p.get(error, "__notes__");
    assert_eq!(p.repr(notes), "['a']");
    assert_eq!(p.method(error, "add_note", &[int(1)]), RAISED);
    assert_eq!(p.caught(), "TypeError: note must be a str, not 'int'");
    assert_eq!(p.method(error, "with_traceback", &[NONE]), error);
    assert_eq!(p.get(error, "__traceback__"), RAISED);
    assert!(
        p.caught()
            .starts_with("NotImplementedError: '__traceback__' is not supported")
    );
    assert_eq!(p.get(error, "code"), RAISED);
    assert_eq!(
        p.caught(),
        "AttributeError: 'ValueError' object has no attribute 'code'"
    );
    p.raise(error);
    p.finish();
    assert_eq!(p.errors(), "ValueError: a\na\n");
}

#[test]
fn raising_and_catching_what_is_no_exception() {
    let mut program = Program::new("");
    let p = &mut program;
    assert_eq!(p.raise(int(1)), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: exceptions must derive from BaseException"
    );
    let class = p.builtin("ValueError");
    let cause = p.builtin("int");
    assert_eq!(flow::raise(&mut p.vm, class, cause), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: exception causes must derive from BaseException"
    );
    assert_eq!(p.raise(class), RAISED);
    let caught = flow::catch(&mut p.vm);
    assert_eq!(flow::matches(&mut p.vm, caught, cause), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: catching classes that do not inherit from BaseException is not allowed"
    );
    let either = p.builtin("KeyError");
    let either = p.tuple(&[either, class]);
    assert_eq!(
        flow::matches(&mut p.vm, caught, either),
        0x7ffa_0000_0000_0001
    );
    flow::end_catch(&mut p.vm);
    assert_eq!(flow::reraise(&mut p.vm), RAISED);
    assert_eq!(p.caught(), "RuntimeError: No active exception to reraise");
}

#[test]
fn close_names_are_suggested() {
    // What CPython 3.12.1 prints.
    for (of, name, wanted) in [
        (
            "list",
            "appendd",
            "'list' object has no attribute 'appendd'. Did you mean: 'append'?",
        ),
        ("list", "add", "'list' object has no attribute 'add'"),
        (
            "dict",
            "has_key",
            "'dict' object has no attribute 'has_key'",
        ),
        (
            "dict",
            "iteritems",
            "'dict' object has no attribute 'iteritems'",
        ),
        ("set", "append", "'set' object has no attribute 'append'"),
        (
            "list",
            "Sort",
            "'list' object has no attribute 'Sort'. Did you mean: 'sort'?",
        ),
        ("list", "length", "'list' object has no attribute 'length'"),
        (
            "set",
            "updat",
            "'set' object has no attribute 'updat'. Did you mean: 'update'?",
        ),
    ] {
        let mut program = Program::new("");
        let made = program.call_builtin(of, &[]);
        assert_eq!(program.get(made, name), RAISED);
        program.finish();
        assert_eq!(program.errors(), format!("AttributeError: {wanted}\n"));
    }
}

#[test]
fn circles_of_contexts_end() {
    let mut program = Program::new("");
    let p = &mut program;
    let made: Vec<u64> = (0..3)
        .map(|n| p.call_builtin("ValueError", &[int(n)]))
        .collect();
    for (one, other) in [(0, 1), (1, 2), (2, 1)] {
        p.set(made[one], "__context__", made[other]);
    }
    p.raise(made[0]);
    flow::catch(&mut p.vm);
    p.raise_new("KeyError", "k");
    flow::end_catch(&mut p.vm);
    assert_eq!(p.finish(), 1);
    assert!(
        p.errors()
            .starts_with("ValueError: 2\n\nDuring handling of the above exception")
    );
}

#[test]
fn a_missing_method_is_marked_without_its_arguments() {
    let mut program = Program::new("s.uper(1)\n");
    let s = program.str("abc");
    assert_eq!(program.method(s, "uper", &[int(1)]), RAISED);
    program.trace(0, 1, 0, 9);
    program.finish();
    assert!(
        program
            .errors()
            .contains("    s.uper(1)\n    ^^^^^^\nAttributeError"),
        "{}",
        program.errors()
    );
}
