//! str's formatting, joining and translating when functions of the program are asked on the way.

use molt_runtime::abi::{calls, tasks};
use molt_runtime::ops::arithmetic::{BinaryOp, binary};
use molt_runtime::ops::{attributes, calls::call};
use molt_runtime::types::function::Code;
use molt_runtime::{Args, Output, Raise, Res, Value, Vm, builtins};

struct Nowhere;

impl Output for Nowhere {
    fn write(&mut self, _: bool, _: &[u8]) {}
}

/// The methods of the program's class, by code number; `FAIL` is a function that raises.
const METHODS: [&str; 4] = ["__str__", "__repr__", "__format__", "__getattr__"];
const FAIL: u32 = 4;
const UPPER: u32 = 5;

struct Program {
    vm: Vm,
    object: Value,
    failing: Value,
    upper: Value,
}

fn function(vm: &mut Vm, code: u32, parameters: &[&str]) -> Value {
    let parameters = parameters.iter().map(|name| (*name).to_owned()).collect();
    calls::describe(
        vm,
        code,
        Code {
            name: format!("f{code}"),
            parameters,
            ..Code::default()
        },
    );
    let none = Value::NONE.bits();
    let bits = calls::make_function(vm, code, none, none, none);
    vm.import(bits).expect("a function")
}

/// `type(name, (), {method: function})()`
fn instance(vm: &mut Vm, methods: Vec<(&str, Value)>) -> Value {
    let pairs = methods
        .into_iter()
        .map(|(name, f)| Value::tuple(vec![vm.intern(name), f]))
        .collect();
    let dict = builtins::find(vm, "dict").expect("dict");
    let namespace = call(vm, &dict, &Args::of(&[Value::list(pairs)])).expect("a dict");
    let (name, namespace) = (vm.export(Ok(Value::str("C"))), vm.export(Ok(namespace)));
    let class = calls::make_class(vm, name, 0, namespace);
    let class = vm.import(class).expect("a class");
    call(vm, &class, &Args::of(&[])).expect("an instance")
}

fn program() -> Program {
    let mut vm = Vm::new(Box::new(Nowhere));
    let methods = METHODS.iter().enumerate().map(|(code, name)| {
        let parameters: &[&str] = if code < 2 { &["self"] } else { &["self", "x"] };
        (*name, function(&mut vm, code as u32, parameters))
    });
    let methods = methods.collect();
    let object = instance(&mut vm, methods);
    let fail = function(&mut vm, FAIL, &["self"]);
    let failing = instance(&mut vm, vec![("__str__", fail.clone()), ("__repr__", fail)]);
    let upper = function(&mut vm, UPPER, &["x"]);
    Program {
        vm,
        object,
        failing,
        upper,
    }
}

impl Program {
    /// Runs the program's functions until there is a result.
    fn finish(&mut self, mut result: Res) -> Res {
        while matches!(result, Err(Raise::Pending)) {
            let code = tasks::enter(&mut self.vm);
            let request = self.vm.running.last().expect("a function runs");
            let argument = request.arguments.last().cloned().flatten();
            let shown = argument
                .as_ref()
                .and_then(Value::as_text)
                .map(ToString::to_string)
                .unwrap_or_default();
            let returned = match code {
                0 => Ok(Value::str("Str")),
                1 => Ok(Value::str("Répr")),
                2 => Ok(Value::str(&format!("<{shown}>"))),
                3 => Ok(Value::str(&format!("attribute {shown}"))),
                UPPER => Ok(Value::str(&shown.to_uppercase())),
                _ => Err(self.vm.value_error("no text")),
            };
            result = self.vm.leave(returned);
        }
        result
    }

    fn method(&mut self, text: &str, name: &str, arguments: &[Value]) -> String {
        let method =
            attributes::get(&mut self.vm, &Value::str(text), &Value::str(name)).expect("a method");
        let result = call(&mut self.vm, &method, &Args::of(arguments));
        let result = self.finish(result);
        self.shown(result)
    }

    fn percent(&mut self, template: &str, arguments: Value) -> String {
        let result = binary(
            &mut self.vm,
            BinaryOp::Mod,
            &Value::str(template),
            &arguments,
        );
        let result = self.finish(result);
        self.shown(result)
    }

    fn shown(&mut self, result: Res) -> String {
        match result {
            Ok(value) => value
                .as_text()
                .map(ToString::to_string)
                .unwrap_or_else(|| format!("{value:?}")),
            Err(Raise::Exception(exception)) => {
                let text =
                    molt_runtime::ops::text::str(&mut self.vm, &exception).expect("a message");
                format!(
                    "raised {}",
                    text.as_text().map(ToString::to_string).unwrap_or_default()
                )
            }
            Err(Raise::Pending) => "pending".to_owned(),
        }
    }
}

#[test]
fn format_asks_the_program() {
    let mut program = program();
    let object = program.object.clone();
    let arguments = [object.clone(), Value::int(7), object];
    for (template, expected) in [
        ("{}|{}|{}", "<>|7|<>"),
        ("{0!s}{0!r}{0!a}", "StrRéprR\\xe9pr"),
        ("{0!s:>5}{1}", "  Str7"),
        ("{0:{1}x{2}}.", "<7x<>>."),
        ("{0.name!r:>18}", "  'attribute name'"),
        ("{0.a.b}", "raised 'str' object has no attribute 'b'"),
        ("{0:{1}", "raised unmatched '{' in format spec"),
        ("{0[x]}", "raised 'C' object is not subscriptable"),
    ] {
        assert_eq!(
            program.method(template, "format", &arguments),
            expected,
            "{template}"
        );
    }
    let failing = [program.failing.clone()];
    assert_eq!(
        program.method("a{!s}b", "format", &failing),
        "raised no text"
    );
}

#[test]
fn percent_asks_the_program() {
    let mut program = program();
    let object = program.object.clone();
    let tuple = Value::tuple(vec![object.clone(), Value::int(3), object.clone()]);
    assert_eq!(
        program.percent("%5s|%d|%.3a|%%", tuple.clone()),
        "  Str|3|R\\x|%"
    );
    assert_eq!(program.percent("%r", object), "Répr");
    assert_eq!(
        program.percent("%s", tuple.clone()),
        "raised not all arguments converted during string formatting"
    );
    assert_eq!(
        program.percent("%s%s%s%s", tuple.clone()),
        "raised not enough arguments for format string"
    );
    assert_eq!(
        program.percent("%s%s%d", tuple),
        "raised %d format: a real number is required, not C"
    );
    let failing = program.failing.clone();
    assert_eq!(program.percent("a%sb", failing), "raised no text");
}

#[test]
fn join_asks_the_program() {
    let mut program = program();
    let map = builtins::find(&mut program.vm, "map").expect("map");
    let (upper, text) = (program.upper.clone(), Value::str("abc"));
    let mapped = call(&mut program.vm, &map, &Args::of(&[upper, text])).expect("an iterator");
    assert_eq!(program.method("-", "join", &[mapped]), "A-B-C");
}
