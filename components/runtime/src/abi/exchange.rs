//! `molt:runtime/exchange`

use crate::ops::pivot;
use crate::vm::Vm;

/// The value that MsgPack bytes describe.
pub fn load(vm: &mut Vm, bytes: &[u8]) -> u64 {
    let result = pivot::load(vm, bytes);
    vm.export(result)
}

/// Canonical MsgPack, or the signal.
pub fn dump(vm: &mut Vm, item: u64) -> Result<Vec<u8>, u64> {
    let result = vm.import(item).and_then(|item| pivot::dump(vm, &item));
    result.map_err(|raise| vm.export(Err(raise)))
}
