//! WIT types and functions as people write them.

use wit_parser::{Function, FunctionKind, Handle, Resolve, Type, TypeDefKind};

/// The type in WIT: its name where it has one, its structure where it has none.
pub(crate) fn type_name(resolve: &Resolve, ty: &Type) -> String {
    let optional = |ty: &Option<Type>| ty.as_ref().map(|ty| type_name(resolve, ty));
    let id = match ty {
        Type::Bool => return "bool".into(),
        Type::U8 => return "u8".into(),
        Type::U16 => return "u16".into(),
        Type::U32 => return "u32".into(),
        Type::U64 => return "u64".into(),
        Type::S8 => return "s8".into(),
        Type::S16 => return "s16".into(),
        Type::S32 => return "s32".into(),
        Type::S64 => return "s64".into(),
        Type::F32 => return "f32".into(),
        Type::F64 => return "f64".into(),
        Type::Char => return "char".into(),
        Type::String => return "string".into(),
        Type::ErrorContext => return "error-context".into(),
        Type::Id(id) => *id,
    };
    let def = &resolve.types[id];
    if let Some(name) = &def.name {
        return name.clone();
    }
    match &def.kind {
        TypeDefKind::List(item) => format!("list<{}>", type_name(resolve, item)),
        TypeDefKind::FixedLengthList(item, length) => {
            format!("list<{}, {length}>", type_name(resolve, item))
        }
        TypeDefKind::Map(key, value) => format!(
            "map<{}, {}>",
            type_name(resolve, key),
            type_name(resolve, value)
        ),
        TypeDefKind::Option(item) => format!("option<{}>", type_name(resolve, item)),
        TypeDefKind::Tuple(tuple) => {
            let items: Vec<String> = tuple
                .types
                .iter()
                .map(|ty| type_name(resolve, ty))
                .collect();
            format!("tuple<{}>", items.join(", "))
        }
        TypeDefKind::Result(result) => match (optional(&result.ok), optional(&result.err)) {
            (None, None) => "result".into(),
            (Some(ok), None) => format!("result<{ok}>"),
            (ok, Some(err)) => format!("result<{}, {err}>", ok.unwrap_or_else(|| "_".into())),
        },
        TypeDefKind::Handle(Handle::Own(resource)) => type_name(resolve, &Type::Id(*resource)),
        TypeDefKind::Handle(Handle::Borrow(resource)) => {
            format!("borrow<{}>", type_name(resolve, &Type::Id(*resource)))
        }
        TypeDefKind::Future(payload) => wrapped("future", optional(payload)),
        TypeDefKind::Stream(payload) => wrapped("stream", optional(payload)),
        TypeDefKind::Type(ty) => type_name(resolve, ty),
        other => other.as_str().into(),
    }
}

fn wrapped(name: &str, payload: Option<String>) -> String {
    payload.map_or_else(|| name.to_owned(), |payload| format!("{name}<{payload}>"))
}

/// A function in WIT: `decode: func(input: list<u8>) -> result<list<u8>, error>`.
pub fn function_signature(resolve: &Resolve, function: &Function) -> String {
    let params = function
        .params
        .iter()
        .map(|param| format!("{}: {}", param.name, type_name(resolve, &param.ty)));
    let params: Vec<String> = params.skip(usize::from(has_self(function))).collect();
    let result = function
        .result
        .as_ref()
        .map(|ty| format!(" -> {}", type_name(resolve, ty)))
        .unwrap_or_default();
    let is_async = if is_async(function) { "async " } else { "" };
    format!(
        "{}: {is_async}func({}){result}",
        readable_name(&function.name),
        params.join(", ")
    )
}

/// `[method]counter.add` as `counter.add`: the canonical ABI's names, without their prefixes.
pub(crate) fn readable_name(name: &str) -> String {
    match name.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some(("constructor", resource)) => format!("{resource}.constructor"),
        Some((_, rest)) => rest.to_owned(),
        None => name.to_owned(),
    }
}

fn has_self(function: &Function) -> bool {
    matches!(
        function.kind,
        FunctionKind::Method(_) | FunctionKind::AsyncMethod(_)
    )
}

/// True for `async func`.
pub(crate) fn is_async(function: &Function) -> bool {
    matches!(
        function.kind,
        FunctionKind::AsyncFreestanding
            | FunctionKind::AsyncMethod(_)
            | FunctionKind::AsyncStatic(_)
    )
}
