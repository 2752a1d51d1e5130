//! Raising.
//!
//! A function of the runtime returns `Res`. Raising makes the exception object at once (`vm.type_error("..")`); pure helpers that
//! have no `Vm` return a `ToRaise`, which `?` cannot turn: use `.raise(vm)?`.

use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;

/// Why there is no result.
#[derive(Debug)]
pub enum Raise {
    /// An exception instance.
    Exception(Value),
    /// A function of the program has to run first; what follows has been left with `Vm::then`.
    Pending,
}

/// The result of whatever may raise.
pub type Res<T = Value> = Result<T, Raise>;

/// An exception that no object has been made for yet.
#[derive(Debug, Clone, PartialEq)]
pub enum ToRaise {
    /// TypeError
    Type(String),
    /// ValueError
    Value(String),
    /// Any other.
    Other(ExcType, String),
}

impl ToRaise {
    /// The exception.
    #[cold]
    pub fn raise(self, vm: &mut Vm) -> Raise {
        match self {
            ToRaise::Type(message) => vm.error(ExcType::TypeError, &message),
            ToRaise::Value(message) => vm.error(ExcType::ValueError, &message),
            ToRaise::Other(class, message) => vm.error(class, &message),
        }
    }
}

/// `.or_raise(vm)?` on results of pure helpers.
pub trait OrRaise<T> {
    /// Makes the exception.
    fn or_raise(self, vm: &mut Vm) -> Res<T>;
}

impl<T> OrRaise<T> for Result<T, ToRaise> {
    fn or_raise(self, vm: &mut Vm) -> Res<T> {
        self.map_err(|error| error.raise(vm))
    }
}

impl Vm {
    /// An exception of a builtin class with one str argument.
    #[cold]
    #[inline(never)]
    pub fn error(&mut self, class: ExcType, message: &str) -> Raise {
        self.error_value(class, Value::str(message))
    }

    /// An exception of a builtin class with one argument.
    #[cold]
    #[inline(never)]
    pub fn error_value(&mut self, class: ExcType, argument: Value) -> Raise {
        Raise::Exception(self.make_exception(class, vec![argument]))
    }

    /// `TypeError(message)`
    #[cold]
    pub fn type_error(&mut self, message: &str) -> Raise {
        self.error(ExcType::TypeError, message)
    }

    /// `ValueError(message)`
    #[cold]
    pub fn value_error(&mut self, message: &str) -> Raise {
        self.error(ExcType::ValueError, message)
    }

    /// `IndexError(message)`
    #[cold]
    pub fn index_error(&mut self, message: &str) -> Raise {
        self.error(ExcType::IndexError, message)
    }

    /// `OverflowError(message)`
    #[cold]
    pub fn overflow_error(&mut self, message: &str) -> Raise {
        self.error(ExcType::OverflowError, message)
    }

    /// `KeyError(key)`
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raise {
        self.error_value(ExcType::KeyError, key)
    }

    /// `MemoryError()`
    #[cold]
    pub fn memory_error(&mut self) -> Raise {
        Raise::Exception(self.make_exception(ExcType::MemoryError, vec![]))
    }
}
