//! Python source to a WebAssembly component, ahead of time.

mod compile;
mod component;
mod contract;
pub mod diagnostic;
mod emit;
mod foreign;
mod grammar;
mod infer;
pub mod ir;
pub mod link;
mod lower;
mod parse;
mod scope;
pub mod shrink;
mod source;

pub use compile::{Compiled, Options, check, compile};
pub use diagnostic::Diagnostic;
