//! What is known of a value before the program runs.

use crate::ir::{BinaryOp, Repr};

/// A type: what a register may hold, and what the compiler may assume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Ty {
    /// Nothing yet: the bottom, while types are searched for.
    #[default]
    Never,
    /// An int within `-2^61 ..= 2^61`.
    Word,
    /// An int.
    Int,
    /// A float.
    Float,
    /// A bool.
    Bool,
    /// None.
    None,
    /// Exactly a str.
    Str,
    /// Exactly a list.
    List,
    /// Exactly a dict.
    Dict,
    /// Exactly a set.
    Set,
    /// Exactly a tuple.
    Tuple,
    /// Anything.
    Any,
}

impl Ty {
    /// How a register holds it.
    pub fn repr(self) -> Repr {
        match self {
            Self::Word => Repr::Word,
            Self::Int => Repr::Int,
            Self::Float => Repr::Float,
            Self::Bool => Repr::Bool,
            _ => Repr::Boxed,
        }
    }

    /// The type, or anything where nothing was found (code that is never reached).
    #[must_use]
    pub fn settled(self) -> Self {
        if self == Self::Never { Self::Any } else { self }
    }

    /// The least type of both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Never, a) | (a, Self::Never) => a,
            (Self::Word, Self::Int) | (Self::Int, Self::Word) => Self::Int,
            _ => Self::Any,
        }
    }

    /// An int of either kind.
    pub fn is_int(self) -> bool {
        matches!(self, Self::Word | Self::Int)
    }

    /// An int or a float.
    pub fn is_number(self) -> bool {
        self.is_int() || self == Self::Float
    }

    /// Whether a value of this type can be put where `wanted` is asked for without looking at it.
    pub fn fits(self, wanted: Self) -> bool {
        self == wanted
            || wanted == Self::Any
            || (self == Self::Word && wanted == Self::Int)
            || self == Self::Never
    }
}

/// The type of `a op b`. `exponent` is the right operand when it is a literal.
pub fn binary(op: BinaryOp, a: Ty, b: Ty, exponent: Option<i64>) -> Ty {
    use BinaryOp as B;
    if a == Ty::Never || b == Ty::Never {
        return Ty::Never;
    }
    if a.is_int() && b.is_int() {
        return match op {
            B::TrueDiv => Ty::Float,
            B::Pow if exponent.is_some_and(|exponent| exponent >= 0) => Ty::Int,
            B::Pow | B::MatMul => Ty::Any,
            _ => Ty::Int,
        };
    }
    if a.is_number() && b.is_number() {
        return match op {
            B::Add | B::Sub | B::Mul | B::TrueDiv | B::FloorDiv | B::Mod => Ty::Float,
            // A negative float to a broken power is complex, which is refused: what comes back is a float.
            B::Pow => Ty::Float,
            _ => Ty::Any,
        };
    }
    match (op, a, b) {
        (B::And | B::Or | B::Xor, Ty::Bool, Ty::Bool) => Ty::Bool,
        (B::Add | B::Mod, Ty::Str, Ty::Str) | (B::Mod, Ty::Str, _) => Ty::Str,
        (B::Add, Ty::List, Ty::List) => Ty::List,
        (B::Mul, Ty::List, number) | (B::Mul, number, Ty::List) if number.is_int() => Ty::List,
        (B::Mul, Ty::Str, number) | (B::Mul, number, Ty::Str) if number.is_int() => Ty::Str,
        (B::Add, Ty::Tuple, Ty::Tuple) => Ty::Tuple,
        _ => Ty::Any,
    }
}
