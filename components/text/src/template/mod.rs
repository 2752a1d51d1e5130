//! Templates: `str.format`'s replacement fields and printf-style conversions.
//!
//! Both are read piece by piece, because Python looks up what a piece names before it reads the next one: which of two
//! errors is raised depends on it.

pub mod fields;
pub mod percent;
