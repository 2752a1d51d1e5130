//! Values of the cases to values of the runtime, and whether a result is what a case says.

use std::collections::HashMap;

use molt_runtime::args::Args;
use molt_runtime::object::{Body, TypeId};
use molt_runtime::ops::{attributes, calls};
use molt_runtime::types::{dict, set, slice::Slice};
use molt_runtime::{Raise, Res, Value, Vm, builtins};
use molt_text::Text;
use serde_json::Value as Json;

pub type Variables = HashMap<String, Value>;

pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .map(|byte| (byte as char).to_digit(16).expect("a hex digit") as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

fn text(json: &Json) -> Text {
    match &json["cp"] {
        Json::Array(points) => Text::from_code_points(
            points
                .iter()
                .map(|p| p.as_u64().expect("a code point") as u32),
        )
        .expect("code points"),
        _ => Text::from(json["v"].as_str().expect("a str")),
    }
}

fn int(digits: &str) -> Value {
    Value::big(digits.parse().expect("an int"))
}

pub fn class(vm: &mut Vm, name: &str) -> Value {
    builtins::find(vm, name).unwrap_or_else(|| panic!("no builtin {name}"))
}

fn construct(vm: &mut Vm, name: &str, args: &[Value]) -> Value {
    let class = class(vm, name);
    match calls::call(vm, &class, &Args::of(args)) {
        Ok(value) => value,
        Err(raise) => panic!("{name}(..) raised {}", shown(vm, raise)),
    }
}

/// The value that a case describes.
pub fn value(vm: &mut Vm, json: &Json, variables: &Variables) -> Value {
    let kind = json["t"].as_str().expect("a typed value");
    match kind {
        "none" => Value::NONE,
        "bool" => Value::bool(json["v"].as_bool().expect("a bool")),
        "int" => int(json["v"].as_str().expect("an int")),
        "float" => Value::float(float(json)),
        "str" => Value::text(text(json)),
        "bytes" => Value::bytes(hex(json["hex"].as_str().expect("hex"))),
        "bytearray" => {
            let content = Value::bytes(hex(json["hex"].as_str().expect("hex")));
            construct(vm, "bytearray", &[content])
        }
        "memoryview" => {
            let of = value(vm, &json["of"], variables);
            construct(vm, "memoryview", &[of])
        }
        "list" => Value::list(items(vm, &json["v"], variables)),
        "tuple" => Value::tuple(items(vm, &json["v"], variables)),
        "set" | "frozenset" => {
            let items = items(vm, &json["v"], variables);
            let set = set::Set::from_items(vm, &items).expect("hashable items");
            if kind == "set" {
                set::value(set)
            } else {
                set::frozen(set)
            }
        }
        "dict" => {
            let pairs: Vec<Json> = json["v"]
                .as_array()
                .expect("pairs")
                .iter()
                .flat_map(|p| p.as_array().unwrap().clone())
                .collect();
            let items = items(vm, &Json::Array(pairs), variables);
            dict::from_pairs(vm, &items).expect("hashable keys")
        }
        "slice" => {
            let parts = items(vm, &json["v"], variables);
            let [start, stop, step] = parts.try_into().expect("three parts");
            Value::object(Body::Slice(Box::new(Slice { start, stop, step })))
        }
        "range" => {
            let parts = items(vm, &json["v"], variables);
            construct(vm, "range", &parts)
        }
        "type" => class(vm, json["v"].as_str().expect("a name")),
        "var" => variables[json["v"].as_str().expect("a name")].clone(),
        other => panic!("a value of type {other} is not known here"),
    }
}

fn float(json: &Json) -> f64 {
    match json["bits"].as_str() {
        Some(bits) => f64::from_bits(u64::from_str_radix(bits, 16).expect("hex")),
        None => f64::NAN,
    }
}

pub fn items(vm: &mut Vm, json: &Json, variables: &Variables) -> Vec<Value> {
    json.as_array()
        .map(|items| {
            items
                .iter()
                .map(|item| value(vm, item, variables))
                .collect()
        })
        .unwrap_or_default()
}

/// Whether a result is what a case says.
pub fn is(vm: &mut Vm, value: &Value, json: &Json) -> bool {
    let kind = json["t"].as_str().unwrap_or_default();
    let same_type = value.type_id().name() == kind;
    match kind {
        // Iterators and views: only what comes out of them is looked at.
        "any" => true,
        "none" => value.is_none(),
        "bool" => same_type && value.is(&Value::bool(json["v"].as_bool().unwrap_or_default())),
        "int" => {
            same_type && value.as_big().map(|n| n.to_string()).as_deref() == json["v"].as_str()
        }
        "float" => same_type && value.is(&Value::float(float(json))),
        "str" => value.as_text().is_some_and(|own| *own == text(json)),
        "bytes" | "bytearray" => {
            same_type && content(vm, value) == hex(json["hex"].as_str().unwrap_or_default())
        }
        "memoryview" => same_type && is_view(vm, value, json),
        "list" | "tuple" => {
            let own = match value.body() {
                Some(Body::List(items)) => items.borrow().clone(),
                Some(Body::Tuple(items)) => items.to_vec(),
                _ => return false,
            };
            same_type && all(vm, &own, &json["v"])
        }
        "set" | "frozenset" => {
            let own = match value.body() {
                Some(Body::Set(items) | Body::FrozenSet(items)) => items.borrow().items(),
                _ => return false,
            };
            same_type && in_any_order(vm, own, &json["v"])
        }
        "dict" | "map" => {
            let Some(Body::Dict(entries)) = value.body() else {
                return false;
            };
            let own: Vec<Value> = entries
                .borrow()
                .iter()
                .flat_map(|(k, v)| [k.clone(), v.clone()])
                .collect();
            let pairs = json["v"].as_array().map(|pairs| {
                pairs
                    .iter()
                    .flat_map(|p| p.as_array().cloned().unwrap_or_default())
                    .collect()
            });
            all(vm, &own, &Json::Array(pairs.unwrap_or_default()))
        }
        "slice" => match value.body() {
            Some(Body::Slice(slice)) => {
                let own = [slice.start.clone(), slice.stop.clone(), slice.step.clone()];
                all(vm, &own, &json["v"])
            }
            _ => false,
        },
        "range" => match value.body() {
            Some(Body::Range(range)) => {
                let own = [range.start.clone(), range.stop.clone(), range.step.clone()];
                all(vm, &own, &json["v"])
            }
            _ => false,
        },
        "type" => {
            let class = class(vm, json["v"].as_str().unwrap_or_default());
            class.is(value)
        }
        _ => false,
    }
}

fn all(vm: &mut Vm, own: &[Value], json: &Json) -> bool {
    let wanted = json.as_array().cloned().unwrap_or_default();
    own.len() == wanted.len()
        && own
            .iter()
            .zip(&wanted)
            .all(|(own, wanted)| is(vm, own, wanted))
}

fn in_any_order(vm: &mut Vm, mut own: Vec<Value>, json: &Json) -> bool {
    let wanted = json.as_array().cloned().unwrap_or_default();
    own.len() == wanted.len()
        && wanted.iter().all(
            |wanted| match own.iter().position(|item| is(vm, item, wanted)) {
                Some(at) => {
                    own.swap_remove(at);
                    true
                }
                None => false,
            },
        )
}

fn content(vm: &mut Vm, value: &Value) -> Vec<u8> {
    let bytes = class(vm, "bytes");
    match calls::call(vm, &bytes, &Args::of(std::slice::from_ref(value))) {
        Ok(bytes) => match bytes.body() {
            Some(Body::Bytes(content)) => content.to_vec(),
            _ => b"no bytes".to_vec(),
        },
        Err(raise) => shown(vm, raise).into_bytes(),
    }
}

fn is_view(vm: &mut Vm, value: &Value, json: &Json) -> bool {
    if value.type_id() != TypeId::MemoryView {
        return false;
    }
    let numbers = |name: &str| {
        json[name].as_array().map(|items| {
            items
                .iter()
                .map(|n| Value::int(n.as_i64().unwrap_or(-1)))
                .collect::<Vec<_>>()
        })
    };
    let wanted = [
        ("format", json["format"].as_str().map(Value::str)),
        ("shape", numbers("shape").map(Value::tuple)),
        ("strides", numbers("strides").map(Value::tuple)),
        ("itemsize", json["itemsize"].as_i64().map(Value::int)),
        ("readonly", json["readonly"].as_bool().map(Value::bool)),
    ];
    let same = wanted.into_iter().all(|(name, wanted)| {
        let (name, Some(wanted)) = (vm.intern(name), wanted) else {
            return true;
        };
        let own = attributes::get(vm, value, &name);
        own.is_ok_and(|own| molt_runtime::ops::compare::equal(vm, &own, &wanted).unwrap_or(false))
    });
    let name = vm.intern("tobytes");
    let bytes = calls::call_method(vm, value, &name, &Args::of(&[]));
    same && bytes.is_ok_and(|bytes| matches!(bytes.body(), Some(Body::Bytes(b)) if **b == *hex(json["hex"].as_str().unwrap_or_default())))
}

/// `repr`, for people.
pub fn repr(vm: &mut Vm, value: &Value) -> String {
    match molt_runtime::ops::text::repr(vm, value) {
        Ok(text) => text.as_text().map(ToString::to_string).unwrap_or_default(),
        Err(_) => "?".into(),
    }
}

/// The class and the message of what was raised.
pub fn raised(vm: &mut Vm, value: &Value) -> (String, String) {
    let name = molt_runtime::ops::type_name(value);
    let text: Res = molt_runtime::ops::text::str(vm, value);
    (
        name,
        text.ok()
            .and_then(|text| text.as_text().map(ToString::to_string))
            .unwrap_or_default(),
    )
}

pub fn shown(vm: &mut Vm, raise: Raise) -> String {
    match raise {
        Raise::Pending => "pending".into(),
        Raise::Exception(value) => {
            let (name, message) = raised(vm, &value);
            format!("{name}: {message}")
        }
    }
}
