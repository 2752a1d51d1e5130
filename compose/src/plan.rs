//! Who feeds whom: every import of every part is given an export of another part, left to the host, or an error.

use crate::diff::diff;
use crate::nearest::{names_fit, unmet};
use crate::part::{Part, Port};
use crate::{Capabilities, Error, Result};

/// One import and the export that feeds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wire {
    /// Index of the part that imports.
    pub to: usize,
    /// The import's name.
    pub import: String,
    /// Index of the part that exports.
    pub from: usize,
    /// The export's name.
    pub export: String,
}

/// Wires the parts; the first is the socket, whose exports are the composition's. Every part must be of use to it.
pub(crate) fn plan(parts: &[Part], capabilities: &Capabilities) -> Result<Vec<Wire>> {
    check_names(parts)?;
    let (mut wires, mut missing) = (Vec::new(), Vec::new());
    for (to, part) in parts.iter().enumerate() {
        for import in part.imports() {
            match choose(parts, to, &import)? {
                Some((from, export)) => wires.push(Wire {
                    to,
                    import: import.name,
                    from,
                    export,
                }),
                None if import.shape.is_types_only() => {}
                None => {
                    let unmet = unmet(parts, part, &import);
                    // An offer under the right name that does not fit is never passed over, granted or not.
                    let is_refused = unmet
                        .nearest
                        .as_ref()
                        .is_some_and(|near| near.is_refused_offer());
                    if is_refused || !capabilities.allow(&import.name) {
                        missing.push(unmet);
                    }
                }
            }
        }
    }
    if !missing.is_empty() {
        return Err(Error::Unsatisfied(missing));
    }
    check_cycles(parts, &wires)?;
    check_used(parts, &wires)?;
    Ok(wires)
}

fn check_names(parts: &[Part]) -> Result<()> {
    for (index, part) in parts.iter().enumerate() {
        if parts[..index].iter().any(|other| other.name == part.name) {
            return Err(Error::DuplicateName {
                name: part.name.clone(),
            });
        }
    }
    Ok(())
}

/// The one export that fits the import by name and by type; `None` when there is none.
///
/// A plain import has no name that a package could export. It takes an export of that plain name, or what fits its type
/// among the exports of the part that is named as it is.
fn choose(parts: &[Part], to: usize, import: &Port<'_>) -> Result<Option<(usize, String)>> {
    let others = || {
        parts
            .iter()
            .enumerate()
            .filter(move |(index, _)| *index != to)
    };
    let fitting = |accept: &dyn Fn(&Part, &str) -> bool| -> Vec<(usize, String)> {
        let exports = others()
            .flat_map(|(index, part)| part.exports().map(move |export| (index, part, export)));
        let fits = exports.filter(|(_, part, export)| {
            accept(part, &export.name) && diff(import.shape, export.shape).is_empty()
        });
        fits.map(|(index, _, export)| (index, export.name))
            .collect()
    };
    let mut found = fitting(&|_, export| names_fit(&import.name, export));
    if found.is_empty() && import.is_plain() {
        found = fitting(&|part, _| part.name == import.name);
    }
    // The exact version goes before a compatible one.
    if found.len() > 1 {
        let exact: Vec<_> = found
            .iter()
            .filter(|(_, export)| *export == import.name)
            .cloned()
            .collect();
        if exact.len() == 1 {
            found = exact;
        }
    }
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => Err(Error::Ambiguous {
            import: import.name.clone(),
            wanted_by: parts[to].name.clone(),
            offered_by: found
                .iter()
                .map(|(index, export)| format!("{} ({export})", parts[*index].name))
                .collect(),
        }),
    }
}

fn check_cycles(parts: &[Part], wires: &[Wire]) -> Result<()> {
    /// Depth-first from a part to those that feed it; a part met twice on one path closes a circle.
    fn visit(
        at: usize,
        wires: &[Wire],
        path: &mut Vec<usize>,
        done: &mut [bool],
    ) -> Option<Vec<usize>> {
        if let Some(start) = path.iter().position(|part| *part == at) {
            return Some(path[start..].iter().copied().chain([at]).collect());
        }
        if std::mem::replace(&mut done[at], true) {
            return None;
        }
        path.push(at);
        let mut feeders = wires
            .iter()
            .filter(|wire| wire.to == at)
            .map(|wire| wire.from);
        let circle = feeders.find_map(|from| visit(from, wires, path, done));
        path.pop();
        circle
    }
    let mut done = vec![false; parts.len()];
    for start in 0..parts.len() {
        if let Some(circle) = visit(start, wires, &mut Vec::new(), &mut done) {
            return Err(Error::Cycle {
                path: circle
                    .into_iter()
                    .map(|index| parts[index].name.clone())
                    .collect(),
            });
        }
    }
    Ok(())
}

fn check_used(parts: &[Part], wires: &[Wire]) -> Result<()> {
    let mut used = vec![false; parts.len()];
    let mut next = vec![0];
    while let Some(at) = next.pop() {
        if !std::mem::replace(&mut used[at], true) {
            next.extend(
                wires
                    .iter()
                    .filter(|wire| wire.to == at)
                    .map(|wire| wire.from),
            );
        }
    }
    let unused: Vec<String> = parts
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .map(|(part, _)| part.name.clone())
        .collect();
    if unused.is_empty() {
        Ok(())
    } else {
        Err(Error::Unused { parts: unused })
    }
}
