//! What is wrong with a program, for people and for tools.

use std::fmt::{self, Display, Formatter};

use ruff_text_size::TextRange;
use serde::Serialize;

use crate::source::Source;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The program is refused.
    Error,
    /// The program is compiled.
    Warning,
}

/// What kind of trouble it is. The codes are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Python's grammar, or what CPython's compiler refuses as `SyntaxError`.
    Syntax,
    /// The file is no text: its encoding.
    Encoding,
    /// Too large, or too deeply nested.
    Limit,
    /// Python, but not part of what this release compiles.
    NotSupported,
    /// A builtin or module that compiled programs cannot have.
    Refused,
    /// A name that is bound nowhere.
    UnknownName,
    /// An annotation that has no type at the component's boundary.
    Boundary,
    /// A mistake of the compiler: please report it.
    Internal,
}

impl Code {
    /// Its name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Encoding => "encoding",
            Self::Limit => "limit",
            Self::NotSupported => "not-supported",
            Self::Refused => "refused",
            Self::UnknownName => "unknown-name",
            Self::Boundary => "boundary",
            Self::Internal => "internal",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of trouble it is.
    pub code: Code,
    /// One sentence.
    pub message: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// The column behind the last character, on the same line.
    pub end_column: u32,
    /// The line's text.
    pub excerpt: String,
    /// Why it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a range.
    pub fn error(
        source: &Source,
        code: Code,
        range: TextRange,
        message: impl Into<String>,
    ) -> Self {
        let location = source.location(range.start());
        let end = source.location(range.end());
        let excerpt = source.line(location.line).to_owned();
        let end_column = if end.line == location.line {
            end.column.max(location.column + 1)
        } else {
            u32::try_from(excerpt.trim_end().chars().count() + 1).unwrap_or(u32::MAX)
        };
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            file: source.name.clone(),
            line: location.line,
            column: location.column,
            end_column: end_column.max(location.column + 1),
            excerpt,
            why: None,
            help: None,
        }
    }

    /// The same, but the program is compiled all the same.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Says why.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Display for Diagnostic {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(
            f,
            "{}:{}:{}: {severity}[{}]: {}",
            self.file,
            self.line,
            self.column,
            self.code.name(),
            self.message
        )?;
        if !self.excerpt.trim().is_empty() {
            let (excerpt, caret) = shorten(self);
            writeln!(f, "  {:>4} | {excerpt}", self.line)?;
            writeln!(f, "       | {caret}")?;
        }
        if let Some(why) = &self.why {
            writeln!(f, "       = why: {why}")?;
        }
        if let Some(help) = &self.help {
            writeln!(f, "       = instead: {help}")?;
        }
        Ok(())
    }
}

/// The excerpt and its caret line; of a very long line only the surroundings.
fn shorten(diagnostic: &Diagnostic) -> (String, String) {
    const WIDTH: usize = 160;
    let start = diagnostic.column.saturating_sub(1) as usize;
    let end = diagnostic.end_column.saturating_sub(1) as usize;
    let skip = if start > WIDTH / 2 && diagnostic.excerpt.chars().count() > WIDTH {
        start - WIDTH / 2
    } else {
        0
    };
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let excerpt: String = diagnostic
        .excerpt
        .chars()
        .skip(skip)
        .take(WIDTH)
        .map(shown)
        .collect();
    let count = end.saturating_sub(start).clamp(1, WIDTH);
    (
        excerpt,
        format!("{}{}", " ".repeat(start - skip), "^".repeat(count)),
    )
}

/// Collects findings of one run.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

/// More errors than this are not shown, nor more warnings: the first ones explain the rest.
const MOST: usize = 50;

impl Diagnostics {
    /// Notes one; the same one twice is noted once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.is_full(diagnostic.severity) && !self.list.contains(&diagnostic) {
            self.list.push(diagnostic);
        }
    }

    /// Whether more of them would not be shown: then it is not worth making them. Warnings do not keep errors out.
    pub fn is_full(&self, severity: Severity) -> bool {
        self.count(severity) >= MOST
    }

    fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Whether the program is refused.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// All, in the order of the source. What the compiler contradicts itself in is not worth telling where the program is
    /// wrong.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        let real = |diagnostic: &Diagnostic| {
            diagnostic.code != Code::Internal && diagnostic.severity == Severity::Error
        };
        if self.list.iter().any(real) {
            self.list
                .retain(|diagnostic| diagnostic.code != Code::Internal);
        }
        self.list
            .sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
        self.list
    }
}
