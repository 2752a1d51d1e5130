//! Async functions, streams and futures as a component gives them, with a log of how each writer ended.
//!
//! A writer is a task that goes on after its function has returned the read end. It writes item by item, so that the number
//! of items that are written and not read is visible.

pub mod items;
pub mod journal;
pub mod meeting;

#[cfg(target_arch = "wasm32")]
mod component;
