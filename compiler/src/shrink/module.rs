//! What has to be known of the runtime's core module.

use std::collections::HashMap;
use std::ops::Range;

use wasmparser::{
    BinaryReaderError, DataKind, ElementItems, ElementKind, ExternalKind, FunctionBody, Operator,
    Parser, Payload,
};

use super::graph::{self, Graph};

/// Facts.
#[derive(Default)]
pub struct Facts<'a> {
    /// Imported functions: the first function numbers.
    pub imported: u32,
    /// Bodies of the others.
    pub bodies: Vec<FunctionBody<'a>>,
    /// Exported functions by name.
    pub exports: Vec<(&'a str, u32)>,
    /// The function in each slot of the table.
    pub slots: HashMap<u32, u32>,
    /// The start function.
    pub start: Option<u32>,
    /// Addresses of exported statics.
    pub statics: HashMap<&'a str, u32>,
    /// Where each piece of initial memory is: address, and bytes in the module.
    pub data: Vec<(u32, Range<usize>)>,
    /// There is a table or memory that is filled in another way than a linker does it.
    unusual: bool,
    graph: Option<&'a [u8]>,
}

impl<'a> Facts<'a> {
    /// Reads a module.
    pub fn read(module: &'a [u8]) -> Result<Self, BinaryReaderError> {
        let mut facts = Facts::default();
        let (mut globals, mut exported_globals) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        if matches!(import?.ty, wasmparser::TypeRef::Func(_)) {
                            facts.imported += 1;
                        }
                    }
                }
                Payload::GlobalSection(section) => {
                    for global in section {
                        globals.push(constant(&global?.init_expr)?);
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export?;
                        match export.kind {
                            ExternalKind::Func => facts.exports.push((export.name, export.index)),
                            ExternalKind::Global => {
                                exported_globals.push((export.name, export.index))
                            }
                            _ => {}
                        }
                    }
                }
                Payload::StartSection { func, .. } => facts.start = Some(func),
                Payload::ElementSection(section) => {
                    for element in section {
                        facts.element(element?)?;
                    }
                }
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data?;
                        if let DataKind::Active { offset_expr, .. } = &data.kind
                            && let Some(address) = constant(offset_expr)?
                        {
                            let end = data.range.end as usize;
                            facts.data.push((address, end - data.data.len()..end));
                        } else {
                            facts.unusual = true;
                        }
                    }
                }
                Payload::CodeSectionEntry(body) => facts.bodies.push(body),
                Payload::CustomSection(section) if section.name() == graph::SECTION => {
                    facts.graph = Some(section.data());
                }
                _ => {}
            }
        }
        for (name, index) in exported_globals {
            if let Some(Some(address)) = globals.get(index as usize) {
                facts.statics.insert(name, *address);
            }
        }
        Ok(facts)
    }

    fn element(&mut self, element: wasmparser::Element<'a>) -> Result<(), BinaryReaderError> {
        match (&element.kind, element.items) {
            (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) => {
                let first = constant(offset_expr)?;
                self.unusual |= first.is_none();
                for (slot, function) in (first.unwrap_or_default()..).zip(functions) {
                    self.slots.insert(slot, function?);
                }
            }
            _ => self.unusual = true,
        }
        Ok(())
    }

    /// The link graph, if there is one and it is of this module.
    pub fn graph(&self) -> Result<Option<Graph>, BinaryReaderError> {
        let Some(content) = self.graph.filter(|_| !self.unusual) else {
            return Ok(None);
        };
        let graph = Graph::read(content, self.imported)?;
        let functions = self.imported as usize + self.bodies.len();
        Ok(graph.filter(|graph| graph.functions as usize == functions))
    }

    /// Where bytes of initial memory are in the module.
    pub fn locate(&self, address: u32, length: usize) -> Option<usize> {
        self.data.iter().find_map(|(start, range)| {
            let at = range.start + address.checked_sub(*start)? as usize;
            (at + length <= range.end).then_some(at)
        })
    }

    /// A word of initial memory: zero where the module says nothing.
    pub fn word(&self, module: &[u8], address: u32) -> u32 {
        let byte = |offset| self.locate(address + offset, 1).map_or(0, |at| module[at]);
        u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)])
    }

    /// A text in initial memory.
    pub fn text(&self, module: &[u8], (address, length): (u32, u32)) -> Option<String> {
        let at = self.locate(address, length as usize)?;
        let bytes = module.get(at..at + length as usize)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// `i32.const N; end`
fn constant(expression: &wasmparser::ConstExpr<'_>) -> Result<Option<u32>, BinaryReaderError> {
    let mut operators = expression.get_operators_reader();
    Ok(match operators.read()? {
        Operator::I32Const { value } => Some(value as u32),
        _ => None,
    })
}
