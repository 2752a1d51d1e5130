//! Compiled Python programs beside the interpreters that run the same source: round by round, in one process each, and what
//! starting one and its memory cost in processes of their own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use molt_guest_build::Sizes;
use molt_host::{Capabilities, Capability, Host, Limits, Program};

use crate::conversions::Pace;
use crate::report::{ProgramCost, ProgramRow, Start};
use crate::sample::{Sample, Spread};
use crate::worker::{Processes, Run, Worker};

/// The contestant that ratios are formed with.
const REFERENCE: &str = "CPython";
const WASMTIME: &str = "molt, wasmtime";
/// As much as `molt run` gives a program.
const MEMORY: usize = 1 << 30;
/// The program whose start is measured.
const HELLO: &str = "hello";

/// Where contestants are found.
pub struct Places<'a> {
    pub root: &'a Path,
    pub node: PathBuf,
    pub python: PathBuf,
    /// The `molt` command.
    pub molt: PathBuf,
}

/// Everything that is measured about programs.
pub struct Measured {
    pub programs: Vec<ProgramCost>,
    pub starts: Vec<Start>,
    pub versions: BTreeMap<String, String>,
}

/// Measures all programs of `bench/programs`.
pub fn measure(places: &Places, pace: Pace, named: &[String]) -> Result<Measured> {
    let mut bench = Bench::start(places, pace)?;
    let (mut programs, mut starts) = (Vec::new(), Vec::new());
    for source in sources(places.root, named)? {
        let name = stem(&source);
        eprintln!("programs: {name}");
        match bench.build(&source)? {
            Ok(component) => programs.push(bench.program(&name, &source, &component)?),
            Err(refusal) => {
                eprintln!("NOT MEASURED: {name}: {refusal}");
                programs.push(ProgramCost::failed(name, refusal));
                continue;
            }
        }
        if stem(&source) == HELLO {
            starts = bench.starts(&source)?;
        }
    }
    let workers = bench.workers.iter();
    let versions = workers.flat_map(|worker| worker.versions.clone());
    Ok(Measured {
        programs,
        starts,
        versions: versions.collect(),
    })
}

fn sources(root: &Path, named: &[String]) -> Result<Vec<PathBuf>> {
    let folder = root.join("bench/programs");
    let entries =
        std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path()));
    let mut paths: Vec<PathBuf> = paths.collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
    if let Some(unknown) = named
        .iter()
        .find(|name| !paths.iter().any(|path| stem(path) == **name))
    {
        bail!("there is no program {unknown} in {}", folder.display());
    }
    paths.retain(|path| named.is_empty() || named.contains(&stem(path)));
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

struct Bench<'a> {
    places: &'a Places<'a>,
    pace: Pace,
    host: Host,
    /// CPython first: it says what a program has to print.
    workers: Vec<Worker>,
    processes: Processes,
}

impl<'a> Bench<'a> {
    fn start(places: &'a Places<'a>, pace: Pace) -> Result<Self> {
        let folder = places.root.join("bench/workers");
        let node = |kind: &str| {
            let mut command = Command::new(&places.node);
            command.arg(folder.join("programs.mjs")).arg(kind);
            command
        };
        let python = Worker::start(Command::new(&places.python).arg(folder.join("programs.py")))?;
        let mut workers = vec![python, Worker::start(&mut node("molt"))?];
        match Worker::start(&mut node("pyodide")) {
            Ok(worker) => workers.push(worker),
            Err(error) => eprintln!("SKIPPED: Pyodide takes no part: {error:#}"),
        }
        let processes = Processes::start(
            Command::new(&places.python)
                .args(["-I", "-S"])
                .arg(folder.join("process.py")),
        )?;
        let host = Host::builder()
            .instances(1)
            .capabilities(Capability::ALL)
            .share_modules(true)
            .build();
        Ok(Self {
            places,
            pace,
            host,
            workers,
            processes,
        })
    }

    /// Builds a program's component, or says why it was refused.
    fn build(&self, source: &Path) -> Result<Result<PathBuf, String>> {
        let folder = self.places.root.join("target/bench/programs");
        std::fs::create_dir_all(&folder)?;
        let component = folder.join(stem(source)).with_extension("wasm");
        let built = Command::new(&self.places.molt)
            .arg("build")
            .arg(source)
            .arg("-o")
            .arg(&component)
            .output()
            .with_context(|| format!("cannot start {}", self.places.molt.display()))?;
        if built.status.success() {
            return Ok(Ok(component));
        }
        Ok(Err(String::from_utf8_lossy(&built.stderr)
            .trim()
            .to_owned()))
    }

    /// One program in all contestants.
    fn program(&mut self, name: &str, source: &Path, component: &Path) -> Result<ProgramCost> {
        let bytes = std::fs::read(component)?;
        let sizes = Sizes::of(&bytes);
        let program = self.host.load_bytes(&bytes)?;
        let mut figures: Vec<Figures> = std::iter::once(Figures::new(REFERENCE.to_owned()))
            .chain([Figures::new(WASMTIME.to_owned())])
            .chain(
                self.workers
                    .iter()
                    .skip(1)
                    .map(|one| Figures::new(one.name())),
            )
            .collect();
        let mut guest_bytes = 0;
        for _ in 0..self.pace.rounds {
            for (place, one) in figures.iter_mut().enumerate() {
                // Us second, the others in the order of the workers.
                let turn = match place {
                    1 => here(&program, name, self.pace.millis).map(|(run, used)| {
                        guest_bytes = used.max(guest_bytes);
                        run
                    }),
                    0 => self.there(0, source),
                    2 => self.there(1, component),
                    _ => self.there(place - 1, source),
                };
                one.take(turn);
            }
        }
        self.memory(&mut figures, source, component)?;
        let expected = figures.first().and_then(|one| one.output.clone());
        let reference = figures
            .first()
            .map(|one| one.ms.clone())
            .unwrap_or_default();
        let rows = figures
            .into_iter()
            .map(|one| one.row(&expected, &reference));
        Ok(ProgramCost {
            program: name.to_owned(),
            failure: None,
            component_bytes: sizes.raw as u64,
            brotli_bytes: sizes.brotli as u64,
            guest_bytes,
            rows: rows.collect(),
        })
    }

    fn there(&mut self, worker: usize, file: &Path) -> Result<Run> {
        let millis = self.pace.millis;
        let worker = self.workers.get_mut(worker).context("a worker is gone")?;
        let job = worker.jobs.first().cloned().unwrap_or_default();
        worker.program(&job, file, millis)
    }

    /// What each contestant's process had resident at most when it does nothing but run the program.
    fn memory(&mut self, figures: &mut [Figures], source: &Path, component: &Path) -> Result<()> {
        for one in figures {
            let command = self.command(&one.contestant, source, component);
            if one.contestant == WASMTIME {
                // `molt run` compiles what it does not know yet: that is no part of running it.
                self.processes.run(&command)?;
            }
            let process = self.processes.run(&command)?;
            one.peak = (process.exit == 0).then_some(process.peak_bytes);
        }
        Ok(())
    }

    /// A process that runs one program and ends.
    fn command(&self, contestant: &str, source: &Path, component: &Path) -> Vec<PathBuf> {
        let script = self.places.root.join("bench/workers/programs.mjs");
        let node = |kind: &str, file: &Path| {
            vec![
                self.places.node.clone(),
                script.clone(),
                PathBuf::from(kind),
                file.to_owned(),
            ]
        };
        match contestant {
            REFERENCE => vec![self.processes.python.clone(), source.to_owned()],
            WASMTIME => vec![
                self.places.molt.clone(),
                PathBuf::from("run"),
                source.to_owned(),
            ],
            "Pyodide" => node("pyodide", source),
            _ => node("molt", component),
        }
    }

    /// From nothing to the first output.
    fn starts(&mut self, source: &Path) -> Result<Vec<Start>> {
        let component = self.places.root.join("target/bench/programs");
        let component = component.join(stem(source)).with_extension("wasm");
        let mut names = vec![REFERENCE.to_owned(), WASMTIME.to_owned()];
        names.extend(self.workers.iter().skip(1).map(Worker::name));
        let mut figures = vec![(Vec::new(), 0); names.len()];
        // One turn of everybody beforehand: what is kept on disk is made, and read.
        for round in 0..=self.pace.rounds {
            for (name, (times, peak)) in names.iter().zip(&mut figures) {
                let process = self
                    .processes
                    .run(&self.command(name, source, &component))?;
                if process.exit != 0 {
                    bail!("{name}: {} ended with {}", source.display(), process.exit);
                }
                if round > 0 {
                    times.push(process.first_output_ns as f64 / 1e6);
                    *peak = process.peak_bytes.max(*peak);
                }
            }
        }
        let starts = names.into_iter().zip(figures).map(|(name, (times, peak))| {
            let contestant = match name.as_str() {
                WASMTIME => "molt run, kept program".to_owned(),
                _ => name,
            };
            Some(Start {
                contestant,
                ms: Spread::of(times)?,
                peak_bytes: peak,
            })
        });
        starts
            .collect::<Option<_>>()
            .context("a run has at least one round")
    }
}

/// Runs a program in new instances for at least `millis`, and says how much memory an instance had.
fn here(program: &Program, name: &str, millis: u64) -> Result<(Run, u64)> {
    let budget = Duration::from_millis(millis);
    let (_, output, used) = once(program, name)?;
    let (mut spent, mut repetitions) = (Duration::ZERO, 0);
    while repetitions == 0 || spent < budget {
        spent += once(program, name)?.0;
        repetitions += 1;
    }
    let sample = Sample {
        ns: spent.as_nanos() as u64,
        repetitions,
    };
    Ok((Run { sample, output }, used))
}

/// A new instance and its run.
fn once(program: &Program, name: &str) -> Result<(Duration, String, u64)> {
    let output = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&output);
    let granted = Capabilities::none()
        .output(
            move |bytes| {
                sink.lock()
                    .map_err(|_| std::io::Error::other("the sink is gone"))?
                    .extend_from_slice(bytes);
                Ok(())
            },
            |bytes| std::io::Write::write_all(&mut std::io::stderr(), bytes),
        )
        .arguments([name]);
    let limits = Limits::default().with_memory(MEMORY);
    let start = Instant::now();
    let mut instance = program.instantiate_granted(&limits, granted)?;
    let run = instance.typed::<(), (u8,)>("molt:capabilities/program@0.1.0#run")?;
    let (exit,) = run.call(&mut instance, ())?;
    let spent = start.elapsed();
    if exit != 0 {
        bail!("the program ended with {exit}");
    }
    let used = instance.memory_used() as u64;
    drop(instance);
    let output = std::mem::take(&mut *output.lock().map_err(|_| anyhow::anyhow!("no output"))?);
    Ok((spent, String::from_utf8_lossy(&output).into_owned(), used))
}

/// What one contestant did over the rounds.
struct Figures {
    contestant: String,
    /// Milliseconds of one run, by round.
    ms: Vec<f64>,
    output: Option<String>,
    peak: Option<u64>,
    failure: Option<String>,
}

impl Figures {
    fn new(contestant: String) -> Self {
        Self {
            contestant,
            ms: Vec::new(),
            output: None,
            peak: None,
            failure: None,
        }
    }

    fn take(&mut self, turn: Result<Run>) {
        match turn {
            Ok(run) => {
                self.ms.push(run.sample.each() / 1e6);
                self.output = Some(run.output);
            }
            Err(error) => self.failure = Some(format!("{error:#}")),
        }
    }

    /// A contestant that failed once, or prints something else than the reference, has no figures.
    fn row(self, expected: &Option<String>, reference: &[f64]) -> ProgramRow {
        let mut failure = self.failure;
        if failure.is_none() && self.output != *expected {
            failure = Some("prints something else than CPython".to_owned());
        }
        if let Some(failure) = &failure {
            eprintln!("NOT MEASURED: {}: {failure}", self.contestant);
        }
        let good = failure.is_none();
        let ratio = self.ms.iter().zip(reference);
        let ratio = ratio.map(|(own, reference)| reference / own).collect();
        ProgramRow {
            contestant: self.contestant,
            ms: Spread::of(self.ms).filter(|_| good),
            ratio: Spread::of(ratio).filter(|_| good),
            peak_bytes: self.peak,
            failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(ms: u64, output: &str) -> Result<Run> {
        let sample = Sample {
            ns: ms * 1_000_000,
            repetitions: 1,
        };
        let output = output.to_owned();
        Ok(Run { sample, output })
    }

    #[test]
    fn ratios_are_of_one_round_and_other_output_has_no_figures() {
        let expected = Some("3\n".to_owned());
        let mut fast = Figures::new("fast".to_owned());
        for ms in [1, 2, 4] {
            fast.take(run(ms, "3\n"));
        }
        let row = fast.row(&expected, &[10.0, 30.0, 40.0]);
        let ratio = row.ratio.unwrap();
        assert_eq!((ratio.min, ratio.median, ratio.max), (10.0, 10.0, 15.0));
        let mut wrong = Figures::new("wrong".to_owned());
        wrong.take(run(1, "4\n"));
        let row = wrong.row(&expected, &[10.0]);
        assert!(row.ms.is_none() && row.ratio.is_none() && row.failure.is_some());
    }
}
