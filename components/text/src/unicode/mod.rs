//! What Unicode 15.0 says about a code point, as CPython 3.12 sees it.
//!
//! Rust's own `char` knows another version of Unicode, so none of its properties are used.

#[rustfmt::skip]
mod tables;

use tables::*;

/// A set of properties of a code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// `str.isalpha`.
    pub const ALPHA: Flags = Flags(1 << 0);
    /// `str.isdecimal`.
    pub const DECIMAL: Flags = Flags(1 << 1);
    /// `str.isdigit`.
    pub const DIGIT: Flags = Flags(1 << 2);
    /// `str.isnumeric`.
    pub const NUMERIC: Flags = Flags(1 << 3);
    /// `str.isspace`.
    pub const SPACE: Flags = Flags(1 << 4);
    /// `str.isprintable`.
    pub const PRINTABLE: Flags = Flags(1 << 5);
    /// `str.islower`.
    pub const LOWER: Flags = Flags(1 << 6);
    /// `str.isupper`.
    pub const UPPER: Flags = Flags(1 << 7);
    /// A title case letter, such as U+01C5.
    pub const TITLE: Flags = Flags(1 << 8);
    /// May start an identifier: XID_Start and the low line.
    pub const START: Flags = Flags(1 << 9);
    /// May continue an identifier: XID_Continue.
    pub const CONTINUE: Flags = Flags(1 << 10);
    /// Has a case: what comes after it is not the start of a word.
    pub const CASED: Flags = Flags(1 << 11);
    /// Is looked through when a final sigma is looked for.
    pub const IGNORABLE: Flags = Flags(1 << 12);
    /// `str.isalnum`.
    pub const ALPHANUMERIC: Flags =
        Flags(Self::ALPHA.0 | Self::DECIMAL.0 | Self::DIGIT.0 | Self::NUMERIC.0);
    /// Upper case or title case.
    pub const CAPITAL: Flags = Flags(Self::UPPER.0 | Self::TITLE.0);

    /// Lower case or title case.
    pub const LOWER_OR_TITLE: Flags = Flags(Self::LOWER.0 | Self::TITLE.0);

    /// The properties of a code point; none beyond U+10FFFF.
    #[inline]
    pub fn of(code_point: u32) -> Self {
        match ASCII.get(code_point as usize) {
            Some(flags) => Self(*flags),
            None => Self(look_up(code_point)),
        }
    }

    /// Whether at least one of some properties is among these.
    #[inline]
    pub fn any(self, wanted: Flags) -> bool {
        self.0 & wanted.0 != 0
    }
}

/// What is asked most.
static ASCII: [u16; 128] = {
    let mut flags = [0; 128];
    let mut code_point = 0;
    while code_point < 128 {
        flags[code_point as usize] = look_up(code_point);
        code_point += 1;
    }
    flags
};

/// The set of properties of a code point.
const fn look_up(code_point: u32) -> u16 {
    if code_point > crate::wtf8::MAX_CODE_POINT {
        return 0;
    }
    let mut top = (code_point >> (FLAGS_LEAF_BITS + FLAGS_MIDDLE_BITS)) as usize;
    if top >= FLAGS_TOP.len() {
        top = FLAGS_TOP.len() - 1;
    }
    let middle = block(
        FLAGS_TOP[top] as u32,
        code_point >> FLAGS_LEAF_BITS,
        FLAGS_MIDDLE_BITS,
    );
    let leaf = block(FLAGS_MIDDLE[middle] as u32, code_point, FLAGS_LEAF_BITS);
    FLAG_SETS[FLAGS_LEAF[leaf] as usize]
}

/// Where an element of a block is, when blocks of `1 << bits` elements follow each other.
const fn block(number: u32, element: u32, bits: u32) -> usize {
    (number << bits | element & ((1 << bits) - 1)) as usize
}

/// Whether a code point is white space.
#[inline]
pub fn is_space(code_point: u32) -> bool {
    match code_point {
        0..0x80 => matches!(code_point, 0x09..=0x0D | 0x1C..=0x20),
        _ => Flags::of(code_point).any(Flags::SPACE),
    }
}

/// Whether `repr` shows a code point as it is.
#[inline]
pub fn is_printable(code_point: u32) -> bool {
    match code_point {
        0..0x80 => matches!(code_point, 0x20..0x7F),
        _ => Flags::of(code_point).any(Flags::PRINTABLE),
    }
}

/// The value of a decimal digit of any script.
pub fn decimal(code_point: u32) -> Option<u8> {
    let zero = match code_point {
        0x30..0x3A => 0x30,
        0..0x80 => return None,
        _ => {
            let after = ZEROS.partition_point(|zero| *zero <= code_point);
            *ZEROS.get(after.checked_sub(1)?)?
        }
    };
    u8::try_from(code_point - zero)
        .ok()
        .filter(|digit| *digit < 10)
}

/// Which form a mapping gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Upper case.
    Upper,
    /// Lower case.
    Lower,
    /// Title case.
    Title,
    /// Folded, for comparing without case.
    Fold,
}

/// What a code point becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapped {
    /// One code point, perhaps the same.
    One(u32),
    /// Several.
    Several(&'static [u16]),
}

/// The full case mapping of a code point on its own.
pub fn map(code_point: u32, case: Case) -> Mapped {
    let top = (code_point >> (CASES_LEAF_BITS + CASES_MIDDLE_BITS)) as usize;
    let top = CASES_TOP[top.min(CASES_TOP.len() - 1)];
    let middle = block(
        u32::from(top),
        code_point >> CASES_LEAF_BITS,
        CASES_MIDDLE_BITS,
    );
    let leaf = block(u32::from(CASES_MIDDLE[middle]), code_point, CASES_LEAF_BITS);
    let entry = CASES[usize::from(CASES_LEAF[leaf])][case as usize];
    if entry >= 1 << 20 {
        let at = (entry as usize & 0xF_FFFF) >> 2;
        return Mapped::Several(&EXPANSIONS[at..at + (entry as usize & 3)]);
    }
    Mapped::One(code_point.wrapping_add_signed(entry))
}
