//! A program whose functions are Rust's: the settle loop of `tasks`, and short names for intrinsics.

use std::cell::RefCell;
use std::rc::Rc;

use molt_runtime::abi::{calls, containers, flow, memory, tasks, text};
use molt_runtime::types::function::Code;
use molt_runtime::value::{BITS_ABSENT, BITS_NONE, BITS_PENDING, BITS_RAISED, TAG_INT};
use molt_runtime::{Output, Vm};

#[derive(Clone, Default)]
pub struct Written(Rc<RefCell<Vec<(bool, u8)>>>);

impl Output for Written {
    fn write(&mut self, error: bool, content: &[u8]) {
        self.0
            .borrow_mut()
            .extend(content.iter().map(|byte| (error, *byte)));
    }
}

type Function = Rc<dyn Fn(&mut Program) -> u64>;

pub struct Program {
    pub vm: Vm,
    written: Written,
    functions: Vec<Function>,
}

pub const NONE: u64 = BITS_NONE;
pub const ABSENT: u64 = BITS_ABSENT;
pub const RAISED: u64 = BITS_RAISED;

pub fn int(number: i64) -> u64 {
    TAG_INT | (number as u64 & 0x7fff_ffff_ffff)
}

impl Program {
    pub fn new(source: &str) -> Program {
        let written = Written::default();
        let mut vm = Vm::new(Box::new(written.clone()));
        calls::describe_source(&mut vm, "app.py".into(), source);
        calls::describe(
            &mut vm,
            0,
            Code {
                name: "<module>".into(),
                ..Code::default()
            },
        );
        Program {
            vm,
            written,
            functions: vec![Rc::new(|_| NONE)],
        }
    }

    /// A function with positional parameters.
    pub fn define(
        &mut self,
        name: &str,
        parameters: &[&str],
        body: impl Fn(&mut Program) -> u64 + 'static,
    ) -> u64 {
        let parameters = parameters.iter().map(ToString::to_string).collect();
        self.define_as(
            Code {
                name: name.into(),
                qualified_name: name.into(),
                parameters,
                ..Code::default()
            },
            NONE,
            NONE,
            body,
        )
    }

    pub fn define_as(
        &mut self,
        code: Code,
        defaults: u64,
        keyword_defaults: u64,
        body: impl Fn(&mut Program) -> u64 + 'static,
    ) -> u64 {
        let number = self.functions.len() as u32;
        self.functions.push(Rc::new(body));
        calls::describe(&mut self.vm, number, code);
        calls::make_function(&mut self.vm, number, defaults, keyword_defaults, NONE)
    }

    /// What the compiler writes behind every intrinsic that may be pending.
    pub fn settle(&mut self, mut result: u64) -> u64 {
        while result == BITS_PENDING {
            let code = tasks::enter(&mut self.vm);
            let function = self.functions[code as usize].clone();
            let returned = function(self);
            result = tasks::leave(&mut self.vm, returned);
        }
        result
    }

    pub fn str(&mut self, text: &str) -> u64 {
        text::literal(&mut self.vm, text.as_bytes().to_vec())
    }

    pub fn builtin(&mut self, name: &str) -> u64 {
        let found = calls::builtin(&mut self.vm, name);
        assert_ne!(found, ABSENT, "no builtin {name}");
        found
    }

    pub fn call(&mut self, f: u64, arguments: &[u64]) -> u64 {
        for argument in arguments {
            containers::stage(&mut self.vm, *argument);
        }
        let result = calls::call(&mut self.vm, f, arguments.len() as u32, NONE);
        self.settle(result)
    }

    pub fn call_with(&mut self, f: u64, arguments: &[u64], names: &[&str]) -> u64 {
        for name in names {
            let name = self.str(name);
            containers::stage(&mut self.vm, name);
        }
        let names = containers::make_tuple(&mut self.vm, names.len() as u32);
        for argument in arguments {
            containers::stage(&mut self.vm, *argument);
        }
        let positional = arguments.len() - self.vm_length(names);
        let result = calls::call(&mut self.vm, f, positional as u32, names);
        self.settle(result)
    }

    fn vm_length(&mut self, tuple: u64) -> usize {
        (containers::length(&mut self.vm, tuple) & 0xffff) as usize
    }

    pub fn call_builtin(&mut self, name: &str, arguments: &[u64]) -> u64 {
        let f = self.builtin(name);
        self.call(f, arguments)
    }

    pub fn method(&mut self, o: u64, name: &str, arguments: &[u64]) -> u64 {
        let name = self.str(name);
        for argument in arguments {
            containers::stage(&mut self.vm, *argument);
        }
        let result = calls::call_method(&mut self.vm, o, name, arguments.len() as u32, NONE);
        self.settle(result)
    }

    pub fn list(&mut self, items: &[u64]) -> u64 {
        for item in items {
            containers::stage(&mut self.vm, *item);
        }
        containers::make_list(&mut self.vm, items.len() as u32)
    }

    pub fn tuple(&mut self, items: &[u64]) -> u64 {
        for item in items {
            containers::stage(&mut self.vm, *item);
        }
        containers::make_tuple(&mut self.vm, items.len() as u32)
    }

    pub fn dict(&mut self, items: &[(&str, u64)]) -> u64 {
        for (key, item) in items {
            let key = self.str(key);
            containers::stage2(&mut self.vm, key, *item);
        }
        containers::make_dict(&mut self.vm, items.len() as u32)
    }

    pub fn class(&mut self, name: &str, bases: &[u64], namespace: &[(&str, u64)]) -> u64 {
        let (name, namespace) = (self.str(name), self.dict(namespace));
        for base in bases {
            containers::stage(&mut self.vm, *base);
        }
        calls::make_class(&mut self.vm, name, bases.len() as u32, namespace)
    }

    pub fn get(&mut self, o: u64, name: &str) -> u64 {
        let name = self.str(name);
        let result = calls::get_attribute(&mut self.vm, o, name);
        self.settle(result)
    }

    pub fn set(&mut self, o: u64, name: &str, item: u64) -> u64 {
        let name = self.str(name);
        calls::set_attribute(&mut self.vm, o, name, item)
    }

    pub fn argument(&mut self, position: u32) -> u64 {
        tasks::argument(&mut self.vm, position)
    }

    pub fn raise(&mut self, exception: u64) -> u64 {
        let result = flow::raise(&mut self.vm, exception, ABSENT);
        self.settle(result)
    }

    /// `raise class(message)`
    pub fn raise_new(&mut self, class: &str, message: &str) -> u64 {
        let message = self.str(message);
        let made = self.call_builtin(class, &[message]);
        self.raise(made)
    }

    pub fn trace(&mut self, code: u32, line: u32, column: u32, end: u32) {
        flow::trace(&mut self.vm, code, line, column, end);
    }

    /// `Class: message` of what is raised, which is then caught and over.
    pub fn caught(&mut self) -> String {
        let exception = flow::catch(&mut self.vm);
        assert_ne!(exception, ABSENT, "nothing is raised");
        let text = self.text(exception);
        let value = self.vm.import(exception).expect("a value");
        let name = molt_runtime::ops::type_name(&value);
        flow::end_catch(&mut self.vm);
        memory::release(&mut self.vm, exception);
        format!("{name}: {text}")
    }

    /// `str(o)`
    pub fn text(&mut self, o: u64) -> String {
        let shown = self.call_builtin("str", &[o]);
        assert_ne!(shown, RAISED, "str() raised {:?}", self.vm.raised);
        String::from_utf8(text::to_utf8(&mut self.vm, shown).expect("text")).expect("UTF-8")
    }

    /// `repr(o)`
    pub fn repr(&mut self, o: u64) -> String {
        let shown = self.call_builtin("repr", &[o]);
        assert_ne!(shown, RAISED, "repr() raised {:?}", self.vm.raised);
        String::from_utf8(text::to_utf8(&mut self.vm, shown).expect("text")).expect("UTF-8")
    }

    /// Ends the program: its exit code.
    pub fn finish(&mut self) -> i64 {
        let code = flow::finish(&mut self.vm);
        let code = self.settle(code);
        (code & 0xff) as i64
    }

    pub fn output(&self) -> String {
        self.bytes(false)
    }

    pub fn errors(&self) -> String {
        self.bytes(true)
    }

    fn bytes(&self, error: bool) -> String {
        let written = self.written.0.borrow();
        let bytes = written
            .iter()
            .filter(|(to, _)| *to == error)
            .map(|(_, byte)| *byte)
            .collect();
        String::from_utf8(bytes).expect("UTF-8")
    }
}
