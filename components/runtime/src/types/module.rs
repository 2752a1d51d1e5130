//! Modules.

use crate::args::Builtin;
use crate::error::Res;
use crate::vm::Vm;

/// A module of the runtime.
pub struct Module {
    /// Its name.
    pub name: &'static str,
    /// Its functions.
    pub functions: &'static [Builtin],
    /// Its other attributes; None: there is none of this name.
    pub attribute: fn(&mut Vm, &str) -> Option<Res>,
}
