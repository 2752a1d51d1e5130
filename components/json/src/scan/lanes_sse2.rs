//! Sixteen bytes in an SSE2 register. Every x86-64 processor has SSE2, so the calls need no check.

use std::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128,
    _mm_set1_epi8,
};

#[derive(Clone, Copy)]
pub(crate) struct Lanes(__m128i);

impl Lanes {
    #[inline(always)]
    pub(crate) fn load(chunk: &[u8; 16]) -> Self {
        // SAFETY: the reference covers sixteen readable bytes, and the load takes any alignment.
        Self(unsafe { _mm_loadu_si128(chunk.as_ptr().cast()) })
    }

    /// A bit for each byte that ends a plain run: `"`, `\` and control characters.
    #[inline(always)]
    pub(crate) fn special(self) -> u32 {
        // SAFETY: SSE2 is always there on x86-64.
        unsafe {
            let control = _mm_cmpeq_epi8(_mm_min_epu8(self.0, _mm_set1_epi8(0x1F)), self.0);
            let sign = _mm_or_si128(self.equal(b'"'), self.equal(b'\\'));
            mask(_mm_or_si128(control, sign))
        }
    }

    /// A bit for each byte above 0x7F.
    #[inline(always)]
    pub(crate) fn high(self) -> u32 {
        mask(self.0)
    }

    /// A bit for each byte that is no JSON white space.
    #[inline(always)]
    pub(crate) fn not_white(self) -> u32 {
        // SAFETY: SSE2 is always there on x86-64.
        let white = unsafe {
            let line = _mm_or_si128(self.equal(b'\n'), self.equal(b'\r'));
            _mm_or_si128(line, _mm_or_si128(self.equal(b' '), self.equal(b'\t')))
        };
        mask(white) ^ 0xFFFF
    }

    #[inline(always)]
    fn equal(self, byte: u8) -> __m128i {
        // SAFETY: SSE2 is always there on x86-64.
        unsafe { _mm_cmpeq_epi8(self.0, _mm_set1_epi8(byte.cast_signed())) }
    }
}

/// The top bit of each lane.
#[inline(always)]
fn mask(lanes: __m128i) -> u32 {
    // SAFETY: SSE2 is always there on x86-64.
    unsafe { _mm_movemask_epi8(lanes) }.cast_unsigned()
}
