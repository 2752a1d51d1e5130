//! `molt compose`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use molt_compose::{Capabilities, Composition, Error, Part, WacFile};
use molt_guest_build::sha256;
use serde_json::json;

use crate::failure::Failure;
use crate::output::{FAINT, GOOD, Output, WARN, bytes, keep_inputs, write_file};

const EXAMPLES: &str = "\
The composition has no import left but the capabilities that you name; else the command fails and says which part
wants what, which export comes nearest, and how the two differ.

Plugs feed the socket and each other. An import with a package (`molt:codec/codec@0.1.0`) takes the export of that
name. A plain import (`json`) takes what fits its type from the plug of that name.

In a .wac file, the package `molt:json` is looked for as molt/json.wasm and json.wasm: in the folders of --search, in
`deps` beside the file, beside the file, and in dist/.

Examples:
  molt compose components/worlds/transcoder.wac -o transcoder.wasm
  molt compose dist/loop.wasm --plug dist/intrinsic.wasm -o loop.wasm
  molt compose dist/checked.wasm --plug dist/cbor.wasm -o checked-cbor.wasm
  molt compose app.wasm --plug json=fast-json.wasm --capability molt:capabilities/clock -o out.wasm
  molt compose app.wac --package acme:log=../log.wasm -o out.wasm";

/// Compose components into one
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A .wac file, or the component whose imports are to be fed (the socket)
    input: PathBuf,
    /// A component to plug in, with a name of its own if the file's is not right
    #[arg(short, long = "plug", value_name = "[NAME=]FILE")]
    plugs: Vec<String>,
    /// An import that stays open for the host; `molt:capabilities/*` stands for all that start so
    #[arg(short, long = "capability", value_name = "IMPORT")]
    capabilities: Vec<String>,
    /// The file of a package that a .wac file names
    #[arg(long = "package", value_name = "NAME=FILE")]
    packages: Vec<String>,
    /// A folder to search for the packages of a .wac file, before the others
    #[arg(short, long, value_name = "FOLDER")]
    search: Vec<PathBuf>,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Composes, writes, and says what came of it.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, Failure> {
    let capabilities = Capabilities::new(args.capabilities.iter().map(String::as_str));
    let is_wac = args
        .input
        .extension()
        .is_some_and(|extension| extension == "wac");
    let composition = match is_wac {
        true => molt_compose::compose_wac(&wac_file(args)?, &capabilities)?,
        false => plugged(args, &capabilities)?,
    };
    let files = composition.files.iter().map(PathBuf::as_path);
    keep_inputs(&args.output, files.chain([args.input.as_path()]))?;
    write_file(&args.output, &composition.bytes)?;
    let unused = capabilities.unused(&composition.imports);
    report(&composition, &unused, &args.output, output);
    Ok(ExitCode::SUCCESS)
}

fn wac_file(args: &Args) -> Result<WacFile, Failure> {
    if !args.plugs.is_empty() {
        return Err(Failure::new("usage", "a .wac file says itself what goes where: --plug has no meaning with it")
            .fix("say where a package is with --package NAME=FILE, or name a component instead of the .wac file"));
    }
    let mut file = WacFile::new(&args.input);
    file.search.splice(0..0, args.search.iter().cloned());
    for package in &args.packages {
        let (name, path) = package.split_once('=').ok_or_else(|| {
            Failure::new("usage", format!("`{package}` is not NAME=FILE"))
                .fix("for example --package acme:log=log.wasm")
        })?;
        file.packages.push((name.to_owned(), path.into()));
    }
    Ok(file)
}

fn plugged(args: &Args, capabilities: &Capabilities) -> Result<Composition, Failure> {
    let socket = Part::read(&args.input)?;
    let plugs = args
        .plugs
        .iter()
        .map(|plug| read_plug(plug))
        .collect::<Result<_, _>>()?;
    Ok(molt_compose::compose(socket, plugs, capabilities)?)
}

/// `FILE` or `NAME=FILE`; a file whose name has a `=` in it is a file.
fn read_plug(plug: &str) -> Result<Part, Error> {
    match plug.split_once('=') {
        Some((name, path)) if !Path::new(plug).is_file() => Part::read_as(name, Path::new(path)),
        _ => Part::read(Path::new(plug)),
    }
}

fn report(composition: &Composition, unused: &[&str], file: &Path, output: &Output) {
    let digest = sha256(&composition.bytes);
    if output.is_json() {
        return output.json(&json!({
            "file": file,
            "size": composition.bytes.len(),
            "sha256": digest,
            "parts": composition.parts,
            "imports": composition.imports,
            "exports": composition.exports,
            "unused-capabilities": unused,
        }));
    }
    let list = |names: &[String]| {
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    };
    output.line(&format!(
        "{GOOD}{}{GOOD:#}  {}  {FAINT}sha256 {digest}{FAINT:#}",
        file.display(),
        bytes(composition.bytes.len()),
    ));
    output.line(&format!("  parts    {}", list(&composition.parts)));
    output.line(&format!("  imports  {}", list(&composition.imports)));
    output.line(&format!("  exports  {}", list(&composition.exports)));
    for capability in unused {
        output.line(&format!(
            "{WARN}no import{WARN:#} is left for --capability {capability}"
        ));
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
