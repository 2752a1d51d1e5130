//! `molt run`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use molt_host::{Capabilities, Capability, Host, Instance, Limits, Program};

use super::call::size;
use crate::failure::Failure;
use crate::output::{Output, quit_if_lost};
use crate::program::{Kept, Source};

const EXAMPLES: &str = "\
A Python file is compiled, composed with the runtime and run; what was built is kept in the user's cache folder, so that a file
that did not change starts in milliseconds. A component runs when it exports molt:capabilities/program (`molt build app.py`) or
wasi:cli/run. It gets standard output, standard error and its arguments, and nothing else.

The exit code is the program's. A file that does not compile and a program that traps end with 2, and say why.

Examples:
  molt run app.py
  molt run app.py --fast input        what comes after the file belongs to the program
  molt run app.wasm
  molt run --memory 64MiB app.py
  molt run --stats app.py             how much memory it took";

/// Run a Python program, or a component that is one
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Linear memory that it may have, all memories together: 512MiB, 2GiB
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "1GiB")]
    memory: usize,
    /// When the program has ended, say on standard error how much linear memory it took at most
    #[arg(long)]
    stats: bool,
    /// A Python file, or a component; what comes after it are the program's arguments
    #[arg(
        value_names = ["FILE", "ARGUMENTS"],
        required = true,
        num_args = 1..,
        trailing_var_arg = true
    )]
    command: Vec<PathBuf>,
}

impl Args {
    /// What `--stats` asks for. Memories never shrink: what there is at the end is the most that there was.
    fn report(&self, instance: &Instance) {
        if self.stats {
            let used = instance.memory_used();
            quit_if_lost(writeln!(
                std::io::stderr(),
                "memory: {used} bytes of linear memory at most"
            ));
        }
    }
}

/// What a component is run by.
enum Entry {
    Program,
    Wasi,
}

const PROGRAM: &str = "molt:capabilities/program@0.1.0#run";
const WASI: &str = "wasi:cli/run";

/// Builds if need be, runs, and ends with the program's exit code.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, Failure> {
    let host = Host::builder()
        .instances(1)
        .capabilities(Capability::ALL)
        .wasi(true)
        .share_modules(true)
        .build();
    let Some(file) = args.command.first() else {
        return Err(Failure::new("usage", "name a program"));
    };
    let program = if Source::is_python(file) {
        let source = Source::read(file)?;
        host.load_bytes(&Kept::new().portable(&source, output)?)?
    } else {
        host.load(file)?
    };
    let limits = Limits::default().with_memory(args.memory);
    let words = args.command.iter();
    let arguments: Vec<String> = words
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    match entry(&program, file)? {
        Entry::Program => {
            let granted = Capabilities::none()
                .output(
                    |bytes| write(std::io::stdout().lock(), bytes),
                    |bytes| std::io::stderr().lock().write_all(bytes),
                )
                .arguments(arguments);
            let mut instance = program.instantiate_granted(&limits, granted)?;
            let run = instance.typed::<(), (u8,)>(PROGRAM)?;
            let (exit,) = run.call(&mut instance, ())?;
            args.report(&instance);
            Ok(ExitCode::from(exit))
        }
        Entry::Wasi => {
            let granted = Capabilities::none().wasi_command(&arguments);
            let mut instance = program.instantiate_granted(&limits, granted)?;
            let exit = wasi(&mut instance)?;
            args.report(&instance);
            Ok(exit)
        }
    }
}

/// Standard output is gone: so is who reads it.
fn write(mut out: impl Write, bytes: &[u8]) -> std::io::Result<()> {
    quit_if_lost(out.write_all(bytes).and_then(|()| out.flush()));
    Ok(())
}

fn wasi(instance: &mut Instance) -> Result<ExitCode, Failure> {
    let run = instance.typed::<(), (Result<(), ()>,)>(&format!("{WASI}#run"))?;
    match run.call(instance, ())?.0 {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(()) => Ok(ExitCode::FAILURE),
    }
}

fn entry(program: &Program, file: &Path) -> Result<Entry, Failure> {
    let exports = program.exports();
    let mut interfaces = exports
        .iter()
        .filter_map(|export| export.interface.as_deref());
    let of_wasi = |name: &str| name.split('@').next() == Some(WASI);
    if exports.iter().any(|export| export.path() == PROGRAM) {
        return Ok(Entry::Program);
    }
    if interfaces.any(of_wasi) {
        return Ok(Entry::Wasi);
    }
    let message = format!(
        "{} is no program: it exports neither molt:capabilities/program nor wasi:cli/run",
        file.display()
    );
    Err(Failure::new("no-program", message)
        .fix("call one of its functions instead: `molt call FILE` lists them"))
}
