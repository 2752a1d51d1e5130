//! `molt:runtime/binary`

use crate::error::Res;
use crate::object::Body;
use crate::value::Value;
use crate::vm::Vm;

/// A bytes object of the program's text.
pub fn literal(vm: &mut Vm, content: Vec<u8>) -> u64 {
    vm.export(Ok(Value::bytes(content)))
}

/// The content of a bytes-like object, or the signal.
pub fn to_list(vm: &mut Vm, item: u64) -> Result<Vec<u8>, u64> {
    let result = vm.import(item).and_then(|item| content_of(vm, &item));
    result.map_err(|raise| vm.export(Err(raise)))
}

fn content_of(vm: &mut Vm, item: &Value) -> Res<Vec<u8>> {
    match item.body() {
        Some(Body::Bytes(content)) => Ok(content.to_vec()),
        Some(Body::ByteArray(buffer)) => Ok(buffer.content.borrow().clone()),
        Some(Body::MemoryView(_)) => crate::types::memoryview::content_of(vm, item),
        _ => {
            let message = format!(
                "a bytes-like object is required, not '{}'",
                crate::ops::type_name(item)
            );
            Err(vm.type_error(&message))
        }
    }
}
