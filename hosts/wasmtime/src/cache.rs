//! Compiled components and modules on disk.
//!
//! Machine code that is loaded is run, so a file is trusted only when nobody else could have written it: the folder and
//! the file belong to this user and are closed to others. A checksum behind the code tells a file that a disk or a crash
//! damaged. Whatever fails one of these, or was made by another engine, is compiled again. Code is mapped, not read: most of
//! a runtime's functions are never called.

use std::fs;
use std::hash::Hasher;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use twox_hash::XxHash3_64;
use wasmtime::component::Component;
use wasmtime::{Engine, Module};

/// What stands behind the code, with its XXH3 after it.
const TRAILER: &[u8; 8] = b"moltcw02";
const TRAILER_LENGTH: u64 = 16;
/// Beyond this the files that were not used for longest are removed.
const CAPACITY: u64 = 1 << 30;

/// What can be compiled, and kept.
pub(crate) trait Code: Sized {
    fn compile(engine: &Engine, bytes: &[u8]) -> wasmtime::Result<Self>;

    fn serialize(&self) -> wasmtime::Result<Vec<u8>>;

    /// # Safety
    ///
    /// The file must begin with what `serialize` gave, which is run as it is, and not change while the code is in use.
    unsafe fn deserialize(engine: &Engine, file: &Path) -> wasmtime::Result<Self>;
}

macro_rules! code {
    ($($ty:ty),*) => {$(
        impl Code for $ty {
            fn compile(engine: &Engine, bytes: &[u8]) -> wasmtime::Result<Self> {
                Self::from_binary(engine, bytes)
            }

            fn serialize(&self) -> wasmtime::Result<Vec<u8>> {
                self.serialize()
            }

            unsafe fn deserialize(engine: &Engine, file: &Path) -> wasmtime::Result<Self> {
                // SAFETY: passed on to the caller.
                unsafe { Self::deserialize_file(engine, file) }
            }
        }
    )*};
}

code!(Component, Module);

/// A folder of compiled code.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// A cache in this folder; `None` when the folder cannot be made private to this user.
    pub(crate) fn open(folder: PathBuf) -> Option<Self> {
        make_private_folder(&folder).ok()?;
        Some(Self { folder })
    }

    /// The code from the cache, if it is there and can be trusted.
    pub(crate) fn load<C: Code>(&self, engine: &Engine, key: &str) -> Option<C> {
        let path = self.folder.join(key);
        if !is_whole(open_private(&path).ok()?).ok()? {
            return None;
        }
        // SAFETY: the bytes are what `store` wrote: their checksum fits, and no other user could write to this file or its
        // folder. A file here is replaced or removed, never written again, so what is mapped stays. wasmtime itself refuses
        // code of another engine version or configuration.
        unsafe { C::deserialize(engine, &path) }.ok()
    }

    /// Puts compiled code in the cache. Failing to is no error: it only costs the next start.
    pub(crate) fn store<C: Code>(&self, key: &str, code: &C) {
        let Ok(code) = code.serialize() else {
            return;
        };
        let _ = self.write(key, &code);
        let _ = self.make_room();
    }

    fn write(&self, key: &str, code: &[u8]) -> io::Result<()> {
        // Written aside and renamed: a reader sees a whole file or none.
        let aside = self.folder.join(format!("{key}.{}", unique()));
        let mut file = create_private(&aside)?;
        let written = (|| {
            file.write_all(code)?;
            file.write_all(TRAILER)?;
            file.write_all(&XxHash3_64::oneshot(code).to_le_bytes())?;
            drop(file);
            fs::rename(&aside, self.folder.join(key))
        })();
        if written.is_err() {
            let _ = fs::remove_file(&aside);
        }
        written
    }

    fn make_room(&self) -> io::Result<()> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let data = entry.metadata()?;
            let age = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            files.push((age, data.len(), entry.path()));
        }
        files.sort();
        let mut total: u64 = files.iter().map(|(_, size, _)| size).sum();
        for (_, size, path) in files {
            if total <= CAPACITY {
                break;
            }
            fs::remove_file(path)?;
            total -= size;
        }
        Ok(())
    }
}

/// What compiled code is kept under: the digest of the bytes it came from, and everything about the engine that its code
/// depends on.
pub(crate) fn key(engine: &Engine, digest: &str) -> String {
    use std::hash::{DefaultHasher, Hash};
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("{digest}-{:016x}", hasher.finish())
}

/// SHA-256 in hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    let mut digest = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        digest.push_str(&format!("{byte:02x}"));
    }
    digest
}

/// `$XDG_CACHE_HOME/molt/compiled`, or what stands for it on this system.
pub(crate) fn default_folder() -> Option<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let base = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Caches"))
    } else {
        variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")))
    }?;
    Some(base.join("molt").join("compiled"))
}

/// A suffix that no other file has.
fn unique() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!(
        "{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// Whether a file holds all of the code that was written to it.
fn is_whole(mut file: fs::File) -> io::Result<bool> {
    let Some(mut left) = file.metadata()?.len().checked_sub(TRAILER_LENGTH) else {
        return Ok(false);
    };
    let mut checksum = XxHash3_64::new();
    let mut piece = vec![0; 128 << 10];
    while left > 0 {
        let most = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        file.read_exact(&mut piece[..most])?;
        checksum.write(&piece[..most]);
        left -= most as u64;
    }
    let mut trailer = [0; TRAILER_LENGTH as usize];
    file.read_exact(&mut trailer)?;
    let expected = checksum.finish().to_le_bytes();
    Ok(trailer.starts_with(TRAILER) && trailer.ends_with(&expected))
}

#[cfg(unix)]
mod private {
    use super::*;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};

    /// The owner, if nobody else can write.
    fn sole_writer(data: &fs::Metadata) -> io::Result<u32> {
        match data.mode() & 0o022 {
            0 => Ok(data.uid()),
            _ => Err(io::Error::other("others can write to it")),
        }
    }

    pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        let data = fs::symlink_metadata(folder)?;
        if !data.is_dir() {
            return Err(io::Error::other("not a folder"));
        }
        // A file that is made now belongs to this user: the folder has to as well.
        let probe = folder.join(format!("probe.{}", unique()));
        let me = create_private(&probe)?.metadata()?.uid();
        fs::remove_file(&probe)?;
        if sole_writer(&data)? != me {
            return Err(io::Error::other("it belongs to another user"));
        }
        Ok(())
    }

    /// Opens a file of the cache. Only this user can write to the folder, so what is looked at here stays.
    pub(super) fn open_private(path: &Path) -> io::Result<fs::File> {
        let folder = path.parent().ok_or_else(|| io::Error::other("no folder"))?;
        let data = fs::symlink_metadata(path)?;
        let owner = sole_writer(&fs::symlink_metadata(folder)?)?;
        if !data.is_file() || sole_writer(&data)? != owner {
            return Err(io::Error::other("not a file of this user"));
        }
        fs::File::open(path)
    }

    pub(super) fn create_private(path: &Path) -> io::Result<fs::File> {
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
    }
}

/// On other systems the user's cache folder is private already.
#[cfg(not(unix))]
mod private {
    use super::*;

    pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    pub(super) fn open_private(path: &Path) -> io::Result<fs::File> {
        fs::File::open(path)
    }

    pub(super) fn create_private(path: &Path) -> io::Result<fs::File> {
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
    }
}

use private::{create_private, make_private_folder, open_private};
