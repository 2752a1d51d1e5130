//! `molt:runtime/memory`

use crate::value::live_objects;
use crate::vm::Vm;

/// What the runtime's heap holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Statistics {
    /// Objects that a handle points to.
    pub handles: u64,
    /// Objects in all.
    pub objects: u64,
    /// Bytes of linear memory; 0 when this is not WebAssembly.
    pub memory: u64,
}

/// Owns once more.
pub fn retain(vm: &mut Vm, a: u64) {
    vm.handles.retain(a);
}

/// Gives back. A handle that is stale already stays so: there is nobody to tell.
pub fn release(vm: &mut Vm, a: u64) {
    if let Ok(Some(dead)) = vm.handles.release(a) {
        drop(dead);
    }
}

/// Gives two back.
pub fn release2(vm: &mut Vm, a: u64, b: u64) {
    release(vm, a);
    release(vm, b);
}

/// Gives four back.
pub fn release4(vm: &mut Vm, a: u64, b: u64, c: u64, d: u64) {
    release2(vm, a, b);
    release2(vm, c, d);
}

/// Gives many back.
pub fn release_all(vm: &mut Vm, values: &[u64]) {
    for value in values {
        release(vm, *value);
    }
}

/// Counts.
pub fn count(vm: &mut Vm) -> Statistics {
    Statistics {
        handles: vm.handles.len() as u64,
        objects: live_objects(),
        memory: linear_memory(),
    }
}

#[cfg(target_arch = "wasm32")]
fn linear_memory() -> u64 {
    core::arch::wasm32::memory_size(0) as u64 * 65536
}

#[cfg(not(target_arch = "wasm32"))]
fn linear_memory() -> u64 {
    0
}
