//! Leaves out of the runtime what a program cannot reach.
//!
//! The runtime is built once, with every method of every type in it. What is alive in it is found as a garbage collector finds it:
//! from the functions that a program imports, by the calls in their code, and by what code and data mention of functions and of
//! other data. The last is not in a linked module any more, where an address is a number like any other; the build of the runtime
//! writes it down while the linker still knows (`graph`).
//!
//! Three things are known that no graph of calls tells (the exported statics of the runtime's `registry`):
//! - A program names the methods that it calls, and all names are literals of its own. Rows of tables of methods that it does not
//!   name are not followed, and are pointed at one function that refuses.
//! - The same holds for constructors of types that it does not name.
//! - Code that takes an object of some kind can only run when something that makes such an object is alive.
//!
//! Functions that are dead become `unreachable`, data that is dead goes. Numbers of functions, slots and addresses stay what they
//! were.
//!
//! A program that computes names (`getattr` and its like, `str.format`) keeps all rows.

mod graph;
mod module;
mod reach;
mod registry;
mod rewrite;

use std::collections::HashSet;

use wasm_encoder::{Component, ComponentSectionId, RawSection};
use wasmparser::{BinaryReaderError, Parser, Payload};

use module::Facts;
use registry::Registry;

use crate::ir::{Constant, Program};

/// What a program can reach of the runtime.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// Core exports, `molt:runtime/flow@0.1.0#next`.
    pub intrinsics: HashSet<String>,
    /// Names of methods, functions and builtins; `None`: any.
    pub names: Option<HashSet<String>>,
}

/// Builtins and methods that take names which are not in the source.
const COMPUTED: &[&str] = &[
    "getattr",
    "hasattr",
    "setattr",
    "delattr",
    "format",
    "format_map",
    "vars",
    "dir",
];

/// Names that the runtime itself looks up (`vm.intern` before `calls::call_on` or `call_method`; a test reads its source).
const IMPLIED: &[&str] = &["__enter__", "__exit__", "write", "flush"];

/// Names that it looks up in classes of the program, which inherit from `object` and from exceptions alone (`text::special` and
/// `vm.intern`; a test reads its source).
const INHERITED: &[&str] = &[
    "__init__",
    "__new__",
    "__str__",
    "__repr__",
    "__format__",
    "__setattr__",
];

/// Names that the glue of exported functions and of functions of other components looks up.
const BOUNDARY: &[&str] = &[
    "decode",
    "isinstance",
    "items",
    "list",
    "str",
    "__class__",
    "__name__",
];

impl Uses {
    /// What a compiled program can reach: its imports, and the names among its literals.
    pub fn of(program: &Program, module: &[u8]) -> Uses {
        let mut names: HashSet<String> = HashSet::new();
        if !(program.exports.is_empty() && program.foreign.is_empty()) {
            names.extend(BOUNDARY.iter().map(ToString::to_string));
        }
        for constant in &program.constants {
            match constant {
                Constant::Str(text) => names.extend(words(text)),
                Constant::Builtin(name) => {
                    names.insert(name.clone());
                }
                _ => {}
            }
        }
        let computed = COMPUTED.iter().any(|name| names.contains(*name));
        Uses {
            intrinsics: imports(module),
            names: (!computed).then_some(names),
        }
    }
}

/// The identifiers in a text.
fn words(text: &[u8]) -> impl Iterator<Item = String> + '_ {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    text.split(move |byte| !is_word(byte))
        .filter(|word| !word.is_empty())
        .map(|word| String::from_utf8_lossy(word).into_owned())
}

/// The functions that a core module imports, as the runtime's core module exports them.
fn imports(module: &[u8]) -> HashSet<String> {
    let mut found = HashSet::new();
    for payload in Parser::new(0).parse_all(module).flatten() {
        if let Payload::ImportSection(section) = payload {
            let imports = section.into_imports().flatten();
            found.extend(imports.map(|import| format!("{}#{}", import.module, import.name)));
        }
    }
    found
}

/// A section's bytes.
fn cut<'a>(bytes: &'a [u8], range: &std::ops::Range<u64>) -> &'a [u8] {
    usize::try_from(range.start)
        .ok()
        .zip(usize::try_from(range.end).ok())
        .and_then(|(start, end)| bytes.get(start..end))
        .unwrap_or_default()
}

/// The runtime without what the program cannot reach; `None`: it has no registry or no link graph, so nothing is known of it.
///
/// # Errors
///
/// A component that cannot be read.
pub fn shrink(runtime: &[u8], uses: &Uses) -> Result<Option<Vec<u8>>, BinaryReaderError> {
    let mut known = false;
    let shrunk = replace_modules(runtime, |module| {
        let shrunk = shrink_module(module, uses)?;
        known |= shrunk.is_some();
        Ok(shrunk)
    })?;
    Ok(known.then_some(shrunk))
}

/// The whole runtime, without the link graph that [`shrink`] reads.
///
/// # Errors
///
/// A component that cannot be read.
pub fn without_graph(runtime: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    replace_modules(runtime, |module| rewrite::without_graph(module).map(Some))
}

fn shrink_module(module: &[u8], uses: &Uses) -> Result<Option<Vec<u8>>, BinaryReaderError> {
    let facts = Facts::read(module)?;
    let (Some(graph), Some(registry)) = (facts.graph()?, Registry::read(&facts, module)) else {
        return Ok(None);
    };
    let dropped = registry.dropped(&facts, uses);
    let alive = reach::alive(&facts, &graph, &registry, &dropped, |export| {
        !export.contains('#')
            || uses
                .intrinsics
                .iter()
                .any(|used| export.ends_with(used.as_str()))
    })?;
    let patched = rewrite::patch(module, &facts, &dropped, registry.refusal);
    rewrite::rewrite(&patched, &facts, &graph, &alive).map(Some)
}

/// The component with other core modules. Where `replace` says `None`, a module stays.
fn replace_modules(
    runtime: &[u8],
    mut replace: impl FnMut(&[u8]) -> Result<Option<Vec<u8>>, BinaryReaderError>,
) -> Result<Vec<u8>, BinaryReaderError> {
    let mut component = Component::new();
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(runtime) {
        let payload = payload?;
        match &payload {
            Payload::ModuleSection {
                unchecked_range, ..
            } if depth == 0 => {
                let module = cut(runtime, unchecked_range);
                let replaced = replace(module)?;
                component.section(&RawSection {
                    id: ComponentSectionId::CoreModule.into(),
                    data: replaced.as_deref().unwrap_or(module),
                });
                depth += 1;
            }
            Payload::ComponentSection {
                unchecked_range, ..
            } if depth == 0 => {
                let data = cut(runtime, unchecked_range);
                component.section(&RawSection {
                    id: ComponentSectionId::Component.into(),
                    data,
                });
                depth += 1;
            }
            Payload::End(_) if depth > 0 => depth -= 1,
            _ if depth == 0 => {
                if let Some((id, range)) = payload.as_section() {
                    component.section(&RawSection {
                        id,
                        data: cut(runtime, &range),
                    });
                }
            }
            _ => {}
        }
    }
    Ok(component.finish())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{IMPLIED, INHERITED};

    /// Names of attributes, which are no rows of tables of methods.
    const ATTRIBUTES: &[&str] = &[
        "__classcell__",
        "__match_args__",
        "__notes__",
        "encoding",
        "name",
        "obj",
    ];

    #[test]
    fn what_the_runtime_looks_up_is_kept() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../components/runtime/src");
        let mut names = Vec::new();
        interned(&source, &mut names);
        assert!(
            names.len() > 5,
            "the runtime interns names in another way: {names:?}"
        );
        for name in names {
            let known = [IMPLIED, INHERITED, ATTRIBUTES]
                .iter()
                .any(|list| list.contains(&name.as_str()));
            assert!(
                known,
                "the runtime looks up {name:?}: is it the name of a method?"
            );
        }
    }

    fn interned(folder: &Path, names: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                interned(&path, names);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let found = text
                    .split("intern(\"")
                    .skip(1)
                    .filter_map(|rest| rest.split_once('"'));
                // The constants of the string module are interned too.
                let names_of_things = found.map(|(name, _)| name).filter(|name| {
                    name.len() < 20
                        && name
                            .bytes()
                            .all(|byte| byte == b'_' || byte.is_ascii_lowercase())
                });
                names.extend(names_of_things.map(str::to_owned));
            }
        }
    }
}
