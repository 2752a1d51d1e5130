//! Compiles a Python file and links it with a runtime: `cargo run --example compile -- app.py runtime.wasm app.wasm [library.wasm ..]`
//!
//! `IR=1` prints the intermediate representation, `WIT=1` the world, `MODULE=file` writes the core module.

use molt_compiler::link::{Library, link};
use molt_compiler::{Options, compile};
use molt_compose::Capabilities;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, runtime, out, libraries @ ..] = arguments.as_slice() else {
        eprintln!("usage: compile app.py runtime.wasm app.wasm [library.wasm ..]");
        std::process::exit(2);
    };
    let read = |path: &String| {
        std::fs::read(path).unwrap_or_else(|error| {
            eprintln!("{path}: {error}");
            std::process::exit(2)
        })
    };
    let library = |path: &String| Library {
        name: path.clone(),
        bytes: read(path),
    };
    let options = Options {
        file: file.clone(),
        libraries: libraries.iter().map(library).collect(),
        ..Options::default()
    };
    let start = std::time::Instant::now();
    let compiled = match compile(read(file), &options) {
        Ok(compiled) => compiled,
        Err(diagnostics) => {
            for diagnostic in diagnostics {
                eprint!("{diagnostic}");
            }
            std::process::exit(1);
        }
    };
    let took = start.elapsed();
    if std::env::var_os("IR").is_some() {
        print!("{}", compiled.program);
    }
    if std::env::var_os("WIT").is_some() {
        print!("{}", compiled.wit);
    }
    if let Some(path) = std::env::var_os("MODULE") {
        let _ = std::fs::write(path, &compiled.module);
    }
    if std::env::var_os("TIMES").is_some() {
        eprintln!("compiled in {took:?}: {} bytes", compiled.component.len());
    }
    if out.ends_with(".part.wasm") {
        let _ = std::fs::write(out, compiled.component);
        return;
    }
    let runtime = Library {
        name: "runtime".to_owned(),
        bytes: read(runtime),
    };
    let libraries = [runtime].into_iter().chain(options.libraries).collect();
    let granted = Capabilities::new(["molt:capabilities/*"]);
    match link(compiled.component, libraries, &granted) {
        Ok(composition) => {
            if let Err(error) = std::fs::write(out, composition.bytes) {
                eprintln!("{out}: {error}");
            }
        }
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}
