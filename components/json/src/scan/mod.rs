//! Searches over sixteen bytes at a time. The three `lanes` files have one surface and one meaning: WebAssembly SIMD, SSE2
//! (x86-64 always has it) and plain Rust for everything else; a test compares the one in use with the plain one.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "lanes_wasm.rs"]
mod lanes;
#[cfg(target_arch = "x86_64")]
#[path = "lanes_sse2.rs"]
mod lanes;
#[cfg(not(any(
    all(target_arch = "wasm32", target_feature = "simd128"),
    target_arch = "x86_64"
)))]
#[path = "lanes_plain.rs"]
mod lanes;
#[cfg(test)]
mod lanes_plain;

pub(crate) use lanes::Lanes;

/// Sixteen bytes from `at`, if there are as many.
#[inline(always)]
pub(crate) fn sixteen(input: &[u8], at: usize) -> Option<&[u8; 16]> {
    input.get(at..)?.first_chunk()
}

/// The bytes of a string that stand for themselves, from some place on.
#[derive(Clone, Copy)]
pub(crate) struct Run {
    /// Where the first `"`, `\` or control character is; the input's length when there is none.
    pub end: usize,
    /// Whether a byte of the run is above 0x7F.
    pub high: bool,
}

/// The run that starts at `at`.
#[inline(always)]
pub(crate) fn plain_run(input: &[u8], at: usize) -> Run {
    let mut end = at;
    let mut high = 0;
    while let Some(chunk) = sixteen(input, end) {
        let lanes = Lanes::load(chunk);
        let special = lanes.special();
        if special != 0 {
            let count = special.trailing_zeros();
            high |= lanes.high() & ((1 << count) - 1);
            return Run {
                end: end + count as usize,
                high: high != 0,
            };
        }
        high |= lanes.high();
        end += 16;
    }
    plain_tail(input, end, high != 0)
}

/// The same for the last bytes of the input, fewer than sixteen.
#[cold]
fn plain_tail(input: &[u8], mut end: usize, mut high: bool) -> Run {
    while let Some(&byte) = input.get(end) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            break;
        }
        high |= byte > 0x7F;
        end += 1;
    }
    Run { end, high }
}

/// The first place from `at` on that is no JSON white space.
#[inline(always)]
pub(crate) fn skip_white(input: &[u8], at: usize) -> usize {
    // Most often there is none, or one space: these two need no lanes.
    match input.get(at) {
        Some(&byte) if byte > b' ' => return at,
        Some(b' ') if input.get(at + 1).is_some_and(|next| *next > b' ') => return at + 1,
        _ => {}
    }
    skip_white_run(input, at)
}

#[inline(never)]
fn skip_white_run(input: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = sixteen(input, at) {
        let dark = Lanes::load(chunk).not_white();
        if dark != 0 {
            return at + dark.trailing_zeros() as usize;
        }
        at += 16;
    }
    while matches!(input.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lanes_in_use_mean_what_the_plain_ones_mean() {
        for byte in 0..=255u8 {
            for place in 0..16 {
                let mut chunk = *b"abcdefghijklmnop";
                chunk[place] = byte;
                let (fast, plain) = (Lanes::load(&chunk), lanes_plain::Lanes::load(&chunk));
                assert_eq!(fast.special(), plain.special(), "special {byte} at {place}");
                assert_eq!(fast.high(), plain.high(), "high {byte} at {place}");
                assert_eq!(
                    fast.not_white(),
                    plain.not_white(),
                    "not_white {byte} at {place}"
                );
            }
        }
    }

    #[test]
    fn runs_end_at_the_first_special_byte_wherever_it_is() {
        for length in 0..70 {
            for place in 0..=length {
                let mut text = vec![b'x'; length];
                text.insert(place, b'\\');
                assert_eq!(plain_run(&text, 0).end, place);
                let mut high = text.clone();
                high.insert(place, 0xC3);
                assert!(plain_run(&high, 0).high);
                assert!(!plain_run(&text, 0).high);
                let mut spaces = vec![b'\n'; length];
                spaces.insert(place, b'1');
                assert_eq!(skip_white(&spaces, 0), place);
            }
            assert_eq!(plain_run(&vec![b'x'; length], 0).end, length);
            assert_eq!(skip_white(&vec![b' '; length], 0), length);
        }
    }

    #[test]
    fn high_bytes_after_the_run_do_not_count() {
        let run = plain_run(b"ab\"\xC3\xA4 and so on and on", 0);
        assert_eq!((run.end, run.high), (2, false));
    }
}
