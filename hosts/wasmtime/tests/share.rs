//! Large modules that several components have are compiled once, and the components work as before.

use std::fs;

use molt_host::{ErrorKind, Host, Val};

/// A library with a large module and a program that uses it, composed by hand; `add` makes programs differ.
fn composed(add: u32) -> Vec<u8> {
    let large: String = (0..4000)
        .map(|n| {
            format!("(func $f{n} (param i32) (result i32) (i32.add (local.get 0) (i32.const {n})))")
        })
        .collect();
    let text = format!(
        r#"(component
          (component $library
            (core module $m (@name "library")
              (memory (export "memory") 1)
              (func (export "twice") (param i32) (result i32)
                (if (i32.eq (local.get 0) (i32.const 99)) (then (call $fail)))
                (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1)))
                (i32.add (i32.mul (local.get 0) (i32.const 2)) (i32.load (i32.const 8))))
              (func $fail unreachable)
              {large})
            (core instance $i (instantiate $m))
            (func (export "twice") (param "n" u32) (result u32) (canon lift (core func $i "twice"))))
          (component $program
            (import "twice" (func $twice (param "n" u32) (result u32)))
            (core func $twice (canon lower (func $twice)))
            (core module $m
              (import "" "twice" (func $twice (param i32) (result i32)))
              (func (export "go") (param i32) (result i32)
                (i32.add (call $twice (local.get 0)) (i32.const {add}))))
            (core instance $i (instantiate $m (with "" (instance (export "twice" (func $twice))))))
            (func (export "go") (param "n" u32) (result u32) (canon lift (core func $i "go"))))
          (instance $library (instantiate $library))
          (instance $program (instantiate $program (with "twice" (func $library "twice"))))
          (export "go" (func $program "go")))"#
    );
    wat::parse_str(text).unwrap()
}

#[test]
fn programs_with_one_library_share_it() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("compiled");
    let host = Host::builder()
        .cache_folder(&cache)
        .share_modules(true)
        .build();
    for add in 0..3 {
        let program = host.load_bytes(&composed(add)).unwrap();
        // Each instance has the library's state for itself.
        for _ in 0..2 {
            let mut instance = program.instantiate().unwrap();
            let given = instance.call("go", &[Val::U32(20)]).unwrap();
            assert_eq!(given, Some(Val::U32(41 + add)));
        }
    }
    let mut sizes: Vec<u64> = fs::read_dir(&cache)
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .collect();
    sizes.sort_unstable();
    assert_eq!(sizes.len(), 4, "three programs and one library");
    assert!(
        sizes[2] * 3 < sizes[3],
        "programs hold the library: {sizes:?}"
    );
}

#[test]
fn a_trap_in_a_shared_module_is_named() {
    let host = Host::builder().without_cache().share_modules(true).build();
    let program = host.load_bytes(&composed(0)).unwrap();
    let mut instance = program.instantiate().unwrap();
    let error = instance.call("go", &[Val::U32(99)]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Trap);
    assert_eq!(error.frames()[0].function, "fail");
    assert_eq!(error.frames()[0].module, "library");
}

#[test]
fn imports_that_are_missing_are_named_without_the_modules() {
    let host = Host::builder().without_cache().share_modules(true).build();
    let open =
        wat::parse_str(r#"(component (import "acme:log/sink" (instance)) (core module (func)))"#)
            .unwrap();
    // An instance without functions needs nothing of the host.
    assert!(host.load_bytes(&open).is_ok());
}
