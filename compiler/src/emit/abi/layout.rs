//! Types at the boundary: WIT, size, alignment, flat form.

use wasm_encoder::ValType;

use super::shape::Shape;

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
    pub fn of(ty: &Shape) -> Self {
        let (size, align) = match ty {
            Shape::Unit => (0, 1),
            Shape::Bool => (1, 1),
            Shape::Int { bits, .. } => (u32::from(*bits) / 8, u32::from(*bits) / 8),
            Shape::Float => (8, 8),
            Shape::Single => (4, 4),
            Shape::Str | Shape::Bytes | Shape::Pivot | Shape::List(_) | Shape::Dict(..) => (8, 4),
            Shape::Document => (16, 4),
            Shape::Tuple(items) => return Self::record(items.iter().map(Self::of)).0,
            Shape::Optional(inner) => {
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
    pub fn offsets(items: &[Shape]) -> Vec<u32> {
        Self::record(items.iter().map(Self::of)).1
    }

    /// Where the payload of an option is.
    pub fn payload(inner: &Shape) -> u32 {
        Self::of(inner).align
    }
}

/// The type in WIT. `None` for what WIT has no form for: an empty tuple, and None anywhere but as a result.
pub fn to_wit(shape: &Shape) -> Option<String> {
    Some(match shape {
        Shape::Unit | Shape::Document => return None,
        Shape::Bool => "bool".to_owned(),
        Shape::Int { bits, signed } => format!("{}{bits}", if *signed { 's' } else { 'u' }),
        Shape::Float => "f64".to_owned(),
        Shape::Single => "f32".to_owned(),
        Shape::Str => "string".to_owned(),
        Shape::Bytes | Shape::Pivot => "list<u8>".to_owned(),
        Shape::List(item) => format!("list<{}>", to_wit(item)?),
        Shape::Tuple(items) if items.is_empty() => return None,
        Shape::Tuple(items) => {
            let items: Option<Vec<String>> = items.iter().map(to_wit).collect();
            format!("tuple<{}>", items?.join(", "))
        }
        Shape::Dict(key, value) => format!("list<tuple<{}, {}>>", to_wit(key)?, to_wit(value)?),
        Shape::Optional(inner) => format!("option<{}>", to_wit(inner)?),
    })
}

/// The class of its values, for checks and messages.
pub fn class(shape: &Shape) -> &'static str {
    match shape {
        Shape::Unit | Shape::Optional(_) => "None",
        Shape::Bool => "bool",
        Shape::Int { .. } => "int",
        Shape::Float | Shape::Single => "float",
        Shape::Str => "str",
        Shape::Bytes => "bytes",
        Shape::Pivot | Shape::Document => "object",
        Shape::List(_) => "list",
        Shape::Tuple(_) => "tuple",
        Shape::Dict(..) => "dict",
    }
}

/// One flat value: its core type, and where it goes when it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flat {
    /// Its core type.
    pub ty: ValType,
    /// Its offset in memory.
    pub offset: u32,
    /// How many bytes it is there.
    pub bytes: u32,
}

/// The flat form of a type that lies at an offset. There is no variant with two payloads, so nothing is joined.
pub fn flatten(shape: &Shape, offset: u32, into: &mut Vec<Flat>) {
    let mut push = |ty, offset, bytes| into.push(Flat { ty, offset, bytes });
    match shape {
        Shape::Unit => {}
        Shape::Bool => push(ValType::I32, offset, 1),
        Shape::Int { bits: 64, .. } => push(ValType::I64, offset, 8),
        Shape::Int { bits, .. } => push(ValType::I32, offset, u32::from(*bits) / 8),
        Shape::Float => push(ValType::F64, offset, 8),
        Shape::Single => push(ValType::F32, offset, 4),
        Shape::Str | Shape::Bytes | Shape::Pivot | Shape::List(_) | Shape::Dict(..) => {
            push(ValType::I32, offset, 4);
            push(ValType::I32, offset + 4, 4);
        }
        Shape::Document => {
            for word in 0..4 {
                push(ValType::I32, offset + word * 4, 4);
            }
        }
        Shape::Tuple(items) => {
            for (item, at) in items.iter().zip(Layout::offsets(items)) {
                flatten(item, offset + at, into);
            }
        }
        Shape::Optional(inner) => {
            push(ValType::I32, offset, 1);
            flatten(inner, offset + Layout::payload(inner), into);
        }
    }
}
