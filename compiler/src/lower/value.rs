//! A computed value while a function is built: where it is, what it is, and who gives it back.

use crate::infer::Ty;
use crate::ir::{Operand, Register};

/// Who gives it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Nobody: a literal, a constant, a variable.
    Free,
    /// A temporary that owns it.
    Owned(Register),
    /// A temporary with something that nobody can own: a number, a bool.
    Scratch(Register),
    /// A temporary with something that a module-level variable owns.
    Borrowed(Register),
}

/// A computed value.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// Where it is.
    pub operand: Operand,
    /// What it is.
    pub ty: Ty,
    /// Who gives it back.
    pub hold: Hold,
    /// Borrowed from a variable that other code may rebind: whatever runs Python code in between must own it first.
    pub volatile: bool,
}

impl Value {
    /// Something that nobody gives back.
    pub fn free(operand: Operand, ty: Ty) -> Self {
        Self {
            operand,
            ty,
            hold: Hold::Free,
            volatile: false,
        }
    }

    /// None.
    pub fn none() -> Self {
        Self::free(Operand::None, Ty::None)
    }

    /// A bool.
    pub fn bool(flag: bool) -> Self {
        Self::free(Operand::Bool(flag), Ty::Bool)
    }

    /// What a temporary holds.
    pub fn in_temp(register: Register, ty: Ty, owned: bool) -> Self {
        Self {
            operand: Operand::Register(register),
            ty,
            hold: if owned {
                Hold::Owned(register)
            } else {
                Hold::Scratch(register)
            },
            volatile: false,
        }
    }

    /// The int, if it is a literal.
    pub fn literal(&self) -> Option<i64> {
        match (self.ty, self.operand) {
            (Ty::Word, Operand::Int(number)) => Some(number),
            _ => None,
        }
    }
}
