//! The schema of rows: what types the columns of an array of maps have.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields, TimeUnit};
use molt_pivot::{Reader, Token, ext};

use super::object::kind;
use super::scalar::exact_float;
use crate::decimal::{self, Decimal};
use crate::error::{Error, ErrorKind, Result};
use crate::{MAX_FIELDS, MAX_TYPE_DEPTH, types};

/// The columns of `rows` maps, which come next; they are in the order in which they are met first.
pub(crate) fn infer_rows<'a>(reader: &mut Reader<'a>, rows: usize) -> Result<Fields> {
    let mut columns = Struct::default();
    let mut place = Place {
        row: 0,
        column: "",
        fields: 0,
    };
    for row in 0..rows {
        place.row = row;
        let Token::Map(pairs) = reader.next()? else {
            let message = format!("row {row} is no map: rows are maps of column name to value");
            return Err(Error::invalid(reader.offset(), message));
        };
        columns.observe(pairs, reader, &mut place, 1)?;
    }
    columns.fields()
}

/// Where in the rows the inference is, for messages.
struct Place<'a> {
    row: usize,
    column: &'a str,
    fields: usize,
}

impl Place<'_> {
    #[cold]
    fn error(&self, kind: ErrorKind, at: usize, message: impl std::fmt::Display) -> Error {
        Error::new(
            kind,
            at,
            format!("row {}, column {:?}: {message}", self.row, self.column),
        )
    }
}

/// What is known of a column.
#[derive(Default)]
enum Shape<'a> {
    /// Nothing but nulls so far.
    #[default]
    Unknown,
    Bool,
    /// `inexact` is where the first integer is that no float has exactly.
    Int {
        negative: bool,
        large: bool,
        inexact: Option<usize>,
    },
    Float,
    Text,
    Bytes,
    Timestamp,
    /// Digits before and after the point.
    Decimal {
        whole: i64,
        fraction: i64,
    },
    List(Box<Shape<'a>>),
    Struct(Struct<'a>),
}

#[derive(Default)]
struct Struct<'a> {
    fields: Vec<(&'a str, Shape<'a>)>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Struct<'a> {
    fn observe(
        &mut self,
        pairs: u32,
        reader: &mut Reader<'a>,
        place: &mut Place<'a>,
        depth: usize,
    ) -> Result<()> {
        for _ in 0..pairs {
            let Token::Str(name) = reader.next()? else {
                return Err(place.error(
                    ErrorKind::Unsupported,
                    reader.offset(),
                    "a key that is no text has no column",
                ));
            };
            if depth == 1 {
                place.column = name;
            }
            let index = match self.places.get(name) {
                Some(index) => *index,
                None => {
                    place.fields += 1;
                    if place.fields > MAX_FIELDS {
                        let message =
                            format!("the rows have more than {MAX_FIELDS} different columns");
                        return Err(place.error(ErrorKind::SizeLimit, reader.offset(), message));
                    }
                    self.places.insert(name, self.fields.len());
                    self.fields.push((name, Shape::default()));
                    self.fields.len() - 1
                }
            };
            self.fields[index].1.observe(reader, place, depth)?;
        }
        Ok(())
    }

    fn fields(&self) -> Result<Fields> {
        self.fields
            .iter()
            .map(|(name, shape)| shape.field(name))
            .collect()
    }
}

impl<'a> Shape<'a> {
    /// Takes the value that comes next into account.
    fn observe(
        &mut self,
        reader: &mut Reader<'a>,
        place: &mut Place<'a>,
        depth: usize,
    ) -> Result<()> {
        if depth > MAX_TYPE_DEPTH {
            let message = format!("types nest deeper than {MAX_TYPE_DEPTH} levels");
            return Err(place.error(ErrorKind::DepthLimit, reader.position(), message));
        }
        let token = reader.next()?;
        if token == Token::Nil {
            return Ok(());
        }
        if matches!(self, Shape::Unknown) {
            *self = Shape::of(&token, reader, place)?;
        }
        let at = reader.offset();
        match (&mut *self, token) {
            (Shape::Bool, Token::Bool(_))
            | (Shape::Text, Token::Str(_))
            | (Shape::Bytes, Token::Bin(_)) => {}
            (Shape::Timestamp, Token::Ext(ext::TIMESTAMP, _)) | (Shape::Float, Token::Float(_)) => {
            }
            (
                Shape::Int {
                    negative,
                    large,
                    inexact,
                },
                Token::Uint(_) | Token::Int(_),
            ) => {
                *negative |= matches!(token, Token::Int(_));
                *large |= matches!(token, Token::Uint(value) if value > i64::MAX as u64);
                if inexact.is_none() && exact_float(token).is_none() {
                    *inexact = Some(at);
                }
                if *negative && *large {
                    let message = "integers below 0 and above 2^63-1 fit no integer type together: give a schema";
                    return Err(place.error(ErrorKind::Invalid, at, message));
                }
            }
            (Shape::Int { inexact: None, .. }, Token::Float(_)) => *self = Shape::Float,
            (Shape::Float, Token::Uint(_) | Token::Int(_)) if exact_float(token).is_some() => {}
            (
                Shape::Int {
                    inexact: Some(at), ..
                },
                Token::Float(_),
            ) => return Err(inexact_integer(place, *at)),
            (Shape::Float, Token::Uint(_) | Token::Int(_)) => {
                return Err(inexact_integer(place, at));
            }
            (Shape::Decimal { whole, fraction }, Token::Ext(ext::DECIMAL, payload)) => {
                observe_decimal(whole, fraction, payload).ok_or_else(|| {
                    place.error(
                        ErrorKind::Unsupported,
                        at,
                        "Arrow's decimals have at most 76 digits: this column needs more",
                    )
                })?;
            }
            (Shape::List(item), Token::Array(count)) => {
                for _ in 0..count {
                    item.observe(reader, place, depth + 1)?;
                }
            }
            (Shape::Struct(fields), Token::Map(pairs)) => {
                fields.observe(pairs, reader, place, depth + 1)?
            }
            (shape, token) => {
                let message = format!(
                    "{} in a column of {}: give each column one type",
                    kind(&token),
                    shape.name()
                );
                return Err(place.error(ErrorKind::Invalid, at, message));
            }
        }
        Ok(())
    }

    fn of(token: &Token<'_>, reader: &Reader<'_>, place: &Place<'_>) -> Result<Self> {
        Ok(match token {
            Token::Nil => Shape::Unknown,
            Token::Bool(_) => Shape::Bool,
            Token::Uint(_) | Token::Int(_) => Shape::Int {
                negative: false,
                large: false,
                inexact: None,
            },
            Token::Float(_) => Shape::Float,
            Token::Str(_) => Shape::Text,
            Token::Bin(_) => Shape::Bytes,
            Token::Ext(ext::TIMESTAMP, _) => Shape::Timestamp,
            Token::Ext(ext::DECIMAL, _) => Shape::Decimal {
                whole: 1,
                fraction: 0,
            },
            Token::Array(_) => Shape::List(Box::default()),
            Token::Map(_) => Shape::Struct(Struct::default()),
            Token::Ext(code, _) => {
                let name =
                    ext::name(*code).map_or_else(|| format!("extension {code}"), str::to_owned);
                let message = format!("no Arrow type holds a {name}");
                return Err(place.error(ErrorKind::Unsupported, reader.offset(), message));
            }
        })
    }

    fn name(&self) -> &'static str {
        match self {
            Shape::Unknown => "nulls",
            Shape::Bool => "truth values",
            Shape::Int { .. } => "integers",
            Shape::Float => "floats",
            Shape::Text => "text",
            Shape::Bytes => "bytes",
            Shape::Timestamp => "timestamps",
            Shape::Decimal { .. } => "decimals",
            Shape::List(_) => "arrays",
            Shape::Struct(_) => "maps",
        }
    }

    fn field(&self, name: &str) -> Result<FieldRef> {
        let data_type = match self {
            Shape::Unknown => DataType::Null,
            Shape::Bool => DataType::Boolean,
            Shape::Int { large: false, .. } => DataType::Int64,
            Shape::Int { large: true, .. } => DataType::UInt64,
            Shape::Float => DataType::Float64,
            Shape::Text => DataType::Utf8,
            Shape::Bytes => DataType::Binary,
            Shape::Timestamp => DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into())),
            Shape::Decimal { whole, fraction } => {
                decimal_type(*whole, *fraction).ok_or_else(|| {
                    Error::unsupported(
                        0,
                        format!("column {name:?} needs decimals of more than 76 digits"),
                    )
                })?
            }
            Shape::List(item) => DataType::List(item.field("item")?),
            Shape::Struct(fields) => DataType::Struct(fields.fields()?),
        };
        Ok(Arc::new(Field::new(name, data_type, true)))
    }
}

/// The smallest of the two common decimal types that has these digits.
fn decimal_type(whole: i64, fraction: i64) -> Option<DataType> {
    let (precision, scale) = (
        u8::try_from(whole + fraction).ok()?,
        i8::try_from(fraction).ok()?,
    );
    types::decimal(128, precision, scale).or_else(|| types::decimal(256, precision, scale))
}

fn observe_decimal(whole: &mut i64, fraction: &mut i64, payload: &[u8]) -> Option<()> {
    let decimal = Decimal::from_payload(payload)?;
    let digits = i64::from(decimal::digits(decimal.mantissa));
    *whole = (*whole).max(digits.checked_add(decimal.exponent)?);
    *fraction = (*fraction).max(decimal.exponent.checked_neg()?);
    (whole.checked_add(*fraction)? <= 76).then_some(())
}

#[cold]
fn inexact_integer(place: &Place<'_>, at: usize) -> Error {
    let message = "integers and floats mix only while every integer is a float exactly, and one is not: give a schema";
    place.error(ErrorKind::Invalid, at, message)
}
