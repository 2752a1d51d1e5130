//! Questions about all code points of a text: `isalpha`, `isdecimal`, `istitle` and their like.

use crate::text::Text;
use crate::unicode::Flags;

impl Text {
    /// Whether there is a code point and every one has one of some properties.
    fn all(&self, wanted: Flags) -> bool {
        !self.is_empty()
            && self
                .code_points()
                .all(|code_point| Flags::of(code_point).any(wanted))
    }

    /// `str.isalpha`
    pub fn is_alpha(&self) -> bool {
        self.all(Flags::ALPHA)
    }

    /// `str.isalnum`
    pub fn is_alphanumeric(&self) -> bool {
        self.all(Flags::ALPHANUMERIC)
    }

    /// `str.isdecimal`
    pub fn is_decimal(&self) -> bool {
        self.all(Flags::DECIMAL)
    }

    /// `str.isdigit`
    pub fn is_digit(&self) -> bool {
        self.all(Flags::DIGIT)
    }

    /// `str.isnumeric`
    pub fn is_numeric(&self) -> bool {
        self.all(Flags::NUMERIC)
    }

    /// `str.isspace`
    pub fn is_space(&self) -> bool {
        self.all(Flags::SPACE)
    }

    /// `str.isprintable`: true for nothing.
    pub fn is_printable(&self) -> bool {
        self.is_empty() || self.all(Flags::PRINTABLE)
    }

    /// `str.isidentifier`; a keyword is one too.
    pub fn is_identifier(&self) -> bool {
        let mut code_points = self.code_points().map(Flags::of);
        code_points
            .next()
            .is_some_and(|first| first.any(Flags::START))
            && code_points.all(|flags| flags.any(Flags::CONTINUE))
    }

    /// `str.islower`: something is in lower case and nothing in upper or title case.
    pub fn is_lower(&self) -> bool {
        self.is_cased(Flags::LOWER, Flags::CAPITAL)
    }

    /// `str.isupper`: something is in upper case and nothing in lower or title case.
    pub fn is_upper(&self) -> bool {
        self.is_cased(Flags::UPPER, Flags::LOWER_OR_TITLE)
    }

    fn is_cased(&self, wanted: Flags, unwanted: Flags) -> bool {
        let mut found = false;
        for flags in self.code_points().map(Flags::of) {
            if flags.any(unwanted) {
                return false;
            }
            found |= flags.any(wanted);
        }
        found
    }

    /// `str.istitle`: every word starts with a capital and has no other.
    pub fn is_title(&self) -> bool {
        let (mut found, mut in_word) = (false, false);
        for flags in self.code_points().map(Flags::of) {
            let (capital, lower) = (flags.any(Flags::CAPITAL), flags.any(Flags::LOWER));
            if capital && in_word || !capital && lower && !in_word {
                return false;
            }
            in_word = capital || lower;
            found |= in_word;
        }
        found
    }
}
