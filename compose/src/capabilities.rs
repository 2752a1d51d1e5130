//! Which imports a composition may keep.

/// The imports that a host will provide. Everything else must come from a part.
#[derive(Clone, Debug, Default)]
pub struct Capabilities {
    patterns: Vec<String>,
}

impl Capabilities {
    /// No import may stay open.
    pub fn none() -> Self {
        Self::default()
    }

    /// Names of imports. A name without a version stands for every version (`molt:capabilities/clock`), and `*` at the end
    /// for everything that starts so (`molt:capabilities/*`).
    pub fn new<S: Into<String>>(patterns: impl IntoIterator<Item = S>) -> Self {
        Self {
            patterns: patterns.into_iter().map(Into::into).collect(),
        }
    }

    /// True when the import may stay open.
    ///
    /// ```
    /// use molt_compose::Capabilities;
    ///
    /// let granted = Capabilities::new(["molt:capabilities/clock", "acme:log/*"]);
    /// assert!(granted.allow("molt:capabilities/clock@0.1.0"));
    /// assert!(granted.allow("acme:log/sink"));
    /// assert!(!granted.allow("molt:capabilities/clock-admin@0.1.0"));
    /// ```
    pub fn allow(&self, import: &str) -> bool {
        self.patterns
            .iter()
            .any(|pattern| stands_for(pattern, import))
    }

    /// The patterns that stand for none of these imports: misspelt, or not needed.
    ///
    /// ```
    /// use molt_compose::Capabilities;
    ///
    /// let granted = Capabilities::new(["molt:capabilities/clock", "acme:log/*"]);
    /// assert_eq!(granted.unused(&["molt:capabilities/clock@0.1.0"]), ["acme:log/*"]);
    /// ```
    pub fn unused<S: AsRef<str>>(&self, imports: &[S]) -> Vec<&str> {
        let is_unused = |pattern: &&String| {
            !imports
                .iter()
                .any(|import| stands_for(pattern, import.as_ref()))
        };
        self.patterns
            .iter()
            .filter(is_unused)
            .map(String::as_str)
            .collect()
    }
}

fn stands_for(pattern: &str, import: &str) -> bool {
    let unversioned = import.split('@').next().unwrap_or(import);
    match pattern.strip_suffix('*') {
        Some(prefix) => import.starts_with(prefix),
        None => pattern == import || pattern == unversioned,
    }
}
