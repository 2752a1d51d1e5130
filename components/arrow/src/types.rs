//! What both directions know about Arrow's types.

use std::collections::HashSet;

use arrow_schema::{DataType, FieldRef, Fields, IntervalUnit, UnionFields};

/// Values of one size.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Fixed {
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Float16,
    Float32,
    Float64,
    DayTime,
    MonthDayNano,
    Decimal {
        width: usize,
        precision: u8,
        scale: i8,
    },
    Binary {
        width: usize,
    },
}

impl Fixed {
    /// The layout of a type, if its values have one size. Temporal values are the integers that they are stored as.
    pub fn of(data_type: &DataType) -> Option<Fixed> {
        Some(match data_type {
            DataType::Int8 => Fixed::Int8,
            DataType::Int16 => Fixed::Int16,
            DataType::Int32 | DataType::Date32 | DataType::Time32(_) => Fixed::Int32,
            DataType::Interval(IntervalUnit::YearMonth) => Fixed::Int32,
            DataType::Int64 | DataType::Date64 | DataType::Time64(_) => Fixed::Int64,
            DataType::Timestamp(..) | DataType::Duration(_) => Fixed::Int64,
            DataType::UInt8 => Fixed::UInt8,
            DataType::UInt16 => Fixed::UInt16,
            DataType::UInt32 => Fixed::UInt32,
            DataType::UInt64 => Fixed::UInt64,
            DataType::Float16 => Fixed::Float16,
            DataType::Float32 => Fixed::Float32,
            DataType::Float64 => Fixed::Float64,
            DataType::Interval(IntervalUnit::DayTime) => Fixed::DayTime,
            DataType::Interval(IntervalUnit::MonthDayNano) => Fixed::MonthDayNano,
            DataType::Decimal32(precision, scale) => Fixed::Decimal {
                width: 4,
                precision: *precision,
                scale: *scale,
            },
            DataType::Decimal64(precision, scale) => Fixed::Decimal {
                width: 8,
                precision: *precision,
                scale: *scale,
            },
            DataType::Decimal128(precision, scale) => Fixed::Decimal {
                width: 16,
                precision: *precision,
                scale: *scale,
            },
            DataType::Decimal256(precision, scale) => Fixed::Decimal {
                width: 32,
                precision: *precision,
                scale: *scale,
            },
            DataType::FixedSizeBinary(width) => Fixed::Binary {
                width: usize::try_from(*width).ok()?,
            },
            _ => return None,
        })
    }

    /// Bytes of one value.
    pub fn width(self) -> usize {
        match self {
            Fixed::Int8 | Fixed::UInt8 => 1,
            Fixed::Int16 | Fixed::UInt16 | Fixed::Float16 => 2,
            Fixed::Int32 | Fixed::UInt32 | Fixed::Float32 => 4,
            Fixed::Int64 | Fixed::UInt64 | Fixed::Float64 | Fixed::DayTime => 8,
            Fixed::MonthDayNano => 16,
            Fixed::Decimal { width, .. } | Fixed::Binary { width } => width,
        }
    }
}

/// The decimal type of `bits` (32, 64, 128 or 256); `None` for other widths and for a precision that the width has no room
/// for.
pub(crate) fn decimal(bits: i64, precision: u8, scale: i8) -> Option<DataType> {
    let (data_type, most) = match bits {
        32 => (DataType::Decimal32(precision, scale), 9),
        64 => (DataType::Decimal64(precision, scale), 18),
        128 => (DataType::Decimal128(precision, scale), 38),
        256 => (DataType::Decimal256(precision, scale), 76),
        _ => return None,
    };
    (1..=most).contains(&precision).then_some(data_type)
}

/// The fields of a union with their type ids; `None` unless the ids are as many as the fields, different, and 0 to 127.
pub(crate) fn union(
    ids: impl Iterator<Item = i64>,
    fields: impl Iterator<Item = FieldRef>,
) -> Option<UnionFields> {
    let ids: Option<Vec<i8>> = ids.map(|id| i8::try_from(id).ok()).collect();
    UnionFields::try_new(ids?, fields).ok()
}

/// Whether two fields have the same name: a map of such a struct's values would lose one of them.
pub(crate) fn names_repeat(fields: &Fields) -> bool {
    let mut seen = HashSet::new();
    fields.iter().any(|field| !seen.insert(field.name()))
}

/// Containers inside each other in the pivot form of a value of this type, 0 for a scalar.
pub(crate) fn value_depth(data_type: &DataType) -> usize {
    match data_type {
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _) => 1 + value_depth(item.data_type()),
        DataType::Struct(fields) => 1 + deepest(fields.iter()),
        // An array of arrays: the pairs are what the entries struct is.
        DataType::Map(entries, _) => 1 + value_depth(entries.data_type()),
        DataType::Union(fields, _) => 1 + deepest(fields.iter().map(|(_, field)| field)),
        DataType::RunEndEncoded(_, values) => value_depth(values.data_type()),
        DataType::Dictionary(_, values) => value_depth(values),
        DataType::Interval(_) => 1,
        _ => 0,
    }
}

fn deepest<'a>(fields: impl Iterator<Item = &'a FieldRef>) -> usize {
    fields
        .map(|field| value_depth(field.data_type()))
        .max()
        .unwrap_or(0)
}

/// Containers inside each other in the pivot form of a type's description: none for a name, a map for a type with
/// parameters, and inside it the fields that it has.
fn type_depth(data_type: &DataType) -> usize {
    match data_type {
        DataType::List(item) | DataType::LargeList(item) => 1 + field_depth(item),
        DataType::ListView(item) | DataType::LargeListView(item) => 1 + field_depth(item),
        DataType::FixedSizeList(item, _) | DataType::Map(item, _) => 2 + field_depth(item),
        DataType::Struct(fields) => 2 + fields.iter().map(field_depth).max().unwrap_or(0),
        // {"union": {"variants": [{"field": ..}]}}
        DataType::Union(fields, _) => {
            3 + fields
                .iter()
                .map(|(_, field)| 1 + field_depth(field))
                .max()
                .unwrap_or(0)
        }
        DataType::RunEndEncoded(ends, values) => 2 + field_depth(ends).max(field_depth(values)),
        DataType::Dictionary(_, values) => type_depth(values).max(1),
        DataType::Timestamp(..) => 2,
        DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => 2,
        DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Duration(_)
        | DataType::Interval(_) => 1,
        DataType::FixedSizeBinary(_) => 1,
        _ => 0,
    }
}

/// The same for a field, which is a map and may have a map of metadata.
fn field_depth(field: &FieldRef) -> usize {
    1 + type_depth(field.data_type()).max(usize::from(!field.metadata().is_empty()))
}

/// Containers inside each other in the pivot form of a table with these columns.
pub(crate) fn table_depth<'a>(columns: impl Iterator<Item = &'a FieldRef>) -> usize {
    // The schema is {"schema": {"fields": [..]}}, a batch {"batches": [{"columns": [[..]]}]}.
    columns
        .map(|field| (3 + field_depth(field)).max(5 + value_depth(field.data_type())))
        .max()
        .unwrap_or(0)
        .max(4)
}
