//! `molt completions`

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::failure::Failure;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  molt completions bash > ~/.local/share/bash-completion/completions/molt
  molt completions zsh  > ~/.zfunc/_molt
  molt completions fish > ~/.config/fish/completions/molt.fish";

/// Print a completion script for a shell
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell that the script is for
    shell: Shell,
}

/// Writes the script on standard output; under `--json` as `{"shell", "script"}`.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut crate::Cli::command(), "molt", &mut script);
    if output.is_json() {
        output.json(&serde_json::json!({
            "shell": args.shell.to_string(),
            "script": String::from_utf8_lossy(&script),
        }));
    } else {
        output.bytes(&script);
    }
    Ok(ExitCode::SUCCESS)
}
