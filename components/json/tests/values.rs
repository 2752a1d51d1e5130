//! What documents mean, and that large and hostile ones are read in good time.

use std::time::{Duration, Instant};

use molt_json::{ParseOptions, StringifyOptions, kind_of, parse, stringify, validate};

#[track_caller]
fn means(input: impl AsRef<[u8]>, pivot: impl AsRef<[u8]>) {
    let (input, pivot) = (input.as_ref(), pivot.as_ref());
    let found = parse(input, &ParseOptions::default());
    assert_eq!(
        found.as_deref(),
        Ok(pivot),
        "{:?}",
        String::from_utf8_lossy(input)
    );
    assert_eq!(validate(input, &ParseOptions::default()), Ok(()));
}

/// The document after a round trip.
fn printed(input: impl AsRef<[u8]>, options: &StringifyOptions) -> String {
    let pivot = parse(input.as_ref(), &ParseOptions::default()).expect("valid JSON");
    String::from_utf8(stringify(&pivot, options).expect("JSON has a form for it")).expect("UTF-8")
}

#[test]
fn every_kind_of_value() {
    means("null", [0xC0]);
    means(" true ", [0xC3]);
    means("\tfalse\r\n", [0xC2]);
    means("[]", [0x90]);
    means("{}", [0x80]);
    means("\"\"", [0xA0]);
    means(
        "[1, [2, {\"a\": null}], {}]",
        b"\x93\x01\x92\x02\x81\xA1a\xC0\x80",
    );
    means("{\"b\": 1, \"a\": [\"x\"]}", b"\x82\xA1b\x01\xA1a\x91\xA1x");
}

#[test]
fn integers_are_minimal() {
    for (text, pivot) in [
        ("0", &b"\x00"[..]),
        ("-0", b"\x00"),
        ("127", b"\x7F"),
        ("128", b"\xCC\x80"),
        ("255", b"\xCC\xFF"),
        ("256", b"\xCD\x01\0"),
        ("65536", b"\xCE\0\x01\0\0"),
        ("4294967296", b"\xCF\0\0\0\x01\0\0\0\0"),
        (
            "18446744073709551615",
            b"\xCF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        ),
        ("-1", b"\xFF"),
        ("-32", b"\xE0"),
        ("-33", b"\xD0\xDF"),
        ("-128", b"\xD0\x80"),
        ("-129", b"\xD1\xFF\x7F"),
        ("-32769", b"\xD2\xFF\xFF\x7F\xFF"),
        ("-9223372036854775808", b"\xD3\x80\0\0\0\0\0\0\0"),
        ("10000000000000000000", b"\xCF\x8A\xC7\x23\x04\x89\xE8\0\0"),
        ("18446744073709551616", b"\xC7\x09\x01\x01\0\0\0\0\0\0\0\0"),
        (
            "-9223372036854775809",
            b"\xC7\x09\x01\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        ),
        ("-18446744073709551616", b"\xC7\x09\x01\xFF\0\0\0\0\0\0\0\0"),
        (
            "99999999999999999999",
            b"\xC7\x09\x01\x05\x6B\xC7\x5E\x2D\x63\x0F\xFF\xFF",
        ),
    ] {
        means(text, pivot);
        assert_eq!(
            printed(text, &StringifyOptions::default()),
            if text == "-0" { "0" } else { text }
        );
    }
}

#[test]
fn a_fraction_or_an_exponent_makes_a_float() {
    for (text, pivot, again) in [
        ("1.0", &b"\xCA\x3F\x80\0\0"[..], "1.0"),
        ("-0.0", b"\xCA\x80\0\0\0", "-0.0"),
        ("0.0", b"\xCA\0\0\0\0", "0.0"),
        ("0e5", b"\xCA\0\0\0\0", "0.0"),
        ("1e2", b"\xCA\x42\xC8\0\0", "100.0"),
        ("1E+2", b"\xCA\x42\xC8\0\0", "100.0"),
        ("1e-2", b"\xCB\x3F\x84\x7A\xE1\x47\xAE\x14\x7B", "0.01"),
        ("0.1", b"\xCB\x3F\xB9\x99\x99\x99\x99\x99\x9A", "0.1"),
        ("5e-324", b"\xCB\0\0\0\0\0\0\0\x01", "5e-324"),
        ("1e-400", b"\xCA\0\0\0\0", "0.0"),
        ("-1e-99999999999999999999", b"\xCA\x80\0\0\0", "-0.0"),
        ("1e16", b"\xCB\x43\x41\xC3\x79\x37\xE0\x80\0", "1e+16"),
        (
            "123456789012345680.0",
            b"\xCB\x43\x7B\x69\xB4\xBA\x63\x0F\x35",
            "1.2345678901234568e+17",
        ),
        (
            "1e15",
            b"\xCB\x43\x0C\x6B\xF5\x26\x34\0\0",
            "1000000000000000.0",
        ),
        ("0.0001", b"\xCB\x3F\x1A\x36\xE2\xEB\x1C\x43\x2D", "0.0001"),
        ("0.00001", b"\xCB\x3E\xE4\xF8\xB5\x88\xE3\x68\xF1", "1e-05"),
        ("16777216.0", b"\xCA\x4B\x80\0\0", "16777216.0"),
        ("16777217.0", b"\xCB\x41\x70\0\0\x10\0\0\0", "16777217.0"),
    ] {
        means(text, pivot);
        assert_eq!(printed(text, &StringifyOptions::default()), again, "{text}");
    }
}

#[test]
fn escapes() {
    means(r#""\"\\\/\b\f\n\r\t""#, b"\xA8\"\\/\x08\x0C\n\r\t");
    means(
        r#""\u0041\u00e9\u20AC\ud83d\uDE00\u0000""#,
        "\u{AB}Aé€😀\0"
            .as_bytes()
            .strip_prefix(b"\xC2")
            .expect("the header"),
    );
    means(
        "\"\u{7F}\u{80}\u{2028}\u{10FFFF}\"",
        [&[0xAA][..], "\u{7F}\u{80}\u{2028}\u{10FFFF}".as_bytes()].concat(),
    );
    let text = "[\"\\u0000\\b\\t\\n\\f\\r\\u001f \\\"\\\\/\u{7f}é😀\"]";
    assert_eq!(printed(text, &StringifyOptions::default()), text);
    let ascii = StringifyOptions {
        ascii: true,
        ..StringifyOptions::default()
    };
    assert_eq!(
        printed(text, &ascii),
        text.replace('é', "\\u00e9").replace('😀', "\\ud83d\\ude00")
    );
}

#[test]
fn strings_of_every_length_keep_their_bytes() {
    for length in (0..100).chain([255, 256, 65535, 65536]) {
        for (plain, written) in [("x", "x"), ("é", "é"), ("\n", "\\n")] {
            let value = [&"a".repeat(length), plain].concat();
            let document = format!("[\"{}{written}\",1]", "a".repeat(length));
            let mut writer = molt_pivot::Writer::new();
            writer.array(2);
            writer.str(&value);
            writer.uint(1);
            means(&document, writer.finish().expect("short"));
            assert_eq!(printed(&document, &StringifyOptions::default()), document);
        }
    }
}

#[test]
fn the_last_of_equal_keys_wins_at_the_place_of_the_first() {
    let wins = |input: &str, expected: &str| {
        assert_eq!(
            printed(input, &StringifyOptions::default()),
            expected,
            "{input}"
        );
    };
    wins(r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#);
    wins(r#"{"a":1,"a":2,"a":3}"#, r#"{"a":3}"#);
    wins(r#"{"a":1,"\u0061":2}"#, r#"{"a":2}"#);
    wins(
        r#"[0,{"a":[1,2],"b":{"x":1,"x":[]},"a":{"y":1,"y":2}},9]"#,
        r#"[0,{"a":{"y":2},"b":{"x":[]}},9]"#,
    );
    wins(
        r#"{"a":{"b":1,"b":2},"a":{"c":3,"c":4}}"#,
        r#"{"a":{"c":4}}"#,
    );
    // Long containers inside, before and after what is dropped.
    let list = format!("[{}0]", "1,".repeat(20));
    wins(
        &format!(r#"[{list},{{"k":{list},"l":{list},"k":[{list}]}},{list}]"#),
        &format!(r#"[{list},{{"k":[{list}],"l":{list}}},{list}]"#),
    );
    for count in [4, 40, 400] {
        let entries = |value: &str| {
            (0..count)
                .map(|key| format!("\"k{key}\":{value}"))
                .collect::<Vec<_>>()
                .join(",")
        };
        wins(
            &format!("{{{},{}}}", entries("0"), entries("[1]")),
            &format!("{{{}}}", entries("[1]")),
        );
    }
}

#[test]
fn layout() {
    let text = r#"{"b":[1,{}],"a":{"x":[],"c":"é"},"":null}"#;
    let indent = |indent| StringifyOptions {
        indent,
        ..StringifyOptions::default()
    };
    let sorted = StringifyOptions {
        sort_keys: true,
        ..StringifyOptions::default()
    };
    assert_eq!(printed(text, &indent(0)), text);
    let lines = "{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"a\": {\n    \"x\": [],\n    \"c\": \"é\"\n  },\n  \"\": null\n}";
    assert_eq!(printed(text, &indent(2)), lines);
    assert_eq!(
        printed("[[1]]", &indent(99)),
        format!("[\n{0}[\n{0}{0}1\n{0}]\n]", " ".repeat(16))
    );
    assert_eq!(
        printed(text, &sorted),
        r#"{"":null,"a":{"c":"é","x":[]},"b":[1,{}]}"#
    );
    // By UTF-8 bytes, which is by code point, not by UTF-16 unit and not by length.
    assert_eq!(
        printed("{\"😀\":1,\"\u{ff5e}\":2,\"aa\":3,\"b\":4}", &sorted),
        "{\"aa\":3,\"b\":4,\"\u{ff5e}\":2,\"😀\":1}"
    );
}

#[test]
fn kinds() {
    for (text, kind) in [
        ("null", "null"),
        ("true", "bool"),
        ("1", "int"),
        ("-1", "int"),
        ("-200", "int"),
        ("1e0", "float"),
        ("0.1", "float"),
        ("\"\"", "string"),
        ("[]", "array"),
        ("{}", "object"),
        ("123456789012345678901234567890", "int"),
    ] {
        assert_eq!(
            kind_of(&parse(text.as_bytes(), &ParseOptions::default()).expect("valid")),
            kind,
            "{text}"
        );
    }
    let long = format!(
        "[\"{}\",{{{}\"z\":[{}1]}}]",
        "x".repeat(300),
        (0..20)
            .map(|key| format!("\"{key}\":1,"))
            .collect::<String>(),
        "1,".repeat(20)
    );
    let pivot = parse(long.as_bytes(), &ParseOptions::default()).expect("valid");
    assert_eq!(kind_of(&pivot), "array");
}

#[test]
fn every_prefix_of_a_document_ends_too_early() {
    let document =
        r#"{"a":[1.5e+10,-20,true,null,"x\u00e9\ud83d\ude00é😀\n"],"b":{"c":false,"d":[[],{}]}}"#;
    for end in 0..document.len() {
        let error =
            parse(&document.as_bytes()[..end], &ParseOptions::default()).expect_err("cut off");
        assert_eq!(
            (error.kind, error.offset),
            (molt_json::ErrorKind::UnexpectedEnd, end)
        );
    }
}

/// Generous, for slow machines with other work: quadratic time would need hours.
fn in_time<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    let elapsed = start.elapsed();
    assert!(elapsed < Duration::from_secs(60), "{elapsed:?}");
    result
}

#[test]
fn a_number_with_a_million_digits() {
    let text = "7".repeat(1_000_000);
    assert!(in_time(|| printed(&text, &StringifyOptions::default())) == text);
    let fraction = format!("0.{text}");
    assert_eq!(
        in_time(|| printed(&fraction, &StringifyOptions::default())),
        "0.7777777777777778"
    );
    assert_eq!(
        in_time(|| printed(format!("{text}e-1000000"), &StringifyOptions::default())),
        "0.7777777777777778"
    );
}

#[test]
fn an_object_with_many_keys() {
    let entries: Vec<String> = (0..500_000).map(|key| format!("\"{key}\":{key}")).collect();
    let text = format!("{{{}}}", entries.join(","));
    assert!(in_time(|| printed(&text, &StringifyOptions::default())) == text);
    let twice = format!("{{{0},{0}}}", entries.join(","));
    assert!(in_time(|| printed(&twice, &StringifyOptions::default())) == text);
}

#[test]
fn equal_keys_however_deep_take_linear_time() {
    let depth = 1000;
    let text = format!(
        "{}1{}",
        "{\"a\":0,\"b\":[1,2,3],\"a\":".repeat(depth),
        "}".repeat(depth)
    );
    let expected = format!(
        "{}1{}",
        "{\"a\":".repeat(depth),
        ",\"b\":[1,2,3]}".repeat(depth)
    );
    assert_eq!(
        in_time(|| printed(&text, &StringifyOptions::default())),
        expected
    );
    let same = format!("{{{}\"a\":1}}", "\"a\":0,".repeat(500_000));
    assert_eq!(
        in_time(|| printed(&same, &StringifyOptions::default())),
        "{\"a\":1}"
    );
}

#[test]
fn a_hundred_megabytes() {
    let item =
        r#"{"id":12345,"name":"some text that is not short","tags":["a","b"],"score":0.25},"#;
    let text = format!("[{}null]", item.repeat((100 << 20) / item.len()));
    let options = ParseOptions::default();
    let pivot = in_time(|| parse(text.as_bytes(), &options)).expect("valid");
    assert_eq!(in_time(|| validate(text.as_bytes(), &options)), Ok(()));
    let again = in_time(|| stringify(&pivot, &StringifyOptions::default())).expect("valid");
    assert!(again == text.as_bytes());
}
