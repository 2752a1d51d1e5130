//! Builds every guest of the workspace in the current folder into `dist/`: what `molt build --all` does, in 30 lines.
//!
//! ```text
//! cargo run -p molt-guest-build --example build_all [PACKAGE]...
//! ```

use molt_guest_build::{Options, Package, Workspace, build};

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let workspace = Workspace::load(".".as_ref())?;
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let packages: Vec<&Package> = match wanted.is_empty() {
        true => workspace.guests().collect(),
        false => wanted
            .iter()
            .map(|name| workspace.find(name))
            .collect::<Result<_, _>>()?,
    };
    let dist = workspace.root.join("dist");
    std::fs::create_dir_all(&dist)?;
    for package in packages {
        match build(&workspace, package, &Options::default(), &mut |_| {}) {
            Ok(built) => {
                std::fs::write(dist.join(format!("{}.wasm", built.name)), &built.component)?;
                println!(
                    "{:<12} {:>9} bytes  {}",
                    built.name,
                    built.component.len(),
                    built.sha256
                );
            }
            Err(error) => eprintln!("{}: {error}", package.name),
        }
    }
    Ok(())
}
