//! The verbs, one file each. A verb is a clap `Args` and a `run` that returns the exit code or the one error to report.

mod build;
mod call;
mod check;
mod completions;
mod compose;
mod doctor;
mod explain;
mod run;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;
use crate::output::Output;

/// What `molt --help` ends with.
pub const GUIDE: &str = "\
Exit codes:
  0  done
  1  done, and the answer is no: the function returned an error, the file does not compile, the machine lacks something
  2  not done: the error says why, and what to do
`molt run` ends with the program's own.

`molt help COMMAND` explains a command with examples.";

/// A verb of the command line.
#[derive(Subcommand)]
pub enum Command {
    Run(run::Args),
    Build(build::Args),
    Check(check::Args),
    Compose(compose::Args),
    Explain(explain::Args),
    Call(call::Args),
    Doctor(doctor::Args),
    Completions(completions::Args),
}

impl Command {
    /// Does what the command line asks for.
    pub fn run(self, output: &Output) -> Result<ExitCode, Failure> {
        match self {
            Command::Run(args) => run::run(&args, output),
            Command::Build(args) => build::run(&args, output),
            Command::Check(args) => check::run(&args, output),
            Command::Compose(args) => compose::run(&args, output),
            Command::Explain(args) => explain::run(&args, output),
            Command::Call(args) => call::run(&args, output),
            Command::Doctor(args) => doctor::run(&args, output),
            Command::Completions(args) => completions::run(&args, output),
        }
    }
}
