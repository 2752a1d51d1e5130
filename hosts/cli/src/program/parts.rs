//! The components that programs are composed with, and where they are.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use molt_compose::Part;
use molt_guest_build::{Options, Workspace};

use crate::failure::Failure;
use crate::output::{Output, write_file};

/// Maps the capabilities of programs to WASI.
pub const WASI_OUTPUT: &[u8] = include_bytes!("../../../../components/platform-wasi/output.wasm");
/// Runs a program as a WASI command.
pub const WASI_RUN: &[u8] = include_bytes!("../../../../components/platform-wasi/run.wasm");

/// Codecs that a program can be given.
pub const CODECS: [&str; 4] = ["json", "msgpack", "cbor", "arrow"];

/// What the runtime is made of, in a checkout: when one of these is newer, it is built again.
const RUNTIME_SOURCES: [&str; 6] = [
    "components/runtime",
    "components/text",
    "components/number",
    "components/pivot",
    "wit/runtime",
    "wit/capabilities",
];

/// Where the components are. `$MOLT_COMPONENTS` names the folder; else it is `components` beside the command; else `dist` of
/// the checkout that the command was built in, where a component that is missing or older than its sources is built first.
pub struct Parts {
    folder: PathBuf,
    checkout: Option<PathBuf>,
}

impl Parts {
    /// Finds them.
    pub fn find() -> Result<Self, Failure> {
        if let Some(folder) = std::env::var_os("MOLT_COMPONENTS") {
            let (folder, checkout) = (PathBuf::from(folder), None);
            return Ok(Self { folder, checkout });
        }
        let beside = std::env::current_exe()
            .ok()
            .and_then(|command| Some(command.parent()?.join("components")));
        if let Some(folder) = beside.filter(|folder| folder.join("runtime.wasm").is_file()) {
            let checkout = None;
            return Ok(Self { folder, checkout });
        }
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        match checkout.canonicalize() {
            Ok(checkout) if checkout.join("components/runtime").is_dir() => Ok(Self {
                folder: checkout.join("dist"),
                checkout: Some(checkout),
            }),
            _ => Err(Failure::new(
                "components",
                "the components that programs run on are not installed",
            )
            .fix("name the folder that has runtime.wasm: MOLT_COMPONENTS=dist")),
        }
    }

    /// Changes when a program would be composed with another runtime. Builds the runtime when that has to be done first.
    pub fn version(&self, output: &Output) -> Result<String, Failure> {
        let path = self.file("runtime", output)?;
        let data = path
            .metadata()
            .map_err(|error| Failure::io("read", &path, &error))?;
        let written = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let written = written
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        Ok(format!(
            "{} {} {}",
            path.display(),
            data.len(),
            written.as_nanos()
        ))
    }

    /// What a program needs of them, the parts that those need included.
    pub fn wanted_by(
        &self,
        program: &Part,
        own: &[Part],
        codecs: &[String],
        output: &Output,
    ) -> Result<Vec<Part>, Failure> {
        let mut parts: Vec<Part> = Vec::new();
        let imports = std::iter::once(program).chain(own).flat_map(Part::imports);
        let mut open: Vec<String> = imports.map(|import| import.name).collect();
        while let Some(import) = open.pop() {
            if own
                .iter()
                .any(|part| part.exports().any(|export| export.name == import))
            {
                continue;
            }
            let Some(name) = provider(&import, codecs)? else {
                continue;
            };
            if parts.iter().any(|part| part.name == name) {
                continue;
            }
            let part = Part::read(&self.file(&name, output)?)?;
            open.extend(part.imports().map(|import| import.name));
            parts.push(part);
        }
        Ok(parts)
    }

    /// A component's file.
    fn file(&self, name: &str, output: &Output) -> Result<PathBuf, Failure> {
        let path = self.folder.join(name).with_extension("wasm");
        let Some(checkout) = &self.checkout else {
            return Ok(path);
        };
        let own = format!("components/{name}");
        let sources = match name {
            "runtime" => &RUNTIME_SOURCES[..],
            _ => &[own.as_str()][..],
        };
        let written = path.metadata().and_then(|data| data.modified());
        let stale = match written {
            Err(_) => true,
            Ok(written) => sources
                .iter()
                .any(|source| changed_after(&checkout.join(source), written)),
        };
        // A component that is there is used as it is when nothing shall be built.
        if stale && (written.is_err() || std::env::var_os("MOLT_NO_BUILD").is_none()) {
            build(checkout, name, &path, output)?;
        }
        Ok(path)
    }
}

/// The component that an import is for, for people.
pub fn provider_of(import: &str) -> Option<String> {
    let codec = "a codec".to_owned();
    provider(import, &[codec]).ok().flatten()
}

/// The component that an import is for; none for what the host provides.
fn provider(import: &str, codecs: &[String]) -> Result<Option<String>, Failure> {
    let interface = import.split('@').next().unwrap_or_default();
    let package = interface.split('/').next().unwrap_or_default();
    match (package, interface) {
        ("molt:runtime", _) => Ok(Some("runtime".to_owned())),
        ("molt:json", _) => Ok(Some("json".to_owned())),
        (_, "molt:codec/codec") => match codecs {
            [codec] => Ok(Some(codec.clone())),
            _ => Err(
                Failure::new("usage", "the program uses a codec, which one is not said").fix(
                    format!(
                        "build it with `molt build --codec`: one of {}",
                        CODECS.join(", ")
                    ),
                ),
            ),
        },
        (plain, _) if CODECS.contains(&plain) => Ok(Some(plain.to_owned())),
        _ => Ok(None),
    }
}

fn build(checkout: &Path, name: &str, path: &Path, output: &Output) -> Result<(), Failure> {
    output.progress(&format!("building the {name} component, once"));
    let workspace = Workspace::load(checkout)?;
    let package = workspace.find(name)?.clone();
    let told = &mut |event: molt_guest_build::Progress| output.progress(&event.to_string());
    let built = molt_guest_build::build(&workspace, &package, &Options::default(), told)?;
    write_file(path, &built.component)
}

/// Whether a file, or one under a folder, changed after this time.
fn changed_after(path: &Path, time: SystemTime) -> bool {
    let Ok(data) = path.symlink_metadata() else {
        return false;
    };
    if !data.is_dir() {
        return data.modified().is_ok_and(|changed| changed > time);
    }
    let Ok(entries) = std::fs::read_dir(path) else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| changed_after(&entry.path(), time))
}
