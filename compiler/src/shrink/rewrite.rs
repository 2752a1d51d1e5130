//! The core module without what is dead. Numbers of functions, slots and addresses stay what they were.

use std::collections::HashSet;
use std::ops::Range;

use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ExportKind, ExportSection, Module,
    RawSection,
};
use wasmparser::{BinaryReaderError, ExternalKind, Parser, Payload};

use super::cut;
use super::graph::Graph;
use super::module::Facts;
use super::reach::Alive;
use super::registry::PREFIX;

/// No locals; `unreachable`; `end`.
const EMPTY: [u8; 3] = [0x00, 0x00, 0x0b];

/// Zeros between two pieces of data from so many on are left out: a piece of its own costs up to ten bytes.
const GAP: usize = 10;

/// The module with empty bodies where nothing is alive, and without dead data.
pub fn rewrite(
    module: &[u8],
    facts: &Facts<'_>,
    graph: &Graph,
    alive: &Alive,
) -> Result<Vec<u8>, BinaryReaderError> {
    let data = pieces(module, facts, graph, alive);
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::CodeSectionStart { .. } => {
                let mut code = CodeSection::new();
                for (body, alive) in facts
                    .bodies
                    .iter()
                    .zip(&alive.functions[facts.imported as usize..])
                {
                    code.raw(if *alive { body.as_bytes() } else { &EMPTY });
                }
                out.section(&code);
            }
            Payload::CodeSectionEntry(_) => {}
            Payload::ExportSection(section) => {
                out.section(&exports(section)?);
            }
            Payload::DataCountSection { .. } => {
                out.section(&DataCountSection {
                    count: data.len() as u32,
                });
            }
            Payload::DataSection(_) => {
                let mut section = DataSection::new();
                for (address, content) in &data {
                    section.active(
                        0,
                        &ConstExpr::i32_const(*address as i32),
                        content.iter().copied(),
                    );
                }
                out.section(&section);
            }
            // Names of functions that are gone would be misleading, and the graph has done its work.
            Payload::CustomSection(_) => {}
            _ => {
                if let Some((id, range)) = payload.as_section() {
                    out.section(&RawSection {
                        id,
                        data: cut(module, &range),
                    });
                }
            }
        }
    }
    Ok(out.finish())
}

/// The exports without the registry: those of functions stay, because the component around the module names them.
fn exports(
    section: &wasmparser::ExportSectionReader<'_>,
) -> Result<ExportSection, BinaryReaderError> {
    let mut exports = ExportSection::new();
    for export in section.clone() {
        let export = export?;
        let kind = match export.kind {
            ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Func,
            ExternalKind::Table => ExportKind::Table,
            ExternalKind::Memory => ExportKind::Memory,
            ExternalKind::Global => ExportKind::Global,
            ExternalKind::Tag => ExportKind::Tag,
        };
        if !export.name.starts_with(PREFIX) {
            exports.export(export.name, kind, export.index);
        }
    }
    Ok(exports)
}

/// Initial memory: what is alive and not zero.
fn pieces(module: &[u8], facts: &Facts<'_>, graph: &Graph, alive: &Alive) -> Vec<(u32, Vec<u8>)> {
    let mut pieces = Vec::new();
    for (address, range) in &facts.data {
        let Some(content) = module.get(range.clone()) else {
            continue;
        };
        let mut content = content.to_vec();
        clear(&mut content, *address, graph, alive);
        for piece in runs(&content) {
            pieces.push((address + piece.start as u32, content[piece].to_vec()));
        }
    }
    pieces
}

/// Writes zeros over what some symbol covers and no symbol that is alive.
fn clear(content: &mut [u8], address: u32, graph: &Graph, alive: &Alive) {
    let mut dead = vec![false; content.len()];
    // All symbols first, those that are alive after them.
    for living in [false, true] {
        let symbols = graph.symbols.iter().zip(&alive.symbols);
        for (symbol, _) in symbols.filter(|(_, is_alive)| **is_alive == living) {
            let from = symbol.address.saturating_sub(address) as usize;
            let to = (symbol.address + symbol.size).saturating_sub(address) as usize;
            let (from, to) = (from.min(dead.len()), to.min(dead.len()));
            dead[from..to].fill(!living);
        }
    }
    for (byte, dead) in content.iter_mut().zip(dead) {
        if dead {
            *byte = 0;
        }
    }
}

/// What lies between long gaps of zeros.
fn runs(content: &[u8]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in content.iter().enumerate().filter(|(_, byte)| **byte != 0) {
        match runs.last_mut() {
            Some(last) if at - last.end < GAP => last.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// The module without its link graph.
pub fn without_graph(module: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let is_graph = matches!(&payload, Payload::CustomSection(section) if section.name() == super::graph::SECTION);
        if let Some((id, range)) = payload.as_section().filter(|_| !is_graph) {
            out.section(&RawSection {
                id,
                data: cut(module, &range),
            });
        }
    }
    Ok(out.finish())
}

/// The module with another number at each of the addresses.
pub fn patch(module: &[u8], facts: &Facts<'_>, addresses: &HashSet<u32>, number: u32) -> Vec<u8> {
    let mut patched = module.to_vec();
    for at in addresses
        .iter()
        .filter_map(|address| facts.locate(*address, 4))
    {
        patched[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    patched
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn short_gaps_stay_and_long_ones_go() {
        let mut content = vec![0, 1, 0, 0, 2];
        content.extend([0; 10]);
        content.extend([3, 0]);
        assert_eq!(runs(&content), [1..5, 15..16]);
        assert!(runs(&[0; 20]).is_empty());
        assert!(runs(&[]).is_empty());
    }
}
