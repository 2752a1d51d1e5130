//! What a component consists of: its instances, who feeds whom, what is left to import, what each part weighs.
//!
//! Read from the binary itself: a composition is a component that instantiates components. A plain component is explained
//! as one part, and a core module is told apart from both.
//!
//! ```no_run
//! let bytes = std::fs::read("dist/transcoder.wasm").unwrap();
//! let explanation = molt_compose::explain::explain("transcoder", &bytes).unwrap();
//! for part in &explanation.parts {
//!     println!("{}: {} bytes", part.name, part.size);
//! }
//! ```

mod page;
mod picture;
mod read;

use std::fmt;

use serde::Serialize;
use sha2::{Digest, Sha256};
use wasmparser::{Encoding, Parser, Payload};
use wit_parser::{InterfaceId, Resolve};

pub use page::{html, size};
pub use picture::svg;

use crate::diff::Item;
use crate::part::{Port, check_wasm, validate};
use crate::signature::{function_signature, type_name};
use crate::{Error, Part, Result};
use read::Body;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A component that consists of components.
    Composition,
    /// A component with code of its own.
    Component,
    /// A core module: no component, and nothing that can be composed.
    CoreModule,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Composition => "composition",
            Self::Component => "component",
            Self::CoreModule => "core module",
        })
    }
}

/// A file, explained.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// What it is called: its own name if it has one, else the one that the caller gave.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Bytes.
    pub size: usize,
    /// Hex sha256.
    pub sha256: String,
    /// What a host has to provide: the capabilities.
    pub imports: Vec<Edge>,
    /// What a host can call.
    pub exports: Vec<Edge>,
    /// The instances of a composition in the order in which they come to life; a plain component is one part.
    pub parts: Vec<Instance>,
    /// Who feeds whom.
    pub wires: Vec<Wire>,
    /// Linear memories of all parts together.
    pub memories: Vec<Memory>,
}

/// An import or an export of the whole.
#[derive(Clone, Debug, Serialize)]
pub struct Edge {
    /// `molt:codec/codec@0.1.0`, or a plain name.
    pub name: String,
    /// Its functions in WIT, and the names of its types.
    pub functions: Vec<String>,
    /// Names of the types that it defines.
    pub types: Vec<String>,
}

/// One instance in a composition.
#[derive(Clone, Debug, Serialize)]
pub struct Instance {
    /// The name that the composition gives it, else the component's.
    pub name: String,
    /// The component's own name and version, where it says them.
    pub component: Option<String>,
    /// Bytes of the component. Instances of one component share them.
    pub size: usize,
    /// Hex sha256 of the component.
    pub sha256: String,
    /// Bytes of code and data in its core modules.
    pub core_size: usize,
    /// Its linear memories.
    pub memories: Vec<Memory>,
    /// What it consists of, when it is a composition itself.
    pub parts: Vec<Instance>,
}

/// A linear memory. A page has 65,536 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Memory {
    /// Pages at the start.
    pub minimum_pages: u64,
    /// Pages at most; `null` when only the address space limits it.
    pub maximum_pages: Option<u64>,
    /// True for a 64-bit memory.
    pub memory64: bool,
    /// True when threads share it.
    pub shared: bool,
}

/// Where a wire begins or ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The host: an import or an export of the whole.
    Host,
    /// An index into `parts`.
    Part(usize),
}

/// Something that one instance gives another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wire {
    /// Who gives.
    pub from: End,
    /// The giver's name for it.
    pub export: String,
    /// Who takes.
    pub to: End,
    /// The taker's name for it.
    pub import: String,
}

/// Explains a file. `name` stands in when the file does not say its own.
///
/// # Errors
///
/// [`Error::NotAComponent`] when it is no valid WebAssembly.
pub fn explain(name: &str, bytes: &[u8]) -> Result<Explanation> {
    let wrong = |reason| Error::NotAComponent {
        what: name.to_owned(),
        reason,
    };
    check_wasm(bytes)
        .and_then(|()| validate(bytes))
        .map_err(wrong)?;
    let is_module = matches!(
        Parser::new(0).parse_all(bytes).next(),
        Some(Ok(Payload::Version {
            encoding: Encoding::Module,
            ..
        }))
    );
    let broken = |error: wasmparser::BinaryReaderError| {
        wrong(crate::NotAComponent::Invalid {
            offset: error.offset(),
            details: error.message().to_owned(),
        })
    };
    let body = read::read(bytes).map_err(broken)?;
    let own_name = body.name.clone().unwrap_or_else(|| name.to_owned());
    let (imports, exports) = if is_module {
        read::module_edges(bytes).map_err(broken)?
    } else {
        edges(name, bytes)?
    };
    let is_composition = !is_module && body.is_composition();
    let (parts, wires) = match is_composition {
        true => (body.instances(bytes), body.wires()),
        false => (vec![body.as_instance(bytes, own_name.clone())], Vec::new()),
    };
    Ok(Explanation {
        kind: if is_module {
            Kind::CoreModule
        } else if is_composition {
            Kind::Composition
        } else {
            Kind::Component
        },
        name: own_name,
        size: bytes.len(),
        sha256: sha256(bytes),
        memories: parts.iter().flat_map(Instance::all_memories).collect(),
        imports,
        exports,
        parts,
        wires,
    })
}

impl Instance {
    /// Its memories and those of its parts.
    pub fn all_memories(&self) -> Vec<Memory> {
        let nested = self.parts.iter().flat_map(Self::all_memories);
        self.memories.iter().copied().chain(nested).collect()
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.minimum_pages)?;
        match self.maximum_pages {
            Some(maximum) => write!(f, "..{maximum} pages")?,
            None => write!(f, "+ pages")?,
        }
        f.write_str(if self.memory64 { " (64-bit)" } else { "" })?;
        f.write_str(if self.shared { " (shared)" } else { "" })
    }
}

fn edges(name: &str, bytes: &[u8]) -> Result<(Vec<Edge>, Vec<Edge>)> {
    let part = Part::new(name, bytes.to_vec())?;
    let imports = part.imports().map(|port| edge(&port)).collect();
    let exports = part.exports().map(|port| edge(&port)).collect();
    Ok((imports, exports))
}

fn edge(port: &Port<'_>) -> Edge {
    let resolve = port.shape.resolve;
    let (functions, types) = match port.shape.item {
        Item::Instance(id) => interface(resolve, id),
        Item::Function(function) => (vec![function_signature(resolve, function)], Vec::new()),
        Item::Type(id) => (
            Vec::new(),
            vec![type_name(resolve, &wit_parser::Type::Id(id))],
        ),
    };
    Edge {
        name: port.name.clone(),
        functions,
        types,
    }
}

fn interface(resolve: &Resolve, id: InterfaceId) -> (Vec<String>, Vec<String>) {
    let interface = &resolve.interfaces[id];
    let functions = interface
        .functions
        .values()
        .map(|function| function_signature(resolve, function));
    (
        functions.collect(),
        interface.types.keys().cloned().collect(),
    )
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl Body {
    fn as_instance(&self, bytes: &[u8], name: String) -> Instance {
        let slice = &bytes[self.range.clone()];
        let parts = if self.is_composition() {
            self.instances(bytes)
        } else {
            Vec::new()
        };
        // The memories of a composition are its parts'; glue components have none.
        let memories = if parts.is_empty() {
            self.all_memories()
        } else {
            Vec::new()
        };
        Instance {
            name,
            component: self.label(),
            size: slice.len(),
            sha256: sha256(slice),
            core_size: self.all_core_size(),
            memories,
            parts,
        }
    }

    fn instances(&self, bytes: &[u8]) -> Vec<Instance> {
        let named = self
            .part_instances()
            .enumerate()
            .map(|(position, (index, component))| {
                let body = component.map(|component| &self.components[component]);
                let fallback = || {
                    body.and_then(|body| body.name.clone())
                        .unwrap_or_else(|| format!("part {}", position + 1))
                };
                (
                    self.instance_names
                        .get(&index)
                        .cloned()
                        .unwrap_or_else(fallback),
                    body,
                )
            });
        let unknown = |name| Instance {
            name,
            component: None,
            size: 0,
            sha256: String::new(),
            core_size: 0,
            memories: Vec::new(),
            parts: Vec::new(),
        };
        named
            .map(|(name, body)| {
                body.map_or_else(
                    || unknown(name.clone()),
                    |body| body.as_instance(bytes, name.clone()),
                )
            })
            .collect()
    }
}
