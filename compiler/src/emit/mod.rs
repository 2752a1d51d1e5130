//! From the IR to a core module.

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

pub use module::ModuleError;

use context::Context;

use crate::component::World;
use crate::contract::{CAPABILITIES_PACKAGE, Contract, VERSION};
use crate::ir::{FunctionId, Program};

/// A core module and the world that it is for.
#[derive(Clone, Debug)]
pub struct Emitted {
    /// The core module.
    pub module: Vec<u8>,
    /// What it imports and exports.
    pub world: World,
}

/// Emits a program.
///
/// # Errors
///
/// [`ModuleError`]: the program's data do not fit, or the IR is not what it should be.
pub fn emit(program: &Program, contract: &Contract) -> Result<Emitted, ModuleError> {
    let mut context = Context::new(program, contract);
    let run = startup::run(&mut context);
    for index in 0..program.functions.len() {
        function::emit(&mut context, FunctionId(index as u32));
    }
    // Entries may need helpers, and helpers make entries needed.
    helper::emit_wanted(&mut context);
    startup::entries(&mut context);
    helper::emit_wanted(&mut context);
    let export = format!("{CAPABILITIES_PACKAGE}/program@{VERSION}");
    context.module.export(&format!("{export}#run"), run);
    let world = World {
        imports: context.module.interfaces(),
        exports: [export].into(),
        items: String::new(),
        name: "main".to_owned(),
    };
    let module = context.module.finish()?;
    Ok(Emitted { module, world })
}
