//! Built programs on disk, so that a file that did not change is neither compiled nor composed again.

use std::path::PathBuf;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::output::{Output, write_file};

use super::{Choice, Parts, Source, Target, build};

/// Programs that are kept; the ones that were built first go first.
const MOST: usize = 200;

/// The folder of built programs.
pub struct Kept {
    folder: Option<PathBuf>,
}

impl Kept {
    /// `molt/programs` in the user's cache folder. Without one nothing is kept.
    pub fn new() -> Self {
        let variable = |name: &str| {
            std::env::var_os(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        let base = variable("XDG_CACHE_HOME")
            .or_else(|| variable("LOCALAPPDATA"))
            .or_else(|| variable("HOME").map(|home| home.join(".cache")));
        Self {
            folder: base.map(|base| base.join("molt").join("programs")),
        }
    }

    /// The component of a program: as it was built before of the same file by this command with these components, or built
    /// now.
    pub fn portable(&self, source: &Source, output: &Output) -> Result<Vec<u8>, Failure> {
        let Some(folder) = &self.folder else {
            return Ok(build(source, Target::Portable, &Choice::default(), output)?.bytes);
        };
        let path = folder.join(key(source, output)?).with_extension("wasm");
        if let Ok(bytes) = std::fs::read(&path) {
            return Ok(bytes);
        }
        let built = build(source, Target::Portable, &Choice::default(), output)?;
        // Failing to keep it is no error: it only costs the next start.
        if write_file(&path, &built.bytes).is_ok() {
            let _ = self.make_room();
        }
        Ok(built.bytes)
    }

    fn make_room(&self) -> std::io::Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let age = entry
                .metadata()?
                .modified()
                .unwrap_or(SystemTime::UNIX_EPOCH);
            files.push((age, entry.path()));
        }
        files.sort();
        let surplus = files.len().saturating_sub(MOST);
        for (_, path) in files.iter().take(surplus) {
            std::fs::remove_file(path)?;
        }
        Ok(())
    }
}

/// What a built program is kept under.
fn key(source: &Source, output: &Output) -> Result<String, Failure> {
    let parts = Parts::find()?.version(output)?;
    let mut hasher = Sha256::new();
    for part in [
        own_version().as_bytes(),
        parts.as_bytes(),
        source.name().as_bytes(),
        &source.content,
    ] {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// This command with its compiler: its version, and the file that it is, since a version under development changes.
fn own_version() -> String {
    let file = std::env::current_exe().and_then(|path| path.metadata());
    let (size, changed) = match file {
        Ok(data) => (
            data.len(),
            data.modified().unwrap_or(SystemTime::UNIX_EPOCH),
        ),
        Err(_) => (0, SystemTime::UNIX_EPOCH),
    };
    let changed = changed
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    format!(
        "{} {size} {}",
        env!("CARGO_PKG_VERSION"),
        changed.as_nanos()
    )
}
