//! What modules of the runtime keep between calls, one field each.

use std::collections::HashMap;

use crate::value::Value;

/// Caches and singletons.
#[derive(Default)]
pub struct State {
    /// Class objects of the builtin types, by name, made when first asked for.
    pub classes: HashMap<&'static str, Value>,
    /// Literals by their WTF-8, so that equal literals are one object.
    pub literals: HashMap<Box<[u8]>, Value>,
}
