//! Which export was probably meant by an import that nothing satisfies.

use crate::diff::diff;
use crate::error::{Nearest, Relation, Unmet};
use crate::part::{Part, Port};

/// How an export's name serves an import's.
pub(crate) fn names_fit(import: &str, export: &str) -> bool {
    if import == export {
        return true;
    }
    match (Id::parse(import), Id::parse(export)) {
        (Some(a), Some(b)) => a.path == b.path && a.track() == b.track(),
        _ => false,
    }
}

/// The import with the export that comes nearest, of all parts but the one that wants it.
pub(crate) fn unmet(parts: &[Part], wanted_by: &Part, import: &Port<'_>) -> Unmet {
    let mut best: Option<((Relation, usize, usize), Nearest)> = None;
    for part in parts.iter().filter(|part| part.name != wanted_by.name) {
        for export in part.exports() {
            let differences = diff(import.shape, export.shape);
            let Some(relation) = relation(import, part, &export, differences.is_empty()) else {
                continue;
            };
            let rank = (
                relation,
                differences.len(),
                edit_distance(&import.name, &export.name),
            );
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                let (part, export) = (part.name.clone(), export.name);
                best = Some((
                    rank,
                    Nearest {
                        part,
                        export,
                        relation,
                        differences,
                    },
                ));
            }
        }
    }
    let nearest = best.map(|(_, nearest)| nearest);
    Unmet {
        import: import.name.clone(),
        wanted_by: wanted_by.name.clone(),
        nearest,
    }
}

fn relation(import: &Port<'_>, part: &Part, export: &Port<'_>, fits: bool) -> Option<Relation> {
    if names_fit(&import.name, &export.name) {
        return Some(Relation::Same);
    }
    if import.is_plain() && part.short_name() == import.name {
        return Some(Relation::NamedPart);
    }
    if let (Some(a), Some(b)) = (Id::parse(&import.name), Id::parse(&export.name)) {
        if a.path == b.path {
            return Some(Relation::OtherVersion);
        }
        if a.interface() == b.interface() {
            return Some(Relation::OtherPackage);
        }
    }
    if fits && !import.shape.is_types_only() {
        return Some(Relation::OtherName);
    }
    let distance = edit_distance(&import.name, &export.name);
    (distance * 3 <= import.name.chars().count()).then_some(Relation::Alike)
}

/// `namespace:package/interface@version`.
struct Id<'a> {
    path: &'a str,
    version: Option<semver::Version>,
}

impl<'a> Id<'a> {
    fn parse(name: &'a str) -> Option<Self> {
        if !name.contains(':') {
            return None;
        }
        let (path, version) = name
            .split_once('@')
            .map_or((name, None), |(path, version)| (path, Some(version)));
        Some(Self {
            path,
            version: version.and_then(|version| version.parse().ok()),
        })
    }

    fn interface(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// Versions of one track are compatible: `1.x`, `0.2.x`, `0.0.3`; a pre-release only with itself.
    fn track(&self) -> Option<(u64, u64, u64, String)> {
        let version = self.version.as_ref()?;
        let pre = version.pre.to_string();
        Some(match (version.major, version.minor) {
            _ if !pre.is_empty() => (version.major, version.minor, version.patch, pre),
            (0, 0) => (0, 0, version.patch, pre),
            (0, minor) => (0, minor, 0, pre),
            (major, _) => (major, 0, 0, pre),
        })
    }
}

/// Levenshtein distance in characters.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_one_track_fit() {
        assert!(names_fit("a:b/c@0.1.0", "a:b/c@0.1.7"));
        assert!(names_fit("a:b/c@1.0.0", "a:b/c@1.9.0"));
        assert!(!names_fit("a:b/c@0.1.0", "a:b/c@0.2.0"));
        assert!(!names_fit("a:b/c@0.0.1", "a:b/c@0.0.2"));
        assert!(!names_fit("a:b/c@1.0.0-rc.1", "a:b/c@1.0.0"));
        assert!(!names_fit("a:b/c", "a:b/c@1.0.0"));
        assert!(!names_fit("a:b/c", "a:b/d"));
        assert!(names_fit("json", "json"));
    }
}
