//! From a core module to a component, in process: names, wrapping, validation, and the checks that make a guest a guest.

use wasm_metadata::{AddMetadata, AddMetadataField};
use wasmparser::{Encoding, Parser, Payload};
use wit_component::ComponentEncoder;
use wit_parser::{Resolve, WorldId, WorldItem};

use crate::{Error, Result, names};

/// What a component says of itself in its metadata sections.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// The component's name; backtraces show it.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// One line for people.
    pub description: Option<String>,
    /// SPDX expression.
    pub licenses: Option<String>,
}

/// A component and its edges.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// The component.
    pub bytes: Vec<u8>,
    /// What it imports.
    pub imports: Vec<String>,
    /// What it exports.
    pub exports: Vec<String>,
}

/// Wraps a core module that `wit-bindgen` glue is in.
///
/// # Errors
///
/// [`Error::NotAModule`], [`Error::NoWit`], [`Error::ForeignImport`], [`Error::Wasi`], [`Error::Encode`].
pub fn encode(core: &[u8], metadata: &Metadata, strip_names: bool) -> Result<Encoded> {
    let name = metadata.name.as_str();
    check_is_module(core)?;
    let not_a_module = |error: wasmparser::BinaryReaderError| Error::NotAModule {
        details: error.to_string(),
    };
    let core = names::rewrite(core, name, strip_names).map_err(not_a_module)?;
    let world = World::read(&core, name)?;
    world.check_imports(&core, name)?;
    let failed = |details: String| Error::Encode {
        name: name.to_owned(),
        details,
    };
    let component = ComponentEncoder::default()
        .module(&core)
        .and_then(|encoder| encoder.validate(true).encode())
        .map_err(|error| failed(format!("{error:#}")))?;
    let bytes = add_metadata(&component, metadata).map_err(failed)?;
    let (imports, exports) = edges(&bytes).map_err(|error| failed(error.to_string()))?;
    if let Some(import) = imports.iter().find(|import| import.starts_with("wasi:")) {
        return Err(Error::Wasi {
            name: name.to_owned(),
            import: import.clone(),
        });
    }
    Ok(Encoded {
        bytes,
        imports,
        exports,
    })
}

fn check_is_module(bytes: &[u8]) -> Result<()> {
    let details = match Parser::new(0).parse_all(bytes).next() {
        Some(Ok(Payload::Version {
            encoding: Encoding::Module,
            ..
        })) => return Ok(()),
        Some(Ok(Payload::Version {
            encoding: Encoding::Component,
            ..
        })) => "it is a component already".to_owned(),
        Some(Err(error)) => error.to_string(),
        _ => "it is empty".to_owned(),
    };
    Err(Error::NotAModule { details })
}

/// The world that the module's glue was made for.
struct World {
    resolve: Resolve,
    id: WorldId,
}

impl World {
    fn read(core: &[u8], name: &str) -> Result<Self> {
        let (module, bindgen) =
            wit_component::metadata::decode(core).map_err(|error| Error::Encode {
                name: name.to_owned(),
                details: format!("reading its WIT: {error:#}"),
            })?;
        if module.is_none() {
            return Err(Error::NoWit {
                name: name.to_owned(),
            });
        }
        Ok(Self {
            id: bindgen.world,
            resolve: bindgen.resolve,
        })
    }

    /// Every core import must come from an interface of the world; the canonical ABI's own have a leading `$` or `[`.
    fn check_imports(&self, core: &[u8], name: &str) -> Result<()> {
        let invalid = |error: wasmparser::BinaryReaderError| Error::NotAModule {
            details: error.to_string(),
        };
        for payload in Parser::new(0).parse_all(core) {
            let Payload::ImportSection(imports) = payload.map_err(invalid)? else {
                continue;
            };
            for import in imports.into_imports() {
                let import = import.map_err(invalid)?;
                if !self.names(import.module) {
                    return Err(Error::ForeignImport {
                        name: name.to_owned(),
                        import: format!("{}.{}", import.module, import.name),
                        hint: hint(import.module),
                    });
                }
            }
        }
        Ok(())
    }

    fn names(&self, module: &str) -> bool {
        if module.starts_with(['$', '[']) || module.starts_with("cm32p2") {
            return true;
        }
        let world = &self.resolve.worlds[self.id];
        let plain = |items: &wit_parser::IndexMap<wit_parser::WorldKey, WorldItem>| {
            items
                .keys()
                .any(|key| self.resolve.name_world_key(key) == module)
        };
        plain(&world.imports) || plain(&world.exports)
    }
}

fn hint(module: &str) -> &'static str {
    match module {
        "env" => {
            "It is a C symbol that nobody defines: a dependency needs C code or a libc; build it without that feature."
        }
        "wasi_snapshot_preview1" | "wasi_unstable" => {
            "It is WASI: a dependency was built for wasm32-wasip1; a guest uses none."
        }
        "__wbindgen_placeholder__" | "wbg" => {
            "It is wasm-bindgen: a dependency has a `js` or `wasm-bindgen` feature on; turn it off."
        }
        _ => "Import the interface in the world, or remove the code that needs it.",
    }
}

fn add_metadata(component: &[u8], metadata: &Metadata) -> Result<Vec<u8>, String> {
    fn field<T: std::str::FromStr + std::fmt::Debug + Clone>(
        value: &Option<String>,
    ) -> AddMetadataField<T> {
        match value.as_ref().and_then(|text| text.parse().ok()) {
            Some(value) => AddMetadataField::Set(value),
            None => AddMetadataField::Keep,
        }
    }
    let mut add = AddMetadata::default();
    add.name = AddMetadataField::Set(metadata.name.clone());
    add.version = field(&metadata.version);
    add.description = field(&metadata.description);
    add.licenses = field(&metadata.licenses);
    add.to_wasm(component).map_err(|error| format!("{error:#}"))
}

/// Names of the outermost component's imports and exports.
fn edges(component: &[u8]) -> Result<(Vec<String>, Vec<String>), wasmparser::BinaryReaderError> {
    let (mut imports, mut exports, mut depth) = (Vec::new(), Vec::new(), 0);
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section {
                    imports.push(import?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                for export in section {
                    exports.push(export?.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok((imports, exports))
}
