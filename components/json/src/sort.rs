//! One small sort for everything here. The library's is faster and, once per use, ten times the code of this one: too much
//! for a component that seldom sorts.

use std::cmp::Ordering;

use molt_pivot::{Error, reserve};

/// Sorts numbers (indices, mostly) by `compare`. Stable; never more than n log n comparisons.
///
/// # Errors
/// `SizeLimit` when there is no memory for as many numbers again.
pub(crate) fn sort(
    items: &mut Vec<u32>,
    compare: &mut dyn FnMut(u32, u32) -> Ordering,
) -> Result<(), Error> {
    let mut merged = Vec::new();
    reserve(&mut merged, items.len())?;
    let mut width = 1;
    while width < items.len() {
        merged.clear();
        for pair in items.chunks(width * 2) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(left, right, &mut merged, compare);
        }
        std::mem::swap(items, &mut merged);
        width *= 2;
    }
    Ok(())
}

fn merge(
    mut left: &[u32],
    mut right: &[u32],
    out: &mut Vec<u32>,
    compare: &mut dyn FnMut(u32, u32) -> Ordering,
) {
    while let (&[a, ref left_rest @ ..], &[b, ref right_rest @ ..]) = (left, right) {
        if compare(a, b).is_le() {
            out.push(a);
            left = left_rest;
        } else {
            out.push(b);
            right = right_rest;
        }
    }
    out.extend_from_slice(left);
    out.extend_from_slice(right);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_like_the_library() {
        let mut state = 1u32;
        for count in 0..200 {
            let mut items: Vec<u32> = (0..count)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    state >> 20
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item / 16);
            sort(&mut items, &mut |a, b| (a / 16).cmp(&(b / 16))).expect("memory");
            assert_eq!(items, expected);
        }
    }
}
