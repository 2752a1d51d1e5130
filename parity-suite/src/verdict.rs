//! Judges what trials came to: against their expectation, run against run, and target against target.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bytes::Files;
use crate::engine::{Ran, TrialRun};
use crate::places::Places;
use crate::plan::{Check, PlannedStep, Program, State, Trial, Work};
use crate::python::{self, Expect, Prepared};
use crate::target::wire::Outcome;
use crate::types::Type;
use crate::value::{clipped, comparable, difference};

/// What a trial is, in the end.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Pass,
    /// A known gap, with its reason.
    Xfail(String),
    Fail(String),
    Skip(String),
}

impl Verdict {
    /// The word of reports.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Xfail(_) => "xfail",
            Verdict::Fail(_) => "fail",
            Verdict::Skip(_) => "skip",
        }
    }

    /// What there is to say.
    pub fn message(&self) -> Option<&str> {
        match self {
            Verdict::Pass => None,
            Verdict::Xfail(text) | Verdict::Fail(text) | Verdict::Skip(text) => Some(text),
        }
    }
}

/// One trial on one target, judged by itself.
pub struct Judged {
    pub verdict: Verdict,
    /// What it gave, in the form that is compared across targets; none when it did not pass.
    pub gave: Option<Value>,
}

/// Judges one trial on one target.
pub fn judge(trial: &Trial, run: &TrialRun, places: &Places) -> Judged {
    let alone = |verdict| Judged {
        verdict,
        gave: None,
    };
    let work = match &trial.state {
        State::Ready(work) => work,
        State::Program(program) => return judge_program(program, run),
        State::Skipped(why) => return alone(Verdict::Skip(why.clone())),
        State::Broken(why) => return alone(Verdict::Fail(format!("the case is wrong: {why}"))),
    };
    if let Some(why) = &run.skipped {
        return alone(Verdict::Skip(why.clone()));
    }
    match judge_runs(work, run, places) {
        Ok(gave) => Judged {
            verdict: Verdict::Pass,
            gave: Some(gave),
        },
        Err(why) => alone(Verdict::Fail(why)),
    }
}

/// Judges a program: what it wrote and its exit code against what CPython did. Targets are compared by all of it.
fn judge_program(program: &Program, run: &TrialRun) -> Judged {
    let failed = |why: String| Judged {
        verdict: Verdict::Fail(why),
        gave: None,
    };
    match program.prepared.get() {
        None => return failed("was not compiled".to_string()),
        Some(Prepared::Failed(why)) => return failed(why.clone()),
        Some(Prepared::RefusedRightly) => {
            return Judged {
                verdict: Verdict::Pass,
                gave: None,
            };
        }
        Some(Prepared::Component(_)) => {}
    }
    let Expect::Runs(recorded) = &program.case.expect else {
        return failed("has no expectation".to_string());
    };
    let gave = match run.runs.first() {
        None => Err("was not run".to_string()),
        Some(Ran::Stopped(why)) => Err(why.clone()),
        Some(Ran::Outcomes(outcomes)) => match outcomes.first() {
            Some(Outcome::Ok(value)) => Ok(value),
            Some(outcome) => Err(said(outcome)),
            None => Err("was not run".to_string()),
        },
    };
    match gave.and_then(|value| Ok((value, python::did(value)?))) {
        Err(why) => failed(why),
        Ok((value, did)) => match python::difference(recorded, &did) {
            Some(how) => failed(how),
            None => Judged {
                verdict: Verdict::Pass,
                gave: Some(value.clone()),
            },
        },
    }
}

fn judge_runs(work: &Work, run: &TrialRun, places: &Places) -> Result<Value, String> {
    let mut first: Option<Value> = None;
    for (n, instance) in work.runs.iter().enumerate() {
        let in_run = |why: String| {
            if work.runs.len() > 1 {
                format!("run {} ({}): {why}", n + 1, instance.word())
            } else {
                why
            }
        };
        let ran = run
            .runs
            .get(n)
            .ok_or_else(|| in_run("was not run".to_string()))?;
        let gave = judge_steps(work, ran, run.chain.as_ref(), places).map_err(in_run)?;
        match &first {
            None => first = Some(gave),
            Some(first) => {
                if let Some(how) = difference(first, &gave) {
                    return Err(in_run(format!(
                        "not what run 1 ({}) gave: {how}",
                        work.runs[0].word()
                    )));
                }
            }
        }
    }
    first.ok_or_else(|| "was not run".to_string())
}

fn judge_steps(
    work: &Work,
    ran: &Ran,
    chain: Option<&Ran>,
    places: &Places,
) -> Result<Value, String> {
    let outcomes = match ran {
        Ran::Outcomes(outcomes) => outcomes,
        Ran::Stopped(why) => return Err(why.clone()),
    };
    let mut gave = Vec::new();
    for (n, step) in work.steps.iter().enumerate() {
        let at = |why: String| {
            if work.steps.len() > 1 {
                format!("step {} ({}): {why}", n + 1, step.function)
            } else {
                why
            }
        };
        let outcome = outcomes
            .get(n)
            .ok_or_else(|| at("was not run".to_string()))?;
        let given = given(step, outcome, places).map_err(at)?;
        match &step.check {
            Some(Check::Chain) => same_as_chain(work, &given, chain, places).map_err(at)?,
            check => holds(check.as_ref(), &given, outcome).map_err(at)?,
        }
        gave.push(given);
        if !matches!(outcome, Outcome::Ok(_)) {
            let after = work.steps.len() - n - 1;
            if after > 0 || outcomes.len() > n + 1 {
                return Err(at(format!("{} and {after} steps are left", said(outcome))));
            }
        }
    }
    Ok(Value::Array(gave))
}

/// What a step gave, in the form that is compared: `{"returns": ..}`, `{"trap": true}` or `{"error": kind}`.
fn given(step: &PlannedStep, outcome: &Outcome, places: &Places) -> Result<Value, String> {
    match outcome {
        Outcome::Trap { .. } => Ok(json!({ "trap": true })),
        Outcome::Error(error) => Ok(json!({ "error": error.kind })),
        // A handle has no value; whether it is the right one shows when it is used.
        Outcome::Ok(_) if step.keep.is_some() => Ok(json!({ "returns": "a handle" })),
        Outcome::Ok(value) => {
            let ty = step
                .signature
                .as_ref()
                .and_then(|signature| signature.result.as_ref());
            returned(ty, value, places).map(|value| json!({ "returns": value }))
        }
    }
}

fn returned(ty: Option<&Type>, value: &Value, places: &Places) -> Result<Value, String> {
    let files = Files {
        places,
        base: &places.root,
    };
    match ty {
        None if value.is_null() => Ok(Value::Null),
        None => Err(format!(
            "the target says that it returned {}, but it returns nothing",
            clipped(value)
        )),
        Some(ty) => comparable(ty, value, files)
            .map_err(|why| format!("the target's answer is not of its type: {why}")),
    }
}

fn holds(check: Option<&Check>, given: &Value, outcome: &Outcome) -> Result<(), String> {
    let value = given.get("returns");
    let missed = |expected: &str| Err(format!("expected {expected}; {}", said(outcome)));
    match (check, value) {
        (None | Some(Check::Agree), Some(_)) => Ok(()),
        (None | Some(Check::Agree), None) => missed("a value"),
        (Some(Check::Exact(want)), Some(have)) | (Some(Check::Err(want)), Some(have)) => {
            difference(want, have).map_or(Ok(()), Err)
        }
        (Some(Check::Exact(want) | Check::Err(want)), None) => missed(&clipped(want)),
        (Some(Check::Accept(accept)), value) => {
            let side = if *accept { "ok" } else { "err" };
            match value.and_then(|value| value.get(side)) {
                Some(_) => Ok(()),
                None => missed(side),
            }
        }
        (Some(Check::Trap), _) if matches!(outcome, Outcome::Trap { .. }) => Ok(()),
        (Some(Check::Trap), _) => missed("a trap"),
        (Some(Check::Error(kind)), _) if given.get("error").is_some_and(|given| given == kind) => {
            Ok(())
        }
        (Some(Check::Error(kind)), _) => missed(&format!("the error `{kind}`")),
        (Some(Check::Chain), _) => Ok(()),
    }
}

fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Ok(value) => format!("it returned {}", clipped(value)),
        Outcome::Trap { message } => format!("it trapped: {message}"),
        Outcome::Error(error) => format!("the host said {}: {}", error.kind, error.message),
    }
}

fn same_as_chain(
    work: &Work,
    given: &Value,
    chain: Option<&Ran>,
    places: &Places,
) -> Result<(), String> {
    let last = work.chain.last().ok_or("no chain")?;
    let outcome = match chain {
        Some(Ran::Outcomes(outcomes)) => outcomes.last().ok_or("the chain gave nothing")?,
        Some(Ran::Stopped(why)) => return Err(format!("in the chain: {why}")),
        None => return Err("the chain was not run".to_string()),
    };
    let Outcome::Ok(value) = outcome else {
        return Err(format!("in the chain: {}", said(outcome)));
    };
    let expected = returned(last.signature.result.as_ref(), value, places)
        .map_err(|why| format!("in the chain: {why}"))?;
    match difference(&json!({ "returns": expected }), given) {
        Some(how) => Err(format!("not what the chain gives: {how}")),
        None => Ok(()),
    }
}

/// Turns passes into failures where targets (or the components of one case) do not give the same. `judged` is by trial, then by
/// target, with the targets' names in the same order.
///
/// The larger group is taken to be right when there is one; with none, all are red.
pub fn compare_targets(trials: &[&Trial], names: &[&str], judged: &mut [Vec<Judged>]) {
    let mut groups: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (t, trial) in trials.iter().enumerate() {
        for (n, one) in judged[t].iter().enumerate() {
            if one.gave.is_some() {
                groups.entry(&trial.key).or_default().push((t, n));
            }
        }
    }
    for members in groups.into_values() {
        disagreement(trials, names, judged, &members);
    }
}

fn disagreement(
    trials: &[&Trial],
    names: &[&str],
    judged: &mut [Vec<Judged>],
    members: &[(usize, usize)],
) {
    let mut answers: Vec<(Value, Vec<(usize, usize)>)> = Vec::new();
    for &(t, n) in members {
        let Some(gave) = judged[t][n].gave.clone() else {
            continue;
        };
        match answers.iter_mut().find(|(answer, _)| *answer == gave) {
            Some((_, who)) => who.push((t, n)),
            None => answers.push((gave, vec![(t, n)])),
        }
    }
    if answers.len() < 2 {
        return;
    }
    let most = answers.iter().map(|(_, who)| who.len()).max().unwrap_or(0);
    let only_one_largest = answers.iter().filter(|(_, who)| who.len() == most).count() == 1;
    let label = |&(t, n): &(usize, usize)| match trials[t].path.rsplit_once('@') {
        Some((_, component)) if trials[t].path != trials[t].key => {
            format!("{}@{component}", names[n])
        }
        _ => names[n].to_string(),
    };
    let lines: Vec<String> = answers
        .iter()
        .map(|(answer, who)| {
            format!(
                "{}: {}",
                who.iter().map(label).collect::<Vec<_>>().join(", "),
                clipped(answer)
            )
        })
        .collect();
    let message = format!("targets disagree\n  {}", lines.join("\n  "));
    for (_, who) in answers
        .iter()
        .filter(|(_, who)| !(only_one_largest && who.len() == most))
    {
        for &(t, n) in who {
            judged[t][n].verdict = Verdict::Fail(message.clone());
        }
    }
}
