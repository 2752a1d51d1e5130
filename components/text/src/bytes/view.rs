//! The geometry of a `memoryview`: which bytes of a buffer its items are, and how they are read.

use super::packing::{self, Kind, Order, Scalar};
use super::{buffer, copy};
use crate::error::TooLong;

/// The most dimensions a view may have.
pub const MAX_DIMENSIONS: usize = 64;

/// What a view refuses, by the class of the exception and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewError {
    /// `TypeError`
    Type(&'static str),
    /// `ValueError`
    Value(&'static str),
    /// `NotImplementedError`
    NotImplemented(&'static str),
    /// `IndexError`: "index out of bounds on dimension N".
    Bounds(usize),
    /// `TypeError`: "cannot index N-dimension view with M-element tuple".
    TooManyIndices(usize, usize),
    /// `ValueError`: "memoryview: invalid value for format 'B'".
    InvalidValue,
}

/// A native format of one character, maybe after `@`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ItemFormat {
    code: u8,
    marked: bool,
}

impl ItemFormat {
    fn parse(text: &[u8]) -> Option<Self> {
        let (code, marked) = match *text {
            [code] => (code, false),
            [b'@', code] => (code, true),
            _ => return None,
        };
        let known =
            !matches!(code, b'x' | b's' | b'p') && packing::layout(code, Order::Native).is_some();
        known.then_some(Self { code, marked })
    }

    const fn size(self) -> usize {
        match packing::layout(self.code, Order::Native) {
            Some((size, _)) => size,
            None => 1,
        }
    }

    const fn is_byte(self) -> bool {
        matches!(self.code, b'B' | b'b' | b'c')
    }
}

/// Which items of a buffer a `memoryview` shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    format: ItemFormat,
    offset: isize,
    shape: Vec<usize>,
    strides: Vec<isize>,
    readonly: bool,
}

impl View {
    /// All of a buffer of `len` bytes, as unsigned bytes.
    pub fn of_bytes(len: usize, readonly: bool) -> Self {
        Self {
            format: ItemFormat {
                code: b'B',
                marked: false,
            },
            offset: 0,
            shape: vec![len],
            strides: vec![1],
            readonly,
        }
    }

    /// The same items, not to be written through this view.
    #[must_use]
    pub fn to_readonly(&self) -> Self {
        Self {
            readonly: true,
            ..self.clone()
        }
    }

    /// Whether items may not be written.
    pub const fn readonly(&self) -> bool {
        self.readonly
    }

    /// The format's text.
    pub fn format(&self) -> String {
        let mut text = String::new();
        if self.format.marked {
            text.push('@');
        }
        text.push(char::from(self.format.code));
        text
    }

    /// The format's character.
    pub const fn code(&self) -> u8 {
        self.format.code
    }

    /// Bytes per item.
    pub const fn item_size(&self) -> usize {
        self.format.size()
    }

    /// Items along each dimension.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Bytes from an item to the next along each dimension.
    pub fn strides(&self) -> &[isize] {
        &self.strides
    }

    /// How many dimensions there are.
    pub fn dimensions(&self) -> usize {
        self.shape.len()
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.shape.iter().product()
    }

    /// How many bytes the items have.
    pub fn byte_len(&self) -> usize {
        self.items() * self.item_size()
    }

    /// Whether items follow each other in C's order (the last index moves first).
    pub fn is_c_contiguous(&self) -> bool {
        self.is_contiguous(self.shape.iter().zip(&self.strides).rev())
    }

    /// Whether items follow each other in Fortran's order (the first index moves first).
    pub fn is_f_contiguous(&self) -> bool {
        self.is_contiguous(self.shape.iter().zip(&self.strides))
    }

    fn is_contiguous<'a>(
        &'a self,
        dimensions: impl Iterator<Item = (&'a usize, &'a isize)>,
    ) -> bool {
        // An empty line is contiguous only with the step of one, an empty space always: so does CPython.
        if self.dimensions() > 1 && self.items() == 0 {
            return true;
        }
        let mut step = self.item_size().cast_signed();
        for (len, stride) in dimensions {
            if *len != 1 && *stride != step {
                return false;
            }
            step = step.saturating_mul(len.cast_signed());
        }
        true
    }

    /// Items `start`, `start + step`, … of the first dimension, `count` of them: `start` and `count` as a slice makes
    /// them for the first dimension's length.
    #[must_use]
    pub fn slice(&self, start: isize, step: isize, count: usize) -> Self {
        let mut view = self.clone();
        if let (Some(len), Some(stride)) = (view.shape.first_mut(), view.strides.first_mut()) {
            view.offset = view.offset.wrapping_add(stride.wrapping_mul(start));
            *stride = stride.wrapping_mul(step);
            *len = count;
        }
        view
    }

    /// Where the item is that has these indices, negative ones counted from the end.
    pub fn locate(&self, indices: &[i64]) -> Result<usize, ViewError> {
        if indices.len() > self.dimensions() {
            return Err(ViewError::TooManyIndices(self.dimensions(), indices.len()));
        }
        if indices.len() < self.dimensions() {
            return Err(ViewError::NotImplemented("sub-views are not implemented"));
        }
        let mut at = self.offset;
        for (i, index) in indices.iter().enumerate() {
            let out = ViewError::Bounds(i + 1);
            let len = self.shape[i] as i64;
            let index = if *index < 0 {
                index.checked_add(len).ok_or(out)?
            } else {
                *index
            };
            if index < 0 || index >= len {
                return Err(out);
            }
            at = at.wrapping_add(self.strides[i].wrapping_mul(index as isize));
        }
        usize::try_from(at).map_err(|_| ViewError::Bounds(1))
    }

    /// The item at an offset that `locate` or `offsets` gave; nothing when the buffer is shorter than it was.
    pub fn read<'a>(&self, data: &'a [u8], at: usize) -> Option<Scalar<'a>> {
        let bytes = item(data, at, self.item_size())?;
        Some(packing::read(self.format.code, Order::Native, bytes))
    }

    /// What kind of value an item is.
    pub const fn kind(&self) -> Kind {
        packing::kind(self.format.code)
    }

    /// Writes an item. The value must be of the view's `kind`, or it is refused.
    pub fn write(&self, data: &mut [u8], at: usize, value: Scalar<'_>) -> Result<(), ViewError> {
        let size = self.item_size();
        let out = data
            .get_mut(at..)
            .and_then(|d| d.get_mut(..size))
            .ok_or(ViewError::Bounds(1))?;
        let code = self.format.code;
        let done = match (value, self.kind()) {
            (Scalar::Int(n), Kind::Int) => packing::write_int(code, Order::Native, n, out).is_ok(),
            (Scalar::Float(n), Kind::Float) => packing::write_float(code, Order::Native, n, out),
            (Scalar::Bool(b), Kind::Bool) => {
                out.fill(u8::from(b));
                true
            }
            (Scalar::Bytes(bytes), Kind::Char) if bytes.len() == 1 => {
                out.copy_from_slice(bytes);
                true
            }
            _ => false,
        };
        if done {
            Ok(())
        } else {
            Err(ViewError::InvalidValue)
        }
    }

    /// The offsets of all items, the last index moving first.
    pub fn offsets(&self) -> Offsets<'_> {
        Offsets {
            view: self,
            left: self.items(),
            at: self.offset,
            index: vec![0; self.dimensions()],
        }
    }

    /// The items' bytes one after the other, in C's order or Fortran's.
    pub fn to_bytes(&self, data: &[u8], fortran: bool) -> Result<Vec<u8>, TooLong> {
        if !fortran && let Some(bytes) = self.as_slice(data) {
            return copy(bytes);
        }
        let turned;
        let view = if fortran {
            turned = Self {
                shape: self.shape.iter().rev().copied().collect(),
                strides: self.strides.iter().rev().copied().collect(),
                ..self.clone()
            };
            &turned
        } else {
            self
        };
        let size = self.item_size();
        let mut out = buffer(view.byte_len())?;
        for at in view.offsets() {
            out.extend_from_slice(
                data.get(at..)
                    .and_then(|d| d.get(..size))
                    .unwrap_or_default(),
            );
        }
        Ok(out)
    }

    /// The items' bytes without a copy, when they follow each other.
    pub fn as_slice<'a>(&self, data: &'a [u8]) -> Option<&'a [u8]> {
        if self.byte_len() == 0 {
            return Some(&[]);
        }
        if !self.is_c_contiguous() {
            return None;
        }
        data.get(usize::try_from(self.offset).ok()?..)?
            .get(..self.byte_len())
    }

    /// Whether both have the same shape and format, so that items can be copied from one to the other.
    pub fn same_structure(&self, other: &Self) -> bool {
        self.format.code == other.format.code && self.same_shape(other)
    }

    /// Equal lengths up to the first dimension that is empty: what is inside an empty one does not matter.
    fn same_shape(&self, other: &Self) -> bool {
        if self.dimensions() != other.dimensions() {
            return false;
        }
        for (a, b) in self.shape.iter().zip(&other.shape) {
            if a != b {
                return false;
            }
            if *a == 0 {
                break;
            }
        }
        true
    }

    /// `==`: equal shapes and equal items, compared as Python compares them.
    pub fn equals(&self, data: &[u8], other: &Self, other_data: &[u8]) -> bool {
        if !self.same_shape(other) {
            return false;
        }
        let raw = self.format.code == other.format.code && self.kind() != Kind::Float;
        if raw && let (Some(a), Some(b)) = (self.as_slice(data), other.as_slice(other_data)) {
            return a == b;
        }
        let size = self.item_size();
        self.offsets().zip(other.offsets()).all(|(a, b)| {
            if raw {
                // CPython compares even bools by their bytes.
                return item(data, a, size) == item(other_data, b, size);
            }
            match (self.read(data, a), other.read(other_data, b)) {
                (Some(a), Some(b)) => same_value(a, b),
                _ => false,
            }
        })
    }

    /// `cast(format)`, and to `shape` when there is one. Only from and to bytes, and only what lies in one piece.
    pub fn cast(&self, format: &[u8], shape: Option<&[usize]>) -> Result<Self, ViewError> {
        self.may_cast(shape.map(<[usize]>::len))?;
        let line = self.cast_to_line(format)?;
        match shape {
            None => Ok(line),
            Some(shape) => line.cast_to_shape(shape),
        }
    }

    /// What CPython looks at before it looks at the format and at the elements of the shape.
    pub fn may_cast(&self, dimensions: Option<usize>) -> Result<(), ViewError> {
        if !self.is_c_contiguous() {
            return Err(ViewError::Type(
                "memoryview: casts are restricted to C-contiguous views",
            ));
        }
        if (dimensions.is_some() || self.dimensions() != 1)
            && (self.shape.contains(&0) || self.strides.contains(&0))
        {
            return Err(ViewError::Type(
                "memoryview: cannot cast view with zeros in shape or strides",
            ));
        }
        match dimensions {
            Some(n) if n > MAX_DIMENSIONS => Err(ViewError::Value(
                "memoryview: number of dimensions must not exceed 64",
            )),
            Some(n) if n != 1 && self.dimensions() != 1 => Err(ViewError::Type(
                "memoryview: cast must be 1D -> ND or ND -> 1D",
            )),
            _ => Ok(()),
        }
    }

    /// The first half of a cast: to one dimension of another format.
    pub fn cast_to_line(&self, format: &[u8]) -> Result<Self, ViewError> {
        let format = ItemFormat::parse(format).ok_or(ViewError::Value(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ))?;
        if !self.format.is_byte() && !format.is_byte() {
            return Err(ViewError::Type(
                "memoryview: cannot cast between two non-byte formats",
            ));
        }
        let (len, size) = (self.byte_len(), format.size());
        if !len.is_multiple_of(size) {
            return Err(ViewError::Type(
                "memoryview: length is not a multiple of itemsize",
            ));
        }
        Ok(Self {
            format,
            offset: self.offset,
            shape: vec![len / size],
            strides: vec![size.cast_signed()],
            readonly: self.readonly,
        })
    }

    /// The second half: the same items in more dimensions. No length is zero.
    pub fn cast_to_shape(mut self, shape: &[usize]) -> Result<Self, ViewError> {
        let mut total = self.item_size();
        for len in shape {
            total = total
                .checked_mul(*len)
                .filter(|n| *n <= i64::MAX as usize)
                .ok_or(ViewError::Value(
                    "memoryview.cast(): product(shape) > SSIZE_MAX",
                ))?;
        }
        if total != self.byte_len() {
            return Err(ViewError::Type(
                "memoryview: product(shape) * itemsize != buffer size",
            ));
        }
        self.strides = vec![0; shape.len()];
        let mut step = self.item_size();
        for (stride, len) in self.strides.iter_mut().zip(shape).rev() {
            *stride = step.cast_signed();
            step *= len;
        }
        self.shape = shape.to_vec();
        Ok(self)
    }
}

/// An item's bytes; nothing when the buffer is shorter than it was.
fn item(data: &[u8], at: usize, size: usize) -> Option<&[u8]> {
    data.get(at..)?.get(..size)
}

/// `a == b` of what two items hold.
fn same_value(a: Scalar<'_>, b: Scalar<'_>) -> bool {
    let as_int = |v| match v {
        Scalar::Int(n) => Some(n),
        Scalar::Bool(b) => Some(i128::from(b)),
        _ => None,
    };
    match (a, b) {
        (Scalar::Bytes(a), Scalar::Bytes(b)) => a == b,
        (Scalar::Float(a), Scalar::Float(b)) => a == b,
        // All integers here have 64 bits at most: a float in that range converts without loss, others are not equal.
        (Scalar::Float(f), v) | (v, Scalar::Float(f)) => {
            as_int(v).is_some_and(|n| f.fract() == 0.0 && f.abs() < 1e30 && f as i128 == n)
        }
        (a, b) => as_int(a).is_some_and(|a| Some(a) == as_int(b)),
    }
}

/// The offsets of a view's items.
#[derive(Debug, Clone)]
pub struct Offsets<'a> {
    view: &'a View,
    left: usize,
    at: isize,
    index: Vec<usize>,
}

impl Iterator for Offsets<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        let here = self.at;
        // The last index moves; one that is through starts again and moves the one before it.
        for (d, index) in self.index.iter_mut().enumerate().rev() {
            let (len, stride) = (self.view.shape[d], self.view.strides[d]);
            *index += 1;
            self.at = self.at.wrapping_add(stride);
            if *index < len {
                break;
            }
            self.at = self.at.wrapping_sub(stride.wrapping_mul(len.cast_signed()));
            *index = 0;
        }
        // A view is made of places inside its buffer; anything else reads as missing.
        Some(usize::try_from(here).unwrap_or(usize::MAX))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}
