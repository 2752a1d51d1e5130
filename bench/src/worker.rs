//! Contestants in other processes: one JSON line in, one out. The process lives for the whole run, so that its rounds
//! stand between everybody else's.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

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
    /// The interpreter that it runs in, when it says so.
    python: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Hello {
    versions: BTreeMap<String, String>,
    jobs: Vec<String>,
    #[serde(default)]
    python: Option<PathBuf>,
}

/// A program's timed runs, and what one of them printed.
#[derive(Deserialize)]
pub struct Run {
    #[serde(flatten)]
    pub sample: Sample,
    pub output: String,
}

/// What a program's worker answers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Failed { error: String },
    Ran(Run),
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
            python: hello.python,
        })
    }

    /// Runs one contestant on files for at least `millis`.
    pub fn run(&mut self, job: &str, files: &[PathBuf], millis: u64) -> Result<Sample> {
        let request = serde_json::json!({ "job": job, "files": files, "millis": millis });
        self.ask(&request, job)
    }

    /// Runs one program for at least `millis`.
    pub fn program(&mut self, job: &str, file: &Path, millis: u64) -> Result<Run> {
        let request = serde_json::json!({ "job": job, "files": [file], "millis": millis });
        match self.ask(&request, job)? {
            Answer::Failed { error } => bail!("{error}"),
            Answer::Ran(run) => Ok(run),
        }
    }

    /// The contestant that a worker with one job is.
    pub fn name(&self) -> String {
        let job = self.jobs.first().map(String::as_str).unwrap_or_default();
        job.split_once('/')
            .map_or(job, |(_, contestant)| contestant)
            .to_owned()
    }

    fn ask<T: DeserializeOwned>(&mut self, request: &Value, what: &str) -> Result<T> {
        writeln!(self.input, "{request}")?;
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("the process ended during {what}");
        }
        serde_json::from_str(&line).with_context(|| format!("{what}: {line}"))
    }
}

/// What a process cost from its start to its end.
#[derive(Deserialize)]
pub struct Process {
    /// Nanoseconds until the first byte of its output.
    pub first_output_ns: u64,
    /// The most memory that it had resident.
    pub peak_bytes: u64,
    pub exit: i32,
}

/// Starts processes and says what they cost.
pub struct Processes {
    worker: Worker,
    /// The interpreter itself: a virtual environment's, or a version manager's, is a small program that starts it.
    pub python: PathBuf,
}

impl Processes {
    /// `command` is `workers/process.py`.
    pub fn start(command: &mut Command) -> Result<Processes> {
        let worker = Worker::start(command)?;
        let python = worker.python.clone();
        let python = python.context("it does not say which Python it runs in")?;
        Ok(Processes { worker, python })
    }

    /// Runs a process to its end.
    pub fn run(&mut self, command: &[PathBuf]) -> Result<Process> {
        self.worker.ask(
            &serde_json::json!({ "command": command }),
            &format!("{command:?}"),
        )
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A contestant that is gone already is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
