//! What a component weighs, on disk and over the wire.

use std::io::Write;

use sha2::{Digest, Sha256};

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Sizes {
    /// The file.
    pub raw: usize,
    /// After gzip at level 9.
    pub gzip: usize,
    /// After brotli at quality 11, window 22: what a content network serves.
    pub brotli: usize,
}

impl Sizes {
    /// Measures; brotli takes about a second a megabyte.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            raw: bytes.len(),
            gzip: gzip(bytes),
            brotli: brotli(bytes),
        }
    }
}

fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Counter(0), flate2::Compression::best());
    // A counter takes everything: writing to it cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().map_or(0, |counter| counter.0)
}

fn brotli(bytes: &[u8]) -> usize {
    let mut counter = Counter(0);
    let mut encoder = brotli::CompressorWriter::new(&mut counter, 1 << 16, 11, 22);
    let _ = encoder.write_all(bytes);
    drop(encoder);
    counter.0
}

struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Hex sha256.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_compresses() {
        let sizes = Sizes::of(&[7; 100_000]);
        assert_eq!(sizes.raw, 100_000);
        assert!((20..1000).contains(&sizes.gzip), "{sizes:?}");
        assert!((5..200).contains(&sizes.brotli), "{sizes:?}");
    }
}
