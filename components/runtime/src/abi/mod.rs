//! Intrinsics over `u64`: everything of the component but WIT.
//!
//! One module an interface of `wit/runtime`, functions of the same names. Arguments are borrowed, results owned; what is no
//! value raises `SystemError`, and nothing here panics.

/// Borrows arguments by counting up; a stale or forged handle raises.
macro_rules! borrow {
    ($vm:ident, $($name:ident),+) => {
        $(let $name = match $vm.handles.import($name) {
            Some(value) => value,
            None => return $vm.refuse_bits($name),
        };)+
    };
}

/// The same for intrinsics that are called all the time.
macro_rules! lend {
    ($vm:ident, $($name:ident),+) => {
        $(let $name = match $vm.handles.import($name) {
            Some(value) => crate::value::Lent::new(value),
            None => return $vm.refuse_bits($name),
        };)+
    };
}

/// Borrows arguments that may be absent.
macro_rules! borrow_optional {
    ($vm:ident, $($name:ident),+) => {
        $(let $name = match $vm.import_optional($name) {
            Ok(value) => value,
            Err(raise) => return $vm.export(Err(raise)),
        };)+
    };
}

pub mod binary;
pub mod calls;
pub mod containers;
pub mod exchange;
pub mod flow;
pub mod handles;
pub mod memory;
pub mod scalars;
pub mod tasks;
pub mod text;

use crate::error::Res;
use crate::value::Value;
use crate::vm::Vm;

impl Vm {
    /// Raises `SystemError` for bits that are no value.
    #[cold]
    #[inline(never)]
    pub(crate) fn refuse_bits(&mut self, bits: u64) -> u64 {
        let raise = match self.import(bits) {
            Err(raise) => raise,
            Ok(_) => return bits,
        };
        self.export(Err(raise))
    }

    /// The result of an intrinsic that returns nothing but None, raised or pending.
    #[inline]
    pub(crate) fn export_done(&mut self, result: Res<()>) -> u64 {
        self.export(result.map(|()| Value::NONE))
    }

    /// The result of an intrinsic that answers a question.
    #[inline]
    pub(crate) fn export_truth(&mut self, result: Res<bool>) -> u64 {
        self.export(result.map(Value::bool))
    }
}
