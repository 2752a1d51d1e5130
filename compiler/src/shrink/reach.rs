//! What is alive: which functions can be called, and which data can be read.

use std::collections::HashSet;

use wasmparser::{BinaryReaderError, Operator};

use super::graph::{Graph, Mention};
use super::module::Facts;
use super::registry::{Gate, PREFIX, Registry};

/// What is alive.
pub struct Alive {
    /// By function number.
    pub functions: Vec<bool>,
    /// By symbol number.
    pub symbols: Vec<bool>,
}

/// Follows calls and mentions from the exports that are wanted, the start function and what nobody owns. Slots at the addresses
/// that are `dropped` are not followed, and neither are functions behind a gate, until the gate's mark is alive.
pub fn alive(
    facts: &Facts<'_>,
    graph: &Graph,
    registry: &Registry,
    dropped: &HashSet<u32>,
    wanted: impl Fn(&str) -> bool,
) -> Result<Alive, BinaryReaderError> {
    let mut search = Search {
        facts,
        graph,
        dropped,
        gates: registry.gates.iter().map(|gate| (gate, false)).collect(),
        waiting: HashSet::new(),
        queue: graph.roots.clone(),
        alive: Alive {
            functions: vec![false; graph.functions as usize],
            symbols: vec![false; graph.symbols.len()],
        },
    };
    let exported = facts.exports.iter().filter(|(name, _)| wanted(name));
    let functions = facts
        .start
        .into_iter()
        .chain(exported.map(|(_, function)| *function));
    search.queue.extend(functions.map(Mention::Function));
    search.queue.extend(
        facts
            .slots
            .get(&registry.refusal)
            .copied()
            .map(Mention::Function),
    );
    for (name, address) in &facts.statics {
        if !name.starts_with(PREFIX) {
            search
                .queue
                .extend(graph.covering(*address).map(Mention::Symbol));
        }
    }
    search.run()?;
    Ok(search.alive)
}

struct Search<'a> {
    facts: &'a Facts<'a>,
    graph: &'a Graph,
    dropped: &'a HashSet<u32>,
    /// Each, and whether it is open.
    gates: Vec<(&'a Gate, bool)>,
    /// Functions that somebody mentions, and that are behind closed gates.
    waiting: HashSet<u32>,
    queue: Vec<Mention>,
    alive: Alive,
}

impl Search<'_> {
    fn run(&mut self) -> Result<(), BinaryReaderError> {
        loop {
            while let Some(mention) = self.queue.pop() {
                match mention {
                    Mention::Function(function) => self.function(function)?,
                    Mention::Symbol(symbol) => self.symbol(symbol),
                }
            }
            if !self.open_gates() {
                return Ok(());
            }
        }
    }

    /// Opens gates whose marks came to life; false: there are none.
    fn open_gates(&mut self) -> bool {
        let is_alive = |symbol: u32| self.alive.symbols[symbol as usize];
        let mut opened = false;
        for (gate, open) in self.gates.iter_mut().filter(|(_, open)| !open) {
            *open = self.graph.covering(gate.mark).any(is_alive);
            opened |= *open;
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.queue
            .extend(waiting.into_iter().map(Mention::Function));
        opened
    }

    fn function(&mut self, function: u32) -> Result<(), BinaryReaderError> {
        let Some(false) = self.alive.functions.get(function as usize) else {
            return Ok(());
        };
        // One behind several gates, because the compiler made one of several functions, is alive when one of them is open.
        let mut guards = self
            .gates
            .iter()
            .filter(|(gate, _)| gate.guarded.contains(&function))
            .peekable();
        if guards.peek().is_some() && !guards.any(|(_, open)| *open) {
            self.waiting.insert(function);
            return Ok(());
        }
        self.alive.functions[function as usize] = true;
        let Some(defined) = function.checked_sub(self.facts.imported) else {
            return Ok(());
        };
        self.queue
            .extend(&self.graph.of_functions[defined as usize]);
        for operator in self.facts.bodies[defined as usize].get_operators_reader()? {
            match operator? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => {
                    self.queue.push(Mention::Function(function_index));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn symbol(&mut self, number: u32) {
        let Some(mark) = self.alive.symbols.get_mut(number as usize) else {
            return;
        };
        if std::mem::replace(mark, true) {
            return;
        }
        let symbol = &self.graph.symbols[number as usize];
        let followed = symbol
            .mentions
            .iter()
            .filter(|(offset, _)| !self.dropped.contains(&(symbol.address + offset)));
        self.queue.extend(followed.map(|(_, mention)| *mention));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use wasm_encoder::{CodeSection, Function, FunctionSection, Module, TypeSection};

    use super::super::graph::{Graph, Mention, Symbol};
    use super::super::module::Facts;
    use super::super::registry::{Gate, Registry};
    use super::alive;

    /// Functions without imports; each calls others.
    fn module(calls: &[&[u32]]) -> Vec<u8> {
        let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
        types.ty().function([], []);
        let mut code = CodeSection::new();
        for called in calls {
            functions.function(0);
            let mut body = Function::new([]);
            for function in *called {
                body.instructions().call(*function);
            }
            body.instructions().end();
            code.function(&body);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        module.finish()
    }

    fn symbol(address: u32, mentions: &[(u32, Mention)]) -> Symbol {
        Symbol {
            address,
            size: 8,
            mentions: mentions.to_vec(),
        }
    }

    /// Which functions are alive when 0 is exported.
    fn found(calls: &[&[u32]], graph: &Graph, gates: Vec<Gate>, dropped: &[u32]) -> Vec<u32> {
        let module = module(calls);
        let mut facts = Facts::read(&module).unwrap();
        facts.exports.push(("run", 0));
        let registry = Registry::with_gates(gates);
        let dropped: HashSet<u32> = dropped.iter().copied().collect();
        let alive = alive(&facts, graph, &registry, &dropped, |name| name == "run").unwrap();
        let functions = (0..).zip(&alive.functions);
        functions
            .filter(|(_, alive)| **alive)
            .map(|(number, _)| number)
            .collect()
    }

    fn graph(functions: u32, symbols: Vec<Symbol>, of_first: &[Mention]) -> Graph {
        let mut of_functions = vec![Vec::new(); functions as usize];
        of_functions[0] = of_first.to_vec();
        Graph {
            functions,
            symbols,
            roots: Vec::new(),
            of_functions,
        }
    }

    #[test]
    fn rows_that_are_dropped_are_not_followed() {
        let table = symbol(100, &[(0, Mention::Function(1)), (4, Mention::Function(2))]);
        let graph = graph(4, vec![table], &[Mention::Symbol(0)]);
        let calls: &[&[u32]] = &[&[], &[3], &[], &[]];
        assert_eq!(found(calls, &graph, vec![], &[]), [0, 1, 2, 3]);
        assert_eq!(found(calls, &graph, vec![], &[100]), [0, 2]);
    }

    #[test]
    fn a_gate_opens_when_its_mark_is_alive() {
        let gate = || {
            vec![Gate {
                mark: 100,
                guarded: vec![2],
            }]
        };
        let calls: &[&[u32]] = &[&[1, 2], &[], &[3], &[]];
        let closed = graph(4, vec![symbol(100, &[])], &[]);
        assert_eq!(found(calls, &closed, gate(), &[]), [0, 1]);
        let open = graph(4, vec![symbol(100, &[])], &[Mention::Symbol(0)]);
        assert_eq!(found(calls, &open, gate(), &[]), [0, 1, 2, 3]);
    }

    #[test]
    fn of_several_gates_one_is_enough() {
        let gates = [100, 200].map(|mark| Gate {
            mark,
            guarded: vec![1],
        });
        let symbols = || vec![symbol(100, &[]), symbol(200, &[])];
        for (mentioned, expected) in [(None, &[0][..]), (Some(0), &[0, 1]), (Some(1), &[0, 1])] {
            let of_first: Vec<Mention> = mentioned.map(Mention::Symbol).into_iter().collect();
            let graph = graph(2, symbols(), &of_first);
            let gates = gates.iter().map(|gate| Gate {
                mark: gate.mark,
                guarded: gate.guarded.clone(),
            });
            assert_eq!(found(&[&[1], &[]], &graph, gates.collect(), &[]), expected);
        }
    }
}
