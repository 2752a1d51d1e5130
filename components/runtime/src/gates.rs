//! Kinds of objects, for a linker that leaves out what a program cannot reach (`molt_compiler::shrink`).
//!
//! Operators look at the kind of an object and call the code of that kind: so `a == b` of two ints mentions the code that compares
//! sets. That code cannot run in a program that never makes a set. Two things tell: whoever makes an object of a kind calls
//! [`Kind::made`], which mentions the kind's mark wherever it is inlined, and `registry` lists the functions that only run when
//! there is such an object. They are `#[inline(never)]`, so that they can be told from their callers.

use std::ptr;

/// A mark. Its number is its own, so that no two marks are merged.
pub struct Kind(u32);

/// set and frozenset
pub static SETS: Kind = Kind(0x6d61_0001);
/// bytes and bytearray
pub static BYTES: Kind = Kind(0x6d61_0002);
/// memoryview
pub static VIEWS: Kind = Kind(0x6d61_0003);
/// range
pub static RANGES: Kind = Kind(0x6d61_0004);
/// slice
pub static SLICES: Kind = Kind(0x6d61_0005);
/// int outside of 47 bits
pub static LARGE_INTS: Kind = Kind(0x6d61_0006);
/// json.JSONDecodeError and its subclasses
pub static JSON_ERRORS: Kind = Kind(0x6d61_0007);

impl Kind {
    /// An object of this kind is being made.
    #[inline(always)]
    pub fn made(&'static self) {
        // SAFETY: it is a reference. Volatile, so that the mention is not optimised away.
        unsafe { ptr::read_volatile(&self.0) };
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Where objects of a kind are made, and the mark that has to be there.
    const MAKERS: &[(&str, &str)] = &[
        ("object(Body::Set(", "SETS.made()"),
        ("object(Body::FrozenSet(", "SETS.made()"),
        ("object(Body::Bytes(", "BYTES.made()"),
        ("object(Body::ByteArray(", "BYTES.made()"),
        ("object(Body::MemoryView(", "VIEWS.made()"),
        ("object(Body::Range(", "RANGES.made()"),
        ("object(Body::Slice(", "SLICES.made()"),
        ("object(Body::Int(", "LARGE_INTS.made()"),
        (
            "exception_class(ExcType::JSONDecodeError",
            "JSON_ERRORS.made()",
        ),
        (
            "make_exception(ExcType::JSONDecodeError",
            "JSON_ERRORS.made()",
        ),
    ];

    /// The text of every file but this one.
    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if !path.ends_with("gates.rs") {
                found.push(std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn every_maker_leaves_its_mark() {
        let mut files = Vec::new();
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut files,
        );
        for (maker, mark) in MAKERS {
            let places: Vec<&str> = files
                .iter()
                .flat_map(|text| text.match_indices(maker).map(|(at, _)| &text[..at]))
                .collect();
            assert_eq!(places.len(), 1, "{maker} is in {} places", places.len());
            let before = places[0].lines().rev().nth(1).unwrap_or_default();
            assert!(
                before.contains(mark),
                "{mark} is not before {maker}: {before}"
            );
        }
    }
}
