//! The link graph of the runtime: which functions and which data mention what. `molt_guest_build::graph` writes it, and documents
//! the section.

use wasmparser::{BinaryReader, BinaryReaderError};

/// The name of the custom section.
pub const SECTION: &str = "molt.link-graph";

/// The version that this reader knows.
const VERSION: u32 = 1;

/// Who mentions what.
#[derive(Default)]
pub struct Graph {
    /// How many functions the module has, imported ones included.
    pub functions: u32,
    /// Data symbols by address.
    pub symbols: Vec<Symbol>,
    /// What initial memory mentions outside of every symbol.
    pub roots: Vec<Mention>,
    /// What the code of each function that is not imported mentions.
    pub of_functions: Vec<Vec<Mention>>,
}

/// A piece of memory with a name of its own.
pub struct Symbol {
    pub address: u32,
    pub size: u32,
    /// Offset in the symbol, and what is mentioned there.
    pub mentions: Vec<(u32, Mention)>,
}

/// What is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    /// A function, by a slot of the table that holds it.
    Function(u32),
    /// A symbol, by its number.
    Symbol(u32),
}

fn mention(reader: &mut BinaryReader<'_>) -> Result<Mention, BinaryReaderError> {
    let word = reader.read_var_u32()?;
    Ok(match word & 1 {
        0 => Mention::Function(word >> 1),
        _ => Mention::Symbol(word >> 1),
    })
}

fn list<T>(
    reader: &mut BinaryReader<'_>,
    item: impl Fn(&mut BinaryReader<'_>) -> Result<T, BinaryReaderError>,
) -> Result<Vec<T>, BinaryReaderError> {
    let count = reader.read_var_u32()?;
    (0..count).map(|_| item(reader)).collect()
}

impl Graph {
    /// Reads the section; `None`: it has another version.
    pub fn read(content: &[u8], imported: u32) -> Result<Option<Self>, BinaryReaderError> {
        let reader = &mut BinaryReader::new(content, 0);
        if reader.read_var_u32()? != VERSION {
            return Ok(None);
        }
        let functions = reader.read_var_u32()?;
        let mut address = 0u32;
        let mut symbols = Vec::new();
        for _ in 0..reader.read_var_u32()? {
            address = address.wrapping_add(reader.read_var_u32()?);
            let size = reader.read_var_u32()?;
            symbols.push(Symbol {
                address,
                size,
                mentions: Vec::new(),
            });
        }
        let roots = list(reader, mention)?;
        let defined = imported..functions;
        let of_functions = defined
            .map(|_| list(reader, mention))
            .collect::<Result<_, _>>()?;
        for symbol in &mut symbols {
            let mut offset = 0u32;
            for _ in 0..reader.read_var_u32()? {
                offset = offset.wrapping_add(reader.read_var_u32()?);
                symbol.mentions.push((offset, mention(reader)?));
            }
        }
        Ok(Some(Self {
            functions,
            symbols,
            roots,
            of_functions,
        }))
    }

    /// The symbols that cover an address.
    pub fn covering(&self, address: u32) -> impl Iterator<Item = u32> + '_ {
        let behind = self
            .symbols
            .partition_point(|symbol| symbol.address <= address);
        self.symbols[..behind]
            .iter()
            .zip(0..)
            .filter(move |(symbol, _)| address - symbol.address < symbol.size.max(1))
            .map(|(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::{Graph, Mention};

    /// What the test of `molt_guest_build::graph` expects.
    const WRITTEN: [u8; 19] = [1, 3, 2, 0xac, 2, 8, 8, 2, 1, 1, 2, 2, 1, 0, 2, 0, 4, 4, 3];

    #[test]
    fn a_graph_is_read_as_it_is_written() {
        let mut written = WRITTEN.to_vec();
        written.push(0);
        let graph = Graph::read(&written, 1).unwrap().unwrap();
        assert_eq!(graph.functions, 3);
        let places: Vec<_> = graph
            .symbols
            .iter()
            .map(|one| (one.address, one.size))
            .collect();
        assert_eq!(places, [(300, 8), (308, 2)]);
        assert_eq!(graph.roots, [Mention::Symbol(0)]);
        assert_eq!(
            graph.of_functions,
            [vec![Mention::Function(1), Mention::Symbol(0)], vec![]]
        );
        let mentions = [(0, Mention::Function(2)), (4, Mention::Symbol(1))];
        assert_eq!(graph.symbols[0].mentions, mentions);
        assert_eq!(graph.covering(307).collect::<Vec<_>>(), [0]);
        assert_eq!(graph.covering(310).count(), 0);
    }

    #[test]
    fn another_version_is_no_graph_and_a_part_is_an_error() {
        assert!(Graph::read(&[2], 0).unwrap().is_none());
        assert!(Graph::read(&WRITTEN, 1).is_err());
        assert!(Graph::read(&[], 0).is_err());
    }
}
