//! The runtime's core module: its tables of methods, its data, its code.

use std::collections::HashMap;
use std::ops::Range;

use wasm_encoder::{CodeSection, Module, RawSection, SectionId};
use wasmparser::{
    BinaryReaderError, DataKind, ElementItems, ElementKind, ExternalKind, FunctionBody, Operator,
    Parser, Payload,
};

use super::reach::reachable;
use super::{Uses, cut};

/// The exported statics of `molt_runtime::registry`.
const TABLES: &str = "MOLT_TABLES";
const CONSTRUCTORS: &str = "MOLT_CONSTRUCTORS";
const LAYOUT: &str = "MOLT_LAYOUT";
const LEFT_OUT: &str = "MOLT_LEFT_OUT";

/// What has to be known of the module.
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
    statics: HashMap<&'a str, u32>,
    /// Where each piece of initial memory is: address, and bytes in the module.
    data: Vec<(u32, Range<usize>)>,
}

/// A row of a table of methods.
struct Row {
    name: String,
    /// A type's constructor: it can also be reached through a value's class.
    constructor: bool,
    /// Address of the slot number.
    call: u32,
    slot: u32,
}

/// The module without what cannot be reached; `None` when it has no registry.
pub fn shrink(module: &[u8], uses: &Uses) -> Result<Option<Vec<u8>>, BinaryReaderError> {
    let facts = Facts::read(module)?;
    let Some((rows, refusal)) = facts.rows(module) else {
        return Ok(None);
    };
    let named = |row: &Row| {
        uses.names.as_ref().is_none_or(|names| {
            let by_class = ["type", "__class__"];
            names.contains(&row.name)
                || row.constructor && by_class.iter().any(|name| names.contains(*name))
        })
    };
    let kept: Vec<u32> = rows
        .iter()
        .filter(|row| named(row))
        .map(|row| row.slot)
        .collect();
    let dropped: Vec<&Row> = rows
        .iter()
        .filter(|row| !named(row) && !kept.contains(&row.slot) && row.slot != refusal)
        .collect();
    let mut patched = module.to_vec();
    let mut gone = Vec::new();
    for row in dropped {
        // A row whose bytes are not in the module (zeros that an optimiser left out) stays as it is.
        if let Some(at) = facts.locate(row.call, 4) {
            patched[at..at + 4].copy_from_slice(&refusal.to_le_bytes());
            gone.push(row.slot);
        }
    }
    let alive = reachable(&facts, &gone, |export| {
        !export.contains('#')
            || uses
                .intrinsics
                .iter()
                .any(|used| export.ends_with(used.as_str()))
    })?;
    rewrite(&patched, &facts, &alive).map(Some)
}

/// The module with empty bodies where nothing is alive.
fn rewrite(module: &[u8], facts: &Facts<'_>, alive: &[bool]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::CodeSectionStart { .. } => {
                let mut code = CodeSection::new();
                for (index, body) in facts.bodies.iter().enumerate() {
                    if alive[facts.imported as usize + index] {
                        code.raw(body.as_bytes());
                    } else {
                        // No locals; `unreachable`; `end`.
                        code.raw(&[0x00, 0x00, 0x0b]);
                    }
                }
                out.section(&code);
            }
            Payload::CodeSectionEntry(_) => {}
            // Names of functions that are gone would be misleading, and the runtime is built without any.
            Payload::CustomSection(_) => {}
            _ => {
                if let Some((id, range)) = payload.as_section() {
                    debug_assert_ne!(id, SectionId::Code as u8);
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

impl<'a> Facts<'a> {
    fn read(module: &'a [u8]) -> Result<Self, BinaryReaderError> {
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
                        }
                    }
                }
                Payload::CodeSectionEntry(body) => facts.bodies.push(body),
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
        let ElementKind::Active { offset_expr, .. } = &element.kind else {
            return Ok(());
        };
        let (Some(first), ElementItems::Functions(functions)) =
            (constant(offset_expr)?, element.items)
        else {
            return Ok(());
        };
        for (index, function) in functions.into_iter().enumerate() {
            self.slots.insert(first + index as u32, function?);
        }
        Ok(())
    }

    /// Where bytes of initial memory are in the module.
    fn locate(&self, address: u32, length: usize) -> Option<usize> {
        self.data.iter().find_map(|(start, range)| {
            let at = range.start + address.checked_sub(*start)? as usize;
            (at + length <= range.end).then_some(at)
        })
    }

    /// A word of initial memory: zero where the module says nothing.
    fn word(&self, module: &[u8], address: u32) -> u32 {
        let byte = |offset| self.locate(address + offset, 1).map_or(0, |at| module[at]);
        u32::from_le_bytes([byte(0), byte(1), byte(2), byte(3)])
    }

    /// A text in initial memory.
    fn text(&self, module: &[u8], (address, length): (u32, u32)) -> Option<String> {
        let at = self.locate(address, length as usize)?;
        let bytes = module.get(at..at + length as usize)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    /// All rows of all tables, and the slot of the function that refuses.
    fn rows(&self, module: &[u8]) -> Option<(Vec<Row>, u32)> {
        let (tables, layout, left_out) = (
            *self.statics.get(TABLES)?,
            *self.statics.get(LAYOUT)?,
            *self.statics.get(LEFT_OUT)?,
        );
        let [count, size, name_at, call_at] =
            [0, 4, 8, 12].map(|offset| self.word(module, layout + offset));
        let mut rows = Vec::new();
        let methods = (0..count).map(|table| (tables + 8 * table, false));
        let constructors = self.statics.get(CONSTRUCTORS).map(|table| (*table, true));
        for (table, constructor) in methods.chain(constructors) {
            let (first, length) = (self.word(module, table), self.word(module, table + 4));
            for row in (0..length).map(|index| first + index * size) {
                let name = (
                    self.word(module, row + name_at),
                    self.word(module, row + name_at + 4),
                );
                rows.push(Row {
                    name: self.text(module, name)?,
                    constructor,
                    call: row + call_at,
                    slot: self.word(module, row + call_at),
                });
            }
        }
        Some((rows, self.word(module, left_out + call_at)))
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
