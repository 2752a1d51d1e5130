//! Every property of every code point, against checksums of what CPython 3.12 says.

use molt_text::{Text, unicode};

fn checksum(values: impl Iterator<Item = u32>) -> u64 {
    values.fold(0xcbf2_9ce4_8422_2325, |hash, value| {
        (hash ^ u64::from(value)).wrapping_mul(0x100_0000_01b3)
    })
}

fn every(of: impl Fn(Text) -> Vec<u32>) -> u64 {
    let texts = (0..=0x10_FFFF).filter_map(Text::from_code_point);
    checksum(texts.flat_map(of))
}

fn truth(of: impl Fn(&Text) -> bool) -> u64 {
    every(|text| vec![u32::from(of(&text))])
}

fn mapped(of: impl Fn(&Text) -> Text) -> u64 {
    every(|text| of(&text).code_points().collect())
}

/// A text between two others.
fn within(before: &str, text: &Text, after: &str) -> Text {
    let whole = Text::from(before)
        .concat(text)
        .and_then(|text| text.concat(&Text::from(after)));
    whole.expect("it is short")
}

fn last(text: &Text) -> u32 {
    text.code_points().next_back().expect("it is not empty")
}

/// The checksums are of `int(chr(c).isalpha())` and so on for every c, FNV-1a with whole values in place of bytes.
#[test]
fn predicates_are_those_of_cpython() {
    assert_eq!(truth(Text::is_alpha), 0xbcf64d01b4d8abc5, "isalpha");
    assert_eq!(truth(Text::is_alphanumeric), 0x1bc5c5cd6ee0f13e, "isalnum");
    assert_eq!(truth(Text::is_decimal), 0x6851c398c137d46d, "isdecimal");
    assert_eq!(truth(Text::is_digit), 0xfe4d4710c983f221, "isdigit");
    assert_eq!(truth(Text::is_numeric), 0x15ac95ad4f59905d, "isnumeric");
    assert_eq!(truth(Text::is_space), 0x910838d6e6c7b908, "isspace");
    assert_eq!(truth(Text::is_printable), 0xbb9fce7ea625f389, "isprintable");
    assert_eq!(
        truth(Text::is_identifier),
        0x56f664fc451051aa,
        "isidentifier"
    );
    assert_eq!(truth(Text::is_lower), 0x9ff5117c9192cedd, "islower");
    assert_eq!(truth(Text::is_upper), 0x11a9673fb6dad1a4, "isupper");
    assert_eq!(truth(Text::is_title), 0x311697834c311fdd, "istitle");
    let continues = |text: &Text| within("a", text, "").is_identifier();
    assert_eq!(
        truth(continues),
        0x08a08432f63a93ca,
        "isidentifier after a letter"
    );
}

#[test]
fn fast_paths_agree_with_the_tables() {
    for c in 0..=0x10_FFFF {
        let flags = unicode::Flags::of(c);
        assert_eq!(
            unicode::is_space(c),
            flags.any(unicode::Flags::SPACE),
            "{c:x}"
        );
        assert_eq!(
            unicode::is_printable(c),
            flags.any(unicode::Flags::PRINTABLE),
            "{c:x}"
        );
        assert_eq!(
            unicode::decimal(c).is_some(),
            flags.any(unicode::Flags::DECIMAL),
            "{c:x}"
        );
    }
    assert_eq!(unicode::Flags::of(u32::MAX), unicode::Flags::of(0x11_0000));
    assert_eq!(
        unicode::map(u32::MAX, unicode::Case::Upper),
        unicode::Mapped::One(u32::MAX)
    );
}

#[test]
fn digits_have_the_values_of_cpython() {
    let values = (0..=0x10_FFFF).map(|c| unicode::decimal(c).map_or(255, u32::from));
    assert_eq!(checksum(values), 0x3492a0017183c84d);
}

#[test]
fn mappings_are_those_of_cpython() {
    assert_eq!(mapped(Text::upper), 0xa883bea0a58e54a4, "upper");
    assert_eq!(mapped(Text::lower), 0x72bf378501e4a62e, "lower");
    assert_eq!(mapped(Text::title), 0xde258daf55b9286c, "title");
    assert_eq!(mapped(Text::casefold), 0x67341ebeeae04e17, "casefold");
    assert_eq!(mapped(Text::capitalize), 0xde258daf55b9286c, "capitalize");
    assert_eq!(mapped(Text::swapcase), 0x10b5663f30fad422, "swapcase");
}

#[test]
fn words_end_where_they_do_in_cpython() {
    let sigma = |text: Text| {
        let (after_a, alone) = (within("a", &text, "Σ"), within("", &text, "Σ"));
        vec![last(&after_a.lower()), last(&alone.lower())]
    };
    assert_eq!(every(sigma), 0xa6433970db466562);
    let word = |text: Text| vec![last(&within("", &text, "a").title())];
    assert_eq!(every(word), 0x32c3eb6dcec5fe25);
}
