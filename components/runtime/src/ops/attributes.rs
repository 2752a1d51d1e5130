//! `o.name`, `o.name = v`, `del o.name`.

use super::type_name;
use crate::error::Res;
use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;

/// `o.name`
pub fn get(vm: &mut Vm, o: &Value, name: &Value) -> Res {
    let shown = name.as_text().and_then(|t| t.as_str()).unwrap_or("?");
    let message = format!("'{}' object has no attribute '{shown}'", type_name(o));
    Err(vm.error(ExcType::AttributeError, &message))
}
