//! The pure part of `struct`: format strings, their layout, and numbers to and from bytes.
//!
//! Native sizes and alignments are those of x86-64 Linux on every target, so that a program's bytes do not depend on
//! where it runs.

use core::fmt;

/// Byte order, and with it whether sizes and alignment are native.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `@` or nothing: little-endian, native sizes and alignment.
    Native,
    /// `<` and `=`: standard sizes.
    Little,
    /// `>` and `!`: standard sizes.
    Big,
}

/// Why a format string is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatError {
    /// A character that is no format.
    BadChar,
    /// Digits at the end.
    CountWithoutCode,
    /// The whole would be larger than memory can be.
    TooLong,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadChar => "bad char in struct format",
            Self::CountWithoutCode => "repeat count given without format specifier",
            Self::TooLong => "total struct size too long",
        })
    }
}

/// The size and the alignment of a code; nothing when there is no such code in this order.
pub const fn layout(code: u8, order: Order) -> Option<(usize, usize)> {
    let native = matches!(order, Order::Native);
    let size = match code {
        b'x' | b'c' | b'b' | b'B' | b's' | b'p' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' if !native => 4,
        b'l' | b'L' | b'q' | b'Q' | b'd' => 8,
        b'n' | b'N' | b'P' if native => 8,
        _ => return None,
    };
    Some((size, if native { size } else { 1 }))
}

/// A run of equal fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    code: u8,
    offset: u64,
    /// Of one field.
    size: u64,
    count: u64,
}

/// One field: a value's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The format character.
    pub code: u8,
    /// Where it starts.
    pub offset: u64,
    /// How many bytes it has.
    pub size: u64,
}

impl Field {
    /// The field's bytes in a buffer that starts where the format starts.
    pub fn of<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let start = usize::try_from(self.offset).ok()?;
        bytes.get(start..)?.get(..usize::try_from(self.size).ok()?)
    }

    /// The field's bytes, to write.
    pub fn of_mut<'a>(&self, bytes: &'a mut [u8]) -> Option<&'a mut [u8]> {
        let start = usize::try_from(self.offset).ok()?;
        bytes
            .get_mut(start..)?
            .get_mut(..usize::try_from(self.size).ok()?)
    }
}

/// A compiled format string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// The byte order of its numbers.
    pub order: Order,
    runs: Vec<Run>,
    size: u64,
    values: u64,
}

/// The largest size that CPython counts to.
const MAX: u64 = i64::MAX as u64;

impl Format {
    /// Compiles a format string.
    pub fn parse(text: &[u8]) -> Result<Self, FormatError> {
        let (order, text) = match text {
            [b'@', rest @ ..] => (Order::Native, rest),
            [b'<' | b'=', rest @ ..] => (Order::Little, rest),
            [b'>' | b'!', rest @ ..] => (Order::Big, rest),
            _ => (Order::Native, text),
        };
        let mut format = Self {
            order,
            runs: Vec::new(),
            size: 0,
            values: 0,
        };
        let mut rest = text.iter().copied();
        while let Some(mut code) = rest.next() {
            if super::is_space(code) {
                continue;
            }
            let mut count = 1;
            if code.is_ascii_digit() {
                count = 0u64;
                while code.is_ascii_digit() {
                    count = count
                        .checked_mul(10)
                        .and_then(|n| n.checked_add(u64::from(code - b'0')))
                        .filter(|n| *n <= MAX)
                        .ok_or(FormatError::TooLong)?;
                    code = rest.next().ok_or(FormatError::CountWithoutCode)?;
                }
            }
            format.push(code, count)?;
        }
        Ok(format)
    }

    fn push(&mut self, code: u8, count: u64) -> Result<(), FormatError> {
        let (size, align) = layout(code, self.order).ok_or(FormatError::BadChar)?;
        let offset = self
            .size
            .checked_next_multiple_of(align as u64)
            .filter(|n| *n <= MAX)
            .ok_or(FormatError::TooLong)?;
        let total = count
            .checked_mul(size as u64)
            .and_then(|n| n.checked_add(offset))
            .filter(|n| *n <= MAX)
            .ok_or(FormatError::TooLong)?;
        self.size = total;
        match code {
            b'x' => {}
            b's' | b'p' => {
                self.values += 1;
                self.runs.push(Run {
                    code,
                    offset,
                    size: count,
                    count: 1,
                });
            }
            _ if count > 0 => {
                // Every value has a byte at least, so this stays below the size.
                self.values += count;
                self.runs.push(Run {
                    code,
                    offset,
                    size: size as u64,
                    count,
                });
            }
            _ => {}
        }
        Ok(())
    }

    /// How many bytes the whole has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// How many values are packed.
    pub const fn values(&self) -> u64 {
        self.values
    }

    /// The places of the values, in order.
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        self.runs.iter().flat_map(|run| {
            (0..run.count).map(|i| Field {
                code: run.code,
                offset: run.offset + i * run.size,
                size: run.size,
            })
        })
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// Of the integer codes.
    Int(i128),
    /// `e`, `f`, `d`.
    Float(f64),
    /// `?`.
    Bool(bool),
    /// `c`, `s`, `p`.
    Bytes(&'a [u8]),
}

/// What kind of value a code takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An integer.
    Int,
    /// A float.
    Float,
    /// Anything, by its truth.
    Bool,
    /// One byte.
    Char,
    /// Bytes, cut or filled with zeros (`s`).
    Bytes,
    /// Bytes after their length (`p`).
    Pascal,
}

/// What kind of value a code takes.
pub const fn kind(code: u8) -> Kind {
    match code {
        b'?' => Kind::Bool,
        b'c' => Kind::Char,
        b's' => Kind::Bytes,
        b'p' => Kind::Pascal,
        b'e' | b'f' | b'd' => Kind::Float,
        _ => Kind::Int,
    }
}

/// The unsigned number in bytes of either order.
fn unsigned(order: Order, bytes: &[u8]) -> u64 {
    let add = |n: u64, b: &u8| n << 8 | u64::from(*b);
    match order {
        Order::Big => bytes.iter().fold(0, add),
        _ => bytes.iter().rev().fold(0, add),
    }
}

fn put(order: Order, out: &mut [u8], value: u64) {
    let mut rest = value;
    let mut store = |slot: &mut u8| {
        *slot = rest as u8;
        rest >>= 8;
    };
    match order {
        Order::Big => out.iter_mut().rev().for_each(&mut store),
        _ => out.iter_mut().for_each(&mut store),
    }
}

/// The value in a field's bytes.
pub fn read(code: u8, order: Order, bytes: &[u8]) -> Scalar<'_> {
    let raw = || unsigned(order, bytes);
    match kind(code) {
        Kind::Bool => Scalar::Bool(bytes.iter().any(|b| *b != 0)),
        Kind::Char | Kind::Bytes => Scalar::Bytes(bytes),
        Kind::Pascal => {
            let (len, rest) = bytes
                .split_first()
                .map_or((0, bytes), |(n, rest)| (usize::from(*n), rest));
            Scalar::Bytes(&rest[..len.min(rest.len())])
        }
        Kind::Float => Scalar::Float(match code {
            b'e' => half_to_f64(raw() as u16),
            b'f' => f64::from(f32::from_bits(raw() as u32)),
            _ => f64::from_bits(raw()),
        }),
        Kind::Int if code.is_ascii_uppercase() => Scalar::Int(i128::from(raw())),
        Kind::Int => {
            let unused = 64 - 8 * bytes.len().min(8);
            Scalar::Int(i128::from((raw() << unused).cast_signed() >> unused))
        }
    }
}

/// A number that a field cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfRange {
    code: u8,
    bits: u32,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = char::from(self.code);
        match code {
            'P' => f.write_str("int too large to convert"),
            'A'..='Z' => write!(
                f,
                "'{code}' format requires 0 <= number <= {}",
                (1i128 << self.bits) - 1
            ),
            _ => {
                let half = 1i128 << (self.bits - 1);
                write!(
                    f,
                    "'{code}' format requires {} <= number <= {}",
                    -half,
                    half - 1
                )
            }
        }
    }
}

/// Writes an integer into a field that has the code's size. A number beyond `i128` may be passed as its nearest one.
pub fn write_int(code: u8, order: Order, value: i128, out: &mut [u8]) -> Result<(), OutOfRange> {
    let bits = 8 * out.len().clamp(1, 8) as u32;
    let half = 1i128 << (bits - 1);
    let (low, high) = match code {
        b'P' => (-half, 2 * half),
        b'A'..=b'Z' => (0, 2 * half),
        _ => (-half, half),
    };
    if value < low || value >= high {
        return Err(OutOfRange { code, bits });
    }
    put(order, out, value as u64);
    Ok(())
}

/// Writes a float; `false` when it is too large for the code.
pub fn write_float(code: u8, order: Order, value: f64, out: &mut [u8]) -> bool {
    let bits = match code {
        b'e' => match half_from_f64(value) {
            Some(bits) => u64::from(bits),
            None => return false,
        },
        b'f' => {
            let bits = single_bits(value);
            // Only the standard formats look for overflow: the native one is C's conversion.
            if order != Order::Native && value.is_finite() && !f32::from_bits(bits).is_finite() {
                return false;
            }
            u64::from(bits)
        }
        _ => value.to_bits(),
    };
    put(order, out, bits);
    true
}

/// Writes bytes for `c` and `s` (cut, filled with zeros) and `p` (after their length, 255 at most).
pub fn write_bytes(code: u8, value: &[u8], out: &mut [u8]) {
    let mut out = out;
    if code == b'p' {
        let Some((first, rest)) = out.split_first_mut() else {
            return;
        };
        *first = value.len().min(rest.len()).min(255) as u8;
        out = rest;
    }
    let n = value.len().min(out.len());
    out[..n].copy_from_slice(&value[..n]);
    out[n..].fill(0);
}

/// A float's single-precision bits; of a NaN those that the hardware's conversion keeps, which Rust does not promise.
fn single_bits(value: f64) -> u32 {
    if value.is_nan() {
        let bits = value.to_bits();
        return (bits >> 32) as u32 & 0x8000_0000 | 0x7FC0_0000 | (bits >> 29) as u32 & 0x003F_FFFF;
    }
    (value as f32).to_bits()
}

/// The nearest half-precision number, ties to even; `None` when it is too large.
fn half_from_f64(value: f64) -> Option<u16> {
    let sign = u16::from(value.is_sign_negative()) << 15;
    if value.is_nan() {
        return Some(sign | 0x7E00);
    }
    if value.is_infinite() {
        return Some(sign | 0x7C00);
    }
    let magnitude = value.abs();
    // Exponents of doubles below the normal ones are far below the smallest half, which rounds to zero.
    let exponent = (magnitude.to_bits() >> 52) as i32 - 1023;
    if exponent < -25 {
        return Some(sign);
    }
    if exponent > 15 {
        return None;
    }
    // One unit in the last place of the result: 2^-24 below the normal range.
    let unit = exponent.max(-14) - 10;
    let steps = magnitude * f64::from_bits(((1023 - unit) as u64) << 52);
    let mut whole = steps as u16;
    let rest = steps - f64::from(whole);
    if rest > 0.5 || rest == 0.5 && whole & 1 == 1 {
        whole += 1;
    }
    // The implicit bit and a carry from rounding both add to the exponent.
    let bits = whole + ((exponent.max(-14) + 14) as u16) * 1024;
    (bits < 0x7C00).then_some(sign | bits)
}

/// The value of a half-precision number.
fn half_to_f64(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3FF);
    let exponent = bits >> 10 & 0x1F;
    let power = |e: i32| f64::from_bits(((1023 + e) as u64) << 52);
    let magnitude = match exponent {
        0 => fraction * power(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        e => (fraction + 1024.0) * power(i32::from(e) - 25),
    };
    if bits >> 15 == 1 {
        -magnitude
    } else {
        magnitude
    }
}
