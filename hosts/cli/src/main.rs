//! The `molt` command: parses the command line, runs one verb, reports its error once.

mod commands;
mod failure;
mod machine;
mod output;
mod program;

use std::process::ExitCode;

use clap::Parser;

use commands::Command;
use failure::Failure;
use output::Output;

/// Compile and run Python programs; build, compose, inspect and call WebAssembly components.
#[derive(Parser)]
#[command(name = "molt", version, after_help = commands::GUIDE, propagate_version = true)]
struct Cli {
    /// Write the result, and an error, as one JSON document on standard output
    #[arg(long, global = true)]
    json: bool,

    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() && std::env::args().any(|arg| arg == "--json") => {
            let text = error.to_string();
            let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
            Output::new(true).failure(&Failure::new("usage", text));
            return ExitCode::from(failure::EXIT_FAILURE);
        }
        Err(error) => {
            let printed = error.print();
            if !error.use_stderr() {
                output::quit_if_lost(printed);
            }
            return ExitCode::from(
                u8::try_from(error.exit_code()).unwrap_or(failure::EXIT_FAILURE),
            );
        }
    };
    let output = Output::new(cli.json);
    match cli.command.run(&output) {
        Ok(code) => code,
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(failure::EXIT_FAILURE)
        }
    }
}
