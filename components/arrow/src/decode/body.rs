//! The buffers of a batch: bounds, decompression, and access to what is in them.

use std::borrow::Cow;
use std::io::Read;

use arrow_ipc as ipc;

use crate::error::{Error, ErrorKind, Result};

/// A buffer: a part of the input, or what it was decompressed to.
pub(crate) struct Bytes<'a> {
    bytes: Cow<'a, [u8]>,
    /// Where it starts in the input.
    pub at: usize,
}

impl Bytes<'_> {
    /// The bytes.
    #[inline]
    pub fn get(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether bit `index` is set; bits are numbered from the least significant.
    #[inline]
    pub fn bit(&self, index: usize) -> bool {
        self.bytes[index / 8] >> (index % 8) & 1 == 1
    }

    /// Item `index` of `N` bytes.
    #[inline]
    pub fn item<const N: usize>(&self, index: usize) -> [u8; N] {
        let mut item = [0; N];
        item.copy_from_slice(&self.bytes[index * N..][..N]);
        item
    }

    /// Item `index` of the integers of 4 bytes, or of 8 when they are `large`.
    #[inline]
    pub fn offset(&self, large: bool, index: usize) -> i64 {
        if large {
            i64::from_le_bytes(self.item(index))
        } else {
            i32::from_le_bytes(self.item(index)).into()
        }
    }

    /// Set bits among the first `count`.
    pub fn ones(&self, count: usize) -> usize {
        let (whole, rest) = (count / 8, count % 8);
        let ones: usize = self.bytes[..whole]
            .iter()
            .map(|byte| byte.count_ones() as usize)
            .sum();
        if rest == 0 {
            ones
        } else {
            ones + (self.bytes[whole] & ((1 << rest) - 1)).count_ones() as usize
        }
    }
}

/// Bytes that a table may still be decompressed to.
pub(crate) struct Budget {
    pub left: u64,
    pub limit: u64,
}

/// The buffers of one batch, in turn.
pub(crate) struct Body<'a> {
    body: &'a [u8],
    at: usize,
    buffers: flatbuffers::VectorIter<'a, ipc::Buffer>,
    codec: Option<ipc::CompressionType>,
    /// Bytes of the body that no buffer has claimed yet.
    unclaimed: usize,
}

impl<'a> Body<'a> {
    pub fn new(batch: &ipc::RecordBatch<'a>, body: &'a [u8], at: usize) -> Result<Self> {
        let codec = match batch.compression() {
            None => None,
            Some(one) if one.method() == ipc::BodyCompressionMethod::BUFFER => Some(one.codec()),
            Some(_) => {
                return Err(Error::unsupported(
                    at,
                    "a body compressed as a whole: Arrow defines it for single buffers",
                ));
            }
        };
        let buffers = batch.buffers().unwrap_or_default().iter();
        Ok(Body {
            body,
            at,
            buffers,
            codec,
            unclaimed: body.len(),
        })
    }

    /// Where the body starts in the input.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The next buffer.
    pub fn next(&mut self, budget: &mut Budget) -> Result<Bytes<'a>> {
        let Some(buffer) = self.buffers.next() else {
            return Err(Error::malformed(
                self.at,
                "a batch has fewer buffers than its schema needs",
            ));
        };
        let bounds = usize::try_from(buffer.offset())
            .ok()
            .zip(usize::try_from(buffer.length()).ok());
        let slice = bounds.and_then(|(start, length)| {
            Some((start, self.body.get(start..start.checked_add(length)?)?))
        });
        let Some((start, slice)) = slice else {
            return Err(Error::malformed(
                self.at,
                "a buffer lies outside the body of its batch",
            ));
        };
        // No writer lays one buffer over another; a reader that allowed it could be kept busy by a small input.
        self.unclaimed = match self.unclaimed.checked_sub(slice.len()) {
            Some(left) => left,
            None => {
                return Err(Error::invalid(
                    self.at,
                    "the buffers of a batch overlap: together they are longer than its body",
                ));
            }
        };
        let at = self.at + start;
        let bytes = match self.codec {
            Some(codec) if !slice.is_empty() => decompress(codec, slice, at, budget)?,
            _ => Cow::Borrowed(slice),
        };
        Ok(Bytes { bytes, at })
    }

    /// Refuses buffers that no column asked for.
    pub fn finish(mut self) -> Result<()> {
        match self.buffers.next() {
            None => Ok(()),
            Some(_) => Err(Error::malformed(
                self.at,
                "a batch has more buffers than its schema needs",
            )),
        }
    }
}

/// A compressed buffer starts with its length when decompressed; -1 says that it is not compressed after all.
fn decompress<'a>(
    codec: ipc::CompressionType,
    slice: &'a [u8],
    at: usize,
    budget: &mut Budget,
) -> Result<Cow<'a, [u8]>> {
    let Some((length, packed)) = slice.split_first_chunk() else {
        return Err(Error::malformed(
            at,
            "a compressed buffer is too short for its length",
        ));
    };
    let length = match i64::from_le_bytes(*length) {
        -1 => return Ok(Cow::Borrowed(packed)),
        length => u64::try_from(length)
            .map_err(|_| Error::malformed(at, "a compressed buffer has a negative length"))?,
    };
    if length > budget.left {
        let message = format!(
            "the buffers decompress to more than max-output, which is {} bytes",
            budget.limit
        );
        return Err(Error::new(ErrorKind::SizeLimit, at, message));
    }
    budget.left -= length;
    let unpacked = match codec {
        ipc::CompressionType::LZ4_FRAME => {
            read_exactly(lz4_flex::frame::FrameDecoder::new(packed), length)
        }
        ipc::CompressionType::ZSTD => unpack_zstd(packed, length),
        other => {
            return Err(Error::unsupported(
                at,
                format!(
                    "compression {}: this codec reads LZ4 frames and Zstandard",
                    other.0
                ),
            ));
        }
    };
    match unpacked {
        Some(bytes) => Ok(Cow::Owned(bytes)),
        None => Err(Error::malformed(
            at,
            "a compressed buffer is damaged, or not as long as it says when decompressed",
        )),
    }
}

/// The window is allocated before the first byte is there, so it is kept in proportion to the input; encoders make none
/// above 8 MiB unless asked to.
fn unpack_zstd(packed: &[u8], length: u64) -> Option<Vec<u8>> {
    let window = (packed.len() as u64)
        .saturating_mul(16)
        .clamp(8 << 20, 128 << 20);
    read_exactly(
        ruzstd::decoding::StreamingDecoder::new_with_max_window_size(packed, window).ok()?,
        length,
    )
}

/// Reads `length` bytes and the end. Memory grows with what really comes.
fn read_exactly(source: impl Read, length: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    source
        .take(length.saturating_add(1))
        .read_to_end(&mut bytes)
        .ok()?;
    (bytes.len() as u64 == length).then_some(bytes)
}
