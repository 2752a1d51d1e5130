//! The functions of a component and their types, read from the component itself.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use wit_parser::decoding::{DecodedWasm, decode};
use wit_parser::{
    Function, FunctionKind, Handle, Resolve, TypeDefKind, TypeId, WorldItem, WorldKey,
};

/// A WIT type, as far as values need it.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Bool,
    /// `u8`..`u32` and `s8`..`s32`.
    Int(&'static str),
    /// `u64` and `s64`: decimal strings in WIT JSON.
    Int64(&'static str),
    F32,
    F64,
    Char,
    String,
    Bytes,
    List(Box<Type>),
    Record(Vec<(String, Type)>),
    Tuple(Vec<Type>),
    Variant(Vec<(String, Option<Type>)>),
    Enum(Vec<String>),
    Flags(Vec<String>),
    Option(Box<Type>),
    Result(Option<Box<Type>>, Option<Box<Type>>),
    Own(String),
    Borrow(String),
    Stream(Option<Box<Type>>),
    Future(Option<Box<Type>>),
}

/// A function that a component exports.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// The name that adapters are given: `molt:codec/codec@0.1.0#decode`.
    pub name: String,
    pub params: Vec<(String, Type)>,
    pub result: Option<Type>,
    /// True for `async func`.
    pub is_async: bool,
}

/// The exported functions of one component.
#[derive(Clone, Debug, Default)]
pub struct Exports {
    functions: BTreeMap<String, Signature>,
    /// Interfaces and functions that the component imports.
    pub imports: Vec<String>,
}

impl Type {
    /// The type in the form of the adapter protocol.
    pub fn to_json(&self) -> Value {
        let payload = |ty: &Option<Box<Type>>| ty.as_ref().map_or(Value::Null, |ty| ty.to_json());
        match self {
            Type::Bool => json!("bool"),
            Type::Int(name) | Type::Int64(name) => json!(name),
            Type::F32 => json!("f32"),
            Type::F64 => json!("f64"),
            Type::Char => json!("char"),
            Type::String => json!("string"),
            Type::Bytes => json!({ "list": "u8" }),
            Type::List(item) => json!({ "list": item.to_json() }),
            Type::Record(fields) => json!({ "record": named(fields) }),
            Type::Tuple(items) => {
                json!({ "tuple": items.iter().map(Type::to_json).collect::<Vec<_>>() })
            }
            Type::Variant(cases) => {
                let case = |(name, ty): &(String, Option<Type>)| json!({ "name": name, "type": ty.as_ref().map(Type::to_json) });
                json!({ "variant": cases.iter().map(case).collect::<Vec<_>>() })
            }
            Type::Enum(names) => json!({ "enum": names }),
            Type::Flags(names) => json!({ "flags": names }),
            Type::Option(inner) => json!({ "option": inner.to_json() }),
            Type::Result(ok, err) => {
                json!({ "result": { "ok": payload(ok), "err": payload(err) } })
            }
            Type::Own(name) => json!({ "own": name }),
            Type::Borrow(name) => json!({ "borrow": name }),
            Type::Stream(item) => json!({ "stream": payload(item) }),
            Type::Future(item) => json!({ "future": payload(item) }),
        }
    }

    /// True when a call with this type needs a host that can do component-model async.
    pub fn needs_async(&self) -> bool {
        match self {
            Type::Stream(_) | Type::Future(_) => true,
            Type::List(inner) | Type::Option(inner) => inner.needs_async(),
            Type::Record(fields) => fields.iter().any(|(_, ty)| ty.needs_async()),
            Type::Tuple(items) => items.iter().any(Type::needs_async),
            Type::Variant(cases) => cases
                .iter()
                .any(|(_, ty)| ty.as_ref().is_some_and(Type::needs_async)),
            Type::Result(ok, err) => [ok, err].into_iter().flatten().any(|ty| ty.needs_async()),
            _ => false,
        }
    }
}

impl Signature {
    /// The parameters in the form of the adapter protocol.
    pub fn params_json(&self) -> Value {
        json!(named(&self.params))
    }

    /// The result in the form of the adapter protocol; null when there is none.
    pub fn result_json(&self) -> Value {
        self.result.as_ref().map_or(Value::Null, Type::to_json)
    }

    /// True when a call needs a host that can do component-model async.
    pub fn needs_async(&self) -> bool {
        self.is_async
            || self.params.iter().any(|(_, ty)| ty.needs_async())
            || self.result.as_ref().is_some_and(Type::needs_async)
    }
}

fn named(items: &[(String, Type)]) -> Vec<Value> {
    items
        .iter()
        .map(|(name, ty)| json!({ "name": name, "type": ty.to_json() }))
        .collect()
}

impl Exports {
    /// Reads a component's bytes.
    ///
    /// # Errors
    /// When the bytes are no component, or use a type that WIT JSON has no form for.
    pub fn of(bytes: &[u8]) -> Result<Exports> {
        let DecodedWasm::Component(resolve, world) = decode(bytes)? else {
            bail!("this is a WIT package, not a component");
        };
        let world = &resolve.worlds[world];
        let mut exports = Exports::default();
        for key in world.imports.keys() {
            exports.imports.push(resolve.name_world_key(key));
        }
        for (key, item) in &world.exports {
            match item {
                WorldItem::Function(function) => exports.add(&resolve, None, function)?,
                WorldItem::Interface { id, .. } => {
                    let name = match key {
                        WorldKey::Name(name) => name.clone(),
                        WorldKey::Interface(_) => resolve.name_world_key(key),
                    };
                    for function in resolve.interfaces[*id].functions.values() {
                        exports.add(&resolve, Some(&name), function)?;
                    }
                    for (resource, ty) in &resolve.interfaces[*id].types {
                        if matches!(resolve.types[*ty].kind, TypeDefKind::Resource) {
                            exports.add_drop(&name, resource);
                        }
                    }
                }
                WorldItem::Type { .. } => {}
            }
        }
        Ok(exports)
    }

    fn add(
        &mut self,
        resolve: &Resolve,
        interface: Option<&str>,
        function: &Function,
    ) -> Result<()> {
        let name = interface.map_or_else(
            || function.name.clone(),
            |interface| format!("{interface}#{}", function.name),
        );
        let context = || format!("in the type of {name}");
        let params = function
            .params
            .iter()
            .map(|param| Ok((param.name.clone(), type_of(resolve, &param.ty)?)))
            .collect::<Result<Vec<_>>>()
            .with_context(context)?;
        let result = function
            .result
            .as_ref()
            .map(|ty| type_of(resolve, ty))
            .transpose()
            .with_context(context)?;
        let is_async = matches!(
            function.kind,
            FunctionKind::AsyncFreestanding
                | FunctionKind::AsyncMethod(_)
                | FunctionKind::AsyncStatic(_)
        );
        self.functions.insert(
            name.clone(),
            Signature {
                name,
                params,
                result,
                is_async,
            },
        );
        Ok(())
    }

    /// Dropping a handle is no function in WIT; the protocol calls it as if it were one.
    fn add_drop(&mut self, interface: &str, resource: &str) {
        let name = format!("{interface}#[resource-drop]{resource}");
        let params = vec![("self".to_string(), Type::Own(resource.to_string()))];
        self.functions.insert(
            name.clone(),
            Signature {
                name,
                params,
                result: None,
                is_async: false,
            },
        );
    }

    /// Every exported function.
    pub fn functions(&self) -> impl Iterator<Item = &Signature> {
        self.functions.values()
    }

    /// The function with a short name such as `codec#decode`, `counters#counter.get` or `add`.
    ///
    /// # Errors
    /// When there is none or more than one.
    pub fn find(&self, short: &str) -> Result<&Signature> {
        if let Some(exact) = self.functions.get(short) {
            return Ok(exact);
        }
        let (interface, function) = match short.split_once('#') {
            Some((interface, function)) => (Some(interface), function),
            None => (None, short),
        };
        let found: Vec<_> = self
            .functions
            .values()
            .filter(|signature| is_short_for(interface, function, &signature.name))
            .collect();
        match found[..] {
            [one] => Ok(one),
            [] => bail!("no function `{short}`; there is {}", self.names()),
            _ => {
                let names: Vec<_> = found
                    .iter()
                    .map(|signature| signature.name.as_str())
                    .collect();
                bail!(
                    "`{short}` could be {}: write the full name",
                    names.join(" or ")
                )
            }
        }
    }

    fn names(&self) -> String {
        self.functions
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn is_short_for(interface: Option<&str>, function: &str, full: &str) -> bool {
    let (full_interface, full_function) = match full.split_once('#') {
        Some((interface, function)) => (Some(interface), function),
        None => (None, full),
    };
    let same_interface = match (interface, full_interface) {
        (None, None) => true,
        (Some(short), Some(full)) => {
            let unversioned = full.split('@').next().unwrap_or(full);
            let last = unversioned.rsplit('/').next().unwrap_or(unversioned);
            short == full || short == unversioned || short == last
        }
        _ => false,
    };
    same_interface
        && (function == full_function
            || plain_function(full_function).is_some_and(|plain| plain == function))
}

/// `[method]counter.get` is written `counter.get`, `[constructor]counter` is `counter`, `[resource-drop]counter` is `counter.drop`.
fn plain_function(full: &str) -> Option<String> {
    let (kind, name) = full.strip_prefix('[')?.split_once(']')?;
    match kind {
        "resource-drop" => Some(format!("{name}.drop")),
        "constructor" | "method" | "static" => Some(name.to_string()),
        _ => None,
    }
}

fn type_of(resolve: &Resolve, ty: &wit_parser::Type) -> Result<Type> {
    use wit_parser::Type as W;
    Ok(match ty {
        W::Bool => Type::Bool,
        W::U8 => Type::Int("u8"),
        W::U16 => Type::Int("u16"),
        W::U32 => Type::Int("u32"),
        W::S8 => Type::Int("s8"),
        W::S16 => Type::Int("s16"),
        W::S32 => Type::Int("s32"),
        W::U64 => Type::Int64("u64"),
        W::S64 => Type::Int64("s64"),
        W::F32 => Type::F32,
        W::F64 => Type::F64,
        W::Char => Type::Char,
        W::String => Type::String,
        W::ErrorContext => bail!("error-context has no WIT JSON form"),
        W::Id(id) => defined_type(resolve, *id)?,
    })
}

fn defined_type(resolve: &Resolve, id: TypeId) -> Result<Type> {
    let inner = |ty: &wit_parser::Type| type_of(resolve, ty).map(Box::new);
    let maybe = |ty: &Option<wit_parser::Type>| ty.as_ref().map(&inner).transpose();
    Ok(match &resolve.types[id].kind {
        TypeDefKind::Type(ty) => type_of(resolve, ty)?,
        TypeDefKind::List(wit_parser::Type::U8) => Type::Bytes,
        TypeDefKind::List(ty) => match *inner(ty)? {
            Type::Int("u8") => Type::Bytes,
            item => Type::List(Box::new(item)),
        },
        TypeDefKind::Record(record) => Type::Record(
            record
                .fields
                .iter()
                .map(|f| Ok((f.name.clone(), type_of(resolve, &f.ty)?)))
                .collect::<Result<_>>()?,
        ),
        TypeDefKind::Tuple(tuple) => Type::Tuple(
            tuple
                .types
                .iter()
                .map(|ty| type_of(resolve, ty))
                .collect::<Result<_>>()?,
        ),
        TypeDefKind::Variant(variant) => {
            let case = |case: &wit_parser::Case| {
                Ok((
                    case.name.clone(),
                    case.ty
                        .as_ref()
                        .map(|ty| type_of(resolve, ty))
                        .transpose()?,
                ))
            };
            Type::Variant(variant.cases.iter().map(case).collect::<Result<_>>()?)
        }
        TypeDefKind::Enum(names) => {
            Type::Enum(names.cases.iter().map(|case| case.name.clone()).collect())
        }
        TypeDefKind::Flags(names) => {
            Type::Flags(names.flags.iter().map(|flag| flag.name.clone()).collect())
        }
        TypeDefKind::Option(ty) => Type::Option(inner(ty)?),
        TypeDefKind::Result(result) => Type::Result(maybe(&result.ok)?, maybe(&result.err)?),
        TypeDefKind::Handle(Handle::Own(id)) => Type::Own(resource_name(resolve, *id)),
        TypeDefKind::Handle(Handle::Borrow(id)) => Type::Borrow(resource_name(resolve, *id)),
        TypeDefKind::Stream(ty) => Type::Stream(maybe(ty)?),
        TypeDefKind::Future(ty) => Type::Future(maybe(ty)?),
        other => bail!("{} has no WIT JSON form", other.as_str()),
    })
}

fn resource_name(resolve: &Resolve, id: TypeId) -> String {
    resolve.types[id]
        .name
        .clone()
        .unwrap_or_else(|| "resource".to_string())
}

#[cfg(test)]
mod tests {
    use super::is_short_for;

    #[test]
    fn short_names_find_functions_methods_and_drops() {
        let full = "molt:codec/codec@0.1.0#decode";
        for short in ["codec", "molt:codec/codec", "molt:codec/codec@0.1.0"] {
            assert!(is_short_for(Some(short), "decode", full), "{short}");
        }
        assert!(!is_short_for(Some("other"), "decode", full));
        assert!(!is_short_for(None, "decode", full));
        assert!(is_short_for(
            Some("c"),
            "counter.get",
            "m:p/c#[method]counter.get"
        ));
        assert!(is_short_for(
            Some("c"),
            "counter",
            "m:p/c#[constructor]counter"
        ));
        assert!(is_short_for(
            Some("c"),
            "counter.drop",
            "m:p/c#[resource-drop]counter"
        ));
        assert!(is_short_for(None, "add", "add"));
    }
}
