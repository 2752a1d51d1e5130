//! Bytes, bytearrays, memoryviews and struct, with what CPython 3.12 answered (`bytes_ops/make.py`).
//! `MOLT_BYTES_OPS` names a larger file of the same form.

#[path = "python_ops/run.rs"]
mod run;
#[path = "python_ops/typed.rs"]
mod typed;

use molt_runtime::args::Args;
use molt_runtime::ops::{attributes, calls};
use molt_runtime::{Output, Raise, Value, Vm, modules};

#[test]
fn bytes_answer_as_in_cpython() {
    let cases = match std::env::var_os("MOLT_BYTES_OPS") {
        Some(path) => std::fs::read_to_string(path).expect("a text file"),
        None => include_str!("bytes_ops/cases.jsonl").to_owned(),
    };
    let mut failed = 0;
    for line in cases.lines() {
        let case = serde_json::from_str(line).expect("a JSON line");
        if let Err(why) = run::case(&case) {
            failed += 1;
            println!("{line}\n  {why}");
        }
    }
    assert_eq!(failed, 0, "cases have another answer");
}

struct Nowhere;

impl Output for Nowhere {
    fn write(&mut self, _: bool, _: &[u8]) {}
}

/// `o.name(..)`, shown; the class and the message when it raises.
fn shown(vm: &mut Vm, o: &Value, name: &str, args: &[Value]) -> String {
    let name = vm.intern(name);
    match calls::call_method(vm, o, &name, &Args::of(args)) {
        Ok(value) => typed::repr(vm, &value),
        Err(Raise::Exception(raised)) => {
            let (class, message) = typed::raised(vm, &raised);
            format!("{class}: {message}")
        }
        Err(Raise::Pending) => "pending".to_owned(),
    }
}

#[test]
fn struct_objects() {
    let mut vm = Vm::new(Box::new(Nowhere));
    let module = modules::find("struct").expect("a module");
    let class = modules::attribute(&mut vm, module, "Struct")
        .expect("an attribute")
        .expect("a class");
    let made = calls::call(&mut vm, &class, &Args::of(&[Value::bytes(*b"<hI")])).expect("a Struct");
    let mut call = |name: &str, args: &[Value]| shown(&mut vm, &made, name, args);
    let data = Value::bytes(*b"\x01\x00\x02\x00\x00\x00");
    assert_eq!(
        call("pack", &[Value::int(1), Value::int(2)]),
        r"b'\x01\x00\x02\x00\x00\x00'"
    );
    assert_eq!(
        call("pack", &[]),
        "error: pack expected 2 items for packing (got 0)"
    );
    assert_eq!(call("unpack", std::slice::from_ref(&data)), "(1, 2)");
    assert_eq!(
        call("unpack", &[]),
        "TypeError: Struct.unpack() takes exactly one argument (0 given)"
    );
    assert_eq!(
        call("unpack_from", &[data.clone(), Value::int(-6)]),
        "(1, 2)"
    );
    assert_eq!(
        call("unpack_from", &[]),
        "TypeError: unpack_from() missing required argument 'buffer' (pos 1)"
    );
    let array = Value::bytearray(vec![9; 7]);
    assert_eq!(
        call(
            "pack_into",
            &[array.clone(), Value::int(1), Value::int(3), Value::int(4)]
        ),
        "None"
    );
    assert_eq!(
        call("pack_into", &[]),
        "error: pack_into expected buffer argument"
    );
    assert_eq!(
        typed::repr(&mut vm, &array),
        r"bytearray(b'\t\x03\x00\x04\x00\x00\x00')"
    );
    let [size, format] = ["size", "format"].map(|name| {
        let name = vm.intern(name);
        let value = attributes::get(&mut vm, &made, &name).expect("an attribute");
        typed::repr(&mut vm, &value)
    });
    assert_eq!((size.as_str(), format.as_str()), ("6", "'<hI'"));
    let wrong = [
        (vec![], "missing required argument 'format' (pos 1)"),
        (vec![Value::NONE; 2], "takes at most 1 argument (2 given)"),
    ];
    for (args, message) in wrong {
        let Err(Raise::Exception(raised)) = calls::call(&mut vm, &class, &Args::of(&args)) else {
            panic!("made")
        };
        assert_eq!(
            typed::raised(&mut vm, &raised),
            ("TypeError".to_owned(), format!("Struct() {message}"))
        );
    }
}
