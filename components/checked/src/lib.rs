//! A codec in front of a codec: what the inner one encodes is decoded again and must be the same value.
//!
//! It imports `codec` and exports `codec`, so it goes between a codec and whoever uses it, and any number of such filters
//! go behind each other. Nobody else in the composition changes.

#[cfg(target_arch = "wasm32")]
mod component;

/// Where two encodings of a value part; `None` when they are the same bytes.
pub fn first_difference(wanted: &[u8], found: &[u8]) -> Option<usize> {
    let same = wanted.iter().zip(found).take_while(|(a, b)| a == b).count();
    (wanted != found).then_some(same)
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn the_first_byte_that_differs_is_told() {
        assert_eq!(first_difference(b"abc", b"abc"), None);
        assert_eq!(first_difference(b"abc", b"abd"), Some(2));
        assert_eq!(first_difference(b"abc", b"ab"), Some(2));
        assert_eq!(first_difference(b"", b"a"), Some(0));
    }
}
