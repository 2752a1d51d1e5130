//! WIT JSON: the one JSON form of WIT values and types.
//!
//! | WIT | JSON |
//! |---|---|
//! | `bool` | `true`, `false` |
//! | `u8`..`u32`, `s8`..`s32` | a number |
//! | `u64`, `s64` | a string of decimal digits; an exact number is taken as well |
//! | `f32`, `f64` | a number, or `"nan"`, `"inf"`, `"-inf"`, `"-0"` |
//! | `char`, `string` | a string; a string may also be given as one of the objects below |
//! | `list<u8>` | `{"base64": ".."}`; also taken: `{"hex": ".."}`, `{"utf8": ".."}`, `{"file": "path"}`, `{"repeat": X, "times": N}`, an array |
//! | `list<T>`, `tuple` | an array |
//! | `record` | an object with the names of WIT |
//! | `variant` | `{"case": "name"}`, `{"case": "name", "value": V}` |
//! | `enum` | the name |
//! | `flags` | an array of names |
//! | `option` | `null`, `{"some": V}` |
//! | `result` | `{"ok": V}`, `{"err": V}`; `null` for no payload |
//! | a resource | `{"var": "name"}`, see [`Scope`] |
//! | `stream`, `future` | `{"stream": [..]}`, `{"future": V}` |

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Number, Value, json};

use crate::check::{Mismatch, unknown};
use crate::error::{Error, ErrorKind};
use crate::types::{Function, Type};
use crate::val::{Future, Stream, Val};

/// The largest `list<u8>` or string that `repeat` makes: 4 GiB, more than a guest's memory holds.
const MAX_REPEATED: usize = 4 << 30;

/// What JSON values can refer to: resources by name, and files.
#[derive(Default)]
pub struct Scope {
    variables: BTreeMap<String, Val>,
    files: bool,
}

impl Scope {
    /// No variables, and `{"file": ..}` is refused.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets values read files.
    pub fn with_files(mut self) -> Self {
        self.files = true;
        self
    }

    /// Names a value: `{"var": name}` stands for it from now on.
    pub fn set(&mut self, name: impl Into<String>, val: Val) {
        self.variables.insert(name.into(), val);
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Val> {
        self.variables.get(name)
    }
}

/// The arguments of a call from a JSON array.
///
/// # Errors
///
/// `WrongArguments`, naming the parameter and the place in it; `Io` for a file that cannot be read.
pub fn decode_arguments(
    args: &[Value],
    function: &Function,
    scope: &Scope,
) -> Result<Vec<Val>, Error> {
    if args.len() != function.params.len() {
        return Err(crate::check::wrong_count(function, args.len()));
    }
    let args = args.iter().enumerate();
    args.map(|(index, arg)| decode_argument(arg, index, function, scope))
        .collect()
}

/// The value of one parameter from its JSON.
///
/// # Errors
///
/// As [`decode_arguments`].
pub fn decode_argument(
    arg: &Value,
    index: usize,
    function: &Function,
    scope: &Scope,
) -> Result<Val, Error> {
    let Some((name, ty)) = function.params.get(index) else {
        return Err(crate::check::wrong_count(function, index + 1));
    };
    read(arg, ty, scope).map_err(|mismatch| {
        let place = format!("{}: parameter `{name}`", function.path());
        Error::new(
            ErrorKind::WrongArguments,
            format!("{place}{mismatch} (its type is {ty})"),
        )
    })
}

/// A value of this type from its JSON.
///
/// # Errors
///
/// `WrongArguments`, naming the place in the value.
pub fn decode(value: &Value, ty: &Type, scope: &Scope) -> Result<Val, Error> {
    read(value, ty, scope)
        .map_err(|mismatch| Error::new(ErrorKind::WrongArguments, format!("value{mismatch}")))
}

type Read<T> = Result<T, Mismatch>;

fn expected<T>(what: impl std::fmt::Display, value: &Value) -> Read<T> {
    let given = match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if text.len() < 40 => format!("{text:?}"),
        Value::String(_) => "a long string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    Err(Mismatch::new(format!("expected {what}, got {given}")))
}

fn read(value: &Value, ty: &Type, scope: &Scope) -> Read<Val> {
    if let Value::Object(object) = value
        && let Some(name) = object.get("var").and_then(Value::as_str)
        && matches!(
            ty,
            Type::Own(_) | Type::Borrow(_) | Type::Stream(_) | Type::Future(_)
        )
    {
        let known = || unknown("variable", name, scope.variables.keys());
        return scope.get(name).cloned().ok_or_else(known);
    }
    Ok(match ty {
        Type::Bool => match value {
            Value::Bool(b) => Val::Bool(*b),
            _ => return expected("bool", value),
        },
        Type::U8 => Val::U8(integer(value, "u8, 0 to 255")?),
        Type::U16 => Val::U16(integer(value, "u16, 0 to 65535")?),
        Type::U32 => Val::U32(integer(value, "u32, 0 to 4294967295")?),
        Type::U64 => Val::U64(integer(value, "u64, a string of digits")?),
        Type::S8 => Val::S8(integer(value, "s8, -128 to 127")?),
        Type::S16 => Val::S16(integer(value, "s16, -32768 to 32767")?),
        Type::S32 => Val::S32(integer(value, "s32, -2147483648 to 2147483647")?),
        Type::S64 => Val::S64(integer(value, "s64, a string of digits")?),
        Type::F64 => Val::F64(float(value, "f64")?),
        Type::F32 => Val::F32(single(value)?),
        Type::Char => Val::Char(character(value)?),
        Type::String => Val::String(text(value, scope)?),
        Type::List(item) if **item == Type::U8 => Val::Bytes(bytes(value, scope)?),
        Type::List(item) => Val::List(items(value, item, scope)?),
        Type::Tuple(types) => Val::Tuple(tuple(value, types, scope)?),
        Type::Record(fields) => Val::Record(record(value, fields, scope)?),
        Type::Variant(cases) => variant(value, cases, scope)?,
        Type::Enum(names) => Val::Enum(name_of(value, "case", names)?),
        Type::Flags(names) => Val::Flags(flags(value, names)?),
        Type::Option(inner) => option(value, inner, scope)?,
        Type::Result { ok, err } => result(value, ok.as_deref(), err.as_deref(), scope)?,
        Type::Stream(item) => {
            let Some(given) = value.get("stream") else {
                return expected(format!("{{\"stream\": [..]}} for {ty}"), value);
            };
            let unit = Type::Tuple(Vec::new());
            let item = item.as_deref().unwrap_or(&unit);
            Val::Stream(Stream::Items(items(given, item, scope)?))
        }
        Type::Future(item) => {
            let Some(given) = value.get("future") else {
                return expected(format!("{{\"future\": ..}} for {ty}"), value);
            };
            Val::Future(Future::Value(payload(given, item.as_deref(), scope)?))
        }
        Type::Own(_) | Type::Borrow(_) => {
            return expected(format!("{{\"var\": \"name\"}} for {ty}"), value);
        }
        Type::Unsupported(name) => {
            return Err(Mismatch::new(format!(
                "this host does not do the type {name}"
            )));
        }
    })
}

fn integer<T: TryFrom<i128>>(value: &Value, what: &str) -> Read<T> {
    let wide = match value {
        Value::Number(n) => n
            .as_u64()
            .map(i128::from)
            .or_else(|| n.as_i64().map(i128::from))
            .or_else(|| n.as_f64().and_then(whole)),
        // Only what does not fit into a JSON number is written as digits.
        Value::String(text) if size_of::<T>() == 8 => decimal(text),
        _ => None,
    };
    match wide.and_then(|n| T::try_from(n).ok()) {
        Some(n) => Ok(n),
        None => expected(what, value),
    }
}

/// Digits with at most a minus sign before them.
fn decimal(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain =
        !digits.is_empty() && digits.len() <= 20 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A float that is an integer which floats represent without gaps.
fn whole(float: f64) -> Option<i128> {
    (float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0).then_some(float as i128)
}

fn float(value: &Value, what: &str) -> Read<f64> {
    match value {
        Value::Number(n) => match n.as_f64() {
            Some(float) if float.is_finite() => Ok(float),
            _ => expected(what, value),
        },
        Value::String(text) => match text.as_str() {
            "nan" => Ok(f64::NAN),
            "inf" => Ok(f64::INFINITY),
            "-inf" => Ok(f64::NEG_INFINITY),
            "-0" => Ok(-0.0),
            _ => expected(
                format!("{what}, \"nan\", \"inf\", \"-inf\" or \"-0\""),
                value,
            ),
        },
        _ => expected(what, value),
    }
}

fn single(value: &Value) -> Read<f32> {
    let double = float(value, "f32")?;
    let single = double as f32;
    if single.is_infinite() && double.is_finite() {
        return expected("f32, at most 3.4e38", value);
    }
    Ok(single)
}

fn character(value: &Value) -> Read<char> {
    let mut chars = value.as_str().unwrap_or_default().chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(c),
        _ => expected("char, a string of one character", value),
    }
}

fn text(value: &Value, scope: &Scope) -> Read<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Object(_) => {
            let bytes = bytes(value, scope)?;
            String::from_utf8(bytes).map_err(|error| {
                Mismatch::new(format!(
                    "a string is UTF-8, and the bytes are not from byte {} on",
                    error.utf8_error().valid_up_to()
                ))
            })
        }
        _ => expected("string", value),
    }
}

fn bytes(value: &Value, scope: &Scope) -> Read<Vec<u8>> {
    let object = match value {
        Value::Object(object) => object,
        Value::Array(items) => {
            return items
                .iter()
                .map(|item| integer(item, "u8, 0 to 255"))
                .collect();
        }
        _ => {
            return expected(
                "list<u8>: {\"base64\": ..}, {\"hex\": ..}, {\"utf8\": ..} or {\"file\": ..}",
                value,
            );
        }
    };
    if let Some(inner) = object.get("repeat") {
        return repeated(inner, object.get("times"), scope);
    }
    let mut entries = object.iter();
    match (entries.next(), entries.next()) {
        (Some((form, Value::String(given))), None) => match form.as_str() {
            "utf8" => Ok(given.clone().into_bytes()),
            "base64" => STANDARD
                .decode(given)
                .map_err(|error| Mismatch::new(format!("not base64: {error}"))),
            "hex" => hex(given),
            "file" => file(given, scope),
            _ => Err(Mismatch::new(format!(
                "no form `{form}`; there is base64, hex, utf8, file, repeat"
            ))),
        },
        _ => expected(
            "an object with one of base64, hex, utf8, file, repeat",
            value,
        ),
    }
}

fn repeated(inner: &Value, times: Option<&Value>, scope: &Scope) -> Read<Vec<u8>> {
    let unit = match inner {
        Value::String(text) => text.clone().into_bytes(),
        _ => bytes(inner, scope).map_err(|m| m.inside("repeat"))?,
    };
    let times: u32 = match times {
        Some(times) => integer(times, "a number of times")?,
        None => return Err(Mismatch::new("`repeat` needs `times`")),
    };
    match unit.len().checked_mul(times as usize) {
        Some(total) if total <= MAX_REPEATED => Ok(unit.repeat(times as usize)),
        _ => Err(Mismatch::new(
            "`repeat` makes more bytes than a guest's memory has",
        )),
    }
}

fn hex(text: &str) -> Read<Vec<u8>> {
    let digit = |b: u8| (b as char).to_digit(16);
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some((digit(*high)? * 16 + digit(*low)?) as u8),
        _ => None,
    });
    let bytes: Option<Vec<u8>> = pairs.collect();
    bytes.ok_or_else(|| Mismatch::new("not hex: pairs of the digits 0-9 and a-f are expected"))
}

fn file(path: &str, scope: &Scope) -> Read<Vec<u8>> {
    if !scope.files {
        return Err(Mismatch::new("files are not read here"));
    }
    std::fs::read(path).map_err(|error| Mismatch::new(format!("cannot read {path}: {error}")))
}

fn items(value: &Value, ty: &Type, scope: &Scope) -> Read<Vec<Val>> {
    let Value::Array(items) = value else {
        return expected(format!("an array of {ty}"), value);
    };
    let items = items.iter().enumerate();
    items
        .map(|(i, item)| read(item, ty, scope).map_err(|m| m.inside(format!("item {i}"))))
        .collect()
}

fn tuple(value: &Value, types: &[Type], scope: &Scope) -> Read<Vec<Val>> {
    let Value::Array(items) = value else {
        return expected(format!("an array of {}", types.len()), value);
    };
    if items.len() != types.len() {
        return expected(format!("an array of {}", types.len()), value);
    }
    let items = items.iter().zip(types).enumerate();
    items
        .map(|(i, (item, ty))| read(item, ty, scope).map_err(|m| m.inside(format!("item {i}"))))
        .collect()
}

fn record(value: &Value, types: &[(String, Type)], scope: &Scope) -> Read<Vec<(String, Val)>> {
    let Value::Object(object) = value else {
        return expected("an object", value);
    };
    if let Some(name) = object
        .keys()
        .find(|key| !types.iter().any(|(name, _)| name == *key))
    {
        return Err(unknown("field", name, types.iter().map(|(name, _)| name)));
    }
    let mut fields = Vec::with_capacity(types.len());
    for (name, ty) in types {
        let Some(given) = object.get(name) else {
            return Err(Mismatch::new(format!("field `{name}` is missing")));
        };
        let val = read(given, ty, scope).map_err(|m| m.inside(format!("field `{name}`")))?;
        fields.push((name.clone(), val));
    }
    Ok(fields)
}

fn variant(value: &Value, cases: &[(String, Option<Type>)], scope: &Scope) -> Read<Val> {
    let Some(name) = value.get("case").and_then(Value::as_str) else {
        return expected(
            "{\"case\": \"name\"} or {\"case\": \"name\", \"value\": ..}",
            value,
        );
    };
    let Some((_, ty)) = cases.iter().find(|(case, _)| case == name) else {
        return Err(unknown("case", name, cases.iter().map(|(case, _)| case)));
    };
    let given = value.get("value").unwrap_or(&Value::Null);
    let val = payload(given, ty.as_ref(), scope).map_err(|m| m.inside(format!("case `{name}`")))?;
    Ok(Val::Variant(name.to_owned(), val))
}

fn payload(value: &Value, ty: Option<&Type>, scope: &Scope) -> Read<Option<Box<Val>>> {
    match ty {
        Some(ty) => Ok(Some(Box::new(read(value, ty, scope)?))),
        None if value.is_null() => Ok(None),
        None => expected("no value (null)", value),
    }
}

fn name_of(value: &Value, what: &str, names: &[String]) -> Read<String> {
    match value.as_str() {
        Some(name) if names.iter().any(|known| known == name) => Ok(name.to_owned()),
        Some(name) => Err(unknown(what, name, names)),
        None => expected(format!("the name of a {what}"), value),
    }
}

fn flags(value: &Value, names: &[String]) -> Read<Vec<String>> {
    let Value::Array(given) = value else {
        return expected("an array of flags", value);
    };
    let mut set = Vec::new();
    for item in given {
        let name = name_of(item, "flag", names)?;
        if set.contains(&name) {
            return Err(Mismatch::new(format!("flag `{name}` stands twice")));
        }
        set.push(name);
    }
    Ok(set)
}

fn option(value: &Value, ty: &Type, scope: &Scope) -> Read<Val> {
    match value {
        Value::Null => Ok(Val::Option(None)),
        Value::Object(object) if object.len() == 1 && object.contains_key("some") => {
            let val = read(&object["some"], ty, scope).map_err(|m| m.inside("some"))?;
            Ok(val.some())
        }
        _ => expected("null or {\"some\": ..}", value),
    }
}

fn result(value: &Value, ok: Option<&Type>, err: Option<&Type>, scope: &Scope) -> Read<Val> {
    let entry = value.as_object().filter(|object| object.len() == 1);
    match entry.and_then(|object| object.iter().next()) {
        Some((key, given)) if key == "ok" => Ok(Val::Result(Ok(
            payload(given, ok, scope).map_err(|m| m.inside("ok"))?
        ))),
        Some((key, given)) if key == "err" => Ok(Val::Result(Err(
            payload(given, err, scope).map_err(|m| m.inside("err"))?
        ))),
        _ => expected("{\"ok\": ..} or {\"err\": ..}", value),
    }
}

/// The JSON of a value. A resource is `{"var": name}` with the name that the scope knows it by, or `null`; a stream or
/// future must have been read before, see [`Instance::settle`](crate::Instance::settle), or it is `null` too.
pub fn encode(val: &Val, scope: &Scope) -> Value {
    let all = |items: &[Val]| Value::Array(items.iter().map(|item| encode(item, scope)).collect());
    let boxed = |val: &Option<Box<Val>>| match val {
        Some(val) => encode(val, scope),
        None => Value::Null,
    };
    match val {
        Val::Bool(v) => json!(v),
        Val::U8(v) => json!(v),
        Val::U16(v) => json!(v),
        Val::U32(v) => json!(v),
        Val::S8(v) => json!(v),
        Val::S16(v) => json!(v),
        Val::S32(v) => json!(v),
        Val::U64(v) => json!(v.to_string()),
        Val::S64(v) => json!(v.to_string()),
        Val::F32(v) => number(f64::from(*v)),
        Val::F64(v) => number(*v),
        Val::Char(v) => json!(v.to_string()),
        Val::String(v) => json!(v),
        Val::Bytes(v) => json!({ "base64": STANDARD.encode(v) }),
        Val::List(v) | Val::Tuple(v) => all(v),
        Val::Record(fields) => {
            let fields = fields
                .iter()
                .map(|(name, val)| (name.clone(), encode(val, scope)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Val::Variant(name, None) => json!({ "case": name }),
        Val::Variant(name, Some(val)) => json!({ "case": name, "value": encode(val, scope) }),
        Val::Enum(name) => json!(name),
        Val::Flags(names) => json!(names),
        Val::Option(None) => Value::Null,
        Val::Option(Some(val)) => json!({ "some": encode(val, scope) }),
        Val::Result(Ok(val)) => json!({ "ok": boxed(val) }),
        Val::Result(Err(val)) => json!({ "err": boxed(val) }),
        Val::Resource(_) => {
            let name = scope.variables.iter().find(|(_, known)| *known == val);
            json!({ "var": name.map(|(name, _)| name) })
        }
        Val::Stream(Stream::Items(items)) => json!({ "stream": all(items) }),
        Val::Stream(Stream::Handle(_)) => json!({ "stream": null }),
        Val::Future(Future::Value(val)) => json!({ "future": boxed(val) }),
        Val::Future(Future::Handle(_)) => json!({ "future": null }),
    }
}

/// A float as JSON. An integer is written without a fraction, as JavaScript does, so that texts agree between hosts.
fn number(float: f64) -> Value {
    if float.is_nan() {
        return json!("nan");
    }
    if float.is_infinite() {
        return json!(if float > 0.0 { "inf" } else { "-inf" });
    }
    if float == 0.0 && float.is_sign_negative() {
        return json!("-0");
    }
    match whole(float) {
        Some(whole) => json!(whole as i64),
        None => Number::from_f64(float).map_or(Value::Null, Value::Number),
    }
}

/// The JSON of a type: a name for a primitive, an object with one entry for everything else.
pub fn type_to_json(ty: &Type) -> Value {
    let of = |ty: &Option<Box<Type>>| ty.as_ref().map(|ty| type_to_json(ty));
    let named = |members: Vec<(&String, Option<&Type>)>| -> Value {
        let members = members.into_iter();
        members
            .map(|(name, ty)| json!({ "name": name, "type": ty.map(type_to_json) }))
            .collect()
    };
    match ty {
        Type::List(item) => json!({ "list": type_to_json(item) }),
        Type::Option(item) => json!({ "option": type_to_json(item) }),
        Type::Result { ok, err } => json!({ "result": { "ok": of(ok), "err": of(err) } }),
        Type::Record(fields) => {
            json!({ "record": named(fields.iter().map(|(name, ty)| (name, Some(ty))).collect()) })
        }
        Type::Tuple(items) => {
            json!({ "tuple": items.iter().map(type_to_json).collect::<Vec<_>>() })
        }
        Type::Variant(cases) => {
            json!({ "variant": named(cases.iter().map(|(name, ty)| (name, ty.as_ref())).collect()) })
        }
        Type::Enum(names) => json!({ "enum": names }),
        Type::Flags(names) => json!({ "flags": names }),
        Type::Own(name) => json!({ "own": name }),
        Type::Borrow(name) => json!({ "borrow": name }),
        Type::Stream(item) => json!({ "stream": of(item) }),
        Type::Future(item) => json!({ "future": of(item) }),
        primitive => json!(primitive.to_string()),
    }
}

/// The JSON of a function: name, parameters, result, whether it is async.
pub fn function_to_json(function: &Function) -> Value {
    let params: Vec<Value> = function
        .params
        .iter()
        .map(|(name, ty)| json!({ "name": name, "type": type_to_json(ty) }))
        .collect();
    json!({
        "function": function.path(),
        "params": params,
        "result": function.result.as_ref().map(type_to_json),
        "async": function.is_async,
    })
}
