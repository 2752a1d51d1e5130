//! Columns as pivot values.

use super::body::Bytes;
use super::column::{Column, Data};
use super::out::Out;
use crate::decimal;
use crate::error::{Error, Result};
use crate::types::Fixed;

/// Values between two looks at the output's limit.
const STRIDE: usize = 4096;

/// The dictionaries as they stand at one place of the document, by their slot in the schema.
pub(crate) type Dictionaries<'a, 'p> = [Option<Dictionary<'a, 'p>>];

/// A dictionary: its first batch and the deltas that followed.
#[derive(Default)]
pub(crate) struct Dictionary<'a, 'p> {
    /// Each with the index of its first value.
    parts: Vec<(usize, Column<'a, 'p>)>,
    len: usize,
    /// Bytes of the decompression budget that it holds.
    pub charged: u64,
}

impl<'a, 'p> Dictionary<'a, 'p> {
    pub fn append(&mut self, values: Column<'a, 'p>) {
        let start = self.len;
        self.len = self.len.saturating_add(values.len);
        self.parts.push((start, values));
    }

    fn find(&self, index: usize) -> Option<(&Column<'a, 'p>, usize)> {
        let part = self
            .parts
            .partition_point(|(start, _)| *start <= index)
            .checked_sub(1)?;
        let (start, values) = &self.parts[part];
        (index - start < values.len).then_some((values, index - start))
    }
}

/// Writes columns.
pub(crate) struct Emitter<'o, 'a, 'p> {
    pub out: &'o mut Out,
    pub dictionaries: &'o Dictionaries<'a, 'p>,
}

// Recursion follows the types, which nest at most MAX_TYPE_DEPTH levels.
impl Emitter<'_, '_, '_> {
    /// Writes the values `from..to`, one after the other.
    pub fn range(&mut self, column: &Column<'_, '_>, from: usize, to: usize) -> Result<()> {
        let mut start = from;
        while start < to {
            let end = to.min(start.saturating_add(STRIDE));
            self.out.check()?;
            self.stride(column, start, end)?;
            start = end;
        }
        Ok(())
    }

    fn one(&mut self, column: &Column<'_, '_>, index: usize) -> Result<()> {
        self.out.check()?;
        self.stride(column, index, index + 1)
    }

    fn stride(&mut self, column: &Column<'_, '_>, from: usize, to: usize) -> Result<()> {
        match &column.data {
            Data::Null => (from..to).try_for_each(|_| self.null(column)),
            Data::Bool(bits) => self.each(column, from, to, |this, index| {
                this.out.writer().bool(bits.bit(index));
                Ok(())
            }),
            Data::Fixed(fixed, bytes) => self.fixed(column, *fixed, bytes, from, to),
            Data::Variable {
                text,
                large,
                offsets,
                data,
            } => self.each(column, from, to, |this, index| {
                let (start, end) = between(offsets, *large, index);
                this.bytes(column, *text, &data.get()[start..end], data.at + start)
            }),
            Data::View {
                text,
                views,
                buffers,
            } => self.each(column, from, to, |this, index| {
                this.view(column, *text, views, buffers, index)
            }),
            Data::List {
                large,
                offsets,
                items,
            } => self.each(column, from, to, |this, index| {
                let (start, end) = between(offsets, *large, index);
                this.list(items, start, end)
            }),
            Data::ListView {
                large,
                offsets,
                sizes,
                items,
            } => self.each(column, from, to, |this, index| {
                let bounds = (offsets.offset(*large, index), sizes.offset(*large, index));
                let start = usize::try_from(bounds.0).ok();
                let end = start
                    .zip(usize::try_from(bounds.1).ok())
                    .and_then(|(start, size)| start.checked_add(size));
                match start.zip(end).filter(|(_, end)| *end <= items.len) {
                    Some((start, end)) => this.list(items, start, end),
                    None => Err(invalid(column, index, "is a list outside its items")),
                }
            }),
            Data::FixedList { size, items } => self.each(column, from, to, |this, index| {
                this.list(items, index * size, (index + 1) * size)
            }),
            Data::Struct { repeats, fields } => self.each(column, from, to, |this, index| {
                this.structure(*repeats, fields, index)
            }),
            Data::Map {
                offsets,
                keys,
                values,
            } => self.each(column, from, to, |this, index| {
                let (start, end) = between(offsets, false, index);
                this.map(keys, values, start, end)
            }),
            Data::Union {
                types,
                places,
                offsets,
                fields,
            } => (from..to).try_for_each(|index| {
                let id = types.get()[index];
                let Some(field) = places
                    .get(id as usize)
                    .and_then(|place| fields.get(*place as usize))
                else {
                    return Err(invalid(
                        column,
                        index,
                        "has a type id that its union does not know",
                    ));
                };
                let place = offsets.as_ref().map_or(Some(index), |offsets| {
                    usize::try_from(offsets.offset(false, index)).ok()
                });
                match place.filter(|place| *place < field.len) {
                    Some(place) => {
                        self.out.writer().array(2);
                        self.out.writer().uint(id.into());
                        self.one(field, place)
                    }
                    None => Err(invalid(column, index, "is outside the field of its union")),
                }
            }),
            Data::Runs { ends, values } => self.runs(ends, values, column, from, to),
            Data::Dictionary { slot, index, keys } => self.each(column, from, to, |this, row| {
                this.lookup(column, *slot, key(*index, keys, row), row)
            }),
        }
    }

    /// Runs `write` on the values that are not null.
    #[inline]
    fn each(
        &mut self,
        column: &Column<'_, '_>,
        from: usize,
        to: usize,
        mut write: impl FnMut(&mut Self, usize) -> Result<()>,
    ) -> Result<()> {
        for index in from..to {
            if column.is_null(index) {
                self.null(column)?
            } else {
                write(self, index)?
            }
        }
        Ok(())
    }

    #[inline]
    fn null(&mut self, column: &Column<'_, '_>) -> Result<()> {
        if !column.plan.field.is_nullable() {
            return Err(null_refused(column));
        }
        self.out.writer().nil();
        Ok(())
    }

    fn fixed(
        &mut self,
        column: &Column<'_, '_>,
        fixed: Fixed,
        bytes: &Bytes<'_>,
        from: usize,
        to: usize,
    ) -> Result<()> {
        macro_rules! numbers {
            ($number:ty, $write:ident) => {
                self.each(column, from, to, |this, index| {
                    this.out
                        .writer()
                        .$write(<$number>::from_le_bytes(bytes.item(index)).into());
                    Ok(())
                })
            };
        }
        match fixed {
            Fixed::Int8 => numbers!(i8, int),
            Fixed::Int16 => numbers!(i16, int),
            Fixed::Int32 => numbers!(i32, int),
            Fixed::Int64 => numbers!(i64, int),
            Fixed::UInt8 => numbers!(u8, uint),
            Fixed::UInt16 => numbers!(u16, uint),
            Fixed::UInt32 => numbers!(u32, uint),
            Fixed::UInt64 => numbers!(u64, uint),
            Fixed::Float16 => numbers!(half::f16, float),
            Fixed::Float32 => numbers!(f32, float),
            Fixed::Float64 => numbers!(f64, float),
            Fixed::DayTime => self.each(column, from, to, |this, index| {
                let [days, milliseconds] =
                    [index * 2, index * 2 + 1].map(|at| i32::from_le_bytes(bytes.item(at)));
                this.interval(&[("days", days.into()), ("milliseconds", milliseconds.into())])
            }),
            Fixed::MonthDayNano => self.each(column, from, to, |this, index| {
                let [months, days] =
                    [index * 4, index * 4 + 1].map(|at| i32::from_le_bytes(bytes.item(at)));
                let nanoseconds = i64::from_le_bytes(bytes.item(index * 2 + 1));
                this.interval(&[
                    ("months", months.into()),
                    ("days", days.into()),
                    ("nanoseconds", nanoseconds),
                ])
            }),
            Fixed::Decimal {
                width,
                precision,
                scale,
            } => self.each(column, from, to, |this, index| {
                let Some(payload) =
                    decimal::Payload::new(&bytes.get()[index * width..][..width], precision, scale)
                else {
                    return Err(invalid(
                        column,
                        index,
                        "is a decimal with more digits than its type has",
                    ));
                };
                this.out
                    .writer()
                    .ext(molt_pivot::ext::DECIMAL, payload.bytes());
                Ok(())
            }),
            Fixed::Binary { width } => self.each(column, from, to, |this, index| {
                this.out
                    .writer()
                    .bin(&bytes.get()[index * width..][..width]);
                Ok(())
            }),
        }
    }

    fn interval(&mut self, parts: &[(&str, i64)]) -> Result<()> {
        let writer = self.out.writer();
        writer.map(parts.len());
        for (name, value) in parts {
            writer.str(name);
            writer.int(*value);
        }
        Ok(())
    }

    #[inline]
    fn bytes(
        &mut self,
        column: &Column<'_, '_>,
        text: bool,
        bytes: &[u8],
        at: usize,
    ) -> Result<()> {
        if !text {
            self.out.writer().bin(bytes);
            return Ok(());
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                self.out.writer().str(text);
                Ok(())
            }
            Err(wrong) => {
                let message = format!(
                    "field {:?} has text that is not UTF-8",
                    column.plan.field.name()
                );
                Err(Error::invalid(at + wrong.valid_up_to(), message))
            }
        }
    }

    fn view(
        &mut self,
        column: &Column<'_, '_>,
        text: bool,
        views: &Bytes<'_>,
        buffers: &[Bytes<'_>],
        index: usize,
    ) -> Result<()> {
        let outside = || invalid(column, index, "is a view outside its buffers");
        let part = |place: usize| u32::from_le_bytes(views.item(index * 4 + place)) as usize;
        let length = part(0);
        if length <= 12 {
            let start = index * 16 + 4;
            return self.bytes(
                column,
                text,
                &views.get()[start..][..length],
                views.at + start,
            );
        }
        let (buffer, offset) = (buffers.get(part(2)).ok_or_else(outside)?, part(3));
        let bytes = offset
            .checked_add(length)
            .and_then(|end| buffer.get().get(offset..end))
            .ok_or_else(outside)?;
        if bytes[..4] != views.item::<4>(index * 4 + 1) {
            return Err(invalid(
                column,
                index,
                "is a view whose prefix is not how its text starts",
            ));
        }
        self.bytes(column, text, bytes, buffer.at + offset)
    }

    fn list(&mut self, items: &Column<'_, '_>, from: usize, to: usize) -> Result<()> {
        self.out.writer().array(to - from);
        self.range(items, from, to)
    }

    fn structure(&mut self, repeats: bool, fields: &[Column<'_, '_>], index: usize) -> Result<()> {
        let writer = self.out.writer();
        if repeats {
            writer.array(fields.len())
        } else {
            writer.map(fields.len())
        }
        for field in fields {
            if !repeats {
                self.out.writer().str(field.plan.field.name());
            }
            self.one(field, index)?;
        }
        Ok(())
    }

    fn map(
        &mut self,
        keys: &Column<'_, '_>,
        values: &Column<'_, '_>,
        from: usize,
        to: usize,
    ) -> Result<()> {
        self.out.writer().array(to - from);
        for index in from..to {
            self.out.writer().array(2);
            self.one(keys, index)?;
            self.one(values, index)?;
        }
        Ok(())
    }

    fn runs(
        &mut self,
        ends: &[u64],
        values: &Column<'_, '_>,
        column: &Column<'_, '_>,
        from: usize,
        to: usize,
    ) -> Result<()> {
        let mut run = ends.partition_point(|end| *end <= from as u64);
        for index in from..to {
            while ends.get(run).is_some_and(|end| *end <= index as u64) {
                run += 1;
            }
            // A null run makes nulls of the column, so both fields have to allow it.
            if values.is_null(run) && !column.plan.field.is_nullable() {
                return Err(null_refused(column));
            }
            self.one(values, run)?;
        }
        Ok(())
    }

    fn lookup(
        &mut self,
        column: &Column<'_, '_>,
        slot: usize,
        key: Option<usize>,
        row: usize,
    ) -> Result<()> {
        let Some(dictionary) = self.dictionaries.get(slot).and_then(Option::as_ref) else {
            return Err(invalid(
                column,
                row,
                "needs a dictionary that did not come before its batch",
            ));
        };
        match key.and_then(|key| dictionary.find(key)) {
            Some((values, index)) if values.is_null(index) => self.null(column),
            Some((values, index)) => self.one(values, index),
            None => Err(invalid(column, row, "is outside its dictionary")),
        }
    }
}

/// Where list or text `index` starts and ends; offsets that fit their buffer were checked to fit usize.
#[inline]
fn between(offsets: &Bytes<'_>, large: bool, index: usize) -> (usize, usize) {
    (
        offsets.offset(large, index) as usize,
        offsets.offset(large, index + 1) as usize,
    )
}

/// A dictionary index; `None` when it is negative or beyond memory.
#[inline]
fn key(index: Fixed, keys: &Bytes<'_>, row: usize) -> Option<usize> {
    match index {
        Fixed::Int8 => i8::from_le_bytes(keys.item(row)).try_into().ok(),
        Fixed::Int16 => i16::from_le_bytes(keys.item(row)).try_into().ok(),
        Fixed::Int32 => i32::from_le_bytes(keys.item(row)).try_into().ok(),
        Fixed::Int64 => i64::from_le_bytes(keys.item(row)).try_into().ok(),
        Fixed::UInt8 => Some(u8::from_le_bytes(keys.item(row)).into()),
        Fixed::UInt16 => Some(u16::from_le_bytes(keys.item(row)).into()),
        Fixed::UInt32 => u32::from_le_bytes(keys.item(row)).try_into().ok(),
        _ => u64::from_le_bytes(keys.item(row)).try_into().ok(),
    }
}

#[cold]
fn invalid(column: &Column<'_, '_>, index: usize, message: &str) -> Error {
    Error::invalid(
        column.at,
        format!(
            "value {index} of field {:?} {message}",
            column.plan.field.name()
        ),
    )
}

#[cold]
fn null_refused(column: &Column<'_, '_>) -> Error {
    Error::invalid(
        column.at,
        format!(
            "field {:?} has a null and is declared without nulls",
            column.plan.field.name()
        ),
    )
}
