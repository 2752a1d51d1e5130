//! `molt:runtime/calls`

use std::cell::RefCell;

use crate::args::Args;
use crate::error::Res;
use crate::object::Body;
use crate::ops::{attributes, calls};
use crate::types::class;
use crate::types::exception::ExcType;
use crate::types::function::{Code, Function};
use crate::value::{BITS_ABSENT, Value};
use crate::vm::Vm;

/// Describes a function. Numbers are dense: what is beyond 2^20 is not kept, and calls of it raise.
pub fn describe(vm: &mut Vm, code: u32, content: Code) {
    let at = code as usize;
    if at > 1 << 20 {
        return;
    }
    while vm.codes.len() <= at {
        vm.codes.push(Code::default());
    }
    vm.codes[at] = content;
}

/// The program's file and lines.
pub fn describe_source(vm: &mut Vm, file: String, text: &str) {
    vm.file = file;
    vm.source = text
        .split('\n')
        .map(|line| line.trim_end_matches('\r').to_string())
        .collect();
}

/// A function value.
pub fn make_function(
    vm: &mut Vm,
    code: u32,
    defaults: u64,
    keyword_defaults: u64,
    closure: u64,
) -> u64 {
    borrow!(vm, defaults, keyword_defaults, closure);
    if code as usize >= vm.codes.len() {
        let raise = vm.error(ExcType::SystemError, "a function was not described");
        return vm.export(Err(raise));
    }
    let function = Function::new(code, defaults, keyword_defaults, closure);
    vm.export(Ok(Value::object(Body::Function(Box::new(function)))))
}

/// A cell.
pub fn make_cell(vm: &mut Vm, content: u64) -> u64 {
    borrow_optional!(vm, content);
    vm.export(Ok(Value::object(Body::Cell(RefCell::new(content)))))
}

/// Its content.
pub fn get_cell(vm: &mut Vm, cell: u64) -> u64 {
    let content = match vm.handles.peek(cell).and_then(Value::body) {
        Some(Body::Cell(content)) => content.borrow().clone(),
        _ => None,
    };
    match content {
        Some(value) => vm.export(Ok(value)),
        None => BITS_ABSENT,
    }
}

/// Replaces its content.
pub fn set_cell(vm: &mut Vm, cell: u64, content: u64) {
    let content = vm.handles.import(content);
    let old = match vm.handles.peek(cell).and_then(Value::body) {
        Some(Body::Cell(slot)) => slot.replace(content),
        _ => None,
    };
    drop(old);
}

fn call_with(vm: &mut Vm, f: &Value, arguments: &[Value]) -> u64 {
    let result = calls::call(vm, f, &Args::of(arguments));
    vm.export(result)
}

/// `f()`
pub fn call0(vm: &mut Vm, f: u64) -> u64 {
    borrow!(vm, f);
    call_with(vm, &f, &[])
}

/// `f(a)`
pub fn call1(vm: &mut Vm, f: u64, a: u64) -> u64 {
    borrow!(vm, f, a);
    call_with(vm, &f, &[a])
}

/// `f(a, b)`
pub fn call2(vm: &mut Vm, f: u64, a: u64, b: u64) -> u64 {
    borrow!(vm, f, a, b);
    call_with(vm, &f, &[a, b])
}

/// `f(a, b, c)`
pub fn call3(vm: &mut Vm, f: u64, a: u64, b: u64, c: u64) -> u64 {
    borrow!(vm, f, a, b, c);
    call_with(vm, &f, &[a, b, c])
}

/// Staged arguments: positional ones, then one for each name.
struct Staged {
    values: Vec<Value>,
    positional: usize,
    names: Value,
}

impl Staged {
    fn take(vm: &mut Vm, positional: u32, names: Value) -> Option<Staged> {
        let named = match names.body() {
            Some(Body::Tuple(names)) => names.len() as u32,
            _ => 0,
        };
        let values = vm.take_staged(positional.checked_add(named)?)?;
        Some(Staged {
            values,
            positional: positional as usize,
            names,
        })
    }

    fn args(&self) -> Args<'_> {
        let names: &[Value] = match self.names.body() {
            Some(Body::Tuple(names)) => names,
            _ => &[],
        };
        let (pos, kw) = self.values.split_at(self.positional);
        Args { pos, names, kw }
    }
}

/// `f(...)` with staged arguments.
pub fn call(vm: &mut Vm, f: u64, positional: u32, names: u64) -> u64 {
    borrow!(vm, f, names);
    let Some(staged) = Staged::take(vm, positional, names) else {
        return vm.export_stage_underflow();
    };
    let result = calls::call(vm, &f, &staged.args());
    vm.export(result)
}

/// `f(*args, **kwargs)`
pub fn call_spread(vm: &mut Vm, f: u64, arguments: u64, keywords: u64) -> u64 {
    borrow!(vm, f, arguments, keywords);
    let result = calls::call_spread(vm, &f, &arguments, &keywords);
    vm.export(result)
}

fn call_method_with(vm: &mut Vm, receiver_first: &[Value], name: &Value) -> u64 {
    let result = calls::call_on(vm, name, &Args::of(receiver_first));
    vm.export(result)
}

/// `o.name()`
pub fn call_method0(vm: &mut Vm, o: u64, name: u64) -> u64 {
    borrow!(vm, o, name);
    call_method_with(vm, &[o], &name)
}

/// `o.name(a)`
pub fn call_method1(vm: &mut Vm, o: u64, name: u64, a: u64) -> u64 {
    borrow!(vm, o, name, a);
    call_method_with(vm, &[o, a], &name)
}

/// `o.name(a, b)`
pub fn call_method2(vm: &mut Vm, o: u64, name: u64, a: u64, b: u64) -> u64 {
    borrow!(vm, o, name, a, b);
    call_method_with(vm, &[o, a, b], &name)
}

/// `o.name(...)` with staged arguments.
pub fn call_method(vm: &mut Vm, o: u64, name: u64, positional: u32, names: u64) -> u64 {
    borrow!(vm, o, name, names);
    let Some(mut staged) = Staged::take(vm, positional, names) else {
        return vm.export_stage_underflow();
    };
    staged.values.insert(0, o);
    staged.positional += 1;
    let result = calls::call_on(vm, &name, &staged.args());
    vm.export(result)
}

/// `o.name`
pub fn get_attribute(vm: &mut Vm, o: u64, name: u64) -> u64 {
    borrow!(vm, o, name);
    let result = attributes::get(vm, &o, &name);
    vm.export(result)
}

/// `o.name = item`
pub fn set_attribute(vm: &mut Vm, o: u64, name: u64, item: u64) -> u64 {
    borrow!(vm, o, name, item);
    let result = attributes::set(vm, &o, &name, &item);
    vm.export_done(result)
}

/// `del o.name`
pub fn del_attribute(vm: &mut Vm, o: u64, name: u64) -> u64 {
    borrow!(vm, o, name);
    let result = attributes::delete(vm, &o, &name);
    vm.export_done(result)
}

/// A builtin, or absent.
pub fn builtin(vm: &mut Vm, name: &str) -> u64 {
    match crate::builtins::find(vm, name) {
        Some(value) => vm.export(Ok(value)),
        None => BITS_ABSENT,
    }
}

/// A module.
pub fn import(vm: &mut Vm, name: &str) -> u64 {
    let result: Res = match crate::modules::find(name) {
        Some(module) => Ok(vm.module(module)),
        None => {
            let message = format!("No module named '{name}'");
            Err(vm.error(ExcType::ModuleNotFoundError, &message))
        }
    };
    vm.export(result)
}

/// `class name(*bases)`
pub fn make_class(vm: &mut Vm, name: u64, count: u32, namespace: u64) -> u64 {
    let Some(bases) = vm.take_staged(count) else {
        return vm.export_stage_underflow();
    };
    borrow!(vm, name, namespace);
    let result = class::make(vm, &name, bases, &namespace);
    vm.export(result)
}

/// `sys.argv`
pub fn describe_arguments(vm: &mut Vm, arguments: Vec<String>) {
    vm.arguments = arguments;
}
