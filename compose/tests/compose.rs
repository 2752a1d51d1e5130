//! Each case is a WIT package: every world in it becomes a component (without behaviour) of the world's name. They are
//! composed by the `.wac` file of the same name if there is one, and otherwise plugged into the world `socket`, in the order
//! of the file. Lines `// capability: NAME` grant imports; a line `// ----` starts another package, so that two parts can
//! be built against different definitions of one name.

mod golden;
mod wit_parts;

use std::path::Path;

use molt_compose::{Capabilities, Composition, Error, Part, WacFile, compose, compose_wac};
use wit_parts::parts;

#[test]
fn compositions_end_as_the_golden_files_say() {
    golden::check_all("compose", |path, text| {
        let parts = parts(path, text);
        let capabilities = text
            .lines()
            .filter_map(|line| line.strip_prefix("// capability: "));
        let capabilities = Capabilities::new(capabilities);
        let run = || match path.with_extension("wac") {
            wac if wac.is_file() => by_wac(&wac, &parts, &capabilities),
            _ => by_plugging(&parts, &capabilities),
        };
        let (first, second) = (run(), run());
        if let (Ok(first), Ok(second)) = (&first, &second) {
            assert_eq!(
                first.bytes,
                second.bytes,
                "{}: two runs give different bytes",
                path.display()
            );
        }
        report(first)
    });
}

fn by_plugging(parts: &[Part], capabilities: &Capabilities) -> Result<Composition, Error> {
    let (sockets, plugs): (Vec<Part>, Vec<Part>) = parts
        .iter()
        .cloned()
        .partition(|part| part.name == "socket");
    compose(sockets[0].clone(), plugs, capabilities)
}

/// The parts lie in files that a `.wac` file finds; the folder's name must not be in the golden file.
fn by_wac(wac: &Path, parts: &[Part], capabilities: &Capabilities) -> Result<Composition, Error> {
    let folder = tempfile::tempdir().unwrap();
    for part in parts {
        std::fs::write(
            folder.path().join(format!("{}.wasm", part.name)),
            &part.bytes,
        )
        .unwrap();
    }
    let name = wac.file_name().unwrap();
    std::fs::copy(wac, folder.path().join(name)).unwrap();
    let search = vec![folder.path().to_owned()];
    let file = WacFile {
        path: folder.path().join(name),
        search,
        packages: Vec::new(),
    };
    compose_wac(&file, capabilities)
        .map_err(|error| hide(error, &folder.path().display().to_string()))
}

fn hide(error: Error, folder: &str) -> Error {
    let clean = |text: String| text.replace(&format!("{folder}/"), "");
    match error {
        Error::Wac {
            place,
            message,
            excerpt,
            details,
        } => Error::Wac {
            place: clean(place),
            message,
            excerpt,
            details: details.into_iter().map(clean).collect(),
        },
        Error::MissingPackage {
            place,
            package,
            excerpt,
            tried,
        } => {
            let tried = tried
                .iter()
                .map(|path| clean(path.display().to_string()).into())
                .collect();
            Error::MissingPackage {
                place: clean(place),
                package,
                excerpt,
                tried,
            }
        }
        other => other,
    }
}

fn report(outcome: Result<Composition, Error>) -> String {
    match outcome {
        Ok(composition) => {
            let Composition {
                imports,
                exports,
                parts,
                ..
            } = composition;
            format!(
                "composed: {}\nimports: {}\nexports: {}\n",
                parts.join(", "),
                imports.join(", "),
                exports.join(", ")
            )
        }
        Err(error) => {
            let fix = error
                .fix()
                .map(|fix| format!("fix: {fix}\n"))
                .unwrap_or_default();
            format!("{}: {error}\n{fix}", error.kind())
        }
    }
}
