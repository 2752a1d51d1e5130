//! Case: `upper`, `lower`, `title`, `capitalize`, `swapcase`, `casefold`, with Unicode's full mappings.

use crate::text::{Text, TextBuilder};
use crate::unicode::{Case, Flags, Mapped, map};
use crate::wtf8;

const CAPITAL_SIGMA: u32 = 0x3A3;
const SIGMA: u32 = 0x3C3;
const FINAL_SIGMA: u32 = 0x3C2;

impl Text {
    /// In upper case.
    pub fn upper(&self) -> Text {
        if self.is_ascii() {
            return self.map_ascii(u8::to_ascii_uppercase);
        }
        self.map_each(|_, _| Some(Case::Upper))
    }

    /// In lower case.
    pub fn lower(&self) -> Text {
        if self.is_ascii() {
            return self.map_ascii(u8::to_ascii_lowercase);
        }
        self.map_each(|_, _| Some(Case::Lower))
    }

    /// Folded for comparisons without case.
    pub fn casefold(&self) -> Text {
        if self.is_ascii() {
            return self.map_ascii(u8::to_ascii_lowercase);
        }
        self.map_each(|_, _| Some(Case::Fold))
    }

    /// Every word in lower case with a title case letter at its start.
    pub fn title(&self) -> Text {
        let mut in_word = false;
        self.map_each(|_, code_point| {
            let case = if in_word { Case::Lower } else { Case::Title };
            in_word = Flags::of(code_point).any(Flags::CASED);
            Some(case)
        })
    }

    /// In lower case with a title case letter at the start.
    pub fn capitalize(&self) -> Text {
        self.map_each(|at, _| Some(if at == 0 { Case::Title } else { Case::Lower }))
    }

    /// With upper and lower case exchanged.
    pub fn swapcase(&self) -> Text {
        self.map_each(|_, code_point| {
            let flags = Flags::of(code_point);
            if flags.any(Flags::UPPER) {
                Some(Case::Lower)
            } else if flags.any(Flags::LOWER) {
                Some(Case::Upper)
            } else {
                None
            }
        })
    }

    fn map_ascii(&self, map: impl Fn(&u8) -> u8) -> Text {
        let bytes: Vec<u8> = self.as_wtf8().iter().map(map).collect();
        Text::from_parts(bytes, self.len())
    }

    /// Every code point in the case that `choose` says for it and its byte offset; as it is for none.
    fn map_each(&self, mut choose: impl FnMut(usize, u32) -> Option<Case>) -> Text {
        let bytes = self.as_wtf8();
        let mut mapped = TextBuilder::with_capacity(bytes.len());
        let mut at = 0;
        while let Some((code_point, size)) = wtf8::first(&bytes[at..]) {
            match choose(at, code_point) {
                None => mapped.push(code_point),
                Some(Case::Lower) if code_point == CAPITAL_SIGMA => {
                    let last = is_final(&bytes[..at], &bytes[at + size..]);
                    mapped.push(if last { FINAL_SIGMA } else { SIGMA });
                }
                Some(case) => push_mapped(&mut mapped, code_point, case),
            }
            at += size;
        }
        mapped.finish()
    }
}

fn push_mapped(mapped: &mut TextBuilder, code_point: u32, case: Case) {
    if code_point < 0x80 {
        let byte = code_point as u8;
        let byte = match case {
            Case::Upper | Case::Title => byte.to_ascii_uppercase(),
            Case::Lower | Case::Fold => byte.to_ascii_lowercase(),
        };
        return mapped.push(u32::from(byte));
    }
    match map(code_point, case) {
        Mapped::One(code_point) => mapped.push(code_point),
        Mapped::Several(several) => several
            .iter()
            .for_each(|unit| mapped.push(u32::from(*unit))),
    }
}

/// Whether a sigma between these two is at the end of a word: Unicode's condition Final_Sigma.
fn is_final(before: &[u8], after: &[u8]) -> bool {
    let is_cased = |flags: Flags| flags.any(Flags::CASED);
    let matters = |flags: &Flags| !flags.any(Flags::IGNORABLE);
    let mut before = wtf8::CodePoints::new(before).rev().map(Flags::of);
    let mut after = wtf8::CodePoints::new(after).map(Flags::of);
    before.find(matters).is_some_and(is_cased) && !after.find(matters).is_some_and(is_cased)
}
