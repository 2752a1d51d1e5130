//! Functions of the program, and bound methods.

mod bind;
mod wrong;

pub use bind::bind;

use std::cell::RefCell;

use super::names::Names;
use crate::value::Value;

/// What the program said about one of its functions (`calls.describe`).
#[derive(Default)]
pub struct Code {
    /// `__name__`
    pub name: String,
    /// `__qualname__`
    pub qualified_name: String,
    /// Line of the `def`.
    pub line: u32,
    /// Positional-only, positional, then keyword-only names.
    pub parameters: Vec<String>,
    /// How many are positional-only.
    pub positional_only: usize,
    /// How many are keyword-only.
    pub keyword_only: usize,
    /// The name behind `*`.
    pub varargs: Option<String>,
    /// The name behind `**`.
    pub varkeywords: Option<String>,
}

impl Code {
    /// How many parameters are positional.
    pub fn positional(&self) -> usize {
        self.parameters.len().saturating_sub(self.keyword_only)
    }
}

/// A function object.
pub struct Function {
    /// Number in `Vm::codes`.
    pub code: u32,
    /// A tuple, or None.
    pub defaults: Value,
    /// A dict, or None.
    pub keyword_defaults: Value,
    /// A tuple of cells, or None.
    pub closure: Value,
    /// What the program has set on it.
    pub attributes: RefCell<Names>,
}

impl Function {
    /// A function without attributes.
    pub fn new(code: u32, defaults: Value, keyword_defaults: Value, closure: Value) -> Function {
        Function {
            code,
            defaults,
            keyword_defaults,
            closure,
            attributes: RefCell::default(),
        }
    }
}

/// A method bound to its receiver.
pub struct Bound {
    /// The receiver.
    pub receiver: Value,
    /// A function of the program or of the runtime.
    pub function: Value,
}
