//! What this machine has: programs, their versions, npm packages.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take to say its version. A browser's first start is slow.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program that was found, and the version it says that it is.
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its version, such as `20.11.1`; empty when it does not say.
    pub version: String,
}

impl Found {
    /// The first number of the version.
    pub fn major(&self) -> u32 {
        let first = self.version.split('.').next().unwrap_or_default();
        first.parse().unwrap_or(0)
    }
}

/// The first of these programs that is there: a path, or a name to look for in `PATH`.
pub fn find(candidates: &[PathBuf]) -> Option<Found> {
    candidates.iter().find_map(|candidate| {
        let path = locate(candidate)?;
        let version = first_version(&say(&path, &["--version"])?);
        Some(Found { path, version })
    })
}

fn locate(candidate: &Path) -> Option<PathBuf> {
    if candidate.components().count() > 1 {
        return candidate.is_file().then(|| candidate.to_owned());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .map(|folder| {
            folder
                .join(candidate)
                .with_extension(std::env::consts::EXE_EXTENSION)
        })
        .find(|path| path.is_file())
}

/// What a program prints, or `None` when it fails or takes too long.
pub fn say(program: &Path, args: &[&str]) -> Option<String> {
    let mut child = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let start = Instant::now();
    loop {
        match child.try_wait().ok()? {
            Some(status) if status.success() => break,
            Some(_) => return None,
            None if start.elapsed() > PATIENCE => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    }
    let output = child.wait_with_output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first word of a text that looks like a version: digits with a point in it, or a date.
fn first_version(text: &str) -> String {
    let words = text
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'));
    let mut versions = words.filter(|word| {
        word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(['.', '-'])
            || word.parse::<u32>().is_ok()
    });
    versions
        .next()
        .unwrap_or_default()
        .trim_end_matches(['.', ','])
        .to_owned()
}

/// The folder of an npm package, looked for where Node would look from the current folder.
pub fn npm_package(name: &str) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors()
        .map(|folder| folder.join("node_modules").join(name))
        .find(|folder| folder.is_dir())
}

/// The version that an npm package's `package.json` states.
pub fn npm_version(folder: &Path) -> String {
    let text = std::fs::read_to_string(folder.join("package.json")).unwrap_or_default();
    let package: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    package["version"].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_what_programs_print() {
        let cases = [
            ("v20.11.1\n", "20.11.1"),
            ("rustc 1.95.0 (59807616e 2026-04-14)", "1.95.0"),
            ("Mozilla Firefox 153.1.0esr", "153.1.0esr"),
            ("Chromium 156.0.7420.75 built on Debian", "156.0.7420.75"),
            ("workerd 2026-11-17", "2026-11-17"),
            ("wasm-opt version 124 (version_124)", "124"),
            ("no number", ""),
        ];
        for (text, version) in cases {
            assert_eq!(first_version(text), version, "{text}");
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_not_found() {
        assert!(find(&["no-such-program-at-all".into()]).is_none());
    }
}
