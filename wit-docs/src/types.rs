//! Types and functions as WIT text, plain for signatures and with links for prose.

use wit_parser::{
    Function, FunctionKind, Handle, Resolve, Type, TypeDef, TypeDefKind, TypeId, TypeOwner,
};

/// Signatures longer than this, in characters, have a line for each parameter.
const LINE: usize = 100;

/// A type as it stands in WIT.
pub(crate) fn text(resolve: &Resolve, ty: &Type) -> String {
    spell(resolve, ty, &mut |name, _| name.to_owned())
}

/// A type as HTML in which each named type is a link.
pub(crate) fn linked(resolve: &Resolve, ty: &Type, here: &str) -> String {
    let inner = spell(resolve, ty, &mut |name, id| {
        format!(
            "\u{1}{}\u{2}{name}\u{3}",
            target(resolve, id, here).unwrap_or_default()
        )
    });
    let html = inner.replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<code>{}</code>",
        html.replace('\u{1}', "<a href=\"")
            .replace('\u{2}', "\">")
            .replace('\u{3}', "</a>")
    )
}

/// The named types in a type, in the order in which they stand.
pub(crate) fn named(resolve: &Resolve, ty: &Type, found: &mut Vec<TypeId>) {
    spell(resolve, ty, &mut |_, id| {
        if !found.contains(&id) {
            found.push(id);
        }
        String::new()
    });
}

fn spell(resolve: &Resolve, ty: &Type, name: &mut dyn FnMut(&str, TypeId) -> String) -> String {
    let primitive = match ty {
        Type::Bool => "bool",
        Type::U8 => "u8",
        Type::U16 => "u16",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::S8 => "s8",
        Type::S16 => "s16",
        Type::S32 => "s32",
        Type::S64 => "s64",
        Type::F32 => "f32",
        Type::F64 => "f64",
        Type::Char => "char",
        Type::String => "string",
        Type::ErrorContext => "error-context",
        Type::Id(id) => return spell_defined(resolve, *id, name),
    };
    primitive.to_owned()
}

fn spell_defined(
    resolve: &Resolve,
    id: TypeId,
    name: &mut dyn FnMut(&str, TypeId) -> String,
) -> String {
    let def = &resolve.types[id];
    match &def.name {
        Some(own) => name(own, id),
        None => spell_kind(resolve, def, name),
    }
}

/// What a type is, whatever it is called.
pub(crate) fn defined(resolve: &Resolve, def: &TypeDef) -> String {
    spell_kind(resolve, def, &mut |name, _| name.to_owned())
}

fn spell_kind(
    resolve: &Resolve,
    def: &TypeDef,
    name: &mut dyn FnMut(&str, TypeId) -> String,
) -> String {
    let mut go = |ty: &Type| spell(resolve, ty, name);
    match &def.kind {
        TypeDefKind::Option(ty) => format!("option<{}>", go(ty)),
        TypeDefKind::List(ty) => format!("list<{}>", go(ty)),
        TypeDefKind::FixedLengthList(ty, length) => format!("list<{}, {length}>", go(ty)),
        TypeDefKind::Map(key, value) => format!("map<{}, {}>", go(key), go(value)),
        TypeDefKind::Tuple(tuple) => {
            let items: Vec<String> = tuple.types.iter().map(go).collect();
            format!("tuple<{}>", items.join(", "))
        }
        TypeDefKind::Result(result) => match (&result.ok, &result.err) {
            (None, None) => "result".to_owned(),
            (Some(ok), None) => format!("result<{}>", go(ok)),
            (None, Some(err)) => format!("result<_, {}>", go(err)),
            (Some(ok), Some(err)) => format!("result<{}, {}>", go(ok), go(err)),
        },
        TypeDefKind::Stream(item) => optional("stream", item.as_ref().map(go)),
        TypeDefKind::Future(item) => optional("future", item.as_ref().map(go)),
        TypeDefKind::Handle(Handle::Own(id)) => go(&Type::Id(*id)),
        TypeDefKind::Handle(Handle::Borrow(id)) => format!("borrow<{}>", go(&Type::Id(*id))),
        TypeDefKind::Type(ty) => go(ty),
        // The rest cannot stand without a name.
        other => other.as_str().to_owned(),
    }
}

fn optional(constructor: &str, item: Option<String>) -> String {
    item.map_or_else(
        || constructor.to_owned(),
        |item| format!("{constructor}<{item}>"),
    )
}

/// Where a named type is documented, seen from the page `here`.
pub(crate) fn target(resolve: &Resolve, id: TypeId, here: &str) -> Option<String> {
    let def = &resolve.types[id];
    if let TypeDefKind::Type(Type::Id(other)) = &def.kind
        && crate::check::is_used_from_elsewhere(resolve, def)
    {
        return target(resolve, *other, here);
    }
    let TypeOwner::Interface(interface) = def.owner else {
        return None;
    };
    let interface = &resolve.interfaces[interface];
    let page = crate::pages::file_name(&resolve.packages[interface.package?].name);
    let page = if page == here { "" } else { page.as_str() };
    Some(format!(
        "{page}#{}.{}",
        interface.name.as_ref()?,
        def.name.as_ref()?
    ))
}

/// Words that WIT reads as something else unless a `%` stands in front.
const KEYWORDS: [&str; 42] = [
    "as",
    "async",
    "bool",
    "borrow",
    "char",
    "constructor",
    "enum",
    "error-context",
    "export",
    "f32",
    "f64",
    "flags",
    "from",
    "func",
    "future",
    "import",
    "include",
    "interface",
    "list",
    "map",
    "option",
    "own",
    "package",
    "record",
    "resource",
    "result",
    "s16",
    "s32",
    "s64",
    "s8",
    "static",
    "stream",
    "string",
    "tuple",
    "type",
    "u16",
    "u32",
    "u64",
    "u8",
    "use",
    "variant",
    "world",
];

fn identifier(name: &str) -> String {
    if KEYWORDS.contains(&name) {
        format!("%{name}")
    } else {
        name.to_owned()
    }
}

/// A function's declaration.
pub(crate) fn signature(resolve: &Resolve, function: &Function) -> String {
    let is_method = matches!(
        function.kind,
        FunctionKind::Method(_) | FunctionKind::AsyncMethod(_)
    );
    let params: Vec<String> = function
        .params
        .iter()
        .skip(usize::from(is_method))
        .map(|param| format!("{}: {}", identifier(&param.name), text(resolve, &param.ty)))
        .collect();
    let name = identifier(function.item_name());
    let head = match function.kind {
        FunctionKind::Constructor(_) => "constructor".to_owned(),
        FunctionKind::Static(_) => format!("{name}: static func"),
        FunctionKind::AsyncStatic(_) => format!("{name}: static async func"),
        FunctionKind::AsyncFreestanding | FunctionKind::AsyncMethod(_) => {
            format!("{name}: async func")
        }
        FunctionKind::Freestanding | FunctionKind::Method(_) => {
            format!("{name}: func")
        }
    };
    let result = match &function.result {
        Some(_) if function.is_constructor_shorthand(resolve) => String::new(),
        Some(result) => format!(" -> {}", text(resolve, result)),
        None => String::new(),
    };
    let line = format!("{head}({}){result};", params.join(", "));
    if line.chars().count() <= LINE || params.is_empty() {
        return line;
    }
    format!("{head}(\n    {},\n){result};", params.join(",\n    "))
}
