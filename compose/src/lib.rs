//! Composes WebAssembly components and explains compositions.
//!
//! A composition has no import left but the capabilities that the caller names. Whatever else is missing is an error that
//! says which component wants what, which export comes nearest, and how the two differ.
//!
//! ```no_run
//! use molt_compose::{Capabilities, Part, compose};
//!
//! # fn main() -> Result<(), molt_compose::Error> {
//! let socket = Part::read("dist/checked.wasm".as_ref())?;
//! let plugs = vec![Part::read("dist/cbor.wasm".as_ref())?];
//! let composition = compose(socket, plugs, &Capabilities::none())?;
//! println!("{} bytes; exports {}", composition.bytes.len(), composition.exports.join(", "));
//! # Ok(()) }
//! ```
//!
//! Modules: [`part`] reads components, [`diff`] compares WIT types by structure, `nearest` finds what was probably meant,
//! `plan` decides who feeds whom, `plug` and `wac` write the composition with wac-graph, [`explain`] reads one back.

use std::path::PathBuf;

pub mod capabilities;
pub mod diff;
mod error;
pub mod explain;
mod nearest;
pub mod part;
mod passed;
mod plan;
mod plug;
mod signature;
mod wac;

pub use capabilities::Capabilities;
pub use error::{Error, Nearest, Result, Unmet};
pub use part::{NotAComponent, Part};
pub use plug::compose;
pub use signature::function_signature;
pub use wac::{WacFile, compose_wac};

/// A component made of components.
#[derive(Clone, Debug)]
pub struct Composition {
    /// The component: the same parts always give the same bytes.
    pub bytes: Vec<u8>,
    /// What is left to import, in order: capabilities, and interfaces that hold types only.
    pub imports: Vec<String>,
    /// What it exports, in order.
    pub exports: Vec<String>,
    /// The files that the parts were read from, as far as they were; writing the composition must not destroy them.
    pub files: Vec<PathBuf>,
    /// The parts, in the order in which they were named; the first of a plugged composition is the socket.
    pub parts: Vec<String>,
}
