//! What is measured: real documents, from the corpora where they are present and from npm packages everywhere.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// One or more files that are measured together; a repetition is every file once.
#[derive(Clone, Debug)]
pub struct Document {
    /// What the table calls it.
    pub name: String,
    /// The files.
    pub files: Vec<PathBuf>,
}

impl Document {
    fn new(name: &str, files: Vec<PathBuf>) -> Document {
        Document {
            name: name.to_owned(),
            files,
        }
    }

    /// The files' contents.
    pub fn read(&self) -> Result<Vec<Vec<u8>>> {
        self.files
            .iter()
            .map(|file| {
                std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
            })
            .collect()
    }
}

/// The JSON documents: twitter, canada and citm_catalog where the corpora are, and all JSON files of vega-datasets.
pub fn json(root: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    let corpora = std::env::var_os("MOLT_CORPORA")
        .map_or_else(|| root.join("../shared/corpora"), PathBuf::from);
    for name in ["twitter", "canada", "citm_catalog"] {
        match find(&corpora.join("json"), &format!("{name}.json")) {
            Some(file) => documents.push(Document::new(name, vec![file])),
            None => eprintln!("SKIPPED: {name}.json is not in {}", corpora.display()),
        }
    }
    let vega = root.join("node_modules/vega-datasets/data");
    if !vega.is_dir() {
        bail!("{} is missing: run scripts/setup", vega.display());
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(&vega)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    documents.push(Document::new(
        &format!("vega-datasets ({} files)", files.len()),
        files,
    ));
    Ok(documents)
}

/// The Arrow document of vega-datasets.
pub fn arrow(root: &Path) -> Document {
    Document::new(
        "flights-200k.arrow",
        vec![root.join("node_modules/vega-datasets/data/flights-200k.arrow")],
    )
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    for entry in std::fs::read_dir(folder).ok()?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if let Some(found) = find(&path, name) {
                return Some(found);
            }
        } else if path.file_name().is_some_and(|found| found == name) {
            return Some(path);
        }
    }
    None
}
