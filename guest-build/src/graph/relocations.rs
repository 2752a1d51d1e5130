//! From the linker's symbols and relocations to a graph.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use wasmparser::{
    BinaryReaderError, DataKind, ElementItems, ElementKind, KnownCustom, Linking, Operator, Parser,
    Payload, RelocationEntry, RelocationType, SymbolFlags, SymbolInfo, TypeRef,
};

use super::{Graph, Mention, Symbol};
use crate::{Error, Result, names};

/// What a graph relies on: functions, table and memory.
#[derive(Default)]
pub(crate) struct Layout {
    /// How many functions are imported.
    pub imported: u32,
    /// How many are not.
    pub defined: u32,
    /// The function in each slot of the table.
    pub slots: BTreeMap<u32, u32>,
    /// Pieces of initial memory: address and content.
    pub memory: Vec<(u32, Vec<u8>)>,
}

/// Where things are in the file.
#[derive(Default)]
struct Places {
    /// Bodies of functions.
    bodies: Vec<Range<u64>>,
    /// Pieces of initial memory: place in the file and address.
    memory: Vec<(Range<u64>, u32)>,
    code: u64,
    data: u64,
}

/// What a symbol of the linker stands for.
enum Meaning {
    Function(u32),
    Data {
        address: u32,
        size: u32,
    },
    /// Nothing that lies in memory or in the table.
    Other,
}

impl Layout {
    pub(crate) fn read(core: &[u8]) -> Result<Self, BinaryReaderError> {
        Ok(Self::locate(core)?.0)
    }

    fn locate(core: &[u8]) -> Result<(Self, Places), BinaryReaderError> {
        let (mut layout, mut places) = (Self::default(), Places::default());
        for payload in Parser::new(0).parse_all(core) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        layout.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        layout.add_element(element?)?;
                    }
                }
                Payload::CodeSectionStart { range, .. } => places.code = range.start,
                Payload::CodeSectionEntry(body) => {
                    layout.defined += 1;
                    places.bodies.push(body.range());
                }
                Payload::DataSection(section) => {
                    places.data = section.range().start;
                    for data in section {
                        let data = data?;
                        if let DataKind::Active { offset_expr, .. } = &data.kind
                            && let Some(address) = constant(offset_expr)?
                        {
                            let start = data.range.end - data.data.len() as u64;
                            places.memory.push((start..data.range.end, address));
                            layout.memory.push((address, data.data.to_vec()));
                        }
                    }
                }
                _ => {}
            }
        }
        Ok((layout, places))
    }

    fn add_element(&mut self, element: wasmparser::Element<'_>) -> Result<(), BinaryReaderError> {
        if let ElementKind::Active { offset_expr, .. } = &element.kind
            && let Some(first) = constant(offset_expr)?
            && let ElementItems::Functions(functions) = element.items
        {
            for (slot, function) in (first..).zip(functions) {
                self.slots.insert(slot, function?);
            }
        }
        Ok(())
    }
}

/// The graph of a module that was linked with `--emit-relocs`.
///
/// # Errors
///
/// [`Error::Graph`]: there are no relocations, or there are some that this reader does not know.
pub(crate) fn read(package: &str, core: &[u8]) -> Result<Graph> {
    Reader::new(core)
        .and_then(|reader| reader.graph(core))
        .map_err(|details| Error::Graph {
            package: package.to_owned(),
            details,
        })
}

struct Reader {
    layout: Layout,
    places: Places,
    symbols: Vec<Meaning>,
    code: Vec<RelocationEntry>,
    data: Vec<RelocationEntry>,
}

type Read<T> = std::result::Result<T, String>;

fn unreadable(error: BinaryReaderError) -> String {
    error.to_string()
}

impl Reader {
    fn new(core: &[u8]) -> Read<Self> {
        let (layout, places) = Layout::locate(core).map_err(unreadable)?;
        let mut reader = Self {
            layout,
            places,
            symbols: Vec::new(),
            code: Vec::new(),
            data: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(core) {
            let Payload::CustomSection(section) = payload.map_err(unreadable)? else {
                continue;
            };
            match section.as_known() {
                KnownCustom::Linking(linking) => {
                    for part in linking.subsections() {
                        if let Linking::SymbolTable(symbols) = part.map_err(unreadable)? {
                            for symbol in symbols {
                                let meaning = reader.meaning(symbol.map_err(unreadable)?);
                                reader.symbols.push(meaning);
                            }
                        }
                    }
                }
                KnownCustom::Reloc(relocations) => {
                    let list = match section.name() {
                        "reloc.CODE" => &mut reader.code,
                        "reloc.DATA" => &mut reader.data,
                        // What debug sections mention keeps nothing alive.
                        _ => continue,
                    };
                    for entry in relocations.entries() {
                        list.push(entry.map_err(unreadable)?);
                    }
                }
                _ => {}
            }
        }
        if reader.symbols.is_empty() || reader.code.is_empty() {
            return Err("the linker left no symbols and relocations in it".into());
        }
        Ok(reader)
    }

    fn meaning(&self, symbol: SymbolInfo<'_>) -> Meaning {
        match symbol {
            SymbolInfo::Func { index, .. } => Meaning::Function(index),
            SymbolInfo::Data {
                flags,
                symbol: Some(symbol),
                ..
            } if !flags.contains(SymbolFlags::ABSOLUTE) => {
                match self.places.memory.get(symbol.index as usize) {
                    Some((_, segment)) => Meaning::Data {
                        address: segment + symbol.offset,
                        size: symbol.size,
                    },
                    None => Meaning::Other,
                }
            }
            _ => Meaning::Other,
        }
    }

    fn graph(&self, core: &[u8]) -> Read<Graph> {
        let defined = self.symbols.iter().filter_map(|meaning| match meaning {
            Meaning::Data { address, size } => Some((*address, *size)),
            _ => None,
        });
        // Symbols of the same bytes are one.
        let ranges: BTreeSet<(u32, u32)> = defined.collect();
        let numbers: HashMap<(u32, u32), u32> = ranges.iter().copied().zip(0..).collect();
        let mut graph = Graph {
            imported: self.layout.imported,
            symbols: ranges
                .iter()
                .map(|(address, size)| Symbol {
                    address: *address,
                    size: *size,
                    mentions: Vec::new(),
                })
                .collect(),
            roots: BTreeSet::new(),
            functions: vec![BTreeSet::new(); self.layout.defined as usize],
        };
        let slots: HashMap<u32, u32> = self
            .layout
            .slots
            .iter()
            .map(|(slot, function)| (*function, *slot))
            .collect();
        for entry in &self.code {
            let place = self.places.code + u64::from(entry.offset);
            let Some(mention) = self.mention(entry, &numbers, &slots, core, place)? else {
                continue;
            };
            let after = self
                .places
                .bodies
                .partition_point(|body| body.start <= place);
            match after
                .checked_sub(1)
                .filter(|body| place < self.places.bodies[*body].end)
            {
                Some(body) => graph.functions[body].insert(mention),
                None => return Err(format!("a relocation of code at {place} is in no function")),
            };
        }
        for entry in &self.data {
            let place = self.places.data + u64::from(entry.offset);
            if let Some(mention) = self.mention(entry, &numbers, &slots, core, place)? {
                let address = self.address(place)?;
                graph.add_of_data(address, mention);
            }
        }
        for symbol in &mut graph.symbols {
            symbol.mentions.sort_by_key(|(offset, _)| *offset);
        }
        Ok(graph)
    }

    /// The address that a byte of the file will have.
    fn address(&self, place: u64) -> Read<u32> {
        let found = self
            .places
            .memory
            .iter()
            .find(|(range, _)| range.contains(&place));
        found
            .map(|(range, address)| address + (place - range.start) as u32)
            .ok_or_else(|| format!("a relocation of data at {place} is in no segment"))
    }

    /// What a relocation mentions, after a look at what the linker wrote there.
    fn mention(
        &self,
        entry: &RelocationEntry,
        numbers: &HashMap<(u32, u32), u32>,
        slots: &HashMap<u32, u32>,
        core: &[u8],
        place: u64,
    ) -> Read<Option<Mention>> {
        use RelocationType as R;
        match entry.ty {
            // Calls and the like are in the code for everybody to see.
            R::FunctionIndexLeb | R::TypeIndexLeb | R::GlobalIndexLeb | R::TableNumberLeb => {
                return Ok(None);
            }
            R::TableIndexSleb
            | R::TableIndexI32
            | R::MemoryAddrLeb
            | R::MemoryAddrSleb
            | R::MemoryAddrI32 => {}
            other => {
                return Err(format!(
                    "it has a relocation that is not supported: {other:?}"
                ));
            }
        }
        let (mention, expected) = match self.symbols.get(entry.index as usize) {
            Some(Meaning::Function(function)) => {
                // A weak function that nobody defined has no slot.
                let slot = slots
                    .get(function)
                    .ok_or_else(|| format!("function {function} is in no slot of the table"))?;
                (Mention::Function(*function), *slot)
            }
            Some(Meaning::Data { address, size }) => {
                let number = numbers[&(*address, *size)];
                (
                    Mention::Symbol(number),
                    address.wrapping_add(entry.addend as u32),
                )
            }
            // The end of memory, for one.
            Some(Meaning::Other) => return Ok(None),
            None => {
                return Err(format!(
                    "a relocation is of symbol {}, which does not exist",
                    entry.index
                ));
            }
        };
        match written(entry.ty, core, place) {
            Some(found) if found == expected => Ok(Some(mention)),
            found => Err(format!(
                "a relocation at {place} does not fit: {expected} should be there, {found:?} is"
            )),
        }
    }
}

/// The module as `follow` and passes within functions want it: names are unique, and calls of functions that take nothing, give nothing and do nothing
/// are nops. Every allocation has such a call (`__rust_no_alloc_shim_is_unstable`).
pub(crate) fn prepare(package: &str, core: &[u8]) -> Result<Vec<u8>> {
    Reader::new(core)
        .and_then(|reader| reader.without_empty_calls(core))
        .and_then(|core| names::unique(&core).map_err(unreadable))
        .map_err(|details| Error::Graph {
            package: package.to_owned(),
            details,
        })
}

impl Reader {
    fn without_empty_calls(&self, core: &[u8]) -> Read<Vec<u8>> {
        let plain = plain_functions(core).map_err(unreadable)?;
        let is_empty = |function: u32| {
            let defined = function.checked_sub(self.layout.imported)? as usize;
            let body = self.places.bodies.get(defined)?;
            let body =
                core.get(usize::try_from(body.start).ok()?..usize::try_from(body.end).ok()?)?;
            // No locals; nothing but `nop` and `return`; `end`.
            let [0x00, code @ .., 0x0b] = body else {
                return None;
            };
            let idle = code.iter().all(|byte| matches!(byte, 0x01 | 0x0f));
            (idle && plain.get(defined) == Some(&true)).then_some(())
        };
        let mut changed = core.to_vec();
        for entry in &self.code {
            let Some(Meaning::Function(function)) = self.symbols.get(entry.index as usize) else {
                continue;
            };
            if entry.ty != RelocationType::FunctionIndexLeb || is_empty(*function).is_none() {
                continue;
            }
            // `call`, and the padded number.
            let place =
                usize::try_from(self.places.code).unwrap_or_default() + entry.offset as usize;
            if let Some(call) = changed
                .get_mut(place - 1..place + 5)
                .filter(|call| call[0] == 0x10)
            {
                call.fill(0x01);
            }
        }
        Ok(changed)
    }
}

/// Which of the functions that are not imported take nothing and give nothing.
fn plain_functions(core: &[u8]) -> Result<Vec<bool>, BinaryReaderError> {
    let (mut types, mut functions) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(core) {
        match payload? {
            Payload::TypeSection(section) => {
                for kind in section.into_iter_err_on_gc_types() {
                    let kind = kind?;
                    types.push(kind.params().is_empty() && kind.results().is_empty());
                }
            }
            Payload::FunctionSection(section) => {
                for index in section {
                    functions.push(types.get(index? as usize) == Some(&true));
                }
            }
            _ => {}
        }
    }
    Ok(functions)
}

/// The number that the linker wrote.
fn written(kind: RelocationType, core: &[u8], place: u64) -> Option<u32> {
    let bytes = core.get(usize::try_from(place).ok()?..)?;
    if kind.extent() == 4 {
        return Some(u32::from_le_bytes(*bytes.first_chunk()?));
    }
    // Padded to five bytes; signed or not, they hold the same 32 bits.
    let mut number = 0u64;
    for (index, byte) in bytes.first_chunk::<5>()?.iter().enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * index);
    }
    Some(number as u32)
}

impl Graph {
    /// A mention in initial memory. Symbols may overlap: it is in all that cover it.
    fn add_of_data(&mut self, address: u32, mention: Mention) {
        let behind = self
            .symbols
            .partition_point(|symbol| symbol.address <= address);
        let mut covered = false;
        for symbol in &mut self.symbols[..behind] {
            let offset = address - symbol.address;
            if offset < symbol.size {
                symbol.mentions.push((offset, mention));
                covered = true;
            }
        }
        if !covered {
            self.roots.insert(mention);
        }
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
