//! The description of a table's columns, read from the pivot: the reverse of `crate::schema`.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Metadata, Schema, TimeUnit};
use molt_pivot::{Reader, Token};

use super::object::{Object, array, integer, kind, text};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{INTERVALS, MODES, NAMES, UNITS};
use crate::types;
use crate::{MAX_FIELDS, MAX_TYPE_DEPTH};

/// Reads `{"fields": [..], "metadata": {..}}`.
pub(crate) fn read_schema(reader: &mut Reader<'_>) -> Result<Schema> {
    let object = Object::read(reader, "the schema", &["fields", "metadata"])?;
    let fields = read_fields(&mut object.get("fields")?, &mut Place::default())?;
    Ok(Schema::new_with_metadata(
        fields,
        read_metadata(object.find("metadata"))?,
    ))
}

/// Where in the schema the reading is.
#[derive(Default)]
struct Place {
    /// Fields around this one, itself included.
    depth: usize,
    /// Fields so far.
    fields: usize,
}

fn read_fields(reader: &mut Reader<'_>, place: &mut Place) -> Result<Vec<FieldRef>> {
    let count = array(reader, "fields")?;
    // Not reserved in advance: a field is larger than the byte that its description may be.
    let mut fields = Vec::new();
    for _ in 0..count {
        fields.push(read_field(reader, place)?);
    }
    Ok(fields)
}

fn read_metadata(reader: Option<Reader<'_>>) -> Result<Metadata> {
    let mut metadata = Metadata::new();
    let Some(mut reader) = reader else {
        return Ok(metadata);
    };
    let Token::Map(pairs) = reader.next()? else {
        return Err(Error::invalid(
            reader.offset(),
            "metadata has to be a map of text to text",
        ));
    };
    for _ in 0..pairs {
        let key = text(&mut reader, "metadata key")?;
        let at = reader.offset();
        if metadata
            .insert(key, text(&mut reader, "metadata")?)
            .is_some()
        {
            return Err(Error::invalid(
                at,
                format!("the metadata key {key:?} stands twice"),
            ));
        }
    }
    Ok(metadata)
}

fn read_field(reader: &mut Reader<'_>, place: &mut Place) -> Result<FieldRef> {
    place.depth += 1;
    place.fields += 1;
    if place.fields > MAX_FIELDS {
        let message = format!("the schema has more than {MAX_FIELDS} fields");
        return Err(Error::new(ErrorKind::SizeLimit, reader.position(), message));
    }
    if place.depth > MAX_TYPE_DEPTH {
        let message = format!("types nest deeper than {MAX_TYPE_DEPTH} levels");
        return Err(Error::new(
            ErrorKind::DepthLimit,
            reader.position(),
            message,
        ));
    }
    let object = Object::read(
        reader,
        "a field",
        &["name", "type", "nullable", "dictionary", "metadata"],
    )?;
    let mut data_type = read_type(&mut object.get("type")?, place)?;
    let mut ordered = false;
    if let Some(mut dictionary) = object.find("dictionary") {
        let dictionary = Object::read(&mut dictionary, "a dictionary", &["index", "ordered"])?;
        let index = read_type(&mut dictionary.get("index")?, place)?;
        if !index.is_integer() {
            return Err(Error::invalid(
                dictionary.at,
                "a dictionary's index has to be an integer type",
            ));
        }
        data_type = DataType::Dictionary(Box::new(index), Box::new(data_type));
        ordered = dictionary.flag("ordered", false)?;
    }
    place.depth -= 1;
    let field = Field::new(
        object.text("name")?,
        data_type,
        object.flag("nullable", true)?,
    );
    Ok(Arc::new(
        field
            .with_dict_is_ordered(ordered)
            .with_metadata(read_metadata(object.find("metadata"))?),
    ))
}

fn read_type(reader: &mut Reader<'_>, place: &mut Place) -> Result<DataType> {
    match reader.next()? {
        Token::Str(name) => lookup(&NAMES, name).ok_or_else(|| {
            Error::invalid(
                reader.offset(),
                format!("there is no type {name:?} without parameters"),
            )
        }),
        Token::Map(1) => {
            let name = text(reader, "a type")?;
            read_parameters(reader, name, place)
        }
        other => {
            let message = format!(
                "a type is a name or a map with one key, not {}",
                kind(&other)
            );
            Err(Error::invalid(reader.offset(), message))
        }
    }
}

fn read_parameters(reader: &mut Reader<'_>, name: &str, place: &mut Place) -> Result<DataType> {
    let at = reader.offset();
    Ok(match name {
        "time32" => match read_name(reader, name, &UNITS)? {
            unit @ (TimeUnit::Second | TimeUnit::Millisecond) => DataType::Time32(unit),
            _ => {
                return Err(Error::invalid(
                    at,
                    "time32 counts s or ms; time64 counts us or ns",
                ));
            }
        },
        "time64" => match read_name(reader, name, &UNITS)? {
            unit @ (TimeUnit::Microsecond | TimeUnit::Nanosecond) => DataType::Time64(unit),
            _ => {
                return Err(Error::invalid(
                    at,
                    "time64 counts us or ns; time32 counts s or ms",
                ));
            }
        },
        "duration" => DataType::Duration(read_name(reader, name, &UNITS)?),
        "interval" => DataType::Interval(read_name(reader, name, &INTERVALS)?),
        "timestamp" => read_timestamp(reader)?,
        "fixed-size-binary" => DataType::FixedSizeBinary(size(integer(reader, name)?, at)?),
        "decimal" => read_decimal(reader)?,
        "list" => DataType::List(read_field(reader, place)?),
        "large-list" => DataType::LargeList(read_field(reader, place)?),
        "list-view" => DataType::ListView(read_field(reader, place)?),
        "large-list-view" => DataType::LargeListView(read_field(reader, place)?),
        "fixed-size-list" => {
            let object = Object::read(reader, name, &["item", "size"])?;
            let item = read_field(&mut object.get("item")?, place)?;
            DataType::FixedSizeList(item, size(object.integer("size")?, object.at)?)
        }
        "struct" => DataType::Struct(read_fields(reader, place)?.into()),
        "map" => read_map(reader, place)?,
        "union" => read_union(reader, place)?,
        "run-end-encoded" => read_runs(reader, place)?,
        other => {
            return Err(Error::invalid(
                at,
                format!("there is no type {other:?} with parameters"),
            ));
        }
    })
}

fn read_timestamp(reader: &mut Reader<'_>) -> Result<DataType> {
    let object = Object::read(reader, "timestamp", &["unit", "timezone"])?;
    let unit = read_name(&mut object.get("unit")?, "unit", &UNITS)?;
    let zone = match object.find("timezone") {
        None => None,
        Some(mut zone) => match zone.next()? {
            Token::Nil => None,
            Token::Str(zone) => Some(zone.into()),
            other => {
                let message = format!("a timezone is text or nil, not {}", kind(&other));
                return Err(Error::invalid(zone.offset(), message));
            }
        },
    };
    Ok(DataType::Timestamp(unit, zone))
}

fn read_decimal(reader: &mut Reader<'_>) -> Result<DataType> {
    let object = Object::read(reader, "decimal", &["bits", "precision", "scale"])?;
    let (bits, precision, scale) = (
        object.integer("bits")?,
        object.integer("precision")?,
        object.integer("scale")?,
    );
    let small = u8::try_from(precision).ok().zip(i8::try_from(scale).ok());
    small.and_then(|(precision, scale)| types::decimal(bits, precision, scale)).ok_or_else(|| {
        let message = "a decimal has 32, 64, 128 or 256 bits, a precision of 1 to 9, 18, 38 or 76, a scale of -128 to 127";
        Error::invalid(object.at, message)
    })
}

fn read_map(reader: &mut Reader<'_>, place: &mut Place) -> Result<DataType> {
    let object = Object::read(reader, "map", &["entries", "sorted"])?;
    let entries = read_field(&mut object.get("entries")?, place)?;
    match entries.data_type() {
        DataType::Struct(fields) if fields.len() == 2 => {
            Ok(DataType::Map(entries, object.flag("sorted", false)?))
        }
        _ => Err(Error::invalid(
            object.at,
            "the entries of a map are a struct of key and value",
        )),
    }
}

fn read_union(reader: &mut Reader<'_>, place: &mut Place) -> Result<DataType> {
    let object = Object::read(reader, "union", &["mode", "variants"])?;
    let mode = read_name(&mut object.get("mode")?, "mode", &MODES)?;
    let mut variants = object.get("variants")?;
    let (mut ids, mut fields) = (Vec::new(), Vec::new());
    for _ in 0..array(&mut variants, "variants")? {
        let variant = Object::read(&mut variants, "a variant", &["id", "field"])?;
        ids.push(variant.integer("id")?);
        fields.push(read_field(&mut variant.get("field")?, place)?);
    }
    match types::union(ids.into_iter(), fields.into_iter()) {
        Some(fields) => Ok(DataType::Union(fields, mode)),
        None => Err(Error::invalid(
            object.at,
            "the ids of a union's variants are different, 0 to 127",
        )),
    }
}

fn read_runs(reader: &mut Reader<'_>, place: &mut Place) -> Result<DataType> {
    let object = Object::read(reader, "run-end-encoded", &["run-ends", "values"])?;
    let ends = read_field(&mut object.get("run-ends")?, place)?;
    let values = read_field(&mut object.get("values")?, place)?;
    match ends.data_type() {
        DataType::Int16 | DataType::Int32 | DataType::Int64 => {
            Ok(DataType::RunEndEncoded(ends, values))
        }
        _ => Err(Error::invalid(
            object.at,
            "run ends are int16, int32 or int64",
        )),
    }
}

fn read_name<T: Clone>(reader: &mut Reader<'_>, what: &str, names: &[(&str, T)]) -> Result<T> {
    let name = text(reader, what)?;
    lookup(names, name).ok_or_else(|| {
        let known: Vec<_> = names.iter().map(|(name, _)| *name).collect();
        Error::invalid(
            reader.offset(),
            format!("{what:?} is one of {}, not {name:?}", known.join(", ")),
        )
    })
}

fn lookup<T: Clone>(names: &[(&str, T)], name: &str) -> Option<T> {
    names
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.clone())
}

fn size(value: i64, at: usize) -> Result<i32> {
    i32::try_from(value)
        .ok()
        .filter(|size| *size >= 0)
        .ok_or_else(|| Error::invalid(at, "a size is 0 to 2^31-1"))
}
