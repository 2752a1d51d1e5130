//! What `explain` says of compositions, components and core modules whose structure is known.

mod wit_parts;

use std::path::Path;

use molt_compose::explain::{End, Explanation, Kind, Wire, explain, html, svg};
use molt_compose::{Capabilities, Part, compose};
use wit_parts::parts;

const WIT: &str = "
package t:t@0.1.0;
interface codec { record error { at: u64 } decode: func(input: list<u8>) -> result<list<u8>, error>; }
interface clock { now: func() -> u64; }
interface app { run: func() -> string; }
world socket { import cbor: interface { decode: func(input: list<u8>) -> result<list<u8>, error>; record error { at: u64 } } export app; }
world cbor { import clock; export codec; }
world outer { import app; export go: func(text: string); }
";

fn composed() -> Vec<u8> {
    let mut parts = parts(Path::new("explain.wit"), WIT);
    parts.truncate(2);
    let plug = parts.remove(1);
    compose(
        parts.remove(0),
        vec![plug],
        &Capabilities::new(["t:t/clock"]),
    )
    .unwrap()
    .bytes
}

fn wire(from: End, export: &str, to: End, import: &str) -> Wire {
    Wire {
        from,
        export: export.into(),
        to,
        import: import.into(),
    }
}

#[test]
fn a_composition_is_told_with_parts_wires_and_edges() {
    let bytes = composed();
    let told: Explanation = explain("demo", &bytes).unwrap();
    assert_eq!(
        (told.kind, told.size, told.name.as_str()),
        (Kind::Composition, bytes.len(), "demo")
    );
    let names: Vec<&str> = told.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(
        names,
        ["cbor", "socket"],
        "in the order in which they come to life"
    );
    assert_eq!(
        told.wires,
        [
            wire(
                End::Host,
                "t:t/clock@0.1.0",
                End::Part(0),
                "t:t/clock@0.1.0"
            ),
            wire(End::Part(0), "t:t/codec@0.1.0", End::Part(1), "cbor"),
            wire(End::Part(1), "t:t/app@0.1.0", End::Host, "t:t/app@0.1.0"),
        ]
    );
    assert_eq!(told.imports[0].functions, ["now: func() -> u64"]);
    assert_eq!(told.exports[0].functions, ["run: func() -> string"]);
    assert!(
        told.parts
            .iter()
            .all(|part| part.core_size > 0 && part.core_size < part.size)
    );
    assert!(told.parts.iter().map(|part| part.size).sum::<usize>() < told.size);
}

#[test]
fn a_part_has_the_size_and_digest_of_the_component_that_it_was() {
    let part = &parts(Path::new("explain.wit"), WIT)[1];
    let alone = explain("cbor", &part.bytes).unwrap();
    let told = explain("demo", &composed()).unwrap();
    assert_eq!(
        (alone.kind, alone.size),
        (Kind::Component, told.parts[0].size)
    );
    assert_eq!(alone.sha256, told.parts[0].sha256);
    assert_eq!(alone.parts[0].memories, told.parts[0].memories);
    assert_eq!(alone.imports[0].name, "t:t/clock@0.1.0");
    assert_eq!(alone.exports[0].types, ["error"]);
}

#[test]
fn a_composition_in_a_composition_keeps_its_parts() {
    let outer = parts(Path::new("explain.wit"), WIT).remove(2);
    let inner = Part::new("inner", composed()).unwrap();
    let whole = compose(outer, vec![inner], &Capabilities::new(["t:t/clock"])).unwrap();
    let told = explain("whole", &whole.bytes).unwrap();
    let inner = told.parts.iter().find(|part| part.name == "inner").unwrap();
    assert_eq!(inner.parts.len(), 2);
    assert!(
        inner.memories.is_empty(),
        "memories belong to the innermost parts"
    );
    assert_eq!(
        inner.all_memories().len()
            + told
                .parts
                .iter()
                .find(|part| part.name == "outer")
                .unwrap()
                .memories
                .len(),
        told.memories.len()
    );
    assert_eq!(told.exports[0].functions, ["go: func(text: string)"]);
}

#[test]
fn a_core_module_is_told_apart() {
    // (module (memory (export "m") 1 2))
    let module = b"\0asm\x01\0\0\0\x05\x04\x01\x01\x01\x02\x07\x05\x01\x01m\x02\0";
    let told = explain("module", module).unwrap();
    assert_eq!(told.kind, Kind::CoreModule);
    assert_eq!(told.memories[0].to_string(), "1..2 pages");
    assert_eq!(told.exports[0].name, "m");
}

#[test]
fn the_picture_is_the_same_each_time_and_stands_alone() {
    let told = explain("a <b> & \"c\"", &composed()).unwrap();
    let (picture, page) = (svg(&told), html(&told));
    assert_eq!(picture, svg(&told));
    assert!(picture.contains("a &lt;b&gt; &amp; &quot;c&quot;") && !picture.contains("<b>"));
    assert!(page.contains("host provides") && page.contains("t:t/clock@0.1.0"));
    let urls = page.matches("http").count();
    assert_eq!(
        urls,
        page.matches("http://www.w3.org/2000/svg").count(),
        "nothing is loaded from elsewhere"
    );
    for coordinate in picture.split(['"', ' ']) {
        assert!(
            !coordinate.contains("NaN") && !coordinate.contains("inf"),
            "{coordinate}"
        );
    }
}
