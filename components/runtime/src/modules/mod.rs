//! The modules that the runtime has.

pub mod json;
pub mod math;
pub mod string;
pub mod struct_;
pub mod sys;

use crate::error::Res;
use crate::types::module::Module;
use crate::value::Value;
use crate::vm::Vm;

static MODULES: &[&Module] = &[
    &json::MODULE,
    &math::MODULE,
    &string::MODULE,
    &struct_::MODULE,
    &sys::MODULE,
];

/// A module by name.
pub fn find(name: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.name == name).copied()
}

/// An attribute of a module; None: there is none of this name.
pub fn attribute(vm: &mut Vm, module: &'static Module, name: &str) -> Option<Res> {
    match name {
        "__name__" => return Some(Ok(Value::str(module.name))),
        "__doc__" | "__dict__" | "__loader__" | "__spec__" | "__package__" | "__file__" => {
            let message = format!("attribute '{name}' of modules is not supported");
            return Some(Err(vm.error(
                crate::types::exception::ExcType::NotImplementedError,
                &message,
            )));
        }
        _ => {}
    }
    if let Some(builtin) = module.functions.iter().find(|builtin| builtin.name == name) {
        return Some(Ok(vm.function(builtin)));
    }
    (module.attribute)(vm, name)
}
