//! The pivot to Arrow IPC.

mod builder;
mod fields;
mod infer;
mod message;
mod object;
mod scalar;

mod store;

use arrow_schema::{DataType, Schema};
use molt_pivot::{Limits, Reader, Token};

use crate::error::{Error, Result};
use crate::schema::{BATCHES, COLUMNS, ROWS, SCHEMA};
use builder::{Builder, Context};
use message::{Output, Parts};
use object::{Object, array, integer, kind};
use store::Budget;

/// A table or rows as one stream.
///
/// # Errors
/// See the crate documentation; the offset is in `pivot`.
pub fn encode(pivot: &[u8], limits: &Limits) -> Result<Vec<u8>> {
    encode_to(pivot, limits, Output::stream(limits.max_output))
}

/// A table or rows as one file.
///
/// # Errors
/// Those of [`encode`].
pub fn encode_file(pivot: &[u8], limits: &Limits) -> Result<Vec<u8>> {
    encode_to(pivot, limits, Output::file(limits.max_output))
}

fn encode_to(pivot: &[u8], limits: &Limits, output: Output) -> Result<Vec<u8>> {
    molt_pivot::validate(pivot, limits)?;
    let mut reader = Reader::new(pivot, limits)?;
    let mut context = Context {
        input: pivot,
        budget: Budget::new(limits.max_output),
    };
    match reader.clone().next()? {
        Token::Map(_) => encode_table(&mut reader, &mut context, output),
        Token::Array(rows) => {
            reader.next()?;
            encode_rows(&mut reader, rows as usize, &mut context, output)
        }
        other => {
            let message = format!(
                "Arrow holds tables, and this is {}: send a table or an array of rows",
                kind(&other)
            );
            Err(Error::unsupported(0, message))
        }
    }
}

/// `{"schema": .., "batches": [..]}`.
fn encode_table<'a>(
    reader: &mut Reader<'a>,
    context: &mut Context<'a>,
    mut output: Output,
) -> Result<Vec<u8>> {
    let table = Object::read(reader, "a table", &[SCHEMA, BATCHES])?;
    let schema = fields::read_schema(&mut table.get(SCHEMA)?)?;
    let batches = table.get(BATCHES)?;
    let mut ids = 0;
    let mut columns: Vec<Builder<'a>> = schema
        .fields()
        .iter()
        .map(|field| Builder::new(field, &mut ids))
        .collect();
    output.schema(&schema)?;
    // A dictionary goes before the first batch, so its values are collected from all of them in a pass of its own.
    if schema
        .fields()
        .iter()
        .any(|field| has_dictionary(field.data_type()))
    {
        read_batches(&mut batches.clone(), context, &mut columns, |columns, _| {
            columns.iter_mut().for_each(Builder::clear);
            Ok(())
        })?;
        let mut write = |id, parts: &Parts, len| output.dictionary(id, parts, len);
        columns
            .iter_mut()
            .try_for_each(|column| column.dictionaries(&mut write))?;
    }
    read_batches(
        &mut batches.clone(),
        context,
        &mut columns,
        |columns, rows| {
            let mut parts = Parts::default();
            columns
                .iter_mut()
                .try_for_each(|column| column.flush(&mut parts))?;
            output.batch(&parts, rows)
        },
    )?;
    output.finish(&schema)
}

/// Fills the columns with one batch after the other and gives each to `done`.
fn read_batches<'a>(
    reader: &mut Reader<'a>,
    context: &mut Context<'a>,
    columns: &mut [Builder<'a>],
    mut done: impl FnMut(&mut [Builder<'a>], usize) -> Result<()>,
) -> Result<()> {
    for _ in 0..array(reader, BATCHES)? {
        context.budget.next_batch();
        let batch = Object::read(reader, "a batch", &[ROWS, COLUMNS])?;
        let Ok(rows) = usize::try_from(integer(&mut batch.get(ROWS)?, ROWS)?) else {
            return Err(Error::invalid(batch.at, "the number of rows is negative"));
        };
        let mut values = batch.get(COLUMNS)?;
        let count = array(&mut values, COLUMNS)?;
        if count != columns.len() {
            let message = format!(
                "the schema has {} columns, and this batch {count}",
                columns.len()
            );
            return Err(Error::invalid(values.offset(), message));
        }
        for column in columns.iter_mut() {
            let length = array(&mut values, "a column")?;
            if length != rows {
                let message = format!("a column has {length} values in a batch of {rows} rows");
                return Err(Error::invalid(values.offset(), message));
            }
            for _ in 0..length {
                column.append(&mut values, context)?;
            }
        }
        done(columns, rows)?;
    }
    Ok(())
}

/// `[{"column": value, ..}, ..]`: one batch, with the types that the values have.
fn encode_rows<'a>(
    reader: &mut Reader<'a>,
    rows: usize,
    context: &mut Context<'a>,
    mut output: Output,
) -> Result<Vec<u8>> {
    let schema = Schema::new(infer::infer_rows(&mut reader.clone(), rows)?);
    output.schema(&schema)?;
    if rows > 0 {
        let (mut table, mut parts) = (Builder::rows(schema.fields()), Parts::default());
        for _ in 0..rows {
            table.append(reader, context)?;
        }
        table.flush_rows(&mut parts)?;
        output.batch(&parts, rows)?;
    }
    output.finish(&schema)
}

fn has_dictionary(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(..) => true,
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _)
        | DataType::Map(item, _)
        | DataType::RunEndEncoded(_, item) => has_dictionary(item.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| has_dictionary(field.data_type())),
        DataType::Union(fields, _) => fields
            .iter()
            .any(|(_, field)| has_dictionary(field.data_type())),
        _ => false,
    }
}
