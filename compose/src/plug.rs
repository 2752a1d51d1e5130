//! Plugs parts into a socket, each where it fits, and writes the composition.

use wac_graph::types::Package;
use wac_graph::{CompositionGraph, EncodeOptions, NodeId};

use crate::plan::{Wire, plan};
use crate::{Capabilities, Composition, Error, Part, Result};

/// Gives the socket's imports, and those of the plugs, what the plugs export. The composition exports what the socket
/// exports.
///
/// An import with a package (`molt:codec/codec@0.1.0`) takes the export of that name in a compatible version. A plain import
/// (`json`) takes what fits its type from the plug that has its name. Plugs feed each other by the same rules.
///
/// # Errors
///
/// [`Error::Unsatisfied`] names each import that is left, and the nearest export; [`Error::Ambiguous`] when two parts fit;
/// [`Error::Unused`] when a plug fits nowhere; [`Error::Cycle`]; [`Error::DuplicateName`].
pub fn compose(socket: Part, plugs: Vec<Part>, capabilities: &Capabilities) -> Result<Composition> {
    let parts: Vec<Part> = std::iter::once(socket).chain(plugs).collect();
    let wires = plan(&parts, capabilities)?;
    let graph = build_graph(&parts, &wires)?;
    let bytes = graph
        .encode(EncodeOptions::default())
        .map_err(encode_error)?;
    finish(bytes, &parts, capabilities)
}

fn build_graph(parts: &[Part], wires: &[Wire]) -> Result<CompositionGraph> {
    let mut graph = CompositionGraph::new();
    let mut instances: Vec<NodeId> = Vec::new();
    for part in parts {
        let package = Package::from_bytes(&part.name, None, part.bytes.clone(), graph.types_mut())
            .map_err(encode_error)?;
        let package = graph.register_package(package).map_err(encode_error)?;
        let instance = graph.instantiate(package);
        graph.set_node_name(instance, &part.name);
        instances.push(instance);
    }
    for wire in wires {
        let export = graph
            .alias_instance_export(instances[wire.from], &wire.export)
            .map_err(encode_error)?;
        graph
            .set_instantiation_argument(instances[wire.to], &wire.import, export)
            .map_err(encode_error)?;
    }
    for export in parts[0].exports() {
        let alias = graph
            .alias_instance_export(instances[0], &export.name)
            .map_err(encode_error)?;
        graph.export(alias, &export.name).map_err(encode_error)?;
    }
    Ok(graph)
}

/// Reads the composition back and makes sure that what it imports is what may stay open.
pub(crate) fn finish(
    bytes: Vec<u8>,
    parts: &[Part],
    capabilities: &Capabilities,
) -> Result<Composition> {
    let composed = Part::new("composition", bytes)?;
    let left: Vec<_> = composed
        .imports()
        .filter(|import| !import.shape.is_types_only())
        .collect();
    let refused = left
        .iter()
        .filter(|import| !capabilities.allow(&import.name));
    let missing: Vec<_> = refused
        .map(|import| {
            let wants = |part: &&Part| part.imports().any(|other| other.name == import.name);
            crate::nearest::unmet(parts, parts.iter().find(wants).unwrap_or(&composed), import)
        })
        .collect();
    if !missing.is_empty() {
        return Err(Error::Unsatisfied(missing));
    }
    Ok(Composition {
        imports: composed.imports().map(|import| import.name).collect(),
        exports: composed.exports().map(|export| export.name).collect(),
        files: parts.iter().filter_map(|part| part.file.clone()).collect(),
        parts: parts.iter().map(|part| part.name.clone()).collect(),
        bytes: composed.bytes,
    })
}

pub(crate) fn encode_error(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let error = error.into();
    let mut details = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        details.push_str(&format!(": {error}"));
        cause = error.source();
    }
    Error::Encode { details }
}
