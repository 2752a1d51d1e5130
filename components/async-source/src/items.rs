//! The items of the streams.

/// Byte `index` of the byte stream.
pub fn byte(index: u64) -> u8 {
    // Below 251, so it fits. 251 is prime: no power of two for a chunk size lines up with it.
    (index % 251) as u8
}

/// Word `index`: `index` letters from a to z and again.
pub fn word(index: u32) -> String {
    (b'a'..=b'z')
        .cycle()
        .take(index as usize)
        .map(char::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_grow_by_one_letter_and_start_again_after_z() {
        assert_eq!(word(0), "");
        assert_eq!(word(3), "abc");
        assert_eq!(word(27), "abcdefghijklmnopqrstuvwxyza");
    }

    #[test]
    fn bytes_repeat_after_251() {
        assert_eq!([byte(0), byte(250), byte(251)], [0, 250, 0]);
    }
}
