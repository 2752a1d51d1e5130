//! The component that the parity suite talks to: it gives back every type of the component model, tells what it saw, hands
//! out resources with a log of their drops, and traps in every way there is.
//!
//! `component` holds one module per interface of `wit/probe`. What is more than giving a value back is plain code here, and
//! is tested natively.

pub mod lifelog;
pub mod render;

#[cfg(target_arch = "wasm32")]
mod component;

/// What `text.repeat` and `lists.fill` make at most, in bytes.
pub const LARGEST_RESULT: usize = 64 << 20;
