//! What the runtime says of itself: the exported statics of `molt_runtime::registry`.

use std::collections::HashSet;

use super::Uses;
use super::module::Facts;

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
    /// A type's constructor: it can also be reached through a value's class.
    constructor: bool,
    /// Address of the slot number.
    call: u32,
}

/// Functions that can only run when there is an object of some kind.
pub struct Gate {
    /// The functions that make such an object.
    pub makers: Vec<u32>,
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
        let [constructors, construct_at, gates] = [4, 5, 6].map(layout);
        let slice = |at: u32| -> Slice { (facts.word(module, at), facts.word(module, at + 4)) };
        let mut rows = Vec::new();
        let table = *facts.statics.get(TABLES)?;
        for (first, length) in (0..tables).map(|index| slice(table + 8 * index)) {
            for row in (0..length).map(|index| first + index * size) {
                rows.push(Row {
                    name: facts.text(module, slice(row + name_at))?,
                    constructor: false,
                    call: row + call_at,
                });
            }
        }
        // Pairs of a name and the address of a `TypeDef`.
        let table = *facts.statics.get(CONSTRUCTORS)?;
        for pair in (0..constructors).map(|index| table + 12 * index) {
            rows.push(Row {
                name: facts.text(module, slice(pair))?,
                constructor: true,
                call: facts.word(module, pair + 8) + construct_at,
            });
        }
        // Pairs of slices of functions.
        let table = *facts.statics.get(GATES)?;
        let functions = |(first, length): Slice| -> Option<Vec<u32>> {
            let slots = (0..length).map(|index| facts.word(module, first + 4 * index));
            slots.map(|slot| facts.slots.get(&slot).copied()).collect()
        };
        let gates = (0..gates).map(|index| table + 16 * index).map(|gate| {
            Some(Gate {
                makers: functions(slice(gate))?,
                guarded: functions(slice(gate + 8))?,
            })
        });
        Some(Self {
            rows,
            gates: gates.collect::<Option<_>>()?,
            refusal: facts.word(module, left_out + call_at),
        })
    }

    /// Addresses of the slots in rows that a program cannot name, as far as they can be written to.
    pub fn dropped(&self, facts: &Facts<'_>, uses: &Uses) -> HashSet<u32> {
        let Some(names) = &uses.names else {
            return HashSet::new();
        };
        let by_class = ["type", "__class__"]
            .iter()
            .any(|name| names.contains(*name));
        self.rows
            .iter()
            .filter(|row| !(names.contains(&row.name) || row.constructor && by_class))
            .map(|row| row.call)
            // Zeros that an optimiser left out of the module stay as they are.
            .filter(|call| facts.locate(*call, 4).is_some())
            .collect()
    }
}
