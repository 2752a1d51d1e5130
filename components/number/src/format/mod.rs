//! Numbers (and the padding of texts) by a format specification, and the numeric conversions of `%`.

mod number;
pub mod percent;
mod spec;
mod text;

pub use number::{format_float, format_int};
pub use spec::{Align, Grouping, Spec};
pub use text::{Layout, format_str, layout_str};
