//! The core module while it is put together: imports as they are used, functions, globals, memory and data.

use std::collections::{BTreeSet, HashMap};

use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, FunctionSection, GlobalSection, GlobalType, ImportSection, IndirectNameMap,
    MemorySection, MemoryType, NameMap, NameSection, RefType, TableSection, TableType, TypeSection,
    ValType,
};

use super::code::{Code, Symbol};
use crate::contract::{Contract, Signature};

const PAGE: u32 = 65536;
/// Nothing is below it: a null pointer points nowhere.
const FIRST_ADDRESS: u32 = 16;

/// Why a module cannot be finished.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModuleError {
    /// The contract has no such function.
    #[error("the contract has no function {0}#{1}")]
    NoImport(String, String),
    /// A function was called and never written.
    #[error("{0} has no code")]
    NoCode(String),
    /// The constants do not fit into memory.
    #[error("the program's constants take more than 1 GiB")]
    TooMuchData,
    /// A function cannot be exported.
    #[error("{name} cannot be exported: {why}")]
    Export {
        /// Its Python name.
        name: String,
        /// The line of its `def`.
        line: u32,
        /// Why.
        why: String,
    },
}

type Ty = (Vec<ValType>, Vec<ValType>);

enum Place {
    Import(Signature),
    Defined { name: String, code: Option<Code> },
}

/// A module in the making.
pub struct Module<'a> {
    contract: &'a Contract,
    types: Vec<Ty>,
    type_index: HashMap<Ty, u32>,
    /// Every function: its type and where it comes from.
    functions: Vec<(u32, Place)>,
    imported: HashMap<(String, String), Symbol>,
    globals: Vec<(ValType, i64, String)>,
    data: Vec<u8>,
    interned: HashMap<Vec<u8>, u32>,
    exports: Vec<(String, Symbol)>,
    table: Vec<Symbol>,
    heap: u32,
    heap_start: u32,
    error: Option<ModuleError>,
}

impl<'a> Module<'a> {
    /// An empty module against these contracts.
    pub fn new(contract: &'a Contract) -> Self {
        let mut module = Self {
            contract,
            types: Vec::new(),
            type_index: HashMap::new(),
            functions: Vec::new(),
            imported: HashMap::new(),
            globals: Vec::new(),
            data: Vec::new(),
            interned: HashMap::new(),
            exports: Vec::new(),
            table: Vec::new(),
            heap: 0,
            heap_start: 0,
            error: None,
        };
        module.heap = module.global(ValType::I32, 0, "heap");
        module.heap_start = module.global(ValType::I32, 0, "heap_start");
        module
    }

    /// The global with the first free address; the allocator's.
    pub fn heap(&self) -> u32 {
        self.heap
    }

    /// The global with the address behind the data.
    pub fn heap_start(&self) -> u32 {
        self.heap_start
    }

    /// An index for a function type.
    pub fn ty(&mut self, params: &[ValType], results: &[ValType]) -> u32 {
        let key = (params.to_vec(), results.to_vec());
        let next = self.types.len() as u32;
        *self.type_index.entry(key).or_insert_with_key(|key| {
            self.types.push(key.clone());
            next
        })
    }

    /// A function of the contracts; imported when it is first asked for.
    pub fn import(&mut self, interface: &str, name: &str) -> Symbol {
        let Some(signature) = self.contract.function(interface, name) else {
            self.error
                .get_or_insert_with(|| ModuleError::NoImport(interface.into(), name.into()));
            return Symbol(0);
        };
        self.import_signature(signature.clone())
    }

    /// A function of another package.
    pub fn import_signature(&mut self, signature: Signature) -> Symbol {
        let key = (signature.module.clone(), signature.name.clone());
        if let Some(symbol) = self.imported.get(&key) {
            return *symbol;
        }
        let ty = self.ty(&signature.params, &signature.results);
        let symbol = self.push(ty, Place::Import(signature));
        self.imported.insert(key, symbol);
        symbol
    }

    /// What a function takes.
    pub fn params(&self, symbol: Symbol) -> Vec<ValType> {
        let function = self.functions.get(symbol.0 as usize);
        function
            .and_then(|(ty, _)| self.types.get(*ty as usize))
            .map(|(params, _)| params.clone())
            .unwrap_or_default()
    }

    /// A function that is written later.
    pub fn declare(&mut self, name: &str, params: &[ValType], results: &[ValType]) -> Symbol {
        let ty = self.ty(params, results);
        let name = name.to_owned();
        self.push(ty, Place::Defined { name, code: None })
    }

    /// The code of a declared function.
    pub fn define(&mut self, symbol: Symbol, body: Code) {
        if let Some((_, Place::Defined { code, .. })) = self.functions.get_mut(symbol.0 as usize) {
            *code = Some(body);
        }
    }

    fn push(&mut self, ty: u32, place: Place) -> Symbol {
        self.functions.push((ty, place));
        Symbol(self.functions.len() as u32 - 1)
    }

    /// A mutable global.
    pub fn global(&mut self, ty: ValType, initial: i64, name: &str) -> u32 {
        self.globals.push((ty, initial, name.to_owned()));
        self.globals.len() as u32 - 1
    }

    /// How many globals there are.
    pub fn globals_count(&self) -> u32 {
        self.globals.len() as u32
    }

    /// Exports a function.
    pub fn export(&mut self, name: &str, symbol: Symbol) {
        self.exports.push((name.to_owned(), symbol));
    }

    /// What the function table holds.
    pub fn set_table(&mut self, table: Vec<Symbol>) {
        self.table = table;
    }

    /// Room in memory that starts with these bytes, at a multiple of 8. Returns its address.
    pub fn place(&mut self, bytes: &[u8]) -> u32 {
        self.data.resize(self.data.len().next_multiple_of(8), 0);
        self.append(bytes)
    }

    /// Bytes that nobody changes; equal ones are there once.
    pub fn text(&mut self, bytes: &[u8]) -> u32 {
        if let Some(address) = self.interned.get(bytes) {
            return *address;
        }
        let address = self.append(bytes);
        self.interned.insert(bytes.to_vec(), address);
        address
    }

    fn append(&mut self, bytes: &[u8]) -> u32 {
        if self.data.len() + bytes.len() > 1 << 30 {
            self.error.get_or_insert(ModuleError::TooMuchData);
            return FIRST_ADDRESS;
        }
        let address = FIRST_ADDRESS + self.data.len() as u32;
        self.data.extend_from_slice(bytes);
        address
    }

    /// The interfaces that the imports come from.
    pub fn interfaces(&self) -> BTreeSet<String> {
        self.functions
            .iter()
            .filter_map(|(_, place)| match place {
                Place::Import(signature) => Some(signature.module.clone()),
                Place::Defined { .. } => None,
            })
            .collect()
    }

    /// The module's bytes.
    ///
    /// # Errors
    ///
    /// [`ModuleError`].
    pub fn finish(self) -> Result<Vec<u8>, ModuleError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let index = self.indices();
        let of = |symbol: Symbol| index[symbol.0 as usize];
        let mut module = wasm_encoder::Module::new();
        let mut types = TypeSection::new();
        for (params, results) in &self.types {
            types
                .ty()
                .function(params.iter().copied(), results.iter().copied());
        }
        module.section(&types);
        let (mut imports, mut functions) = (ImportSection::new(), FunctionSection::new());
        let mut code = CodeSection::new();
        for (ty, place) in &self.functions {
            match place {
                Place::Import(signature) => {
                    imports.import(
                        &signature.module,
                        &signature.name,
                        EntityType::Function(*ty),
                    );
                }
                Place::Defined {
                    code: Some(body), ..
                } => {
                    functions.function(*ty);
                    code.raw(&body.finish(of));
                }
                Place::Defined { name, code: None } => {
                    return Err(ModuleError::NoCode(name.clone()));
                }
            }
        }
        module.section(&imports).section(&functions);
        let elements = self.table_sections(&mut module, of);
        self.memory_and_globals(&mut module);
        let mut exports = ExportSection::new();
        exports.export("memory", ExportKind::Memory, 0);
        for (name, symbol) in &self.exports {
            exports.export(name, ExportKind::Func, of(*symbol));
        }
        module.section(&exports);
        if let Some(elements) = elements {
            module.section(&elements);
        }
        module.section(&code);
        let mut data = DataSection::new();
        if !self.data.is_empty() {
            let address = ConstExpr::i32_const(FIRST_ADDRESS as i32);
            data.active(0, &address, self.data.iter().copied());
        }
        module.section(&data).section(&self.names(of));
        Ok(module.finish())
    }

    /// Imported functions come first.
    fn indices(&self) -> Vec<u32> {
        let mut index = vec![0; self.functions.len()];
        let mut next = 0;
        for wanted in [true, false] {
            for (at, (_, place)) in self.functions.iter().enumerate() {
                if matches!(place, Place::Import(_)) == wanted {
                    index[at] = next;
                    next += 1;
                }
            }
        }
        index
    }

    fn table_sections(
        &self,
        module: &mut wasm_encoder::Module,
        of: impl Fn(Symbol) -> u32,
    ) -> Option<ElementSection> {
        if self.table.is_empty() {
            return None;
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: self.table.len() as u64,
            maximum: Some(self.table.len() as u64),
            shared: false,
        });
        module.section(&tables);
        let functions: Vec<u32> = self.table.iter().map(|symbol| of(*symbol)).collect();
        let mut elements = ElementSection::new();
        elements.active(
            None,
            &ConstExpr::i32_const(0),
            Elements::Functions(functions.into()),
        );
        Some(elements)
    }

    fn memory_and_globals(&self, module: &mut wasm_encoder::Module) {
        let end = (FIRST_ADDRESS + self.data.len() as u32).next_multiple_of(16);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: u64::from(end.div_ceil(PAGE)),
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut globals = GlobalSection::new();
        for (at, (ty, initial, _)) in self.globals.iter().enumerate() {
            let val_type = GlobalType {
                val_type: *ty,
                mutable: true,
                shared: false,
            };
            let initial = match ty {
                _ if [self.heap, self.heap_start].contains(&(at as u32)) => {
                    ConstExpr::i32_const(end as i32)
                }
                ValType::I32 => ConstExpr::i32_const(*initial as i32),
                ValType::F64 => ConstExpr::f64_const((*initial as f64).into()),
                _ => ConstExpr::i64_const(*initial),
            };
            globals.global(val_type, &initial);
        }
        module.section(&memories).section(&globals);
    }

    /// Names of functions and globals, so that a trap says where it was.
    fn names(&self, of: impl Fn(Symbol) -> u32) -> NameSection {
        let mut functions: Vec<(u32, &str)> = Vec::new();
        for (at, (_, place)) in self.functions.iter().enumerate() {
            let name = match place {
                Place::Import(signature) => &signature.name,
                Place::Defined { name, .. } => name,
            };
            functions.push((of(Symbol(at as u32)), name));
        }
        functions.sort_unstable();
        let (mut function_names, mut global_names) = (NameMap::new(), NameMap::new());
        for (index, name) in functions {
            function_names.append(index, name);
        }
        for (index, (_, _, name)) in self.globals.iter().enumerate() {
            global_names.append(index as u32, name);
        }
        let mut names = NameSection::new();
        names.functions(&function_names);
        names.locals(&IndirectNameMap::new());
        names.globals(&global_names);
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::{World, encode};

    #[test]
    fn a_module_is_wrapped_with_the_imports_that_it_uses() {
        let contract = Contract::load().expect("embedded packages are right");
        let mut module = Module::new(&contract);
        let run = module.declare("run", &[], &[ValType::I32]);
        let finish = module.import("flow", "finish");
        let literal = module.import("text", "literal");
        let address = module.text(b"hello");
        let mut code = Code::new(0);
        code.ins().i32_const(address as i32).i32_const(5);
        code.call(literal);
        code.ins().drop();
        code.call(finish);
        code.ins().i32_wrap_i64();
        module.define(run, code);
        module.export("molt:capabilities/program@0.1.0#run", run);
        let world = World {
            imports: module.interfaces(),
            exports: ["molt:capabilities/program@0.1.0".to_owned()].into(),
            package: "local:test".into(),
            ..World::default()
        };
        let bytes = module.finish().expect("is complete");
        let component = encode(bytes, &world, contract.resolve()).expect("fits the world");
        let part = molt_compose::Part::new("test", component).expect("is a component");
        let imports: Vec<String> = part.imports().map(|import| import.name).collect();
        assert!(
            imports.contains(&"molt:runtime/text@0.1.0".to_owned()),
            "{imports:?}"
        );
    }
}
