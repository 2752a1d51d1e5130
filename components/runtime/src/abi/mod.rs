//! Intrinsics over `u64`: everything of the component but WIT.

pub mod handles;
