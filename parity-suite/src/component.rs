//! The component files that cases are about.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bytes;
use crate::case::ComponentSpec;
use crate::places::{Places, Problem};
use crate::types::Exports;

/// One component file.
#[derive(Debug)]
pub struct ComponentFile {
    /// Its name in messages and batches.
    pub name: String,
    /// Absolute.
    pub path: PathBuf,
    /// What it exports; or why that cannot be read, which is what some cases are about.
    pub exports: Result<Exports, String>,
}

/// Finds component files, each once.
pub struct Store<'a> {
    places: &'a Places,
    loaded: BTreeMap<ComponentSpec, Arc<ComponentFile>>,
}

impl<'a> Store<'a> {
    pub fn new(places: &'a Places) -> Store<'a> {
        Store {
            places,
            loaded: BTreeMap::new(),
        }
    }

    /// The component that a case names. `base` is the case's folder.
    ///
    /// # Errors
    /// When there is none.
    pub fn load(
        &mut self,
        spec: &ComponentSpec,
        base: &Path,
    ) -> Result<Arc<ComponentFile>, Problem> {
        if let Some(known) = self.loaded.get(spec) {
            return Ok(known.clone());
        }
        let (name, path) = self.file(spec, base)?;
        let content = fs::read(&path)
            .map_err(|error| Problem::Wrong(format!("{}: {error}", path.display())))?;
        let exports = Exports::of(&content).map_err(|error| format!("{error:#}"));
        let file = Arc::new(ComponentFile {
            name,
            path,
            exports,
        });
        // A file beside a case is not the file of that name beside another case.
        if !matches!(spec, ComponentSpec::File { .. }) {
            self.loaded.insert(spec.clone(), file.clone());
        }
        Ok(file)
    }

    fn file(&self, spec: &ComponentSpec, base: &Path) -> Result<(String, PathBuf), Problem> {
        match spec {
            ComponentSpec::Named(name) => Ok((name.clone(), self.built(name)?)),
            ComponentSpec::File { file } => Ok((file.clone(), self.places.locate(base, file)?)),
            ComponentSpec::Hex { hex } => self.made("made", bytes::unhex(hex)?),
            ComponentSpec::Damaged { from, keep, flip } => {
                let path = self.built(from)?;
                let mut content = fs::read(&path)
                    .map_err(|error| Problem::Wrong(format!("{}: {error}", path.display())))?;
                if let Some(flip) = flip {
                    let length = content.len();
                    let byte = content.get_mut(*flip);
                    *byte.ok_or_else(|| {
                        Problem::Wrong(format!(
                            "`{from}` has {length} bytes, there is none at {flip}"
                        ))
                    })? ^= 0xff;
                }
                content.truncate(keep.unwrap_or(usize::MAX));
                self.made(&format!("damaged-{from}"), content)
            }
        }
    }

    fn built(&self, name: &str) -> Result<PathBuf, Problem> {
        let path = self.places.root.join("dist").join(format!("{name}.wasm"));
        path.canonicalize().map_err(|_| {
            Problem::Wrong(format!(
                "no component `{name}` in dist/: run `molt build --all`"
            ))
        })
    }

    /// Writes bytes that a case spells out to a file, because that is what adapters load.
    fn made(&self, label: &str, content: Vec<u8>) -> Result<(String, PathBuf), Problem> {
        let digest = bytes::digest(&content)["sha256"]
            .as_str()
            .unwrap_or_default()[..12]
            .to_string();
        let name = format!("{label}-{digest}");
        let folder = self.places.report().join("components");
        let path = folder.join(format!("{name}.wasm"));
        let written = fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&path, content))
            .and_then(|()| path.canonicalize());
        let path = written
            .map_err(|error| Problem::Wrong(format!("cannot write {}: {error}", path.display())))?;
        Ok((name, path))
    }
}
