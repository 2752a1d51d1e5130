//! `str.format`: literal text, replacement fields and the names in them.

use core::fmt;
use core::ops::Range;

use crate::text::Text;
use crate::unicode;
use crate::wtf8::CodePoints;

/// What is wrong with a format string; all are a `ValueError` with the text that `Display` gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// A `{` at the very end.
    SingleOpen,
    /// A `}` that closes nothing.
    SingleClose,
    /// A `{` in a field's name.
    OpenInName,
    /// The text ends after a `!`.
    EndAfterExclamation,
    /// Something else than `:` or `}` after the conversion.
    ColonExpected,
    /// A field has no end.
    CloseExpected,
    /// A format specification has no end.
    UnmatchedInSpec,
    /// `{}` after `{0}`.
    ManualThenAutomatic,
    /// `{0}` after `{}`.
    AutomaticThenManual,
    /// An index that no machine has.
    TooManyDigits,
    /// Something else than `.` or `[` after a `]`.
    InvalidAfterBracket,
    /// `a.` or `a[]`.
    EmptyAttribute,
    /// A `[` without `]`.
    MissingBracket,
    /// Fields within fields within a field.
    TooDeep,
}

impl fmt::Display for FieldError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::SingleOpen => "Single '{' encountered in format string",
            Self::SingleClose => "Single '}' encountered in format string",
            Self::OpenInName => "unexpected '{' in field name",
            Self::EndAfterExclamation => "end of string while looking for conversion specifier",
            Self::ColonExpected => "expected ':' after conversion specifier",
            Self::CloseExpected => "expected '}' before end of string",
            Self::UnmatchedInSpec => "unmatched '{' in format spec",
            Self::ManualThenAutomatic => {
                "cannot switch from manual field specification to automatic field numbering"
            }
            Self::AutomaticThenManual => {
                "cannot switch from automatic field numbering to manual field specification"
            }
            Self::TooManyDigits => "Too many decimal digits in format string",
            Self::InvalidAfterBracket => "Only '.' or '[' may follow ']' in format field specifier",
            Self::EmptyAttribute => "Empty attribute in format string",
            Self::MissingBracket => "Missing ']' in format string",
            Self::TooDeep => "Max string recursion exceeded",
        })
    }
}

impl std::error::Error for FieldError {}

/// A replacement field; the ranges are byte offsets in the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What is replaced: `0.name[key]`.
    pub name: Range<usize>,
    /// What comes after `!`, which is `r`, `s` or `a` when it is right.
    pub conversion: Option<u32>,
    /// What comes after `:`.
    pub spec: Range<usize>,
    /// Whether the specification has fields of its own.
    pub nested: bool,
}

/// A piece of a template: literal text, and then a field if one follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Text to be copied, as byte offsets in the template.
    pub literal: Range<usize>,
    /// What comes after it.
    pub field: Option<Field>,
}

/// Reads the pieces of (a part of) a template.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Pieces<'a> {
    /// The pieces of a part of a template.
    pub fn new(template: &'a Text, part: Range<usize>) -> Self {
        let bytes = template.as_wtf8();
        let end = part.end.min(bytes.len());
        Self {
            bytes,
            at: part.start.min(end),
            end,
        }
    }

    /// What was not read yet: a reader of this part goes on from here.
    pub fn rest(&self) -> Range<usize> {
        self.at..self.end
    }

    fn take(&mut self) -> Option<u8> {
        let byte = *self.bytes[..self.end].get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn read(&mut self) -> Result<Piece, FieldError> {
        let start = self.at;
        let rest = &self.bytes[start..self.end];
        let Some(length) = memchr::memchr2(b'{', b'}', rest) else {
            self.at = self.end;
            return Ok(Piece {
                literal: start..self.end,
                field: None,
            });
        };
        let open = rest[length] == b'{';
        self.at = start + length + 1;
        if rest.get(length + 1) == Some(&rest[length]) {
            // Doubled: the literal ends with the first of the two.
            self.at += 1;
            return Ok(Piece {
                literal: start..start + length + 1,
                field: None,
            });
        }
        if !open {
            return Err(FieldError::SingleClose);
        }
        if self.at == self.end {
            return Err(FieldError::SingleOpen);
        }
        Ok(Piece {
            literal: start..start + length,
            field: Some(self.read_field()?),
        })
    }

    fn read_field(&mut self) -> Result<Field, FieldError> {
        let start = self.at;
        let ending = self.read_name()?;
        let name = start..self.at - 1;
        let mut field = Field {
            name,
            conversion: None,
            spec: self.at..self.at,
            nested: false,
        };
        match ending {
            b'}' => return Ok(field),
            b'!' => {
                let mut rest = CodePoints::new(&self.bytes[self.at..self.end]);
                field.conversion = Some(rest.next().ok_or(FieldError::EndAfterExclamation)?);
                self.at = self.end - rest.rest().len();
                match self.take() {
                    Some(b'}') => return Ok(field),
                    Some(b':') | None => {}
                    Some(_) => return Err(FieldError::ColonExpected),
                }
            }
            _ => {}
        }
        (field.spec, field.nested) = self.read_spec()?;
        Ok(field)
    }

    /// Reads up to and with the character that ends a name, and says which one it is.
    fn read_name(&mut self) -> Result<u8, FieldError> {
        loop {
            match self.take().ok_or(FieldError::CloseExpected)? {
                b'{' => return Err(FieldError::OpenInName),
                // What is in brackets is no end, but the bracket itself is read again.
                b'[' => {
                    let rest = &self.bytes[self.at..self.end];
                    self.at += memchr::memchr(b']', rest).unwrap_or(rest.len());
                }
                ending @ (b'}' | b':' | b'!') => return Ok(ending),
                _ => {}
            }
        }
    }

    fn read_spec(&mut self) -> Result<(Range<usize>, bool), FieldError> {
        let start = self.at;
        let (mut depth, mut nested) = (1_usize, false);
        loop {
            match self.take().ok_or(FieldError::UnmatchedInSpec)? {
                b'{' => (depth, nested) = (depth + 1, true),
                b'}' if depth == 1 => return Ok((start..self.at - 1, nested)),
                b'}' => depth -= 1,
                _ => {}
            }
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Result<Piece, FieldError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let piece = self.read();
        if piece.is_err() {
            self.at = self.end;
        }
        Some(piece)
    }
}

/// How the fields of a template are numbered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    automatic: Option<bool>,
    next: usize,
}

/// The argument that a field's name starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// One of the positional arguments.
    Index(usize),
    /// A keyword argument, as byte offsets in the template.
    Name(Range<usize>),
}

/// A step from a value to a part of it; the ranges are byte offsets in the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`
    Attribute(Range<usize>),
    /// `[name]`
    Key(Range<usize>),
    /// `[1]`
    Index(usize),
}

/// Reads a field's name: which argument, and then the steps from there.
pub fn read_name<'a>(
    template: &'a Text,
    name: Range<usize>,
    numbering: &mut Numbering,
) -> Result<(First, Steps<'a>), FieldError> {
    let bytes = template.as_wtf8();
    let name = name.start.min(bytes.len())..name.end.min(bytes.len());
    let length = memchr::memchr2(b'.', b'[', &bytes[name.clone()]).unwrap_or(name.len());
    let first = name.start..name.start + length;
    let index = read_index(&bytes[first.clone()])?;
    let steps = Steps {
        bytes,
        at: first.end,
        end: name.end,
    };
    let automatic = first.is_empty();
    if !automatic && index.is_none() {
        return Ok((First::Name(first), steps));
    }
    match (*numbering.automatic.get_or_insert(automatic), automatic) {
        (false, true) => return Err(FieldError::ManualThenAutomatic),
        (true, false) => return Err(FieldError::AutomaticThenManual),
        _ => {}
    }
    let index = index.unwrap_or_else(|| {
        numbering.next += 1;
        numbering.next - 1
    });
    Ok((First::Index(index), steps))
}

/// The number that is written here in decimal digits of any script; nothing when it is something else.
fn read_index(bytes: &[u8]) -> Result<Option<usize>, FieldError> {
    let mut index: Option<i64> = None;
    for code_point in CodePoints::new(bytes) {
        let Some(digit) = unicode::decimal(code_point) else {
            return Ok(None);
        };
        let so_far = index.unwrap_or(0).checked_mul(10);
        let next = so_far.and_then(|index| index.checked_add(i64::from(digit)));
        index = Some(next.ok_or(FieldError::TooManyDigits)?);
    }
    // An index that does not fit here is one that no sequence has.
    Ok(index.map(|index| usize::try_from(index).unwrap_or(usize::MAX)))
}

/// Reads the steps after a field's first name.
#[derive(Clone, Debug)]
pub struct Steps<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Steps<'a> {
    /// The steps in a part of a template.
    pub fn new(template: &'a Text, part: Range<usize>) -> Self {
        let bytes = template.as_wtf8();
        let end = part.end.min(bytes.len());
        Self {
            bytes,
            at: part.start.min(end),
            end,
        }
    }

    /// What was not read yet: a reader of this part goes on from here.
    pub fn rest(&self) -> Range<usize> {
        self.at..self.end
    }

    fn read(&mut self) -> Result<Step, FieldError> {
        let opening = self.bytes[self.at];
        let start = self.at + 1;
        let rest = &self.bytes[start..self.end];
        match opening {
            b'.' => {
                let length = memchr::memchr2(b'.', b'[', rest).unwrap_or(rest.len());
                self.at = start + length;
                if length == 0 {
                    return Err(FieldError::EmptyAttribute);
                }
                Ok(Step::Attribute(start..start + length))
            }
            b'[' => {
                let length = memchr::memchr(b']', rest).ok_or(FieldError::MissingBracket)?;
                self.at = start + length + 1;
                let key = start..start + length;
                match read_index(&self.bytes[key.clone()])? {
                    Some(index) => Ok(Step::Index(index)),
                    None if length == 0 => Err(FieldError::EmptyAttribute),
                    None => Ok(Step::Key(key)),
                }
            }
            _ => Err(FieldError::InvalidAfterBracket),
        }
    }
}

impl Iterator for Steps<'_> {
    type Item = Result<Step, FieldError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let step = self.read();
        if step.is_err() {
            self.at = self.end;
        }
        Some(step)
    }
}
