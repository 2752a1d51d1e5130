//! Pivot scalars as Arrow values of one size.

use arrow_schema::{DataType, TimeUnit};
use half::f16;
use molt_pivot::ext::{self, Timestamp};
use molt_pivot::{Reader, Token};

use super::object::{Object, integer, kind};
use super::store::{Budget, Values};
use crate::decimal::{self, Decimal};
use crate::error::{Error, Result};
use crate::types::Fixed;

/// What a column of fixed-size values needs to know to take a token.
pub(crate) struct Scalar<'b> {
    pub fixed: Fixed,
    pub data_type: &'b DataType,
    pub name: &'b str,
}

impl Scalar<'_> {
    /// Appends the token that `reader` gave last; it reads on where the value is more than a token.
    pub fn append(
        &self,
        token: Token<'_>,
        reader: &mut Reader<'_>,
        values: &mut Values,
        budget: &mut Budget,
    ) -> Result<()> {
        match self.fixed {
            Fixed::Float16 | Fixed::Float32 | Fixed::Float64 => {
                values.push(self.float(token, reader)?, budget)
            }
            Fixed::Decimal {
                precision, scale, ..
            } => values.push_wide(self.decimal(token, precision, scale, reader)?, budget),
            Fixed::Binary { width } => match token {
                Token::Bin(bytes) if bytes.len() == width => values.push_bytes(bytes, budget),
                Token::Bin(bytes) => {
                    let message = format!(
                        "column {:?} takes {width} bytes a value, not {}",
                        self.name,
                        bytes.len()
                    );
                    Err(Error::invalid(reader.offset(), message))
                }
                other => Err(self.wrong(&other, reader)),
            },
            Fixed::DayTime => {
                let [days, milliseconds] =
                    self.interval(token, reader, ["days", "milliseconds"])?;
                values.push(
                    pack(self.small(days, reader)?, self.small(milliseconds, reader)?),
                    budget,
                )
            }
            Fixed::MonthDayNano => {
                let [months, days, nanoseconds] =
                    self.interval(token, reader, ["months", "days", "nanoseconds"])?;
                values.push(
                    pack(self.small(months, reader)?, self.small(days, reader)?),
                    budget,
                )?;
                values.push(nanoseconds.into(), budget)
            }
            _ => values.push(self.integer(token, reader)?, budget),
        }
    }

    fn integer(&self, token: Token<'_>, reader: &Reader<'_>) -> Result<i128> {
        let value = match token {
            Token::Uint(value) => i128::from(value),
            Token::Int(value) => i128::from(value),
            Token::Ext(ext::TIMESTAMP, payload) => self.timestamp(payload, reader)?,
            other => return Err(self.wrong(&other, reader)),
        };
        let (least, most) = match self.fixed {
            Fixed::Int8 => (i8::MIN.into(), i8::MAX.into()),
            Fixed::Int16 => (i16::MIN.into(), i16::MAX.into()),
            Fixed::Int32 => (i32::MIN.into(), i32::MAX.into()),
            Fixed::Int64 => (i64::MIN.into(), i64::MAX.into()),
            Fixed::UInt8 => (0, u8::MAX.into()),
            Fixed::UInt16 => (0, u16::MAX.into()),
            Fixed::UInt32 => (0, u32::MAX.into()),
            _ => (0, i128::from(u64::MAX)),
        };
        if (least..=most).contains(&value) {
            Ok(value)
        } else {
            Err(self.out_of_range(value, reader))
        }
    }

    /// A point in time in the column's unit.
    fn timestamp(&self, payload: &[u8], reader: &Reader<'_>) -> Result<i128> {
        let (DataType::Timestamp(unit, _), Some(time)) =
            (self.data_type, Timestamp::from_payload(payload))
        else {
            return Err(self.wrong(&Token::Ext(ext::TIMESTAMP, payload), reader));
        };
        let per_second = match unit {
            TimeUnit::Second => 1,
            TimeUnit::Millisecond => 1_000,
            TimeUnit::Microsecond => 1_000_000,
            TimeUnit::Nanosecond => 1_000_000_000,
        };
        let nanoseconds = i128::from(time.nanoseconds) * per_second;
        if nanoseconds % 1_000_000_000 != 0 {
            let message = format!(
                "column {:?} counts in {unit:?} and would lose a part of this timestamp",
                self.name
            );
            return Err(Error::invalid(reader.offset(), message));
        }
        Ok(i128::from(time.seconds) * per_second + nanoseconds / 1_000_000_000)
    }

    /// The bits of a float: rounded to the nearest of its width, but never from finite to infinite.
    fn float(&self, token: Token<'_>, reader: &Reader<'_>) -> Result<i128> {
        let value = match token {
            Token::Float(value) => value,
            Token::Uint(_) | Token::Int(_) => self.exact_float(token, reader)?,
            other => return Err(self.wrong(&other, reader)),
        };
        // There is one NaN, as in the pivot.
        let value = if value.is_nan() {
            f64::from_bits(0x7ff8 << 48)
        } else {
            value
        };
        let (bits, back) = match self.fixed {
            Fixed::Float16 => (
                i128::from(f16::from_f64(value).to_bits()),
                f16::from_f64(value).to_f64(),
            ),
            Fixed::Float32 => (
                i128::from((value as f32).to_bits()),
                f64::from(value as f32),
            ),
            _ => (i128::from(value.to_bits()), value),
        };
        if back.is_infinite() && value.is_finite() {
            let message = format!(
                "{value:e} is beyond the range of column {:?}: use a wider float",
                self.name
            );
            return Err(Error::invalid(reader.offset(), message));
        }
        Ok(bits)
    }

    /// An integer in a column of floats, which has to keep its value.
    fn exact_float(&self, token: Token<'_>, reader: &Reader<'_>) -> Result<f64> {
        exact_float(token).ok_or_else(|| {
            let message = format!(
                "column {:?} has floats, and this integer is none exactly: send it as a float",
                self.name
            );
            Error::invalid(reader.offset(), message)
        })
    }

    fn decimal(
        &self,
        token: Token<'_>,
        precision: u8,
        scale: i8,
        reader: &Reader<'_>,
    ) -> Result<arrow_buffer::i256> {
        let value = match token {
            Token::Uint(value) => Some(Decimal {
                mantissa: i128::from(value).into(),
                exponent: 0,
            }),
            Token::Int(value) => Some(Decimal {
                mantissa: i128::from(value).into(),
                exponent: 0,
            }),
            Token::Ext(ext::DECIMAL, payload) => Decimal::from_payload(payload),
            other => return Err(self.wrong(&other, reader)),
        };
        let mantissa = value
            .and_then(|value| value.at_scale(scale))
            .filter(|mantissa| decimal::fits(*mantissa, precision));
        mantissa.ok_or_else(|| {
            let message = format!("column {:?} has {precision} digits, {scale} of them fractional: this decimal has no place", self.name);
            Error::invalid(reader.offset(), message)
        })
    }

    /// The parts of an interval, whose map was just opened.
    fn interval<const N: usize>(
        &self,
        token: Token<'_>,
        reader: &mut Reader<'_>,
        names: [&str; N],
    ) -> Result<[i64; N]> {
        let Token::Map(pairs) = token else {
            return Err(self.wrong(&token, reader));
        };
        let mut parts = [0; N];
        let object = Object::opened(reader, pairs, "an interval", &names)?;
        for (part, name) in parts.iter_mut().zip(names) {
            *part = integer(&mut object.get(name)?, name)?;
        }
        Ok(parts)
    }

    fn small(&self, value: i64, reader: &Reader<'_>) -> Result<i32> {
        i32::try_from(value).map_err(|_| self.out_of_range(value.into(), reader))
    }

    #[cold]
    fn out_of_range(&self, value: i128, reader: &Reader<'_>) -> Error {
        Error::invalid(
            reader.offset(),
            format!(
                "{value} is out of the range of column {:?} ({})",
                self.name, self.data_type
            ),
        )
    }

    #[cold]
    fn wrong(&self, token: &Token<'_>, reader: &Reader<'_>) -> Error {
        wrong_kind(self.name, self.data_type, token, reader)
    }
}

/// An integer as a float, if that keeps its value.
pub(crate) fn exact_float(token: Token<'_>) -> Option<f64> {
    match token {
        Token::Uint(value) => {
            Some(value as f64).filter(|float| *float as u128 == u128::from(value))
        }
        Token::Int(value) => Some(value as f64).filter(|float| *float as i128 == i128::from(value)),
        Token::Float(value) => Some(value),
        _ => None,
    }
}

/// The error for a value in a column of another type.
#[cold]
pub(crate) fn wrong_kind(
    name: &str,
    data_type: &DataType,
    token: &Token<'_>,
    reader: &Reader<'_>,
) -> Error {
    Error::invalid(
        reader.offset(),
        format!(
            "column {name:?} is {data_type} and cannot take {}",
            kind(token)
        ),
    )
}

/// Two integers of 32 bits, the first in the low half.
fn pack(low: i32, high: i32) -> i128 {
    i128::from(u64::from(low as u32) | u64::from(high as u32) << 32)
}
