//! Reads the structure of a component: nested components and modules, index spaces, and where each item comes from.

use std::collections::HashMap;
use std::ops::Range;

use wasmparser::{
    BinaryReaderError, ComponentAlias, ComponentExternalKind as Kind, ComponentInstance,
    ComponentName, KnownCustom, Parser, Payload,
};

use super::{Edge, End, Memory, Wire};

/// A component or a core module.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Where it lies in the file.
    pub range: Range<usize>,
    /// The name that it gives itself.
    pub name: Option<String>,
    version: Option<String>,
    is_module: bool,
    memories: Vec<Memory>,
    modules: Vec<Body>,
    /// Components defined in it.
    pub components: Vec<Body>,
    /// Component index space: an index into `components`, or `None` for one that comes from elsewhere.
    component_space: Vec<Option<usize>>,
    instance_space: Vec<Item>,
    func_space: Vec<Item>,
    exports: Vec<(String, Item)>,
    /// Names that the name section gives instances, by index.
    pub instance_names: HashMap<u32, String>,
}

/// An instance or a function, and where it is from.
#[derive(Clone, Debug)]
enum Item {
    /// An import of this component.
    Import(String),
    /// An instance that this component makes from a component.
    Made {
        component: Option<usize>,
        args: Vec<(String, Box<Item>)>,
        index: u32,
    },
    /// An export of another instance.
    Export(Box<Item>, String),
    /// Anything else: lifted from core code, bundled from other items.
    Own,
}

/// Reads a valid file.
pub(super) fn read(bytes: &[u8]) -> Result<Body, BinaryReaderError> {
    let mut stack = vec![Body {
        range: 0..bytes.len(),
        ..Body::default()
    }];
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        match &payload {
            Payload::ModuleSection {
                unchecked_range, ..
            } => {
                stack.push(Body {
                    range: to_usize(unchecked_range),
                    is_module: true,
                    ..Body::default()
                });
            }
            Payload::ComponentSection {
                unchecked_range, ..
            } => {
                stack.push(Body {
                    range: to_usize(unchecked_range),
                    ..Body::default()
                });
            }
            Payload::End(_) if stack.len() > 1 => {
                if let (Some(done), Some(parent)) = (stack.pop(), stack.last_mut()) {
                    parent.adopt(done);
                }
            }
            payload => {
                if let Some(body) = stack.last_mut() {
                    body.section(payload)?;
                }
            }
        }
    }
    Ok(stack.swap_remove(0))
}

fn to_usize(range: &Range<u64>) -> Range<usize> {
    range.start as usize..range.end as usize
}

impl Body {
    fn adopt(&mut self, child: Body) {
        if child.is_module {
            self.modules.push(child);
        } else {
            self.component_space.push(Some(self.components.len()));
            self.components.push(child);
        }
    }

    fn section(&mut self, payload: &Payload<'_>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::MemorySection(memories) => {
                for memory in memories.clone() {
                    let memory = memory?;
                    self.memories.push(Memory {
                        minimum_pages: memory.initial,
                        maximum_pages: memory.maximum,
                        memory64: memory.memory64,
                        shared: memory.shared,
                    });
                }
            }
            Payload::ComponentImportSection(imports) => {
                for import in imports.clone() {
                    let import = import?;
                    self.define(import.ty.kind(), Item::Import(import.name.name.to_owned()));
                }
            }
            Payload::ComponentInstanceSection(instances) => {
                for instance in instances.clone() {
                    let item = self.instance(instance?);
                    self.instance_space.push(item);
                }
            }
            Payload::ComponentAliasSection(aliases) => {
                for alias in aliases.clone() {
                    self.alias(alias?);
                }
            }
            Payload::ComponentCanonicalSection(functions) => {
                for function in functions.clone() {
                    if let wasmparser::CanonicalFunction::Lift { .. } = function? {
                        self.func_space.push(Item::Own);
                    }
                }
            }
            Payload::ComponentExportSection(exports) => {
                for export in exports.clone() {
                    let export = export?;
                    let item = self.item(export.kind, export.index);
                    self.exports
                        .push((export.name.name.to_owned(), item.clone()));
                    self.define(export.kind, item);
                }
            }
            Payload::CustomSection(custom) if custom.name() == "version" => {
                self.version = std::str::from_utf8(custom.data()).ok().map(str::to_owned);
            }
            Payload::CustomSection(custom) => self.names(custom.as_known()),
            _ => {}
        }
        Ok(())
    }

    /// Names are for people: a name section that is broken is one that is not there.
    fn names(&mut self, custom: KnownCustom<'_>) {
        match custom {
            KnownCustom::Name(names) => {
                for name in names.into_iter().flatten() {
                    if let wasmparser::Name::Module { name, .. } = name {
                        self.name = Some(name.to_owned());
                    }
                }
            }
            KnownCustom::ComponentName(names) => {
                for name in names.into_iter().flatten() {
                    match name {
                        ComponentName::Component { name, .. } => self.name = Some(name.to_owned()),
                        ComponentName::Instances(map) => {
                            let named = map
                                .into_iter()
                                .flatten()
                                .map(|naming| (naming.index, naming.name.to_owned()));
                            self.instance_names.extend(named);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn define(&mut self, kind: Kind, item: Item) {
        match kind {
            Kind::Instance => self.instance_space.push(item),
            Kind::Func => self.func_space.push(item),
            Kind::Component => self.component_space.push(None),
            _ => {}
        }
    }

    fn instance(&self, instance: ComponentInstance<'_>) -> Item {
        let ComponentInstance::Instantiate {
            component_index,
            args,
        } = instance
        else {
            return Item::Own;
        };
        let wired = args
            .iter()
            .filter(|arg| matches!(arg.kind, Kind::Instance | Kind::Func));
        let args = wired
            .map(|arg| {
                (
                    arg.name.to_owned(),
                    Box::new(self.item(arg.kind, arg.index)),
                )
            })
            .collect();
        let component = self
            .component_space
            .get(component_index as usize)
            .copied()
            .flatten();
        Item::Made {
            component,
            args,
            index: self.instance_space.len() as u32,
        }
    }

    fn alias(&mut self, alias: ComponentAlias<'_>) {
        match alias {
            ComponentAlias::InstanceExport {
                kind,
                instance_index,
                name,
            } => {
                let from = Box::new(self.item(Kind::Instance, instance_index));
                self.define(kind, Item::Export(from, name.to_owned()));
            }
            ComponentAlias::Outer {
                kind: wasmparser::ComponentOuterAliasKind::Component,
                ..
            } => {
                self.component_space.push(None);
            }
            _ => {}
        }
    }

    fn item(&self, kind: Kind, index: u32) -> Item {
        let space = match kind {
            Kind::Instance => &self.instance_space,
            Kind::Func => &self.func_space,
            _ => return Item::Own,
        };
        space.get(index as usize).cloned().unwrap_or(Item::Own)
    }

    /// A composition has no code of its own, and makes instances of components that have.
    pub fn is_composition(&self) -> bool {
        self.modules.is_empty() && self.components.iter().any(|component| !component.is_glue())
    }

    /// wit-component puts the exports of a component into small components without code.
    fn is_glue(&self) -> bool {
        self.modules.is_empty() && self.components.iter().all(Self::is_glue)
    }

    /// The instances that this body makes, with their index and the component that they are made from.
    pub fn part_instances(&self) -> impl Iterator<Item = (u32, Option<usize>)> {
        self.instance_space
            .iter()
            .enumerate()
            .filter_map(|(position, item)| match item {
                // An export of an instance stands in the index space once more.
                Item::Made {
                    component, index, ..
                } if *index as usize == position => Some((*index, *component)),
                _ => None,
            })
    }

    /// Who feeds whom among the instances, and the host.
    pub fn wires(&self) -> Vec<Wire> {
        let order: HashMap<u32, usize> = self
            .part_instances()
            .enumerate()
            .map(|(place, (index, _))| (index, place))
            .collect();
        let mut wires = Vec::new();
        for (position, item) in self.instance_space.iter().enumerate() {
            let Item::Made { args, index, .. } = item else {
                continue;
            };
            if *index as usize != position {
                continue;
            }
            for (import, source) in args {
                let Some((from, export)) = origin(source, &order) else {
                    continue;
                };
                wires.push(Wire {
                    from,
                    export,
                    to: End::Part(order[index]),
                    import: import.clone(),
                });
            }
        }
        for (name, item) in &self.exports {
            if let Some((from, export)) = origin(item, &order) {
                wires.push(Wire {
                    from,
                    export,
                    to: End::Host,
                    import: name.clone(),
                });
            }
        }
        wires
    }

    /// `json 0.1.0`, as the component says of itself.
    pub fn label(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        Some(
            self.version
                .as_ref()
                .map_or_else(|| name.clone(), |version| format!("{name} {version}")),
        )
    }

    /// Bytes of all core modules in it.
    pub fn all_core_size(&self) -> usize {
        let own = if self.is_module { self.range.len() } else { 0 };
        own + self
            .modules
            .iter()
            .chain(&self.components)
            .map(Self::all_core_size)
            .sum::<usize>()
    }

    /// Memories of all core modules in it.
    pub fn all_memories(&self) -> Vec<Memory> {
        let nested = self
            .modules
            .iter()
            .chain(&self.components)
            .flat_map(Self::all_memories);
        self.memories.iter().copied().chain(nested).collect()
    }
}

/// The instance or import that an item comes from, and its name there.
fn origin(item: &Item, order: &HashMap<u32, usize>) -> Option<(End, String)> {
    match item {
        Item::Import(name) => Some((End::Host, name.clone())),
        Item::Made { index, .. } => Some((End::Part(*order.get(index)?), "all exports".into())),
        Item::Export(from, name) => match from.as_ref() {
            Item::Made { index, .. } => Some((End::Part(*order.get(index)?), name.clone())),
            deeper => origin(deeper, order),
        },
        Item::Own => None,
    }
}

/// Imports and exports of a core module, one edge for each module name and one for the exports.
pub(super) fn module_edges(bytes: &[u8]) -> Result<(Vec<Edge>, Vec<Edge>), BinaryReaderError> {
    let (mut imports, mut exports): (Vec<Edge>, Vec<Edge>) = (Vec::new(), Vec::new());
    let edge = |name: &str| Edge {
        name: name.to_owned(),
        functions: Vec::new(),
        types: Vec::new(),
    };
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if imports.last().is_none_or(|last| last.name != import.module) {
                        imports.push(edge(import.module));
                    }
                    if let Some(last) = imports.last_mut() {
                        last.functions.push(import.name.to_owned());
                    }
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    exports.push(edge(export?.name));
                }
            }
            _ => {}
        }
    }
    Ok((imports, exports))
}
