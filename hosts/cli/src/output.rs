//! Where results and errors go: text for people, one JSON document for programs.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use molt_compiler::diagnostic::{Diagnostic, Severity};
use serde_json::{Value, json};

pub use molt_compose::explain::size as bytes;

use crate::failure::{EXIT_FAILURE, Failure};

/// Red and bold: the word `error`.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// Green: something that is as it should be.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Yellow: something to look at.
pub const WARN: Style = AnsiColor::Yellow.on_default();
/// Cyan: what the user can type.
pub const HINT: Style = AnsiColor::Cyan.on_default();
/// Dimmed: what matters less.
pub const FAINT: Style = Style::new().dimmed();

/// How a command speaks. Colours are dropped by `anstream` for a pipe and under `NO_COLOR`.
pub struct Output {
    json: bool,
}

impl Output {
    /// With `json` every result is one JSON document.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether `--json` was given.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Writes the JSON document that is the command's result.
    pub fn json(&self, value: &Value) {
        let text = serde_json::to_string_pretty(value).unwrap_or_else(|error| error.to_string());
        self.line(&text);
    }

    /// Writes a line of text on standard output, coloured if the other end shows colours.
    pub fn line(&self, text: &str) {
        let mut out = anstream::stdout().lock();
        quit_if_lost(writeln!(out, "{text}").and_then(|()| out.flush()));
    }

    /// Writes bytes on standard output as they are.
    pub fn bytes(&self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        quit_if_lost(out.write_all(bytes).and_then(|()| out.flush()));
    }

    /// Writes a progress line on standard error: only for people, so only on a terminal and never with `--json`.
    pub fn progress(&self, text: &str) {
        if !self.json && std::io::stderr().is_terminal() {
            anstream::eprintln!("{FAINT}{text}{FAINT:#}");
        }
    }

    /// Reports why the command failed.
    pub fn failure(&self, failure: &Failure) {
        if self.json {
            let mut error = json!({
                "kind": failure.kind,
                "message": failure.message,
                "details": failure.details,
                "fix": failure.fix,
            });
            if !failure.diagnostics.is_empty() {
                error["diagnostics"] = failure.diagnostics.clone().into();
            }
            return self.json(&json!({ "error": error }));
        }
        anstream::eprintln!("{BAD}error{BAD:#}: {}", failure.message);
        for detail in &failure.details {
            for line in detail.lines() {
                anstream::eprintln!("  {line}");
            }
        }
        if let Some(fix) = &failure.fix {
            anstream::eprintln!("{HINT}fix{HINT:#}: {fix}");
        }
    }
}

/// A compiler's finding: its first line coloured, the rest as it is.
pub fn diagnostic(found: &Diagnostic) -> String {
    let text = found.to_string();
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let style = match found.severity {
        Severity::Error => BAD,
        Severity::Warning => WARN,
    };
    format!("{style}{first}{style:#}\n{rest}")
        .trim_end()
        .to_owned()
}

/// Ends the program when its output is lost: without a complaint for a reader that went away (`| head`), and as a failure
/// otherwise (a full disk), so that no script takes half a result for a whole one.
pub fn quit_if_lost(written: std::io::Result<()>) {
    let Err(error) = written else { return };
    if error.kind() == ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    // Standard output is what does not work, so this is text on standard error even under `--json`.
    let message = format!("cannot write standard output: {error}");
    Output::new(false).failure(&Failure::new("io", message));
    std::process::exit(EXIT_FAILURE.into());
}

/// Refuses an output that is one of these files: writing it would destroy what the command reads.
pub fn keep_inputs<'a>(
    output: &Path,
    inputs: impl IntoIterator<Item = &'a Path>,
) -> Result<(), Failure> {
    let target = output.canonicalize().ok();
    let is_target =
        |input: &&Path| *input == output || target.is_some() && input.canonicalize().ok() == target;
    match inputs.into_iter().find(is_target) {
        None => Ok(()),
        Some(input) => {
            let message = format!(
                "the output {} would overwrite {}, which the command reads or writes",
                output.display(),
                input.display()
            );
            Err(Failure::new("usage", message).fix("name another file for the output"))
        }
    }
}

/// Writes a file and the folders that it is in. It appears whole or not at all: another process may be reading it.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::io("write", path, &error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    std::fs::write(&part, bytes)
        .and_then(|()| std::fs::rename(&part, path))
        .map_err(|error| {
            let _ = std::fs::remove_file(&part);
            failed(error)
        })
}
