//! What the tests share: the corpora, and pivot bytes as a tree.
#![allow(dead_code)] // every test file uses its part

use std::path::PathBuf;

use molt_pivot::{Limits, Reader, Token};

/// A pivot value.
#[derive(Clone, PartialEq)]
pub enum Value {
    Nil,
    Bool(bool),
    Int(i128),
    /// Compared by its bits: -0.0 is not 0.0, and there is one NaN.
    Float(u64),
    Str(String),
    Bin(Vec<u8>),
    Array(Vec<Value>),
    Map(Vec<(Value, Value)>),
    Ext(i8, Vec<u8>),
}

impl Value {
    pub fn float(value: f64) -> Value {
        Value::Float(
            if value.is_nan() {
                f64::from_bits(0x7ff8 << 48)
            } else {
                value
            }
            .to_bits(),
        )
    }

    pub fn str(text: &str) -> Value {
        Value::Str(text.to_owned())
    }

    /// The value of a key of a map.
    pub fn get(&self, key: &str) -> &Value {
        self.find(key)
            .unwrap_or_else(|| panic!("no key {key:?} in {self:?}"))
    }

    pub fn find(&self, key: &str) -> Option<&Value> {
        let Value::Map(pairs) = self else {
            panic!("no map: {self:?}")
        };
        pairs
            .iter()
            .find(|(name, _)| *name == Value::str(key))
            .map(|(_, value)| value)
    }

    pub fn items(&self) -> &[Value] {
        let Value::Array(items) = self else {
            panic!("no array: {self:?}")
        };
        items
    }

    pub fn text(&self) -> &str {
        let Value::Str(text) = self else {
            panic!("no text: {self:?}")
        };
        text
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Nil => f.write_str("nil"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Int(value) => write!(f, "{value}"),
            Value::Float(bits) => write!(f, "{:?}f", f64::from_bits(*bits)),
            Value::Str(text) => write!(f, "{text:?}"),
            Value::Bin(bytes) => write!(f, "bin{bytes:02x?}"),
            Value::Array(items) => f.debug_list().entries(items).finish(),
            Value::Map(pairs) => f
                .debug_map()
                .entries(pairs.iter().map(|(key, value)| (key, value)))
                .finish(),
            Value::Ext(code, payload) => write!(f, "ext({code}){payload:02x?}"),
        }
    }
}

/// Pivot bytes as a tree. They have to be canonical.
pub fn tree(pivot: &[u8]) -> Value {
    let canonical = molt_pivot::canonicalize(pivot, &Limits::DEFAULT).expect("valid pivot bytes");
    assert!(canonical == pivot, "the pivot bytes are not canonical");
    let mut reader = Reader::new(pivot, &Limits::DEFAULT).unwrap();
    let value = read(&mut reader);
    reader.finish().unwrap();
    value
}

fn read(reader: &mut Reader<'_>) -> Value {
    match reader.next().unwrap() {
        Token::Nil => Value::Nil,
        Token::Bool(value) => Value::Bool(value),
        Token::Uint(value) => Value::Int(value.into()),
        Token::Int(value) => Value::Int(value.into()),
        Token::Float(value) => Value::float(value),
        Token::Str(text) => Value::str(text),
        Token::Bin(bytes) => Value::Bin(bytes.to_vec()),
        Token::Array(count) => Value::Array((0..count).map(|_| read(reader)).collect()),
        Token::Map(count) => Value::Map((0..count).map(|_| (read(reader), read(reader))).collect()),
        Token::Ext(code, payload) => Value::Ext(code, payload.to_vec()),
    }
}

/// A folder or file of the corpora, or a loud `None`.
pub fn corpus(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MOLT_CORPORA").map_or_else(
        || {
            PathBuf::from(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../../shared/corpora"
            ))
        },
        PathBuf::from,
    );
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!(
        "SKIPPED: {} is absent; set MOLT_CORPORA to where the corpora are",
        path.display()
    );
    None
}

/// The golden files of Arrow 1.0.0, by name: streams and files.
pub fn goldens() -> Vec<(String, Vec<u8>)> {
    let Some(folder) = corpus("arrow/integration-1.0.0-littleendian") else {
        return Vec::new();
    };
    let mut goldens: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "stream" || extension == "arrow_file")
        })
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                std::fs::read(path).unwrap(),
            )
        })
        .collect();
    goldens.sort();
    assert!(goldens.len() >= 40, "the golden files are incomplete");
    goldens
}

/// A tree as pivot bytes.
pub fn write(value: &Value) -> Vec<u8> {
    let mut writer = molt_pivot::Writer::new();
    put(&mut writer, value);
    writer.finish().unwrap()
}

fn put(writer: &mut molt_pivot::Writer, value: &Value) {
    match value {
        Value::Nil => writer.nil(),
        Value::Bool(value) => writer.bool(*value),
        Value::Int(value) => match u64::try_from(*value) {
            Ok(value) => writer.uint(value),
            Err(_) => writer.int(i64::try_from(*value).unwrap()),
        },
        Value::Float(bits) => writer.float(f64::from_bits(*bits)),
        Value::Str(text) => writer.str(text),
        Value::Bin(bytes) => writer.bin(bytes),
        Value::Ext(code, payload) => writer.ext(*code, payload),
        Value::Array(items) => {
            writer.array(items.len());
            items.iter().for_each(|item| put(writer, item));
        }
        Value::Map(pairs) => {
            writer.map(pairs.len());
            for (key, value) in pairs {
                put(writer, key);
                put(writer, value);
            }
        }
    }
}
