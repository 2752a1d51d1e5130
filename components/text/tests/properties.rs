//! Texts against vectors of code points, which are slow and plain.

use molt_text::template::{fields, percent};
use molt_text::{Bounds, Ends, MAX_BYTES, Shown, Text, TextBuilder, TooLong, wtf8};
use proptest::prelude::*;

fn code_point() -> impl Strategy<Value = u32> {
    prop_oneof![
        0_u32..0x80,
        0_u32..0x800,
        0xD700_u32..0xE100,
        0_u32..=0x10_FFFF
    ]
}

fn code_points(longest: usize) -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(code_point(), 0..longest)
}

fn text(code_points: &[u32]) -> Text {
    Text::from_code_points(code_points.iter().copied()).expect("code points are small")
}

fn read(text: &Text) -> Vec<u32> {
    text.code_points().collect()
}

proptest! {
    #[test]
    fn a_text_is_its_code_points(points in code_points(400), index in 0_usize..450) {
        let text = text(&points);
        prop_assert_eq!(text.len(), points.len());
        prop_assert_eq!(&read(&text), &points);
        prop_assert_eq!(text.get(index), points.get(index).copied());
        prop_assert_eq!(text.index(text.offset(index)), index.min(points.len()));
        let backwards: Vec<u32> = text.code_points().rev().collect();
        prop_assert!(backwards.iter().eq(points.iter().rev()));
        prop_assert_eq!(text.has_surrogate(), text.as_str().is_none());
        prop_assert_eq!(text.is_ascii(), points.iter().all(|c| *c < 128));
        prop_assert_eq!(Text::from_wtf8(text.as_wtf8().to_vec()), Some(text));
    }

    #[test]
    fn texts_are_ordered_by_code_points(a in code_points(4), b in code_points(4)) {
        prop_assert_eq!(text(&a).cmp(&text(&b)), a.cmp(&b));
    }

    #[test]
    fn slices_are_those_of_the_code_points(points in code_points(300), start in 0_usize..310, size in 0_usize..310) {
        let text = text(&points);
        let (from, to) = (start.min(points.len()), start.saturating_add(size).min(points.len()));
        prop_assert_eq!(read(&text.substring(start, start + size)), &points[from..to]);
        let whole = text.slice(None, None, Some(-1)).expect("the step is not zero");
        prop_assert!(read(&whole).iter().eq(points.iter().rev()));
        let every: Vec<u32> = points[from..].iter().copied().step_by(size + 1).collect();
        prop_assert_eq!(read(&text.stepped(start, size as isize + 1, usize::MAX)), every);
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..12)) {
        if let Some(text) = Text::from_wtf8(bytes.clone()) {
            let mut again = Vec::new();
            text.code_points().for_each(|c| wtf8::push(&mut again, c));
            prop_assert_eq!(again, bytes);
        }
    }

    #[test]
    fn found_is_where_it_was_put(before in code_points(200), needle in code_points(5), after in code_points(200)) {
        let whole = text(&[before.clone(), needle.clone(), after].concat());
        let needle_text = text(&needle);
        let at = whole.find(&needle_text, Bounds::ALL).expect("it is in there");
        prop_assert!(at <= before.len());
        prop_assert_eq!(read(&whole.substring(at, at + needle.len())), needle);
        prop_assert!(whole.rfind(&needle_text, Bounds::ALL).expect("it is in there") >= before.len());
        prop_assert!(whole.starts_with(&text(&before), Bounds::ALL));
    }

    #[test]
    fn joined_parts_are_what_was_split(points in code_points(60), separator in code_points(2)) {
        let (whole, separator) = (text(&points), text(&separator));
        if let Some(parts) = whole.split(Some(&separator), -1, |part| part) {
            prop_assert_eq!(separator.join(parts.iter()), Ok(whole.clone()));
            let (times, length) = (parts.len() - 1, separator.len());
            prop_assert_eq!(whole.count(&separator, Bounds::ALL), times);
            let without = whole.replace(&separator, &Text::default(), -1).expect("it is short");
            prop_assert_eq!(without.len(), whole.len() - times * length);
        }
        prop_assert_eq!(Text::default().join(whole.split_lines(true).iter()), Ok(whole));
    }

    #[test]
    fn templates_do_not_panic(template in "[{}\\[\\].:!%()*0-9a-c€ld-]{0,12}") {
        let text = Text::from(template.as_str());
        let mut numbering = fields::Numbering::default();
        for piece in fields::Pieces::new(&text, 0..usize::MAX).flatten() {
            if let Some(Ok((_, steps))) =
                piece.field.map(|field| fields::read_name(&text, field.name, &mut numbering))
            {
                prop_assert!(steps.count() <= template.len());
            }
        }
        let mut reader = percent::Reader::new(template.as_bytes());
        while let Some((literal, more)) = reader.literal() {
            prop_assert!(literal.end <= template.len());
            if more && reader.conversion(&mut NoStars).is_err() {
                break;
            }
        }
    }

    #[test]
    fn nothing_panics(points in code_points(30), chars in code_points(3), width in any::<i8>(), bounds: (i64, i64)) {
        let (text, chars) = (text(&points), text(&chars));
        let bounds = Bounds { start: bounds.0, end: bounds.1 };
        for ends in [Ends::Both, Ends::Left, Ends::Right] {
            prop_assert!(text.strip(Some(&chars), ends).len() <= text.len());
        }
        let width = i64::from(width);
        prop_assert_eq!(text.center(width, 0x1F600).map(|t| t.len()), Ok(text.len().max(width.max(0) as usize)));
        prop_assert_eq!(text.zfill(width).map(|t| t.len()), Ok(text.len().max(width.max(0) as usize)));
        prop_assert!(text.expand_tabs(width).is_ok());
        prop_assert!(text.count(&chars, bounds) <= text.len() + 1);
        prop_assert!(text.quoted(Shown::Ascii).is_ok_and(|quoted| quoted.is_ascii()));
        prop_assert!(text.slice(Some(bounds.start), Some(bounds.end), Some(width)).is_some() == (width != 0));
    }
}

struct NoStars;

impl percent::Arguments for NoStars {
    type Error = percent::PercentError;

    fn expect_mapping(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }

    fn select(&mut self, _: core::ops::Range<usize>) -> Result<(), Self::Error> {
        Ok(())
    }

    fn width(&mut self) -> Result<i64, Self::Error> {
        Ok(i64::MIN)
    }

    fn precision(&mut self) -> Result<i32, Self::Error> {
        Ok(i32::MIN)
    }
}

#[test]
fn too_long_is_an_error() {
    let text = Text::from("äb\tc");
    assert_eq!(text.repeat(MAX_BYTES), Err(TooLong));
    assert_eq!(text.repeat(usize::MAX), Err(TooLong));
    assert_eq!(text.center(i64::MAX, 0x20), Err(TooLong));
    assert_eq!(text.ljust(MAX_BYTES as i64, 0xE4), Err(TooLong));
    assert_eq!(text.zfill(i64::MAX), Err(TooLong));
    assert_eq!(text.expand_tabs(i64::MAX), Err(TooLong));
    assert_eq!(Text::default().repeat(usize::MAX), Ok(Text::default()));
    let mut builder = TextBuilder::new();
    assert_eq!(builder.push_many(0x20, usize::MAX), Err(TooLong));
    let long = Text::from("ab").repeat(1 << 16).expect("this is short");
    assert_eq!(long.replace(&Text::from("a"), &long, -1), Err(TooLong));
    assert_eq!(long.replace(&Text::default(), &long, -1), Err(TooLong));
}

#[test]
fn a_pair_of_surrogates_stays_two_code_points() {
    let pair = text(&[0xD83D, 0xDE00]);
    let astral = text(&[0x1F600]);
    assert_eq!((pair.len(), astral.len()), (2, 1));
    assert_ne!(pair, astral);
    assert!(pair < astral);
    assert!(text(&[0xFFFF]) > pair);
    assert_eq!(pair.as_str(), None);
    assert_eq!(pair.to_string(), "\u{FFFD}\u{FFFD}");
    assert_eq!(Text::from_code_points([0x11_0000]), None);
}

#[test]
fn a_text_is_small() {
    assert!(size_of::<Text>() <= 5 * size_of::<usize>());
}
