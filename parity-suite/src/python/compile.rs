//! Compiles and composes the programs of cases, each once, into files that targets load.

use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{Expect, PythonCase, in_parallel};

/// Why a program was not compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The diagnostic's codes.
    pub codes: Vec<String>,
    /// All diagnostics as a person sees them.
    pub text: String,
}

/// Turns source into a component that imports nothing but capabilities.
pub trait Compiler: Send + Sync {
    /// Changes when the same source would become something else.
    fn version(&self) -> String;

    /// Compiles and composes.
    ///
    /// # Errors
    /// What the compiler has to say about the source.
    fn compile(&self, case: &PythonCase) -> Result<Vec<u8>, Refusal>;
}

/// What became of a program before it is run.
#[derive(Clone, Debug)]
pub enum Prepared {
    /// The composed component's file.
    Component(PathBuf),
    /// It was refused as it must be.
    RefusedRightly,
    /// It fails on every target.
    Failed(String),
}

/// Prepares programs side by side, one thread a core. The result has one entry a case, in their order.
pub fn prepare(cases: &[Arc<PythonCase>], compiler: &dyn Compiler, folder: &Path) -> Vec<Prepared> {
    let version = compiler.version();
    in_parallel(cases, |case| one(case, compiler, &version, folder))
}

fn one(case: &PythonCase, compiler: &dyn Compiler, version: &str, folder: &Path) -> Prepared {
    let compiled = component(case, compiler, version, folder);
    match (&case.expect, compiled) {
        (Expect::NotRecorded, _) => Prepared::Failed(
            "nothing is recorded of it: run scripts/bless, which asks CPython 3.12".to_string(),
        ),
        (_, Err(Problem::Io(why))) => Prepared::Failed(why),
        (Expect::Runs(_), Ok(path)) => Prepared::Component(path),
        (Expect::Runs(_), Err(Problem::Refused(refusal))) => {
            Prepared::Failed(format!("does not compile\n{}", refusal.text))
        }
        (Expect::Refused(why), Ok(_)) => {
            Prepared::Failed(format!("compiled, but must be refused: {why}"))
        }
        (Expect::Refused(why), Err(Problem::Refused(refusal))) => {
            let says = refusal.codes.iter().any(|code| code == why) || refusal.text.contains(why);
            match says {
                true => Prepared::RefusedRightly,
                false => {
                    Prepared::Failed(format!("refused, but not with {why:?}\n{}", refusal.text))
                }
            }
        }
    }
}

enum Problem {
    Refused(Refusal),
    Io(String),
}

/// The composed component, made when it was not made before of the same source by the same compiler.
fn component(
    case: &PythonCase,
    compiler: &dyn Compiler,
    version: &str,
    folder: &Path,
) -> Result<PathBuf, Problem> {
    let mut hasher = Sha256::new();
    for part in [version, &case.file(), &case.source] {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    let digest: String = hasher
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let path = folder.join(format!("{}-{}-{digest}.wasm", case.area, case.name));
    if path.is_file() {
        return Ok(path);
    }
    let compile = AssertUnwindSafe(|| compiler.compile(case));
    let bytes = std::panic::catch_unwind(compile)
        .map_err(|_| Problem::Io("the compiler panicked".to_string()))?
        .map_err(Problem::Refused)?;
    let aside = path.with_extension(format!("{}.part", std::process::id()));
    fs::create_dir_all(folder)
        .and_then(|()| forget_older(case, folder))
        .and_then(|()| fs::write(&aside, bytes))
        .and_then(|()| fs::rename(&aside, &path))
        .map_err(|error| Problem::Io(format!("cannot write {}: {error}", path.display())))?;
    Ok(path)
}

/// Removes what earlier compilers made of the case.
fn forget_older(case: &PythonCase, folder: &Path) -> std::io::Result<()> {
    let start = format!("{}-{}-", case.area, case.name);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix(&start));
        if rest.is_some_and(|rest| rest.len() == 16 + ".wasm".len()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
