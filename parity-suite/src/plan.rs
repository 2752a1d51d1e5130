//! From cases to trials: functions found, arguments made ready for adapters, expectations in the form that is compared.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};

use crate::bytes::Files;
use crate::case::{Case, Expectation, Instance, Link, Row, Step};
use crate::component::{ComponentFile, Store};
use crate::places::{Places, Problem};
use crate::python::{Prepared, PythonCase};
use crate::types::{Signature, Type};
use crate::value;

/// One row of one case against one component, ready to run on any target.
#[derive(Debug)]
pub struct Trial {
    /// `area/case`, `area/case/row`, with `@component` where a case names several.
    pub path: String,
    /// The same for all components of a case: what must be equal across them.
    pub key: String,
    pub area: String,
    pub state: State,
}

/// Whether a trial can run.
#[derive(Debug)]
pub enum State {
    Ready(Work),
    /// A Python program.
    Program(Program),
    /// What it needs is not there, and need not be.
    Skipped(String),
    /// The case itself is wrong; it fails everywhere.
    Broken(String),
}

/// A trial that runs a Python program.
#[derive(Debug)]
pub struct Program {
    pub case: Arc<PythonCase>,
    /// What the compiler made of it; set before anything is run.
    pub prepared: OnceLock<Prepared>,
}

/// The trial of a Python program.
pub fn program(case: PythonCase) -> Trial {
    Trial {
        path: case.id(),
        key: case.id(),
        area: case.area.clone(),
        state: State::Program(Program {
            case: Arc::new(case),
            prepared: OnceLock::new(),
        }),
    }
}

/// What a trial does.
#[derive(Debug)]
pub struct Work {
    pub component: Arc<ComponentFile>,
    pub steps: Vec<PlannedStep>,
    pub runs: Vec<Instance>,
    /// Seconds.
    pub timeout: u64,
    /// The calls whose end is the expectation, if that is what it is.
    pub chain: Vec<PlannedLink>,
    /// True when only a target with component-model async can run it.
    pub needs_async: bool,
}

/// One call, ready to be sent.
#[derive(Debug)]
pub struct PlannedStep {
    /// None when the component has no such function, which only a case that expects an error may ask for.
    pub signature: Option<Signature>,
    pub function: String,
    pub args: Vec<Value>,
    pub keep: Option<String>,
    pub digest: bool,
    /// Items to read of the stream that it returns.
    pub take: Option<usize>,
    pub check: Option<Check>,
}

/// One call of a chain; `{"previous": true}` in its arguments is still open.
#[derive(Debug)]
pub struct PlannedLink {
    pub component: Arc<ComponentFile>,
    pub signature: Signature,
    pub args: Vec<Value>,
}

/// An expectation in the form that is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// Exactly this value.
    Exact(Value),
    /// An `err` with at least this.
    Err(Value),
    /// A result that is ok (or an error), whatever is in it.
    Accept(bool),
    /// Any value.
    Agree,
    Trap,
    Error(String),
    /// What the chain gives.
    Chain,
}

/// Plans every row of a case.
pub fn plan(case: &Case, store: &mut Store, places: &Places) -> Vec<Trial> {
    let several = case.components.len() > 1;
    let mut trials = Vec::new();
    for row in &case.rows {
        for spec in &case.components {
            let key = match &row.name {
                Some(row) => format!("{}/{}/{row}", case.area, case.name),
                None => format!("{}/{}", case.area, case.name),
            };
            let work = store
                .load(spec, &case.base)
                .and_then(|component| work(row, component, store, places, &case.base));
            let state = match work {
                Ok(work) => State::Ready(work),
                Err(Problem::Absent(why)) => State::Skipped(why),
                Err(Problem::Wrong(why)) => State::Broken(why),
            };
            let path = match spec {
                crate::case::ComponentSpec::Named(name) if several => format!("{key}@{name}"),
                _ => key.clone(),
            };
            trials.push(Trial {
                path,
                key,
                area: case.area.clone(),
                state,
            });
        }
    }
    trials
}

fn work(
    row: &Row,
    component: Arc<ComponentFile>,
    store: &mut Store,
    places: &Places,
    base: &Path,
) -> Result<Work, Problem> {
    let files = Files { places, base };
    let steps = row
        .steps
        .iter()
        .map(|step| planned(step, &component, files))
        .collect::<Result<Vec<_>, _>>()?;
    let chain = match row.steps.last().and_then(|step| step.expect.as_ref()) {
        Some(Expectation::Same(links)) => links
            .iter()
            .map(|link| planned_link(link, store, files))
            .collect::<Result<Vec<_>, _>>()?,
        _ => Vec::new(),
    };
    let needs_async = steps
        .iter()
        .filter_map(|step| step.signature.as_ref())
        .any(Signature::needs_async);
    Ok(Work {
        component,
        steps,
        runs: row.runs.clone(),
        timeout: row.timeout,
        chain,
        needs_async,
    })
}

fn planned(step: &Step, component: &ComponentFile, files: Files) -> Result<PlannedStep, Problem> {
    let found = match &component.exports {
        Ok(exports) => exports
            .find(&step.function)
            .cloned()
            .map_err(|error| error.to_string()),
        Err(why) => Err(format!("`{}` cannot be read: {why}", component.name)),
    };
    let signature = match (found, &step.expect) {
        (Ok(signature), _) => Some(signature),
        (Err(_), Some(Expectation::Error(_))) => None,
        (Err(why), _) => return Err(Problem::Wrong(why)),
    };
    let args = arguments(&step.args, signature.as_ref(), files)?;
    let result = signature
        .as_ref()
        .and_then(|signature| signature.result.as_ref());
    if step.take.is_some() && !matches!(result, Some(Type::Stream(_))) {
        return Err(Problem::Wrong(format!(
            "`take` is for functions that return a stream, which {} does not",
            step.function
        )));
    }
    let check = step
        .expect
        .as_ref()
        .map(|expect| check(expect, step, signature.as_ref(), files))
        .transpose()?;
    let function = signature
        .as_ref()
        .map_or_else(|| step.function.clone(), |signature| signature.name.clone());
    Ok(PlannedStep {
        signature,
        function,
        args,
        keep: step.keep.clone(),
        digest: step.digest,
        take: step.take,
        check,
    })
}

fn planned_link(link: &Link, store: &mut Store, files: Files) -> Result<PlannedLink, Problem> {
    let component = store.load(
        &crate::case::ComponentSpec::Named(link.component.clone()),
        files.base,
    )?;
    let exports = component
        .exports
        .as_ref()
        .map_err(|why| Problem::Wrong(why.clone()))?;
    let signature = exports
        .find(&link.function)
        .map_err(|error| Problem::Wrong(error.to_string()))?
        .clone();
    let args = arguments(&link.args, Some(&signature), files)?;
    Ok(PlannedLink {
        component,
        signature,
        args,
    })
}

/// Arguments as adapters take them; options that are missing at the end are none.
fn arguments(
    args: &[Value],
    signature: Option<&Signature>,
    files: Files,
) -> Result<Vec<Value>, Problem> {
    let Some(signature) = signature else {
        return Ok(args.to_vec());
    };
    let mut ready = Vec::new();
    for (i, arg) in args.iter().enumerate() {
        ready.push(match signature.params.get(i) {
            Some((_, ty)) => value::argument(ty, arg, files)?,
            None => arg.clone(),
        });
    }
    for (_, ty) in signature.params.iter().skip(args.len()) {
        match ty {
            Type::Option(_) => ready.push(Value::Null),
            _ => break,
        }
    }
    Ok(ready)
}

fn check(
    expect: &Expectation,
    step: &Step,
    signature: Option<&Signature>,
    files: Files,
) -> Result<Check, Problem> {
    let result = signature.and_then(|signature| signature.result.as_ref());
    let exact = |expected: &Value| match result {
        Some(ty) => value::comparable(ty, expected, files).map(Check::Exact),
        None if expected.is_null() || expected == "none" => Ok(Check::Exact(Value::Null)),
        None => Err(Problem::Wrong(format!("{} returns nothing", step.function))),
    };
    let is_result = matches!(result, Some(Type::Result(..)));
    let fallible = || {
        is_result
            .then_some(())
            .ok_or_else(|| Problem::Wrong(format!("{} returns no `result`", step.function)))
    };
    match expect {
        Expectation::Value(expected) => exact(expected),
        Expectation::Ok(expected) => {
            fallible().and_then(|()| exact(&json!({ "ok": null_of(expected) })))
        }
        Expectation::Err(expected) => {
            fallible()?;
            let ty = result.ok_or_else(|| Problem::Wrong("no result".to_string()))?;
            let pattern = value::pattern(ty, &json!({ "err": null_of(expected) }), files)?;
            Ok(Check::Err(pattern))
        }
        Expectation::Accept(accept) => fallible().map(|()| Check::Accept(*accept)),
        Expectation::Echo => exact(step.args.first().unwrap_or(&Value::Null)),
        Expectation::Agree => Ok(Check::Agree),
        Expectation::Trap => Ok(Check::Trap),
        Expectation::Error(kind) => Ok(Check::Error(kind.clone())),
        Expectation::Same(_) => Ok(Check::Chain),
    }
}

/// `ok = "none"` stands for a payload of null, whether that is an empty option or no payload.
fn null_of(expected: &Value) -> Value {
    if expected == "none" {
        Value::Null
    } else {
        expected.clone()
    }
}
