//! Case files: read, checked, and expanded into rows. A row is one call (or one list of steps) with its expectation.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

/// What a case file, a `[[call]]` and a `[[step]]` may say. Which keys stand where is checked in `Spec::check`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Spec {
    pub about: Option<String>,
    pub component: Option<ComponentSpec>,
    pub components: Option<Vec<String>>,
    pub source: Option<SourceSpec>,
    #[serde(default)]
    pub call: Vec<Spec>,
    #[serde(default)]
    pub step: Vec<Spec>,

    pub name: Option<String>,
    pub function: Option<String>,
    pub args: Option<Vec<Value>>,
    pub instance: Option<Instance>,
    pub runs: Option<Vec<Instance>>,
    pub digest: Option<bool>,
    pub take: Option<usize>,
    pub timeout: Option<u64>,
    #[serde(rename = "let")]
    pub keep: Option<String>,

    #[serde(default, deserialize_with = "given")]
    pub value: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    pub ok: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    pub err: Option<Value>,
    pub accept: Option<bool>,
    pub echo: Option<bool>,
    pub agree: Option<bool>,
    pub trap: Option<bool>,
    pub error: Option<String>,
    pub same: Option<Vec<Link>>,
}

/// `null` is a value here, not an absence.
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

/// Which component file a case is about.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(untagged, deny_unknown_fields)]
pub enum ComponentSpec {
    /// One that was built or composed.
    Named(String),
    /// These bytes.
    Hex { hex: String },
    /// A file beside the case.
    File { file: String },
    /// A built component, damaged.
    Damaged {
        from: String,
        keep: Option<usize>,
        flip: Option<usize>,
    },
}

/// A public suite that is expanded at run time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    pub kind: String,
    /// `npm:package`, `corpora:folder`, or a path relative to the case.
    pub from: String,
    /// How many items there must be.
    pub count: Option<usize>,
    /// What the kind wants to know.
    #[serde(default)]
    pub options: Map<String, Value>,
}

/// Which instance a call runs on.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Instance {
    /// The batch's own, replaced after a trap.
    #[default]
    Shared,
    /// A new one.
    Fresh,
}

impl Instance {
    /// The word of case files and of the adapter protocol.
    pub fn word(self) -> &'static str {
        match self {
            Instance::Shared => "shared",
            Instance::Fresh => "fresh",
        }
    }
}

/// One call of a chain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub component: String,
    pub function: String,
    pub args: Vec<Value>,
}

/// What must come out of a call.
#[derive(Clone, Debug)]
pub enum Expectation {
    Value(Value),
    Ok(Value),
    Err(Value),
    Accept(bool),
    Echo,
    Agree,
    Trap,
    Error(String),
    Same(Vec<Link>),
}

/// One call of a row.
#[derive(Clone, Debug)]
pub struct Step {
    pub function: String,
    pub args: Vec<Value>,
    pub keep: Option<String>,
    pub digest: bool,
    /// Items to read of the stream that it returns; it is dropped then.
    pub take: Option<usize>,
    pub expect: Option<Expectation>,
}

/// One trial a target: a call, or steps on one instance.
#[derive(Clone, Debug)]
pub struct Row {
    /// None when the case has no table.
    pub name: Option<String>,
    pub steps: Vec<Step>,
    /// The instances of the runs; all runs must give the same.
    pub runs: Vec<Instance>,
    /// Seconds.
    pub timeout: u64,
}

/// A case file, read and checked.
#[derive(Clone, Debug)]
pub struct Case {
    pub area: String,
    pub name: String,
    /// The folder of the file, where its own files are looked up.
    pub base: PathBuf,
    pub components: Vec<ComponentSpec>,
    pub rows: Vec<Row>,
    pub source: Option<SourceSpec>,
    /// What the file says at its top: the defaults of every row, also of the rows of a source.
    pub defaults: Spec,
}

impl Case {
    /// Reads one case file.
    ///
    /// # Errors
    /// When it is no TOML or JSON, or says something that has no meaning.
    pub fn read(path: &Path, area: &str) -> Result<Case> {
        let text = std::fs::read_to_string(path)?;
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .context("the file's name is not UTF-8")?;
        let content = if path.extension().is_some_and(|e| e == "json") {
            serde_json::from_str(&text)?
        } else {
            from_toml(toml::from_str(&text)?)
        };
        let base = path.parent().unwrap_or(Path::new(".")).to_path_buf();
        Case::from_json(content, area, name, base)
    }

    /// A case from its content.
    ///
    /// # Errors
    /// As `read`.
    pub fn from_json(content: Value, area: &str, name: &str, base: PathBuf) -> Result<Case> {
        let mut defaults: Spec = serde_json::from_value(content)?;
        let components = match (&defaults.component, &defaults.components) {
            (Some(one), None) => vec![one.clone()],
            (None, Some(several)) => several.iter().cloned().map(ComponentSpec::Named).collect(),
            _ => bail!("a case names `component` or `components`"),
        };
        ensure!(
            defaults.name.is_none() && defaults.keep.is_none(),
            "`name` and `let` belong into a call"
        );
        let source = defaults.source.take();
        let calls = std::mem::take(&mut defaults.call);
        let rows = match (&source, calls.is_empty()) {
            (Some(_), true) => Vec::new(),
            (Some(_), false) => bail!("a case has calls or a source, not both"),
            (None, true) => vec![row(&defaults, Spec::default(), None)?],
            (None, false) => table(&defaults, calls)?,
        };
        Ok(Case {
            area: area.to_string(),
            name: name.to_string(),
            base,
            components,
            rows,
            source,
            defaults,
        })
    }

    /// Turns what a source found into rows, as if it had stood in the file.
    ///
    /// # Errors
    /// As `read`.
    pub fn add_rows(&mut self, calls: Vec<Spec>) -> Result<()> {
        self.rows = table(&self.defaults, calls)?;
        Ok(())
    }
}

fn table(defaults: &Spec, calls: Vec<Spec>) -> Result<Vec<Row>> {
    let mut seen = BTreeMap::new();
    let mut rows = Vec::new();
    for (index, call) in calls.into_iter().enumerate() {
        let name = call.name.clone().unwrap_or_else(|| (index + 1).to_string());
        ensure!(
            !name.contains(['/', '*']) && !name.is_empty(),
            "a row's name has no `/` and no `*`: {name:?}"
        );
        if let Some(first) = seen.insert(name.clone(), index + 1) {
            bail!("rows {first} and {} are both called {name:?}", index + 1);
        }
        rows.push(
            row(defaults, call, Some(name.clone())).with_context(|| format!("row {name:?}"))?,
        );
    }
    Ok(rows)
}

fn row(defaults: &Spec, call: Spec, name: Option<String>) -> Result<Row> {
    let unexpected = call.about.is_some()
        || call.component.is_some()
        || call.components.is_some()
        || call.source.is_some();
    ensure!(
        !unexpected && call.call.is_empty(),
        "a call has no `about`, `component`, `source` or calls of its own"
    );
    let digest = call.digest.or(defaults.digest).unwrap_or(true);
    let steps = if !call.step.is_empty() {
        &call.step
    } else {
        &defaults.step
    };
    let expect = match call.expectation()? {
        Some(own) => Some(own),
        None => defaults.expectation()?,
    };
    let mut steps = steps
        .iter()
        .map(|spec| step(spec, defaults, digest))
        .collect::<Result<Vec<_>>>()?;
    if steps.is_empty() {
        let single = Spec {
            function: call.function.clone().or_else(|| defaults.function.clone()),
            args: call.args.clone().or_else(|| defaults.args.clone()),
            take: call.take,
            ..Spec::default()
        };
        steps.push(step(&single, defaults, digest)?);
    } else {
        ensure!(
            call.args.is_none() && call.function.is_none() && call.take.is_none(),
            "a row has steps or `function`, `args` and `take`, not both"
        );
    }
    // What a row expects is what its last step gives.
    if let Some(last) = steps.last_mut()
        && last.expect.is_none()
    {
        last.expect = expect;
    }
    ensure!(
        steps.iter().any(|step| step.expect.is_some()),
        "no expectation: `agree = true` asks only that all targets give the same"
    );
    let runs = call.runs.clone().or_else(|| defaults.runs.clone());
    let runs =
        runs.unwrap_or_else(|| vec![call.instance.or(defaults.instance).unwrap_or_default()]);
    Ok(Row {
        name,
        steps,
        runs,
        timeout: call.timeout.or(defaults.timeout).unwrap_or(60),
    })
}

fn step(spec: &Spec, defaults: &Spec, digest: bool) -> Result<Step> {
    ensure!(
        spec.step.is_empty() && spec.instance.is_none() && spec.runs.is_none(),
        "a step has no steps, instance or runs of its own"
    );
    Ok(Step {
        function: spec
            .function
            .clone()
            .or_else(|| defaults.function.clone())
            .context("no `function`")?,
        args: spec.args.clone().unwrap_or_default(),
        keep: spec.keep.clone(),
        digest: spec.digest.unwrap_or(digest),
        take: spec.take,
        expect: spec.expectation()?,
    })
}

impl Spec {
    /// The one expectation that this level has.
    ///
    /// # Errors
    /// When it has several, or one that means nothing.
    fn expectation(&self) -> Result<Option<Expectation>> {
        for (key, value) in [
            ("echo", self.echo),
            ("agree", self.agree),
            ("trap", self.trap),
        ] {
            ensure!(
                value != Some(false),
                "`{key} = false` means nothing: say what is expected instead"
            );
        }
        let given = [
            self.value.clone().map(Expectation::Value),
            self.ok.clone().map(Expectation::Ok),
            self.err.clone().map(Expectation::Err),
            self.accept.map(Expectation::Accept),
            self.echo.map(|_| Expectation::Echo),
            self.agree.map(|_| Expectation::Agree),
            self.trap.map(|_| Expectation::Trap),
            self.error.clone().map(Expectation::Error),
            self.same.clone().map(Expectation::Same),
        ];
        let mut given = given.into_iter().flatten();
        let first = given.next();
        ensure!(
            given.next().is_none(),
            "more than one expectation for one call"
        );
        Ok(first)
    }
}

/// TOML as JSON. Floats that JSON cannot write become their WIT JSON words.
pub fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(n) => json!(n),
        toml::Value::Float(n) if n.is_nan() => json!("nan"),
        toml::Value::Float(n) if n.is_infinite() => json!(if n > 0.0 { "inf" } else { "-inf" }),
        toml::Value::Float(n) if n == 0.0 && n.is_sign_negative() => json!("-0"),
        toml::Value::Float(n) => json!(n),
        toml::Value::Boolean(b) => json!(b),
        toml::Value::Datetime(time) => json!(time.to_string()),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => Value::Object(
            table
                .into_iter()
                .map(|(key, value)| (key, from_toml(value)))
                .collect(),
        ),
    }
}

/// A case file that cannot be used, and why. It fails alone: the others still run.
#[derive(Clone, Debug)]
pub struct Unreadable {
    pub area: String,
    pub name: String,
    pub why: String,
}

/// Every case file under `cases/`, in the order of areas and paths.
///
/// # Errors
/// When a folder cannot be listed.
pub fn read_all(cases: &Path) -> Result<Vec<Result<Case, Unreadable>>> {
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut all = Vec::new();
    for folder in sorted(cases)?.into_iter().filter(|path| path.is_dir()) {
        let area = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        for path in case_files(&folder)? {
            let name = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            let case = match found.insert(name.clone(), path.clone()) {
                Some(other) => Err(format!("another case has this name: {}", other.display())),
                None => Case::read(&path, &area)
                    .map_err(|error| format!("{}: {error:#}", path.display())),
            };
            all.push(case.map_err(|why| Unreadable {
                area: area.clone(),
                name,
                why,
            }));
        }
    }
    Ok(all)
}

/// The `.toml` and `.json` files under a folder. Folders called `data` hold the files of cases, not cases.
pub fn case_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in sorted(folder)? {
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "data") {
                files.extend(case_files(&path)?);
            }
        } else if path.extension().is_some_and(|e| e == "toml" || e == "json") {
            files.push(path);
        }
    }
    Ok(files)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(content: Value) -> Result<Case> {
        Case::from_json(content, "area", "case", PathBuf::from("."))
    }

    #[test]
    fn a_file_without_a_table_is_one_row() {
        let case =
            case(json!({ "component": "c", "function": "f", "args": [1], "value": null })).unwrap();
        assert_eq!(case.rows.len(), 1);
        assert!(matches!(
            &case.rows[0].steps[0].expect,
            Some(Expectation::Value(Value::Null))
        ));
        assert_eq!(case.rows[0].name, None);
    }

    #[test]
    fn rows_take_what_the_top_says() {
        let case = case(json!({
            "component": "c", "function": "f", "accept": true, "instance": "fresh",
            "call": [{ "args": [1] }, { "name": "two", "args": [2], "trap": true }]
        }));
        let rows = case.unwrap().rows;
        assert_eq!(rows[0].name.as_deref(), Some("1"));
        assert!(matches!(
            rows[0].steps[0].expect,
            Some(Expectation::Accept(true))
        ));
        assert!(matches!(rows[1].steps[0].expect, Some(Expectation::Trap)));
        assert_eq!(rows[1].runs, [Instance::Fresh]);
    }

    #[test]
    fn mistakes_are_refused() {
        for (what, content) in [
            (
                "a key with a typing error",
                json!({ "component": "c", "function": "f", "vaule": 1 }),
            ),
            (
                "no expectation",
                json!({ "component": "c", "function": "f" }),
            ),
            (
                "two expectations",
                json!({ "component": "c", "function": "f", "value": 1, "trap": true }),
            ),
            ("no function", json!({ "component": "c", "value": 1 })),
            ("no component", json!({ "function": "f", "value": 1 })),
            (
                "echo = false",
                json!({ "component": "c", "function": "f", "echo": false }),
            ),
            (
                "one name twice",
                json!({ "component": "c", "function": "f", "agree": true, "call": [{ "name": "a" }, { "name": "a" }] }),
            ),
        ] {
            assert!(case(content).is_err(), "{what}");
        }
    }
}
