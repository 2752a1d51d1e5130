//! JSON text to the pivot, without a tree between them.

mod exact;
mod fail;
mod float;
mod keys;
mod machine;
mod number;
mod string;

use molt_pivot::Writer;

use crate::error::Error;
use crate::options::ParseOptions;
use crate::rearrange::{Goal, rearrange};
use fail::{Fail, Reason};
use machine::Machine;

/// One JSON document as canonical MsgPack.
///
/// ```
/// let pivot = molt_json::parse(br#"{"pi": 3.5, "ok": [true, null]}"#, &molt_json::ParseOptions::default())?;
/// assert_eq!(pivot, b"\x82\xa2pi\xca\x40\x60\x00\x00\xa2ok\x92\xc3\xc0");
/// # Ok::<(), molt_json::Error>(())
/// ```
///
/// # Errors
/// Every kind but `InvalidPivot` and `Unrepresentable`; of several errors the first in the document.
pub fn parse(input: &[u8], options: &ParseOptions) -> Result<Vec<u8>, Error> {
    check_size(input, options)?;
    let writer = Writer::with_limit(options.max_output).reserved(first_capacity(input.len()));
    let (pivot, duplicates) = run(input, options, writer)?;
    if duplicates {
        // Only under `LastWins`; the other policy made it an error.
        let unique = rearrange(&pivot, Goal::LastWins)
            .map_err(|_| Fail::new(Reason::Memory, 0).into_error(input))?;
        return Ok(unique.unwrap_or(pivot));
    }
    Ok(pivot)
}

/// Checks one JSON document: an error exactly when [`parse`] has one. It uses little memory, whatever the output would be.
///
/// # Errors
/// As [`parse`].
pub fn validate(input: &[u8], options: &ParseOptions) -> Result<(), Error> {
    check_size(input, options)?;
    run(input, options, Writer::measuring(options.max_output)).map(|_| ())
}

/// What the writer has in the end, and whether an object had a key twice.
fn run(input: &[u8], options: &ParseOptions, writer: Writer) -> Result<(Vec<u8>, bool), Error> {
    let mut machine = Machine::new(input, options, writer);
    machine.run().map_err(|fail| fail.into_error(input))?;
    let too_large =
        |_| Fail::new(Reason::OutputSize(options.max_output), input.len()).into_error(input);
    let pivot = machine.writer.finish().map_err(too_large)?;
    Ok((pivot, machine.keys.duplicates))
}

fn check_size(input: &[u8], options: &ParseOptions) -> Result<(), Error> {
    let limit = options.max_input.min(u32::MAX.into());
    if input.len() as u64 <= limit {
        return Ok(());
    }
    let at = usize::try_from(limit).unwrap_or(usize::MAX);
    Err(Fail::new(Reason::InputSize(limit), at).into_error(input))
}

/// Most documents become shorter; floats can grow from three bytes to nine, and then the output grows once.
fn first_capacity(input: usize) -> usize {
    input + 64
}
