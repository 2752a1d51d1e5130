//! The description of a table's columns: how it stands in the pivot. `schemas/arrow-table.json` is the same as a schema.

use arrow_schema::{DataType, FieldRef, IntervalUnit, Metadata, TimeUnit, UnionMode};
use molt_pivot::Writer;

pub(crate) const SCHEMA: &str = "schema";
pub(crate) const BATCHES: &str = "batches";
pub(crate) const ROWS: &str = "rows";
pub(crate) const COLUMNS: &str = "columns";

/// The types that are only a name.
pub(crate) const NAMES: [(&str, DataType); 21] = [
    ("null", DataType::Null),
    ("bool", DataType::Boolean),
    ("int8", DataType::Int8),
    ("int16", DataType::Int16),
    ("int32", DataType::Int32),
    ("int64", DataType::Int64),
    ("uint8", DataType::UInt8),
    ("uint16", DataType::UInt16),
    ("uint32", DataType::UInt32),
    ("uint64", DataType::UInt64),
    ("float16", DataType::Float16),
    ("float32", DataType::Float32),
    ("float64", DataType::Float64),
    ("utf8", DataType::Utf8),
    ("large-utf8", DataType::LargeUtf8),
    ("utf8-view", DataType::Utf8View),
    ("binary", DataType::Binary),
    ("large-binary", DataType::LargeBinary),
    ("binary-view", DataType::BinaryView),
    ("date32", DataType::Date32),
    ("date64", DataType::Date64),
];

/// The units of time.
pub(crate) const UNITS: [(&str, TimeUnit); 4] = [
    ("s", TimeUnit::Second),
    ("ms", TimeUnit::Millisecond),
    ("us", TimeUnit::Microsecond),
    ("ns", TimeUnit::Nanosecond),
];

/// The kinds of interval.
pub(crate) const INTERVALS: [(&str, IntervalUnit); 3] = [
    ("year-month", IntervalUnit::YearMonth),
    ("day-time", IntervalUnit::DayTime),
    ("month-day-nano", IntervalUnit::MonthDayNano),
];

/// The modes of a union.
pub(crate) const MODES: [(&str, UnionMode); 2] =
    [("sparse", UnionMode::Sparse), ("dense", UnionMode::Dense)];

/// Writes `{"fields": [..], "metadata": {..}}`.
pub(crate) fn write<'a>(
    writer: &mut Writer,
    fields: impl ExactSizeIterator<Item = &'a FieldRef>,
    metadata: &Metadata,
) {
    writer.map(2);
    writer.str("fields");
    writer.array(fields.len());
    for field in fields {
        write_field(writer, field);
    }
    writer.str("metadata");
    write_metadata(writer, metadata);
}

/// Metadata has no order in Arrow; here it is sorted by key.
fn write_metadata(writer: &mut Writer, metadata: &Metadata) {
    writer.map(metadata.len());
    for (key, value) in metadata.iter() {
        writer.str(key);
        writer.str(value);
    }
}

fn write_field(writer: &mut Writer, field: &FieldRef) {
    let dictionary = match field.data_type() {
        DataType::Dictionary(index, values) => Some((index, values)),
        _ => None,
    };
    writer.map(3 + usize::from(dictionary.is_some()) + usize::from(!field.metadata().is_empty()));
    writer.str("name");
    writer.str(field.name());
    writer.str("type");
    write_type(
        writer,
        dictionary.map_or(field.data_type(), |(_, values)| values),
    );
    writer.str("nullable");
    writer.bool(field.is_nullable());
    if let Some((index, _)) = dictionary {
        writer.str("dictionary");
        writer.map(2);
        writer.str("index");
        write_type(writer, index);
        writer.str("ordered");
        writer.bool(field.dict_is_ordered().unwrap_or(false));
    }
    if !field.metadata().is_empty() {
        writer.str("metadata");
        write_metadata(writer, field.metadata());
    }
}

fn write_type(writer: &mut Writer, data_type: &DataType) {
    if let Some((name, _)) = NAMES.iter().find(|(_, known)| known == data_type) {
        writer.str(name);
        return;
    }
    writer.map(1);
    match data_type {
        DataType::Time32(unit) => named(writer, "time32", name_of(&UNITS, unit)),
        DataType::Time64(unit) => named(writer, "time64", name_of(&UNITS, unit)),
        DataType::Duration(unit) => named(writer, "duration", name_of(&UNITS, unit)),
        DataType::Interval(unit) => named(writer, "interval", name_of(&INTERVALS, unit)),
        DataType::Timestamp(unit, zone) => write_timestamp(writer, *unit, zone.as_deref()),
        DataType::FixedSizeBinary(width) => {
            writer.str("fixed-size-binary");
            writer.int((*width).into());
        }
        DataType::Decimal32(precision, scale) => write_decimal(writer, 32, *precision, *scale),
        DataType::Decimal64(precision, scale) => write_decimal(writer, 64, *precision, *scale),
        DataType::Decimal128(precision, scale) => write_decimal(writer, 128, *precision, *scale),
        DataType::Decimal256(precision, scale) => write_decimal(writer, 256, *precision, *scale),
        DataType::List(item) => with_field(writer, "list", item),
        DataType::LargeList(item) => with_field(writer, "large-list", item),
        DataType::ListView(item) => with_field(writer, "list-view", item),
        DataType::LargeListView(item) => with_field(writer, "large-list-view", item),
        DataType::FixedSizeList(item, size) => {
            writer.str("fixed-size-list");
            writer.map(2);
            with_field(writer, "item", item);
            writer.str("size");
            writer.int((*size).into());
        }
        DataType::Struct(fields) => {
            writer.str("struct");
            writer.array(fields.len());
            fields.iter().for_each(|field| write_field(writer, field));
        }
        DataType::Map(entries, sorted) => {
            writer.str("map");
            writer.map(2);
            with_field(writer, "entries", entries);
            writer.str("sorted");
            writer.bool(*sorted);
        }
        DataType::Union(variants, mode) => {
            writer.str("union");
            writer.map(2);
            named(writer, "mode", name_of(&MODES, mode));
            writer.str("variants");
            writer.array(variants.len());
            for (id, field) in variants.iter() {
                writer.map(2);
                writer.str("id");
                writer.int(id.into());
                with_field(writer, "field", field);
            }
        }
        DataType::RunEndEncoded(ends, values) => {
            writer.str("run-end-encoded");
            writer.map(2);
            with_field(writer, "run-ends", ends);
            with_field(writer, "values", values);
        }
        // Not reached: names are above, and a dictionary is part of its field.
        _ => named(writer, "unknown", "unknown"),
    }
}

fn write_timestamp(writer: &mut Writer, unit: TimeUnit, zone: Option<&str>) {
    writer.str("timestamp");
    writer.map(2);
    named(writer, "unit", name_of(&UNITS, &unit));
    writer.str("timezone");
    match zone {
        Some(zone) => writer.str(zone),
        None => writer.nil(),
    }
}

fn write_decimal(writer: &mut Writer, bits: u64, precision: u8, scale: i8) {
    writer.str("decimal");
    writer.map(3);
    writer.str("bits");
    writer.uint(bits);
    writer.str("precision");
    writer.uint(precision.into());
    writer.str("scale");
    writer.int(scale.into());
}

fn with_field(writer: &mut Writer, name: &str, field: &FieldRef) {
    writer.str(name);
    write_field(writer, field);
}

fn named(writer: &mut Writer, name: &str, value: &str) {
    writer.str(name);
    writer.str(value);
}

/// The name of a value in a table that lists them all.
fn name_of<T: PartialEq>(names: &[(&'static str, T)], value: &T) -> &'static str {
    names
        .iter()
        .find(|(_, known)| known == value)
        .map_or("", |(name, _)| name)
}
