//! `molt-parity`: runs the matrix. `scripts/parity` calls it.

use std::io::{IsTerminal, stdout};
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;
use molt_parity::places::Places;
use molt_parity::python::CPython;
use molt_parity::report::{self, Colours, Live, Report};
use molt_parity::suite::{Selection, Suite};
use molt_parity::{build, python, target};

/// Runs the same calls against the same component bytes on every target, and compares.
///
/// Writes target/parity/report.html and target/parity/report.json. Exits with 0 only if nothing failed.
#[derive(Parser)]
#[command(name = "parity", bin_name = "scripts/parity")]
struct Args {
    /// Only this target (wasmtime, node, chromium, firefox, worker); may be given again.
    #[arg(long, value_name = "NAME")]
    target: Vec<String>,
    /// Only this area (a folder of parity-suite/cases); may be given again.
    #[arg(long, value_name = "NAME")]
    area: Vec<String>,
    /// Only trials with this text in `area/case/row`; may be given again.
    #[arg(long, value_name = "TEXT")]
    case: Vec<String>,
    /// Print the report as JSON instead of the matrix.
    #[arg(long)]
    json: bool,
    /// A target that is not installed is skipped instead of a failure.
    #[arg(long)]
    allow_missing: bool,
    /// Use the components in dist/ as they are.
    #[arg(long)]
    no_build: bool,
    /// Leave out what starting and calling costs.
    #[arg(long)]
    no_measure: bool,
    /// List the trials that would run.
    #[arg(long)]
    list: bool,
    /// Compose Python programs as `molt build` does, with what they use of the runtime. Each is then compiled by itself.
    #[arg(long)]
    shrunk: bool,
    /// Record what CPython 3.12 does with the selected Python programs, instead of running anything.
    #[arg(long)]
    record: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

impl Args {
    /// Whether `area/case/row` is wanted.
    fn selects(&self, path: &str) -> bool {
        let area = path.split('/').next().unwrap_or_default();
        let in_area = self.area.is_empty() || self.area.iter().any(|wanted| wanted == area);
        let has = |wanted: &String| path.contains(wanted.as_str());
        in_area && (self.case.is_empty() || self.case.iter().any(has))
    }
}

/// Records what CPython does. True when every program could be recorded.
fn record(args: &Args, places: &Places) -> Result<bool> {
    let cases = python::read_all(&places.suite().join("cases"))?;
    let (mut cases, mut failed) = (cases, 0);
    cases.retain(|case| match case {
        Ok(case) => args.selects(&case.id()),
        Err(_) => true,
    });
    let python = CPython::find()?;
    eprintln!("recording from CPython {}", python.version);
    for said in python::record_all(&python, cases) {
        match said {
            Ok(None) => {}
            Ok(Some(written)) => println!("{written}"),
            Err(why) => {
                failed += 1;
                eprintln!("error: {why}");
            }
        }
    }
    Ok(failed == 0)
}

/// True when nothing failed.
fn run(args: &Args) -> Result<bool> {
    let places = Places::here();
    if args.record {
        return record(args, &places);
    }
    if !args.no_build {
        build::if_stale(&places, &|line| eprintln!("{line}"))?;
    }
    let runtime = match args.shrunk {
        true => python::Runtime::Shrunk,
        false => python::Runtime::Whole,
    };
    let compiler = python::molt(&places, runtime);
    let suite = Suite::load(places.clone(), target::all(&places)?, compiler)?;
    check_names(args, &suite)?;
    let trial = |_: &str, path: &str| args.selects(path);
    let target =
        |name: &str| args.target.is_empty() || args.target.iter().any(|wanted| wanted == name);
    if args.list {
        let wanted = suite.names().filter(|(name, t)| {
            target(name.split('/').next().unwrap_or_default()) && trial("", &t.path)
        });
        wanted.for_each(|(name, _)| println!("{name}"));
        return Ok(true);
    }
    let selection = Selection {
        target: &target,
        trial: &trial,
        allow_missing: args.allow_missing,
        measure: !args.no_measure,
    };
    let mut report = suite.run(&selection, &Live::new())?;
    report.measure_components(&places.root.join("dist"));
    show(&report, &places, args.json)
}

fn show(report: &Report, places: &Places, json: bool) -> Result<bool> {
    let page = report.write(&places.report())?;
    let totals = report.totals();
    if json {
        println!("{:#}", report.to_json());
        eprintln!("{}", report::closing(report));
    } else {
        print!(
            "{}",
            report::print(report, Colours::for_terminal(stdout().is_terminal()))
        );
        println!("\nreport: {}", page.display());
        println!("{}", report::closing(report));
    }
    Ok(totals.fail == 0)
}

/// A filter with a typing error would select nothing, and nothing fails.
fn check_names(args: &Args, suite: &Suite) -> Result<()> {
    let targets: Vec<&str> = suite.targets.iter().map(|target| target.name()).collect();
    for wanted in &args.target {
        ensure!(
            targets.contains(&wanted.as_str()),
            "no target `{wanted}`; there is {}",
            targets.join(", ")
        );
    }
    let mut areas: Vec<&str> = suite
        .trials
        .iter()
        .map(|trial| trial.area.as_str())
        .collect();
    areas.extend(suite.absent.iter().map(|absent| absent.area.as_str()));
    areas.dedup();
    for wanted in &args.area {
        ensure!(
            areas.contains(&wanted.as_str()),
            "no area `{wanted}`; there is {}",
            areas.join(", ")
        );
    }
    for wanted in &args.case {
        let known = suite
            .trials
            .iter()
            .any(|trial| trial.path.contains(wanted.as_str()))
            || suite
                .absent
                .iter()
                .any(|a| a.path.contains(wanted.as_str()));
        ensure!(
            known,
            "no trial has `{wanted}` in its name; `--list` shows them"
        );
    }
    Ok(())
}
