//! Types for unboxing: which variables hold an int, a float or a bool whatever the program does.
//!
//! A variable gets the join of the types of everything that is assigned to it; a function's result that of everything it
//! returns. Parameters of functions that are only ever called directly get the join of all arguments; parameters of the others
//! get their annotation's type in a version of the function of its own, which is used where the arguments are known to fit.
//! Everything starts at the bottom and rises until nothing changes.

mod facts;
mod flow;
mod fold;
mod gather;
mod math;
mod ty;
mod typer;

pub use facts::{Default, Facts, FunctionFact, ParameterFact, infer};
pub use fold::fold;
pub use gather::is_parallel;
pub use ty::{Ty, binary};

/// Which body of a function a variable is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Version {
    /// Boxed parameters.
    Generic,
    /// Typed parameters.
    Typed,
}
