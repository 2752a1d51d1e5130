//! What can go wrong in a composition. Each error says what and where; [`Error::fix`] says what to do.

use std::fmt;
use std::path::PathBuf;

use crate::diff::Difference;
use crate::part::NotAComponent;

/// The result of a composition step.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why parts could not be composed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A part is no component.
    #[error("{what} is no component: {reason}")]
    NotAComponent {
        /// The file, or the part's name.
        what: String,
        /// What it is instead.
        reason: NotAComponent,
    },
    /// Imports are left that no part offers and that are no declared capability.
    #[error("{}", unmet_text(.0))]
    Unsatisfied(Vec<Unmet>),
    /// Two parts offer the same import.
    #[error(
        "`{wanted_by}` imports `{import}`, and more than one part offers it: {}",
        quoted(offered_by)
    )]
    Ambiguous {
        /// The import.
        import: String,
        /// The part that has it.
        wanted_by: String,
        /// `part` (`export`) of each that fits.
        offered_by: Vec<String>,
    },
    /// Parts need each other in a circle, so none can be instantiated first.
    #[error("the parts need each other in a circle: {}", path.join(" -> "))]
    Cycle {
        /// The parts in order; the first stands again at the end.
        path: Vec<String>,
    },
    /// Parts that nothing in the composition imports from.
    #[error("nothing imports from {}", quoted(parts))]
    Unused {
        /// Their names.
        parts: Vec<String>,
    },
    /// Two parts have one name.
    #[error("two parts have the name `{name}`")]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// A `.wac` file is wrong: its syntax, or what it says about the parts.
    #[error("{place}: {message}\n{excerpt}{}", details_text(details))]
    Wac {
        /// `file:line:column`.
        place: String,
        /// What is wrong.
        message: String,
        /// The line with a caret under the place.
        excerpt: String,
        /// How two types differ, one a line.
        details: Vec<String>,
    },
    /// A `.wac` file names a package for which there is no file.
    #[error(
        "{place}: there is no component for the package `{package}`\n{excerpt}\ntried: {}",
        paths(tried)
    )]
    MissingPackage {
        /// `file:line:column`.
        place: String,
        /// The package.
        package: String,
        /// The line with a caret under the package.
        excerpt: String,
        /// Where it was looked for.
        tried: Vec<PathBuf>,
    },
    /// The graph library refused what the checks above had passed.
    #[error("could not write the composition: {details}")]
    Encode {
        /// What it says.
        details: String,
    },
}

impl Error {
    /// A stable word for machines.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::File { .. } => "file",
            Self::NotAComponent { .. } => "not-a-component",
            Self::Unsatisfied(_) => "unsatisfied-import",
            Self::Ambiguous { .. } => "ambiguous-import",
            Self::Cycle { .. } => "cycle",
            Self::Unused { .. } => "unused-part",
            Self::DuplicateName { .. } => "duplicate-name",
            Self::Wac { .. } => "wac",
            Self::MissingPackage { .. } => "missing-package",
            Self::Encode { .. } => "encode",
        }
    }

    /// What to do about it, as far as we can know.
    pub fn fix(&self) -> Option<String> {
        let fixed = |text: &str| Some(text.to_owned());
        match self {
            Self::File { .. } => fixed("check the path"),
            Self::NotAComponent { reason, .. } => reason.fix().map(Into::into),
            Self::Unsatisfied(unmet) => unmet.first().map(Unmet::fix),
            Self::Ambiguous { .. } => {
                fixed("leave one of them out, or write a .wac file that says which")
            }
            Self::Cycle { .. } => fixed("leave out the plug that closes the circle"),
            Self::Unused { .. } => fixed(
                "leave them out; a plain import is fed by the plug of that name: --plug NAME=FILE",
            ),
            Self::DuplicateName { name } => Some(format!(
                "give one of them a name of its own: --plug other-{name}=FILE"
            )),
            Self::MissingPackage { package, .. } => Some(format!(
                "build it, or say where it is: --package {package}=FILE or --search FOLDER"
            )),
            Self::Wac { .. } | Self::Encode { .. } => None,
        }
    }
}

/// An import that nothing satisfies.
#[derive(Clone, Debug)]
pub struct Unmet {
    /// The import's name.
    pub import: String,
    /// The part that has it.
    pub wanted_by: String,
    /// The export that was probably meant.
    pub nearest: Option<Nearest>,
}

/// The export that comes nearest to an import, and what is in the way.
#[derive(Clone, Debug)]
pub struct Nearest {
    /// The part that has it.
    pub part: String,
    /// The export's name.
    pub export: String,
    /// How the names are related.
    pub relation: Relation,
    /// How the types differ; empty when only the name is in the way.
    pub differences: Vec<Difference>,
}

/// How an export's name is related to an import's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The same name, or a compatible version of it.
    Same,
    /// The same interface in a version that is not compatible.
    OtherVersion,
    /// The part is named as the plain import is.
    NamedPart,
    /// An interface of this name in another package.
    OtherPackage,
    /// Another name, but the type fits.
    OtherName,
    /// A name that looks alike.
    Alike,
}

impl Nearest {
    /// True when the name is right and the type is not.
    pub(crate) fn is_refused_offer(&self) -> bool {
        self.relation == Relation::Same && !self.differences.is_empty()
    }
}

impl Unmet {
    fn fix(&self) -> String {
        let import = &self.import;
        match &self.nearest {
            Some(near) if near.relation == Relation::OtherVersion => {
                format!(
                    "build `{}` and `{}` against the same version of the WIT package",
                    self.wanted_by, near.part
                )
            }
            Some(near) if near.differences.is_empty() && !import.contains(':') => {
                format!("name that part as the import is named: --plug {import}=FILE")
            }
            Some(near)
                if near.relation == Relation::Same || near.relation == Relation::NamedPart =>
            {
                format!(
                    "build `{}` and `{}` against the same WIT",
                    self.wanted_by, near.part
                )
            }
            _ => format!(
                "add a part that exports it, or leave it to the host: --capability {import}"
            ),
        }
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` imports `{}`, which ", self.wanted_by, self.import)?;
        match &self.nearest {
            None => f.write_str("no part offers, nor anything like it"),
            Some(near) => write!(f, "no part offers as it is wanted\n{near}"),
        }
    }
}

impl fmt::Display for Nearest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nearest: `{}` of `{}`", self.export, self.part)?;
        match self.relation {
            Relation::Same => f.write_str(", whose name fits")?,
            Relation::OtherVersion => f.write_str(", an incompatible version")?,
            Relation::NamedPart => f.write_str(", a part of that name")?,
            Relation::OtherPackage => f.write_str(", in another package")?,
            Relation::OtherName | Relation::Alike => f.write_str(", another name")?,
        }
        if self.differences.is_empty() {
            return f.write_str("; its type fits");
        }
        f.write_str("; its type does not fit:")?;
        const SHOWN: usize = 8;
        for difference in self.differences.iter().take(SHOWN) {
            write!(f, "\n  - {difference}")?;
        }
        match self.differences.len().checked_sub(SHOWN) {
            Some(more @ 1..) => write!(f, "\n  - and {more} more"),
            _ => Ok(()),
        }
    }
}

fn unmet_text(unmet: &[Unmet]) -> String {
    unmet
        .iter()
        .map(Unmet::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

fn details_text(details: &[String]) -> String {
    details.iter().map(|line| format!("\n  - {line}")).collect()
}

pub(crate) fn quoted(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn paths(paths: &[PathBuf]) -> String {
    paths
        .iter()
        .map(|path| path.display().to_string())
        .collect::<Vec<_>>()
        .join(", ")
}
