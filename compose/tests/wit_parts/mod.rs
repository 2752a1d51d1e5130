//! Components without behaviour, made from the worlds of a WIT text.

use std::path::Path;

use molt_compose::Part;
use wit_component::{ComponentEncoder, StringEncoding, dummy_module, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve, WorldId};

/// A component for each world; a line `// ----` starts another package.
pub fn parts(path: &Path, text: &str) -> Vec<Part> {
    text.split("// ----\n")
        .flat_map(|package| parts_of(path, package))
        .collect()
}

fn parts_of(path: &Path, text: &str) -> Vec<Part> {
    let mut resolve = Resolve {
        all_features: true,
        ..Resolve::default()
    };
    let package = resolve
        .push_str(path, text)
        .unwrap_or_else(|error| panic!("{}: {error:#}", path.display()));
    let worlds = resolve.packages[package].worlds.clone();
    worlds
        .iter()
        .map(|(name, world)| Part::new(name, component(&resolve, *world)).unwrap())
        .collect()
}

fn component(resolve: &Resolve, world: WorldId) -> Vec<u8> {
    let mut module = dummy_module(resolve, world, ManglingAndAbi::Standard32);
    embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8).unwrap();
    ComponentEncoder::default()
        .module(&module)
        .unwrap()
        .validate(true)
        .encode()
        .unwrap()
}
