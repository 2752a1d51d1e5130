//! The parity suite's CBOR cases, run on the crate itself: the fastest way to know.

use molt_cbor::{decode, encode, validate};
use molt_pivot::{Error, Limits};
use std::path::Path;
use toml::{Table, Value};

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// Bytes as the suite spells them.
fn bytes(value: &Value) -> Vec<u8> {
    let table = value.as_table().expect("bytes are a table");
    if let Some(text) = table.get("hex") {
        return hex(text.as_str().unwrap());
    }
    if let Some(part) = table.get("repeat") {
        return bytes(part).repeat(table["times"].as_integer().unwrap() as usize);
    }
    let parts = table["join"].as_array().expect("hex, repeat or join");
    parts.iter().flat_map(bytes).collect()
}

fn number(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.parse().unwrap(),
        value => value.as_integer().unwrap() as u64,
    }
}

/// The second argument: `{ some = { max-depth = .., .. } }` or nothing.
fn limits(args: &[Value]) -> Limits {
    let Some(some) = args.get(1).and_then(|option| option.get("some")) else {
        return Limits::default();
    };
    Limits {
        max_depth: number(&some["max-depth"]) as u32,
        max_input: number(&some["max-input"]),
        max_output: number(&some["max-output"]),
    }
}

/// What differs from the expectation, if anything.
fn difference(expected: &Table, result: Result<Vec<u8>, Error>) -> Option<String> {
    match (expected.get("ok"), expected.get("err"), result) {
        (Some(Value::String(_)), _, Ok(_)) => None,
        (Some(ok), _, Ok(found)) if bytes(ok) == found => None,
        (_, Some(err), Err(error)) => {
            let same = err["kind"].as_str() == Some(error.kind().name())
                && err
                    .get("offset")
                    .is_none_or(|offset| number(offset) == error.offset() as u64);
            (!same).then(|| format!("{error}, expected {err}"))
        }
        (_, _, Ok(found)) => Some(format!("{found:02x?}, expected {expected:?}")),
        (_, _, Err(error)) => Some(format!("{error}, expected {expected:?}")),
    }
}

fn check(file: &str, function: &str, call: &Table) -> Result<(), String> {
    if matches!(function, "codec#describe" | "codec#default-limits") {
        return Ok(()); // of the component's edge
    }
    let name = call["name"].as_str().unwrap();
    let args = call["args"].as_array().unwrap();
    let (input, limits) = (bytes(&args[0]), limits(args));
    let run = |function: &str| match function {
        "codec#decode" => decode(&input, &limits),
        "codec#encode" => encode(&input, &limits),
        "codec#validate" => validate(&input, &limits).map(|()| Vec::new()),
        other => panic!("{file}: unknown function {other}"),
    };
    let result = run(function);
    if function == "codec#decode" && run("codec#validate").err() != result.clone().err() {
        return Err(format!("{file}/{name}: validate and decode disagree"));
    }
    difference(call, result).map_or(Ok(()), |text| Err(format!("{file}/{name}: {text}")))
}

#[test]
fn every_case_of_the_suite_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../parity-suite/cases/cbor");
    let (mut count, mut wrong) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let document: Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(calls) = document.get("call").and_then(Value::as_array) else {
            continue;
        };
        for call in calls {
            count += 1;
            let call = call.as_table().unwrap();
            let function = call.get("function").or(document.get("function")).unwrap();
            wrong.extend(check(&file, function.as_str().unwrap(), call).err());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 300, "only {count} cases were found");
}
