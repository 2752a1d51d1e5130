//! Why a command could not do its work.

use molt_compiler::diagnostic::Diagnostic;

/// Exit code when a command could not do its work; command line mistakes end with it too (clap's code).
pub const EXIT_FAILURE: u8 = 2;
/// Exit code when the work was done and the answer is a "no": a WIT `err` from `molt call`, a lack found by `molt doctor`.
pub const EXIT_NEGATIVE: u8 = 1;

/// An error as the user sees it: what and where, what lies below it, and what to do.
#[derive(Debug)]
pub struct Failure {
    /// What scripts branch on, in kebab-case; part of the `--json` output.
    pub kind: String,
    /// One sentence, with names and places.
    pub message: String,
    /// Lines below the message: a backtrace, the underlying error.
    pub details: Vec<String>,
    /// What to do about it, when that is known.
    pub fix: Option<String>,
    /// What a compiler found, as it stands in the `--json` output.
    pub diagnostics: Vec<serde_json::Value>,
}

impl Failure {
    /// An error of this kind.
    pub fn new(kind: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            message: message.into(),
            details: Vec::new(),
            fix: None,
            diagnostics: Vec::new(),
        }
    }

    /// The same error with what to do about it.
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// The same error with one more line below it.
    pub fn detail(mut self, line: impl Into<String>) -> Self {
        self.details.push(line.into());
        self
    }

    /// The same error with what a compiler found.
    pub fn diagnostics(mut self, found: &[Diagnostic]) -> Self {
        let shown = found.iter().map(serde_json::to_value);
        self.diagnostics = shown.flatten().collect();
        self
    }

    /// A file that could not be read or written.
    pub fn io(what: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let failure = Self::new("io", format!("cannot {what} {}: {error}", path.display()));
        match error.kind() {
            std::io::ErrorKind::NotFound => failure.fix("check the path"),
            std::io::ErrorKind::IsADirectory => failure.fix("name a file; this is a folder"),
            _ => failure,
        }
    }
}

impl From<molt_host::Error> for Failure {
    fn from(error: molt_host::Error) -> Self {
        let mut failure = Self::new(error.kind().as_str(), error.message());
        failure.details = error.frames().iter().map(ToString::to_string).collect();
        failure.fix = error.fix().map(str::to_owned);
        failure
    }
}
