//! What holds for any bytes, and that nothing panics.

use molt_text::bytes::packing::{self, Format, Kind, Order, Scalar};
use molt_text::bytes::view::View;
use molt_text::bytes::{self, hex, layout, quote};
use molt_text::codec::{self, Encoding, Endian, Handler};
use molt_text::wtf8;
use proptest::prelude::*;

const ENCODINGS: [Encoding; 14] = [
    Encoding::Utf8,
    Encoding::Utf8Sig,
    Encoding::Utf16(Endian::Marked),
    Encoding::Utf16(Endian::Little),
    Encoding::Utf16(Endian::Big),
    Encoding::Utf32(Endian::Marked),
    Encoding::Utf32(Endian::Little),
    Encoding::Utf32(Endian::Big),
    Encoding::Latin1,
    Encoding::Utf7,
    Encoding::Ascii,
    Encoding::Cp1252,
    Encoding::UnicodeEscape,
    Encoding::RawUnicodeEscape,
];

const HANDLERS: [Handler; 9] = [
    Handler::Strict,
    Handler::Ignore,
    Handler::Replace,
    Handler::BackslashReplace,
    Handler::SurrogateEscape,
    Handler::SurrogatePass,
    Handler::XmlCharRefReplace,
    Handler::NameReplace,
    Handler::Unknown,
];

fn text() -> impl Strategy<Value = Vec<u8>> {
    let point = prop_oneof![
        0u32..0x80,
        0x80u32..0x900,
        0xD700u32..0xE100,
        0x1_0000u32..0x11_0000
    ];
    prop::collection::vec(point, 0..12).prop_map(|points| {
        let mut out = Vec::new();
        points.into_iter().for_each(|c| wtf8::push(&mut out, c));
        out
    })
}

fn small() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(
        prop_oneof![Just(b'a'), Just(b'b'), Just(b' '), any::<u8>()],
        0..20,
    )
}

proptest! {
    #[test]
    fn whatever_is_decoded_is_text(data in prop::collection::vec(any::<u8>(), 0..40), e in 0..14usize, h in 0..9usize) {
        if let Ok(text) = codec::decode(ENCODINGS[e], &data, HANDLERS[h]) {
            prop_assert!(wtf8::is_well_formed(&text));
        }
    }

    #[test]
    fn text_comes_back(text in text(), e in 0..14usize, h in 0..9usize) {
        let (encoding, handler) = (ENCODINGS[e], HANDLERS[h]);
        let _ = codec::encode(encoding, &text, handler);
        // A raw escape does not escape backslashes, so a text that has them may come back as another one.
        // UTF-16, and so UTF-7, joins surrogates.
        let joins = encoding == Encoding::Utf7 && wtf8::has_surrogate(&text);
        if encoding != Encoding::RawUnicodeEscape
            && !joins
            && let Ok(data) = codec::encode(encoding, &text, Handler::Strict)
        {
            prop_assert_eq!(codec::decode(encoding, &data, Handler::Strict).unwrap(), text);
        }
    }

    #[test]
    fn escaped_bytes_come_back(data in prop::collection::vec(any::<u8>(), 0..40)) {
        for encoding in [Encoding::Utf8, Encoding::Ascii, Encoding::Latin1, Encoding::Cp1252] {
            let text = codec::decode(encoding, &data, Handler::SurrogateEscape).unwrap();
            prop_assert_eq!(&codec::encode(encoding, &text, Handler::SurrogateEscape).unwrap(), &data);
        }
    }

    #[test]
    fn names_do_no_harm(name in ".*") {
        let _ = codec::lookup(&name);
    }

    #[test]
    fn parts_join_again(data in small(), sep in prop::collection::vec(prop_oneof![Just(b'a'), Just(b'b')], 1..3), most in -1..4i64) {
        for parts in [bytes::split(&data, Some(&sep), most).unwrap(), bytes::rsplit(&data, Some(&sep), most).unwrap()] {
            prop_assert_eq!(layout::join(&sep, &parts).unwrap(), data.clone());
        }
        let lines: Vec<u8> = bytes::split_lines(&data, true).concat();
        prop_assert_eq!(lines, data.clone());
        prop_assert_eq!(layout::replace(&data, &sep, &sep, most).unwrap(), data);
    }

    #[test]
    fn places_do_no_harm(data in small(), needle in small(), a in any::<i64>(), b in any::<i64>()) {
        let first = bytes::find(&data, &needle, a, b);
        prop_assert_eq!(first.is_some(), bytes::rfind(&data, &needle, a, b).is_some());
        prop_assert_eq!(first.is_some(), bytes::count(&data, &needle, a, b) > 0);
    }

    #[test]
    fn large_results_are_refused(data in small(), n in any::<i64>()) {
        let large = n > 1 << 31;
        let _ = layout::expand_tabs(&data, n);
        for result in [layout::center(&data, n.max(1 << 31), b' '), layout::zero_fill(&data, n.max(1 << 31))] {
            prop_assert!(result.is_err());
        }
        if large && !data.is_empty() {
            prop_assert!(layout::repeat(&data, usize::try_from(n).unwrap()).is_err());
        }
    }

    #[test]
    fn hexadecimal_comes_back(data in prop::collection::vec(any::<u8>(), 0..40), group in -50..50i64) {
        let text = hex::encode(&data, Some(b' '), group).unwrap();
        prop_assert_eq!(hex::decode(&text).unwrap(), data.clone());
        prop_assert!(quote::repr(&data).unwrap().is_ascii());
        prop_assert!(quote::repr_bytearray(&data).unwrap().is_ascii());
    }

    #[test]
    fn formats_do_no_harm(text in prop::collection::vec(any::<u8>(), 0..12)) {
        let _ = Format::parse(&text);
    }

    #[test]
    fn packed_values_come_back(codes in "[@<>=!]?([0-3]?[cbB?hHiIlLqQ]){0,6}", data in prop::collection::vec(any::<u8>(), 512)) {
        let format = Format::parse(codes.as_bytes()).unwrap();
        for field in format.fields() {
            let bytes = field.of(&data).unwrap();
            let mut out = vec![0; bytes.len()];
            match packing::read(field.code, format.order, bytes) {
                Scalar::Int(n) => packing::write_int(field.code, format.order, n, &mut out).unwrap(),
                Scalar::Bytes(b) => packing::write_bytes(field.code, b, &mut out),
                _ => continue,
            }
            prop_assert_eq!(&out[..], bytes);
        }
    }

    #[test]
    fn halves_come_back(bits in any::<u16>()) {
        let Scalar::Float(value) = packing::read(b'e', Order::Little, &bits.to_le_bytes()) else { unreachable!() };
        let mut out = [0; 2];
        prop_assert!(packing::write_float(b'e', Order::Little, value, &mut out));
        prop_assert!(value.is_nan() || out == bits.to_le_bytes());
    }

    #[test]
    fn views_stay_inside(len in 0..40usize, start in -50..50isize, step in -9..9isize, count in 0..50usize, index in any::<i64>()) {
        // Even geometry that no slice makes must not reach outside.
        let data = vec![7u8; len];
        let view = View::of_bytes(len, false).slice(start, step, count);
        let _ = view.to_bytes(&data, false);
        let _ = view.equals(&data, &view, &data);
        let _ = view.cast(b"h", Some(&[2, 2]));
        if let Ok(at) = view.locate(&[index]) {
            let mut data = data;
            let _ = view.read(&data, at);
            let _ = view.write(&mut data, at, Scalar::Int(i128::from(index)));
        }
        prop_assert!(matches!(view.kind(), Kind::Int));
    }
}
