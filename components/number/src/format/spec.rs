//! The format mini-language: `[[fill]align][sign][z][#][0][width][,|_][.precision][type]`.

use crate::error::{Error, Result};

/// Where padding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`: behind the value
    Left,
    /// `>`: before it
    Right,
    /// `^`: on both sides, the larger half behind
    Center,
    /// `=`: between the sign and the digits
    Inside,
}

/// What stands between groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,` every three digits
    Comma,
    /// `_` every three digits, every four in base 2, 8 and 16
    Underscore,
}

impl Grouping {
    const fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Underscore => '_',
        }
    }
}

/// A format specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// What padding consists of
    pub fill: char,
    /// Where padding goes
    pub align: Align,
    /// `+`, `-` or a space
    pub sign: Option<char>,
    /// `z`
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least number of code points
    pub width: Option<usize>,
    /// `,` or `_`
    pub grouping: Option<Grouping>,
    /// Behind the point
    pub precision: Option<usize>,
    /// The last letter
    pub kind: Option<char>,
}

/// Code points that are read from the front.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let mut chars = self.0.chars();
        let c = chars.next().filter(|c| wanted(*c))?;
        self.0 = chars.as_str();
        Some(c)
    }

    fn number(&mut self) -> Result<Option<usize>> {
        let mut found = None;
        while let Some(c) = self.take(|c| c.is_ascii_digit()) {
            let n = found.unwrap_or(0i64).checked_mul(10);
            let n = n.and_then(|n| n.checked_add(i64::from(c as u32 - '0' as u32)));
            found =
                Some(n.ok_or_else(|| Error::value("Too many decimal digits in format string"))?);
        }
        // A width that a 32-bit machine cannot address is a MemoryError when it is used.
        Ok(found.map(|n| usize::try_from(n).unwrap_or(usize::MAX)))
    }
}

const fn align_of(c: char) -> Option<Align> {
    match c {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::Inside),
        _ => None,
    }
}

impl Spec {
    /// Reads a specification. `type_name` is for messages; texts align to the left (`default` is `Align::Left`), numbers
    /// to the right.
    pub fn parse(text: &str, type_name: &str, default: Align) -> Result<Self> {
        let mut spec = Self {
            fill: ' ',
            align: default,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: None,
            grouping: None,
            precision: None,
            kind: None,
        };
        let mut reader = Reader(text);
        let (aligned, filled) = spec.read_align(&mut reader);
        spec.sign = reader.take(|c| matches!(c, '+' | '-' | ' '));
        spec.no_negative_zero = reader.take(|c| c == 'z').is_some();
        spec.alternate = reader.take(|c| c == '#').is_some();
        if !filled && reader.take(|c| c == '0').is_some() {
            spec.fill = '0';
            if !aligned && default == Align::Right {
                spec.align = Align::Inside;
            }
        }
        spec.width = reader.number()?;
        spec.read_grouping(&mut reader)?;
        if reader.take(|c| c == '.').is_some() {
            spec.precision = reader.number()?;
            if spec.precision.is_none() {
                return Err(Error::value("Format specifier missing precision"));
            }
        }
        spec.kind = reader.take(|_| true);
        if !reader.0.is_empty() {
            return Err(Error::value(format!(
                "Invalid format specifier '{text}' for object of type '{type_name}'"
            )));
        }
        spec.check_grouping(default)?;
        Ok(spec)
    }

    /// Whether an alignment was given, and a fill with it.
    fn read_align(&mut self, reader: &mut Reader<'_>) -> (bool, bool) {
        let mut chars = reader.0.chars();
        let (first, second) = (chars.next(), chars.next());
        if let (Some(fill), Some(align)) = (first, second.and_then(align_of)) {
            (self.fill, self.align) = (fill, align);
            reader.0 = chars.as_str();
            return (true, true);
        }
        match first.and_then(align_of) {
            Some(align) => {
                self.align = align;
                reader.take(|_| true);
                (true, false)
            }
            None => (false, false),
        }
    }

    fn read_grouping(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        let comma = reader.take(|c| c == ',').is_some();
        let underscore = reader.take(|c| c == '_').is_some();
        if underscore && (comma || reader.0.starts_with(',')) {
            return Err(Error::value("Cannot specify both ',' and '_'."));
        }
        self.grouping = match (comma, underscore) {
            (true, _) => Some(Grouping::Comma),
            (_, true) => Some(Grouping::Underscore),
            _ => None,
        };
        Ok(())
    }

    fn check_grouping(&self, default: Align) -> Result<()> {
        let Some(grouping) = self.grouping else {
            return Ok(());
        };
        let fine = match self.kind {
            // What has no type is a text, if texts are what is formatted.
            None => default != Align::Left,
            Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => true,
            Some('b' | 'o' | 'x' | 'X') => grouping == Grouping::Underscore,
            Some(_) => false,
        };
        if fine {
            return Ok(());
        }
        let kind = self.kind.unwrap_or('s');
        Err(Error::value(format!(
            "Cannot specify '{}' with '{}'.",
            grouping.sign(),
            shown(kind)
        )))
    }
}

/// A type letter in a message: what is not printable ASCII is shown by its number.
fn shown(kind: char) -> String {
    if kind > ' ' && (kind as u32) < 128 {
        String::from(kind)
    } else {
        format!("\\x{:x}", kind as u32)
    }
}

pub(super) fn unknown_kind(kind: char, type_name: &str) -> Error {
    Error::value(format!(
        "Unknown format code '{}' for object of type '{type_name}'",
        shown(kind)
    ))
}
