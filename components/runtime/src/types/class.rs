//! Classes and instances.

use std::cell::RefCell;

use super::dict::Dict;
use super::exception::ExcType;
use crate::object::TypeId;
use crate::value::Value;

/// A class.
pub struct Class {
    /// `__name__`
    pub name: String,
    /// `__qualname__`
    pub qualified_name: String,
    /// A builtin type's.
    pub builtin: Option<TypeId>,
    /// A builtin exception's; for a class of the program the builtin exception that it inherits from, if any.
    pub exception: Option<ExcType>,
    /// The classes that it names.
    pub bases: Vec<Value>,
    /// Method resolution order behind itself.
    pub mro: Vec<Value>,
    /// Its namespace.
    pub namespace: RefCell<Dict>,
}

/// An instance of a class of the program.
pub struct Instance {
    /// Its class.
    pub class: Value,
    /// Its `__dict__`.
    pub attributes: RefCell<Dict>,
}
