//! Compositions written in WAC (<https://github.com/bytecodealliance/wac>).

use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use miette::{Diagnostic, SourceSpan};
use semver::Version;
use wac_graph::EncodeOptions;
use wac_graph::types::BorrowedPackageKey;
use wac_parser::resolution::Error as ResolutionError;
use wac_parser::{Document, PackageName};

use crate::diff::diff;
use crate::error::{Nearest, quoted};
use crate::nearest::unmet;
use crate::passed::passed_at;
use crate::plug::finish;
use crate::{Capabilities, Composition, Error, Part, Result};

/// A `.wac` file and where its packages are.
#[derive(Clone, Debug)]
pub struct WacFile {
    /// The file.
    pub path: PathBuf,
    /// Folders in which `molt:json` may be `molt/json.wasm` or `json.wasm`, in order.
    pub search: Vec<PathBuf>,
    /// Packages whose file is known: (`molt:json`, its file).
    pub packages: Vec<(String, PathBuf)>,
}

impl WacFile {
    /// The file alone; packages are searched for beside it, in its `deps` folder, and in `dist` of the current folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Self {
            search: vec![folder.join("deps"), folder, PathBuf::from("dist")],
            packages: Vec::new(),
            path,
        }
    }

    /// The files that may hold a package, best first.
    fn candidates(&self, package: &str) -> Vec<PathBuf> {
        let named = self
            .packages
            .iter()
            .filter(|(name, _)| name == package)
            .map(|(_, path)| path.clone());
        let named: Vec<PathBuf> = named.collect();
        if !named.is_empty() {
            return named;
        }
        let (namespace, name) = package.split_once(':').unwrap_or(("", package));
        let in_folder = |folder: &PathBuf| {
            [
                folder.join(namespace).join(format!("{name}.wasm")),
                folder.join(format!("{name}.wasm")),
            ]
        };
        self.search.iter().flat_map(in_folder).collect()
    }
}

/// Composes what the file says. Its packages are read from files; nothing is downloaded.
///
/// # Errors
///
/// [`Error::Wac`] with line, column and the line itself for whatever is wrong in the file; [`Error::MissingPackage`] with
/// the paths that were tried; [`Error::Unsatisfied`] for imports that are left and no declared capability.
pub fn compose_wac(file: &WacFile, capabilities: &Capabilities) -> Result<Composition> {
    let text = std::fs::read_to_string(&file.path).map_err(|source| Error::File {
        path: file.path.clone(),
        source,
    })?;
    let source = Source {
        name: file.path.display().to_string(),
        text: &text,
    };
    let mut packages: Vec<Package> = Vec::new();
    // The parser knows which packages it needs only while it resolves: each round names the next one.
    let bytes = loop {
        match attempt(&text, &packages) {
            Ok(bytes) => break bytes,
            Err(Attempt::Parse(error)) => return Err(source.error(&error, Vec::new())),
            Err(Attempt::Resolve(error)) => match next_package(file, &source, &error, &packages)? {
                Some(package) => packages.push(package),
                None => return Err(explain(&source, &error, &packages)),
            },
        }
    };
    let parts: Vec<Part> = packages.into_iter().map(|package| package.part).collect();
    finish(bytes, &parts, capabilities)
}

struct Package {
    version: Option<Version>,
    part: Part,
}

enum Attempt {
    Parse(wac_parser::Error),
    Resolve(Box<ResolutionError>),
}

fn attempt(text: &str, packages: &[Package]) -> Result<Vec<u8>, Attempt> {
    let document = Document::parse(text).map_err(Attempt::Parse)?;
    let known = packages.iter().map(|package| {
        let key =
            BorrowedPackageKey::from_name_and_version(&package.part.name, package.version.as_ref());
        (key, package.part.bytes.clone())
    });
    let known: IndexMap<_, _> = known.collect();
    let resolution = document
        .resolve(known)
        .map_err(|error| Attempt::Resolve(Box::new(error)))?;
    resolution
        .encode(EncodeOptions::default())
        .map_err(|error| Attempt::Resolve(Box::new(error)))
}

/// The package that the error asks for; `None` when the error is another one.
fn next_package(
    file: &WacFile,
    source: &Source<'_>,
    error: &ResolutionError,
    known: &[Package],
) -> Result<Option<Package>> {
    let ResolutionError::UnknownPackage { name, span } = error else {
        return Ok(None);
    };
    let spelled = source
        .text
        .get(span.offset()..span.offset() + span.len())
        .unwrap_or_default();
    let version: Option<Version> = spelled
        .split_once('@')
        .and_then(|(_, version)| version.parse().ok());
    // A file may not use itself as a part; the parser calls that an unknown package as well.
    if known
        .iter()
        .any(|package| package.part.name == *name && package.version == version)
    {
        return Ok(None);
    }
    let tried = file.candidates(name);
    match tried.iter().find(|path| path.is_file()) {
        Some(path) => Ok(Some(Package {
            version,
            part: Part::read_as(name.as_str(), path)?,
        })),
        None => {
            let place = source.place(span.offset());
            let excerpt = source.excerpt(span.offset(), span.len());
            Err(Error::MissingPackage {
                place,
                package: name.clone(),
                excerpt,
                tried,
            })
        }
    }
}

/// The parser says that an argument is wrong; what the parts have to do with it is told here.
fn explain(source: &Source<'_>, error: &ResolutionError, packages: &[Package]) -> Error {
    let details = match error {
        ResolutionError::MissingInstantiationArg { name, .. } => offers(name, packages),
        ResolutionError::MismatchedInstantiationArg { name, span, .. } => {
            mismatch(source.text, name, *span, packages)
        }
        ResolutionError::MissingComponentImport { span, .. } => {
            imports_of_target(source.text, *span, packages)
        }
        _ => Vec::new(),
    };
    source.error(error, details)
}

/// How the type of what is passed differs from the type that is wanted; nothing when the file itself imports it.
fn mismatch(text: &str, import: &str, place: SourceSpan, packages: &[Package]) -> Vec<String> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    let differences = || {
        let passed = passed_at(&document, place)?;
        let origin = passed.from?;
        let (from, to) = (
            part_of(&origin.package, packages)?,
            part_of(&passed.to, packages)?,
        );
        let Some(export) = origin.export else {
            let exports: Vec<String> = from.exports().map(|port| port.name).collect();
            return Some(vec![format!(
                "the whole of `{}` is passed; it exports {}",
                from.name,
                quoted(&exports)
            )]);
        };
        let wanted = to.imports().find(|port| port.name == import)?;
        let given = from
            .exports()
            .find(|port| port.name == export || interface(&port.name) == export)?;
        let differences = diff(wanted.shape, given.shape);
        let line = |difference| format!("`{}` of `{}`: {difference}", given.name, from.name);
        Some(differences.iter().map(line).collect())
    };
    differences().unwrap_or_default()
}

/// Which file the component comes from that has no import of the argument's name, and what it imports instead.
fn imports_of_target(text: &str, place: SourceSpan, packages: &[Package]) -> Vec<String> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    let Some(part) = passed_at(&document, place).and_then(|passed| part_of(&passed.to, packages))
    else {
        return Vec::new();
    };
    let file = part.file.as_deref().unwrap_or(Path::new("")).display();
    let imports: Vec<String> = part.imports().map(|port| port.name).collect();
    let imports = match imports.is_empty() {
        true => "nothing".to_owned(),
        false => quoted(&imports),
    };
    vec![format!(
        "`{}` is {file}, which imports {imports}",
        part.name
    )]
}

fn part_of<'a>(name: &PackageName<'_>, packages: &'a [Package]) -> Option<&'a Part> {
    let is_it =
        |package: &&Package| package.part.name == name.name && package.version == name.version;
    packages.iter().find(is_it).map(|package| &package.part)
}

/// `codec` of `molt:codec/codec@0.1.0`.
fn interface(name: &str) -> &str {
    let unversioned = name.split('@').next().unwrap_or(name);
    unversioned.rsplit('/').next().unwrap_or(unversioned)
}

/// What the parts have for an argument that is not there.
fn offers(import: &str, packages: &[Package]) -> Vec<String> {
    let parts: Vec<Part> = packages
        .iter()
        .map(|package| package.part.clone())
        .collect();
    let mut details = Vec::new();
    for part in &parts {
        let Some(port) = part.imports().find(|port| port.name == import) else {
            continue;
        };
        let Some(near) = unmet(&parts, part, &port).nearest else {
            continue;
        };
        details.extend(describe(part, &near));
    }
    details
}

fn describe(part: &Part, near: &Nearest) -> Vec<String> {
    let export = format!("`{}` of `{}`", near.export, near.part);
    match near.differences.is_empty() {
        true => vec![format!("{export} fits `{}`", part.name)],
        false => near
            .differences
            .iter()
            .map(|difference| format!("{export}: {difference}"))
            .collect(),
    }
}

/// The text of a file, for messages that point into it.
struct Source<'a> {
    name: String,
    text: &'a str,
}

impl Source<'_> {
    fn error(&self, error: &impl Diagnostic, mut details: Vec<String>) -> Error {
        let labels: Vec<_> = error.labels().into_iter().flatten().collect();
        let label = labels
            .iter()
            .find(|label| label.primary())
            .or(labels.first());
        let (offset, length) = label.map_or((0, 0), |label| (label.offset(), label.len()));
        // How the types differ says more than the parser's own account of it.
        let mut cause = if details.is_empty() {
            error.source()
        } else {
            None
        };
        while let Some(error) = cause {
            details.push(error.to_string());
            cause = error.source();
        }
        let excerpt = self.excerpt(offset, length);
        Error::Wac {
            place: self.place(offset),
            message: error.to_string(),
            excerpt,
            details,
        }
    }

    /// `file:line:column`, from 1, in characters.
    fn place(&self, offset: usize) -> String {
        let (line, column, _) = self.locate(offset);
        format!("{}:{line}:{column}", self.name)
    }

    /// The line, with carets under the place.
    fn excerpt(&self, offset: usize, length: usize) -> String {
        let (number, column, line) = self.locate(offset);
        let width = line
            .chars()
            .count()
            .saturating_sub(column - 1)
            .min(length)
            .max(1);
        let gutter = " ".repeat(number.to_string().len());
        let indent: String = line
            .chars()
            .take(column - 1)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        format!(
            "{gutter} |\n{number} | {line}\n{gutter} | {indent}{}",
            "^".repeat(width)
        )
    }

    fn locate(&self, offset: usize) -> (usize, usize, &str) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self.text[start..].lines().next().unwrap_or_default();
        (
            before.matches('\n').count() + 1,
            before[start..].chars().count() + 1,
            line,
        )
    }
}
