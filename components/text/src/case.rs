//! Case: `upper`, `lower`, `title`, `capitalize`, `swapcase`, `casefold`, with Unicode's full mappings.

use crate::text::Text;
use crate::unicode::{Case, Flags, Mapped, map};
use crate::wtf8;

const CAPITAL_SIGMA: u32 = 0x3A3;
const SIGMA: u32 = 0x3C3;
const FINAL_SIGMA: u32 = 0x3C2;

impl Text {
    /// In upper case.
    pub fn upper(&self) -> Text {
        self.map_all(Case::Upper)
    }

    /// In lower case.
    pub fn lower(&self) -> Text {
        self.map_all(Case::Lower)
    }

    /// Folded for comparisons without case.
    pub fn casefold(&self) -> Text {
        self.map_all(Case::Fold)
    }

    /// Every word in lower case with a title case letter at its start.
    pub fn title(&self) -> Text {
        let mut in_word = false;
        self.map_each(&mut |_, code_point| {
            let case = if in_word { Case::Lower } else { Case::Title };
            in_word = Flags::of(code_point).any(Flags::CASED);
            Some(case)
        })
    }

    /// In lower case with a title case letter at the start.
    pub fn capitalize(&self) -> Text {
        self.map_each(&mut |at, _| Some(if at == 0 { Case::Title } else { Case::Lower }))
    }

    /// With upper and lower case exchanged.
    pub fn swapcase(&self) -> Text {
        self.map_each(&mut |_, code_point| {
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

    /// Every code point in one case. Runs of ASCII are done at once.
    fn map_all(&self, case: Case) -> Text {
        let bytes = self.as_wtf8();
        let mut mapped = Vec::with_capacity(bytes.len());
        let mut at = 0;
        loop {
            let rest = &bytes[at..];
            let run = if self.is_ascii() {
                rest.len()
            } else {
                ascii_run(rest)
            };
            mapped.extend_from_slice(&rest[..run]);
            let from = mapped.len() - run;
            match case {
                Case::Upper | Case::Title => mapped[from..].make_ascii_uppercase(),
                Case::Lower | Case::Fold => mapped[from..].make_ascii_lowercase(),
            }
            at += run;
            let Some((code_point, size)) = wtf8::first(&bytes[at..]) else {
                break;
            };
            push_mapped(
                &mut mapped,
                code_point,
                case,
                &bytes[..at],
                &bytes[at + size..],
            );
            at += size;
        }
        if self.is_ascii() {
            return Text::from_parts(mapped, bytes.len());
        }
        Text::from_well_formed(mapped)
    }

    /// Every code point in the case that `choose` says for it and its byte offset; as it is for none.
    fn map_each(&self, choose: &mut dyn FnMut(usize, u32) -> Option<Case>) -> Text {
        let bytes = self.as_wtf8();
        let mut mapped = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while let Some((code_point, size)) = wtf8::first(&bytes[at..]) {
            match choose(at, code_point) {
                None => wtf8::push(&mut mapped, code_point),
                Some(case) if code_point < 0x80 => mapped.push(map_ascii(code_point as u8, case)),
                Some(case) => push_mapped(
                    &mut mapped,
                    code_point,
                    case,
                    &bytes[..at],
                    &bytes[at + size..],
                ),
            }
            at += size;
        }
        Text::from_well_formed(mapped)
    }
}

/// How many bytes of ASCII come first.
fn ascii_run(bytes: &[u8]) -> usize {
    let words = bytes
        .chunks_exact(8)
        .take_while(|word| word.is_ascii())
        .count();
    let rest = &bytes[8 * words..];
    8 * words + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

#[inline]
fn map_ascii(byte: u8, case: Case) -> u8 {
    match case {
        Case::Upper | Case::Title => byte.to_ascii_uppercase(),
        Case::Lower | Case::Fold => byte.to_ascii_lowercase(),
    }
}

/// Appends what a code point becomes that stands between two texts.
fn push_mapped(mapped: &mut Vec<u8>, code_point: u32, case: Case, before: &[u8], after: &[u8]) {
    if case == Case::Lower && code_point == CAPITAL_SIGMA {
        let sigma = if is_final(before, after) {
            FINAL_SIGMA
        } else {
            SIGMA
        };
        return wtf8::push(mapped, sigma);
    }
    match map(code_point, case) {
        Mapped::One(code_point) => wtf8::push(mapped, code_point),
        Mapped::Several(several) => several
            .iter()
            .for_each(|unit| wtf8::push(mapped, u32::from(*unit))),
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
