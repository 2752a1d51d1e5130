use molt_runtime::abi::{calls, containers, flow};

use crate::support::{ABSENT, NONE, Program, RAISED, int};

#[test]
fn classes_of_the_program_show_themselves() {
    let mut program = Program::new("");
    let p = &mut program;
    let init = p.define("C.__init__", &["self", "x"], |p| {
        let (this, x) = (p.argument(0), p.argument(1));
        p.set(this, "x", x)
    });
    let repr = p.define("C.__repr__", &["self"], |p| {
        let this = p.argument(0);
        let x = p.get(this, "x");
        let text = format!("C({})", p.repr(x));
        p.str(&text)
    });
    let c = p.class(
        "C",
        &[],
        &[("__init__", init), ("__repr__", repr), ("shared", int(7))],
    );
    let made = p.call(c, &[int(1)]);
    assert_eq!(p.get(made, "shared"), int(7));
    assert_eq!(p.repr(made), "C(1)");
    assert_eq!(p.text(made), "C(1)");
    let list = p.list(&[made, made]);
    let tuple = p.tuple(&[list, int(2)]);
    assert_eq!(p.repr(tuple), "([C(1), C(1)], 2)");
    p.call_builtin("print", &[tuple, made]);
    assert_eq!(p.call(c, &[]), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: C.__init__() missing 1 required positional argument: 'x'"
    );
    assert_eq!(p.get(made, "y"), RAISED);
    assert_eq!(
        p.caught(),
        "AttributeError: 'C' object has no attribute 'y'"
    );
    assert_eq!(p.get(c, "y"), RAISED);
    assert_eq!(
        p.caught(),
        "AttributeError: type object 'C' has no attribute 'y'"
    );
    assert_eq!(p.repr(c), "<class '__main__.C'>");
    p.finish();
    assert_eq!(p.output(), "([C(1), C(1)], 2) C(1)\n");
}

#[test]
fn wrong_results_of_special_methods() {
    let mut program = Program::new("");
    let p = &mut program;
    let wrong = p.define("wrong", &["self"], |_| int(1));
    let c = p.class("C", &[], &[("__repr__", wrong), ("__str__", wrong)]);
    let made = p.call(c, &[]);
    assert_eq!(p.call_builtin("repr", &[made]), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: __repr__ returned non-string (type int)"
    );
    assert_eq!(p.call_builtin("print", &[made]), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: __str__ returned non-string (type int)"
    );
    let d = p.class("D", &[], &[("__init__", wrong)]);
    assert_eq!(p.call(d, &[]), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: __init__() should return None, not 'int'"
    );
    let e = p.class("E", &[], &[]);
    assert_eq!(p.call(e, &[int(1)]), RAISED);
    assert_eq!(p.caught(), "TypeError: E() takes no arguments");
    assert_eq!(p.class("F", &[], &[("__eq__", wrong)]), RAISED);
    assert_eq!(
        p.caught(),
        "NotImplementedError: class F: a method '__eq__' is not supported"
    );
}

#[test]
fn exceptions_of_the_program() {
    let mut program = Program::new("");
    let p = &mut program;
    let exception = p.builtin("ValueError");
    // class E(ValueError): def __init__(self, code): super().__init__(f"code {code}"); self.code = code
    let cell = calls::make_cell(&mut p.vm, ABSENT);
    let init = p.define("E.__init__", &["self", "code"], move |p| {
        let (this, code) = (p.argument(0), p.argument(1));
        let class = calls::get_cell(&mut p.vm, cell);
        let parent = p.call_builtin("super", &[class, this]);
        let text = format!("code {}", p.repr(code));
        let text = p.str(&text);
        if p.method(parent, "__init__", &[text]) == RAISED {
            return RAISED;
        }
        p.set(this, "code", code)
    });
    let e = p.class(
        "E",
        &[exception],
        &[("__init__", init), ("__classcell__", cell)],
    );
    let made = p.call(e, &[int(5)]);
    assert_eq!(
        (p.text(made).as_str(), p.repr(made).as_str()),
        ("code 5", "E('code 5')")
    );
    assert_eq!(p.get(made, "code"), int(5));
    p.raise(made);
    let caught = flow::catch(&mut p.vm);
    for (class, wanted) in [("ValueError", 1), ("Exception", 1), ("KeyError", 0)] {
        let class = p.builtin(class);
        assert_eq!(
            flow::matches(&mut p.vm, caught, class),
            0x7ffa_0000_0000_0000 | wanted
        );
    }
    assert_eq!(flow::matches(&mut p.vm, caught, e), 0x7ffa_0000_0000_0001);
    flow::end_catch(&mut p.vm);
    let base = p.call_builtin("ValueError", &[int(1)]);
    assert_eq!(
        p.call_builtin("isinstance", &[base, e]),
        0x7ffa_0000_0000_0000
    );
    p.raise(made);
    assert_eq!(p.finish(), 1);
    assert_eq!(p.errors(), "E: code 5\n");
}

#[test]
fn an_uncaught_exception_is_shown_by_its_own_str() {
    let mut program = Program::new("");
    let p = &mut program;
    let exception = p.builtin("Exception");
    let show = p.define("E.__str__", &["self"], |p| p.str("shown by the program"));
    let e = p.class("E", &[exception], &[("__str__", show)]);
    p.raise(e);
    assert_eq!(p.finish(), 1);
    assert_eq!(p.errors(), "E: shown by the program\n");
}

#[test]
fn method_resolution_is_c3() {
    let mut program = Program::new("");
    let p = &mut program;
    let a = p.class("A", &[], &[("x", int(1)), ("y", int(1))]);
    let b = p.class("B", &[a], &[("y", int(2))]);
    let c = p.class("C", &[a], &[("x", int(3)), ("y", int(3))]);
    let d = p.class("D", &[b, c], &[]);
    assert_eq!((p.get(d, "x"), p.get(d, "y")), (int(3), int(2)));
    let order = p.get(d, "__mro__");
    let wanted = "(<class '__main__.D'>, <class '__main__.B'>, <class '__main__.C'>, <class '__main__.A'>, <class 'object'>)";
    assert_eq!(p.repr(order), wanted);
    assert_eq!(p.class("E", &[a, b], &[]), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: Cannot create a consistent method resolution\norder (MRO) for bases A, B"
    );
    assert_eq!(p.class("E", &[a, a], &[]), RAISED);
    assert_eq!(p.caught(), "TypeError: duplicate base class A");
    let boolean = p.builtin("bool");
    assert_eq!(p.class("E", &[boolean], &[]), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: type 'bool' is not an acceptable base type"
    );
    let dict = p.builtin("dict");
    assert_eq!(p.class("E", &[dict], &[]), RAISED);
    assert_eq!(
        p.caught(),
        "NotImplementedError: a class that inherits from 'dict' is not supported"
    );
}

#[test]
fn context_managers() {
    let mut program = Program::new("");
    let p = &mut program;
    let enter = p.define("M.__enter__", &["self"], |_| int(5));
    let exit = p.define("M.__exit__", &["self", "kind", "error", "traceback"], |p| {
        let error = p.argument(2);
        // Swallows what there is.
        if error == NONE { NONE } else { int(1) }
    });
    let m = p.class("M", &[], &[("__enter__", enter), ("__exit__", exit)]);
    let manager = p.call(m, &[]);
    let entered = flow::enter_context(&mut p.vm, manager);
    assert_eq!(p.settle(entered), int(5));
    let left = flow::exit_context(&mut p.vm, manager, ABSENT);
    assert_eq!(p.settle(left), 0x7ffa_0000_0000_0000);
    p.raise_new("ValueError", "x");
    let caught = flow::catch(&mut p.vm);
    let left = flow::exit_context(&mut p.vm, manager, caught);
    assert_eq!(p.settle(left), 0x7ffa_0000_0000_0001);
    flow::end_catch(&mut p.vm);
    assert_eq!(flow::enter_context(&mut p.vm, int(1)), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: 'int' object does not support the context manager protocol"
    );
    let half = p.class("H", &[], &[("__enter__", enter)]);
    let half = p.call(half, &[]);
    assert_eq!(flow::enter_context(&mut p.vm, half), RAISED);
    assert_eq!(
        p.caught(),
        "TypeError: 'H' object does not support the context manager protocol (missed __exit__ method)"
    );
}

#[test]
fn a_repr_that_contains_itself_ends() {
    let mut program = Program::new("");
    let p = &mut program;
    let list = p.list(&[int(1)]);
    containers::list_append(&mut p.vm, list, list);
    assert_eq!(p.repr(list), "[1, [...]]");
    assert!(p.vm.visiting.is_empty());
}

#[test]
fn getattr_of_the_program() {
    let mut program = Program::new("");
    let p = &mut program;
    let getattr = p.define("C.__getattr__", &["self", "name"], |p| {
        let name = p.argument(1);
        let shown = p.text(name);
        if shown == "no" {
            p.raise_new("AttributeError", "none")
        } else {
            p.str(&shown)
        }
    });
    let c = p.class("C", &[], &[("__getattr__", getattr)]);
    let made = p.call(c, &[]);
    let found = p.get(made, "anything");
    assert_eq!(p.text(found), "anything");
    let (yes, no) = (p.str("yes"), p.str("no"));
    assert_eq!(
        p.call_builtin("hasattr", &[made, yes]),
        0x7ffa_0000_0000_0001
    );
    assert_eq!(
        p.call_builtin("hasattr", &[made, no]),
        0x7ffa_0000_0000_0000
    );
    assert_eq!(p.call_builtin("getattr", &[made, no, int(3)]), int(3));
}
