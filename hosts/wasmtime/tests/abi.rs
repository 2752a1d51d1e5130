//! The canonical ABI of this crate against wasmtime's own: a value goes into a guest our way, out of it to a host function
//! wasmtime's way, back in wasmtime's way, and out our way.

mod common;

use std::fmt::Write;

use molt_host::{Host, Type, Val};
use proptest::prelude::*;

/// A component that passes its argument on to an import, and the import's result back.
fn relay(ty: &Type) -> String {
    let mut names = Names::default();
    let ty_name = names.of(ty);
    let flat = flatten(ty);
    let text = |flat: &[Core]| {
        flat.iter()
            .map(|ty| ty.text())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let params = match flat.len() {
        0..=16 => text(&flat),
        _ => "i32".to_owned(),
    };
    let count = if flat.len() > 16 { 1 } else { flat.len() };
    let gets: String = (0..count).map(|i| format!("(local.get {i})")).collect();
    let (import, body) = match flat.len() {
        0..=1 => {
            let result = text(&flat);
            (format!("(param {params}) (result {result})"), format!("(result {result}) (call $echo {gets})"))
        }
        _ => (
            format!("(param {params} i32)"),
            format!(
                "(result i32) (local $ret i32)
                 (local.set $ret (call $realloc (i32.const 0) (i32.const 0) (i32.const 8) (i32.const 4096)))
                 (call $echo {gets} (local.get $ret)) (local.get $ret)"
            ),
        ),
    };
    let definitions = names.text;
    format!(
        r#"(component
  {definitions}
  (import "echo" (func $echo (param "x" {ty_name}) (result {ty_name})))
  (core module $libc
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 16))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $p i32)
      (local.set $p (i32.and (i32.add (global.get $next) (i32.sub (local.get 2) (i32.const 1)))
                             (i32.sub (i32.const 0) (local.get 2))))
      (global.set $next (i32.add (local.get $p) (local.get 3)))
      (block $done (loop $more
        (br_if $done (i32.le_u (global.get $next) (i32.mul (memory.size) (i32.const 65536))))
        (drop (memory.grow (i32.const 1)))
        (br $more)))
      (local.get $p)))
  (core instance $libc (instantiate $libc))
  (core func $low (canon lower (func $echo) (memory (core memory $libc "memory")) (realloc (core func $libc "realloc"))))
  (core module $m
    (import "" "echo" (func $echo {import}))
    (import "" "realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
    (func (export "run") (param {params}) {body}))
  (core instance $m (instantiate $m (with "" (instance
    (export "echo" (func $low)) (export "realloc" (func $libc "realloc"))))))
  (func (export "run") (param "x" {ty_name}) (result {ty_name})
    (canon lift (core func $m "run") (memory (core memory $libc "memory")) (realloc (core func $libc "realloc")))))"#
    )
}

/// Names for the types that must have one where they cross a component's edge.
#[derive(Default)]
struct Names {
    text: String,
    count: usize,
}

impl Names {
    fn named(&mut self, definition: &str) -> String {
        let n = self.count;
        self.count += 1;
        writeln!(
            self.text,
            "(type $r{n} {definition}) (import \"t{n}\" (type $t{n} (eq $r{n})))"
        )
        .unwrap();
        format!("$t{n}")
    }

    fn of(&mut self, ty: &Type) -> String {
        let quoted = |names: &[String]| {
            names
                .iter()
                .map(|name| format!(" \"{name}\""))
                .collect::<String>()
        };
        match ty {
            Type::List(item) => format!("(list {})", self.of(item)),
            Type::Option(item) => format!("(option {})", self.of(item)),
            Type::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.of(item)).collect();
                format!("(tuple {})", items.join(" "))
            }
            Type::Result { ok, err } => {
                let ok = ok.as_ref().map(|ty| self.of(ty)).unwrap_or_default();
                let err = err
                    .as_ref()
                    .map(|ty| format!("(error {})", self.of(ty)))
                    .unwrap_or_default();
                format!("(result {ok} {err})")
            }
            Type::Record(fields) => {
                let fields: String = fields
                    .iter()
                    .map(|(name, ty)| format!(" (field \"{name}\" {})", self.of(ty)))
                    .collect();
                self.named(&format!("(record{fields})"))
            }
            Type::Variant(cases) => {
                let cases: String = cases
                    .iter()
                    .map(|(name, ty)| {
                        let ty = ty.as_ref().map(|ty| self.of(ty)).unwrap_or_default();
                        format!(" (case \"{name}\" {ty})")
                    })
                    .collect();
                self.named(&format!("(variant{cases})"))
            }
            Type::Enum(names) => self.named(&format!("(enum{})", quoted(names))),
            Type::Flags(names) => self.named(&format!("(flags{})", quoted(names))),
            primitive => primitive.to_string(),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Core {
    I32,
    I64,
    F32,
    F64,
}

impl Core {
    fn text(self) -> &'static str {
        match self {
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }

    /// The core type that holds a value of either.
    fn join(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::I32, Self::F32) | (Self::F32, Self::I32) => Self::I32,
            _ => Self::I64,
        }
    }
}

/// The core types of a WIT type, written down here a second time, after the component model's text.
fn flatten(ty: &Type) -> Vec<Core> {
    match ty {
        Type::U64 | Type::S64 => vec![Core::I64],
        Type::F32 => vec![Core::F32],
        Type::F64 => vec![Core::F64],
        Type::String | Type::List(_) => vec![Core::I32, Core::I32],
        Type::Record(fields) => fields.iter().flat_map(|(_, ty)| flatten(ty)).collect(),
        Type::Tuple(items) => items.iter().flat_map(flatten).collect(),
        Type::Variant(cases) => choice(cases.iter().filter_map(|(_, ty)| ty.as_ref())),
        Type::Option(item) => choice(std::iter::once(&**item)),
        Type::Result { ok, err } => choice([ok, err].into_iter().flatten().map(|ty| &**ty)),
        _ => vec![Core::I32],
    }
}

fn choice<'a>(payloads: impl Iterator<Item = &'a Type>) -> Vec<Core> {
    let mut joined: Vec<Core> = Vec::new();
    for ty in payloads {
        for (i, core) in flatten(ty).into_iter().enumerate() {
            match joined.get_mut(i) {
                Some(slot) => *slot = slot.join(core),
                None => joined.push(core),
            }
        }
    }
    joined.insert(0, Core::I32);
    joined
}

fn host() -> Host {
    Host::builder()
        .without_cache()
        .instances(4)
        .grant(|linker| {
            linker.root().func_new("echo", |_, _, params, results| {
                results.clone_from_slice(params);
                Ok(())
            })
        })
        .build()
}

fn there_and_back(host: &Host, ty: &Type, vals: &[Val]) {
    let wasm = wat::parse_str(relay(ty)).unwrap();
    let program = host.load_bytes(&wasm).unwrap();
    assert_eq!(program.exports()[0].params[0].1, *ty);
    let mut instance = program.instantiate().unwrap();
    for val in vals {
        let result = instance.call("run", std::slice::from_ref(val)).unwrap();
        assert_eq!(result.as_ref(), Some(val), "{ty}");
    }
}

#[test]
fn values_of_any_type_come_back_as_they_were() {
    let host = host();
    let config = ProptestConfig::with_cases(150);
    proptest!(config, |((ty, vals) in common::any_typed_vals())| {
        there_and_back(&host, &ty, &vals);
    });
}

#[test]
fn more_than_sixteen_core_values_go_through_memory() {
    let ty = Type::Tuple(vec![Type::String; 9]);
    let val = Val::Tuple((0..9).map(|i| Val::String(format!("text {i}"))).collect());
    there_and_back(&host(), &ty, &[val]);
}

#[test]
fn a_list_of_u8_may_be_given_as_items() {
    let ty = Type::List(Box::new(Type::U8));
    there_and_back(
        &host(),
        &ty,
        &[Val::List(vec![Val::U8(1), Val::U8(2)]), Val::Bytes(vec![])],
    );
}
