//! `molt build`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use molt_guest_build::{Built, Error, Options, Package, Progress, Reproduction, Sizes, Workspace};
use serde_json::{Value, json};

use crate::failure::{EXIT_FAILURE, EXIT_NEGATIVE, Failure};
use crate::output::{BAD, FAINT, GOOD, Output, bytes, diagnostic, keep_inputs, write_file};
use crate::program::{self, CODECS, Choice, Source, Target};

const EXAMPLES: &str = "\
A guest is a crate with `crate-type = [\"cdylib\"]` and wit-bindgen glue. The component depends on the sources, the
lock file and the toolchain only: the same bytes in every folder, on every day.

Settings of a guest, in its Cargo.toml:
  [package.metadata.molt]
  name = \"json\"          # component and file name; default: the package without `molt-`
  opt-level = \"s\"        # instead of the guest profile's
  optimize = true        # always run wasm-opt
  strip-names = true     # no function names in traps
  link-graph = true      # say what mentions what, so that a program can get a part of it

Examples:
  molt build app.py                         a Python program, into app.wasm
  molt build app.py --target wasi -o a.wasm for any runner of WASI 0.2 commands
  molt build --all                          every guest of the workspace into dist/
  molt build molt-json -o json.wasm         one package
  molt build ./my-guest --optimize          a crate's folder, with wasm-opt
  molt build json --verify-reproducible     build twice in two folders and compare
  molt build --all --json | jq '.components[].sizes'";

/// Build a Python program, or guest crates, into components
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A Python file; or packages, component names, or folders of crates; without any, the crate in the current folder
    #[arg(value_name = "FILE.py|PACKAGE|FOLDER")]
    guests: Vec<String>,
    /// Build every guest of the workspace
    #[arg(long, conflicts_with = "guests")]
    all: bool,
    /// Where to write: a .wasm file for one guest, else a folder [default: dist/ of the workspace; for a Python file beside it]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// What a Python program is built for
    #[arg(long, value_enum, default_value_t)]
    target: Target,
    /// The codec of a Python program that uses molt:codec/codec
    #[arg(long, value_name = "NAME", value_parser = CODECS)]
    codec: Option<String>,
    /// A component that @molt.ffi of a Python program finds functions in; may be given again
    #[arg(long = "plug", value_name = "FILE.wasm")]
    plugs: Vec<PathBuf>,
    /// Compose a Python program with all of the runtime, not only with what the program can reach
    #[arg(long)]
    whole_runtime: bool,
    /// Run wasm-opt on the core module (npm: binaryen)
    #[arg(long)]
    optimize: bool,
    /// Leave function names out: smaller, but traps show numbers
    #[arg(long)]
    strip_names: bool,
    /// Fail when the lock file would have to change
    #[arg(long)]
    locked: bool,
    /// Build each guest twice, in two copies of the workspace, and compare the bytes; writes nothing
    #[arg(long)]
    verify_reproducible: bool,
}

/// Builds, writes, and shows a table of sizes.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, Failure> {
    if let [file] = &args.guests[..]
        && Source::is_python(Path::new(file))
    {
        return program(args, Path::new(file), output);
    }
    if args.target != Target::default()
        || args.codec.is_some()
        || !args.plugs.is_empty()
        || args.whole_runtime
    {
        return Err(Failure::new(
            "usage",
            "--target, --codec, --plug and --whole-runtime are for a Python program",
        )
        .fix("name one .py file: molt build app.py"));
    }
    let jobs = jobs(args)?;
    if args.verify_reproducible {
        return verify(args, &jobs, output);
    }
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for job in &jobs {
        let target = target(args, job, jobs.len())?;
        match build(args, job, output) {
            Ok(built) => {
                write_file(&target, &built.component)?;
                let sizes = Sizes::of(&built.component);
                if !output.is_json() {
                    show(&built, sizes, &target, done.is_empty(), output);
                }
                done.push(describe(&built, sizes, &target));
            }
            // With several guests, one that fails does not keep the others from being built.
            Err(error) if jobs.len() > 1 => failed.push((job.package.name.clone(), error)),
            Err(error) => return Err(error.into()),
        }
    }
    finish(done, failed, output)
}

/// Builds a Python program.
fn program(args: &Args, file: &Path, output: &Output) -> Result<ExitCode, Failure> {
    if args.optimize || args.strip_names || args.locked || args.verify_reproducible {
        return Err(Failure::new(
            "usage",
            "--optimize, --strip-names, --locked and --verify-reproducible are for guest crates",
        ));
    }
    let target = args
        .output
        .clone()
        .unwrap_or_else(|| file.with_extension("wasm"));
    keep_inputs(
        &target,
        std::iter::once(file).chain(args.plugs.iter().map(PathBuf::as_path)),
    )?;
    let choice = Choice {
        codecs: args.codec.iter().cloned().collect(),
        plugs: args.plugs.clone(),
        shrink: !args.whole_runtime,
    };
    let built = program::build(&Source::read(file)?, args.target, &choice, output)?;
    write_file(&target, &built.bytes)?;
    let digest = molt_guest_build::sha256(&built.bytes);
    if output.is_json() {
        output.json(&json!({
            "file": target,
            "target": args.target.word(),
            "size": built.bytes.len(),
            "sha256": digest,
            "parts": built.parts,
            "imports": built.imports,
            "exports": built.exports,
            "diagnostics": built.warnings,
        }));
        return Ok(ExitCode::SUCCESS);
    }
    for warning in &built.warnings {
        output.line(&diagnostic(warning));
    }
    output.line(&format!(
        "{GOOD}{}{GOOD:#}  {}  {FAINT}sha256 {digest}{FAINT:#}",
        target.display(),
        bytes(built.bytes.len()),
    ));
    output.line(&format!("  parts    {}", built.parts.join(", ")));
    output.line(&format!("  imports  {}", built.imports.join(", ")));
    output.line(&format!("  exports  {}", built.exports.join(", ")));
    Ok(ExitCode::SUCCESS)
}

/// A package and the workspace that it is in.
struct Job {
    workspace: Workspace,
    package: Package,
}

fn jobs(args: &Args) -> Result<Vec<Job>, Failure> {
    let here = Path::new(".");
    if args.all {
        let workspace = Workspace::load(here)?;
        let guests: Vec<Package> = workspace.guests().cloned().collect();
        return Ok(guests
            .into_iter()
            .map(|package| Job {
                workspace: workspace.clone(),
                package,
            })
            .collect());
    }
    if args.guests.is_empty() {
        return job_in_folder(here).map(|job| vec![job]);
    }
    args.guests.iter().map(|guest| job(guest)).collect()
}

fn job(guest: &str) -> Result<Job, Failure> {
    let folder = Path::new(guest);
    if folder.join("Cargo.toml").is_file() {
        return job_in_folder(folder);
    }
    let workspace = Workspace::load(Path::new("."))?;
    let package = workspace.find(guest)?.clone();
    Ok(Job { workspace, package })
}

fn job_in_folder(folder: &Path) -> Result<Job, Failure> {
    let workspace = Workspace::load(folder)?;
    let here = folder
        .canonicalize()
        .map_err(|error| Failure::io("enter", folder, &error))?;
    match workspace
        .packages
        .iter()
        .find(|package| package.folder() == here)
    {
        Some(package) => Ok(Job {
            package: package.clone(),
            workspace,
        }),
        None => Err(Failure::new(
            "no-package",
            format!("{} is a workspace, not a crate", here.display()),
        )
        .fix("name a package, or build them all: molt build --all")),
    }
}

fn build(args: &Args, job: &Job, output: &Output) -> Result<Built, Error> {
    molt_guest_build::build(&job.workspace, &job.package, &options(args), &mut |event| {
        progress(output, &event)
    })
}

fn options(args: &Args) -> Options {
    Options {
        optimize: args.optimize,
        strip_names: args.strip_names,
        target_dir: None,
        locked: args.locked,
    }
}

/// Cargo's own lines say what takes time.
fn progress(output: &Output, event: &Progress) {
    match event {
        Progress::Cargo(line) if line.trim_start().starts_with("Finished") => {}
        event => output.progress(&event.to_string()),
    }
}

/// The file that a job is written to.
fn target(args: &Args, job: &Job, jobs: usize) -> Result<PathBuf, Failure> {
    let file = format!("{}.wasm", job.package.component_name());
    match &args.output {
        None => Ok(job.workspace.root.join("dist").join(file)),
        Some(path) if path.extension().is_none_or(|extension| extension != "wasm") => {
            Ok(path.join(file))
        }
        Some(path) if jobs == 1 => Ok(path.clone()),
        Some(path) => Err(Failure::new(
            "usage",
            format!(
                "{} is one file, but {jobs} components are built",
                path.display()
            ),
        )
        .fix("give a folder: -o dist")),
    }
}

fn show(built: &Built, sizes: Sizes, file: &Path, first: bool, output: &Output) {
    if first {
        output.line(&format!(
            "{FAINT}component         raw      gzip    brotli  sha256            file{FAINT:#}"
        ));
    }
    output.line(&format!(
        "{GOOD}{:<12}{GOOD:#} {:>9} {:>9} {:>9}  {}  {FAINT}{}{FAINT:#}",
        built.name,
        bytes(sizes.raw),
        bytes(sizes.gzip),
        bytes(sizes.brotli),
        &built.sha256[..16],
        file.display(),
    ));
}

fn describe(built: &Built, sizes: Sizes, file: &Path) -> Value {
    json!({
        "name": built.name,
        "package": built.package,
        "version": built.version,
        "file": file,
        "sha256": built.sha256,
        "sizes": { "raw": sizes.raw, "gzip": sizes.gzip, "brotli": sizes.brotli },
        "core_size": built.core_size,
        "imports": built.imports,
        "exports": built.exports,
        "seconds": built.elapsed.as_secs_f64(),
    })
}

fn finish(
    done: Vec<Value>,
    failed: Vec<(String, Error)>,
    output: &Output,
) -> Result<ExitCode, Failure> {
    if output.is_json() {
        let failures = failed.iter().map(|(package, error)| {
            json!({ "package": package, "kind": error.kind(), "message": error.to_string(), "fix": error.fix() })
        });
        output.json(&json!({ "components": done, "failed": failures.collect::<Vec<_>>() }));
        return Ok(if failed.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(EXIT_FAILURE)
        });
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let total = done.len() + failed.len();
    let failure = Failure::new(
        "build",
        format!("{} of {total} components could not be built", failed.len()),
    );
    let lines = failed.iter().map(|(package, error)| {
        let fix = error
            .fix()
            .map(|fix| format!("\nfix: {fix}"))
            .unwrap_or_default();
        format!("{package}: {error}{fix}")
    });
    Err(lines.fold(failure, Failure::detail))
}

fn verify(args: &Args, jobs: &[Job], output: &Output) -> Result<ExitCode, Failure> {
    let mut results = Vec::new();
    for job in jobs {
        let mut report = |event| progress(output, &event);
        let result = molt_guest_build::verify_reproducible(
            &job.workspace,
            &job.package.name,
            &options(args),
            &mut report,
        )?;
        if !output.is_json() {
            output.line(&verdict(&result));
        }
        results.push(result);
    }
    if output.is_json() {
        let list = results.iter().map(|result| {
            json!({
                "name": result.name,
                "identical": result.is_identical(),
                "sha256": result.sha256,
                "first_difference": result.first_difference,
            })
        });
        output.json(&json!({ "components": list.collect::<Vec<_>>() }));
    }
    let identical = results.iter().all(Reproduction::is_identical);
    Ok(if identical {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(EXIT_NEGATIVE)
    })
}

fn verdict(result: &Reproduction) -> String {
    let [first, second] = &result.sha256;
    match result.first_difference {
        None => format!("{GOOD}identical{GOOD:#}  {:<12} {first}", result.name),
        Some(at) => format!(
            "{BAD}different{BAD:#}  {:<12} from byte {at}: {first}, {second}",
            result.name
        ),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure = Self::new(error.kind(), error.to_string());
        match error.fix() {
            Some(fix) => failure.fix(fix),
            None => failure,
        }
    }
}
