//! Differential fuzzing: random programs, run by Molt and by CPython 3.12, must print the same.
//!
//! ```text
//! scripts/differential --seed 1 --rounds 20        # 20 programs of 200 operations and 12 functions
//! ```
//!
//! A difference is cut down to the one statement that shows it and printed with both outputs; `--save FOLDER` keeps it as a
//! program that can become a parity case. The exit code is 1 when there was a difference.

mod operations;
mod programs;
mod random;
mod run;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

use random::Random;
use run::{Engines, Outcome};

/// Makes random Python programs and compares what Molt and CPython print.
#[derive(Parser)]
struct Options {
    /// First seed; round n uses seed + n
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Programs to make
    #[arg(long, default_value_t = 10)]
    rounds: u64,
    /// Operations in a program
    #[arg(long, default_value_t = 200)]
    operations: usize,
    /// Functions in a program
    #[arg(long, default_value_t = 12)]
    functions: usize,
    /// The molt command
    #[arg(long, default_value = "target/debug/molt")]
    molt: PathBuf,
    /// CPython 3.12
    #[arg(long, default_value = "python3.12")]
    python: PathBuf,
    /// Folder to keep minimised differences in
    #[arg(long)]
    save: Option<PathBuf>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let engines = Engines::new(&options.molt, &options.python)?;
    let (mut operations, mut differences) = (0, 0);
    for seed in options.seed..options.seed + options.rounds {
        let mut random = Random::new(seed);
        let mut parts = operations::statements(&mut random, options.operations);
        parts.extend((0..options.functions).map(|n| programs::function(&mut random, n)));
        operations += parts.len();
        for (name, found) in difference(&engines, &parts)?.into_iter().enumerate() {
            differences += 1;
            println!(
                "--- seed {seed}\n{}--- molt\n{}--- CPython\n{}",
                found.program, found.molt, found.cpython
            );
            if let Some(folder) = &options.save {
                std::fs::create_dir_all(folder)?;
                let text = format!(
                    "# about: Found with seed {seed}.\n{}{}",
                    operations::PRELUDE,
                    found.program
                );
                std::fs::write(folder.join(format!("found-{seed}-{name}.py")), text)?;
            }
        }
        eprintln!("seed {seed}: {operations} parts so far, {differences} differences");
    }
    println!("{operations} operations and functions, {differences} differences");
    std::process::exit(i32::from(differences > 0));
}

/// A part on which the two disagree.
struct Difference {
    program: String,
    molt: String,
    cpython: String,
}

/// Runs the parts together; where that differs, halves until single parts are left.
fn difference(engines: &Engines, parts: &[String]) -> Result<Vec<Difference>> {
    let program = parts.concat();
    let Outcome { molt, cpython } = engines.run(&format!("{}{program}", operations::PRELUDE))?;
    if molt == cpython {
        return Ok(Vec::new());
    }
    if parts.len() == 1 {
        return Ok(vec![Difference {
            program,
            molt,
            cpython,
        }]);
    }
    let (left, right) = parts.split_at(parts.len() / 2);
    let mut found = difference(engines, left)?;
    found.extend(difference(engines, right)?);
    Ok(found)
}
