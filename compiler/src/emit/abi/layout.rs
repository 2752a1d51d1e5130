//! Types at the boundary: WIT, size, alignment, flat form.

use wasm_encoder::ValType;

use crate::ir::Type;

/// How a type lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Bytes, a multiple of the alignment.
    pub size: u32,
    /// 1, 4 or 8.
    pub align: u32,
}

impl Layout {
    /// Of a type.
    pub fn of(ty: &Type) -> Self {
        let (size, align) = match ty {
            Type::None => (0, 1),
            Type::Bool => (1, 1),
            Type::Int | Type::Float => (8, 8),
            Type::Str | Type::Bytes | Type::List(_) | Type::Dict(..) => (8, 4),
            Type::Tuple(items) => return Self::record(items.iter().map(Self::of)).0,
            Type::Optional(inner) => {
                let inner = Self::of(inner);
                let layouts = [Self { size: 1, align: 1 }, inner];
                return Self::record(layouts.into_iter()).0;
            }
        };
        Self { size, align }
    }

    /// Of a record of fields, and their offsets.
    pub fn record(fields: impl Iterator<Item = Self>) -> (Self, Vec<u32>) {
        let (mut size, mut align, mut offsets) = (0_u32, 1, Vec::new());
        for field in fields {
            size = size.next_multiple_of(field.align);
            offsets.push(size);
            size = size.saturating_add(field.size);
            align = align.max(field.align);
        }
        let size = size.next_multiple_of(align);
        (Self { size, align }, offsets)
    }

    /// The fields of a tuple: their offsets.
    pub fn offsets(items: &[Type]) -> Vec<u32> {
        Self::record(items.iter().map(Self::of)).1
    }

    /// Where the payload of an option is.
    pub fn payload(inner: &Type) -> u32 {
        Self::of(inner).align
    }
}

/// The type in WIT. `None` for what WIT has no form for: an empty tuple, and None anywhere but as a result.
pub fn to_wit(ty: &Type) -> Option<String> {
    Some(match ty {
        Type::None => return None,
        Type::Bool => "bool".to_owned(),
        Type::Int => "s64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Str => "string".to_owned(),
        Type::Bytes => "list<u8>".to_owned(),
        Type::List(item) => format!("list<{}>", to_wit(item)?),
        Type::Tuple(items) if items.is_empty() => return None,
        Type::Tuple(items) => {
            let items: Option<Vec<String>> = items.iter().map(to_wit).collect();
            format!("tuple<{}>", items?.join(", "))
        }
        Type::Dict(key, value) => format!("list<tuple<{}, {}>>", to_wit(key)?, to_wit(value)?),
        Type::Optional(inner) => format!("option<{}>", to_wit(inner)?),
    })
}

/// The type as Python writes it, for messages.
pub fn to_python(ty: &Type) -> &'static str {
    match ty {
        Type::None => "None",
        Type::Bool => "bool",
        Type::Int => "int",
        Type::Float => "float",
        Type::Str => "str",
        Type::Bytes => "bytes",
        Type::List(_) => "list",
        Type::Tuple(_) => "tuple",
        Type::Dict(..) => "dict",
        Type::Optional(_) => "None",
    }
}

/// One flat value: its core type, and where it goes when it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flat {
    /// Its core type.
    pub ty: ValType,
    /// Its offset in memory.
    pub offset: u32,
    /// Whether it is one byte there.
    pub is_byte: bool,
}

/// The flat form of a type that lies at an offset. There is no variant with two payloads, so nothing is joined.
pub fn flatten(ty: &Type, offset: u32, into: &mut Vec<Flat>) {
    let mut push = |ty, offset, is_byte| {
        into.push(Flat {
            ty,
            offset,
            is_byte,
        });
    };
    match ty {
        Type::None => {}
        Type::Bool => push(ValType::I32, offset, true),
        Type::Int => push(ValType::I64, offset, false),
        Type::Float => push(ValType::F64, offset, false),
        Type::Str | Type::Bytes | Type::List(_) | Type::Dict(..) => {
            push(ValType::I32, offset, false);
            push(ValType::I32, offset + 4, false);
        }
        Type::Tuple(items) => {
            for (item, at) in items.iter().zip(Layout::offsets(items)) {
                flatten(item, offset + at, into);
            }
        }
        Type::Optional(inner) => {
            push(ValType::I32, offset, true);
            flatten(inner, offset + Layout::payload(inner), into);
        }
    }
}
