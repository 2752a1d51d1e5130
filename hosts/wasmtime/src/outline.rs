//! Takes large core modules out of a component, so that they are compiled once for all components that have them.
//!
//! A compiled program is a few kilobytes of its own composed with a runtime of half a megabyte. Compiling the runtime takes
//! seconds, and it is the same bytes in every program. So each large module is replaced by an import of that module, under a
//! name made of its digest, and whoever links the skeleton gives it the compiled one. What the component does stays the
//! same: the module is instantiated where it was, with the same arguments, and canonical options find its exports by name.
//!
//! Only the shape that `wit-component` and `wac-graph` write is rewritten. Anything else is left as it is.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use wasm_encoder::{
    ComponentImportSection, ComponentTypeRef, CoreTypeSection, Encode, EntityType, GlobalType,
    MemoryType, ModuleType, RawSection, RefType, TableType, ValType,
};
use wasmparser::{
    BinaryReader, ComponentAliasSectionReader, ComponentImportSectionReader,
    ComponentInstanceSectionReader, ComponentTypeRef as Imported, CompositeInnerType, ExternalKind,
    Parser, Payload, TypeRef,
};

/// Modules below this many bytes compile faster than they are looked up.
const LEAST: usize = 32 << 10;
/// Components within components within components: deeper ones are left as they are.
const DEPTH: usize = 32;
const PREFIX: &str = "core-m";

/// Whether this is the name of an import that stands for a module.
pub(crate) fn is_module(import: &str) -> bool {
    import.starts_with(PREFIX)
}

/// A component without its large modules.
pub(crate) struct Outlined<'a> {
    /// The component, which imports them.
    pub(crate) skeleton: Vec<u8>,
    /// The modules by the name that they are imported under.
    pub(crate) modules: BTreeMap<String, &'a [u8]>,
}

/// Takes the large modules out; `None` when there are none, or the component is built in an unusual way.
pub(crate) fn outline(component: &[u8]) -> Option<Outlined<'_>> {
    let mut modules = BTreeMap::new();
    let (skeleton, imported) = rewrite(component, &mut modules, 0)?;
    (!imported.is_empty()).then_some(Outlined { skeleton, modules })
}

/// A module that a rewritten component imports: its name, and its type, encoded as a section of one core type.
type Taken = (String, CoreTypeSection);

/// Where a component's index spaces stand while its sections are gone through.
#[derive(Default)]
struct Spaces {
    /// Core modules, in the rewritten component.
    modules: u32,
    /// Core types that were added.
    types: u32,
    /// Components so far.
    components: u32,
    /// A module was added where none was: its own modules after this one would have other numbers.
    shifted: bool,
    /// The module of each name that is imported.
    by_name: BTreeMap<String, u32>,
    /// What each rewritten component within wants of those that instantiate it.
    wants: BTreeMap<u32, Vec<String>>,
}

struct Rewriting<'a, 'm> {
    out: Vec<u8>,
    spaces: Spaces,
    taken: Vec<Taken>,
    modules: &'m mut BTreeMap<String, &'a [u8]>,
    depth: usize,
}

fn rewrite<'a>(
    component: &'a [u8],
    modules: &mut BTreeMap<String, &'a [u8]>,
    depth: usize,
) -> Option<(Vec<u8>, Vec<Taken>)> {
    let (header, mut rest) = component.split_at_checked(8)?;
    if header != [0, b'a', b's', b'm', 0x0d, 0, 1, 0] || depth > DEPTH {
        return None;
    }
    let mut rewriting = Rewriting {
        out: header.to_vec(),
        spaces: Spaces::default(),
        taken: Vec::new(),
        modules,
        depth,
    };
    while let Some((&id, after)) = rest.split_first() {
        let (size, after) = leb(after)?;
        let (content, after) = after.split_at_checked(size as usize)?;
        rewriting.section(id, content)?;
        rest = after;
    }
    Some((rewriting.out, rewriting.taken))
}

impl<'a> Rewriting<'a, '_> {
    fn section(&mut self, id: u8, content: &'a [u8]) -> Option<()> {
        match id {
            1 => return self.module(content),
            4 => return self.component(content),
            5 => return self.instances(content),
            // Core types of its own would have to be numbered anew.
            3 => return None,
            6 => self.refuse_aliases(content)?,
            10 => self.refuse_imports(content)?,
            _ => {}
        }
        self.copy(id, content);
        Some(())
    }

    fn copy(&mut self, id: u8, content: &[u8]) {
        self.out.push(id);
        RawSection { id, data: content }.encode(&mut self.out);
    }

    fn module(&mut self, content: &'a [u8]) -> Option<()> {
        if self.spaces.shifted {
            return None;
        }
        let name = name_of(content);
        let known = self.spaces.by_name.contains_key(&name);
        match module_type(content).filter(|_| content.len() >= LEAST && !known) {
            Some(ty) => {
                self.modules.insert(name.clone(), content);
                self.import(&name, ty)
            }
            None => {
                self.copy(1, content);
                self.spaces.modules += 1;
            }
        }
        Some(())
    }

    /// Imports a module here.
    fn import(&mut self, name: &str, ty: CoreTypeSection) {
        let mut imports = ComponentImportSection::new();
        imports.import(name, ComponentTypeRef::Module(self.spaces.types));
        for section in [
            &ty as &dyn wasm_encoder::ComponentSection,
            &imports as &dyn wasm_encoder::ComponentSection,
        ] {
            self.out.push(section.id());
            section.encode(&mut self.out);
        }
        self.spaces
            .by_name
            .insert(name.to_owned(), self.spaces.modules);
        self.spaces.modules += 1;
        self.spaces.types += 1;
        self.taken.push((name.to_owned(), ty));
    }

    fn component(&mut self, content: &'a [u8]) -> Option<()> {
        let (inner, taken) = rewrite(content, self.modules, self.depth + 1)?;
        self.copy(4, &inner);
        for (name, ty) in &taken {
            if !self.spaces.by_name.contains_key(name) {
                self.import(name, ty.clone());
                self.spaces.shifted = true;
            }
        }
        if !taken.is_empty() {
            let names = taken.into_iter().map(|(name, _)| name).collect();
            self.spaces.wants.insert(self.spaces.components, names);
        }
        self.spaces.components += 1;
        Some(())
    }

    /// Hands the modules to the components that are instantiated.
    fn instances(&mut self, content: &'a [u8]) -> Option<()> {
        let reader = ComponentInstanceSectionReader::new(BinaryReader::new(content, 0)).ok()?;
        let starts: Vec<usize> = reader
            .into_iter_with_offsets()
            .map(|item| usize::try_from(item.ok()?.0).ok())
            .collect::<Option<_>>()?;
        let mut out = Vec::new();
        starts.len().encode(&mut out);
        for (n, start) in starts.iter().enumerate() {
            let end = starts.get(n + 1).copied().unwrap_or(content.len());
            let item = content.get(*start..end)?;
            self.instance(item, &mut out)?;
        }
        self.copy(5, &out);
        Some(())
    }

    fn instance(&self, item: &[u8], out: &mut Vec<u8>) -> Option<()> {
        let (&kind, rest) = item.split_first()?;
        let instantiates = kind == 0;
        let wants = match instantiates {
            true => self.spaces.wants.get(&leb(rest)?.0),
            false => None,
        };
        let Some(wants) = wants else {
            out.extend_from_slice(item);
            return Some(());
        };
        let (component, rest) = leb(rest)?;
        let (count, args) = leb(rest)?;
        out.push(kind);
        component.encode(out);
        let count = count.checked_add(u32::try_from(wants.len()).ok()?)?;
        count.encode(out);
        out.extend_from_slice(args);
        for name in wants {
            name.as_str().encode(out);
            // The sort of core modules.
            out.extend_from_slice(&[0x00, 0x11]);
            self.spaces.by_name.get(name)?.encode(out);
        }
        Some(())
    }

    /// Refuses aliases of modules, core types and components: they take numbers that are not counted here.
    fn refuse_aliases(&self, content: &[u8]) -> Option<()> {
        use wasmparser::{ComponentAlias, ComponentExternalKind, ComponentOuterAliasKind};
        let aliases = ComponentAliasSectionReader::new(BinaryReader::new(content, 0)).ok()?;
        for alias in aliases {
            match alias.ok()? {
                ComponentAlias::InstanceExport {
                    kind: ComponentExternalKind::Module | ComponentExternalKind::Component,
                    ..
                } => return None,
                ComponentAlias::Outer { kind, .. } if kind != ComponentOuterAliasKind::Type => {
                    return None;
                }
                _ => {}
            }
        }
        Some(())
    }

    /// Refuses imports of modules and components, likewise.
    fn refuse_imports(&self, content: &[u8]) -> Option<()> {
        let imports = ComponentImportSectionReader::new(BinaryReader::new(content, 0)).ok()?;
        for import in imports {
            if let Imported::Module(_) | Imported::Component(_) = import.ok()?.ty {
                return None;
            }
        }
        Some(())
    }
}

/// The name that a module is imported under: a kebab-case word of its digest.
pub(crate) fn name_of(module: &[u8]) -> String {
    let digest = Sha256::digest(module);
    let hex = digest.iter().take(16).map(|byte| format!("{byte:02x}"));
    std::iter::once(PREFIX.to_owned()).chain(hex).collect()
}

fn leb(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut reader = BinaryReader::new(bytes, 0);
    let value = reader.read_var_u32().ok()?;
    let read = usize::try_from(reader.original_position()).ok()?;
    Some((value, bytes.get(read..)?))
}

/// What a module imports and exports; `None` when it uses a type that is not looked at here.
fn module_type(module: &[u8]) -> Option<CoreTypeSection> {
    let mut space = CoreSpace::default();
    for payload in Parser::new(0).parse_all(module) {
        match payload.ok()? {
            Payload::TypeSection(types) => {
                for group in types {
                    for ty in group.ok()?.into_types() {
                        let CompositeInnerType::Func(func) = ty.composite_type.inner else {
                            return None;
                        };
                        let params = values(func.params())?;
                        let results = values(func.results())?;
                        space.ty.ty().function(params, results);
                    }
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.ok()?;
                    let ty = space.define(import.ty)?;
                    space.ty.import(import.module, import.name, ty);
                }
            }
            Payload::FunctionSection(functions) => {
                for ty in functions {
                    space.functions.push(ty.ok()?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    space.define(TypeRef::Table(table.ok()?.ty))?;
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    space.define(TypeRef::Memory(memory.ok()?))?;
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    space.define(TypeRef::Global(global.ok()?.ty))?;
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export.ok()?;
                    let ty = space.find(export.kind, export.index as usize)?;
                    space.ty.export(export.name, ty);
                }
            }
            _ => {}
        }
    }
    let mut section = CoreTypeSection::new();
    section.ty().module(&space.ty);
    Some(section)
}

/// The index spaces of a core module.
#[derive(Default)]
struct CoreSpace {
    ty: ModuleType,
    functions: Vec<u32>,
    tables: Vec<TableType>,
    memories: Vec<MemoryType>,
    globals: Vec<GlobalType>,
}

impl CoreSpace {
    /// Counts one more entity, and gives its type.
    fn define(&mut self, ty: TypeRef) -> Option<EntityType> {
        match ty {
            TypeRef::Func(index) => {
                self.functions.push(index);
                Some(EntityType::Function(index))
            }
            TypeRef::Table(table) => {
                let table = TableType {
                    element_type: reference(table.element_type)?,
                    table64: table.table64,
                    minimum: table.initial,
                    maximum: table.maximum,
                    shared: table.shared,
                };
                self.tables.push(table);
                Some(EntityType::Table(table))
            }
            TypeRef::Memory(memory) => {
                let memory = MemoryType {
                    minimum: memory.initial,
                    maximum: memory.maximum,
                    memory64: memory.memory64,
                    shared: memory.shared,
                    page_size_log2: memory.page_size_log2,
                };
                self.memories.push(memory);
                Some(EntityType::Memory(memory))
            }
            TypeRef::Global(global) => {
                let global = GlobalType {
                    val_type: value(global.content_type)?,
                    mutable: global.mutable,
                    shared: global.shared,
                };
                self.globals.push(global);
                Some(EntityType::Global(global))
            }
            _ => None,
        }
    }

    fn find(&self, kind: ExternalKind, index: usize) -> Option<EntityType> {
        match kind {
            ExternalKind::Func => self.functions.get(index).copied().map(EntityType::Function),
            ExternalKind::Table => self.tables.get(index).copied().map(EntityType::Table),
            ExternalKind::Memory => self.memories.get(index).copied().map(EntityType::Memory),
            ExternalKind::Global => self.globals.get(index).copied().map(EntityType::Global),
            _ => None,
        }
    }
}

fn values(types: &[wasmparser::ValType]) -> Option<Vec<ValType>> {
    types.iter().copied().map(value).collect()
}

fn value(ty: wasmparser::ValType) -> Option<ValType> {
    Some(match ty {
        wasmparser::ValType::I32 => ValType::I32,
        wasmparser::ValType::I64 => ValType::I64,
        wasmparser::ValType::F32 => ValType::F32,
        wasmparser::ValType::F64 => ValType::F64,
        wasmparser::ValType::V128 => ValType::V128,
        wasmparser::ValType::Ref(ty) => ValType::Ref(reference(ty)?),
    })
}

fn reference(ty: wasmparser::RefType) -> Option<RefType> {
    match ty {
        wasmparser::RefType::FUNCREF => Some(RefType::FUNCREF),
        wasmparser::RefType::EXTERNREF => Some(RefType::EXTERNREF),
        _ => None,
    }
}
