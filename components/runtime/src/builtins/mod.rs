//! The builtin functions.
