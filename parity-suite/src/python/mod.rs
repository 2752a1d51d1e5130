//! Cases that are Python programs: `cases/<area>/<name>.py`, and beside it what CPython 3.12 does with it.

mod compile;
mod molt;
mod record;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;

use crate::case::Unreadable;

pub use compile::{Compiler, Prepared, Refusal, prepare};
pub use molt::{Runtime, molt};
pub use record::{CPython, record, record_all};

/// What ends the standard output in a recorded expectation.
const TRAILER: &[u8] = b"\n=== exit ";
/// Seconds that a program may take on a target.
pub const TIMEOUT: u64 = 20;

/// A program and what is expected of it.
#[derive(Clone, Debug)]
pub struct PythonCase {
    pub area: String,
    pub name: String,
    /// The `.py` file.
    pub path: PathBuf,
    pub source: String,
    pub arguments: Vec<String>,
    /// The component that `molt:codec/codec` is taken from.
    pub codec: Option<String>,
    pub expect: Expect,
}

/// What must become of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// It runs and does what CPython did.
    Runs(Recorded),
    /// The compiler refuses it, with this in its message or as its code.
    Refused(String),
    /// Nothing was recorded yet.
    NotRecorded,
}

/// What CPython did: one file a case, `<name>.out`.
///
/// The file is standard output, byte for byte. When the exit code is not 0 or standard error is not empty, two lines follow:
/// `=== exit N` and the last line of standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub stdout: Vec<u8>,
    /// The last line of standard error, such as `ValueError: ..`; empty when there is none.
    pub error: String,
    pub exit: u8,
}

impl Recorded {
    /// The content of the file.
    ///
    /// # Errors
    /// When standard output looks like the end of such a file.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        ensure!(
            !contains(&self.stdout, TRAILER),
            "standard output has a line that begins with `=== exit `"
        );
        let mut bytes = self.stdout.clone();
        if self.exit != 0 || !self.error.is_empty() {
            bytes.extend_from_slice(TRAILER);
            bytes.extend_from_slice(format!("{}\n{}\n", self.exit, self.error).as_bytes());
        }
        Ok(bytes)
    }

    /// Reads the content of the file.
    ///
    /// # Errors
    /// When its end is not as described.
    pub fn from_bytes(bytes: &[u8]) -> Result<Recorded> {
        let Some(at) = bytes
            .windows(TRAILER.len())
            .rposition(|window| window == TRAILER)
        else {
            return Ok(Recorded {
                stdout: bytes.to_vec(),
                error: String::new(),
                exit: 0,
            });
        };
        let (stdout, rest) = bytes.split_at(at);
        let rest = std::str::from_utf8(rest.get(TRAILER.len()..).unwrap_or_default())
            .context("what comes after `=== exit` is not UTF-8")?;
        let (exit, error) = rest
            .split_once('\n')
            .context("no line comes after `=== exit`")?;
        Ok(Recorded {
            stdout: stdout.to_vec(),
            error: error.strip_suffix('\n').unwrap_or(error).to_string(),
            exit: exit
                .parse()
                .with_context(|| format!("`=== exit {exit}` is no exit code"))?,
        })
    }
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// The last line of standard error that has something in it.
pub fn last_line(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let last = text.lines().rfind(|line| !line.trim().is_empty());
    last.unwrap_or_default().to_string()
}

impl PythonCase {
    /// Reads a program, its header and its expectation.
    ///
    /// # Errors
    /// When the header is not as it should be, or a file cannot be read.
    pub fn read(path: &Path, area: &str) -> Result<PythonCase> {
        let source = std::fs::read_to_string(path)?;
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .context("the file's name is not UTF-8")?;
        let header = Header::of(&source)?;
        let out = path.with_extension("out");
        let expect = match (header.refused, out.is_file()) {
            (Some(_), true) => bail!(
                "a program that is refused has no output: remove {}",
                out.display()
            ),
            (Some(why), false) => Expect::Refused(why),
            (None, true) => Expect::Runs(
                Recorded::from_bytes(&std::fs::read(&out)?)
                    .with_context(|| format!("in {}", out.display()))?,
            ),
            (None, false) => Expect::NotRecorded,
        };
        Ok(PythonCase {
            area: area.to_string(),
            name: name.to_string(),
            path: path.to_path_buf(),
            source,
            arguments: header.arguments,
            codec: header.codec,
            expect,
        })
    }

    /// `area/name`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.area, self.name)
    }

    /// The file's name, as tracebacks have it.
    pub fn file(&self) -> String {
        format!("{}.py", self.name)
    }

    /// The program's own name and its arguments, as `sys.argv` has them.
    pub fn argv(&self) -> Vec<String> {
        std::iter::once(self.file())
            .chain(self.arguments.iter().cloned())
            .collect()
    }

    /// The file with the expectation.
    pub fn recorded(&self) -> PathBuf {
        self.path.with_extension("out")
    }
}

/// The comments at the top of a program that the suite reads.
#[derive(Default)]
struct Header {
    refused: Option<String>,
    codec: Option<String>,
    arguments: Vec<String>,
}

impl Header {
    fn of(source: &str) -> Result<Header> {
        let mut header = Header::default();
        let mut about = false;
        let comments = source.lines().map_while(|line| line.strip_prefix('#'));
        for comment in comments {
            let Some((key, value)) = comment.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match key.trim() {
                "about" => about = !value.is_empty(),
                "codec" => header.codec = Some(value.to_string()),
                "refused" => header.refused = Some(value.to_string()),
                "argv" => {
                    header.arguments = value.split_whitespace().map(str::to_string).collect();
                }
                _ => {}
            }
        }
        ensure!(
            about,
            "it begins with no `# about: ..` that says what behaviour it is for"
        );
        Ok(header)
    }
}

/// What a program did on a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Did {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub exit: u8,
}

/// Reads a target's answer.
///
/// # Errors
/// When it is not what the protocol says.
pub fn did(answer: &Value) -> Result<Did, String> {
    let bytes = |key: &str| {
        let text = answer[key]["base64"].as_str()?;
        BASE64.decode(text).ok()
    };
    let exit = answer["exit"]
        .as_u64()
        .and_then(|exit| u8::try_from(exit).ok());
    match (bytes("stdout"), bytes("stderr"), exit) {
        (Some(stdout), Some(stderr), Some(exit)) => Ok(Did {
            stdout,
            stderr,
            exit,
        }),
        _ => Err("the target's answer is not that of a program".to_string()),
    }
}

/// How what a program did differs from what CPython did; none when it does not.
pub fn difference(recorded: &Recorded, did: &Did) -> Option<String> {
    let mut lines = Vec::new();
    if recorded.stdout != did.stdout {
        lines.push(first_difference(&recorded.stdout, &did.stdout));
    }
    if recorded.exit != did.exit {
        lines.push(format!(
            "exit code {}, expected {}",
            did.exit, recorded.exit
        ));
    }
    let error = last_line(&did.stderr);
    if recorded.error != error {
        lines.push(format!(
            "standard error ends with {error:?}, expected {:?}",
            recorded.error
        ));
    } else if lines.is_empty() {
        return None;
    } else if !error.is_empty() {
        lines.push(format!("standard error ends with {error:?}"));
    }
    Some(lines.join("\n"))
}

/// The first line of standard output that is another one.
fn first_difference(expected: &[u8], given: &[u8]) -> String {
    let lines = |bytes: &[u8]| -> Vec<String> {
        String::from_utf8_lossy(bytes)
            .split('\n')
            .map(|line| line.chars().take(300).collect())
            .collect()
    };
    let (expected, given) = (lines(expected), lines(given));
    let same = expected
        .iter()
        .zip(&given)
        .take_while(|(expected, given)| expected == given)
        .count();
    let of = |lines: &[String]| match lines.get(same) {
        Some(line) => format!("{line:?}"),
        None => "nothing".to_string(),
    };
    format!(
        "line {} of standard output is {}, expected {}",
        same + 1,
        of(&given),
        of(&expected)
    )
}

/// Every program under the suite's cases, in order; or why one cannot be read.
///
/// # Errors
/// When a folder cannot be listed.
pub fn read_all(cases: &Path) -> Result<Vec<Result<PythonCase, Unreadable>>> {
    let mut all = Vec::new();
    for folder in sorted(cases)?.into_iter().filter(|path| path.is_dir()) {
        let area = name_of(&folder);
        for path in sorted(&folder)? {
            let extension = path.extension().and_then(|extension| extension.to_str());
            match extension {
                Some("py") => {
                    all.push(PythonCase::read(&path, &area).map_err(|error| Unreadable {
                        area: area.clone(),
                        name: stem_of(&path),
                        why: format!("{}: {error:#}", path.display()),
                    }))
                }
                Some("out") if !path.with_extension("py").is_file() => {
                    all.push(Err(Unreadable {
                        area: area.clone(),
                        name: stem_of(&path),
                        why: format!("{} belongs to no program: remove it", path.display()),
                    }));
                }
                _ => {}
            }
        }
    }
    Ok(all)
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn stem_of(path: &Path) -> String {
    path.file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Does something with every item, one thread a core. The results are in the items' order.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return done;
            };
            done.push((index, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let results = workers.into_iter().map(|worker| worker.join());
        results
            .flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recorded_is_read_back() {
        for (stdout, error, exit) in [
            (&b""[..], "", 0),
            (b"plain\n", "", 0),
            (b"no end of line", "ValueError: a\u{e9}", 1),
            (b"ends\n", "", 3),
            (b"\n\n", "warned", 0),
            (b"\xff\x00\n=== almost", "KeyError: 'a'", 1),
        ] {
            let recorded = Recorded {
                stdout: stdout.to_vec(),
                error: error.to_string(),
                exit,
            };
            let bytes = recorded.to_bytes().unwrap();
            assert_eq!(Recorded::from_bytes(&bytes).unwrap(), recorded);
        }
        let odd = Recorded {
            stdout: b"\n=== exit 1".to_vec(),
            error: String::new(),
            exit: 0,
        };
        assert!(odd.to_bytes().is_err());
    }

    #[test]
    fn a_header_says_what_it_is_about() {
        assert!(Header::of("print(1)\n").is_err());
        assert!(Header::of("# about:\n").is_err());
        let header = Header::of("# about: a thing\n# argv: a b\n# refused: yield\n\nx").unwrap();
        assert_eq!(header.arguments, ["a", "b"]);
        assert_eq!(header.refused.as_deref(), Some("yield"));
    }
}
