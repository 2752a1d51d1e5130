//! The contracts that every program is compiled against, out of `wit/`: what an intrinsic takes and returns in core wasm.

use std::collections::HashMap;

use wasm_encoder::ValType;
use wit_parser::abi::{AbiVariant, WasmType};
use wit_parser::{Function, Resolve, SourceMap};

const CAPABILITIES: [(&str, &str); 4] = [
    (
        "arguments.wit",
        include_str!("../../wit/capabilities/arguments.wit"),
    ),
    (
        "output.wit",
        include_str!("../../wit/capabilities/output.wit"),
    ),
    (
        "package.wit",
        include_str!("../../wit/capabilities/package.wit"),
    ),
    (
        "program.wit",
        include_str!("../../wit/capabilities/program.wit"),
    ),
];

const RUNTIME: [(&str, &str); 11] = [
    ("binary.wit", include_str!("../../wit/runtime/binary.wit")),
    ("calls.wit", include_str!("../../wit/runtime/calls.wit")),
    (
        "containers.wit",
        include_str!("../../wit/runtime/containers.wit"),
    ),
    (
        "exchange.wit",
        include_str!("../../wit/runtime/exchange.wit"),
    ),
    ("flow.wit", include_str!("../../wit/runtime/flow.wit")),
    ("memory.wit", include_str!("../../wit/runtime/memory.wit")),
    ("scalars.wit", include_str!("../../wit/runtime/scalars.wit")),
    ("tasks.wit", include_str!("../../wit/runtime/tasks.wit")),
    ("text.wit", include_str!("../../wit/runtime/text.wit")),
    ("types.wit", include_str!("../../wit/runtime/types.wit")),
    ("world.wit", include_str!("../../wit/runtime/world.wit")),
];

/// What programs may call by `@molt.ffi` without naming a component.
const CODEC: [(&str, &str); 3] = [
    ("codec.wit", include_str!("../../wit/codec/codec.wit")),
    (
        "transcode.wit",
        include_str!("../../wit/codec/transcode.wit"),
    ),
    ("worlds.wit", include_str!("../../wit/codec/worlds.wit")),
];

const JSON: [(&str, &str); 3] = [
    ("document.wit", include_str!("../../wit/json/document.wit")),
    ("parser.wit", include_str!("../../wit/json/parser.wit")),
    ("worlds.wit", include_str!("../../wit/json/worlds.wit")),
];

/// Where the intrinsics are.
pub const RUNTIME_PACKAGE: &str = "molt:runtime";
/// Where the capabilities are.
pub const CAPABILITIES_PACKAGE: &str = "molt:capabilities";
/// The version of both.
pub const VERSION: &str = "0.1.0";

/// A function of a contract, as a core module imports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The core import's module: the interface with its package and version.
    pub module: String,
    /// The core import's name.
    pub name: String,
    /// What it takes.
    pub params: Vec<ValType>,
    /// What it returns: nothing or one.
    pub results: Vec<ValType>,
}

/// All packages, resolved, and every function by name.
#[derive(Clone, Debug)]
pub struct Contract {
    resolve: Resolve,
    functions: HashMap<(String, String), Signature>,
}

impl Contract {
    /// Reads the packages that are compiled in.
    ///
    /// # Errors
    ///
    /// Says what is wrong with a package; a test reads them all.
    pub fn load() -> anyhow::Result<Self> {
        let mut resolve = Resolve::default();
        for files in [&CAPABILITIES[..], &RUNTIME[..], &CODEC[..], &JSON[..]] {
            let mut map = SourceMap::default();
            for (name, text) in files {
                map.push_str(name, *text);
            }
            let group = map
                .parse()
                .map_err(|(_, error)| anyhow::anyhow!("{error}"))?;
            resolve.push_group(group)?;
        }
        let mut contract = Self {
            resolve,
            functions: HashMap::new(),
        };
        contract.index();
        Ok(contract)
    }

    fn index(&mut self) {
        for (id, interface) in &self.resolve.interfaces {
            let (Some(name), Some(module)) = (&interface.name, self.resolve.id_of(id)) else {
                continue;
            };
            let is_ours = [RUNTIME_PACKAGE, CAPABILITIES_PACKAGE]
                .iter()
                .any(|package| module.starts_with(&format!("{package}/")));
            if !is_ours {
                continue;
            }
            for function in interface.functions.values() {
                let signature = signature(&self.resolve, &module, function);
                self.functions
                    .insert((name.clone(), function.name.clone()), signature);
            }
        }
    }

    /// The packages.
    pub fn resolve(&self) -> &Resolve {
        &self.resolve
    }

    /// An intrinsic or capability: `("scalars", "binary")`.
    pub fn function(&self, interface: &str, name: &str) -> Option<&Signature> {
        self.functions.get(&(interface.to_owned(), name.to_owned()))
    }
}

/// How a core module imports a function.
pub fn signature(resolve: &Resolve, module: &str, function: &Function) -> Signature {
    let flat = resolve.wasm_signature(AbiVariant::GuestImport, function);
    Signature {
        module: module.to_owned(),
        name: function.name.clone(),
        params: flat.params.iter().copied().map(core_type).collect(),
        results: flat.results.iter().copied().map(core_type).collect(),
    }
}

/// The core type of a flat value.
pub fn core_type(flat: WasmType) -> ValType {
    match flat {
        WasmType::I32 | WasmType::Pointer | WasmType::Length => ValType::I32,
        WasmType::I64 | WasmType::PointerOrI64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_packages_resolve() {
        let contract = Contract::load().expect("the packages are right");
        let add = contract.function("scalars", "binary").expect("is there");
        assert_eq!(add.module, "molt:runtime/scalars@0.1.0");
        assert_eq!(add.params, [ValType::I32, ValType::I64, ValType::I64]);
        assert_eq!(add.results, [ValType::I64]);
        let describe = contract.function("calls", "describe").expect("is there");
        assert_eq!(describe.params, [ValType::I32; 14]);
    }

    #[test]
    fn every_file_of_a_package_is_embedded() {
        for (folder, files) in [
            ("capabilities", &CAPABILITIES[..]),
            ("runtime", &RUNTIME[..]),
            ("codec", &CODEC[..]),
            ("json", &JSON[..]),
        ] {
            let path = format!("{}/../wit/{folder}", env!("CARGO_MANIFEST_DIR"));
            let mut found: Vec<String> = std::fs::read_dir(path)
                .expect("the folder is there")
                .map(|entry| {
                    entry
                        .expect("readable")
                        .file_name()
                        .into_string()
                        .expect("UTF-8")
                })
                .filter(|name| name.ends_with(".wit"))
                .collect();
            found.sort();
            let embedded: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
            assert_eq!(found, embedded);
        }
    }
}
