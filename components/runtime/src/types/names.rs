//! Names and their values: the namespace of a class, the attributes of an instance, in the order of assignment.
//!
//! Most have a few names only, and those are literals of the program, of which equal ones are one object: comparing pointers
//! finds them.

use crate::object::Body;
use crate::value::Value;

/// Names (strs) and values.
#[derive(Default)]
pub struct Names {
    entries: Vec<(Value, Value)>,
}

impl Names {
    fn position(&self, name: &Value) -> Option<usize> {
        if let Some(at) = self.entries.iter().position(|(known, _)| known.is(name)) {
            return Some(at);
        }
        let Some(Body::Str(wanted)) = name.body() else {
            return None;
        };
        self.entries
            .iter()
            .position(|(known, _)| match known.body() {
                Some(Body::Str(known)) => known.text == wanted.text,
                _ => false,
            })
    }

    /// The value of a name.
    pub fn get(&self, name: &Value) -> Option<&Value> {
        self.position(name).map(|at| &self.entries[at].1)
    }

    /// The value of a name that is Rust's.
    pub fn get_str(&self, name: &str) -> Option<&Value> {
        self.entries
            .iter()
            .find(|(known, _)| known.as_text().is_some_and(|text| *text == *name))
            .map(|(_, v)| v)
    }

    /// Sets a name; the value it had.
    pub fn set(&mut self, name: &Value, value: Value) -> Option<Value> {
        match self.position(name) {
            Some(at) => Some(std::mem::replace(&mut self.entries[at].1, value)),
            None => {
                self.entries.push((name.clone(), value));
                None
            }
        }
    }

    /// Removes a name; the value it had.
    pub fn remove(&mut self, name: &Value) -> Option<Value> {
        let at = self.position(name)?;
        Some(self.entries.remove(at).1)
    }

    /// Names and values in the order of assignment.
    pub fn iter(&self) -> impl Iterator<Item = (&Value, &Value)> {
        self.entries.iter().map(|(name, value)| (name, value))
    }
}
