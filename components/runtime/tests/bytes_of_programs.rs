//! Bytes and bytearrays made of what functions of the program return, and the program that changes them meanwhile.

use molt_runtime::abi::{calls, tasks};
use molt_runtime::ops::arithmetic::{BinaryOp, binary};
use molt_runtime::ops::{calls::call, calls::call_method, items, text};
use molt_runtime::types::function::Code;
use molt_runtime::types::slice::Slice;
use molt_runtime::{Args, Output, Raise, Res, Value, Vm, builtins};

struct Nowhere;

impl Output for Nowhere {
    fn write(&mut self, _: bool, _: &[u8]) {}
}

/// `def f(x)`, whose body is `Program::body`.
fn function(vm: &mut Vm) -> Value {
    let code = Code {
        name: "f".to_owned(),
        parameters: vec!["x".to_owned()],
        ..Code::default()
    };
    calls::describe(vm, 0, code);
    let none = Value::NONE.bits();
    let bits = calls::make_function(vm, 0, none, none, none);
    vm.import(bits).expect("a function")
}

struct Program {
    vm: Vm,
    function: Value,
    /// What the function does with its argument.
    body: fn(&mut Vm, Value) -> Res,
}

impl Program {
    fn new(body: fn(&mut Vm, Value) -> Res) -> Program {
        let mut vm = Vm::new(Box::new(Nowhere));
        let function = function(&mut vm);
        Program { vm, function, body }
    }

    fn builtin(&mut self, name: &str, args: &[Value]) -> Res {
        let function = builtins::find(&mut self.vm, name).expect("a builtin");
        let result = call(&mut self.vm, &function, &Args::of(args));
        self.finish(result)
    }

    /// `map(f, of)`
    fn mapped(&mut self, of: Value) -> Value {
        let function = self.function.clone();
        self.builtin("map", &[function, of]).expect("an iterator")
    }

    fn method(&mut self, o: &Value, name: &str, args: &[Value]) -> String {
        let name = self.vm.intern(name);
        let result = call_method(&mut self.vm, o, &name, &Args::of(args));
        let result = self.finish(result);
        self.shown(result)
    }

    /// Runs the program's function until there is a result.
    fn finish(&mut self, mut result: Res) -> Res {
        while matches!(result, Err(Raise::Pending)) {
            tasks::enter(&mut self.vm);
            let request = self.vm.running.last().expect("a function runs");
            let argument = request
                .arguments
                .first()
                .cloned()
                .flatten()
                .expect("an argument");
            let returned = (self.body)(&mut self.vm, argument);
            result = self.vm.leave(returned);
        }
        result
    }

    fn shown(&mut self, result: Res) -> String {
        let value = match result {
            Ok(value) => text::repr(&mut self.vm, &value),
            Err(Raise::Exception(raised)) => text::str(&mut self.vm, &raised),
            Err(Raise::Pending) => return "pending".to_owned(),
        };
        value
            .ok()
            .and_then(|v| v.as_text().map(ToString::to_string))
            .unwrap_or_default()
    }
}

fn ints(of: &[i64]) -> Value {
    Value::list(of.iter().map(|n| Value::int(*n)).collect())
}

#[test]
fn bytes_of_what_a_function_returns() {
    let mut program = Program::new(|_, x| Ok(Value::int(x.as_i64().unwrap_or(0) * 2)));
    for (name, of, expected) in [
        ("bytes", [48, 49].as_slice(), "b'`b'"),
        ("bytearray", &[48, 49], "bytearray(b'`b')"),
        ("bytes", &[48, 128, 49], "bytes must be in range(0, 256)"),
        ("bytearray", &[128], "byte must be in range(0, 256)"),
    ] {
        let mapped = program.mapped(ints(of));
        let result = program.builtin(name, &[mapped]);
        assert_eq!(program.shown(result), expected);
    }
    let array = Value::bytearray(b"abcd".to_vec());
    let mapped = program.mapped(ints(&[48, 49, 50]));
    assert_eq!(program.method(&array, "extend", &[mapped]), "None");
    let mapped = program.mapped(ints(&[60]));
    let key = Slice::value(Value::int(0), Value::int(2), Value::NONE);
    let set = items::set(&mut program.vm, &array, &key, &mapped).map(|()| Value::NONE);
    program.finish(set).expect("assigned");
    assert_eq!(program.shown(Ok(array)), "bytearray(b'xcd`bd')");
}

#[test]
fn joining_and_formatting_ask_the_program() {
    let mut program = Program::new(|vm, x| {
        let upper = vm.intern("upper");
        call_method(vm, &x, &upper, &Args::of(&[]))
    });
    let parts = Value::list(vec![Value::bytes(*b"a"), Value::bytearray(b"b".to_vec())]);
    let mapped = program.mapped(parts);
    assert_eq!(
        program.method(&Value::bytes(*b"-"), "join", &[mapped]),
        "b'A-B'"
    );

    let mut program = Program::new(|_, _| Ok(Value::str("h\u{e9}")));
    let pairs = Value::list(vec![Value::tuple([
        program.vm.intern("__repr__"),
        program.function.clone(),
    ])]);
    let namespace = program.builtin("dict", &[pairs]).expect("a dict");
    let (name, namespace) = (
        program.vm.export(Ok(Value::str("C"))),
        program.vm.export(Ok(namespace)),
    );
    let class = calls::make_class(&mut program.vm, name, 0, namespace);
    let class = program.vm.import(class).expect("a class");
    let object = call(&mut program.vm, &class, &Args::of(&[])).expect("an instance");
    let arguments = Value::tuple([object.clone(), Value::int(7), object]);
    let result = binary(
        &mut program.vm,
        BinaryOp::Mod,
        &Value::bytes(*b"%r|%d|%7.3a"),
        &arguments,
    );
    let result = program.finish(result);
    assert_eq!(program.shown(result), r"b'h\\xe9|7|    h\\x'");
}

/// What is in a place that the function finds.
fn with_array<T>(then: impl FnOnce(&Value) -> T) -> T {
    thread_local! {
        static ARRAY: Value = Value::bytearray(b"abc".to_vec());
    }
    ARRAY.with(then)
}

#[test]
fn the_program_may_change_the_array_meanwhile() {
    // Each call empties the array that is extended, and looks at it so that it may not be resized after the last one.
    let mut program = Program::new(|vm, x| {
        let name = vm.intern("clear");
        with_array(|array| call_method(vm, array, &name, &Args::of(&[])))?;
        Ok(x)
    });
    let array = with_array(Value::clone);
    let mapped = program.mapped(ints(&[48, 49]));
    assert_eq!(program.method(&array, "extend", &[mapped]), "None");
    assert_eq!(program.shown(Ok(array.clone())), "bytearray(b'01')");
    let view = program
        .builtin("memoryview", std::slice::from_ref(&array))
        .expect("a view");
    let mapped = program.mapped(ints(&[48]));
    let message = "Existing exports of data: object cannot be re-sized";
    assert_eq!(program.method(&array, "extend", &[mapped]), message);
    assert_eq!(program.method(&view, "release", &[]), "None");
    assert_eq!(
        program.method(&view, "tolist", &[]),
        "operation forbidden on released memoryview object"
    );
}
