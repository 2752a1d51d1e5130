//! Runs trials on one target: batches a component, again after a crash, chains link by link.

mod programs;

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::Value;

use crate::case::Instance;
use crate::component::ComponentFile;
use crate::plan::{PlannedLink, State, Trial, Work};
use crate::target::wire::{Hello, Outcome, WireCall, WireStep};
use crate::target::{Session, Start, Stopped, Target};

/// A target that stops more often than this is given up.
const RESTARTS: usize = 20;

/// What one call came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Ran {
    /// The outcomes of its steps.
    Outcomes(Vec<Outcome>),
    /// The target crashed or hung in it.
    Stopped(String),
}

/// What a trial came to on one target.
#[derive(Clone, Debug, Default)]
pub struct TrialRun {
    /// One a run; shorter when something is missing.
    pub runs: Vec<Ran>,
    /// The last call of the chain.
    pub chain: Option<Ran>,
    /// Nanoseconds of the first run, where the target says so.
    pub ns: Option<u64>,
    /// Why it was not run.
    pub skipped: Option<String>,
}

/// What became of a target.
pub enum TargetRun {
    Ran { hello: Hello, trials: Vec<TrialRun> },
    Missing { what: String, fix: String },
    NotStarted(String),
}

/// Told about every call that is done.
pub trait Progress: Sync {
    fn preparing(&self, _programs: usize) {}
    fn started(&self, _target: &str, _hello: &Hello, _calls: usize) {}
    fn call_done(&self, _target: &str) {}
    fn stopped(&self, _target: &str, _why: &str) {}
    fn finished(&self, _target: &str) {}
}

/// Says nothing.
pub struct Quiet;

impl Progress for Quiet {}

struct Unit<'t> {
    trial: usize,
    slot: Slot,
    component: &'t Arc<ComponentFile>,
    call: WireCall,
}

#[derive(Clone, Copy)]
enum Slot {
    Run,
    Link(usize),
}

struct Runner<'t> {
    target: &'t dyn Target,
    session: Option<Box<dyn Session>>,
    restarts: usize,
    progress: &'t dyn Progress,
    results: Vec<TrialRun>,
}

/// Runs the trials that are ready. The result has one entry a trial, in their order. The session is handed over for
/// measurements, unless it stopped.
pub fn run(
    target: &dyn Target,
    trials: &[&Trial],
    progress: &dyn Progress,
) -> (TargetRun, Option<Box<dyn Session>>) {
    let (hello, session) = match target.start() {
        Ok(Start::Running(hello, session)) => (hello, session),
        Ok(Start::Missing { what, fix }) => return (TargetRun::Missing { what, fix }, None),
        Err(Stopped(why)) => return (TargetRun::NotStarted(why), None),
    };
    let has_async = hello.features.iter().any(|feature| feature == "async");
    let mut runner = Runner {
        target,
        session: Some(session),
        restarts: 0,
        progress,
        results: vec![TrialRun::default(); trials.len()],
    };
    let mut wave = Vec::new();
    for (index, trial) in trials.iter().enumerate() {
        let State::Ready(work) = &trial.state else {
            continue;
        };
        if work.needs_async && !has_async {
            runner.results[index].skipped = Some(format!(
                "{} {} has no component-model async",
                hello.host, hello.version
            ));
            continue;
        }
        wave.extend(runs(index, &trial.path, work));
        wave.extend(
            work.chain
                .first()
                .map(|link| linked(index, 0, &trial.path, link, work, &Value::Null)),
        );
    }
    let programs = programs::ready(trials);
    progress.started(target.name(), &hello, wave.len() + programs.len());
    while !wave.is_empty() {
        let done = runner.wave(wave);
        wave = done
            .into_iter()
            .filter_map(|(trial, link)| runner.next_link(trial, link, trials))
            .collect();
    }
    runner.programs(&programs);
    progress.finished(target.name());
    (
        TargetRun::Ran {
            hello,
            trials: runner.results,
        },
        runner.session,
    )
}

fn runs<'t>(trial: usize, path: &str, work: &'t Work) -> Vec<Unit<'t>> {
    let steps: Vec<WireStep> = work
        .steps
        .iter()
        .map(|step| WireStep {
            function: step.function.clone(),
            signature: step.signature.clone(),
            args: step.args.clone(),
            keep: step.keep.clone(),
            digest: step.digest,
            take: step.take,
        })
        .collect();
    let unit = |(n, instance): (usize, &Instance)| {
        let id = if n == 0 {
            path.to_string()
        } else {
            format!("{path} (run {})", n + 1)
        };
        let call = WireCall {
            id,
            instance: *instance,
            steps: steps.clone(),
            timeout: work.timeout,
        };
        Unit {
            trial,
            slot: Slot::Run,
            component: &work.component,
            call,
        }
    };
    work.runs.iter().enumerate().map(unit).collect()
}

fn linked<'t>(
    trial: usize,
    n: usize,
    path: &str,
    link: &'t PlannedLink,
    work: &Work,
    previous: &Value,
) -> Unit<'t> {
    let step = WireStep {
        function: link.signature.name.clone(),
        signature: Some(link.signature.clone()),
        args: link
            .args
            .iter()
            .map(|arg| {
                if arg.get("previous").is_some() {
                    previous.clone()
                } else {
                    arg.clone()
                }
            })
            .collect(),
        keep: None,
        digest: false,
        take: None,
    };
    let call = WireCall {
        id: format!("{path} (link {})", n + 1),
        instance: Instance::Shared,
        steps: vec![step],
        timeout: work.timeout,
    };
    Unit {
        trial,
        slot: Slot::Link(n),
        component: &link.component,
        call,
    }
}

impl<'t> Runner<'t> {
    /// Runs all units, a batch a component; says which links of which trials are done.
    fn wave(&mut self, units: Vec<Unit<'t>>) -> Vec<(usize, usize)> {
        let links = units.iter().filter_map(|unit| match unit.slot {
            Slot::Link(n) => Some((unit.trial, n)),
            Slot::Run => None,
        });
        let links = links.collect();
        let mut rest: VecDeque<Unit> = units.into();
        while let Some(first) = rest.pop_front() {
            let component = first.component;
            let (same, others): (Vec<_>, Vec<_>) = rest
                .into_iter()
                .partition(|unit| unit.component.path == component.path);
            rest = others.into();
            self.component(component, std::iter::once(first).chain(same).collect());
        }
        links
    }

    fn component(&mut self, component: &ComponentFile, units: Vec<Unit>) {
        let calls: Vec<WireCall> = units.iter().map(|unit| unit.call.clone()).collect();
        let mut from = 0;
        while from < units.len() {
            let mut answered = from;
            let ended = match self.session() {
                Ok(mut session) => {
                    let (results, progress, name) =
                        (&mut self.results, self.progress, self.target.name());
                    let ended = session.batch(component, &calls[from..], &mut |result| {
                        if let Some(unit) = units.get(answered) {
                            record(results, unit, Ran::Outcomes(result.outcomes), result.ns);
                            progress.call_done(name);
                        }
                        answered += 1;
                    });
                    if ended.is_ok() {
                        self.session = Some(session);
                    }
                    ended
                }
                Err(stopped) => {
                    // Nothing can be run any more.
                    units[from..].iter().for_each(|unit| {
                        record(
                            &mut self.results,
                            unit,
                            Ran::Stopped(stopped.0.clone()),
                            None,
                        )
                    });
                    return;
                }
            };
            if let Err(Stopped(why)) = ended {
                self.progress.stopped(self.target.name(), &why);
                // The call that was under way is to blame; the ones after it go to a new process.
                if let Some(unit) = units.get(answered) {
                    record(&mut self.results, unit, Ran::Stopped(why), None);
                    answered += 1;
                }
            } else if answered < units.len() {
                let why = "the target gave no answer to this call".to_string();
                units[answered..].iter().for_each(|unit| {
                    record(&mut self.results, unit, Ran::Stopped(why.clone()), None)
                });
                answered = units.len();
            }
            from = answered;
        }
    }

    /// The running session, or a new one in place of one that stopped.
    fn session(&mut self) -> Result<Box<dyn Session>, Stopped> {
        if let Some(session) = self.session.take() {
            return Ok(session);
        }
        self.restarts += 1;
        if self.restarts > RESTARTS {
            return Err(Stopped(format!(
                "given up: {} stopped {RESTARTS} times",
                self.target.name()
            )));
        }
        match self.target.start()? {
            Start::Running(_, session) => Ok(session),
            Start::Missing { what, fix } => Err(Stopped(format!("{what} is gone: {fix}"))),
        }
    }

    /// The call after a link that gave a value; a chain that ended, in whatever way, is kept as it is.
    fn next_link(&mut self, trial: usize, done: usize, trials: &[&'t Trial]) -> Option<Unit<'t>> {
        let State::Ready(work) = &trials[trial].state else {
            return None;
        };
        let next = work.chain.get(done + 1)?;
        let Some(Ran::Outcomes(outcomes)) = &self.results[trial].chain else {
            return None;
        };
        let Some(Outcome::Ok(value)) = outcomes.last() else {
            return None;
        };
        let payload = match value.as_object() {
            Some(table) if table.contains_key("err") => return None,
            Some(table) => table.get("ok").unwrap_or(value),
            None => value,
        };
        let unit = linked(trial, done + 1, &trials[trial].path, next, work, payload);
        Some(unit)
    }
}

fn record(results: &mut [TrialRun], unit: &Unit, ran: Ran, ns: Option<u64>) {
    let result = &mut results[unit.trial];
    match unit.slot {
        Slot::Run => {
            if result.runs.is_empty() {
                result.ns = ns;
            }
            result.runs.push(ran);
        }
        Slot::Link(_) => result.chain = Some(ran),
    }
}
