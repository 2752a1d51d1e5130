//! What is written is canonical, what is read is what was written, and `rmpv`, an independent implementation, agrees.

use molt_pivot::{Error, ErrorKind, Limits, Reader, Token, Writer, canonicalize, ext, validate};
use proptest::prelude::*;
use rmpv::Value;

#[derive(Clone, Debug)]
enum Tree {
    Nil,
    Bool(bool),
    Uint(u64),
    Int(i64),
    Float(f64),
    Str(String),
    Bin(Vec<u8>),
    Ext(i8, Vec<u8>),
    Array(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let bytes = prop::collection::vec(any::<u8>(), 0..40);
    let leaf = prop_oneof![
        Just(Tree::Nil),
        any::<bool>().prop_map(Tree::Bool),
        (any::<u64>(), 0..64).prop_map(|(value, shift)| Tree::Uint(value >> shift)),
        (i64::MIN..0, 0..64).prop_map(|(value, shift)| Tree::Int(value >> shift)),
        any::<f64>().prop_map(Tree::Float),
        any::<f32>().prop_map(|value| Tree::Float(value.into())),
        ".{0,40}".prop_map(Tree::Str),
        "[a-z]{250,260}".prop_map(Tree::Str),
        bytes.clone().prop_map(Tree::Bin),
        (0..=i8::MAX, bytes).prop_map(|(code, payload)| Tree::Ext(code, payload)),
    ];
    leaf.prop_recursive(5, 200, 20, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..20).prop_map(Tree::Array),
            prop::collection::vec((inner.clone(), inner), 0..20).prop_map(Tree::Map),
        ]
    })
}

/// Writes with headers up front, or with headers that come late.
fn write(writer: &mut Writer, tree: &Tree, late: bool) {
    match tree {
        Tree::Nil => writer.nil(),
        Tree::Bool(value) => writer.bool(*value),
        Tree::Uint(value) => writer.uint(*value),
        Tree::Int(value) => writer.int(*value),
        Tree::Float(value) => writer.float(*value),
        Tree::Str(value) => writer.str(value),
        Tree::Bin(value) => writer.bin(value),
        Tree::Ext(code, payload) => writer.ext(*code, payload),
        Tree::Array(items) if late => {
            let mark = writer.begin_array();
            items.iter().for_each(|item| write(writer, item, late));
            writer.end_array(mark, items.len());
        }
        Tree::Map(pairs) if late => {
            let mark = writer.begin_map();
            for (key, value) in pairs {
                write(writer, key, late);
                write(writer, value, late);
            }
            writer.end_map(mark, pairs.len());
        }
        Tree::Array(items) => {
            writer.array(items.len());
            items.iter().for_each(|item| write(writer, item, late));
        }
        Tree::Map(pairs) => {
            writer.map(pairs.len());
            for (key, value) in pairs {
                write(writer, key, late);
                write(writer, value, late);
            }
        }
    }
}

fn written(tree: &Tree, late: bool) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer, tree, late);
    writer.finish().unwrap()
}

fn to_rmpv(tree: &Tree) -> Value {
    match tree {
        Tree::Nil => Value::Nil,
        Tree::Bool(value) => Value::Boolean(*value),
        Tree::Uint(value) => Value::from(*value),
        Tree::Int(value) => Value::from(*value),
        Tree::Float(value) if value.is_nan() => Value::F32(f32::NAN),
        Tree::Float(value) if f64::from(*value as f32) == *value => Value::F32(*value as f32),
        Tree::Float(value) => Value::F64(*value),
        Tree::Str(value) => Value::from(value.as_str()),
        Tree::Bin(value) => Value::Binary(value.clone()),
        Tree::Ext(code, payload) => Value::Ext(*code, payload.clone()),
        Tree::Array(items) => Value::Array(items.iter().map(to_rmpv).collect()),
        Tree::Map(pairs) => Value::Map(
            pairs
                .iter()
                .map(|(key, value)| (to_rmpv(key), to_rmpv(value)))
                .collect(),
        ),
    }
}

/// The value in the longest form that MessagePack has for it.
fn write_long(out: &mut Vec<u8>, tree: &Tree) {
    fn header(out: &mut Vec<u8>, head: u8, length: usize) {
        out.push(head);
        out.extend((length as u32).to_be_bytes());
    }
    match tree {
        Tree::Nil | Tree::Bool(_) => out.extend(written(tree, false)),
        Tree::Uint(value) => {
            // Integers below 2^63 in the signed family: the other long form.
            out.push(if *value >> 63 == 0 { 0xd3 } else { 0xcf });
            out.extend(value.to_be_bytes());
        }
        Tree::Int(value) => {
            out.push(0xd3);
            out.extend(value.to_be_bytes());
        }
        Tree::Float(value) => {
            out.push(0xcb);
            out.extend(value.to_be_bytes());
        }
        Tree::Str(value) => {
            header(out, 0xdb, value.len());
            out.extend(value.as_bytes());
        }
        Tree::Bin(value) => {
            header(out, 0xc6, value.len());
            out.extend(value);
        }
        Tree::Ext(code, payload) => {
            header(out, 0xc9, payload.len());
            out.push(*code as u8);
            out.extend(payload);
        }
        Tree::Array(items) => {
            header(out, 0xdd, items.len());
            items.iter().for_each(|item| write_long(out, item));
        }
        Tree::Map(pairs) => {
            header(out, 0xdf, pairs.len());
            for (key, value) in pairs {
                write_long(out, key);
                write_long(out, value);
            }
        }
    }
}

/// Reads everything, and so shows that the reader sees what the scanner sees.
fn read_all(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
    let mut reader = Reader::new(bytes, limits)?;
    let mut writer = Writer::with_limit(limits.max_output);
    let mut open = vec![1_u64];
    while let Some(left) = open.last_mut() {
        if *left == 0 {
            open.pop();
            continue;
        }
        *left -= 1;
        match reader.next()? {
            Token::Nil => writer.nil(),
            Token::Bool(value) => writer.bool(value),
            Token::Uint(value) => writer.uint(value),
            Token::Int(value) => writer.int(value),
            Token::Float(value) => writer.float(value),
            Token::Str(value) => writer.str(value),
            Token::Bin(value) => writer.bin(value),
            Token::Ext(ext::TIMESTAMP, payload) => match ext::Timestamp::from_payload(payload) {
                Some(time) => writer.timestamp(time),
                None => return Err(Error::new(ErrorKind::Invalid, reader.offset(), "timestamp")),
            },
            Token::Ext(code, payload) => writer.ext(code, payload),
            Token::Array(length) => {
                limits.check_depth(open.len() - 1, reader.offset())?;
                open.push(length.into());
                writer.array(length as usize);
            }
            Token::Map(pairs) => {
                limits.check_depth(open.len() - 1, reader.offset())?;
                open.push(u64::from(pairs) * 2);
                writer.map(pairs as usize);
            }
        }
    }
    reader.finish()?;
    writer.finish()
}

fn kind_and_offset(error: Error) -> (ErrorKind, usize) {
    (error.kind(), error.offset())
}

proptest! {
    #[test]
    fn written_bytes_are_those_of_rmpv(tree in tree()) {
        let mut expected = Vec::new();
        rmpv::encode::write_value(&mut expected, &to_rmpv(&tree)).unwrap();
        prop_assert_eq!(written(&tree, false), expected);
    }

    #[test]
    fn late_headers_give_the_same_bytes(tree in tree()) {
        prop_assert_eq!(written(&tree, true), written(&tree, false));
    }

    #[test]
    fn canonical_form_is_a_fixed_point_of_every_form(tree in tree()) {
        let canonical = written(&tree, false);
        let mut long = Vec::new();
        write_long(&mut long, &tree);
        prop_assert_eq!(&canonicalize(&long, &Limits::default()).unwrap(), &canonical);
        prop_assert_eq!(&canonicalize(&canonical, &Limits::default()).unwrap(), &canonical);
        prop_assert_eq!(&read_all(&long, &Limits::default()).unwrap(), &canonical);
    }

    #[test]
    fn every_prefix_is_truncated(tree in tree()) {
        let mut long = Vec::new();
        write_long(&mut long, &tree);
        for bytes in [written(&tree, false), long] {
            for end in 0..bytes.len() {
                let error = validate(&bytes[..end], &Limits::default()).unwrap_err();
                prop_assert_eq!(kind_and_offset(error), (ErrorKind::Truncated, end));
            }
        }
    }

    #[test]
    fn mutated_bytes_are_judged_alike(tree in tree(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = written(&tree, false);
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let limits = Limits { max_depth: 4, ..Limits::default() };
        let scanned = canonicalize(&bytes, &limits);
        prop_assert_eq!(validate(&bytes, &limits).err(), scanned.clone().err());
        match (scanned, read_all(&bytes, &limits)) {
            (Ok(scanned), Ok(read)) => {
                prop_assert_eq!(&scanned, &read);
                let mut rest = bytes.as_slice();
                let other = rmpv::decode::read_value(&mut rest).unwrap();
                prop_assert!(rest.is_empty());
                prop_assert_eq!(rmpv::decode::read_value(&mut scanned.as_slice()).unwrap().to_string(), other.to_string());
            }
            (Err(scanned), Err(read)) => prop_assert_eq!(kind_and_offset(scanned), kind_and_offset(read)),
            (scanned, read) => prop_assert!(false, "{scanned:?} but {read:?}"),
        }
    }

    #[test]
    fn output_limit_is_exact(tree in tree()) {
        let bytes = written(&tree, true);
        let length = bytes.len() as u64;
        for make in [Writer::with_limit as fn(u64) -> Writer, Writer::measuring] {
            let mut enough = make(length);
            write(&mut enough, &tree, true);
            prop_assert!(enough.finish().is_ok());
            let mut short = make(length - 1);
            write(&mut short, &tree, true);
            prop_assert_eq!(short.finish().unwrap_err().kind(), ErrorKind::SizeLimit);
        }
    }

    #[test]
    fn nested_extensions_get_their_final_length(
        lengths in prop::collection::vec(prop_oneof![0_usize..20, 250_usize..260, Just(65_530), Just(65_536)], 1..6)
    ) {
        // Each level: an extension with an array of `length` nils and the next level in it.
        fn plain(lengths: &[usize]) -> Vec<u8> {
            let Some((length, rest)) = lengths.split_first() else { return vec![0xc0] };
            let mut inner = Writer::new();
            inner.array(length + 1);
            (0..*length).for_each(|_| inner.nil());
            inner.raw(&plain(rest));
            let mut outer = Writer::new();
            outer.ext(ext::TAG, &inner.finish().unwrap());
            outer.finish().unwrap()
        }
        fn late(writer: &mut Writer, lengths: &[usize]) {
            let Some((length, rest)) = lengths.split_first() else { return writer.nil() };
            let extension = writer.begin_ext(ext::TAG);
            let array = writer.begin_array();
            (0..*length).for_each(|_| writer.nil());
            late(writer, rest);
            writer.end_array(array, length + 1);
            writer.end_ext(extension);
        }
        let expected = plain(&lengths);
        let mut writer = Writer::new();
        late(&mut writer, &lengths);
        prop_assert!(writer.finish().unwrap() == expected);
        for (limit, fits) in [(expected.len(), true), (expected.len() - 1, false)] {
            let mut measuring = Writer::measuring(limit as u64);
            late(&mut measuring, &lengths);
            prop_assert_eq!(measuring.finish().is_ok(), fits);
        }
    }
}

#[test]
fn container_headers_change_where_the_specification_says() {
    for (length, head) in [
        (0, &[0x90][..]),
        (15, &[0x9f]),
        (16, &[0xdc, 0, 16]),
        (0xffff, &[0xdc, 0xff, 0xff]),
        (0x1_0000, &[0xdd, 0, 1, 0, 0]),
    ] {
        let mut writer = Writer::new();
        let mark = writer.begin_array();
        (0..length).for_each(|_| writer.nil());
        writer.end_array(mark, length);
        let bytes = writer.finish().unwrap();
        assert!(bytes.starts_with(head) && bytes.len() == head.len() + length);

        let head: Vec<u8> = head
            .iter()
            .map(|byte| match byte {
                0x90..=0x9f => byte - 0x10,
                0xdc | 0xdd => byte + 2,
                byte => *byte,
            })
            .collect();
        let mut writer = Writer::new();
        let mark = writer.begin_map();
        (0..length * 2).for_each(|_| writer.bool(true));
        writer.end_map(mark, length);
        let bytes = writer.finish().unwrap();
        assert!(bytes.starts_with(&head) && bytes.len() == head.len() + length * 2);
    }
}

#[test]
fn lengths_that_lie_are_refused_at_once() {
    let limits = Limits::default();
    for lie in [
        &[0xdd, 0xff, 0xff, 0xff, 0xff, 0, 0][..],
        &[0xdf, 0xff, 0xff, 0xff, 0xff, 0, 0],
        &[0xdf, 0, 0, 0, 2, 0, 0, 0],
        &[0xdb, 0xff, 0xff, 0xff, 0xff, 0, 0],
        &[0xc6, 0xff, 0xff, 0xff, 0xff, 0, 0],
        &[0xc9, 0xff, 0xff, 0xff, 0xff, 0, 0],
    ] {
        let error = validate(lie, &limits).unwrap_err();
        assert_eq!(kind_and_offset(error), (ErrorKind::Truncated, lie.len()));
        let error = Reader::new(lie, &limits).unwrap().next().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Truncated);
    }
}

#[test]
fn depth_is_counted_from_one_for_a_flat_array() {
    let nested = |depth: usize| {
        let mut bytes = vec![0x91; depth - 1];
        bytes.push(0x90);
        bytes
    };
    let at = |max_depth| Limits {
        max_depth,
        ..Limits::default()
    };
    assert!(validate(&nested(1), &at(1)).is_ok());
    assert_eq!(
        validate(&nested(1), &at(0)).unwrap_err().kind(),
        ErrorKind::DepthLimit
    );
    assert!(validate(&nested(1024), &Limits::default()).is_ok());
    let error = validate(&nested(1025), &Limits::default()).unwrap_err();
    assert_eq!(kind_and_offset(error), (ErrorKind::DepthLimit, 1024));
    // Beyond the cap the limit does not grow.
    assert!(canonicalize(&nested(100_000), &at(u32::MAX)).is_ok());
    let error = canonicalize(&nested(1_000_000), &at(u32::MAX)).unwrap_err();
    assert_eq!(kind_and_offset(error), (ErrorKind::DepthLimit, 100_000));
}

#[test]
fn timestamps_take_their_shortest_form() {
    let form = |bytes: &[u8]| canonicalize(bytes, &Limits::default());
    let short = b"\xd6\xff\0\0\0\x07";
    assert_eq!(form(b"\xd7\xff\0\0\0\0\0\0\0\x07").unwrap(), short);
    assert_eq!(
        form(b"\xc7\x0c\xff\0\0\0\0\0\0\0\0\0\0\0\x07").unwrap(),
        short
    );
    let before_1970 = b"\xc7\x0c\xff\0\0\0\x01\xff\xff\xff\xff\xff\xff\xff\xff";
    assert_eq!(form(before_1970).unwrap(), before_1970);
    for wrong in [
        &b"\xd4\xff\0"[..],
        b"\xc7\0\xff",
        b"\xd7\xff\xff\xff\xff\xff\0\0\0\0",
        b"\xc7\x0c\xff\x3b\x9a\xca\0\0\0\0\0\0\0\0\0",
    ] {
        assert_eq!(form(wrong).unwrap_err().kind(), ErrorKind::Invalid);
    }
}

#[test]
fn errors_say_what_where_and_what_to_do() {
    let error = validate(&[0x92, 0xc0, 0xc1], &Limits::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "malformed at byte 2: the byte c1 is never used in MessagePack"
    );
    let error = validate(&[0x91, 0xa2, b'a', 0xff], &Limits::default()).unwrap_err();
    assert_eq!(kind_and_offset(error), (ErrorKind::Invalid, 3));
    let error = validate(&[0xc0, 0xc0], &Limits::default()).unwrap_err();
    assert_eq!(kind_and_offset(error), (ErrorKind::TrailingData, 1));
    let small = Limits {
        max_input: 1,
        ..Limits::default()
    };
    assert_eq!(
        validate(&[0xc0, 0xc0], &small).unwrap_err().kind(),
        ErrorKind::SizeLimit
    );
}
