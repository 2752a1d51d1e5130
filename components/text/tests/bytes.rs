//! Answers of CPython 3.12 about bytes, codecs and `struct` (`data/make_bytes.py` makes them), and properties.
//! `MOLT_BYTES_CASES` names a larger file of the same form.

use molt_text::bytes::packing::{self, Format, Kind, Scalar};
use molt_text::bytes::view::{View, ViewError};
use molt_text::bytes::{self, case, hex, layout, quote};
use molt_text::codec::{self, Encoding, Failure, Handler, Lookup};
use molt_text::slice_indices;

fn unhex(text: &str) -> Vec<u8> {
    let text: Vec<u8> = text.bytes().collect();
    text.chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn to_hex(data: &[u8]) -> String {
    String::from_utf8(hex::encode(data, None, 0).unwrap()).unwrap()
}

fn joined(parts: &[&[u8]]) -> String {
    parts
        .iter()
        .map(|part| to_hex(part))
        .collect::<Vec<_>>()
        .join("|")
}

fn encoding(name: &str) -> Encoding {
    match codec::lookup(name) {
        Lookup::Known(encoding) => encoding,
        other => panic!("{name}: {other:?}"),
    }
}

fn failure(
    error: Failure,
    handler: &str,
    message: impl FnOnce(&codec::UnicodeError) -> String,
) -> String {
    let (class, text) = match error {
        Failure::Unicode(e) => {
            let text = to_hex(message(&e).as_bytes());
            return format!(
                "unicode\t{}\t{}\t{}\t{}\t{text}",
                e.encoding, e.start, e.end, e.reason
            );
        }
        Failure::UnknownHandler => (
            "LookupError",
            format!("unknown error handler name '{handler}'"),
        ),
        Failure::WrongHandler => (
            "TypeError",
            "don't know how to handle UnicodeDecodeError in error callback".to_owned(),
        ),
        Failure::NotSupported(what) => ("molt", what.to_owned()),
        Failure::TooLong => ("MemoryError", String::new()),
    };
    format!("err\t{class}\t{}", to_hex(text.as_bytes()))
}

fn codecs(field: &[&str]) -> String {
    let (name, handler, data) = (field[1], field[2], unhex(field[3]));
    let by = Handler::from_name(handler.as_bytes());
    if field[0] == "decode" {
        return match codec::decode(encoding(name), &data, by) {
            Ok(text) => format!("ok\t{}", to_hex(&text)),
            Err(e) => failure(e, handler, |u| {
                codec::decode_message(u, &data[u.object_start..])
            }),
        };
    }
    match codec::encode(encoding(name), &data, by) {
        Ok(text) => format!("ok\t{}", to_hex(&text)),
        Err(e) => failure(e, handler, |u| {
            codec::encode_message(u, molt_text::wtf8::CodePoints::new(&data).nth(u.start))
        }),
    }
}

fn names(field: &[&str]) -> String {
    match codec::lookup(&String::from_utf8(unhex(field[1])).unwrap()) {
        Lookup::Known(_) | Lookup::NotSupported => "here",
        Lookup::NotText => "nottext",
        Lookup::Unknown => "unknown",
    }
    .to_owned()
}

fn searching(field: &[&str]) -> String {
    let (hay, needle) = (unhex(field[1]), unhex(field[2]));
    let (s, e) = (field[3].parse().unwrap(), field[4].parse().unwrap());
    let place = |at: Option<usize>| at.map_or(-1, |at| at as i64);
    let n = match field[0] {
        "find" => place(bytes::find(&hay, &needle, s, e)),
        "rfind" => place(bytes::rfind(&hay, &needle, s, e)),
        "count" => bytes::count(&hay, &needle, s, e) as i64,
        "startswith" => i64::from(bytes::starts_with(&hay, &needle, s, e)),
        _ => i64::from(bytes::ends_with(&hay, &needle, s, e)),
    };
    n.to_string()
}

fn cutting(field: &[&str]) -> String {
    let data = unhex(field[1]);
    let sep = (field[2] != "none").then(|| unhex(field[2]));
    let sep = sep.as_deref();
    match field[0] {
        "split" => joined(&bytes::split(&data, sep, field[3].parse().unwrap()).unwrap()),
        "rsplit" => joined(&bytes::rsplit(&data, sep, field[3].parse().unwrap()).unwrap()),
        "strip" => to_hex(bytes::strip(&data, sep, true, true)),
        "lstrip" => to_hex(bytes::strip(&data, sep, true, false)),
        "rstrip" => to_hex(bytes::strip(&data, sep, false, true)),
        "partition" => {
            let sep = sep.unwrap();
            let (a, b) = bytes::partition(&data, sep)
                .unwrap()
                .map_or((&data[..], None), |(a, b)| (a, Some(b)));
            joined(&[
                a,
                if b.is_some() { sep } else { b"" },
                b.unwrap_or_default(),
            ])
        }
        _ => {
            let sep = sep.unwrap();
            let (a, b) = bytes::rpartition(&data, sep)
                .unwrap()
                .map_or((None, &data[..]), |(a, b)| (Some(a), b));
            joined(&[
                a.unwrap_or_default(),
                if a.is_some() { sep } else { b"" },
                b,
            ])
        }
    }
}

fn building(field: &[&str]) -> String {
    let data = unhex(field[1]);
    let number = || field[2].parse::<i64>().unwrap();
    let result = match field[0] {
        "splitlines" => return joined(&bytes::split_lines(&data, number() == 1)),
        "replace" => layout::replace(
            &data,
            &unhex(field[2]),
            &unhex(field[3]),
            field[4].parse().unwrap(),
        ),
        "center" => layout::center(&data, number(), b'.'),
        "ljust" => layout::left_justify(&data, number(), b'.'),
        "rjust" => layout::right_justify(&data, number(), b'.'),
        "zfill" => layout::zero_fill(&data, number()),
        "expandtabs" => layout::expand_tabs(&data, number()),
        "hex" => {
            return String::from_utf8(hex::encode(&data, Some(b':'), number()).unwrap()).unwrap();
        }
        "repr" => {
            let (a, b) = (
                quote::repr(&data).unwrap(),
                quote::repr_bytearray(&data).unwrap(),
            );
            return format!("{}\t{}", to_hex(&a), to_hex(&b));
        }
        _ => {
            return match hex::decode(&data) {
                Ok(data) => format!("ok\t{}", to_hex(&data)),
                Err(hex::FromHexError::Digit(at)) => {
                    let text =
                        format!("non-hexadecimal number found in fromhex() arg at position {at}");
                    format!("err\tValueError\t{}", to_hex(text.as_bytes()))
                }
                Err(e) => format!("{e:?}"),
            };
        }
    };
    to_hex(&result.unwrap())
}

fn letters(field: &[&str]) -> String {
    let mut data = unhex(field[1]);
    let is = match field[0] {
        "isalnum" => case::is_all(&data, case::Class::Alnum),
        "isalpha" => case::is_all(&data, case::Class::Alpha),
        "isdigit" => case::is_all(&data, case::Class::Digit),
        "isspace" => case::is_all(&data, case::Class::Space),
        "islower" => case::is_lower(&data),
        "isupper" => case::is_upper(&data),
        "istitle" => case::is_title(&data),
        change => {
            match change {
                "lower" => bytes::lower(&mut data),
                "upper" => bytes::upper(&mut data),
                "swapcase" => bytes::swap_case(&mut data),
                "title" => bytes::title(&mut data),
                _ => bytes::capitalize(&mut data),
            }
            return to_hex(&data);
        }
    };
    u8::from(is).to_string()
}

fn show(value: Scalar<'_>) -> String {
    match value {
        Scalar::Int(n) => format!("i{n}"),
        Scalar::Float(n) if n.is_nan() => "fnan".to_owned(),
        Scalar::Float(n) => format!("f{:016x}", n.to_bits()),
        Scalar::Bool(b) => format!("?{}", u8::from(b)),
        Scalar::Bytes(b) => format!("b{}", to_hex(b)),
    }
}

/// Packs values that were written like `show` writes them.
fn pack(format: &Format, values: &str) -> Result<Vec<u8>, String> {
    let mut out = vec![0; usize::try_from(format.size()).unwrap()];
    for (field, value) in format.fields().zip(values.split('|')) {
        let slot = field.of_mut(&mut out).unwrap();
        let (code, order) = (field.code, format.order);
        match packing::kind(code) {
            Kind::Int => packing::write_int(code, order, value[1..].parse().unwrap(), slot)
                .map_err(|e| format!("err\terror\t{}", to_hex(e.to_string().as_bytes())))?,
            Kind::Float => {
                let bits = u64::from_str_radix(&value[1..], 16).unwrap_or(f64::NAN.to_bits());
                if !packing::write_float(code, order, f64::from_bits(bits), slot) {
                    let text = format!("float too large to pack with {} format", char::from(code));
                    return Err(format!("err\tOverflowError\t{}", to_hex(text.as_bytes())));
                }
            }
            Kind::Bool => slot.fill(u8::from(value == "?1")),
            _ => packing::write_bytes(code, &unhex(&value[1..]), slot),
        }
    }
    Ok(out)
}

fn structs(field: &[&str]) -> String {
    let format = match Format::parse(field[1].as_bytes()) {
        Ok(format) => format,
        Err(e) => return format!("err\terror\t{}", to_hex(e.to_string().as_bytes())),
    };
    match field[0] {
        "calcsize" => format!("ok\t{}", format.size()),
        "unpack" => {
            let data = unhex(field[2]);
            let read =
                |f: packing::Field| show(packing::read(f.code, format.order, f.of(&data).unwrap()));
            assert_eq!(format.fields().count() as u64, format.values());
            format.fields().map(read).collect::<Vec<_>>().join("|")
        }
        "pack" => to_hex(&pack(&format, field[3]).unwrap()),
        _ => pack(&format, field[2]).map_or_else(|e| e, |data| format!("ok\t{}", to_hex(&data))),
    }
}

/// A slice of the first dimension, as its three numbers are written.
fn slice(view: &View, text: &str) -> View {
    let part: Vec<Option<i64>> = text.split(':').map(|n| n.parse().ok()).collect();
    let len = view.shape().first().copied().unwrap_or_default();
    let (start, step, count) = slice_indices(len, part[0], part[1], part[2]).unwrap();
    view.slice(start as isize, step, count)
}

fn cast(view: &View, text: &str) -> Result<View, ViewError> {
    let (format, shape) = text.split_once(':').unwrap();
    let shape: Option<Vec<usize>> =
        (shape != "none").then(|| shape.split('x').filter_map(|n| n.parse().ok()).collect());
    view.cast(format.as_bytes(), shape.as_deref())
}

fn tuple(items: impl Iterator<Item = i64>) -> String {
    let items: Vec<String> = items.map(|n| n.to_string()).collect();
    if let [only] = &items[..] {
        return format!("({only},)");
    }
    format!("({})", items.join(", "))
}

fn views(field: &[&str]) -> String {
    let len: u8 = field[1].parse().unwrap();
    let data: Vec<u8> = (1..=len).collect();
    let whole = View::of_bytes(data.len(), true);
    let mut view = whole.clone();
    for step in field[2].split(' ') {
        let next = match &step[..2] {
            "s:" => Ok(slice(&view, &step[2..])),
            _ => cast(&view, &step[2..]),
        };
        view = match next {
            Ok(next) => next,
            Err(ViewError::Type(text)) => return format!("TypeError: {text}"),
            Err(ViewError::Value(text)) => return format!("ValueError: {text}"),
            Err(other) => return format!("{other:?}"),
        };
    }
    let (c, f) = (view.is_c_contiguous(), view.is_f_contiguous());
    format!(
        "{}\t{}\t{}\t{}\t{}\t{}{}{}\t{}\t{}\t{}",
        view.format(),
        tuple(view.shape().iter().map(|n| *n as i64)),
        tuple(view.strides().iter().map(|n| *n as i64)),
        view.item_size(),
        view.byte_len(),
        u8::from(c),
        u8::from(f),
        u8::from(c || f),
        to_hex(&view.to_bytes(&data, false).unwrap()),
        to_hex(&view.to_bytes(&data, true).unwrap()),
        u8::from(view.equals(&data, &whole, &data)),
    )
}

/// What is computed for a line, and what CPython says.
fn check(line: &str) -> (String, String) {
    let field: Vec<&str> = line.split('\t').collect();
    let from = |first: usize| field[first..].join("\t");
    match field[0] {
        "decode" | "encode" => (codecs(&field), from(4)),
        "view" => (views(&field), from(3)),
        "lookup" => (names(&field), from(2)),
        "find" | "rfind" | "count" | "startswith" | "endswith" => (searching(&field), from(5)),
        "split" | "rsplit" => (cutting(&field), from(4)),
        "partition" | "rpartition" | "strip" | "lstrip" | "rstrip" => (cutting(&field), from(3)),
        "replace" => (building(&field), from(5)),
        "splitlines" | "center" | "ljust" | "rjust" | "zfill" | "expandtabs" | "hex" => {
            (building(&field), from(3))
        }
        "repr" | "fromhex" => (building(&field), from(2)),
        "calcsize" => (structs(&field), from(2)),
        "unpack" | "pack1" => (structs(&field), from(3)),
        "pack" => (structs(&field), field[2].to_owned()),
        _ => (letters(&field), from(2)),
    }
}

#[test]
fn answers_are_those_of_cpython() {
    let path = std::env::var("MOLT_BYTES_CASES").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/bytes.tsv").to_owned()
    });
    let text = std::fs::read_to_string(path).unwrap();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let (got, expected) = check(line);
        count += 1;
        // What Molt refuses by name, CPython answers.
        if got != expected && !got.starts_with("err\tmolt\t") {
            wrong.push(format!("{line}\n  got {got}"));
        }
    }
    assert!(count > 1000, "only {count} cases");
    assert!(
        wrong.is_empty(),
        "{} of {count} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}
