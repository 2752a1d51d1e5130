//! The whole suite: cases and targets, what of them is selected, and a run of it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use anyhow::Result;

use crate::case;
use crate::component::Store;
use crate::engine::{self, Progress, TargetRun, TrialRun};
use crate::expectations::Expectations;
use crate::measure::{self, Cost, Measurement};
use crate::places::Places;
use crate::plan::{Program, State, Trial, plan, program};
use crate::python::{self, Compiler, PythonCase};
use crate::report::{Line, Report, TargetLine};
use crate::sources;
use crate::target::{Session, Target};
use crate::verdict::{Judged, Verdict, compare_targets, judge};

/// Every case and every target.
pub struct Suite {
    pub places: Places,
    pub trials: Vec<Trial>,
    pub targets: Vec<Box<dyn Target>>,
    /// What makes components of Python programs.
    pub compiler: Box<dyn Compiler>,
    /// Whole cases whose data is not there, with the number of rows that they would have.
    pub absent: Vec<AbsentCase>,
}

/// A case whose source is not there.
#[derive(Clone, Debug)]
pub struct AbsentCase {
    pub area: String,
    /// `area/case`.
    pub path: String,
    pub why: String,
    pub count: usize,
}

/// What of the suite is to be run.
pub struct Selection<'a> {
    /// Is this target wanted?
    pub target: &'a dyn Fn(&str) -> bool,
    /// Is this trial (`target`, `area/case/row`) wanted?
    pub trial: &'a dyn Fn(&str, &str) -> bool,
    /// A missing target is a skip instead of a failure.
    pub allow_missing: bool,
    /// Start and calls are measured too.
    pub measure: bool,
}

/// One target's part of a run, before it is judged beside the others.
struct TargetPart<'s> {
    target: &'s dyn Target,
    /// Indices into the suite's trials.
    wanted: Vec<usize>,
    run: TargetRun,
    seconds: f64,
    costs: Vec<Cost>,
}

impl Suite {
    /// Reads the cases of a repository and plans them for these targets.
    ///
    /// # Errors
    /// When folders cannot be listed.
    pub fn load(
        places: Places,
        targets: Vec<Box<dyn Target>>,
        compiler: Box<dyn Compiler>,
    ) -> Result<Suite> {
        let mut trials = Vec::new();
        let mut absent = Vec::new();
        let mut store = Store::new(&places);
        for read in case::read_all(&places.suite().join("cases"))? {
            let expanded = read.and_then(|mut case| match sources::expand(&mut case, &places) {
                Ok(None) => Ok((case, None)),
                Ok(Some(missing)) => Ok((case, Some(missing))),
                Err(error) => Err(case::Unreadable {
                    area: case.area,
                    name: case.name,
                    why: format!("{error:#}"),
                }),
            });
            match expanded {
                Ok((case, None)) => trials.extend(plan(&case, &mut store, &places)),
                Ok((case, Some(missing))) => absent.push(AbsentCase {
                    path: format!("{}/{}", case.area, case.name),
                    area: case.area,
                    why: missing.what,
                    count: missing.count.unwrap_or(1),
                }),
                Err(broken) => trials.push(broken_trial(broken)),
            }
        }
        for read in python::read_all(&places.suite().join("cases"))? {
            trials.push(read.map_or_else(broken_trial, program));
        }
        Ok(Suite {
            places,
            trials,
            targets,
            compiler,
            absent,
        })
    }

    /// Runs what is selected: targets side by side, as many as there are cores.
    ///
    /// # Errors
    /// When a file of expectations cannot be read.
    pub fn run(&self, selection: &Selection, progress: &dyn Progress) -> Result<Report> {
        let start = Instant::now();
        let wanted: Vec<&dyn Target> = self
            .targets
            .iter()
            .map(AsRef::as_ref)
            .filter(|target| (selection.target)(target.name()))
            .collect();
        let measurements = if selection.measure {
            measure::read(&self.places)?
        } else {
            Vec::new()
        };
        // Chosen here, because what chooses need not be shareable between threads.
        let chosen: Vec<(&dyn Target, Vec<usize>)> = wanted
            .into_iter()
            .map(|target| (target, self.chosen(target, selection)))
            .collect();
        self.prepare_programs(&chosen, progress);
        let queue: Mutex<VecDeque<_>> = Mutex::new(chosen.iter().enumerate().collect());
        let done: Mutex<Vec<(usize, TargetPart)>> = Mutex::new(Vec::new());
        let cores = thread::available_parallelism().map_or(2, usize::from);
        thread::scope(|scope| {
            for _ in 0..cores.min(chosen.len()) {
                scope.spawn(|| {
                    while let Some((place, (target, wanted))) =
                        queue.lock().ok().and_then(|mut queue| queue.pop_front())
                    {
                        let part =
                            self.target_part(*target, wanted.clone(), &measurements, progress);
                        if let Ok(mut done) = done.lock() {
                            done.push((place, part));
                        }
                    }
                });
            }
        });
        let mut parts = done.into_inner().unwrap_or_default();
        parts.sort_by_key(|(place, _)| *place);
        let mut report =
            self.judged(parts.into_iter().map(|(_, part)| part).collect(), selection)?;
        report.seconds = start.elapsed().as_secs_f64();
        Ok(report)
    }

    /// Compiles the programs that any target is to run.
    fn prepare_programs(&self, chosen: &[(&dyn Target, Vec<usize>)], progress: &dyn Progress) {
        let mut wanted: Vec<usize> = chosen
            .iter()
            .flat_map(|(_, wanted)| wanted)
            .copied()
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let programs: Vec<&Program> = wanted
            .into_iter()
            .filter_map(|index| match &self.trials[index].state {
                State::Program(program) if program.prepared.get().is_none() => Some(program),
                _ => None,
            })
            .collect();
        if programs.is_empty() {
            return;
        }
        progress.preparing(programs.len());
        let cases: Vec<Arc<PythonCase>> = programs.iter().map(|p| p.case.clone()).collect();
        let folder = self.places.report().join("programs");
        let prepared = python::prepare(&cases, self.compiler.as_ref(), &folder);
        for (program, prepared) in programs.into_iter().zip(prepared) {
            // Nobody else sets it.
            let _ = program.prepared.set(prepared);
        }
    }

    fn chosen(&self, target: &dyn Target, selection: &Selection) -> Vec<usize> {
        (0..self.trials.len())
            .filter(|&index| (selection.trial)(target.name(), &self.trials[index].path))
            .collect()
    }

    fn target_part<'s>(
        &'s self,
        target: &'s dyn Target,
        wanted: Vec<usize>,
        measurements: &[Measurement],
        progress: &dyn Progress,
    ) -> TargetPart<'s> {
        let start = Instant::now();
        let trials: Vec<&Trial> = wanted.iter().map(|&index| &self.trials[index]).collect();
        let (run, session) = engine::run(target, &trials, progress);
        let costs = session.map_or_else(Vec::new, |session| self.costs(session, measurements));
        TargetPart {
            target,
            wanted,
            run,
            seconds: start.elapsed().as_secs_f64(),
            costs,
        }
    }

    fn costs(&self, mut session: Box<dyn Session>, measurements: &[Measurement]) -> Vec<Cost> {
        let mut store = Store::new(&self.places);
        measurements
            .iter()
            .map_while(|what| what.take(&mut store, session.as_mut()))
            .collect()
    }

    fn judged(&self, parts: Vec<TargetPart>, selection: &Selection) -> Result<Report> {
        let mut report = Report::default();
        let ran: Vec<&TargetPart> = parts
            .iter()
            .filter(|part| matches!(part.run, TargetRun::Ran { .. }))
            .collect();
        let names: Vec<&str> = ran.iter().map(|part| part.target.name()).collect();
        let mut judged = self.judge_alone(&ran);
        let trials: Vec<&Trial> = self.trials.iter().collect();
        compare_targets(&trials, &names, &mut judged);
        for (n, part) in ran.iter().enumerate() {
            self.report_target(part, n, &judged, selection, &mut report)?;
        }
        for part in parts
            .iter()
            .filter(|part| !matches!(part.run, TargetRun::Ran { .. }))
        {
            self.report_missing(part, selection, &mut report);
        }
        report.order_targets(self.targets.iter().map(|target| target.name()));
        Ok(report)
    }

    /// By trial, then by target.
    fn judge_alone(&self, ran: &[&TargetPart]) -> Vec<Vec<Judged>> {
        let nothing = TrialRun::default();
        let place_in = |part: &TargetPart, index: usize| part.wanted.binary_search(&index).ok();
        let one = |index: usize, part: &TargetPart| match (place_in(part, index), &part.run) {
            (Some(at), TargetRun::Ran { trials, .. }) => judge(
                &self.trials[index],
                trials.get(at).unwrap_or(&nothing),
                &self.places,
            ),
            _ => Judged {
                verdict: Verdict::Skip("not selected".to_string()),
                gave: None,
            },
        };
        (0..self.trials.len())
            .map(|index| ran.iter().map(|part| one(index, part)).collect())
            .collect()
    }

    fn report_target(
        &self,
        part: &TargetPart,
        n: usize,
        judged: &[Vec<Judged>],
        selection: &Selection,
        report: &mut Report,
    ) -> Result<()> {
        let TargetRun::Ran {
            hello,
            trials: runs,
        } = &part.run
        else {
            return Ok(());
        };
        let name = part.target.name();
        let known = Expectations::of(&self.places.suite().join("expectations"), name)?;
        for (at, &index) in part.wanted.iter().enumerate() {
            let trial = &self.trials[index];
            let verdict = known.apply(&trial.path, judged[index][n].verdict.clone());
            let ns = runs.get(at).and_then(|run| run.ns);
            report.lines.push(Line {
                ns,
                ..Line::new(name, &trial.area, trial.path.clone(), verdict)
            });
        }
        let all: Vec<&str> = self
            .trials
            .iter()
            .map(|trial| trial.path.as_str())
            .chain(self.absent.iter().map(|a| a.path.as_str()))
            .collect();
        for gap in known.unused(&all) {
            let why = format!(
                "expectations/{name}.toml: `{}` matches no trial: remove it",
                gap.trial
            );
            report.lines.push(Line::new(
                name,
                "expectations",
                format!("expectations/{}", gap.trial),
                Verdict::Fail(why),
            ));
        }
        for absent in &self.absent {
            if (selection.trial)(name, &absent.path) {
                let verdict = Verdict::Skip(absent.why.clone());
                report.lines.push(Line {
                    count: absent.count,
                    ..Line::new(name, &absent.area, absent.path.clone(), verdict)
                });
            }
        }
        report.targets.push(TargetLine::ran(
            name,
            hello.clone(),
            part.seconds,
            part.costs.clone(),
        ));
        Ok(())
    }

    /// A target that did not run is one failure (or a skip, where that is allowed), and its trials are skips.
    fn report_missing(&self, part: &TargetPart, selection: &Selection, report: &mut Report) {
        let name = part.target.name();
        let (why, verdict) = match &part.run {
            TargetRun::Missing { what, fix } => {
                let why = format!("{what} is missing: {fix}");
                let verdict = if selection.allow_missing {
                    Verdict::Skip(why.clone())
                } else {
                    Verdict::Fail(why.clone())
                };
                (why, verdict)
            }
            TargetRun::NotStarted(why) => (
                format!("{name} did not start: see {name}/host/start"),
                Verdict::Fail(format!("did not start: {why}")),
            ),
            TargetRun::Ran { .. } => return,
        };
        for &index in &part.wanted {
            let trial = &self.trials[index];
            let verdict = Verdict::Skip(why.clone());
            report
                .lines
                .push(Line::new(name, &trial.area, trial.path.clone(), verdict));
        }
        report
            .lines
            .push(Line::new(name, "host", "host/start".to_string(), verdict));
        report.targets.push(TargetLine::missing(name, why));
    }

    /// The names of all trials, `target/area/case/row`.
    pub fn names(&self) -> impl Iterator<Item = (String, &Trial)> {
        let of = |target: &str, trial: &Trial| format!("{target}/{}", trial.path);
        self.targets.iter().flat_map(move |target| {
            self.trials
                .iter()
                .map(move |trial| (of(target.name(), trial), trial))
        })
    }
}

fn broken_trial(broken: case::Unreadable) -> Trial {
    let path = format!("{}/{}", broken.area, broken.name);
    Trial {
        key: path.clone(),
        path,
        area: broken.area,
        state: State::Broken(broken.why),
    }
}
