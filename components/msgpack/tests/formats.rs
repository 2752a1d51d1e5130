//! Every format of the specification: taken, and brought to its canonical form.

use molt_msgpack::{decode, encode, validate};
use molt_pivot::{ErrorKind, Limits};

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Head byte and example of each format, and its canonical form.
const FORMATS: [(&str, &str); 44] = [
    ("7f", "7f"),
    ("81 01 02", "81 01 02"),
    ("92 01 02", "92 01 02"),
    ("a1 61", "a1 61"),
    ("c0", "c0"),
    ("c2", "c2"),
    ("c3", "c3"),
    ("c4 01 00", "c4 01 00"),
    ("c5 0001 00", "c4 01 00"),
    ("c6 00000001 00", "c4 01 00"),
    ("c7 03 05 010203", "c7 03 05 010203"),
    ("c8 0004 05 01020304", "d6 05 01020304"),
    ("c9 00000000 05", "c7 00 05"),
    ("ca 3f800000", "ca 3f800000"),
    ("ca ffc00001", "ca 7fc00000"),
    ("cb 3ff0000000000000", "ca 3f800000"),
    ("cb 3ff199999999999a", "cb 3ff199999999999a"),
    ("cb 8000000000000000", "ca 80000000"),
    ("cb fff0000000000000", "ca ff800000"),
    ("cb 7ff0000000000001", "ca 7fc00000"),
    ("cb 0000000000000001", "cb 0000000000000001"),
    ("cc 7f", "7f"),
    ("cd 0080", "cc 80"),
    ("ce 00000100", "cd 0100"),
    ("cf 0000000100000000", "cf 0000000100000000"),
    ("d0 05", "05"),
    ("d0 e0", "e0"),
    ("d0 df", "d0 df"),
    ("d1 00ff", "cc ff"),
    ("d1 ff7f", "d1 ff7f"),
    ("d2 ffff8000", "d1 8000"),
    ("d3 0000000100000000", "cf 0000000100000000"),
    ("d3 ffffffff7fffffff", "d3 ffffffff7fffffff"),
    ("d4 ff", ""),
    ("d5 80 0102", "d5 80 0102"),
    ("d7 ff 0000000000000001", "d6 ff 00000001"),
    (
        "d8 01 000102030405060708090a0b0c0d0e0f",
        "d8 01 000102030405060708090a0b0c0d0e0f",
    ),
    ("d9 01 61", "a1 61"),
    ("da 0001 61", "a1 61"),
    ("db 00000001 61", "a1 61"),
    ("dc 0001 c0", "91 c0"),
    ("dd 00000001 c0", "91 c0"),
    ("de 0001 c0 c0", "81 c0 c0"),
    ("df 00000000", "80"),
];

#[test]
fn every_format_has_its_canonical_form() {
    for (form, canonical) in FORMATS {
        let bytes = hex(form);
        let result = decode(&bytes, &Limits::default());
        assert_eq!(validate(&bytes, &Limits::default()).is_ok(), result.is_ok());
        if canonical.is_empty() {
            assert_eq!(result.unwrap_err().kind(), ErrorKind::Truncated, "{form}");
            continue;
        }
        assert_eq!(result.unwrap(), hex(canonical), "{form}");
        assert_eq!(
            encode(&bytes, &Limits::default()).unwrap(),
            hex(canonical),
            "{form}"
        );
        // Inside a container, where canonical and other items follow each other.
        let inside = [hex("93 c0"), bytes, hex("c3")].concat();
        let expected = [hex("93 c0"), hex(canonical), hex("c3")].concat();
        assert_eq!(
            decode(&inside, &Limits::default()).unwrap(),
            expected,
            "{form}"
        );
    }
}

#[test]
fn maps_keep_their_order_and_a_key_may_stand_twice() {
    let map = hex("83 a162 01 a161 02 a162 03");
    assert_eq!(decode(&map, &Limits::default()).unwrap(), map);
}

#[test]
fn empty_input_is_truncated() {
    let error = decode(&[], &Limits::default()).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Truncated, 0));
}

#[test]
fn a_hundred_megabytes_are_one_copy() {
    let mut bytes = hex("c6 05f5e100");
    bytes.resize(5 + 100_000_000, 7);
    assert!(decode(&bytes, &Limits::default()).unwrap() == bytes);
    let tight = Limits {
        max_output: 100_000_004,
        ..Limits::default()
    };
    assert_eq!(
        decode(&bytes, &tight).unwrap_err().kind(),
        ErrorKind::SizeLimit
    );
    assert_eq!(
        validate(&bytes, &tight).unwrap_err().kind(),
        ErrorKind::SizeLimit
    );
}
