//! `flow`, `calls`, `tasks`, `memory`, `exchange`.

use super::glue::exports::molt::runtime::{calls, exchange, flow, memory, tasks};
use super::{Component, vm};
use crate::abi;
use crate::types::function::Code;

fn error_kind(kind: flow::ErrorKind) -> abi::flow::ErrorKind {
    use abi::flow::ErrorKind;
    match kind {
        flow::ErrorKind::Name => ErrorKind::Name,
        flow::ErrorKind::UnboundLocal => ErrorKind::UnboundLocal,
        flow::ErrorKind::UnboundFree => ErrorKind::UnboundFree,
        flow::ErrorKind::Assertion => ErrorKind::Assertion,
        flow::ErrorKind::Recursion => ErrorKind::Recursion,
        flow::ErrorKind::Type => ErrorKind::Type,
        flow::ErrorKind::Value => ErrorKind::Value,
        flow::ErrorKind::NothingToReraise => ErrorKind::Runtime,
        flow::ErrorKind::Overflow => ErrorKind::Overflow,
        flow::ErrorKind::ZeroDivision => ErrorKind::ZeroDivision,
        flow::ErrorKind::Memory => ErrorKind::Memory,
    }
}

impl flow::Guest for Component {
    fn iterate(o: u64) -> u64 {
        vm(|vm| abi::flow::iterate(vm, o))
    }
    fn next(iterator: u64) -> u64 {
        vm(|vm| abi::flow::next(vm, iterator))
    }
    fn raise(exception: u64, cause: u64) -> u64 {
        vm(|vm| abi::flow::raise(vm, exception, cause))
    }
    fn reraise() -> u64 {
        vm(abi::flow::reraise)
    }
    fn raise_error(kind: flow::ErrorKind, detail: u64) -> u64 {
        vm(|vm| abi::flow::raise_error(vm, error_kind(kind), detail))
    }
    fn catch() -> u64 {
        vm(abi::flow::catch)
    }
    fn end_catch() {
        vm(abi::flow::end_catch);
    }
    fn resume_raise(exception: u64) -> u64 {
        vm(|vm| abi::flow::resume_raise(vm, exception))
    }
    fn matches(exception: u64, class: u64) -> u64 {
        vm(|vm| abi::flow::matches(vm, exception, class))
    }
    fn trace(code: u32, line: u32, column: u32, end_column: u32) {
        vm(|vm| abi::flow::trace(vm, code, line, column, end_column));
    }
    fn finish() -> u64 {
        vm(abi::flow::finish)
    }
    fn format_exception(exception: u64) -> u64 {
        vm(|vm| abi::flow::format_exception(vm, exception))
    }
    fn enter_context(manager: u64) -> u64 {
        vm(|vm| abi::flow::enter_context(vm, manager))
    }
    fn exit_context(manager: u64, exception: u64) -> u64 {
        vm(|vm| abi::flow::exit_context(vm, manager, exception))
    }
}

impl calls::Guest for Component {
    fn describe(
        code: u32,
        name: String,
        qualified_name: String,
        line: u32,
        parameters: Vec<String>,
        positional_only: u32,
        keyword_only: u32,
        varargs: String,
        varkeywords: String,
    ) {
        let content = Code {
            name,
            qualified_name,
            line,
            positional_only: (positional_only as usize).min(parameters.len()),
            keyword_only: (keyword_only as usize).min(parameters.len()),
            parameters,
            varargs: Some(varargs).filter(|name| !name.is_empty()),
            varkeywords: Some(varkeywords).filter(|name| !name.is_empty()),
        };
        vm(|vm| abi::calls::describe(vm, code, content));
    }
    fn describe_source(file: String, text: String) {
        vm(|vm| abi::calls::describe_source(vm, file, &text));
    }
    fn describe_arguments(arguments: Vec<String>) {
        vm(|vm| abi::calls::describe_arguments(vm, arguments));
    }
    fn make_function(code: u32, defaults: u64, keyword_defaults: u64, closure: u64) -> u64 {
        vm(|vm| abi::calls::make_function(vm, code, defaults, keyword_defaults, closure))
    }
    fn make_cell(content: u64) -> u64 {
        vm(|vm| abi::calls::make_cell(vm, content))
    }
    fn get_cell(cell: u64) -> u64 {
        vm(|vm| abi::calls::get_cell(vm, cell))
    }
    fn set_cell(cell: u64, content: u64) {
        vm(|vm| abi::calls::set_cell(vm, cell, content));
    }
    fn call0(f: u64) -> u64 {
        vm(|vm| abi::calls::call0(vm, f))
    }
    fn call1(f: u64, a: u64) -> u64 {
        vm(|vm| abi::calls::call1(vm, f, a))
    }
    fn call2(f: u64, a: u64, b: u64) -> u64 {
        vm(|vm| abi::calls::call2(vm, f, a, b))
    }
    fn call3(f: u64, a: u64, b: u64, c: u64) -> u64 {
        vm(|vm| abi::calls::call3(vm, f, a, b, c))
    }
    fn call(f: u64, positional: u32, names: u64) -> u64 {
        vm(|vm| abi::calls::call(vm, f, positional, names))
    }
    fn call_spread(f: u64, arguments: u64, keywords: u64) -> u64 {
        vm(|vm| abi::calls::call_spread(vm, f, arguments, keywords))
    }
    fn call_method0(o: u64, name: u64) -> u64 {
        vm(|vm| abi::calls::call_method0(vm, o, name))
    }
    fn call_method1(o: u64, name: u64, a: u64) -> u64 {
        vm(|vm| abi::calls::call_method1(vm, o, name, a))
    }
    fn call_method2(o: u64, name: u64, a: u64, b: u64) -> u64 {
        vm(|vm| abi::calls::call_method2(vm, o, name, a, b))
    }
    fn call_method(o: u64, name: u64, positional: u32, names: u64) -> u64 {
        vm(|vm| abi::calls::call_method(vm, o, name, positional, names))
    }
    fn get_attribute(o: u64, name: u64) -> u64 {
        vm(|vm| abi::calls::get_attribute(vm, o, name))
    }
    fn set_attribute(o: u64, name: u64, item: u64) -> u64 {
        vm(|vm| abi::calls::set_attribute(vm, o, name, item))
    }
    fn del_attribute(o: u64, name: u64) -> u64 {
        vm(|vm| abi::calls::del_attribute(vm, o, name))
    }
    fn builtin(name: String) -> u64 {
        vm(|vm| abi::calls::builtin(vm, &name))
    }
    fn import(name: String) -> u64 {
        vm(|vm| abi::calls::import(vm, &name))
    }
    fn make_class(name: u64, count: u32, namespace: u64) -> u64 {
        vm(|vm| abi::calls::make_class(vm, name, count, namespace))
    }
}

impl tasks::Guest for Component {
    fn enter() -> u32 {
        vm(abi::tasks::enter)
    }
    fn argument(position: u32) -> u64 {
        vm(|vm| abi::tasks::argument(vm, position))
    }
    fn closure(position: u32) -> u64 {
        vm(|vm| abi::tasks::closure(vm, position))
    }
    fn leave(returned: u64) -> u64 {
        vm(|vm| abi::tasks::leave(vm, returned))
    }
}

impl memory::Guest for Component {
    fn retain(a: u64) {
        vm(|vm| abi::memory::retain(vm, a));
    }
    fn release(a: u64) {
        vm(|vm| abi::memory::release(vm, a));
    }
    fn release2(a: u64, b: u64) {
        vm(|vm| abi::memory::release2(vm, a, b));
    }
    fn release4(a: u64, b: u64, c: u64, d: u64) {
        vm(|vm| abi::memory::release4(vm, a, b, c, d));
    }
    fn release_all(values: Vec<u64>) {
        vm(|vm| abi::memory::release_all(vm, &values));
    }
    fn count() -> memory::Statistics {
        let abi::memory::Statistics {
            handles,
            objects,
            memory,
        } = vm(abi::memory::count);
        memory::Statistics {
            handles,
            objects,
            memory,
        }
    }
}

impl exchange::Guest for Component {
    fn load(pivot: Vec<u8>) -> u64 {
        vm(|vm| abi::exchange::load(vm, &pivot))
    }
    fn dump(item: u64) -> Result<Vec<u8>, u64> {
        vm(|vm| abi::exchange::dump(vm, item))
    }
}
