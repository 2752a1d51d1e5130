//! Python source to a WebAssembly component, ahead of time.
