//! Copies of a few bytes.
//!
//! A copy whose length is not known when it is compiled becomes `memory.copy`, which engines do by a call of their own; for a
//! word of text that costs more than all else. Copies of 8, 4, 2 and 1 bytes are loads and stores.

/// Copies of at most so many bytes are made in pieces.
const FEW: usize = 32;

/// Appends bytes.
#[inline]
pub(crate) fn append(target: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.len() > FEW {
        return target.extend_from_slice(bytes);
    }
    target.reserve(bytes.len());
    let mut rest = bytes;
    while let Some((piece, after)) = rest.split_first_chunk::<8>() {
        target.extend_from_slice(piece);
        rest = after;
    }
    if let Some((piece, after)) = rest.split_first_chunk::<4>() {
        target.extend_from_slice(piece);
        rest = after;
    }
    if let Some((piece, after)) = rest.split_first_chunk::<2>() {
        target.extend_from_slice(piece);
        rest = after;
    }
    if let [byte] = rest {
        target.push(*byte);
    }
}

/// Copies bytes to a place, as far as there is room for pieces of them; where they end.
#[inline]
pub(crate) fn write(target: &mut [u8], mut at: usize, bytes: &[u8]) -> usize {
    fn put<const N: usize>(target: &mut [u8], at: usize, piece: &[u8; N]) -> usize {
        if let Some(place) = target.get_mut(at..at + N) {
            place.copy_from_slice(piece);
        }
        at + N
    }
    if bytes.len() > FEW {
        if let Some(place) = target.get_mut(at..at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
        return at + bytes.len();
    }
    let mut rest = bytes;
    while let Some((piece, after)) = rest.split_first_chunk::<8>() {
        at = put(target, at, piece);
        rest = after;
    }
    if let Some((piece, after)) = rest.split_first_chunk::<4>() {
        at = put(target, at, piece);
        rest = after;
    }
    if let Some((piece, after)) = rest.split_first_chunk::<2>() {
        at = put(target, at, piece);
        rest = after;
    }
    if let Some((piece, _)) = rest.split_first_chunk::<1>() {
        at = put(target, at, piece);
    }
    at
}

/// The bytes in a box of their own.
#[inline]
pub(crate) fn boxed(bytes: &[u8]) -> Box<[u8]> {
    if bytes.len() > FEW {
        return bytes.into();
    }
    let mut copy = Vec::with_capacity(bytes.len());
    append(&mut copy, bytes);
    copy.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    #[test]
    fn copies_are_the_same_bytes() {
        let bytes: Vec<u8> = (0..100).collect();
        for end in 0..bytes.len() {
            assert_eq!(*super::boxed(&bytes[..end]), bytes[..end]);
            let mut place = [0; 103];
            assert_eq!(super::write(&mut place, 3, &bytes[..end]), 3 + end);
            assert_eq!(place[3..3 + end], bytes[..end]);
            let mut target = vec![1, 2, 3];
            super::append(&mut target, &bytes[..end]);
            assert_eq!(target[3..], bytes[..end]);
        }
    }
}
