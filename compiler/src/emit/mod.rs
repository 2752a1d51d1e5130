//! From the IR to a core module.

mod abi;
mod code;
mod context;
mod function;
mod graph;
mod helper;
mod instruction;
mod intrinsic;
mod module;
mod number;
mod startup;
mod structure;
#[cfg(test)]
mod tests;
mod value;

pub use abi::{names, shape};
pub use module::ModuleError;

use std::collections::BTreeSet;

use context::Context;

use crate::component::World;
use crate::contract::{CAPABILITIES_PACKAGE, Contract, VERSION};
use crate::foreign::Binding;
use crate::ir::{FunctionId, Program};

/// A core module and the world that it is for.
#[derive(Clone, Debug)]
pub struct Emitted {
    /// The core module.
    pub module: Vec<u8>,
    /// What it imports and exports.
    pub world: World,
}

/// Emits a program. Its exports are in this package's interface `api`.
///
/// # Errors
///
/// [`ModuleError`]: the program's data do not fit, an export has no form in WIT, or the IR is not what it should be.
pub fn emit(
    program: &Program,
    bindings: &[Binding],
    package: &str,
    contract: &Contract,
) -> Result<Emitted, ModuleError> {
    let mut context = Context::new(program, contract);
    let start = startup::start(&mut context);
    let is_foreign = |id| bindings.iter().any(|binding| binding.function == id);
    let all = (0..program.functions.len()).map(|index| FunctionId(index as u32));
    for id in all.filter(|id| !is_foreign(*id)) {
        function::emit(&mut context, id);
    }
    for binding in bindings {
        abi::foreign::emit(&mut context, binding);
    }
    let interface = abi::exports(&mut context, package, start)?;
    let run = startup::run(&mut context, start);
    // Entries may need helpers, and helpers make entries needed.
    helper::emit_wanted(&mut context);
    startup::entries(&mut context);
    helper::emit_wanted(&mut context);
    let export = format!("{CAPABILITIES_PACKAGE}/program@{VERSION}");
    context.module.export(&format!("{export}#run"), run);
    let world = World {
        imports: context.module.interfaces(),
        exports: BTreeSet::from([export]),
        interface,
        package: package.to_owned(),
    };
    let module = context.module.finish()?;
    Ok(Emitted { module, world })
}
