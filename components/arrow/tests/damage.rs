//! Damaged and hostile input: always an error of its kind, never a panic, never much memory.

mod support;

use molt_arrow::{ErrorKind, Limits, decode, encode, validate};
use molt_pivot::Writer;
use support::goldens;

/// Small, so that a damaged length is refused soon.
const LIMITS: Limits = Limits {
    max_depth: 1024,
    max_input: 256 << 20,
    max_output: 4 << 20,
};

/// Decodes, and holds `validate` and the promises about errors to what came out.
fn attempt(name: &str, input: &[u8]) -> Option<ErrorKind> {
    let decoded = decode(input, &LIMITS);
    let validated = validate(input, &LIMITS);
    assert_eq!(
        decoded.as_ref().err(),
        validated.as_ref().err(),
        "{name}: validate says what decode says"
    );
    let error = decoded.err()?;
    assert!(error.offset() <= input.len() as u64, "{name}: {error}");
    Some(error.kind())
}

#[test]
fn every_truncation_of_a_golden_is_told() {
    for (name, bytes) in goldens() {
        for length in 0..bytes.len() {
            let kind = attempt(&name, &bytes[..length]);
            if name.ends_with(".arrow_file") {
                assert_eq!(kind, Some(ErrorKind::Truncated), "{name} cut to {length}");
            } else {
                // A stream may end between two messages.
                assert!(
                    matches!(kind, Some(ErrorKind::Truncated) | None),
                    "{name} cut to {length}: {kind:?}"
                );
            }
        }
    }
}

#[test]
fn no_damaged_byte_of_a_golden_is_a_panic() {
    for (name, bytes) in goldens() {
        let mut bytes = bytes.clone();
        for place in 0..bytes.len() {
            let good = bytes[place];
            // Large files are mostly values, where one kind of damage is like another.
            let bad = [good ^ 0xff, good ^ 0x01, good.wrapping_add(0x80)];
            for bad in &bad[..if bytes.len() > 8192 { 1 } else { 3 }] {
                bytes[place] = *bad;
                attempt(&name, &bytes);
            }
            bytes[place] = good;
        }
    }
}

#[test]
fn no_number_at_its_limit_is_a_panic() {
    // One column of every layout that rows can have.
    let rows = b"\x92\x84\xa1i\x01\xa1s\xa1x\xa1l\x91\x01\xa1m\x81\xa1k\xc3\x81\xa1i\xc0";
    let stream = encode(rows, &LIMITS).unwrap();
    let limits: [&[u8]; 5] = [
        &i16::MAX.to_le_bytes(),
        &i32::MAX.to_le_bytes(),
        &i32::MIN.to_le_bytes(),
        &i64::MAX.to_le_bytes(),
        &u64::MAX.to_le_bytes(),
    ];
    for limit in limits {
        for place in 0..=stream.len() - limit.len() {
            let mut damaged = stream.clone();
            damaged[place..place + limit.len()].copy_from_slice(limit);
            attempt("limits", &damaged);
        }
    }
}

#[test]
fn inputs_that_are_no_arrow_are_refused() {
    let cases: [(&[u8], ErrorKind); 9] = [
        (b"", ErrorKind::Truncated),
        (b"ARROW1", ErrorKind::Truncated),
        (b"ARROW1\0\0ARROW1", ErrorKind::Truncated),
        (b"ARROW1\0\0\xff\xff\xff\x7fARROW1", ErrorKind::Malformed),
        (b"\xff\xff\xff\xff\0\0\0\0", ErrorKind::Truncated),
        (
            b"\xff\xff\xff\xff\x08\0\0\0\xff\xff\xff\xff\0\0\0\0",
            ErrorKind::Malformed,
        ),
        (b"\xff\xff\xff\xff\xfe\xff\xff\xff", ErrorKind::Malformed),
        (b"FEA1\0\0\0\0", ErrorKind::Unsupported),
        (b"PAR1\0\0\0\0", ErrorKind::Unsupported),
    ];
    for (input, kind) in cases {
        assert_eq!(attempt("no arrow", input), Some(kind), "{input:02x?}");
    }
}

#[test]
fn a_hundred_megabytes_of_anything_come_to_an_end() {
    for byte in [0x00, 0x20, 0xff] {
        assert!(
            attempt("large", &vec![byte; 100 << 20]).is_some(),
            "{byte:02x}"
        );
    }
    let small = Limits {
        max_input: 1 << 20,
        ..LIMITS
    };
    assert_eq!(
        decode(&vec![0; 2 << 20], &small).unwrap_err().kind(),
        ErrorKind::SizeLimit
    );
}

#[test]
fn bytes_after_the_end_are_told() {
    let mut stream = encode(b"\x90", &LIMITS).unwrap();
    assert_eq!(attempt("whole", &stream), None);
    let length = stream.len();
    stream.push(0);
    let error = decode(&stream, &LIMITS).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (ErrorKind::TrailingData, length as u64)
    );
}

/// A table of one column, with the type's description and one batch of `rows` as written by the closures.
fn table(data_type: impl Fn(&mut Writer), rows: usize, column: impl Fn(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.map(2);
    writer.str("schema");
    writer.map(1);
    writer.str("fields");
    writer.array(1);
    writer.map(2);
    writer.str("name");
    writer.str("c");
    writer.str("type");
    data_type(&mut writer);
    writer.str("batches");
    writer.array(1);
    writer.map(2);
    writer.str("rows");
    writer.uint(rows as u64);
    writer.str("columns");
    writer.array(1);
    writer.array(rows);
    column(&mut writer);
    writer.finish().unwrap()
}

#[test]
fn a_few_bytes_do_not_become_a_giant_table() {
    let giant = |item: &'static str| {
        table(
            move |writer| {
                writer.map(1);
                writer.str("fixed-size-list");
                writer.map(2);
                writer.str("item");
                writer.map(2);
                writer.str("name");
                writer.str("item");
                writer.str("type");
                writer.str(item);
                writer.str("size");
                writer.uint(i32::MAX as u64);
            },
            1,
            Writer::nil,
        )
    };
    assert_eq!(
        encode(&giant("int64"), &LIMITS).unwrap_err().kind(),
        ErrorKind::SizeLimit
    );
    // Nulls take no room in Arrow, but on the way back they would be one byte each.
    let stream = encode(&giant("null"), &LIMITS).unwrap();
    assert_eq!(
        decode(&stream, &LIMITS).unwrap_err().kind(),
        ErrorKind::SizeLimit
    );
}

#[test]
fn types_nest_to_the_limit_and_no_further() {
    let nested = |levels: usize| {
        table(
            |writer| {
                for _ in 1..levels {
                    writer.map(1);
                    writer.str("list");
                    writer.map(2);
                    writer.str("name");
                    writer.str("item");
                    writer.str("type");
                }
                writer.str("int8");
            },
            1,
            Writer::nil,
        )
    };
    let stream = encode(&nested(60), &LIMITS).unwrap();
    assert_eq!(attempt("deepest", &stream), None);
    assert_eq!(
        encode(&nested(61), &LIMITS).unwrap_err().kind(),
        ErrorKind::DepthLimit
    );
    // {"schema": {"fields": [{"type": {"list": {..}}}]}}: three levels, then two for each field but the last.
    let shallow = Limits {
        max_depth: 3 + 2 * 59 + 1,
        ..LIMITS
    };
    assert!(decode(&stream, &shallow).is_ok());
    let shallower = Limits {
        max_depth: shallow.max_depth - 1,
        ..LIMITS
    };
    assert_eq!(
        decode(&stream, &shallower).unwrap_err().kind(),
        ErrorKind::DepthLimit
    );
}

#[test]
fn rows_that_nest_without_end_are_refused() {
    for (open, deep) in [
        (&b"\x91"[..], 900),
        (b"\x91", 1_000_000),
        (b"\x81\xa1a", 500),
    ] {
        let mut rows = b"\x91".to_vec();
        rows.extend(open.repeat(deep));
        rows.push(0xc0);
        let kind = encode(&rows, &LIMITS).unwrap_err().kind();
        assert!(
            matches!(kind, ErrorKind::DepthLimit | ErrorKind::Invalid),
            "{kind:?}"
        );
    }
}

#[test]
fn output_limits_hold_both_ways() {
    for (name, bytes) in goldens() {
        let pivot = decode(&bytes, &LIMITS).unwrap();
        let exact = Limits {
            max_output: pivot.len() as u64,
            ..LIMITS
        };
        assert!(
            decode(&bytes, &exact).is_ok() && validate(&bytes, &exact).is_ok(),
            "{name}"
        );
        let tight = Limits {
            max_output: pivot.len() as u64 - 1,
            ..LIMITS
        };
        assert_eq!(
            decode(&bytes, &tight).unwrap_err().kind(),
            ErrorKind::SizeLimit,
            "{name}"
        );
        assert_eq!(
            validate(&bytes, &tight).unwrap_err().kind(),
            ErrorKind::SizeLimit,
            "{name}"
        );
        assert_eq!(
            encode(
                &pivot,
                &Limits {
                    max_output: 64,
                    ..LIMITS
                }
            )
            .unwrap_err()
            .kind(),
            ErrorKind::SizeLimit,
            "{name}"
        );
    }
}
