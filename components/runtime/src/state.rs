//! What modules of the runtime keep between calls, one field each.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::args::Builtin;
use crate::object::TypeId;
use crate::types::module::Module;
use crate::value::Value;

/// Caches and singletons.
#[derive(Default)]
pub struct State {
    /// Class objects of the builtin types, by name, made when first asked for.
    pub classes: HashMap<&'static str, Value>,
    /// Literals by their WTF-8, so that equal literals are one object.
    pub literals: HashMap<Box<[u8]>, Value, BuildHasherDefault<Quick>>,
    /// The strs of one ASCII character, made when one is first asked for.
    pub characters: Vec<Value>,
    /// `NotImplemented`, `Ellipsis`, functions and modules: what there is one of, by name.
    pub singletons: HashMap<&'static str, Value>,
    /// Function objects of the runtime's functions, by the address of their declaration.
    pub functions: HashMap<usize, Value>,
    /// Methods of builtin types and functions of modules that were called, by type or module, and name.
    pub methods: MethodCache,
    /// `sys.stdout` and `sys.stderr`.
    pub streams: [Option<Value>; 2],
    /// The bits of an exception that a call raised because there is no such method.
    pub missing_method: u64,
    /// The raised exception is one that was caught: the frame that raises it again is in its traceback.
    pub retraced: bool,
}

/// A hash of short names. Only the program's own literals and names are found by it: nobody chooses them to collide.
#[derive(Default)]
pub struct Quick(u64);

impl Quick {
    #[inline]
    fn take(&mut self, word: u64) {
        self.0 = (self.0 ^ word)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29);
    }
}

impl Hasher for Quick {
    #[inline]
    fn write(&mut self, content: &[u8]) {
        let (words, rest) = content.as_chunks::<8>();
        for word in words {
            self.take(u64::from_le_bytes(*word));
        }
        let mut last = 0;
        for byte in rest {
            last = last << 8 | u64::from(*byte);
        }
        self.take(last);
    }

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.take(number as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        // Both ends are used by the table.
        self.0 ^ self.0 >> 32
    }
}

/// How many methods are remembered.
const CACHED: usize = 256;

/// Where a method or function was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Owner(usize);

impl From<TypeId> for Owner {
    #[inline]
    fn from(id: TypeId) -> Owner {
        Owner(id as usize)
    }
}

impl From<&'static Module> for Owner {
    #[inline]
    fn from(module: &'static Module) -> Owner {
        // An address, which is beyond the numbers of the types.
        Owner(std::ptr::from_ref(module) as usize)
    }
}

/// Methods by type and name, functions by module and name. A name is kept alive, so its address stays its own.
#[derive(Default)]
pub struct MethodCache {
    entries: Vec<Option<(Owner, Value, &'static Builtin)>>,
}

impl MethodCache {
    fn slot(owner: Owner, name: &Value) -> usize {
        // Addresses are multiples of 8 at least.
        (name.bits() as usize >> 3).wrapping_add(owner.0.wrapping_mul(31)) % CACHED
    }

    /// The remembered method.
    #[inline]
    pub fn get(&self, owner: Owner, name: &Value) -> Option<&'static Builtin> {
        match self.entries.get(MethodCache::slot(owner, name)) {
            Some(Some((known, of, method))) if *known == owner && of.is(name) => Some(method),
            _ => None,
        }
    }

    /// Remembers a method.
    pub fn put(&mut self, owner: Owner, name: &Value, method: &'static Builtin) {
        if self.entries.is_empty() {
            self.entries.resize_with(CACHED, || None);
        }
        self.entries[MethodCache::slot(owner, name)] = Some((owner, name.clone(), method));
    }
}
