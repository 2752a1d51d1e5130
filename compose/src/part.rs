//! A component that goes into a composition: its bytes, its name there, and its WIT.

use std::path::{Path, PathBuf};

use wasmparser::{Encoding, Parser, Payload, Validator, WasmFeatures};
use wit_parser::decoding::{DecodedWasm, decode};
use wit_parser::{Resolve, World, WorldId, WorldItem, WorldKey};

use crate::diff::Shape;
use crate::{Error, Result};

/// A component and the name that it has in a composition.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name, unique in a composition: what a plain import (`import json: interface { .. }`) is matched with.
    pub name: String,
    /// The component.
    pub bytes: Vec<u8>,
    /// The file that it was read from, if it was.
    pub file: Option<PathBuf>,
    resolve: Resolve,
    world: WorldId,
}

/// Why bytes are no component.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotAComponent {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// The bytes are something else.
    #[error("it is not WebAssembly: it starts with {0}, not with `\\0asm`")]
    NotWasm(String),
    /// It is WebAssembly, but the older, lower layer.
    #[error("it is a core module, not a component")]
    CoreModule,
    /// It is a WIT package in binary form: types without code.
    #[error("it is a WIT package, types without code")]
    WitPackage,
    /// The file ends too early.
    #[error("it is cut off: the file ends inside a section, after {length} bytes")]
    Truncated {
        /// How long the file is.
        length: usize,
    },
    /// The bytes are damaged, or use something that is not standard.
    #[error("it is not valid at byte {offset}: {details}")]
    Invalid {
        /// Where, from the start of the file.
        offset: u64,
        /// What the validator says.
        details: String,
    },
    /// A valid component whose interface cannot be written as WIT.
    #[error("its interface cannot be expressed in WIT: {0}")]
    NoWit(String),
}

impl NotAComponent {
    /// What to do about it.
    pub fn fix(&self) -> Option<&'static str> {
        match self {
            Self::CoreModule => {
                Some("build a component with `molt build`, or wrap the module with wit-component")
            }
            Self::Empty | Self::Truncated { .. } => Some("build or download the file again"),
            Self::WitPackage => Some("name the component that implements the package"),
            _ => None,
        }
    }
}

impl Part {
    /// Reads a file; the part is named after it.
    ///
    /// # Errors
    ///
    /// [`Error::File`] and [`Error::NotAComponent`].
    pub fn read(path: &Path) -> Result<Self> {
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        Self::read_as(name, path)
    }

    /// Reads a file under a name of its own.
    ///
    /// # Errors
    ///
    /// As for [`Part::read`].
    pub fn read_as(name: impl Into<String>, path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::File {
            path: path.into(),
            source,
        })?;
        let wrong = |reason| Error::NotAComponent {
            what: path.display().to_string(),
            reason,
        };
        let mut part = Self::parse(name.into(), bytes).map_err(wrong)?;
        part.file = Some(path.to_owned());
        Ok(part)
    }

    /// Takes bytes.
    ///
    /// # Errors
    ///
    /// [`Error::NotAComponent`].
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self> {
        let name = name.into();
        let what = name.clone();
        Self::parse(name, bytes).map_err(|reason| Error::NotAComponent { what, reason })
    }

    fn parse(name: String, bytes: Vec<u8>) -> Result<Self, NotAComponent> {
        check(&bytes)?;
        match decode(&bytes) {
            Ok(DecodedWasm::Component(resolve, world)) => Ok(Self {
                name,
                bytes,
                file: None,
                resolve,
                world,
            }),
            Ok(DecodedWasm::WitPackage(..)) => Err(NotAComponent::WitPackage),
            Err(error) => Err(NotAComponent::NoWit(format!("{error:#}"))),
        }
    }

    /// The name without its package's namespace: `json` for `molt:json`.
    pub(crate) fn short_name(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    /// The component's world.
    pub fn world(&self) -> &World {
        &self.resolve.worlds[self.world]
    }

    /// The types that [`Part::world`] refers to.
    pub fn resolve(&self) -> &Resolve {
        &self.resolve
    }

    /// What it imports: functions and instances, by name.
    pub fn imports(&self) -> impl Iterator<Item = Port<'_>> {
        self.ports(&self.world().imports)
    }

    /// What it exports: functions and instances, by name.
    pub fn exports(&self) -> impl Iterator<Item = Port<'_>> {
        self.ports(&self.world().exports)
    }

    fn ports<'a>(
        &'a self,
        items: &'a wit_parser::IndexMap<WorldKey, WorldItem>,
    ) -> impl Iterator<Item = Port<'a>> {
        items.iter().map(|(key, item)| Port {
            name: self.resolve.name_world_key(key),
            shape: Shape::new(&self.resolve, item),
        })
    }
}

/// One import or export.
#[derive(Clone, Debug)]
pub struct Port<'a> {
    /// As the component spells it: `molt:codec/codec@0.1.0`, or a plain name.
    pub name: String,
    /// Its type.
    pub shape: Shape<'a>,
}

impl Port<'_> {
    /// True for a name without a package (`json`): such an import says what it wants by type, not by name.
    pub fn is_plain(&self) -> bool {
        !self.name.contains(':')
    }
}

/// Refuses everything but a valid component. The decoders behind it take validity for granted.
pub(crate) fn check(bytes: &[u8]) -> Result<(), NotAComponent> {
    check_wasm(bytes)?;
    if matches!(
        Parser::new(0).parse_all(bytes).next(),
        Some(Ok(Payload::Version {
            encoding: Encoding::Module,
            ..
        }))
    ) {
        return Err(NotAComponent::CoreModule);
    }
    validate(bytes)
}

/// Refuses what does not start as WebAssembly does.
pub(crate) fn check_wasm(bytes: &[u8]) -> Result<(), NotAComponent> {
    const MAGIC: &[u8] = b"\0asm";
    let start = &bytes[..bytes.len().min(MAGIC.len())];
    if bytes.is_empty() {
        return Err(NotAComponent::Empty);
    }
    if start != &MAGIC[..start.len()] {
        return Err(NotAComponent::NotWasm(show(start)));
    }
    if bytes.len() < 8 {
        return Err(NotAComponent::Truncated {
            length: bytes.len(),
        });
    }
    Ok(())
}

/// Validates a module or a component with every feature that the validator knows.
pub(crate) fn validate(bytes: &[u8]) -> Result<(), NotAComponent> {
    let result = Validator::new_with_features(WasmFeatures::all()).validate_all(bytes);
    result.map(|_| ()).map_err(|error| match is_cut_off(bytes) {
        true => NotAComponent::Truncated {
            length: bytes.len(),
        },
        false => NotAComponent::Invalid {
            offset: error.offset(),
            details: error.message().to_owned(),
        },
    })
}

/// True when the top-level sections claim more bytes than there are.
fn is_cut_off(bytes: &[u8]) -> bool {
    let mut at = 8;
    while at < bytes.len() {
        let Some((length, used)) = leb128(&bytes[at + 1..]) else {
            return at + 6 > bytes.len();
        };
        at += 1 + used + length as usize;
    }
    at > bytes.len()
}

fn leb128(bytes: &[u8]) -> Option<(u32, usize)> {
    let mut value = 0u64;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((u32::try_from(value).ok()?, index + 1));
        }
    }
    None
}

fn show(bytes: &[u8]) -> String {
    format!("`{}`", bytes.escape_ascii())
}
