//! Arrow IPC to the pivot.
//!
//! The metadata is read with `arrow-ipc`'s generated flatbuffer accessors, after its verifier; batches are read here, not by
//! `arrow-ipc`'s reader: that one builds arrays, which costs a copy that nobody needs, and trusts lengths in ways that
//! would end a component on damaged input.

mod body;
mod column;
mod emit;
mod frame;
mod out;
mod plan;

use arrow_ipc as ipc;
use molt_pivot::Limits;

use crate::error::{Error, ErrorKind, Result};
use crate::{schema, types};
use body::{Body, Budget};
use column::{Column, Reader};
use emit::{Dictionary, Emitter};
use frame::{Document, Message};
use out::Out;
use plan::Schema;

/// One stream or file as pivot bytes.
///
/// # Errors
/// See the crate documentation; the offset is in `input`.
pub fn decode(input: &[u8], limits: &Limits) -> Result<Vec<u8>> {
    let mut out = Out::keep(limits);
    write_document(input, limits, &mut out)?;
    out.finish()
}

/// Whether [`decode`] would succeed, without keeping its output.
///
/// # Errors
/// Those of [`decode`].
pub fn validate(input: &[u8], limits: &Limits) -> Result<()> {
    let mut out = Out::discard(limits);
    write_document(input, limits, &mut out)?;
    out.finish().map(drop)
}

fn write_document(input: &[u8], limits: &Limits, out: &mut Out) -> Result<()> {
    limits.check_input(input)?;
    let document = frame::read_document(input)?;
    let schema = plan::read_schema(document.schema, document.schema_at)?;
    check_depth(&schema, document.schema_at, limits)?;
    out.writer().map(2);
    out.writer().str(schema::SCHEMA);
    schema::write(
        out.writer(),
        schema.columns.iter().map(|column| &column.field),
        &schema.metadata,
    );
    out.writer().str(schema::BATCHES);
    let batches = document
        .messages
        .iter()
        .filter(|message| message.header.header_as_record_batch().is_some())
        .count();
    out.writer().array(batches);
    write_batches(&document, &schema, limits, out)
}

fn check_depth(schema: &Schema, at: usize, limits: &Limits) -> Result<()> {
    let needed = types::table_depth(schema.columns.iter().map(|column| &column.field));
    if needed <= limits.depth() {
        return Ok(());
    }
    let message = format!(
        "the table nests {needed} deep in the pivot, and max-depth is {}: raise the limit",
        limits.depth()
    );
    Err(Error::new(ErrorKind::DepthLimit, at, message))
}

fn write_batches<'a>(
    document: &Document<'a>,
    schema: &Schema,
    limits: &Limits,
    out: &mut Out,
) -> Result<()> {
    let mut budget = Budget {
        left: limits.max_output,
        limit: limits.max_output,
    };
    let mut dictionaries: Vec<Option<Dictionary<'a, '_>>> =
        schema.dictionaries.iter().map(|_| None).collect();
    for message in &document.messages {
        let before = budget.left;
        if let Some(update) = message.header.header_as_dictionary_batch() {
            let Some(slot) = schema.slots.get(&update.id()).copied() else {
                return Err(Error::invalid(
                    message.at,
                    format!(
                        "dictionary {} belongs to no field of the schema",
                        update.id()
                    ),
                ));
            };
            let values = read_dictionary(document, schema, message, &update, slot, &mut budget)?;
            let charged = before - budget.left;
            budget.left += update_dictionary(
                &mut dictionaries[slot],
                values,
                update.isDelta(),
                charged,
                message,
            )?;
        } else if let Some(batch) = message.header.header_as_record_batch() {
            let columns = read_batch(document, schema, message, &batch, &mut budget)?;
            write_batch(&batch, &columns, &dictionaries, message, out)?;
            budget.left = before;
        }
    }
    Ok(())
}

fn read_dictionary<'a, 'p>(
    document: &Document<'a>,
    schema: &'p Schema,
    message: &Message<'a>,
    update: &ipc::DictionaryBatch<'a>,
    slot: usize,
    budget: &mut Budget,
) -> Result<Column<'a, 'p>> {
    let Some(batch) = update.data() else {
        return Err(Error::malformed(
            message.at,
            "a dictionary batch without data",
        ));
    };
    let body = Body::new(&batch, message.body, message.body_at)?;
    let mut reader = Reader::new(&batch, body, document.version, budget);
    let values = reader.column(&schema.dictionaries[slot])?;
    reader.finish()?;
    if u64::try_from(batch.length()).ok() != Some(values.len as u64) {
        return Err(Error::invalid(
            message.at,
            "a dictionary batch is not as long as its values",
        ));
    }
    Ok(values)
}

/// Puts `values` in place and returns the part of the budget that this has set free.
fn update_dictionary<'a, 'p>(
    place: &mut Option<Dictionary<'a, 'p>>,
    values: Column<'a, 'p>,
    delta: bool,
    charged: u64,
    message: &Message<'_>,
) -> Result<u64> {
    let mut free = 0;
    if !delta {
        free = place.take().map_or(0, |old| old.charged);
        *place = Some(Dictionary::default());
    }
    let Some(dictionary) = place else {
        return Err(Error::invalid(
            message.at,
            "a dictionary delta before the dictionary that it adds to",
        ));
    };
    dictionary.append(values);
    dictionary.charged += charged;
    Ok(free)
}

fn read_batch<'a, 'p>(
    document: &Document<'a>,
    schema: &'p Schema,
    message: &Message<'a>,
    batch: &ipc::RecordBatch<'a>,
    budget: &mut Budget,
) -> Result<Vec<Column<'a, 'p>>> {
    let body = Body::new(batch, message.body, message.body_at)?;
    let mut reader = Reader::new(batch, body, document.version, budget);
    let mut columns = Vec::with_capacity(schema.columns.len());
    for plan in &schema.columns {
        let column = reader.column(plan)?;
        if u64::try_from(batch.length()).ok() != Some(column.len as u64) {
            let name = plan.field.name();
            let message = format!(
                "column {name:?} has {} values in a batch of {} rows",
                column.len,
                batch.length()
            );
            return Err(Error::invalid(column.at, message));
        }
        columns.push(column);
    }
    reader.finish()?;
    Ok(columns)
}

fn write_batch<'a, 'p>(
    batch: &ipc::RecordBatch<'a>,
    columns: &[Column<'a, 'p>],
    dictionaries: &[Option<Dictionary<'a, 'p>>],
    message: &Message<'_>,
    out: &mut Out,
) -> Result<()> {
    let Ok(rows) = u64::try_from(batch.length()) else {
        return Err(Error::malformed(
            message.at,
            "a batch has a negative number of rows",
        ));
    };
    out.check()?;
    out.writer().map(2);
    out.writer().str(schema::ROWS);
    out.writer().uint(rows);
    out.writer().str(schema::COLUMNS);
    out.writer().array(columns.len());
    for column in columns {
        out.writer().array(column.len);
        Emitter { out, dictionaries }.range(column, 0, column.len)?;
    }
    Ok(())
}
