//! Runs WebAssembly components in a Rust program, on wasmtime.
//!
//! A whole program, to be found as `examples/call.rs`:
//!
//! ```no_run
#![doc = include_str!("../examples/call.rs")]
//! ```
//!
//! # What it does for you
//!
//! - **Two engines**, picked by looking at the component: without concurrency support for components that have nothing
//!   asynchronous (a call costs about 130 ns), with it for the others ([`Mode`]).
//! - **Any function of any component**, by name, with values of any WIT type ([`Instance::call`], [`Val`]); their JSON and
//!   WAVE forms ([`json`], [`wave`]); Rust types where they are known ([`Instance::typed`]).
//! - **Large data**: a `list<u8>` is one allocation and one copy, of gigabytes if need be.
//! - **Limits** ([`Limits`]): memory over all memories of a composition, a deadline and fuel for each call.
//! - **Capabilities**: a component gets what was granted ([`HostBuilder::capabilities`], [`HostBuilder::grant`]) and nothing
//!   else; what compiled programs are granted is said for each instance ([`Capabilities`]).
//! - **A cache** of compiled components, in a folder that only this user can write to. Large core modules can be compiled
//!   once for all components that have them ([`HostBuilder::share_modules`]).
//! - **Errors** ([`Error`]) that name the component, the function and the fix; a trap has the guest's stack with readable
//!   names.
//!
//! # A trap ends an instance
//!
//! The component model locks an instance at a trap. [`Instance::is_alive`] tells, and a [`Pool`] replaces such instances by
//! itself.
//!
//! # Stability
//!
//! wasmtime is part of the interface ([`wasmtime`], [`HostBuilder::grant`], the types of [`Instance::typed`]); a new
//! release line of it is a new minor version of this crate.

#![warn(missing_docs)]

mod abi;
mod cache;
mod capabilities;
mod check;
mod convert;
mod engine;
mod error;
mod host;
mod instance;
pub mod json;
mod limits;
mod names;
mod outline;
mod pool;
mod program;
mod scan;
mod transfer;
mod trap;
mod types;
mod val;
#[cfg(feature = "wasi")]
mod wasi;
pub mod wave;

pub use capabilities::{Capabilities, Capability, Sink};
pub use error::{Error, ErrorKind, Frame};
pub use host::{Host, HostBuilder};
pub use instance::{Instance, State, TypedFunction};
pub use limits::Limits;
pub use pool::{Lease, Pool};
pub use program::{FunctionId, Program};
pub use scan::Mode;
pub use types::{Function, Type};
pub use val::{Future, FutureHandle, Resource, Stream, StreamHandle, Val};
pub use wasmtime;

/// The version of wasmtime that is built in, such as `48.0.8`.
pub const WASMTIME_VERSION: &str = wasmtime::component::__internal::wasmtime_environ::VERSION;
