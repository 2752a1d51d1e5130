//! `molt explain`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use molt_compose::Error;
use molt_compose::explain::{self, Edge, End, Explanation, Instance, Kind, Memory};

use crate::failure::Failure;
use crate::output::{FAINT, GOOD, HINT, Output, WARN, bytes, keep_inputs, write_file};
use crate::program::{Source, explained};

const EXAMPLES: &str = "\
Shows a component's parts, who feeds whom, what is left to import (the capabilities that a host must provide), what it
exports with WIT signatures, sizes, memories (a page has 65,536 bytes) and digests.

Of a Python file it shows which intrinsics of which components it uses, and how each function holds its variables: an int, a
float or a bool without a box, everything else boxed.

Examples:
  molt explain app.py
  molt explain dist/transcoder-composed.wasm
  molt explain dist/transcoder-composed.wasm --svg picture.svg
  molt explain dist/json.wasm --html json.html
  molt explain dist/json.wasm --json | jq '.exports[].functions'";

/// Show what a component consists of, or what became of a Python file
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A component, composed or not; a core module is told apart; or a Python file
    file: PathBuf,
    /// Also draw it into this SVG file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Also write a page with the picture, digests and signatures
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Reads the file and shows it as a tree, as JSON, as a picture.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, Failure> {
    if Source::is_python(&args.file) {
        if args.svg.is_some() || args.html.is_some() {
            return Err(Failure::new(
                "usage",
                "--svg and --html draw components, not Python files",
            )
            .fix("build it first: molt build app.py"));
        }
        return explained::show(&Source::read(&args.file)?, output);
    }
    let mut taken: Vec<&Path> = vec![&args.file];
    for file in [&args.svg, &args.html].into_iter().flatten() {
        keep_inputs(file, taken.iter().copied())?;
        taken.push(file);
    }
    let content =
        std::fs::read(&args.file).map_err(|error| Failure::io("read", &args.file, &error))?;
    let name = args.file.file_stem().unwrap_or_default().to_string_lossy();
    let explanation = explain::explain(&name, &content).map_err(|error| match error {
        // The picture has the short name; an error has the file as it was given.
        Error::NotAComponent { reason, .. } => Error::NotAComponent {
            what: shown(&args.file),
            reason,
        },
        other => other,
    })?;
    if let Some(file) = &args.svg {
        write_file(file, explain::svg(&explanation).as_bytes())?;
    }
    if let Some(file) = &args.html {
        write_file(file, explain::html(&explanation).as_bytes())?;
    }
    if output.is_json() {
        let value = serde_json::to_value(&explanation);
        output.json(&value.map_err(|error| Failure::new("internal", error.to_string()))?);
    } else {
        tree(&explanation, output);
        for file in [&args.svg, &args.html].into_iter().flatten() {
            output.line(&format!("{FAINT}wrote {}{FAINT:#}", shown(file)));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn tree(explanation: &Explanation, output: &Output) {
    let Explanation {
        name,
        kind,
        size,
        sha256,
        ..
    } = explanation;
    output.line(&format!(
        "{GOOD}{name}{GOOD:#}  {kind}, {}, {}",
        bytes(*size),
        memories(&explanation.memories)
    ));
    output.line(&format!("{FAINT}sha256 {sha256}{FAINT:#}"));
    match kind {
        Kind::CoreModule => output.line(&format!(
            "{WARN}a core module cannot be composed{WARN:#}: build a component with `molt build`"
        )),
        Kind::Composition => {
            output.line("parts");
            for (index, part) in explanation.parts.iter().enumerate() {
                show_part(explanation, index, part, output);
            }
        }
        Kind::Component => {}
    }
    let none = if *kind == Kind::CoreModule {
        "none"
    } else {
        "none: it needs no capability"
    };
    edges("imports", &explanation.imports, none, output);
    edges("exports", &explanation.exports, "none", output);
}

fn show_part(explanation: &Explanation, index: usize, part: &Instance, output: &Output) {
    let (branch, stem) = branches(index, explanation.parts.len());
    line(branch, part, output);
    for wire in explanation
        .wires
        .iter()
        .filter(|wire| wire.to == End::Part(index))
    {
        let (from, colour) = match wire.from {
            End::Part(giver) => (explanation.parts[giver].name.as_str(), HINT),
            End::Host => ("the host", WARN),
        };
        let same = wire.export == wire.import;
        let export = if same {
            String::new()
        } else {
            format!(" {}", wire.export)
        };
        output.line(&format!(
            "{stem}  {} {FAINT}<-{FAINT:#} {colour}{from}{colour:#}{export}",
            wire.import
        ));
    }
    nested(stem, &part.parts, output);
}

fn nested(stem: &str, parts: &[Instance], output: &Output) {
    for (index, part) in parts.iter().enumerate() {
        let (branch, below) = branches(index, parts.len());
        line(&format!("{stem}  {branch}"), part, output);
        nested(&format!("{stem}  {below}"), &part.parts, output);
    }
}

fn branches(index: usize, count: usize) -> (&'static str, &'static str) {
    if index + 1 == count {
        ("└─ ", "   ")
    } else {
        ("├─ ", "│  ")
    }
}

fn line(branch: &str, part: &Instance, output: &Output) {
    let component = part
        .component
        .as_ref()
        .map(|component| format!(" ({component})"))
        .unwrap_or_default();
    let digest = part.sha256.get(..16).unwrap_or_default();
    output.line(&format!(
        "{branch}{GOOD}{}{GOOD:#}{component}  {}, {}  {FAINT}sha256 {digest}{FAINT:#}",
        part.name,
        bytes(part.size),
        memories(&part.all_memories()),
    ));
}

fn memories(memories: &[Memory]) -> String {
    match memories {
        [] => "no memory".into(),
        [one] => format!("memory {one}"),
        many => {
            let pages: u64 = many.iter().map(|memory| memory.minimum_pages).sum();
            format!("{} memories, {pages}+ pages", many.len())
        }
    }
}

fn edges(title: &str, edges: &[Edge], none: &str, output: &Output) {
    if edges.is_empty() {
        return output.line(&format!("{title} {FAINT}{none}{FAINT:#}"));
    }
    output.line(title);
    for (index, edge) in edges.iter().enumerate() {
        let (branch, stem) = branches(index, edges.len());
        output.line(&format!("{branch}{GOOD}{}{GOOD:#}", edge.name));
        for function in &edge.functions {
            output.line(&format!("{stem}  {function}"));
        }
        if edge.functions.is_empty() && !edge.types.is_empty() {
            output.line(&format!(
                "{stem}  {FAINT}types only: {}{FAINT:#}",
                edge.types.join(", ")
            ));
        }
    }
}
