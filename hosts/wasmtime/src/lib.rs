//! Runs Molt components in a Rust program, on wasmtime.

mod abi;
mod cache;
mod check;
mod convert;
mod engine;
mod error;
mod host;
mod instance;
pub mod json;
mod limits;
mod names;
mod pool;
mod program;
mod scan;
mod transfer;
mod trap;
mod types;
mod val;
pub mod wave;

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
