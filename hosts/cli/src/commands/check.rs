//! `molt check`

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use crate::failure::{EXIT_NEGATIVE, Failure};
use crate::output::{GOOD, Output, diagnostic};
use crate::program::{Source, compile};

const EXAMPLES: &str = "\
Says what keeps a Python file from being compiled: each finding with its line, why, and what to write instead. Builds nothing.
Ends with 1 when there is an error.

Examples:
  molt check app.py
  molt check src/*.py --json | jq '.files[].diagnostics[].code'";

/// Check whether Python files can be compiled
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Python files
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Compiles each file and shows what there is to say.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, Failure> {
    let mut files = Vec::new();
    let mut refused = false;
    for path in &args.files {
        let source = Source::read(path)?;
        let found = match compile(&source, Vec::new()) {
            Ok(compiled) => compiled.warnings,
            Err(found) => {
                refused = true;
                found
            }
        };
        if !output.is_json() {
            match found.is_empty() {
                true => output.line(&format!(
                    "{GOOD}{}{GOOD:#}  can be compiled",
                    path.display()
                )),
                false => found.iter().for_each(|one| output.line(&diagnostic(one))),
            }
        }
        files.push(json!({ "file": path, "diagnostics": found }));
    }
    if output.is_json() {
        output.json(&json!({ "files": files }));
    }
    Ok(match refused {
        true => ExitCode::from(EXIT_NEGATIVE),
        false => ExitCode::SUCCESS,
    })
}
