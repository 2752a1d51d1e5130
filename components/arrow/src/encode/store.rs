//! Growing buffers. Every growth is paid from a budget and may fail, because a table can be much larger than its pivot
//! bytes (a nil in a list of a million fixed places) and a component that runs out of memory traps.

use arrow_buffer::{ArrowNativeType, Buffer, i256};

use crate::error::{Error, ErrorKind, Result};
use crate::types::Fixed;

/// Bytes that a table may still take.
pub(crate) struct Budget {
    left: u64,
    limit: u64,
    /// What the dictionaries hold; they stay from batch to batch.
    kept: u64,
}

impl Budget {
    pub fn new(limit: u64) -> Self {
        Budget {
            left: limit,
            limit,
            kept: 0,
        }
    }

    /// Starts a batch: what was built for the one before is gone.
    pub fn next_batch(&mut self) {
        self.left = self.limit - self.kept;
    }

    /// Pays for `bytes`.
    #[inline]
    pub fn take(&mut self, bytes: u64) -> Result<()> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Error::too_large(self.limit)),
        }
    }

    /// What is left now, for [`Budget::keep_since`].
    pub fn mark(&self) -> (u64, u64) {
        (self.left, self.kept)
    }

    /// What was paid since `mark` stays until the end. Marks may be inside each other: the outer one counts.
    pub fn keep_since(&mut self, mark: (u64, u64)) {
        self.kept = mark.1 + (mark.0 - self.left);
    }
}

/// Room for `count` more items.
#[inline]
pub(crate) fn reserve<T>(items: &mut Vec<T>, count: usize, budget: &mut Budget) -> Result<()> {
    budget.take((count as u64).saturating_mul(size_of::<T>() as u64))?;
    if items.capacity() - items.len() >= count {
        return Ok(());
    }
    items
        .try_reserve(count)
        .or_else(|_| items.try_reserve_exact(count))
        .map_err(|_| no_memory())
}

/// Appends one item.
#[inline]
pub(crate) fn push<T>(items: &mut Vec<T>, item: T, budget: &mut Budget) -> Result<()> {
    reserve(items, 1, budget)?;
    items.push(item);
    Ok(())
}

#[cold]
pub(crate) fn no_memory() -> Error {
    Error::new(
        ErrorKind::SizeLimit,
        0,
        "there is not enough memory for the table: send it in parts",
    )
}

/// Bits, the least significant first.
#[derive(Default)]
pub(crate) struct Bits {
    bytes: Vec<u8>,
    len: usize,
    /// Bits that are not set.
    pub zeros: usize,
}

impl Bits {
    pub fn push(&mut self, bit: bool, budget: &mut Budget) -> Result<()> {
        if self.len.is_multiple_of(8) {
            push(&mut self.bytes, 0, budget)?;
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (self.len % 8);
        }
        self.len += 1;
        self.zeros += usize::from(!bit);
        Ok(())
    }

    /// Appends `count` bits that are not set.
    pub fn push_zeros(&mut self, count: usize, budget: &mut Budget) -> Result<()> {
        let len = self.len.checked_add(count).ok_or_else(no_memory)?;
        let more = len.div_ceil(8) - self.bytes.len();
        reserve(&mut self.bytes, more, budget)?;
        self.bytes.resize(len.div_ceil(8), 0);
        self.len = len;
        self.zeros += count;
        Ok(())
    }

    pub fn take(&mut self) -> Buffer {
        let bits = std::mem::take(self);
        Buffer::from_vec(bits.bytes)
    }
}

/// Values of one size, in vectors that are aligned as Arrow wants them.
pub(crate) enum Values {
    /// Bytes, and binary values of a fixed size.
    W1(Vec<u8>),
    W2(Vec<u16>),
    W4(Vec<u32>),
    W8(Vec<u64>),
    W16(Vec<i128>),
    W32(Vec<i256>),
}

macro_rules! each_width {
    ($values:expr, $items:ident => $do:expr) => {
        match $values {
            Values::W1($items) => $do,
            Values::W2($items) => $do,
            Values::W4($items) => $do,
            Values::W8($items) => $do,
            Values::W16($items) => $do,
            Values::W32($items) => $do,
        }
    };
}

impl Values {
    pub fn new(fixed: Fixed) -> Self {
        match (fixed, fixed.width()) {
            (Fixed::Binary { .. }, _) | (_, 1) => Values::W1(Vec::new()),
            (_, 2) => Values::W2(Vec::new()),
            (_, 4) => Values::W4(Vec::new()),
            // Months and days, then nanoseconds.
            (_, 8) | (Fixed::MonthDayNano, _) => Values::W8(Vec::new()),
            (_, 16) => Values::W16(Vec::new()),
            _ => Values::W32(Vec::new()),
        }
    }

    /// Appends the low bits of `value`.
    #[inline]
    pub fn push(&mut self, value: i128, budget: &mut Budget) -> Result<()> {
        match self {
            Values::W1(items) => push(items, value as u8, budget),
            Values::W2(items) => push(items, value as u16, budget),
            Values::W4(items) => push(items, value as u32, budget),
            Values::W8(items) => push(items, value as u64, budget),
            Values::W16(items) => push(items, value, budget),
            Values::W32(items) => push(items, i256::from_i128(value), budget),
        }
    }

    pub fn push_wide(&mut self, value: i256, budget: &mut Budget) -> Result<()> {
        match self {
            Values::W32(items) => push(items, value, budget),
            other => other.push(value.as_i128(), budget),
        }
    }

    pub fn push_bytes(&mut self, bytes: &[u8], budget: &mut Budget) -> Result<()> {
        if let Values::W1(items) = self {
            reserve(items, bytes.len(), budget)?;
            items.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// Appends `count` items (bytes, for binary values) that are zero.
    pub fn push_zeros(&mut self, count: usize, budget: &mut Budget) -> Result<()> {
        each_width!(self, items => zeros(items, count, budget))
    }

    pub fn take(&mut self) -> Buffer {
        each_width!(self, items => Buffer::from_vec(std::mem::take(items)))
    }
}

fn zeros<T: ArrowNativeType>(items: &mut Vec<T>, count: usize, budget: &mut Budget) -> Result<()> {
    reserve(items, count, budget)?;
    items.resize(items.len() + count, T::default());
    Ok(())
}

/// Offsets of lists, text or bytes; the first is always 0.
pub(crate) enum Offsets {
    Small(Vec<i32>),
    Large(Vec<i64>),
}

impl Offsets {
    pub fn new(large: bool) -> Self {
        if large {
            Offsets::Large(vec![0])
        } else {
            Offsets::Small(vec![0])
        }
    }

    /// Appends where a value ends.
    ///
    /// # Errors
    /// `SizeLimit` for an end that 32-bit offsets cannot say.
    pub fn push(&mut self, end: usize, budget: &mut Budget) -> Result<()> {
        match self {
            Offsets::Large(ends) => {
                push(ends, i64::try_from(end).map_err(|_| no_memory())?, budget)
            }
            Offsets::Small(ends) => match i32::try_from(end) {
                Ok(end) => push(ends, end, budget),
                Err(_) => Err(small_offsets()),
            },
        }
    }

    /// Appends `count` values without content.
    pub fn push_empty(&mut self, count: usize, budget: &mut Budget) -> Result<()> {
        match self {
            Offsets::Small(ends) => repeat_last(ends, count, budget),
            Offsets::Large(ends) => repeat_last(ends, count, budget),
        }
    }

    pub fn take(&mut self) -> Buffer {
        match self {
            Offsets::Small(ends) => Buffer::from_vec(std::mem::replace(ends, vec![0])),
            Offsets::Large(ends) => Buffer::from_vec(std::mem::replace(ends, vec![0])),
        }
    }
}

/// The error for what is beyond 32-bit offsets.
#[cold]
pub(crate) fn small_offsets() -> Error {
    let message = "a column holds more than 2^31-1 bytes or items in one batch: use the large type, or smaller batches";
    Error::new(ErrorKind::SizeLimit, 0, message)
}

fn repeat_last<T: ArrowNativeType>(
    ends: &mut Vec<T>,
    count: usize,
    budget: &mut Budget,
) -> Result<()> {
    let last = ends.last().copied().unwrap_or_default();
    reserve(ends, count, budget)?;
    ends.resize(ends.len() + count, last);
    Ok(())
}
