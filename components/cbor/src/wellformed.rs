//! Well-formedness alone (RFC 8949, appendix C), to tell it from validity.

use crate::decode::break_out_of_place;
use crate::head::{ARRAY, BREAK, BYTES, Cursor, MAP, SIMPLE, TAG, TEXT};
use molt_pivot::{Error, ErrorKind, Limits};

/// The error to give for `input` when `error` was found in it first. A document that is not well-formed is that, whatever
/// rule it breaks before; only a well-formed one is invalid. And a length that lies is malformed when that is what the
/// bytes that are there come to, truncated otherwise.
#[cold]
pub(crate) fn tell_apart(error: Error, input: &[u8], limits: &Limits) -> Error {
    if !matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Truncated) {
        return error;
    }
    match check(input, limits) {
        Err(other) if matches!(other.kind(), ErrorKind::Malformed | ErrorKind::Truncated) => other,
        _ => error,
    }
}

/// An open container.
struct Level {
    /// Items until its end; `None` until a break.
    left: Option<u64>,
    /// Whether a break may come after an odd number of items.
    odd_break: bool,
    odd: bool,
}

fn check(input: &[u8], limits: &Limits) -> Result<(), Error> {
    let mut at = Cursor::new(input);
    let mut open = vec![counted(1)];
    while let Some(top) = open.last_mut() {
        if top.left == Some(0) {
            open.pop();
            continue;
        }
        if at.peek() == Some(BREAK) {
            if top.left.is_some() || (top.odd && !top.odd_break) {
                return Err(break_out_of_place(at.position));
            }
            at.position += 1;
            open.pop();
            continue;
        }
        if let Some(left) = &mut top.left {
            *left -= 1;
        }
        top.odd = !top.odd;
        let start = at.position;
        if let Some(level) = item(&mut at)? {
            limits.check_depth(open.len() - 1, start)?;
            open.push(level);
        }
    }
    Ok(())
}

/// One head with what belongs to it alone; the container that it opens, if it does.
fn item(at: &mut Cursor) -> Result<Option<Level>, Error> {
    let start = at.position;
    let head = at.head()?;
    match head.major {
        BYTES | TEXT if head.is_indefinite() => while next_chunk(at, head.major)?.is_some() {},
        BYTES | TEXT => {
            at.slice(head.argument)?;
        }
        ARRAY | MAP if head.is_indefinite() => {
            return Ok(Some(Level {
                left: None,
                odd_break: head.major == ARRAY,
                odd: false,
            }));
        }
        ARRAY => return Ok(Some(counted(head.argument))),
        MAP => return Ok(Some(counted(head.argument.saturating_mul(2)))),
        TAG => return Ok(Some(counted(1))),
        SIMPLE => check_simple(head.info, head.argument, start)?,
        _ => {}
    }
    Ok(None)
}

fn counted(left: u64) -> Level {
    Level {
        left: Some(left),
        odd_break: false,
        odd: false,
    }
}

/// The next chunk of an indefinite-length string of type `major`, with its offset; `None` at the break.
pub(crate) fn next_chunk<'a>(
    at: &mut Cursor<'a>,
    major: u8,
) -> Result<Option<(usize, &'a [u8])>, Error> {
    let start = at.position;
    if at.peek() == Some(BREAK) {
        at.position += 1;
        return Ok(None);
    }
    let head = at.head()?;
    if head.major != major || head.is_indefinite() {
        let text = "the chunks of an indefinite-length string have to be definite-length strings of its own type";
        return Err(Error::new(ErrorKind::Malformed, start, text));
    }
    let chunk = at.slice(head.argument)?;
    Ok(Some((at.position - chunk.len(), chunk)))
}

/// Refuses a simple value below 32 in two bytes.
pub(crate) fn check_simple(info: u8, value: u64, offset: usize) -> Result<(), Error> {
    if info == 24 && value < 32 {
        let text = "the simple value {} in two bytes: below 32 there is only the form in one";
        return Err(Error::new(ErrorKind::Malformed, offset, text).value(value));
    }
    Ok(())
}
