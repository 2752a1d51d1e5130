//! `bytearray`

use super::{TypeDef, no_attribute};
use crate::args::Args;
use crate::error::Res;
use crate::object::TypeId;
use crate::vm::Vm;

/// A bytearray's content, and how many memoryviews keep it from being resized.
pub struct Buffer {
    /// The bytes.
    pub content: std::cell::RefCell<Vec<u8>>,
    /// Views of it that have not been released.
    pub exports: std::cell::Cell<u32>,
}

/// The type.
pub static DEF: TypeDef =
    TypeDef { id: TypeId::ByteArray, methods: &[], statics: &[], attribute: no_attribute, construct: construct };

fn construct(vm: &mut Vm, _: &Args<'_>) -> Res {
    Err(vm.type_error("cannot create 'bytearray' instances yet"))
}
