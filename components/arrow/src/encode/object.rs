//! Reading the pivot: maps with known keys, and what a value is for a message.

use molt_pivot::{Reader, Token};

use crate::error::{Error, Result};

/// A map whose keys are known in advance, in any order.
pub(crate) struct Object<'a> {
    /// Where the map is in the input.
    pub at: usize,
    entries: Vec<(&'a str, Reader<'a>)>,
}

impl<'a> Object<'a> {
    /// Reads the map that comes next and moves behind it. `what` names it in messages.
    pub fn read(reader: &mut Reader<'a>, what: &str, known: &[&str]) -> Result<Self> {
        let Token::Map(pairs) = reader.next()? else {
            return Err(Error::invalid(
                reader.offset(),
                format!("{what} has to be a map with the keys {}", known.join(", ")),
            ));
        };
        Object::opened(reader, pairs, what, known)
    }

    /// Reads the rest of a map whose head is the token that `reader` gave last.
    pub fn opened(reader: &mut Reader<'a>, pairs: u32, what: &str, known: &[&str]) -> Result<Self> {
        let at = reader.offset();
        let mut entries: Vec<(&str, Reader<'a>)> = Vec::new();
        for _ in 0..pairs {
            let key = text(reader, "a key")?;
            if !known.contains(&key) {
                let message = format!(
                    "{what} has a key {key:?}; the known ones are {}",
                    known.join(", ")
                );
                return Err(Error::invalid(reader.offset(), message));
            }
            if entries.iter().any(|(other, _)| *other == key) {
                return Err(Error::invalid(
                    reader.offset(),
                    format!("{what} has the key {key:?} twice"),
                ));
            }
            entries.push((key, reader.clone()));
            skip(reader)?;
        }
        Ok(Object { at, entries })
    }

    /// A reader at the value of `key`.
    pub fn find(&self, key: &str) -> Option<Reader<'a>> {
        self.entries
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, reader)| reader.clone())
    }

    /// A reader at the value of a key that has to be there.
    pub fn get(&self, key: &str) -> Result<Reader<'a>> {
        self.find(key)
            .ok_or_else(|| Error::invalid(self.at, format!("the key {key:?} is missing")))
    }

    /// The text of a key that has to be there.
    pub fn text(&self, key: &str) -> Result<&'a str> {
        text(&mut self.get(key)?, key)
    }

    /// The truth value of a key, or what stands for its absence.
    pub fn flag(&self, key: &str, absent: bool) -> Result<bool> {
        let Some(mut reader) = self.find(key) else {
            return Ok(absent);
        };
        match reader.next()? {
            Token::Bool(value) => Ok(value),
            other => Err(Error::invalid(
                reader.offset(),
                format!("{key:?} has to be true or false, not {}", kind(&other)),
            )),
        }
    }

    /// The integer of a key that has to be there.
    pub fn integer(&self, key: &str) -> Result<i64> {
        integer(&mut self.get(key)?, key)
    }
}

/// The text that comes next.
pub(crate) fn text<'a>(reader: &mut Reader<'a>, what: &str) -> Result<&'a str> {
    match reader.next()? {
        Token::Str(text) => Ok(text),
        other => Err(Error::invalid(
            reader.offset(),
            format!("{what:?} has to be text, not {}", kind(&other)),
        )),
    }
}

/// The integer that comes next.
pub(crate) fn integer(reader: &mut Reader<'_>, what: &str) -> Result<i64> {
    match reader.next()? {
        Token::Int(value) => Ok(value),
        Token::Uint(value) => i64::try_from(value).map_err(|_| {
            Error::invalid(reader.offset(), format!("{what:?} is too large: {value}"))
        }),
        other => Err(Error::invalid(
            reader.offset(),
            format!("{what:?} has to be an integer, not {}", kind(&other)),
        )),
    }
}

/// The length of the array that comes next.
pub(crate) fn array(reader: &mut Reader<'_>, what: &str) -> Result<usize> {
    match reader.next()? {
        Token::Array(length) => Ok(length as usize),
        other => Err(Error::invalid(
            reader.offset(),
            format!("{what:?} has to be an array, not {}", kind(&other)),
        )),
    }
}

/// Moves behind the value that comes next.
pub(crate) fn skip(reader: &mut Reader<'_>) -> Result<()> {
    let mut left = 1u64;
    while left > 0 {
        left -= 1;
        match reader.next()? {
            Token::Array(length) => left += u64::from(length),
            Token::Map(pairs) => left += 2 * u64::from(pairs),
            _ => {}
        }
    }
    Ok(())
}

/// What a value is, for a message.
pub(crate) fn kind(token: &Token<'_>) -> &'static str {
    match token {
        Token::Nil => "nil",
        Token::Bool(_) => "a truth value",
        Token::Uint(_) | Token::Int(_) => "an integer",
        Token::Float(_) => "a float",
        Token::Str(_) => "text",
        Token::Bin(_) => "bytes",
        Token::Array(_) => "an array",
        Token::Map(_) => "a map",
        Token::Ext(code, _) => molt_pivot::ext::name(*code).unwrap_or("an unknown extension"),
    }
}
