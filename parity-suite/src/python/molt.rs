//! Molt's own compiler, and the components that programs are composed with.

use std::path::Path;
use std::sync::OnceLock;
use std::time::SystemTime;

use molt_compiler::Options;
use molt_compiler::shrink::Uses;
use molt_compose::{Capabilities, Part, compose};

use crate::places::Places;

use super::{Compiler, PythonCase, Refusal};

/// Components that programs may be composed with, by the start of what they are imported as.
/// `molt:codec/codec` is what `# codec: ..` names.
const PROVIDERS: [(&str, &str); 6] = [
    ("molt:runtime/", "runtime"),
    ("molt:json/", "json"),
    (CODEC, "json"),
    (CODEC, "msgpack"),
    (CODEC, "cbor"),
    (CODEC, "arrow"),
];
const CODEC: &str = "molt:codec/codec";

/// What a program gets of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// All of it, as with `molt run`: targets compile it once for all programs.
    Whole,
    /// What it uses, as with `molt build`.
    Shrunk,
}

/// The compiler of this build, composing with the components in `dist/`.
pub fn molt(places: &Places, runtime: Runtime) -> Box<dyn Compiler> {
    let dist = places.root.join("dist");
    let parts = PROVIDERS.map(|(prefix, name)| Provider {
        prefix,
        name,
        file: dist.join(name).with_extension("wasm"),
        part: OnceLock::new(),
    });
    Box::new(Molt { parts, runtime })
}

struct Molt {
    runtime: Runtime,
    parts: [Provider; PROVIDERS.len()],
}

/// A component that programs may be composed with, read when one is.
struct Provider {
    prefix: &'static str,
    name: &'static str,
    file: std::path::PathBuf,
    part: OnceLock<Result<Part, Refusal>>,
}

impl Compiler for Molt {
    fn version(&self) -> String {
        let own = std::env::current_exe().map(|path| stamp(&path));
        let parts = self.parts.iter().map(|provider| stamp(&provider.file));
        std::iter::once(own.unwrap_or_default())
            .chain(parts)
            .chain([format!("{:?}", self.runtime)])
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn compile(&self, case: &PythonCase) -> Result<Vec<u8>, Refusal> {
        let options = Options {
            file: case.file(),
            ..Options::default()
        };
        let compiled = molt_compiler::compile(&case.source, &options).map_err(|found| Refusal {
            codes: found
                .iter()
                .map(|one| one.code.name().to_string())
                .collect(),
            text: found.iter().map(ToString::to_string).collect(),
        })?;
        let uses = Uses::of(&compiled.program, &compiled.module);
        let program = Part::new("program", compiled.component).map_err(not_composed)?;
        let mut plugs: Vec<Part> = Vec::new();
        let mut open: Vec<String> = program.imports().map(|import| import.name).collect();
        while let Some(import) = open.pop() {
            let fits = |provider: &&Provider| {
                import.starts_with(provider.prefix)
                    && (provider.prefix != CODEC || case.codec.as_deref() == Some(provider.name))
            };
            let provider = self.parts.iter().find(fits);
            let Some(provider) = provider else { continue };
            if plugs.iter().any(|part| part.name == provider.name) {
                continue;
            }
            let part = match (provider.name, self.runtime) {
                ("runtime", Runtime::Shrunk) => shrunk(&provider.part()?, &uses)?,
                _ => provider.part()?,
            };
            open.extend(part.imports().map(|import| import.name));
            plugs.push(part);
        }
        let granted = Capabilities::new(["molt:capabilities/*"]);
        let composition = compose(program, plugs, &granted).map_err(not_composed)?;
        Ok(composition.bytes)
    }
}

/// What the program uses of the runtime.
fn shrunk(runtime: &Part, uses: &Uses) -> Result<Part, Refusal> {
    let failed = |text: String| Refusal {
        codes: vec!["shrink".to_string()],
        text,
    };
    match molt_compiler::shrink::shrink(&runtime.bytes, uses) {
        Ok(Some(small)) => Part::new("runtime", small).map_err(not_composed),
        Ok(None) => Err(failed("dist/runtime.wasm has no link graph".to_string())),
        Err(error) => Err(failed(error.to_string())),
    }
}

impl Provider {
    fn part(&self) -> Result<Part, Refusal> {
        let read = || Part::read(&self.file).map_err(not_composed);
        self.part.get_or_init(read).clone()
    }
}

/// What changes when a file is written again.
fn stamp(path: &Path) -> String {
    let Ok(data) = path.metadata() else {
        return "absent".to_string();
    };
    let changed = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let since = changed.duration_since(SystemTime::UNIX_EPOCH);
    format!("{}-{}", data.len(), since.unwrap_or_default().as_nanos())
}

fn not_composed(error: molt_compose::Error) -> Refusal {
    Refusal {
        codes: vec![error.kind().to_string()],
        text: error.to_string(),
    }
}
