//! Lists that grow with the input: when there is no memory for them that is an error, not a trap.

use crate::error::Error;

/// Appends an item.
///
/// # Errors
/// `SizeLimit` when there is no memory for it.
#[inline]
pub fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), Error> {
    if list.len() == list.capacity() {
        reserve(list, 1)?;
    }
    list.push(item);
    Ok(())
}

/// Makes room for `more` items.
///
/// # Errors
/// `SizeLimit` when there is no memory for them.
#[inline(never)]
pub fn reserve<T>(list: &mut Vec<T>, more: usize) -> Result<(), Error> {
    list.try_reserve(more).map_err(|_| Error::out_of_memory())
}
