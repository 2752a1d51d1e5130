//! What goes wrong is told by its kind, with a place and a fix, and ends nothing but the instance it happened in.

use std::time::Duration;

use molt_host::{ErrorKind, Host, Limits, Mode, Pool, Program, Type, Val};

fn host() -> Host {
    Host::builder().without_cache().instances(8).build()
}

fn component(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap()
}

/// Functions that add, trap in a named function, run for ever, and take memory.
const GUEST: &str = r#"(component
  (core module $m
    (memory (export "memory") 1)
    (func $parse_number (param i32) unreachable)
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "fail") (call $parse_number (i32.const 1)))
    (func (export "spin") (loop (br 0)))
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "need") (param i32) (if (i32.eq (memory.grow (local.get 0)) (i32.const -1)) (then unreachable))))
  (core instance $i (instantiate $m))
  (func $add (param "left" u32) (param "right" u32) (result u32) (canon lift (core func $i "add")))
  (func $fail (canon lift (core func $i "fail")))
  (func $spin (canon lift (core func $i "spin")))
  (func $grow (param "pages" u32) (result s32) (canon lift (core func $i "grow")))
  (func $need (param "pages" u32) (canon lift (core func $i "need")))
  (instance $math (export "add" (func $add)) (export "need" (func $need)))
  (instance $more (export "add" (func $add)))
  (export "test:guest/math@1.2.0" (instance $math))
  (export "test:guest/more@1.2.0" (instance $more))
  (export "fail" (func $fail))
  (export "spin" (func $spin))
  (export "grow" (func $grow)))"#;

fn guest(host: &Host) -> Program {
    host.load_bytes(&component(GUEST)).unwrap()
}

fn refused(bytes: &[u8]) -> (ErrorKind, String) {
    match host().load_bytes(bytes) {
        Ok(_) => panic!("loaded"),
        Err(error) => (error.kind(), error.to_string()),
    }
}

#[test]
fn what_is_no_component_is_refused_by_name() {
    let whole = component(GUEST);
    let module = wat::parse_str("(module)").unwrap();
    for (bytes, expected) in [
        (&b""[..], "empty"),
        (b"hello", "the file is text"),
        (b"(component)", "component text"),
        (b"\x7fELF\xff\xff\xff\xff", "something else"),
        (b"\0as", "truncated"),
        (&module, "a core WebAssembly module"),
        (&whole[..whole.len() / 2], "truncated"),
        (&whole[..9], "truncated"),
    ] {
        let (kind, message) = refused(bytes);
        assert_eq!(kind, ErrorKind::NotAComponent, "{message}");
        assert!(message.contains(expected), "{message} / {expected}");
    }
}

#[test]
fn a_damaged_component_is_refused_at_every_byte() {
    let whole = component(GUEST);
    for place in 8..whole.len() {
        let mut damaged = whole.clone();
        damaged[place] ^= 0xff;
        if let Err(error) = host().load_bytes(&damaged) {
            let known = [
                ErrorKind::NotAComponent,
                ErrorKind::Compile,
                ErrorKind::MissingImport,
            ];
            assert!(known.contains(&error.kind()), "byte {place}: {error:?}");
        }
    }
    for length in 0..whole.len() {
        match host().load_bytes(&whole[..length]) {
            // Cut between two sections it is a whole component with less in it.
            Ok(program) => assert!(program.exports().len() <= 6, "{length}"),
            Err(error) => {
                let known = [ErrorKind::NotAComponent, ErrorKind::Compile];
                assert!(known.contains(&error.kind()), "{length}: {error:?}");
            }
        }
    }
}

#[test]
fn an_import_that_was_not_granted_is_named() {
    let bytes = component(
        r#"(component (import "test:capabilities/clock@0.1.0" (instance (export "now" (func (result u64))))))"#,
    );
    let error = host().load_bytes(&bytes).err().unwrap();
    assert!(error.is_missing_import(), "{error:?}");
    assert!(
        error.message().contains("test:capabilities/clock@0.1.0"),
        "{error:?}"
    );
    assert!(error.fix().is_some());
}

#[test]
fn functions_are_found_by_short_names_that_fit_one() {
    let program = guest(&host());
    let path = |name: &str| program.find(name).map(|id| program.function(id).path());
    let add = "test:guest/math@1.2.0#add";
    for name in [add, "test:guest/math#add", "math#add"] {
        assert_eq!(path(name).unwrap(), add);
    }
    assert_eq!(path("need").unwrap(), "test:guest/math@1.2.0#need");
    assert_eq!(path("grow").unwrap(), "grow");
    let error = path("add").unwrap_err();
    assert!(
        error.fix().unwrap().contains("test:guest/more@1.2.0#add"),
        "{error:?}"
    );
    let error = path("math#ad").unwrap_err();
    assert!(error.is_missing_function());
    assert!(
        error
            .fix()
            .unwrap()
            .starts_with("it exports test:guest/math@1.2.0#add"),
        "{error:?}"
    );
    assert!(path("other#add").is_err());
    assert!(path("").is_err());
}

#[test]
fn arguments_are_checked_before_the_guest_sees_them() {
    let mut instance = guest(&host()).instantiate().unwrap();
    let error = instance.call("math#add", &[Val::U32(1)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "test:guest/math@1.2.0#add takes 2 arguments, not 1"
    );
    let error = instance
        .call("math#add", &[Val::U32(1), "2".into()])
        .unwrap_err();
    assert!(error.is_wrong_arguments());
    assert_eq!(
        error.to_string(),
        "test:guest/math@1.2.0#add: parameter `right`: expected u32, got string (its type is u32)"
    );
    assert!(
        instance
            .typed::<(u32, u64), (u32,)>("math#add")
            .err()
            .unwrap()
            .is_wrong_arguments()
    );
    let add = instance.typed::<(u32, u32), (u32,)>("math#add").unwrap();
    assert_eq!(add.call(&mut instance, (40, 2)).unwrap(), (42,));
    assert_eq!(
        instance
            .call("math#add", &[Val::U32(1), Val::U32(2)])
            .unwrap(),
        Some(Val::U32(3))
    );
}

#[test]
fn a_trap_names_the_function_and_has_the_stack() {
    let mut instance = guest(&host()).instantiate().unwrap();
    let error = instance.call("fail", &[]).unwrap_err();
    assert!(error.is_trap());
    assert_eq!(
        error.to_string(),
        "trap in fail: wasm `unreachable` instruction executed"
    );
    assert_eq!(error.frames()[0].function, "parse_number");
    assert_eq!(error.frames()[0].module, "m");
    assert!(!instance.is_alive());
    let error = instance
        .call("math#add", &[Val::U32(1), Val::U32(2)])
        .unwrap_err();
    assert!(
        error.is_trap() && error.message().contains("was not called"),
        "{error:?}"
    );
}

#[test]
fn a_pool_never_lends_a_trapped_instance() {
    let pool = Pool::new(guest(&host()), Limits::default(), 2);
    drop(pool.lease().unwrap());
    assert_eq!(pool.idle(), 1);
    pool.lease().unwrap().call("fail", &[]).unwrap_err();
    assert_eq!(pool.idle(), 0);
    let sum = pool
        .lease()
        .unwrap()
        .call("math#add", &[Val::U32(1), Val::U32(2)])
        .unwrap();
    assert_eq!((sum, pool.idle()), (Some(Val::U32(3)), 1));
}

#[test]
fn a_deadline_ends_a_call_that_does_not_end() {
    let limits = Limits::default().with_deadline(Duration::from_millis(30));
    let host = Host::builder().without_cache().limits(limits).build();
    let program = guest(&host);
    let mut instance = program.instantiate().unwrap();
    assert_eq!(
        instance.call("grow", &[Val::U32(0)]).unwrap(),
        Some(Val::S32(1))
    );
    let start = std::time::Instant::now();
    let error = instance.call("spin", &[]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deadline, "{error:?}");
    assert!(
        start.elapsed() >= Duration::from_millis(29),
        "{:?}",
        start.elapsed()
    );
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
    assert!(
        program
            .instantiate()
            .unwrap()
            .call("grow", &[Val::U32(0)])
            .is_ok()
    );
}

#[test]
fn fuel_ends_a_call_at_the_same_place_every_time() {
    let host = Host::builder().without_cache().fuel(true).build();
    let program = guest(&host);
    let call = |fuel| {
        let mut instance = program
            .instantiate_with(&Limits::default().with_fuel(fuel))
            .unwrap();
        instance
            .call("math#add", &[Val::U32(1), Val::U32(2)])
            .map_err(|error| error.kind())
    };
    let enough = (0..100).find(|fuel| call(*fuel).is_ok()).unwrap();
    assert!(enough > 0);
    assert_eq!(call(enough - 1), Err(ErrorKind::Fuel));
    assert_eq!(call(enough), Ok(Some(Val::U32(3))));
}

#[test]
fn limits_need_a_host_that_was_built_for_them() {
    let program = guest(&host());
    for limits in [
        Limits::default().with_fuel(1),
        Limits::default().with_deadline(Duration::from_secs(1)),
    ] {
        let error = program.instantiate_with(&limits).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    }
}

#[test]
fn memory_is_counted_over_all_memories() {
    // Two memories of one page each: three pages in all leave one to grow by.
    let two = r#"(component
      (core module $m (memory 1)
        (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
      (core instance $a (instantiate $m))
      (core instance $b (instantiate $m))
      (func (export "left") (param "pages" u32) (result s32) (canon lift (core func $a "grow")))
      (func (export "right") (param "pages" u32) (result s32) (canon lift (core func $b "grow"))))"#;
    let program = host().load_bytes(&component(two)).unwrap();
    let page = 65_536;
    let mut instance = program
        .instantiate_with(&Limits::default().with_memory(3 * page))
        .unwrap();
    assert_eq!(instance.memory_used(), 2 * page);
    assert_eq!(
        instance.call("left", &[Val::U32(1)]).unwrap(),
        Some(Val::S32(1))
    );
    assert_eq!(
        instance.call("right", &[Val::U32(1)]).unwrap(),
        Some(Val::S32(-1))
    );
    let error = program
        .instantiate_with(&Limits::default().with_memory(page))
        .err()
        .unwrap();
    assert_eq!(error.kind(), ErrorKind::MemoryLimit, "{error:?}");
}

#[test]
fn a_trap_for_want_of_memory_is_a_memory_limit() {
    let program = guest(&host());
    let limits = Limits::default().with_memory(1 << 20);
    let mut instance = program.instantiate_with(&limits).unwrap();
    let error = instance.call("need", &[Val::U32(100)]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MemoryLimit, "{error:?}");
    assert!(error.message().contains("1048576"), "{error:?}");
}

#[test]
fn the_engine_is_picked_from_the_component() {
    assert_eq!(guest(&host()).mode(), Mode::Sync);
    let text = r#"(component
      (core module $m (func (export "f")) (func (export "g") (result i32) (i32.const 7)))
      (core instance $i (instantiate $m))
      (func (export "f") async (canon lift (core func $i "f")))
      (func (export "g") (result u8) (canon lift (core func $i "g"))))"#;
    let program = host().load_bytes(&component(text)).unwrap();
    assert_eq!(program.mode(), Mode::Async);
    assert!(program.exports()[0].is_async);
    let mut instance = program.instantiate().unwrap();
    assert_eq!(instance.call("f", &[]).unwrap(), None);
    assert_eq!(instance.call("g", &[]).unwrap(), Some(Val::U8(7)));
}

#[test]
fn signatures_read_as_wit() {
    let program = guest(&host());
    let add = program.function(program.find("math#add").unwrap());
    assert_eq!(add.to_string(), "add: func(left: u32, right: u32) -> u32");
    assert_eq!(add.params[0], ("left".to_owned(), Type::U32));
}
