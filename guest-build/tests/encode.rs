//! From core modules that are made by hand to components, and what is refused on the way.

use molt_guest_build::{Encoded, Error, Metadata, encode};
use wasm_encoder::{
    CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection,
    Module, NameMap, NameSection, TypeSection, ValType,
};
use wit_component::{StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

const WIT: &str = "package t:t; world w { export add: func(a: u32, b: u32) -> u32; }";

/// `add` with a mangled name, and an import if one is asked for.
fn core(import: Option<(&str, &str)>) -> Vec<u8> {
    let mut types = TypeSection::new();
    types
        .ty()
        .function([ValType::I32, ValType::I32], [ValType::I32]);
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let index = u32::from(import.is_some());
    let mut exports = ExportSection::new();
    exports.export("add", ExportKind::Func, index);
    let mut body = Function::new([]);
    body.instructions()
        .local_get(0)
        .local_get(1)
        .i32_add()
        .end();
    let mut code = CodeSection::new();
    code.function(&body);
    let mut names = NameSection::new();
    let mut map = NameMap::new();
    map.append(index, "_ZN5guest4math3add17h0123456789abcdefE");
    names.functions(&map);
    let mut module = Module::new();
    module.section(&types);
    if let Some((from, name)) = import {
        let mut imports = ImportSection::new();
        imports.import(from, name, EntityType::Function(1));
        module.section(&imports);
    }
    module
        .section(&functions)
        .section(&exports)
        .section(&code)
        .section(&names);
    module.finish()
}

fn with_wit(mut core: Vec<u8>, wit: &str) -> Vec<u8> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("t.wit", wit).unwrap();
    let world = resolve.packages[package].worlds["w"];
    embed_component_metadata(&mut core, &resolve, world, StringEncoding::UTF8).unwrap();
    core
}

fn run(core: &[u8], strip_names: bool) -> Result<Encoded, Error> {
    let metadata = Metadata {
        name: "adder".into(),
        version: Some("1.2.3".into()),
        description: Some("Adds".into()),
        licenses: Some("MIT OR Apache-2.0".into()),
    };
    encode(core, &metadata, strip_names)
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn a_component_keeps_readable_names_and_says_who_it_is() {
    let encoded = run(&with_wit(core(None), WIT), false).unwrap();
    assert_eq!(
        (encoded.imports.len(), encoded.exports),
        (0, vec!["add".to_owned()])
    );
    for text in [
        "guest::math::add",
        "adder",
        "1.2.3",
        "Adds",
        "MIT OR Apache-2.0",
    ] {
        assert!(contains(&encoded.bytes, text), "{text}");
    }
    assert!(
        !contains(&encoded.bytes, "h0123456789abcdef"),
        "the hash of a name is noise"
    );
}

#[test]
fn names_can_be_left_out() {
    let core = with_wit(core(None), WIT);
    let (full, stripped) = (run(&core, false).unwrap(), run(&core, true).unwrap());
    assert!(
        !contains(&stripped.bytes, "guest::math::add") && stripped.bytes.len() < full.bytes.len()
    );
    assert!(
        contains(&stripped.bytes, "adder"),
        "the component's own name stays"
    );
}

#[test]
fn the_same_module_gives_the_same_bytes() {
    let core = with_wit(core(None), WIT);
    assert_eq!(
        run(&core, false).unwrap().bytes,
        run(&core, false).unwrap().bytes
    );
}

#[test]
fn a_module_without_wit_is_refused() {
    assert!(matches!(run(&core(None), false), Err(Error::NoWit { .. })));
}

#[test]
fn an_import_that_the_world_does_not_name_is_refused_by_name() {
    for (module, name, word) in [
        ("env", "strlen", "libc"),
        ("wasi_snapshot_preview1", "fd_write", "WASI"),
        (
            "__wbindgen_placeholder__",
            "__wbindgen_throw",
            "wasm-bindgen",
        ),
        ("acme:log/sink", "write", "world"),
    ] {
        let error = run(&with_wit(core(Some((module, name))), WIT), false).unwrap_err();
        let Error::ForeignImport { import, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!(*import, format!("{module}.{name}"));
        assert!(error.fix().unwrap().contains(word), "{:?}", error.fix());
    }
}

#[test]
fn a_world_with_wasi_is_refused() {
    let wit = "package t:t; world w { import wasi:clocks/now; export add: func(a: u32, b: u32) -> u32; } \
               package wasi:clocks { interface now { f: func(); } }";
    let error = run(&with_wit(core(Some(("wasi:clocks/now", "f"))), wit), false).unwrap_err();
    assert!(
        matches!(&error, Error::Wasi { import, .. } if import == "wasi:clocks/now"),
        "{error}"
    );
}

#[test]
fn an_export_that_the_module_lacks_is_told() {
    let wit =
        "package t:t; world w { export add: func(a: u32, b: u32) -> u32; export sub: func(); }";
    let error = run(&with_wit(core(None), wit), false).unwrap_err();
    assert!(
        matches!(&error, Error::Encode { details, .. } if details.contains("sub")),
        "{error}"
    );
}

#[test]
fn what_is_no_module_is_refused() {
    let component = run(&with_wit(core(None), WIT), false).unwrap().bytes;
    for bytes in [&b""[..], b"hello", b"\0asm", &component, &core(None)[..30]] {
        assert!(
            matches!(run(bytes, false), Err(Error::NotAModule { .. })),
            "{:?}",
            &bytes[..bytes.len().min(8)]
        );
    }
}
