//! What the runtime says of itself: the exported statics of `molt_runtime::registry`.

use std::collections::HashSet;

use super::module::Facts;
use super::{IMPLIED, INHERITED, Uses};

/// What the names of those statics begin with: nothing else in the runtime mentions them.
pub const PREFIX: &str = "MOLT_";
const TABLES: &str = "MOLT_TABLES";
const CONSTRUCTORS: &str = "MOLT_CONSTRUCTORS";
const GATES: &str = "MOLT_GATES";
const LAYOUT: &str = "MOLT_LAYOUT";
const LEFT_OUT: &str = "MOLT_LEFT_OUT";

/// What can be left out.
pub struct Registry {
    /// Rows of tables of methods, and constructors.
    rows: Vec<Row>,
    /// Code for objects of kinds.
    pub gates: Vec<Gate>,
    /// The slot of the function that refuses.
    pub refusal: u32,
}

/// A place in memory that holds a slot, which only who knows a name can call.
struct Row {
    name: String,
    reached: Reached,
    /// Address of the slot number.
    call: u32,
}

/// How else a row is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// Not at all.
    Name,
    /// By the runtime itself, which looks for special methods in classes of the program.
    Instance,
    /// A type's constructor, by a value's class.
    Class,
}

/// Functions that can only run when there is an object of some kind.
pub struct Gate {
    /// The address of what code mentions that makes such an object.
    pub mark: u32,
    /// The functions that take one.
    pub guarded: Vec<u32>,
}

/// A slice in memory: its address and its length.
type Slice = (u32, u32);

impl Registry {
    /// Reads it; `None`: there is none.
    pub fn read(facts: &Facts<'_>, module: &[u8]) -> Option<Self> {
        let (layout, left_out) = (*facts.statics.get(LAYOUT)?, *facts.statics.get(LEFT_OUT)?);
        let layout = |index: u32| facts.word(module, layout + 4 * index);
        let [tables, size, name_at, call_at] = [0, 1, 2, 3].map(layout);
        let [inherited, constructors, gates] = [4, 5, 6].map(layout);
        let word = |at: u32| facts.word(module, at);
        let slice = |at: u32| -> Slice { (word(at), word(at + 4)) };
        let mut rows = Vec::new();
        let first = *facts.statics.get(TABLES)?;
        for table in 0..tables {
            let (first, length) = slice(first + 8 * table);
            let reached = match table < inherited {
                true => Reached::Instance,
                false => Reached::Name,
            };
            for row in (0..length).map(|index| first + index * size) {
                let name = facts.text(module, slice(row + name_at))?;
                rows.push(Row {
                    name,
                    reached,
                    call: row + call_at,
                });
            }
        }
        // A name, and the address of the slot.
        let first = *facts.statics.get(CONSTRUCTORS)?;
        for constructor in (0..constructors).map(|index| first + 12 * index) {
            rows.push(Row {
                name: facts.text(module, slice(constructor))?,
                reached: Reached::Class,
                call: word(constructor + 8),
            });
        }
        // The address of a mark, and a slice of slots.
        let first = *facts.statics.get(GATES)?;
        let gates = (0..gates).map(|index| first + 12 * index).map(|gate| {
            let (first, length) = slice(gate + 4);
            let slots = (0..length).map(|index| word(first + 4 * index));
            let guarded = slots.map(|slot| facts.slots.get(&slot).copied());
            Some(Gate {
                mark: word(gate),
                guarded: guarded.collect::<Option<_>>()?,
            })
        });
        Some(Self {
            rows,
            gates: gates.collect::<Option<_>>()?,
            refusal: facts.word(module, left_out + call_at),
        })
    }

    /// One that has nothing but gates.
    #[cfg(test)]
    pub fn with_gates(gates: Vec<Gate>) -> Self {
        Self {
            rows: Vec::new(),
            gates,
            refusal: u32::MAX,
        }
    }

    /// Addresses of the slots in rows that a program cannot name, as far as they can be written to.
    pub fn dropped(&self, facts: &Facts<'_>, uses: &Uses) -> HashSet<u32> {
        let Some(names) = &uses.names else {
            return HashSet::new();
        };
        let by_class = ["type", "__class__"]
            .iter()
            .any(|name| names.contains(*name));
        let kept = |row: &&Row| {
            names.contains(&row.name)
                || match row.reached {
                    Reached::Name => IMPLIED.contains(&row.name.as_str()),
                    Reached::Instance => {
                        IMPLIED.contains(&row.name.as_str())
                            || INHERITED.contains(&row.name.as_str())
                    }
                    Reached::Class => by_class,
                }
        };
        self.rows
            .iter()
            .filter(|row| !kept(row))
            .map(|row| row.call)
            // Zeros that an optimiser left out of the module stay as they are.
            .filter(|call| facts.locate(*call, 4).is_some())
            .collect()
    }
}
