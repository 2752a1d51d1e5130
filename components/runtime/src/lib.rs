//! Python's values and operations: what compiled programs call. Semantics are CPython 3.12's.
//!
//! # Rooms
//!
//! | room | what |
//! |---|---|
//! | `value`, `object` | a value in 64 bits, counted objects; the only raw pointers |
//! | `vm` | the state of one program; how a function of the program gets called (`request`, `then`) |
//! | `error` | raising: `Res`, `Raise`, `vm.type_error(..)`, `ToRaise` for helpers without a `Vm` |
//! | `args` | arguments and declarations of builtin functions and methods |
//! | `types/` | one file (or folder) a type: its body, its table of methods, its attributes, its constructor |
//! | `ops/` | operators over all types: arithmetic, compare, hash, items, attributes, calls, iteration, text (str, repr, format), truth |
//! | `builtins/` | the builtin functions: print, len, sorted, .. |
//! | `modules/` | math, json, struct, string, sys |
//! | `gates`, `registry` | what a linker must know that leaves out what a program cannot reach |
//! | `abi/` | handles, the stage, intrinsics over `u64`: everything of the component but WIT |
//! | `component` | WIT glue, wasm32 only |
//!
//! A file in `types/` offers, where its type has them, functions of these names, and the file in `ops/` calls them after it looked at
//! the types: `binary(vm, op, a, b) -> Res<Option<Value>>` (None: not for these operands) and `in_place` likewise,
//! `compare(vm, op, a, b) -> Res<Option<Value>>`, `get_item(vm, o, key) -> Res`, `set_item`, `del_item`, `contains(vm, o, item) -> Res`,
//! `length(o) -> usize`, `iterate(vm, o) -> Res`, `repr(vm, o) -> Res`, `format(vm, o, spec: &Text) -> Res`, `truth(o) -> bool`.
//!
//! # Rules
//!
//! - A function of the program may run inside of anything that calls `vm.call`, iterates, compares, hashes or makes text of values that
//!   may be the program's. It cannot be called like a Rust function: `Err(Raise::Pending)` comes back, and whoever is not done leaves the
//!   rest with `vm.then(closure)`. Use `ops::iterate::collect_then` to consume an iterable.
//! - Never hold a `RefCell` borrow over a call of anything that may reach the program or the same object: copy what is needed first
//!   (`l.extend(l)`, `a == a`, sorting a list that its key function changes).
//! - No panic on any input: sizes are checked before they are allocated (`MemoryError`), recursion over nested containers goes
//!   through `vm.visiting`.

pub mod abi;
pub mod args;
pub mod builtins;
#[cfg(target_arch = "wasm32")]
mod component;
pub mod error;
mod gates;
pub mod modules;
pub mod names;
pub mod object;
pub mod ops;
#[cfg(target_arch = "wasm32")]
pub mod registry;
pub mod state;
pub mod types;
pub mod value;
pub mod vm;

pub use abi::handles;
pub use args::{Args, Builtin};
pub use error::{Raise, Res};
pub use value::{Kind, Value};
pub use vm::{Output, Vm};
