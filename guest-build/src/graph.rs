//! The link graph of a core module: which functions and which data mention what.
//!
//! A linked module has lost this: an address is a number like any other, and every function in the table may be called through it.
//! The linker knew, and with `--emit-relocs` it tells: each place where it wrote an address or a slot, and the symbol that was
//! meant. From that comes a graph, which is put into the module as a custom section. Whoever leaves out parts of the module
//! (`molt_compiler::shrink`) can then tell what is alive exactly.
//!
//! # The section `molt.link-graph`
//!
//! All numbers are unsigned LEB128. A list is a count and its items.
//!
//! | part | content |
//! |---|---|
//! | version | 1 |
//! | functions | how many functions the module has, imported ones included: a module that was rewritten since does not fit |
//! | symbols | a list of data symbols by rising address: distance of its address from the one before, size in bytes |
//! | roots | a list of mentions: those in initial memory outside of every symbol |
//! | of functions | for each function that is not imported, a list of mentions: what its code mentions but does not call |
//! | of symbols | for each symbol, a list of pairs by rising offset: distance from the offset before, mention |
//!
//! A mention is `2 * n` for the function `n`, as a slot of the table that holds it, or `2 * n + 1` for the symbol `n`. Who mentions a
//! symbol can reach all of its bytes and none beyond them. Initial memory that no symbol covers is nobody's: it stays.
//!
//! Direct calls are not in the graph: they are in the code for everybody to see.

mod inlined;
mod relocations;

use std::collections::BTreeSet;

use wasm_encoder::{CustomSection, Encode, Section};

pub(crate) use inlined::follow;
pub(crate) use relocations::{prepare, read};

/// The name of the section.
pub const SECTION: &str = "molt.link-graph";

/// Its version.
const VERSION: u32 = 1;

/// Who mentions what. Functions are numbered as in the module, imported ones first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Graph {
    /// How many functions are imported.
    pub imported: u32,
    /// Data symbols by address.
    pub symbols: Vec<Symbol>,
    /// What initial memory mentions outside of every symbol.
    pub roots: BTreeSet<Mention>,
    /// What the code of each function that is not imported mentions.
    pub functions: Vec<BTreeSet<Mention>>,
}

/// A piece of memory with a name of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Symbol {
    pub address: u32,
    pub size: u32,
    /// Offset in the symbol, and what is mentioned there; by offset.
    pub mentions: Vec<(u32, Mention)>,
}

/// What is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mention {
    /// A function, by a slot that holds it.
    Function(u32),
    /// A symbol, by its number.
    Symbol(u32),
}

impl Encode for Mention {
    fn encode(&self, sink: &mut Vec<u8>) {
        match self {
            Self::Function(number) => (number << 1).encode(sink),
            Self::Symbol(number) => (number << 1 | 1).encode(sink),
        }
    }
}

fn mentions(of: &BTreeSet<Mention>, sink: &mut Vec<u8>) {
    of.len().encode(sink);
    for mention in of {
        mention.encode(sink);
    }
}

impl Graph {
    /// The content of the section.
    fn encode(&self) -> Vec<u8> {
        let mut sink = Vec::new();
        VERSION.encode(&mut sink);
        (self.imported as usize + self.functions.len()).encode(&mut sink);
        self.symbols.len().encode(&mut sink);
        let mut before = 0;
        for symbol in &self.symbols {
            (symbol.address - before).encode(&mut sink);
            symbol.size.encode(&mut sink);
            before = symbol.address;
        }
        mentions(&self.roots, &mut sink);
        for function in &self.functions {
            mentions(function, &mut sink);
        }
        for symbol in &self.symbols {
            symbol.mentions.len().encode(&mut sink);
            let mut before = 0;
            for (offset, mention) in &symbol.mentions {
                (offset - before).encode(&mut sink);
                mention.encode(&mut sink);
                before = *offset;
            }
        }
        sink
    }

    /// The module with the graph in it.
    pub(crate) fn put_into(&self, mut core: Vec<u8>) -> Vec<u8> {
        let section = CustomSection {
            name: SECTION.into(),
            data: self.encode().into(),
        };
        section.append_to(&mut core);
        core
    }
}

#[cfg(test)]
mod tests {
    use super::{Graph, Mention, Symbol};

    #[test]
    fn a_graph_is_written_as_it_is_documented() {
        let graph = Graph {
            imported: 1,
            symbols: vec![
                Symbol {
                    address: 300,
                    size: 8,
                    mentions: vec![(0, Mention::Function(2)), (4, Mention::Symbol(1))],
                },
                Symbol {
                    address: 308,
                    size: 2,
                    mentions: vec![],
                },
            ],
            roots: [Mention::Symbol(0)].into(),
            functions: vec![[Mention::Symbol(0), Mention::Function(1)].into(), [].into()],
        };
        let expected = [
            1, 3, // version, functions
            2, 0xac, 2, 8, 8, 2, // symbols
            1, 1, // roots
            2, 2, 1, 0, // of functions
            2, 0, 4, 4, 3, 0, // of symbols
        ];
        assert_eq!(graph.encode(), expected);
    }
}
