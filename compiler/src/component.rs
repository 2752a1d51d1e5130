//! From a core module to a component: the world is written from what the module imports and exports.

use std::collections::BTreeSet;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The edges of a program.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Interfaces to import, with package and version.
    pub imports: BTreeSet<String>,
    /// Interfaces of other packages to export, with package and version.
    pub exports: BTreeSet<String>,
    /// An interface `api` of the program's own, in WIT, which is exported; empty when there is none.
    pub interface: String,
    /// The program's package: `local:main`, with a version or without.
    pub package: String,
}

impl World {
    /// The world as WIT.
    pub fn to_wit(&self) -> String {
        let mut text = format!(
            // A file may be called as a keyword of WIT is.
            "package %{};\n\n{}\nworld program {{\n",
            self.package.replacen(':', ":%", 1),
            self.interface
        );
        for import in &self.imports {
            text.push_str(&format!("    import {import};\n"));
        }
        for export in &self.exports {
            text.push_str(&format!("    export {export};\n"));
        }
        if !self.interface.is_empty() {
            text.push_str("    export api;\n");
        }
        text.push_str("}\n");
        text
    }
}

/// Wraps a core module. `resolve` must know every package that the world names.
///
/// # Errors
///
/// Says what does not fit: the world, or the module to the world.
pub fn encode(mut module: Vec<u8>, world: &World, resolve: &Resolve) -> anyhow::Result<Vec<u8>> {
    let mut resolve = resolve.clone();
    let text = world.to_wit();
    let package = resolve.push_source("program.wit", &text)?;
    let id = resolve.select_world(&[package], Some("program"))?;
    embed_component_metadata(&mut module, &resolve, id, StringEncoding::UTF8)?;
    ComponentEncoder::default().module(&module)?.encode()
}
