//! Records what CPython does with a program.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::case::Unreadable;

use super::{Expect, PythonCase, Recorded, in_parallel, last_line};

/// The release that expectations are recorded from.
const RELEASE: &str = "3.12";
/// Longer than any case should run.
const PATIENCE: Duration = Duration::from_secs(30);

/// An interpreter of the right release.
#[derive(Clone, Debug)]
pub struct CPython {
    path: PathBuf,
    /// Such as `3.12.1`.
    pub version: String,
}

impl CPython {
    /// The interpreter that `MOLT_PYTHON` names, `python3.12` of the `PATH`, one that pyenv has, or a `python3` of the release.
    ///
    /// # Errors
    /// When there is none, or `MOLT_PYTHON` is another one.
    pub fn find() -> Result<CPython> {
        if let Some(path) = std::env::var_os("MOLT_PYTHON") {
            let path = PathBuf::from(path);
            let version = version(&path).with_context(|| {
                format!("MOLT_PYTHON is {}, which is no CPython", path.display())
            })?;
            ensure!(
                is_release(&version),
                "MOLT_PYTHON is CPython {version}: expectations are recorded from {RELEASE}"
            );
            return Ok(CPython { path, version });
        }
        for path in candidates() {
            if let Some(version) = version(&path).filter(|version| is_release(version)) {
                return Ok(CPython { path, version });
            }
        }
        bail!(
            "no CPython {RELEASE} was found: install it (`pyenv install {RELEASE}`), or name it with MOLT_PYTHON"
        )
    }

    /// Runs a program once.
    fn run(&self, case: &PythonCase, hash_seed: &str) -> Result<Recorded> {
        let folder = case.path.parent().unwrap_or(Path::new("."));
        let mut child = Command::new(&self.path)
            // What its compiler and its libraries warn of is no behaviour of the program.
            .args(["-B", "-X", "utf8", "-W", "ignore"])
            .args(case.argv())
            .current_dir(folder)
            .env_clear()
            .env("PYTHONHASHSEED", hash_seed)
            .env("PYTHONNOUSERSITE", "1")
            // What `import molt` is to CPython.
            .env("PYTHONPATH", concat!(env!("CARGO_MANIFEST_DIR"), "/python"))
            .env("PYTHONSAFEPATH", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (stdout, stderr) = (
            read_aside(child.stdout.take()),
            read_aside(child.stderr.take()),
        );
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if start.elapsed() > PATIENCE {
                child.kill()?;
                child.wait()?;
                bail!("it ran longer than {} s", PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let code = status.code().context("it was ended by a signal")?;
        let stderr = stderr.join().unwrap_or_default();
        Ok(Recorded {
            stdout: stdout.join().unwrap_or_default(),
            error: last_line(&stderr),
            exit: u8::try_from(code).with_context(|| format!("it exited with {code}"))?,
        })
    }
}

/// Reads a pipe to its end on a thread of its own: a full pipe would stop the child.
fn read_aside(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

fn candidates() -> Vec<PathBuf> {
    let mut paths = vec![PathBuf::from(format!("python{RELEASE}"))];
    let pyenv = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".pyenv")));
    let versions = pyenv.and_then(|root| std::fs::read_dir(root.join("versions")).ok());
    let mut installed: Vec<PathBuf> = versions
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| is_release(&name.to_string_lossy()))
        })
        .collect();
    installed.sort();
    paths.extend(installed.into_iter().map(|path| path.join("bin/python3")));
    paths.push(PathBuf::from("python3"));
    paths
}

fn is_release(version: &str) -> bool {
    version
        .strip_prefix(RELEASE)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn version(path: &Path) -> Option<String> {
    let script =
        "import platform; print(platform.python_implementation(), platform.python_version())";
    let output = Command::new(path)
        .args(["-I", "-c", script])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.trim().strip_prefix("CPython ")?;
    Some(version.to_string())
}

/// What CPython does with a program, whatever the seed of its hashes.
///
/// # Errors
/// When it cannot be run, or does not do the same twice.
pub fn record(python: &CPython, case: &PythonCase) -> Result<Recorded> {
    let first = python.run(case, "0")?;
    let second = python.run(case, "4711")?;
    ensure!(
        first == second,
        "it does not do the same under two hash seeds: sort what comes out of a set"
    );
    ensure!(
        !first.error.starts_with("SyntaxError:"),
        "CPython does not compile it ({}): say `# refused: ..` when the compiler must refuse it too",
        first.error
    );
    Ok(first)
}

/// Records programs and writes what was recorded, where it changed. For each what was written, if anything was.
pub fn record_all(
    python: &CPython,
    cases: Vec<Result<PythonCase, Unreadable>>,
) -> Vec<Result<Option<String>, String>> {
    in_parallel(&cases, |case| match case {
        Ok(case) => {
            write(python, case).map_err(|error| format!("{}: {error:#}", case.path.display()))
        }
        Err(unreadable) => Err(unreadable.why.clone()),
    })
}

fn write(python: &CPython, case: &PythonCase) -> Result<Option<String>> {
    if matches!(case.expect, Expect::Refused(_)) {
        return Ok(None);
    }
    let bytes = record(python, case)?.to_bytes()?;
    let path = case.recorded();
    if std::fs::read(&path).is_ok_and(|known| known == bytes) {
        return Ok(None);
    }
    std::fs::write(&path, bytes)?;
    Ok(Some(path.display().to_string()))
}
