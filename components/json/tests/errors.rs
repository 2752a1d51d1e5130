//! Every kind of error, with its place.

use molt_json::ErrorKind::{self, *};
use molt_json::{
    DuplicateKeys, FloatOverflow, NonFinite, ParseOptions, Position, StringifyOptions, parse,
    stringify, validate,
};

/// Parses with `options`; the error's kind, offset, line and column.
fn error(input: &[u8], options: &ParseOptions) -> Option<(ErrorKind, usize, u32, u32)> {
    let outcome = parse(input, options);
    assert_eq!(
        outcome.as_ref().err(),
        validate(input, options).as_ref().err()
    );
    outcome.err().map(|error| {
        assert!(!error.message.is_empty());
        let Position { line, column } = Position::of(input, error.offset);
        (error.kind, error.offset, line, column)
    })
}

#[track_caller]
fn refused(input: impl AsRef<[u8]>, kind: ErrorKind, offset: usize) {
    let input = input.as_ref();
    let found = error(input, &ParseOptions::default()).map(|(kind, offset, _, _)| (kind, offset));
    assert_eq!(
        found,
        Some((kind, offset)),
        "{:?}",
        String::from_utf8_lossy(input)
    );
}

#[test]
fn the_end_comes_too_early() {
    for input in [
        "",
        " \n",
        "[",
        "[1",
        "[1,",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "\"",
        "\"abc",
        "\"\\",
        "\"\\u",
        "\"\\u12",
        "\"\\ud800",
        "\"\\ud800\\",
        "\"\\ud800\\u",
        "\"\\ud800\\udc",
        "-",
        "1.",
        "1e",
        "1e+",
        "-0.",
        "n",
        "nul",
        "tru",
        "fals",
    ] {
        refused(input, UnexpectedEnd, input.len());
    }
    // A character that the end cuts off is an early end too.
    refused(b"\"\xE2\x82", UnexpectedEnd, 3);
}

#[test]
fn a_byte_that_cannot_stand_there() {
    for (input, offset) in [
        ("]", 0),
        ("}", 0),
        (",", 0),
        (":", 0),
        ("[,1]", 1),
        ("[1,]", 3),
        ("[1 2]", 3),
        ("[1}", 2),
        ("{1:2}", 1),
        ("{,}", 1),
        ("{\"a\" 1}", 5),
        ("{\"a\"}", 4),
        ("{\"a\":}", 5),
        ("{\"a\":1,}", 7),
        ("{\"a\":1]", 6),
        ("nulL", 3),
        ("nul]", 3),
        ("trux", 3),
        ("falze", 3),
        ("'a'", 0),
        ("+1", 0),
        (".5", 0),
        ("-a", 1),
        ("--1", 1),
        ("01", 1),
        ("-01", 2),
        ("00.5", 1),
        ("1.e5", 2),
        ("1.a", 2),
        ("1ea", 2),
        ("1e+a", 3),
        ("\"\\x\"", 2),
        ("\"\\u12G4\"", 5),
        ("\"a\nb\"", 2),
        ("\"\u{0}\"", 1),
        ("\"\t\"", 1),
        ("\"\u{1f}\"", 1),
        ("\"é\u{1}\"", 3),
        ("[é]", 1),
        ("\u{feff}1", 0),
        ("// c\n1", 0),
        ("/**/1", 0),
        ("\u{a0}1", 0),
        ("\u{b}1", 0),
        ("Na", 0),
        ("nan", 1),
        ("Inf", 0),
        ("-Inf", 1),
        ("undefined", 0),
        ("\"\\u{41}\"", 3),
        ("\"\\U0041\"", 2),
        ("[\"a\",\n\"b\"\n\"c\"]", 10),
    ] {
        refused(input, UnexpectedByte, offset);
    }
}

#[test]
fn a_byte_order_mark_is_named() {
    let error = parse("\u{feff}{}".as_bytes(), &ParseOptions::default()).unwrap_err();
    assert!(error.message.contains("byte order mark"), "{error}");
    let error = parse(b"\xFF\xFE1\0", &ParseOptions::default()).unwrap_err();
    assert_eq!((error.kind, error.offset), (InvalidUtf8, 0));
    assert!(error.message.contains("UTF-16"), "{error}");
}

#[test]
fn bytes_that_are_no_utf8() {
    for (input, offset) in [
        (&b"\"\xFF\""[..], 1),
        (b"\"ab\x80\"", 3),
        (b"\"\xC0\xAF\"", 1),
        (b"\"\xED\xA0\x80\"", 1),
        (b"\"\xF4\x90\x80\x80\"", 1),
        (b"\"\xE2\x82\"", 1),
        (b"\"\xE2\x82\n\"", 1),
        (b"\"\\n\xFF\"", 3),
        (b"{\"\xFF\":1}", 2),
        (b"[\xFF]", 1),
        (b"[1\xFE]", 2),
        (b"\"\xFF", 1),
        (b"\"0123456789abcdef0123456789abcdef\xC3\"", 33),
    ] {
        refused(input, InvalidUtf8, offset);
    }
    // What follows a complete document is that before it is anything else.
    refused(b"1\xFF", TrailingData, 1);
}

#[test]
fn lone_surrogates() {
    for (input, offset) in [
        (r#""\ud800""#, 1),
        (r#""\udc00""#, 1),
        (r#""a\uDFFFb""#, 2),
        (r#""\ud800\ud800""#, 1),
        (r#""\ud800\n""#, 1),
        (r#""\ud800x""#, 1),
        (r#""\ud83d\ude00\ud83d""#, 13),
        (r#"{"\ud800":1}"#, 2),
        (r#""\ud800\u0041""#, 1),
        (r#""\udc00\ud800""#, 1),
        (r#""\ud800\uZZZZ""#, 1),
    ] {
        refused(input, LoneSurrogate, offset);
    }
}

#[test]
fn bytes_after_the_document() {
    for (input, offset) in [
        ("1 2", 2),
        ("{}{}", 2),
        ("[]]", 2),
        ("null,", 4),
        ("\"a\"\"b\"", 3),
        ("1\0", 1),
        ("true false", 5),
        ("[1]x", 3),
        ("0x10", 1),
        ("[1]\u{c}", 3),
    ] {
        refused(input, TrailingData, offset);
    }
}

#[test]
fn duplicate_keys_are_found_at_the_second_one() {
    let refuse = ParseOptions {
        duplicate_keys: DuplicateKeys::Refuse,
        ..ParseOptions::default()
    };
    let many: String = (0..200).map(|key| format!("\"k{key}\":0,")).collect();
    for (input, offset) in [
        (r#"{"a":1,"a":2}"#.to_owned(), 7),
        (r#"{"a":1,"b":2,"a":3}"#.to_owned(), 13),
        (r#"{"":1,"":2}"#.to_owned(), 6),
        (r#"{"a":1,"\u0061":2}"#.to_owned(), 7),
        (r#"{"\n":1,"\u000a":2}"#.to_owned(), 8),
        (r#"[{"a":{"b":1,"c":2,"d":3,"e":4,"b":5}}]"#.to_owned(), 31),
        // Of several the first, also when it is in an object that is still open.
        (r#"{"a":1,"a":{"b":1,"b":2}}"#.to_owned(), 7),
        (r#"{"a":{"b":1,"b":2},"a":2}"#.to_owned(), 12),
        // And before any other error that comes later.
        (r#"{"a":1,"a":x"#.to_owned(), 7),
        (r#"{"a":1,"a""#.to_owned(), 7),
        (format!("{{{many}\"k7\":1}}"), many.len() + 1),
    ] {
        let found = error(input.as_bytes(), &refuse).map(|(kind, offset, _, _)| (kind, offset));
        assert_eq!(found, Some((DuplicateKey, offset)), "{input}");
    }
    assert_eq!(
        error(br#"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}"#, &refuse),
        None
    );
    assert_eq!(
        error(format!("{{{many}\"x\":1}}").as_bytes(), &refuse),
        None
    );
    let earlier = error(br#"{"a":x,"a":1}"#, &refuse);
    assert_eq!(
        earlier.map(|(kind, offset, _, _)| (kind, offset)),
        Some((UnexpectedByte, 5))
    );
}

#[test]
fn numbers_beyond_float_64() {
    let infinity = ParseOptions {
        float_overflow: FloatOverflow::Infinity,
        ..ParseOptions::default()
    };
    for (input, offset) in [
        ("1e999", 0),
        ("[-1e309]", 1),
        ("1.7976931348623159e308", 0),
        ("123e99999999999999999999", 0),
    ] {
        refused(input, FloatOverflow, offset);
        assert_eq!(error(input.as_bytes(), &infinity), None);
    }
    let long = format!("{}.0", "9".repeat(400));
    refused(&long, FloatOverflow, 0);
    assert_eq!(
        error(b"1.7976931348623157e308", &ParseOptions::default()),
        None
    );
    assert_eq!(
        parse(b"-1e999", &infinity).as_deref(),
        Ok(&b"\xCA\xFF\x80\0\0"[..])
    );
}

#[test]
fn words_that_are_no_json() {
    let allow = ParseOptions {
        non_finite: NonFinite::Allow,
        ..ParseOptions::default()
    };
    for (input, offset, pivot) in [
        ("NaN", 0, &b"\xCA\x7F\xC0\0\0"[..]),
        ("Infinity", 0, b"\xCA\x7F\x80\0\0"),
        ("-Infinity", 0, b"\xCA\xFF\x80\0\0"),
        ("[NaN]", 1, b"\x91\xCA\x7F\xC0\0\0"),
    ] {
        refused(input, NonFinite, offset);
        assert_eq!(parse(input.as_bytes(), &allow).as_deref(), Ok(pivot));
    }
    for (input, kind, offset) in [
        ("Nan", UnexpectedByte, 2),
        ("Na", UnexpectedEnd, 2),
        ("-Infinite", UnexpectedByte, 8),
        ("-NaN", UnexpectedByte, 1),
    ] {
        let found = error(input.as_bytes(), &allow).map(|(kind, offset, _, _)| (kind, offset));
        assert_eq!(found, Some((kind, offset)), "{input}");
    }
}

#[test]
fn depth_counts_arrays_and_objects() {
    let depth = |max_depth| ParseOptions {
        max_depth,
        ..ParseOptions::default()
    };
    for (input, max_depth, offset) in [
        ("[]", 0, Some(0)),
        ("1", 0, None),
        ("[]", 1, None),
        ("[[]]", 1, Some(1)),
        ("[{}]", 1, Some(1)),
        ("{\"a\":[]}", 1, Some(5)),
        ("[[],[]]", 2, None),
        ("[1,{\"a\":{\"b\":[]}}]", 3, Some(13)),
    ] {
        let found = error(input.as_bytes(), &depth(max_depth));
        assert_eq!(
            found.map(|(kind, offset, _, _)| (kind, offset)),
            offset.map(|offset| (DepthLimit, offset)),
            "{input}"
        );
    }
    refused("[".repeat(1_000_000), DepthLimit, 1024);
    let deep = ["[".repeat(1_000_000), "]".repeat(1_000_000)].concat();
    let found = error(deep.as_bytes(), &depth(u32::MAX));
    assert_eq!(
        found.map(|(kind, offset, _, _)| (kind, offset)),
        Some((DepthLimit, 100_000))
    );
    let deepest = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    let pivot = parse(deepest.as_bytes(), &depth(100_000)).expect("deep, and not too deep");
    let options = StringifyOptions {
        max_depth: 100_000,
        ..StringifyOptions::default()
    };
    assert_eq!(
        stringify(&pivot, &options).as_deref(),
        Ok(deepest.as_bytes())
    );
}

#[test]
fn sizes() {
    let input = |max_input| ParseOptions {
        max_input,
        ..ParseOptions::default()
    };
    assert_eq!(error(b"[1]", &input(3)), None);
    assert_eq!(error(b"[1]", &input(2)), Some((SizeLimit, 2, 1, 3)));
    let output = |max_output| ParseOptions {
        max_output,
        ..ParseOptions::default()
    };
    assert_eq!(error(b"[1,\"abc\"]", &output(6)), None);
    assert_eq!(
        error(b"[1,\"abc\"]", &output(5)).map(|error| error.0),
        Some(SizeLimit)
    );
    let items = format!("[{}1]", "1,".repeat(15));
    assert_eq!(error(items.as_bytes(), &output(19)), None);
    assert_eq!(
        error(items.as_bytes(), &output(18)).map(|error| error.0),
        Some(SizeLimit)
    );
    refused("1".repeat(1_000_001), SizeLimit, 1_000_000);
}

#[test]
fn lines_end_with_lf_cr_or_both_and_columns_count_characters() {
    for (input, line, column) in [
        ("x", 1, 1),
        ("\nx", 2, 1),
        ("\rx", 2, 1),
        ("\r\nx", 2, 1),
        ("\n\rx", 3, 1),
        ("\r\r\nx", 3, 1),
        ("[\n  1,\n  x]", 3, 3),
        ("[\"é\",x]", 1, 6),
        ("[\"\u{1F600}\",\r\n\"ß\", x", 2, 6),
        ("[\"a\rb\"]", 1, 4),
    ] {
        let (_, _, found_line, found_column) =
            error(input.as_bytes(), &ParseOptions::default()).expect("an error");
        assert_eq!((found_line, found_column), (line, column), "{input:?}");
    }
    // At the end of the input the column is the one after the last character.
    assert_eq!(
        Position::of("é".as_bytes(), 2),
        Position { line: 1, column: 2 }
    );
    assert_eq!(Position::of(b"a\n", 2), Position { line: 2, column: 1 });
    assert_eq!(Position::of(b"a\r\n", 1), Position { line: 1, column: 2 });
    assert_eq!(
        Position::of(b"\xFF\xFF", 1),
        Position { line: 1, column: 2 }
    );
}

#[test]
fn stringify_says_what_json_has_no_form_for() {
    let deep = |max_depth| StringifyOptions {
        max_depth,
        ..StringifyOptions::default()
    };
    let sorted = StringifyOptions {
        sort_keys: true,
        ..StringifyOptions::default()
    };
    for (pivot, kind, offset, word) in [
        (&b"\x92\x01\xC4\x01a"[..], Unrepresentable, 2, "binary"),
        (b"\xD6\xFF\0\0\0\0", Unrepresentable, 0, "timestamp"),
        (b"\xD5\x02\x92\x00", Unrepresentable, 0, "decimal"),
        (b"\x81\x01\x02", Unrepresentable, 1, "key"),
        (b"\x81\xC0\x02", Unrepresentable, 1, "key"),
        (b"\x82\xA1b\x01\x90\x02", Unrepresentable, 4, "key"),
        (b"\xD4\x63\x00", Unrepresentable, 0, "99"),
        (b"\xCA\x7F\xC0\0\0", NonFinite, 0, "NaN"),
        (b"\x91\xCA\xFF\x80\0\0", NonFinite, 1, "-Infinity"),
        (
            b"",
            InvalidPivot(molt_pivot::ErrorKind::Truncated),
            0,
            "ends",
        ),
        (
            b"\x91",
            InvalidPivot(molt_pivot::ErrorKind::Truncated),
            1,
            "ends",
        ),
        (
            b"\xC1",
            InvalidPivot(molt_pivot::ErrorKind::Malformed),
            0,
            "c1",
        ),
        (
            b"\xA1\xFF",
            InvalidPivot(molt_pivot::ErrorKind::Invalid),
            1,
            "UTF-8",
        ),
        (
            b"\x01\x02",
            InvalidPivot(molt_pivot::ErrorKind::TrailingData),
            1,
            "follow",
        ),
        (
            b"\x82\xA1b\x01\xA1a\xC1",
            InvalidPivot(molt_pivot::ErrorKind::Malformed),
            6,
            "c1",
        ),
    ] {
        for options in [&StringifyOptions::default(), &sorted] {
            let error = stringify(pivot, options).expect_err("no JSON");
            assert_eq!((error.kind, error.offset), (kind, offset), "{pivot:02x?}");
            assert!(error.message.contains(word), "{error}");
        }
    }
    assert_eq!(
        stringify(b"\x91\x90", &deep(1)).map_err(|error| (error.kind, error.offset)),
        Err((DepthLimit, 1))
    );
    assert_eq!(
        stringify(b"\x91\x90", &deep(2)).as_deref(),
        Ok(&b"[[]]"[..])
    );
    let limit = |max_output| StringifyOptions {
        max_output,
        ..StringifyOptions::default()
    };
    assert_eq!(
        stringify(b"\xA2\0\0", &limit(14)).as_deref(),
        Ok(&b"\"\\u0000\\u0000\""[..])
    );
    for max_output in 0..14 {
        let error = stringify(b"\xA2\0\0", &limit(max_output)).expect_err("too long");
        assert_eq!(error.kind, SizeLimit, "{max_output}");
    }
}
