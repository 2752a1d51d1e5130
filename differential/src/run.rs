//! The two engines.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The molt command and a CPython 3.12.
pub struct Engines {
    molt: PathBuf,
    python: PathBuf,
    folder: tempfile::TempDir,
}

/// What each printed, and how it ended.
pub struct Outcome {
    /// Molt's standard output, then standard error if it failed.
    pub molt: String,
    /// CPython's.
    pub cpython: String,
}

impl Engines {
    /// Checks that both are there and that CPython is a 3.12.
    pub fn new(molt: &Path, python: &Path) -> Result<Engines> {
        let version = Command::new(python).arg("--version").output();
        let version = version.with_context(|| {
            format!(
                "{}: not found; --python says where CPython 3.12 is",
                python.display()
            )
        })?;
        let version = String::from_utf8_lossy(&version.stdout).trim().to_string();
        if !version.starts_with("Python 3.12.") {
            bail!(
                "{} is {version:?}, and CPython 3.12 is needed",
                python.display()
            );
        }
        if !molt.exists() {
            bail!(
                "{}: not there; cargo build -p molt-cli makes it",
                molt.display()
            );
        }
        Ok(Engines {
            molt: molt.to_path_buf(),
            python: python.to_path_buf(),
            folder: tempfile::tempdir()?,
        })
    }

    /// Runs a program in both.
    pub fn run(&self, program: &str) -> Result<Outcome> {
        let file = self.folder.path().join("program.py");
        std::fs::write(&file, program)?;
        // Iteration order of sets of strings is CPython's with this seed.
        let cpython = output(
            Command::new(&self.python)
                .arg(&file)
                .env("PYTHONHASHSEED", "0"),
        )?;
        let molt = output(Command::new(&self.molt).arg("run").arg(&file))?;
        Ok(Outcome { molt, cpython })
    }
}

fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        text.push_str(&format!(
            "[{}]\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    Ok(text)
}
