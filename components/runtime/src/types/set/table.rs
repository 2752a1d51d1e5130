//! The hash table of sets, as CPython's `setobject.c` keeps it: a program sees its order.

use crate::error::Res;
use crate::ops::{compare, hash as hashing};
use crate::types::dict::Dict;
use crate::value::Value;
use crate::vm::Vm;

const MIN_SIZE: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
/// The hash of a removed entry, whose key is absent: no key's.
const REMOVED: i64 = -1;

#[derive(Clone)]
struct Entry {
    hash: i64,
    /// Absent: free, or removed.
    key: Value,
}

const FREE: Entry = Entry {
    hash: 0,
    key: Value::ABSENT,
};

impl Entry {
    fn is_free(&self) -> bool {
        self.hash == 0 && self.key.is_absent()
    }
}

/// A set's entries.
#[derive(Default)]
pub struct Set {
    /// As many as a power of two; none at all as long as nothing has been added.
    table: Vec<Entry>,
    /// Entries that are not free: used and removed ones.
    fill: usize,
    used: usize,
    /// Where `pop` goes on.
    finger: usize,
}

/// Where a key is, or would be.
struct Probe {
    at: usize,
    found: bool,
    /// The last removed entry on the way, whose place a new key takes.
    removed: Option<usize>,
}

impl Set {
    /// No items.
    pub fn new() -> Set {
        Set::default()
    }

    /// The items, added one after the other.
    pub fn from_items(vm: &mut Vm, items: &[Value]) -> Res<Set> {
        let mut set = Set::new();
        for item in items {
            set.add(vm, item)?;
        }
        Ok(set)
    }

    /// How many items.
    #[inline]
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    fn mask(&self) -> usize {
        self.table.len().max(MIN_SIZE) - 1
    }

    fn probe(&self, vm: &mut Vm, hash: i64, key: &Value) -> Res<Option<Probe>> {
        if self.table.is_empty() {
            return Ok(None);
        }
        let mask = self.mask();
        let mut perturb = hash as u64;
        let mut start = hash as usize & mask;
        let mut removed = None;
        loop {
            let linear = if start + LINEAR_PROBES <= mask {
                LINEAR_PROBES
            } else {
                0
            };
            for (offset, entry) in self.table.iter().skip(start).take(linear + 1).enumerate() {
                let at = start + offset;
                if entry.is_free() {
                    return Ok(Some(Probe {
                        at,
                        found: false,
                        removed,
                    }));
                }
                if entry.key.is_absent() {
                    removed = Some(at);
                    continue;
                }
                if entry.hash == hash && (entry.key.is(key) || compare::equal(vm, &entry.key, key)?)
                {
                    return Ok(Some(Probe {
                        at,
                        found: true,
                        removed,
                    }));
                }
            }
            perturb >>= PERTURB_SHIFT;
            start = start
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize)
                & mask;
        }
    }

    fn find(&self, vm: &mut Vm, hash: i64, key: &Value) -> Res<Option<usize>> {
        if self.used == 0 {
            return Ok(None);
        }
        Ok(self
            .probe(vm, hash, key)?
            .filter(|probe| probe.found)
            .map(|probe| probe.at))
    }

    /// Whether a key with this hash is there.
    pub fn contains_hashed(&self, vm: &mut Vm, hash: i64, key: &Value) -> Res<bool> {
        self.find(vm, hash, key).map(|at| at.is_some())
    }

    /// Whether the item is there.
    pub fn contains(&self, vm: &mut Vm, key: &Value) -> Res<bool> {
        let hash = hashing::hash(vm, key)?;
        self.contains_hashed(vm, hash, key)
    }

    /// Adds an item; whether it was new.
    pub fn add(&mut self, vm: &mut Vm, key: &Value) -> Res<bool> {
        let hash = hashing::hash(vm, key)?;
        self.add_hashed(vm, hash, key)
    }

    /// The same with its hash.
    pub fn add_hashed(&mut self, vm: &mut Vm, hash: i64, key: &Value) -> Res<bool> {
        if self.table.is_empty() {
            self.table = new_table(vm, MIN_SIZE)?;
        }
        let Some(probe) = self.probe(vm, hash, key)?.filter(|probe| !probe.found) else {
            return Ok(false);
        };
        if let Some(entry) = self.table.get_mut(probe.removed.unwrap_or(probe.at)) {
            *entry = Entry {
                hash,
                key: key.clone(),
            };
        }
        self.used += 1;
        if probe.removed.is_some() {
            return Ok(true);
        }
        self.fill += 1;
        if self.fill * 5 >= self.mask() * 3 {
            self.resize(vm, self.growth())?;
        }
        Ok(true)
    }

    fn growth(&self) -> usize {
        if self.used > 50_000 {
            self.used * 2
        } else {
            self.used * 4
        }
    }

    /// Makes a table for more than so many items; removed entries go.
    fn resize(&mut self, vm: &mut Vm, least: usize) -> Res<()> {
        let mut size = MIN_SIZE;
        while size <= least {
            size <<= 1;
        }
        if size == MIN_SIZE && self.table.len() <= MIN_SIZE && self.fill == self.used {
            return Ok(());
        }
        let table = new_table(vm, size)?;
        let old = std::mem::replace(&mut self.table, table);
        self.fill = self.used;
        for entry in old {
            if !entry.key.is_absent() {
                self.insert_clean(entry);
            }
        }
        Ok(())
    }

    /// Inserts what is known not to be there into a table without removed entries.
    fn insert_clean(&mut self, entry: Entry) {
        let mask = self.mask();
        let mut perturb = entry.hash as u64;
        let mut start = entry.hash as usize & mask;
        loop {
            let linear = if start + LINEAR_PROBES <= mask {
                LINEAR_PROBES
            } else {
                0
            };
            if let Some(free) = self
                .table
                .iter_mut()
                .skip(start)
                .take(linear + 1)
                .find(|entry| entry.key.is_absent())
            {
                *free = entry;
                return;
            }
            perturb >>= PERTURB_SHIFT;
            start = start
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize)
                & mask;
        }
    }

    /// Removes an item; whether it was there.
    pub fn discard(&mut self, vm: &mut Vm, key: &Value) -> Res<bool> {
        let hash = hashing::hash(vm, key)?;
        self.discard_hashed(vm, hash, key)
    }

    /// The same with its hash.
    pub fn discard_hashed(&mut self, vm: &mut Vm, hash: i64, key: &Value) -> Res<bool> {
        match self.find(vm, hash, key)? {
            Some(at) => Ok(self.remove_at(at).is_some()),
            None => Ok(false),
        }
    }

    fn remove_at(&mut self, at: usize) -> Option<Value> {
        let entry = self.table.get_mut(at)?;
        let removed = std::mem::replace(
            entry,
            Entry {
                hash: REMOVED,
                key: Value::ABSENT,
            },
        );
        self.used -= 1;
        Some(removed.key)
    }

    /// Removes some item.
    pub fn pop(&mut self) -> Option<Value> {
        if self.used == 0 {
            return None;
        }
        let start = self.finger & self.mask();
        let used = |entry: &Entry| !entry.key.is_absent();
        let behind = self
            .table
            .iter()
            .skip(start)
            .position(used)
            .map(|offset| start + offset);
        let at = behind.or_else(|| self.table.iter().position(used))?;
        self.finger = at + 1;
        self.remove_at(at)
    }

    /// Removes all: what it was. `pop` goes on where it was.
    pub fn clear(&mut self) -> Set {
        self.replaced(Set::new())
    }

    /// Takes over another table, but goes on popping where it was: what it was.
    pub fn replaced(&mut self, mut by: Set) -> Set {
        by.finger = self.finger;
        std::mem::replace(self, by)
    }

    /// The entry at or behind a position of the table.
    pub fn entry_from(&self, at: usize) -> Option<(usize, &Value)> {
        let (offset, entry) = self
            .table
            .get(at..)?
            .iter()
            .enumerate()
            .find(|(_, entry)| !entry.key.is_absent())?;
        Some((at + offset, &entry.key))
    }

    /// The items, in the table's order, with their hashes.
    pub fn iter(&self) -> impl Iterator<Item = (i64, &Value)> + Clone {
        self.table
            .iter()
            .filter(|entry| !entry.key.is_absent())
            .map(|entry| (entry.hash, &entry.key))
    }

    /// The items, in the table's order.
    pub fn items(&self) -> Vec<Value> {
        self.iter().map(|(_, key)| key.clone()).collect()
    }

    /// Adds the items of another set, in CPython's three ways.
    pub fn merge(&mut self, vm: &mut Vm, other: &Set) -> Res<()> {
        if other.used == 0 {
            return Ok(());
        }
        if (self.fill + other.used) * 5 >= self.mask() * 3 {
            self.resize(vm, (self.used + other.used) * 2)?;
        }
        if self.fill == 0 && self.mask() == other.mask() && other.fill == other.used {
            self.table = copy_table(vm, &other.table)?;
            self.fill = other.fill;
            self.used = other.used;
        } else if self.fill == 0 {
            if self.table.is_empty() {
                self.table = new_table(vm, MIN_SIZE)?;
            }
            self.fill = other.used;
            self.used = other.used;
            for (hash, key) in other.iter() {
                self.insert_clean(Entry {
                    hash,
                    key: key.clone(),
                });
            }
        } else {
            for (hash, key) in other.iter() {
                self.add_hashed(vm, hash, key)?;
            }
        }
        Ok(())
    }

    /// Adds the keys of a dict.
    pub fn merge_keys(&mut self, vm: &mut Vm, dict: &Dict) -> Res<()> {
        if (self.fill + dict.len()) * 5 >= self.mask() * 3 {
            self.resize(vm, (self.used + dict.len()) * 2)?;
        }
        for (hash, key) in dict.hashed() {
            self.add_hashed(vm, hash, key)?;
        }
        Ok(())
    }

    /// A copy, as `set(s)` makes it.
    pub fn copied(&self, vm: &mut Vm) -> Res<Set> {
        let mut copy = Set::new();
        copy.merge(vm, self)?;
        Ok(copy)
    }

    /// Whether removed entries fill the table: then they go.
    pub fn tidy(&mut self, vm: &mut Vm) -> Res<()> {
        if self.fill - self.used <= self.mask() / 4 {
            return Ok(());
        }
        self.resize(vm, self.growth())
    }

    /// A frozenset's hash.
    #[inline(never)]
    pub fn hash(&self) -> i64 {
        let mut hash = self
            .iter()
            .fold(0, |hash, (item, _)| hash ^ shuffle(item as u64));
        hash ^= (self.used as u64 + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX {
            590_923_713
        } else {
            hash as i64
        }
    }
}

fn shuffle(hash: u64) -> u64 {
    ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167)
}

fn new_table(vm: &mut Vm, size: usize) -> Res<Vec<Entry>> {
    let mut table = Vec::new();
    match table.try_reserve_exact(size) {
        Ok(()) => {
            table.resize(size, FREE);
            Ok(table)
        }
        Err(_) => Err(vm.memory_error()),
    }
}

fn copy_table(vm: &mut Vm, table: &[Entry]) -> Res<Vec<Entry>> {
    let mut copy = Vec::new();
    match copy.try_reserve_exact(table.len()) {
        Ok(()) => {
            copy.extend_from_slice(table);
            Ok(copy)
        }
        Err(_) => Err(vm.memory_error()),
    }
}
