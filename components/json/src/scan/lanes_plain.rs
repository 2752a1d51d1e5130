//! Sixteen bytes, one after the other: where there is no SIMD, and what the other two are tested against.

#[derive(Clone, Copy)]
pub(crate) struct Lanes([u8; 16]);

impl Lanes {
    #[inline(always)]
    pub(crate) fn load(chunk: &[u8; 16]) -> Self {
        Self(*chunk)
    }

    /// A bit for each byte that ends a plain run: `"`, `\` and control characters.
    #[inline(always)]
    pub(crate) fn special(self) -> u32 {
        self.mask(|byte| byte == b'"' || byte == b'\\' || byte < 0x20)
    }

    /// A bit for each byte above 0x7F.
    #[inline(always)]
    pub(crate) fn high(self) -> u32 {
        self.mask(|byte| byte > 0x7F)
    }

    /// A bit for each byte that is no JSON white space.
    #[inline(always)]
    pub(crate) fn not_white(self) -> u32 {
        self.mask(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))
    }

    #[inline(always)]
    fn mask(self, test: impl Fn(u8) -> bool) -> u32 {
        self.0
            .iter()
            .enumerate()
            .fold(0, |mask, (at, &byte)| mask | (u32::from(test(byte)) << at))
    }
}
