//! The pages, and whether the ones that are there are current.

use std::path::Path;

use wit_parser::PackageName;

use crate::markdown::{first_sentence, table};
use crate::{Error, Wit, render as page};

/// One file of the reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its name in the reference's folder.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// How a folder differs from what it should hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stale {
    /// A page is not there.
    Missing(String),
    /// A page has another text, from this line on (counted from 1).
    Changed(String, usize),
    /// A page of a package that is gone.
    Left(String),
}

pub(crate) fn file_name(package: &PackageName) -> String {
    format!("{}-{}.md", package.namespace, package.name)
}

/// All pages: one for each package, and a list of them.
pub fn render(wit: &Wit) -> Vec<Page> {
    let mut pages = vec![Page {
        file: "README.md".to_owned(),
        text: index(wit),
    }];
    for package in &wit.packages {
        let resolved = &wit.resolve.packages[package.id];
        let text = page::package(&wit.resolve, resolved, &package.folder);
        pages.push(Page {
            file: file_name(&resolved.name),
            text,
        });
    }
    pages
}

fn index(wit: &Wit) -> String {
    let mut out = String::from(
        "# WIT packages\n\nThe contracts between components and hosts, rendered from `wit/`.\n\n",
    );
    let mut rows = Vec::new();
    for package in &wit.packages {
        let package = &wit.resolve.packages[package.id];
        let file = file_name(&package.name);
        for (name, id) in &package.interfaces {
            let docs = wit.resolve.interfaces[*id]
                .docs
                .contents
                .as_deref()
                .unwrap_or_default();
            let page = format!("[`{}`]({file})", package.name);
            rows.push(vec![
                page,
                format!("[`{name}`]({file}#{name})"),
                first_sentence(docs),
            ]);
        }
    }
    table(&mut out, &["package", "interface", "what it is"], &rows);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Compares a folder with the pages that it should hold.
///
/// # Errors
///
/// [`Error::Io`] when the folder cannot be read; one that is not there counts as empty.
pub fn compare(folder: &Path, pages: &[Page]) -> Result<Vec<Stale>, Error> {
    let mut stale = Vec::new();
    for page in pages {
        match std::fs::read_to_string(folder.join(&page.file)) {
            Ok(text) if text == page.text => {}
            Ok(text) => stale.push(Stale::Changed(
                page.file.clone(),
                first_difference(&text, &page.text),
            )),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                stale.push(Stale::Missing(page.file.clone()))
            }
            Err(source) => {
                return Err(Error::Io {
                    path: folder.join(&page.file),
                    source,
                });
            }
        }
    }
    if folder.exists() {
        for path in crate::list(folder)? {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if !pages.iter().any(|page| page.file == name) {
                stale.push(Stale::Left(name));
            }
        }
    }
    Ok(stale)
}

fn first_difference(left: &str, right: &str) -> usize {
    1 + left
        .lines()
        .zip(right.lines())
        .take_while(|(left, right)| left == right)
        .count()
}

/// Writes the pages and removes what else is in the folder.
///
/// # Errors
///
/// [`Error::Io`].
pub fn write(folder: &Path, pages: &[Page]) -> Result<(), Error> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Io { path, source }
    };
    std::fs::create_dir_all(folder).map_err(io(folder))?;
    for stale in compare(folder, pages)? {
        if let Stale::Left(name) = stale {
            let path = folder.join(name);
            std::fs::remove_file(&path).map_err(io(&path))?;
        }
    }
    for page in pages {
        let path = folder.join(&page.file);
        std::fs::write(&path, &page.text).map_err(io(&path))?;
    }
    Ok(())
}
