//! The reader of another component's streams and futures: it makes streams of streams, gives handles on, reads some of it and
//! goes away, calls several functions at once, and cancels one.

pub mod tally;

#[cfg(target_arch = "wasm32")]
mod component;
