//! Columns, built value by value from the pivot.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_buffer::Buffer;
use arrow_schema::{DataType, Field, FieldRef, Fields, UnionFields, UnionMode};
use molt_pivot::{Reader, Token};

use super::message::Parts;
use super::object::{integer, skip};
use super::scalar::{Scalar, wrong_kind};
use super::store::{Bits, Budget, Offsets, Values, no_memory, push, reserve, small_offsets};
use crate::error::{Error, ErrorKind, Result};
use crate::types::{self, Fixed};

/// What building needs beside the builder.
pub(crate) struct Context<'a> {
    /// The pivot bytes that all readers read.
    pub input: &'a [u8],
    pub budget: Budget,
}

/// A column in the making.
pub(crate) struct Builder<'a> {
    field: FieldRef,
    len: usize,
    validity: Bits,
    store: Store<'a>,
}

enum Store<'a> {
    Null,
    Bool(Bits),
    Fixed(Fixed, Values),
    Variable {
        text: bool,
        offsets: Offsets,
        data: Vec<u8>,
    },
    View {
        text: bool,
        views: Vec<u128>,
        data: Vec<u8>,
    },
    List {
        offsets: Offsets,
        items: Box<Builder<'a>>,
    },
    ListView {
        starts: Values,
        sizes: Values,
        items: Box<Builder<'a>>,
    },
    FixedList {
        size: usize,
        items: Box<Builder<'a>>,
    },
    Struct(Struct<'a>),
    Map {
        offsets: Offsets,
        entries: Box<Builder<'a>>,
    },
    Union(Union<'a>),
    Runs {
        ends: Values,
        end_field: FieldRef,
        last: Option<&'a [u8]>,
        values: Box<Builder<'a>>,
    },
    Dictionary(Box<Dictionary<'a>>),
}

struct Struct<'a> {
    fields: Vec<Builder<'a>>,
    /// Names and places; none when names repeat, and values are then arrays in the order of the fields.
    places: Option<HashMap<String, usize>>,
}

struct Union<'a> {
    ids: Vec<i8>,
    known: UnionFields,
    /// Of a dense union.
    offsets: Option<Vec<i32>>,
    fields: Vec<Builder<'a>>,
}

/// Values are told apart by their pivot bytes.
struct Dictionary<'a> {
    index: Fixed,
    keys: Values,
    known: HashMap<&'a [u8], usize>,
    values: Builder<'a>,
    /// As the schema message counts.
    id: i64,
}

// Recursion follows the types, which nest at most MAX_TYPE_DEPTH levels.
impl<'a> Builder<'a> {
    /// An empty column. `ids` counts dictionaries: those inside a field before its own, as the schema message does.
    pub fn new(field: &FieldRef, ids: &mut i64) -> Self {
        let mut one = |field: &FieldRef| Box::new(Builder::new(field, ids));
        let store = match field.data_type() {
            DataType::Null => Store::Null,
            DataType::Boolean => Store::Bool(Bits::default()),
            DataType::Utf8 => Store::variable(true, false),
            DataType::LargeUtf8 => Store::variable(true, true),
            DataType::Binary => Store::variable(false, false),
            DataType::LargeBinary => Store::variable(false, true),
            DataType::Utf8View => Store::View {
                text: true,
                views: Vec::new(),
                data: Vec::new(),
            },
            DataType::BinaryView => Store::View {
                text: false,
                views: Vec::new(),
                data: Vec::new(),
            },
            DataType::List(item) => Store::List {
                offsets: Offsets::new(false),
                items: one(item),
            },
            DataType::LargeList(item) => Store::List {
                offsets: Offsets::new(true),
                items: one(item),
            },
            DataType::ListView(item) => Store::list_view(Fixed::Int32, one(item)),
            DataType::LargeListView(item) => Store::list_view(Fixed::Int64, one(item)),
            DataType::FixedSizeList(item, size) => Store::FixedList {
                size: usize::try_from(*size).unwrap_or(0),
                items: one(item),
            },
            DataType::Struct(fields) => Store::Struct(Struct::new(fields, ids)),
            DataType::Map(entries, _) => Store::Map {
                offsets: Offsets::new(false),
                entries: one(entries),
            },
            DataType::Union(variants, mode) => Store::Union(Union {
                ids: Vec::new(),
                known: variants.clone(),
                offsets: (*mode == UnionMode::Dense).then(Vec::new),
                fields: variants
                    .iter()
                    .map(|(_, field)| Builder::new(field, ids))
                    .collect(),
            }),
            DataType::RunEndEncoded(ends, values) => Store::Runs {
                ends: Values::new(Fixed::of(ends.data_type()).unwrap_or(Fixed::Int64)),
                end_field: ends.clone(),
                last: None,
                values: one(values),
            },
            DataType::Dictionary(index, values) => {
                let values = field
                    .as_ref()
                    .clone()
                    .with_data_type(values.as_ref().clone())
                    .with_nullable(true);
                let values = Builder::new(&values.into(), ids);
                *ids += 1;
                Store::Dictionary(Box::new(Dictionary {
                    id: *ids - 1,
                    index: Fixed::of(index).unwrap_or(Fixed::Int64),
                    keys: Values::new(Fixed::of(index).unwrap_or(Fixed::Int64)),
                    known: HashMap::new(),
                    values,
                }))
            }
            other => {
                let fixed = Fixed::of(other).unwrap_or(Fixed::Int64);
                Store::Fixed(fixed, Values::new(fixed))
            }
        };
        Builder {
            field: field.clone(),
            len: 0,
            validity: Bits::default(),
            store,
        }
    }

    /// A column of rows: a struct whose fields are the columns of a table.
    pub fn rows(fields: &Fields) -> Self {
        let row = Field::new("row", DataType::Struct(fields.clone()), false);
        Builder::new(&Arc::new(row), &mut 0)
    }

    /// Appends the value that comes next.
    pub fn append(&mut self, reader: &mut Reader<'a>, context: &mut Context<'a>) -> Result<()> {
        // Every value costs something, so a table of many empty ones comes to an end.
        context.budget.take(1)?;
        match &mut self.store {
            Store::Dictionary(_) | Store::Runs { .. } => self.append_encoded(reader, context),
            _ => match reader.next()? {
                Token::Nil => self.append_nil(reader, context),
                token => self.append_token(token, reader, context),
            },
        }
    }

    fn append_nil(&mut self, reader: &Reader<'a>, context: &mut Context<'a>) -> Result<()> {
        if !self.takes_nil() {
            return self.refuse_nil(reader);
        }
        self.append_nulls(1, context)
    }

    /// Whether a null can be told from a value: a union has none of its own, and runs have those of their values.
    fn takes_nil(&self) -> bool {
        match &self.store {
            Store::Union(_) => false,
            Store::Runs { values, .. } => self.field.is_nullable() && values.takes_nil(),
            _ => self.field.is_nullable(),
        }
    }

    #[cold]
    fn refuse_nil(&self, reader: &Reader<'_>) -> Result<()> {
        let message = format!(
            "column {:?} is declared without nulls and has one",
            self.field.name()
        );
        Err(Error::invalid(reader.offset(), message))
    }

    fn append_token(
        &mut self,
        token: Token<'a>,
        reader: &mut Reader<'a>,
        context: &mut Context<'a>,
    ) -> Result<()> {
        let budget = &mut context.budget;
        match (&mut self.store, token) {
            (Store::Bool(bits), Token::Bool(value)) => bits.push(value, budget)?,
            (Store::Fixed(fixed, values), token) => {
                let scalar = Scalar {
                    fixed: *fixed,
                    data_type: self.field.data_type(),
                    name: self.field.name(),
                };
                scalar.append(token, reader, values, budget)?;
            }
            (
                Store::Variable {
                    text: true,
                    offsets,
                    data,
                },
                Token::Str(text),
            ) => {
                append_bytes(offsets, data, text.as_bytes(), budget)?;
            }
            (
                Store::Variable {
                    text: false,
                    offsets,
                    data,
                },
                Token::Bin(bytes),
            ) => append_bytes(offsets, data, bytes, budget)?,
            (
                Store::View {
                    text: true,
                    views,
                    data,
                },
                Token::Str(text),
            ) => append_view(views, data, text.as_bytes(), budget)?,
            (
                Store::View {
                    text: false,
                    views,
                    data,
                },
                Token::Bin(bytes),
            ) => append_view(views, data, bytes, budget)?,
            (Store::List { offsets, items }, Token::Array(count)) => {
                items.append_all(count, reader, context)?;
                offsets.push(items.len, &mut context.budget)?;
            }
            (
                Store::ListView {
                    starts,
                    sizes,
                    items,
                },
                Token::Array(count),
            ) => {
                starts.push(items.len as i128, budget)?;
                sizes.push(count.into(), budget)?;
                items.append_all(count, reader, context)?;
            }
            (Store::FixedList { size, items }, Token::Array(count)) if *size == count as usize => {
                items.append_all(count, reader, context)?;
            }
            (Store::FixedList { size, .. }, Token::Array(count)) => {
                let message = format!(
                    "column {:?} has lists of {size} items, and this one has {count}",
                    self.field.name()
                );
                return Err(Error::invalid(reader.offset(), message));
            }
            (Store::Struct(fields), Token::Map(pairs)) => {
                fields.append_map(pairs, reader, context, self.field.name())?
            }
            (Store::Struct(fields), Token::Array(count))
                if fields.fields.len() == count as usize =>
            {
                fields
                    .fields
                    .iter_mut()
                    .try_for_each(|field| field.append(reader, context))?;
            }
            (Store::Map { offsets, entries }, Token::Array(count)) => {
                entries.append_all(count, reader, context)?;
                offsets.push(entries.len, &mut context.budget)?;
            }
            (Store::Union(union), Token::Array(2)) => {
                union.append(reader, context, self.field.name())?
            }
            (_, token) => return Err(self.wrong(&token, reader)),
        }
        self.len += 1;
        if !matches!(self.store, Store::Union(_)) {
            self.validity.push(true, &mut context.budget)?;
        }
        Ok(())
    }

    fn append_all(
        &mut self,
        count: u32,
        reader: &mut Reader<'a>,
        context: &mut Context<'a>,
    ) -> Result<()> {
        (0..count).try_for_each(|_| self.append(reader, context))
    }

    /// A value of a dictionary or of runs, which may be one that was there before.
    fn append_encoded(&mut self, reader: &mut Reader<'a>, context: &mut Context<'a>) -> Result<()> {
        let start = reader.position();
        let first = reader.clone().next()?;
        if first == Token::Nil {
            reader.next()?;
            return self.append_nil(reader, context);
        }
        skip(reader)?;
        let bytes = &context.input[start..reader.position()];
        let mut value = Reader::nested(bytes, start);
        match &mut self.store {
            Store::Dictionary(dictionary) => {
                dictionary.append(bytes, &mut value, context, self.field.name())?;
                self.validity.push(true, &mut context.budget)?;
            }
            Store::Runs {
                ends,
                end_field,
                last,
                values,
            } if *last != Some(bytes) => {
                close_run(ends, end_field, self.len, values.len, context)?;
                values.append(&mut value, context)?;
                *last = Some(bytes);
            }
            // The value of the run that is open.
            _ => {}
        }
        self.len += 1;
        Ok(())
    }

    /// Appends `count` nulls: real ones, or what stands where a parent is null.
    pub fn append_nulls(&mut self, count: usize, context: &mut Context<'a>) -> Result<()> {
        let budget = &mut context.budget;
        budget.take(1)?;
        // A nil in a list of no places asks for none; a run of that length would end where it starts.
        if count == 0 {
            return Ok(());
        }
        match &mut self.store {
            Store::Null => {}
            Store::Bool(bits) => bits.push_zeros(count, budget)?,
            Store::Fixed(fixed, values) => {
                let parts = match fixed {
                    Fixed::Binary { width } => *width,
                    Fixed::MonthDayNano => 2,
                    _ => 1,
                };
                values.push_zeros(count.checked_mul(parts).ok_or_else(no_memory)?, budget)?;
            }
            Store::Variable { offsets, .. } => offsets.push_empty(count, budget)?,
            Store::View { views, .. } => {
                reserve(views, count, budget)?;
                views.resize(views.len() + count, 0);
            }
            Store::List { offsets, .. } | Store::Map { offsets, .. } => {
                offsets.push_empty(count, budget)?
            }
            Store::ListView { starts, sizes, .. } => {
                starts.push_zeros(count, budget)?;
                sizes.push_zeros(count, budget)?;
            }
            Store::FixedList { size, items } => {
                items.append_nulls(count.checked_mul(*size).ok_or_else(no_memory)?, context)?;
            }
            Store::Struct(fields) => fields
                .fields
                .iter_mut()
                .try_for_each(|field| field.append_nulls(count, context))?,
            Store::Union(union) => union.append_defaults(count, context, self.field.name())?,
            Store::Runs {
                ends,
                end_field,
                last,
                values,
            } => {
                close_run(ends, end_field, self.len, values.len, context)?;
                values.append_nulls(1, context)?;
                *last = None;
            }
            Store::Dictionary(dictionary) => dictionary.keys.push_zeros(count, budget)?,
        }
        if !matches!(
            self.store,
            Store::Null | Store::Union(_) | Store::Runs { .. }
        ) {
            self.validity.push_zeros(count, &mut context.budget)?;
        }
        self.len = self.len.checked_add(count).ok_or_else(no_memory)?;
        Ok(())
    }

    /// Drops what was appended, but for dictionaries.
    pub fn clear(&mut self) {
        let field = self.field.clone();
        match &mut self.store {
            Store::Dictionary(dictionary) => {
                dictionary.keys.take();
            }
            Store::List { offsets, items } => {
                offsets.take();
                items.clear();
            }
            Store::Map { offsets, entries } => {
                offsets.take();
                entries.clear();
            }
            Store::ListView {
                starts,
                sizes,
                items,
            } => {
                starts.take();
                sizes.take();
                items.clear();
            }
            Store::FixedList { items, .. } => items.clear(),
            Store::Struct(fields) => fields.fields.iter_mut().for_each(Builder::clear),
            Store::Union(union) => {
                union.ids.clear();
                union.offsets.iter_mut().for_each(Vec::clear);
                union.fields.iter_mut().for_each(Builder::clear);
            }
            Store::Runs {
                ends, last, values, ..
            } => {
                ends.take();
                *last = None;
                values.clear();
            }
            _ => *self = Builder::new(&field, &mut 0),
        }
        self.len = 0;
        self.validity = Bits::default();
    }

    /// Moves what was appended to `parts`; the builder is empty again, but for dictionaries.
    pub fn flush(&mut self, parts: &mut Parts) -> Result<()> {
        let len = std::mem::take(&mut self.len);
        let nulls = if matches!(self.store, Store::Null) {
            len
        } else {
            self.validity.zeros
        };
        parts.node(len, nulls)?;
        let validity = match self.validity.zeros {
            0 => Buffer::default(),
            _ => self.validity.take(),
        };
        self.validity = Bits::default();
        if !matches!(
            self.store,
            Store::Null | Store::Union(_) | Store::Runs { .. }
        ) {
            parts.buffer(validity);
        }
        match &mut self.store {
            Store::Null => {}
            Store::Bool(bits) => parts.buffer(bits.take()),
            Store::Fixed(_, values) => parts.buffer(values.take()),
            Store::Variable { offsets, data, .. } => {
                parts.buffer(offsets.take());
                parts.buffer(Buffer::from_vec(std::mem::take(data)));
            }
            Store::View { views, data, .. } => {
                parts.buffer(Buffer::from_vec(std::mem::take(views)));
                parts.views(usize::from(!data.is_empty()));
                if !data.is_empty() {
                    parts.buffer(Buffer::from_vec(std::mem::take(data)));
                }
            }
            Store::List { offsets, items }
            | Store::Map {
                offsets,
                entries: items,
            } => {
                parts.buffer(offsets.take());
                items.flush(parts)?;
            }
            Store::ListView {
                starts,
                sizes,
                items,
            } => {
                parts.buffer(starts.take());
                parts.buffer(sizes.take());
                items.flush(parts)?;
            }
            Store::FixedList { items, .. } => items.flush(parts)?,
            Store::Struct(fields) => fields
                .fields
                .iter_mut()
                .try_for_each(|field| field.flush(parts))?,
            Store::Union(union) => {
                parts.buffer(Buffer::from_vec(std::mem::take(&mut union.ids)));
                if let Some(offsets) = &mut union.offsets {
                    parts.buffer(Buffer::from_vec(std::mem::take(offsets)));
                }
                union
                    .fields
                    .iter_mut()
                    .try_for_each(|field| field.flush(parts))?;
            }
            Store::Runs {
                ends,
                end_field,
                last,
                values,
            } => {
                *last = None;
                if values.len > 0 {
                    // The last run is still open, and its end was paid for by the value.
                    ends.push(run_end(end_field, len)?, &mut Budget::new(u64::MAX))?;
                }
                parts.node(values.len, 0)?;
                parts.buffer(Buffer::default());
                parts.buffer(ends.take());
                values.flush(parts)?;
            }
            Store::Dictionary(dictionary) => parts.buffer(dictionary.keys.take()),
        }
        Ok(())
    }

    /// Gives the complete dictionaries of this column to `write` with their ids and lengths, the innermost first.
    pub fn dictionaries(
        &mut self,
        write: &mut impl FnMut(i64, &Parts, usize) -> Result<()>,
    ) -> Result<()> {
        match &mut self.store {
            Store::Dictionary(dictionary) => {
                dictionary.values.dictionaries(write)?;
                let (mut parts, len) = (Parts::default(), dictionary.values.len);
                dictionary.values.flush(&mut parts)?;
                write(dictionary.id, &parts, len)
            }
            Store::List { items, .. }
            | Store::ListView { items, .. }
            | Store::FixedList { items, .. } => items.dictionaries(write),
            Store::Map { entries, .. } => entries.dictionaries(write),
            Store::Runs { values, .. } => values.dictionaries(write),
            Store::Struct(Struct { fields, .. }) | Store::Union(Union { fields, .. }) => fields
                .iter_mut()
                .try_for_each(|field| field.dictionaries(write)),
            _ => Ok(()),
        }
    }

    /// Moves the columns of rows to `parts`; the builder is one of [`Builder::rows`].
    pub fn flush_rows(&mut self, parts: &mut Parts) -> Result<()> {
        match &mut self.store {
            Store::Struct(fields) => fields
                .fields
                .iter_mut()
                .try_for_each(|field| field.flush(parts)),
            _ => Ok(()),
        }
    }

    #[cold]
    fn wrong(&self, token: &Token<'_>, reader: &Reader<'_>) -> Error {
        wrong_kind(self.field.name(), self.field.data_type(), token, reader)
    }
}

impl<'a> Store<'a> {
    fn variable(text: bool, large: bool) -> Self {
        Store::Variable {
            text,
            offsets: Offsets::new(large),
            data: Vec::new(),
        }
    }

    fn list_view(offset: Fixed, items: Box<Builder<'a>>) -> Self {
        Store::ListView {
            starts: Values::new(offset),
            sizes: Values::new(offset),
            items,
        }
    }
}

impl<'a> Struct<'a> {
    fn new(fields: &Fields, ids: &mut i64) -> Self {
        let names = || {
            fields
                .iter()
                .enumerate()
                .map(|(place, field)| (field.name().clone(), place))
                .collect()
        };
        Struct {
            places: (!types::names_repeat(fields)).then(names),
            fields: fields
                .iter()
                .map(|field| Builder::new(field, ids))
                .collect(),
        }
    }

    /// Appends a map by name; usually its keys are in the order of the fields.
    fn append_map(
        &mut self,
        pairs: u32,
        reader: &mut Reader<'a>,
        context: &mut Context<'a>,
        name: &str,
    ) -> Result<()> {
        let Some(places) = &self.places else {
            let message = format!(
                "column {name:?} has fields of the same name: give its values as arrays in their order"
            );
            return Err(Error::invalid(reader.offset(), message));
        };
        let mut done = 0;
        // Keys that come out of order wait here with their values.
        let mut waiting: Vec<Option<Reader<'a>>> = Vec::new();
        for _ in 0..pairs {
            let Token::Str(key) = reader.next()? else {
                return Err(Error::invalid(
                    reader.offset(),
                    format!("a key in column {name:?} is no text"),
                ));
            };
            let Some(&place) = places.get(key) else {
                return Err(Error::invalid(
                    reader.offset(),
                    format!("column {name:?} has no field {key:?}"),
                ));
            };
            if place == done && waiting.is_empty() {
                self.fields[place].append(reader, context)?;
                done += 1;
                continue;
            }
            if waiting.is_empty() {
                waiting.resize(self.fields.len(), None);
            }
            if place < done || waiting[place].is_some() {
                return Err(Error::invalid(
                    reader.offset(),
                    format!("column {name:?} has the key {key:?} twice in one value"),
                ));
            }
            waiting[place] = Some(reader.clone());
            skip(reader)?;
        }
        for place in done..self.fields.len() {
            let field = &mut self.fields[place];
            match waiting.get_mut(place).and_then(Option::take) {
                Some(mut value) => field.append(&mut value, context)?,
                None => field.append_nil(reader, context)?,
            }
        }
        Ok(())
    }
}

impl<'a> Union<'a> {
    fn append(
        &mut self,
        reader: &mut Reader<'a>,
        context: &mut Context<'a>,
        name: &str,
    ) -> Result<()> {
        let id = integer(reader, "a union's type id")?;
        let Some(place) = self
            .known
            .iter()
            .position(|(known, _)| i64::from(known) == id)
        else {
            return Err(Error::invalid(
                reader.offset(),
                format!("column {name:?} has no variant {id}"),
            ));
        };
        push(&mut self.ids, id as i8, &mut context.budget)?;
        if let Some(offsets) = &mut self.offsets {
            push(
                offsets,
                place_of(self.fields[place].len)?,
                &mut context.budget,
            )?;
            return self.fields[place].append(reader, context);
        }
        for (index, field) in self.fields.iter_mut().enumerate() {
            if index == place {
                field.append(reader, context)?
            } else {
                field.append_nulls(1, context)?
            }
        }
        Ok(())
    }

    /// What stands in a union where its parent is null: the first variant.
    fn append_defaults(
        &mut self,
        count: usize,
        context: &mut Context<'a>,
        name: &str,
    ) -> Result<()> {
        let Some((id, _)) = self.known.iter().next() else {
            let message = format!(
                "column {name:?} is a union without variants, so it cannot be in a struct or list that is null"
            );
            return Err(Error::unsupported(0, message));
        };
        reserve(&mut self.ids, count, &mut context.budget)?;
        self.ids.resize(self.ids.len() + count, id);
        if let Some(offsets) = &mut self.offsets {
            let start = place_of(self.fields[0].len)?;
            reserve(offsets, count, &mut context.budget)?;
            offsets.resize(offsets.len() + count, start);
            return self.fields[0].append_nulls(1, context);
        }
        self.fields
            .iter_mut()
            .try_for_each(|field| field.append_nulls(count, context))
    }
}

impl<'a> Dictionary<'a> {
    fn append(
        &mut self,
        bytes: &'a [u8],
        value: &mut Reader<'a>,
        context: &mut Context<'a>,
        name: &str,
    ) -> Result<()> {
        let index = match self.known.get(bytes) {
            Some(index) => *index,
            None => context_keeping(context, |context| self.add(bytes, value, context, name))?,
        };
        self.keys.push(index as i128, &mut context.budget)
    }

    fn add(
        &mut self,
        bytes: &'a [u8],
        value: &mut Reader<'a>,
        context: &mut Context<'a>,
        name: &str,
    ) -> Result<usize> {
        let index = self.known.len();
        let most: u64 = match self.index {
            Fixed::Int8 => i8::MAX as u64,
            Fixed::UInt8 => u8::MAX.into(),
            Fixed::Int16 => i16::MAX as u64,
            Fixed::UInt16 => u16::MAX.into(),
            Fixed::Int32 => i32::MAX as u64,
            _ => u32::MAX.into(),
        };
        if index as u64 > most {
            let message = format!(
                "column {name:?} has more different values than its dictionary's index type can count: widen it"
            );
            return Err(Error::unsupported(value.position(), message));
        }
        context.budget.take(64)?;
        self.known.try_reserve(1).map_err(|_| no_memory())?;
        self.values.append(value, context)?;
        self.known.insert(bytes, index);
        Ok(index)
    }
}

/// Runs `work`, whose costs stay until the end.
fn context_keeping<'a, T>(
    context: &mut Context<'a>,
    work: impl FnOnce(&mut Context<'a>) -> Result<T>,
) -> Result<T> {
    let before = context.budget.mark();
    let done = work(context)?;
    context.budget.keep_since(before);
    Ok(done)
}

/// Writes the end of the run before a new one.
fn close_run(
    ends: &mut Values,
    field: &FieldRef,
    len: usize,
    runs: usize,
    context: &mut Context<'_>,
) -> Result<()> {
    if runs == 0 {
        Ok(())
    } else {
        ends.push(run_end(field, len)?, &mut context.budget)
    }
}

fn run_end(field: &FieldRef, end: usize) -> Result<i128> {
    let most = match field.data_type() {
        DataType::Int16 => i16::MAX as u64,
        DataType::Int32 => i32::MAX as u64,
        _ => i64::MAX as u64,
    };
    if end as u64 <= most {
        return Ok(end as i128);
    }
    let message = format!(
        "a batch of more than {most} rows needs wider run ends in {:?}",
        field.name()
    );
    Err(Error::new(ErrorKind::SizeLimit, 0, message))
}

fn append_bytes(
    offsets: &mut Offsets,
    data: &mut Vec<u8>,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<()> {
    reserve(data, bytes.len(), budget)?;
    data.extend_from_slice(bytes);
    offsets.push(data.len(), budget)
}

/// A view holds up to 12 bytes itself; else their first four, the buffer (there is one) and where they start in it.
fn append_view(
    views: &mut Vec<u128>,
    data: &mut Vec<u8>,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<()> {
    let mut view = [0; 16];
    view[..4].copy_from_slice(&place_of(bytes.len())?.to_le_bytes());
    if bytes.len() <= 12 {
        view[4..4 + bytes.len()].copy_from_slice(bytes);
    } else {
        view[4..8].copy_from_slice(&bytes[..4]);
        view[12..].copy_from_slice(&place_of(data.len())?.to_le_bytes());
        reserve(data, bytes.len(), budget)?;
        data.extend_from_slice(bytes);
        place_of(data.len())?;
    }
    push(views, u128::from_le_bytes(view), budget)
}

/// A place in a buffer with 32-bit offsets.
fn place_of(place: usize) -> Result<i32> {
    i32::try_from(place).map_err(|_| small_offsets())
}
