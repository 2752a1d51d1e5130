//! The suite under `cargo test`: `cargo test -p molt-parity --test parity -- wasmtime/json`.
//!
//! wasmtime alone, unless the filter starts with another target's name or `MOLT_TARGETS` names more (or `all`): browsers have no
//! place in a quick test. What is selected runs first, in batches; each trial then tells its verdict.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use molt_parity::places::Places;
use molt_parity::report::Live;
use molt_parity::suite::{Selection, Suite};
use molt_parity::verdict::Verdict;
use molt_parity::{build, python, target};

fn main() -> ExitCode {
    let args = Arguments::from_args();
    match run(&args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Arguments) -> Result<ExitCode> {
    let places = Places::here();
    if std::env::var_os("MOLT_NO_BUILD").is_none() {
        build::if_stale(&places, &|line| eprintln!("{line}"))?;
    }
    let mut suite = Suite::load(
        places.clone(),
        target::all(&places)?,
        python::molt(&places, python::Runtime::Whole),
    )?;
    let wanted = wanted_targets(args);
    suite.targets.retain(|target| {
        wanted
            .iter()
            .any(|name| name == target.name() || name == "all")
    });
    if args.list {
        let all = suite
            .names()
            .map(|(name, _)| Trial::test(name, || Ok(())))
            .collect();
        return Ok(libtest_mimic::run(args, all).exit_code());
    }
    let selected = |target: &str, path: &str| {
        !args.is_filtered_out(&Trial::test(format!("{target}/{path}"), || Ok(())))
    };
    let selection = Selection {
        target: &|_| true,
        trial: &selected,
        allow_missing: false,
        measure: false,
    };
    let report = suite.run(&selection, &Live::new())?;
    let verdicts: HashMap<String, Verdict> = report
        .lines
        .iter()
        .map(|line| (line.name(), line.verdict.clone()))
        .collect();
    let names: Vec<String> = report.lines.iter().map(|line| line.name()).collect();
    let verdicts = Arc::new(verdicts);
    let trials = names.into_iter().map(|name| {
        let (verdicts, key) = (verdicts.clone(), name.clone());
        Trial::ignorable_test(name, move || told(verdicts.get(&key)))
    });
    Ok(libtest_mimic::run(args, trials.collect()).exit_code())
}

fn told(verdict: Option<&Verdict>) -> Result<Completion, Failed> {
    match verdict {
        Some(Verdict::Pass) => Ok(Completion::Completed),
        Some(Verdict::Xfail(why)) => Ok(Completion::ignored_with(format!("known gap: {why}"))),
        Some(Verdict::Skip(why)) => Ok(Completion::ignored_with(why)),
        Some(Verdict::Fail(why)) => Err(why.as_str().into()),
        None => Err("it has no verdict".into()),
    }
}

fn wanted_targets(args: &Arguments) -> Vec<String> {
    if let Ok(list) = std::env::var("MOLT_TARGETS") {
        return list
            .split(',')
            .map(|name| name.trim().to_string())
            .collect();
    }
    let of_filter = args
        .filter
        .as_ref()
        .and_then(|filter| filter.split_once('/'))
        .map(|(target, _)| target.to_string());
    of_filter
        .into_iter()
        .chain(["wasmtime".to_string()])
        .collect()
}
