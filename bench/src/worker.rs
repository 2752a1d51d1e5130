//! Contestants in other processes: one JSON line in, one out. The process lives for the whole run, so that its rounds
//! stand between everybody else's.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::sample::Sample;

/// A running contestant process.
pub struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Versions of what it runs.
    pub versions: BTreeMap<String, String>,
    /// What it can do, each `<job>/<contestant>`.
    pub jobs: Vec<String>,
}

#[derive(Deserialize)]
struct Hello {
    versions: BTreeMap<String, String>,
    jobs: Vec<String>,
}

impl Worker {
    /// Starts a process and waits until it is ready.
    pub fn start(command: &mut Command) -> Result<Worker> {
        let what = format!("{command:?}");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {what}"))?;
        let input = child.stdin.take().context("no standard input")?;
        let mut output = BufReader::new(child.stdout.take().context("no standard output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let hello: Hello = serde_json::from_str(&line)
            .with_context(|| format!("{what} did not come up: {line:?}"))?;
        Ok(Worker {
            child,
            input,
            output,
            versions: hello.versions,
            jobs: hello.jobs,
        })
    }

    /// Runs one contestant on files for at least `millis`.
    pub fn run(&mut self, job: &str, files: &[PathBuf], millis: u64) -> Result<Sample> {
        let request = serde_json::json!({ "job": job, "files": files, "millis": millis });
        writeln!(self.input, "{request}")?;
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("the process ended during {job}");
        }
        serde_json::from_str(&line).with_context(|| format!("{job}: {line}"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A contestant that is gone already is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
