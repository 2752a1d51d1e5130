//! The graph of a module after `wasm-opt` has inlined functions into others, and dropped those that nobody calls any more.
//!
//! Functions are told by their names. What was inlined is told by the calls that went away: a function's code comes from its own
//! and from that of the functions that it called before and does not call now, and so on from those. It may mention what they did.
//! A function that it still calls is alive with it, so it does not matter whether a copy of that was inlined as well.

use std::collections::{BTreeSet, HashMap, HashSet};

use wasmparser::{BinaryReaderError, KnownCustom, Name, Operator, Parser, Payload};

use super::relocations::Layout;
use super::{Graph, Mention};
use crate::{Error, Result};

/// A module, as far as two of them are compared.
struct Module {
    layout: Layout,
    /// Names of functions by number.
    names: Vec<String>,
    /// Whom each function that is not imported calls.
    calls: Vec<BTreeSet<u32>>,
}

impl Module {
    fn read(core: &[u8]) -> Result<Self, BinaryReaderError> {
        let layout = Layout::read(core)?;
        let mut names = vec![String::new(); (layout.imported + layout.defined) as usize];
        let mut calls = Vec::new();
        for payload in Parser::new(0).parse_all(core) {
            match payload? {
                Payload::CodeSectionEntry(body) => {
                    let mut called = BTreeSet::new();
                    for operator in body.get_operators_reader()? {
                        if let Operator::Call { function_index }
                        | Operator::ReturnCall { function_index } = operator?
                        {
                            called.insert(function_index);
                        }
                    }
                    calls.push(called);
                }
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(subsections) = section.as_known() else {
                        continue;
                    };
                    for subsection in subsections {
                        let Name::Function(map) = subsection? else {
                            continue;
                        };
                        for naming in map {
                            let naming = naming?;
                            if let Some(name) = names.get_mut(naming.index as usize) {
                                *name = naming.name.to_owned();
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(Self {
            layout,
            names,
            calls,
        })
    }
}

/// The graph of the module `after`, from that of `before`.
///
/// # Errors
///
/// [`Error::Graph`]: table, memory or names of functions are not what they were.
pub(crate) fn follow(graph: &Graph, package: &str, before: &[u8], after: &[u8]) -> Result<Graph> {
    let failed = |details: String| Error::Graph {
        package: package.to_owned(),
        details,
    };
    let read = |core| Module::read(core).map_err(|error| failed(error.to_string()));
    let (before, after) = (read(before)?, read(after)?);
    Renumbering::new(&before, &after)
        .and_then(|renumbering| renumbering.graph(graph, &before, &after))
        .map_err(failed)
}

struct Renumbering {
    /// The number before, by the number after.
    old: Vec<u32>,
    /// The number after, by the number before.
    new: HashMap<u32, u32>,
}

impl Renumbering {
    fn new(before: &Module, after: &Module) -> Result<Self, String> {
        let mut by_name = HashMap::new();
        for (name, number) in before.names.iter().zip(0..) {
            if name.is_empty() || by_name.insert(name.as_str(), number).is_some() {
                return Err(format!("two functions have the name {name:?}"));
            }
        }
        let old = after.names.iter().map(|name| {
            let known = by_name.get(name.as_str()).copied();
            known.ok_or_else(|| format!("wasm-opt made a function {name:?}"))
        });
        let old = old.collect::<Result<Vec<u32>, String>>()?;
        let new: HashMap<u32, u32> = old.iter().copied().zip(0..).collect();
        if new.len() != old.len() {
            return Err("wasm-opt made two functions of one".into());
        }
        let renumbering = Self { old, new };
        let slots = after.layout.slots.iter();
        let slots = slots.map(|(slot, function)| (*slot, renumbering.old[*function as usize]));
        if !slots.eq(before
            .layout
            .slots
            .iter()
            .map(|(slot, function)| (*slot, *function)))
        {
            return Err("wasm-opt changed the table".into());
        }
        if before.layout.memory != after.layout.memory {
            return Err("wasm-opt changed initial memory".into());
        }
        Ok(renumbering)
    }

    fn graph(&self, graph: &Graph, before: &Module, after: &Module) -> Result<Graph, String> {
        let imported = after.layout.imported;
        let mut functions = Vec::new();
        for (number, calls) in (imported..).zip(&after.calls) {
            let calls: HashSet<u32> = calls.iter().map(|call| self.old[*call as usize]).collect();
            let mentions = mentions(self.old[number as usize], &calls, graph, before);
            functions.push(self.all(&mentions)?);
        }
        let mut symbols = graph.symbols.clone();
        for (_, mention) in symbols.iter_mut().flat_map(|symbol| &mut symbol.mentions) {
            *mention = self.one(*mention)?;
        }
        Ok(Graph {
            imported,
            symbols,
            roots: self.all(&graph.roots)?,
            functions,
        })
    }

    fn one(&self, mention: Mention) -> Result<Mention, String> {
        match mention {
            Mention::Symbol(_) => Ok(mention),
            Mention::Function(old) => match self.new.get(&old) {
                Some(new) => Ok(Mention::Function(*new)),
                None => Err(format!(
                    "wasm-opt dropped function {old}, which the table has"
                )),
            },
        }
    }

    fn all(&self, mentions: &BTreeSet<Mention>) -> Result<BTreeSet<Mention>, String> {
        mentions.iter().map(|mention| self.one(*mention)).collect()
    }
}

/// What a function mentions whose code calls `calls` now. All numbers are those before.
fn mentions(
    function: u32,
    calls: &HashSet<u32>,
    graph: &Graph,
    before: &Module,
) -> BTreeSet<Mention> {
    let mut found = BTreeSet::new();
    let (mut inlined, mut queue) = (HashSet::from([function]), vec![function]);
    while let Some(function) = queue.pop() {
        let Some(defined) = function.checked_sub(graph.imported) else {
            continue;
        };
        found.extend(&graph.functions[defined as usize]);
        for called in &before.calls[defined as usize] {
            if !calls.contains(called) && inlined.insert(*called) {
                queue.push(*called);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use super::super::relocations::Layout;
    use super::super::{Graph, Mention};
    use super::{Module, Renumbering, mentions};

    fn module(names: &[&str], calls: &[&[u32]]) -> Module {
        Module {
            layout: Layout {
                defined: names.len() as u32,
                ..Layout::default()
            },
            names: names.iter().map(ToString::to_string).collect(),
            calls: calls
                .iter()
                .map(|called| called.iter().copied().collect())
                .collect(),
        }
    }

    fn graph() -> Graph {
        let mention = |number| BTreeSet::from([Mention::Symbol(number)]);
        Graph {
            functions: vec![mention(0), mention(1), mention(2), mention(3)],
            ..Graph::default()
        }
    }

    #[test]
    fn a_function_has_what_was_inlined_into_it() {
        // a calls b and d; b calls c.
        let before = module(&["a", "b", "c", "d"], &[&[1, 3], &[2], &[], &[]]);
        // b is in a now, and what was c in that too; d is still called.
        let found = mentions(0, &HashSet::from([3]), &graph(), &before);
        let expected = [0, 1, 2].map(Mention::Symbol);
        assert_eq!(found, BTreeSet::from(expected));
        let after = module(&["a", "d"], &[&[1], &[]]);
        let renumbering = Renumbering::new(&before, &after).unwrap();
        let graph = renumbering.graph(&graph(), &before, &after).unwrap();
        assert_eq!(graph.functions.len(), 2);
        assert_eq!(graph.functions[0], BTreeSet::from(expected));
        assert_eq!(graph.functions[1], BTreeSet::from([Mention::Symbol(3)]));
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        let before = module(&["a", "b"], &[&[], &[]]);
        let refused = |before: &Module, after: &Module| Renumbering::new(before, after).err();
        let new = refused(&before, &module(&["a", "c"], &[&[], &[]]));
        assert_eq!(new.unwrap(), "wasm-opt made a function \"c\"");
        let twice = module(&["a", "a"], &[&[], &[]]);
        assert_eq!(
            refused(&twice, &before).unwrap(),
            "two functions have the name \"a\""
        );
        let mut moved = module(&["a", "b"], &[&[], &[]]);
        moved.layout.slots.insert(1, 0);
        assert_eq!(
            refused(&before, &moved).unwrap(),
            "wasm-opt changed the table"
        );
    }
}
