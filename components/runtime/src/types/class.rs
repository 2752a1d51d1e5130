//! Classes and instances.

mod make;
mod object;

use std::cell::RefCell;

pub use make::make;
pub use object::{METHODS, construct_type, instantiate, wrong_receiver};

use super::exception::ExcType;
use super::names::Names;
use crate::object::{Body, TypeId};
use crate::value::Value;
use crate::vm::Vm;

/// A class.
pub struct Class {
    /// `__name__`
    pub name: String,
    /// `__qualname__`
    pub qualified_name: String,
    /// `__module__`
    pub module: &'static str,
    /// A builtin type's.
    pub builtin: Option<TypeId>,
    /// A builtin exception's; for a class of the program the builtin exception that it inherits from, if any.
    pub exception: Option<ExcType>,
    /// The classes that it names.
    pub bases: Vec<Value>,
    /// Method resolution order behind itself.
    pub mro: Vec<Value>,
    /// Its namespace.
    pub namespace: RefCell<Names>,
    /// Whether the program made it.
    pub of_program: bool,
}

/// An instance of a class of the program.
pub struct Instance {
    /// Its class.
    pub class: Value,
    /// Its `__dict__`.
    pub attributes: RefCell<Names>,
}

/// What `super()` makes: attributes are looked up behind a class in the order of the receiver's class.
pub struct Super {
    /// Where to begin, exclusive.
    pub after: Value,
    /// The receiver.
    pub receiver: Value,
}

impl Class {
    /// The class body of a class value.
    pub fn of(value: &Value) -> Option<&Class> {
        match value.body() {
            Some(Body::Class(class)) => Some(class),
            _ => None,
        }
    }

    /// The value of a name in the class or a class that it inherits from, and in which.
    pub fn lookup(&self, name: &Value) -> Option<Value> {
        if let Some(value) = self.namespace.borrow().get(name) {
            return Some(value.clone());
        }
        self.mro
            .iter()
            .filter_map(Class::of)
            .find_map(|class| class.namespace.borrow().get(name).cloned())
    }

    /// The name as `repr` of the class shows it: `__main__.C`, `int`.
    pub fn shown(&self) -> String {
        match self.module {
            "builtins" => self.qualified_name.clone(),
            module => format!("{module}.{}", self.qualified_name),
        }
    }
}

/// Whether a class is another one or inherits from it.
pub fn is_subclass(class: &Value, of: &Value) -> bool {
    class.is(of) || Class::of(class).is_some_and(|class| class.mro.iter().any(|base| base.is(of)))
}

impl Vm {
    /// The class object of a builtin type.
    pub fn type_class(&mut self, id: TypeId) -> Value {
        if let Some(known) = self.state.classes.get(id.name()) {
            return known.clone();
        }
        let mut mro = Vec::new();
        if id == TypeId::Bool {
            mro.push(self.type_class(TypeId::Int));
        }
        if id != TypeId::Object {
            mro.push(self.type_class(TypeId::Object));
        }
        self.builtin_class(id.name(), Some(id), None, mro)
    }

    /// The class object of a builtin exception.
    pub fn exception_class(&mut self, kind: ExcType) -> Value {
        if let Some(known) = self.state.classes.get(kind.name()) {
            return known.clone();
        }
        let mut mro = Vec::new();
        if kind == ExcType::BaseException {
            mro.push(self.type_class(TypeId::Object));
        } else {
            let base = self.exception_class(kind.base());
            mro.push(base.clone());
            mro.extend(
                Class::of(&base)
                    .map(|base| base.mro.clone())
                    .unwrap_or_default(),
            );
        }
        self.builtin_class(kind.name(), None, Some(kind), mro)
    }

    /// The class object of an iterator type that has no name in the program: `list_iterator`, ..
    pub fn named_class(&mut self, name: &'static str) -> Value {
        if let Some(known) = self.state.classes.get(name) {
            return known.clone();
        }
        let mro = vec![self.type_class(TypeId::Object)];
        self.builtin_class(name, Some(TypeId::Iterator), None, mro)
    }

    fn builtin_class(
        &mut self,
        name: &'static str,
        builtin: Option<TypeId>,
        exception: Option<ExcType>,
        mro: Vec<Value>,
    ) -> Value {
        let (module, shown) = match exception {
            Some(ExcType::StructError) => ("struct", "error"),
            Some(ExcType::JSONDecodeError) => ("json.decoder", name),
            _ => ("builtins", name),
        };
        let class = Value::object(Body::Class(Box::new(Class {
            name: shown.to_string(),
            qualified_name: shown.to_string(),
            module,
            builtin,
            exception,
            bases: mro.first().cloned().into_iter().collect(),
            mro,
            namespace: RefCell::default(),
            of_program: false,
        })));
        self.state.classes.insert(name, class.clone());
        class
    }

    /// `type(v)`
    pub fn class_of(&mut self, value: &Value) -> Value {
        match value.body() {
            Some(Body::Instance(instance)) => instance.class.clone(),
            Some(Body::Exception(exception)) => match &exception.class {
                Some(class) => class.clone(),
                None => self.exception_class(exception.kind),
            },
            Some(Body::Iterator(iterator)) if iterator.class == TypeId::Iterator => {
                self.named_class(iterator.name)
            }
            Some(Body::Iterator(iterator)) => self.type_class(iterator.class),
            Some(Body::Module(_)) => self.type_class(TypeId::Module),
            _ => self.type_class(value.type_id()),
        }
    }
}
