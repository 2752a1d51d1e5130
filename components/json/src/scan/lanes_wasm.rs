//! Sixteen bytes in a WebAssembly SIMD register.

use core::arch::wasm32::{
    u8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_splat, v128, v128_load, v128_or,
};

#[derive(Clone, Copy)]
pub(crate) struct Lanes(v128);

impl Lanes {
    #[inline(always)]
    pub(crate) fn load(chunk: &[u8; 16]) -> Self {
        // SAFETY: the reference covers sixteen readable bytes, and the load takes any alignment.
        Self(unsafe { v128_load(chunk.as_ptr().cast()) })
    }

    /// A bit for each byte that ends a plain run: `"`, `\` and control characters.
    #[inline(always)]
    pub(crate) fn special(self) -> u32 {
        let control = u8x16_lt(self.0, u8x16_splat(0x20));
        let sign = v128_or(self.equal(b'"'), self.equal(b'\\'));
        mask(v128_or(control, sign))
    }

    /// A bit for each byte above 0x7F.
    #[inline(always)]
    pub(crate) fn high(self) -> u32 {
        mask(self.0)
    }

    /// A bit for each byte that is no JSON white space.
    #[inline(always)]
    pub(crate) fn not_white(self) -> u32 {
        let line = v128_or(self.equal(b'\n'), self.equal(b'\r'));
        let white = v128_or(line, v128_or(self.equal(b' '), self.equal(b'\t')));
        mask(white) ^ 0xFFFF
    }

    #[inline(always)]
    fn equal(self, byte: u8) -> v128 {
        u8x16_eq(self.0, u8x16_splat(byte))
    }
}

/// The top bit of each lane.
#[inline(always)]
fn mask(lanes: v128) -> u32 {
    u32::from(u8x16_bitmask(lanes))
}
