//! `wasm-opt` on a core module, before it becomes a component (wasm-opt does not know components).

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace::OptLevel;
use crate::{Error, Package, Result};

/// The features that `FEATURES` of the cargo step turns on, as wasm-opt spells them.
const FEATURES: [&str; 8] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-reference-types",
    "--enable-extended-const",
];

/// Passes for a module with a link graph. All but the first change nothing but code within a function, in the order in which `-O`
/// runs them; the first is followed by `graph::follow`. Others of `-O` merge functions, move data, or make functions of parts.
const GRAPH_PASSES: [&str; 30] = [
    "--inlining-optimizing",
    "--ssa-nomerge",
    "--dce",
    "--remove-unused-names",
    "--remove-unused-brs",
    "--remove-unused-names",
    "--optimize-instructions",
    "--pick-load-signs",
    "--precompute-propagate",
    "--code-pushing",
    "--simplify-locals-nostructure",
    "--vacuum",
    "--reorder-locals",
    "--remove-unused-brs",
    "--coalesce-locals",
    "--local-cse",
    "--simplify-locals",
    "--vacuum",
    "--reorder-locals",
    "--coalesce-locals",
    "--reorder-locals",
    "--vacuum",
    "--code-folding",
    "--merge-blocks",
    "--remove-unused-brs",
    "--remove-unused-names",
    "--merge-blocks",
    "--precompute-propagate",
    "--optimize-instructions",
    "--vacuum",
];

/// `wasm-opt` in `node_modules/.bin` of `root` or of a folder above it, or on PATH.
pub fn find_wasm_opt(root: &Path) -> Option<PathBuf> {
    let local = root
        .ancestors()
        .map(|folder| folder.join("node_modules/.bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    local
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join("wasm-opt"))
        .find(|file| file.is_file())
}

/// The module, optimised for what the package is compiled for. Names and WIT sections stay.
pub(crate) fn run(core: &[u8], package: &Package, root: &Path) -> Result<Vec<u8>> {
    let program = find_wasm_opt(root).ok_or_else(|| Error::NoWasmOpt {
        searched: format!("{}/node_modules/.bin or PATH", root.display()),
    })?;
    let folder = tempfile::tempdir().map_err(Error::file("creating", std::env::temp_dir()))?;
    let (input, output) = (
        folder.path().join("in.wasm"),
        folder.path().join("out.wasm"),
    );
    std::fs::write(&input, core).map_err(Error::file("writing", &input))?;
    // A number says how hard a pass tries, a letter asks for the default passes.
    let (level, speed, shrink) = match package.settings.opt_level {
        Some(OptLevel::Size) => ("-Os", "2", "1"),
        Some(OptLevel::MinSize) => ("-Oz", "2", "2"),
        _ => ("-O3", "3", "0"),
    };
    let mut command = Command::new(&program);
    command.args(FEATURES);
    if package.settings.link_graph {
        command.args(["--optimize-level", speed, "--shrink-level", shrink]);
        command.args(GRAPH_PASSES);
    } else {
        command.arg(level);
    }
    command.args(["--debuginfo", "-o"]).arg(&output).arg(&input);
    let result = command.output().map_err(|source| Error::Start {
        program: program.display().to_string(),
        fix: "Check that the file can be run, or build without --optimize",
        source,
    })?;
    if !result.status.success() {
        let stderr = String::from_utf8_lossy(&result.stderr).trim().to_owned();
        return Err(Error::WasmOpt {
            package: package.name.clone(),
            stderr,
        });
    }
    std::fs::read(&output).map_err(Error::file("reading", output))
}
