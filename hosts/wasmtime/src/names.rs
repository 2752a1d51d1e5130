//! Finding a function by a whole or a short name.

use crate::error::{Error, ErrorKind};
use crate::types::Function;

/// How many names an error suggests.
const SUGGESTIONS: usize = 5;

/// The index of the one function that the name stands for.
pub(crate) fn find(functions: &[Function], name: &str) -> Result<usize, Error> {
    let found: Vec<usize> = (0..functions.len())
        .filter(|i| fits(&functions[*i], name))
        .collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(missing(functions, name)),
        several => {
            let paths: Vec<String> = several.iter().map(|i| functions[*i].path()).collect();
            Err(Error::new(
                ErrorKind::MissingFunction,
                format!("`{name}` is the name of several functions"),
            )
            .with_fix(format!("say which: {}", paths.join(", "))))
        }
    }
}

fn fits(function: &Function, name: &str) -> bool {
    let (interface, short) = match name.rsplit_once('#') {
        Some((interface, short)) => (Some(interface), short),
        None => (None, name),
    };
    if function.name != short {
        return false;
    }
    match (interface, &function.interface) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(asked), Some(whole)) => {
            let unversioned = whole.split('@').next().unwrap_or(whole);
            let last = unversioned.rsplit('/').next().unwrap_or(unversioned);
            asked == whole || asked == unversioned || asked == last
        }
    }
}

fn missing(functions: &[Function], name: &str) -> Error {
    let error = Error::new(
        ErrorKind::MissingFunction,
        format!("the component exports no function `{name}`"),
    );
    if functions.is_empty() {
        return error.with_fix("the component exports no functions at all");
    }
    let wanted = name.rsplit('#').next().unwrap_or(name);
    // Names that begin with what was asked for come first, then those with the fewest edits.
    let mut near: Vec<(bool, usize, String)> = functions
        .iter()
        .map(|function| {
            let begins = !wanted.is_empty() && function.name.starts_with(wanted);
            (!begins, distance(wanted, &function.name), function.path())
        })
        .collect();
    near.sort();
    let rest = near.len().saturating_sub(SUGGESTIONS);
    let names: Vec<String> = near
        .into_iter()
        .take(SUGGESTIONS)
        .map(|(_, _, path)| path)
        .collect();
    let more = match rest {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    error.with_fix(format!("it exports {}{more}", names.join(", ")))
}

/// Edits between two names (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(128).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(128).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
