//! The one error of this crate: what went wrong, where, and what to do about it.

use std::fmt;

/// What went wrong, as far as a caller would branch on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are no component: a core module, a truncated file, or something else.
    NotAComponent,
    /// The component imports something that was not granted.
    MissingImport,
    /// The component has no such export, or a short name fits several.
    MissingFunction,
    /// The arguments do not fit the function's parameters.
    WrongArguments,
    /// The guest trapped. The instance cannot be used again.
    Trap,
    /// The call ran longer than its deadline. The instance cannot be used again.
    Deadline,
    /// The component wanted more memory than it may have.
    MemoryLimit,
    /// The call used up its fuel. The instance cannot be used again.
    Fuel,
    /// The component could not be validated or compiled.
    Compile,
    /// Valid, but beyond what this host does; the message names it.
    Unsupported,
    /// A file could not be read.
    Io,
    /// The host could not do its part, such as reserving address space for an instance.
    Host,
}

impl ErrorKind {
    /// The kind in kebab-case, as JSON output and the parity suite spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAComponent => "not-a-component",
            Self::MissingImport => "missing-import",
            Self::MissingFunction => "missing-function",
            Self::WrongArguments => "wrong-arguments",
            Self::Trap => "trap",
            Self::Deadline => "deadline",
            Self::MemoryLimit => "memory-limit",
            Self::Fuel => "fuel",
            Self::Compile => "compile",
            Self::Unsupported => "unsupported",
            Self::Io => "io",
            Self::Host => "host",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why something could not be done. `Display` is one sentence; [`Error::frames`] has the guest's stack after a trap and
/// [`Error::fix`] what to do, where that is known.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    fix: Option<String>,
    frames: Vec<Frame>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// One entry of a guest's stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The core module that the function is in, by the name that the module gives itself, or `module N` in the order that
    /// the modules stand in the component.
    pub module: String,
    /// The function's demangled name, or `function N` where the component was built without names.
    pub function: String,
    /// Bytes from the start of the core module to the instruction, where that is known.
    pub offset: Option<usize>,
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.function, self.module)?;
        match self.offset {
            Some(offset) => write!(f, " at {offset:#x}"),
            None => Ok(()),
        }
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            fix: None,
            frames: Vec::new(),
            source: None,
        }))
    }

    pub(crate) fn with_fix(mut self, fix: impl Into<String>) -> Self {
        self.0.fix = Some(fix.into());
        self
    }

    pub(crate) fn with_frames(mut self, frames: Vec<Frame>) -> Self {
        self.0.frames = frames;
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same error with a place put before its message.
    pub(crate) fn at(mut self, place: &str) -> Self {
        self.0.message = format!("{place}: {}", self.0.message);
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// One sentence: what, and where.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do about it, where that is known.
    pub fn fix(&self) -> Option<&str> {
        self.0.fix.as_deref()
    }

    /// The guest's stack at a trap, innermost function first; empty for other errors.
    pub fn frames(&self) -> &[Frame] {
        &self.0.frames
    }

    /// True when the bytes are no component.
    pub fn is_not_a_component(&self) -> bool {
        self.kind() == ErrorKind::NotAComponent
    }

    /// True when the component imports something that was not granted.
    pub fn is_missing_import(&self) -> bool {
        self.kind() == ErrorKind::MissingImport
    }

    /// True when the component has no function of that name.
    pub fn is_missing_function(&self) -> bool {
        self.kind() == ErrorKind::MissingFunction
    }

    /// True when the arguments do not fit.
    pub fn is_wrong_arguments(&self) -> bool {
        self.kind() == ErrorKind::WrongArguments
    }

    /// True when the guest trapped by itself, not at a limit.
    pub fn is_trap(&self) -> bool {
        self.kind() == ErrorKind::Trap
    }

    /// True when the call ended at its deadline, its fuel or its memory limit.
    pub fn is_limit(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Deadline | ErrorKind::Fuel | ErrorKind::MemoryLimit
        )
    }

    /// True when the instance that the call was made on is locked for good.
    pub fn poisons_instance(&self) -> bool {
        self.is_trap() || self.is_limit()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.kind, self.0.message)?;
        for frame in &self.0.frames {
            write!(f, "\n  {frame}")?;
        }
        if let Some(fix) = &self.0.fix {
            write!(f, "\n  fix: {fix}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
