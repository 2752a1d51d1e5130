//! The entries of a dict, in the order of insertion, and the table that finds them.

use hashbrown::HashTable;

use crate::error::Res;
use crate::object::{Body, Obj, Str};
use crate::ops::{compare, hash as hashing};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// A key and its value.
#[derive(Clone)]
pub struct Entry {
    hash: i64,
    /// Absent: the entry has been removed.
    key: Value,
    value: Value,
}

/// A dict's entries.
#[derive(Default, Clone)]
pub struct Dict {
    entries: Vec<Entry>,
    /// Positions in `entries`, once there are too many to look at each.
    index: HashTable<u32>,
    /// Entries that have not been removed.
    live: usize,
    /// Insertions until removed entries are squeezed out. CPython's number: what a program sees that changes a dict while it iterates
    /// depends on it.
    usable: usize,
}

/// So many entries are searched one by one.
const FEW: usize = 8;

/// What the table uses: bits of the hash of consecutive ints must not be alike.
#[inline]
fn spread(hash: i64) -> u64 {
    (hash as u64)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .rotate_left(32)
}

impl Entry {
    #[inline]
    fn is(&self, vm: &mut Vm, hash: i64, key: &Value) -> Res<bool> {
        if self.hash != hash {
            return Ok(false);
        }
        if self.key.is(key) {
            return Ok(true);
        }
        Ok(!self.key.is_absent() && compare::equal(vm, &self.key, key)?)
    }
}

impl Dict {
    /// No entries.
    pub fn new() -> Dict {
        Dict::default()
    }

    /// How many entries.
    #[inline]
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// The position of a key's entry.
    #[inline]
    pub fn find(&self, vm: &mut Vm, hash: i64, key: &Value) -> Res<Option<usize>> {
        match key.kind() {
            Kind::Obj(Obj {
                body: Body::Str(str),
                ..
            }) => Ok(self.find_str(hash, key, str)),
            Kind::Int(number) => Ok(self.find_int(hash, key, number)),
            _ => self.find_other(vm, hash, key),
        }
    }

    /// The key of a program is mostly the object that is in the dict, and nothing but a str equals one.
    fn find_str(&self, hash: i64, key: &Value, str: &Str) -> Option<usize> {
        self.position(hash, |entry| {
            entry.key.is(key)
                || (entry.hash == hash
                    && matches!(entry.key.body(), Some(Body::Str(known)) if known.text == str.text))
        })
    }

    /// What equals an int of 47 bits is one, a float or a bool.
    fn find_int(&self, hash: i64, key: &Value, number: i64) -> Option<usize> {
        self.position(hash, |entry| {
            entry.key.is(key)
                || match entry.key.kind() {
                    Kind::Float(known) => known == number as f64,
                    Kind::Bool(known) => i64::from(known) == number,
                    _ => false,
                }
        })
    }

    #[inline]
    fn position(&self, hash: i64, is: impl Fn(&Entry) -> bool) -> Option<usize> {
        if self.index.is_empty() {
            return self.entries.iter().position(is);
        }
        let found = self.index.find(spread(hash), |at| {
            self.entries.get(*at as usize).is_some_and(&is)
        });
        found.map(|at| *at as usize)
    }

    fn find_other(&self, vm: &mut Vm, hash: i64, key: &Value) -> Res<Option<usize>> {
        if self.index.is_empty() {
            for (at, entry) in self.entries.iter().enumerate() {
                if entry.is(vm, hash, key)? {
                    return Ok(Some(at));
                }
            }
            return Ok(None);
        }
        let mut failed = None;
        let found = self.index.find(spread(hash), |at| {
            match self
                .entries
                .get(*at as usize)
                .map(|entry| entry.is(vm, hash, key))
            {
                Some(Ok(same)) => same,
                Some(Err(raise)) => {
                    failed = Some(raise);
                    true
                }
                None => false,
            }
        });
        match failed {
            Some(raise) => Err(raise),
            None => Ok(found.map(|at| *at as usize)),
        }
    }

    /// The value of a key.
    pub fn get(&self, vm: &mut Vm, key: &Value) -> Res<Option<Value>> {
        let hash = hashing::quick(vm, key)?;
        Ok(self.find(vm, hash, key)?.and_then(|at| self.value_at(at)))
    }

    /// The value of a str key.
    pub fn get_str(&self, key: &str) -> Option<&Value> {
        self.position_of_str(key)
            .and_then(|at| self.entries.get(at))
            .map(|entry| &entry.value)
    }

    fn position_of_str(&self, key: &str) -> Option<usize> {
        let same = |entry: &Entry| entry.key.as_text().is_some_and(|text| *text == *key);
        if self.index.is_empty() {
            return self.entries.iter().position(same);
        }
        let probe = Value::str(key);
        let Some(Body::Str(str)) = probe.body() else {
            return None;
        };
        let hash = hashing::hash_str(str);
        let found = self.index.find(spread(hash), |at| {
            self.entries.get(*at as usize).is_some_and(same)
        });
        found.map(|at| *at as usize)
    }

    /// The value of an entry.
    #[inline]
    pub fn value_at(&self, at: usize) -> Option<Value> {
        self.entries.get(at).map(|entry| entry.value.clone())
    }

    /// The first entry at or behind a position: where it is, its key and its value.
    #[inline]
    pub fn entry_from(&self, at: usize) -> Option<(usize, &Value, &Value)> {
        let (offset, entry) = self
            .entries
            .get(at..)?
            .iter()
            .enumerate()
            .find(|(_, entry)| !entry.key.is_absent())?;
        Some((at + offset, &entry.key, &entry.value))
    }

    /// The last entry before a position.
    pub fn entry_before(&self, at: usize) -> Option<(usize, &Value, &Value)> {
        let before = self.entries.get(..at.min(self.entries.len()))?;
        let at = before.iter().rposition(|entry| !entry.key.is_absent())?;
        before.get(at).map(|entry| (at, &entry.key, &entry.value))
    }

    /// Behind the last position.
    pub fn end(&self) -> usize {
        self.entries.len()
    }

    /// Keys and values, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Value, &Value)> + Clone {
        self.entries
            .iter()
            .filter(|entry| !entry.key.is_absent())
            .map(|entry| (&entry.key, &entry.value))
    }

    /// Keys with their hashes.
    pub fn hashed(&self) -> impl Iterator<Item = (i64, &Value)> + Clone {
        self.entries
            .iter()
            .filter(|entry| !entry.key.is_absent())
            .map(|entry| (entry.hash, &entry.key))
    }

    /// Sets the value of a key; the one before is returned.
    pub fn insert(&mut self, vm: &mut Vm, key: &Value, value: Value) -> Res<Option<Value>> {
        let hash = hashing::quick(vm, key)?;
        self.insert_hashed(vm, hash, key, value)
    }

    /// The same with the key's hash.
    pub fn insert_hashed(
        &mut self,
        vm: &mut Vm,
        hash: i64,
        key: &Value,
        value: Value,
    ) -> Res<Option<Value>> {
        match self.find(vm, hash, key)? {
            Some(at) => Ok(self.replace(at, value)),
            None => self.push(vm, hash, key.clone(), value).map(|()| None),
        }
    }

    /// Sets the value of a str key.
    pub fn insert_str(&mut self, vm: &mut Vm, key: &str, value: Value) -> Res<()> {
        if let Some(at) = self.position_of_str(key) {
            self.replace(at, value);
            return Ok(());
        }
        let key = Value::str(key);
        let hash = hashing::hash(vm, &key)?;
        self.push(vm, hash, key, value)
    }

    /// Replaces the value of an entry.
    pub fn replace(&mut self, at: usize, value: Value) -> Option<Value> {
        self.entries
            .get_mut(at)
            .map(|entry| std::mem::replace(&mut entry.value, value))
    }

    /// Adds an entry whose key is known not to be there.
    pub fn push(&mut self, vm: &mut Vm, hash: i64, key: Value, value: Value) -> Res<()> {
        if self.usable == 0 {
            self.grow();
        }
        self.usable -= 1;
        let at = self.entries.len();
        if self.entries.try_reserve(1).is_err() || at >= u32::MAX as usize {
            return Err(vm.memory_error());
        }
        self.entries.push(Entry { hash, key, value });
        self.live += 1;
        if at >= FEW || !self.index.is_empty() {
            self.enter(vm, at)?;
        }
        Ok(())
    }

    /// Room for as many again, as CPython counts it; removed entries go.
    fn grow(&mut self) {
        let slots = (self.live * 3).next_power_of_two().max(8);
        if self.live < self.entries.len() {
            self.entries.retain(|entry| !entry.key.is_absent());
            self.index.clear();
        }
        self.usable = (slots * 2 / 3).saturating_sub(self.entries.len()).max(1);
    }

    /// Puts an entry, or all of them when there is no table yet, into the table.
    fn enter(&mut self, vm: &mut Vm, at: usize) -> Res<()> {
        let entries = &self.entries;
        let hasher = |at: &u32| {
            entries
                .get(*at as usize)
                .map_or(0, |entry| spread(entry.hash))
        };
        let from = if self.index.is_empty() { 0 } else { at };
        if self
            .index
            .try_reserve(entries.len() - from, hasher)
            .is_err()
        {
            return Err(vm.memory_error());
        }
        for (at, entry) in entries.iter().enumerate().skip(from) {
            if !entry.key.is_absent() {
                self.index
                    .insert_unique(spread(entry.hash), at as u32, hasher);
            }
        }
        Ok(())
    }

    /// Removes a key.
    pub fn remove(&mut self, vm: &mut Vm, key: &Value) -> Res<Option<(Value, Value)>> {
        let hash = hashing::quick(vm, key)?;
        Ok(self.find(vm, hash, key)?.and_then(|at| self.remove_at(at)))
    }

    /// Removes a str key.
    pub fn remove_str(&mut self, key: &str) -> Option<(Value, Value)> {
        self.position_of_str(key).and_then(|at| self.remove_at(at))
    }

    /// Removes the entry at a position.
    pub fn remove_at(&mut self, at: usize) -> Option<(Value, Value)> {
        let entry = self.entries.get_mut(at)?;
        let hash = entry.hash;
        let key = std::mem::replace(&mut entry.key, Value::ABSENT);
        let value = std::mem::replace(&mut entry.value, Value::NONE);
        self.live -= 1;
        if !self.index.is_empty() {
            if let Ok(found) = self
                .index
                .find_entry(spread(hash), |other| *other as usize == at)
            {
                found.remove();
            }
            if self.live == 0 {
                // Without a table the entries are looked at one by one: there must be few.
                self.entries.clear();
                self.usable = 0;
            }
        }
        Some((key, value))
    }

    /// Removes the last entry.
    pub fn pop_last(&mut self) -> Option<(Value, Value)> {
        let (at, ..) = self.entry_before(self.entries.len())?;
        let removed = self.remove_at(at);
        self.entries.truncate(at);
        removed
    }

    /// Removes all.
    pub fn clear(&mut self) -> Dict {
        std::mem::take(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vm::Output;

    struct Nowhere;
    impl Output for Nowhere {
        fn write(&mut self, _: bool, _: &[u8]) {}
    }

    #[test]
    fn as_a_model() {
        let mut vm = Vm::new(Box::new(Nowhere));
        let vm = &mut vm;
        let mut dict = Dict::new();
        let mut model: Vec<(i64, i64)> = Vec::new();
        let mut seed = 1u64;
        for step in 0..20_000 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let key = ((seed >> 33) as i64 % 40) << (seed >> 60);
            match seed >> 40 & 3 {
                0 => {
                    let known = model.iter().position(|(k, _)| *k == key);
                    let removed = dict.remove(vm, &Value::int(key)).unwrap();
                    assert_eq!(removed.is_some(), known.is_some());
                    known.map(|at| model.remove(at));
                }
                1 if step % 50 == 0 => assert_eq!(dict.pop_last().is_some(), model.pop().is_some()),
                _ => {
                    dict.insert(vm, &Value::int(key), Value::int(step)).unwrap();
                    match model.iter_mut().find(|(k, _)| *k == key) {
                        Some(known) => known.1 = step,
                        None => model.push((key, step)),
                    }
                }
            }
            assert_eq!(dict.len(), model.len());
        }
        let all: Vec<_> = dict
            .iter()
            .map(|(k, v)| (k.as_i64().unwrap(), v.as_i64().unwrap()))
            .collect();
        assert_eq!(all, model);
    }
}
