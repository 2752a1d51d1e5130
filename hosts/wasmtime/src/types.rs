//! WIT types and function signatures as a component declares them.

use std::fmt;

use wasmtime::Engine;
use wasmtime::component::types::{self as wt, ComponentItem};
use wasmtime::component::{Component, ResourceType};

/// A WIT type. The names that WIT gives to records, variants and so on are not part of a component's types; resources
/// have the name that their interface exports or imports them under.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the WIT types")]
pub enum Type {
    Bool,
    U8,
    U16,
    U32,
    U64,
    S8,
    S16,
    S32,
    S64,
    F32,
    F64,
    Char,
    String,
    List(Box<Type>),
    /// Field names and types.
    Record(Vec<(String, Type)>),
    Tuple(Vec<Type>),
    /// Case names and payloads.
    Variant(Vec<(String, Option<Type>)>),
    Enum(Vec<String>),
    Option(Box<Type>),
    Result {
        ok: Option<Box<Type>>,
        err: Option<Box<Type>>,
    },
    Flags(Vec<String>),
    /// An owned resource of this name.
    Own(String),
    /// A borrowed resource of this name.
    Borrow(String),
    Stream(Option<Box<Type>>),
    Future(Option<Box<Type>>),
    /// A type that the component model has on trial and this host refuses by name: `map`, `error-context`, a list of fixed
    /// length.
    Unsupported(&'static str),
}

impl Type {
    /// Whether a value of this type has a stream or a future in it.
    pub fn is_asynchronous(&self) -> bool {
        match self {
            Self::Stream(_) | Self::Future(_) => true,
            Self::List(item) | Self::Option(item) => item.is_asynchronous(),
            Self::Record(fields) => fields.iter().any(|(_, ty)| ty.is_asynchronous()),
            Self::Tuple(items) => items.iter().any(Self::is_asynchronous),
            Self::Variant(cases) => cases
                .iter()
                .filter_map(|(_, ty)| ty.as_ref())
                .any(Self::is_asynchronous),
            Self::Result { ok, err } => [ok, err]
                .into_iter()
                .flatten()
                .any(|ty| ty.is_asynchronous()),
            _ => false,
        }
    }

    /// Size and alignment in a guest's memory, in bytes.
    pub(crate) fn layout(&self) -> (u32, u32) {
        match self {
            Self::Bool | Self::U8 | Self::S8 => (1, 1),
            Self::U16 | Self::S16 => (2, 2),
            Self::U64 | Self::S64 | Self::F64 => (8, 8),
            Self::String | Self::List(_) => (8, 4),
            Self::Record(fields) => sequence(fields.iter().map(|(_, ty)| ty)),
            Self::Tuple(items) => sequence(items.iter()),
            Self::Variant(cases) => {
                choice(cases.len(), cases.iter().filter_map(|(_, ty)| ty.as_ref()))
            }
            Self::Enum(names) => choice(names.len(), std::iter::empty()),
            Self::Option(item) => choice(2, std::iter::once(&**item)),
            Self::Result { ok, err } => choice(2, [ok, err].into_iter().flatten().map(|ty| &**ty)),
            Self::Flags(names) => match names.len() {
                0..=8 => (1, 1),
                9..=16 => (2, 2),
                _ => (4, 4),
            },
            _ => (4, 4),
        }
    }

    /// The first type in this one that this host refuses, if there is one.
    pub(crate) fn unsupported(&self) -> Option<&'static str> {
        match self {
            Self::Unsupported(name) => Some(name),
            Self::List(item) | Self::Option(item) => item.unsupported(),
            Self::Stream(Some(item)) | Self::Future(Some(item)) => item.unsupported(),
            Self::Record(fields) => fields.iter().find_map(|(_, ty)| ty.unsupported()),
            Self::Tuple(items) => items.iter().find_map(Self::unsupported),
            Self::Variant(cases) => cases
                .iter()
                .find_map(|(_, ty)| ty.as_ref().and_then(Self::unsupported)),
            Self::Result { ok, err } => [ok, err]
                .into_iter()
                .flatten()
                .find_map(|ty| ty.unsupported()),
            _ => None,
        }
    }
}

/// The layout of members one after the other.
fn sequence<'a>(types: impl Iterator<Item = &'a Type>) -> (u32, u32) {
    let (mut end, mut widest) = (0u32, 1);
    for ty in types {
        let (size, align) = ty.layout();
        end = end.next_multiple_of(align).saturating_add(size);
        widest = widest.max(align);
    }
    (end.next_multiple_of(widest), widest)
}

/// The layout of one payload of several, after the number that says which.
fn choice<'a>(cases: usize, payloads: impl Iterator<Item = &'a Type>) -> (u32, u32) {
    let tag = match cases {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    };
    let (size, align) = payloads
        .map(Type::layout)
        .fold((0, 1), |(size, align), (s, a)| (size.max(s), align.max(a)));
    let widest = align.max(tag);
    let end = tag.next_multiple_of(align).saturating_add(size);
    (end.next_multiple_of(widest), widest)
}

/// The type as WIT would write it in place.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::U8 => f.write_str("u8"),
            Self::U16 => f.write_str("u16"),
            Self::U32 => f.write_str("u32"),
            Self::U64 => f.write_str("u64"),
            Self::S8 => f.write_str("s8"),
            Self::S16 => f.write_str("s16"),
            Self::S32 => f.write_str("s32"),
            Self::S64 => f.write_str("s64"),
            Self::F32 => f.write_str("f32"),
            Self::F64 => f.write_str("f64"),
            Self::Char => f.write_str("char"),
            Self::String => f.write_str("string"),
            Self::List(item) => write!(f, "list<{item}>"),
            Self::Option(item) => write!(f, "option<{item}>"),
            Self::Record(fields) => {
                f.write_str("record { ")?;
                separated(f, fields, |f, (name, ty)| write!(f, "{name}: {ty}"))?;
                f.write_str(" }")
            }
            Self::Tuple(items) => {
                f.write_str("tuple<")?;
                separated(f, items, |f, ty| write!(f, "{ty}"))?;
                f.write_str(">")
            }
            Self::Variant(cases) => {
                f.write_str("variant { ")?;
                separated(f, cases, |f, (name, ty)| match ty {
                    Some(ty) => write!(f, "{name}({ty})"),
                    None => f.write_str(name),
                })?;
                f.write_str(" }")
            }
            Self::Enum(names) => {
                f.write_str("enum { ")?;
                separated(f, names, |f, name| f.write_str(name))?;
                f.write_str(" }")
            }
            Self::Flags(names) => {
                f.write_str("flags { ")?;
                separated(f, names, |f, name| f.write_str(name))?;
                f.write_str(" }")
            }
            Self::Result { ok, err } => match (ok, err) {
                (None, None) => f.write_str("result"),
                (Some(ok), None) => write!(f, "result<{ok}>"),
                (None, Some(err)) => write!(f, "result<_, {err}>"),
                (Some(ok), Some(err)) => write!(f, "result<{ok}, {err}>"),
            },
            Self::Own(name) => f.write_str(name),
            Self::Borrow(name) => write!(f, "borrow<{name}>"),
            Self::Stream(None) => f.write_str("stream"),
            Self::Stream(Some(item)) => write!(f, "stream<{item}>"),
            Self::Future(None) => f.write_str("future"),
            Self::Future(Some(item)) => write!(f, "future<{item}>"),
            Self::Unsupported(name) => f.write_str(name),
        }
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        write(f, item)?;
    }
    Ok(())
}

/// A function that a component exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// The interface with its version, such as `molt:codec/codec@0.1.0`; `None` for a function of the world itself.
    pub interface: Option<String>,
    /// The name as the component spells it: `decode`, `[method]cursor.next`.
    pub name: String,
    /// Parameter names and types.
    pub params: Vec<(String, Type)>,
    /// The result's type, if there is one.
    pub result: Option<Type>,
    /// Whether WIT declares it `async`.
    pub is_async: bool,
}

impl Function {
    /// The full name: `interface#name`, or the name alone for a function of the world.
    pub fn path(&self) -> String {
        match &self.interface {
            Some(interface) => format!("{interface}#{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// The function as WIT writes it: `decode: func(input: list<u8>) -> result<list<u8>, string>`.
impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = if self.is_async { "async " } else { "" };
        write!(f, "{}: {prefix}func(", self.name)?;
        separated(f, &self.params, |f, (name, ty)| write!(f, "{name}: {ty}"))?;
        f.write_str(")")?;
        match &self.result {
            Some(ty) => write!(f, " -> {ty}"),
            None => Ok(()),
        }
    }
}

/// All functions that the component exports, in its order.
pub(crate) fn exported_functions(engine: &Engine, component: &Component) -> Vec<Function> {
    let ty = component.component_type();
    let reader = Reader {
        resources: resource_names(engine, &ty),
    };
    let mut functions = Vec::new();
    for (name, item) in ty.exports(engine) {
        match item.ty {
            ComponentItem::ComponentFunc(func) => {
                functions.push(reader.function(None, name, &func));
            }
            ComponentItem::ComponentInstance(instance) => {
                for (inner, item) in instance.exports(engine) {
                    if let ComponentItem::ComponentFunc(func) = item.ty {
                        functions.push(reader.function(Some(name), inner, &func));
                    }
                }
            }
            _ => {}
        }
    }
    functions
}

/// Resource types and the names that the component's interfaces give them.
fn resource_names(engine: &Engine, ty: &wt::Component) -> Vec<(ResourceType, String)> {
    let mut names = Vec::new();
    let externs = ty.exports(engine).chain(ty.imports(engine));
    for (name, item) in externs {
        match item.ty {
            ComponentItem::Resource(resource) => names.push((resource, name.to_owned())),
            ComponentItem::ComponentInstance(instance) => {
                for (inner, item) in instance.exports(engine) {
                    if let ComponentItem::Resource(resource) = item.ty {
                        names.push((resource, inner.to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    names
}

struct Reader {
    resources: Vec<(ResourceType, String)>,
}

impl Reader {
    fn function(&self, interface: Option<&str>, name: &str, func: &wt::ComponentFunc) -> Function {
        Function {
            interface: interface.map(str::to_owned),
            name: name.to_owned(),
            params: func
                .params()
                .map(|(name, ty)| (name.to_owned(), self.ty(&ty)))
                .collect(),
            result: func.results().next().map(|ty| self.ty(&ty)),
            is_async: func.async_(),
        }
    }

    fn boxed(&self, ty: Option<wt::Type>) -> Option<Box<Type>> {
        ty.map(|ty| Box::new(self.ty(&ty)))
    }

    fn resource(&self, resource: &ResourceType) -> String {
        let known = self.resources.iter().find(|(ty, _)| ty == resource);
        known.map_or_else(|| "resource".to_owned(), |(_, name)| name.clone())
    }

    fn ty(&self, ty: &wt::Type) -> Type {
        match ty {
            wt::Type::Bool => Type::Bool,
            wt::Type::U8 => Type::U8,
            wt::Type::U16 => Type::U16,
            wt::Type::U32 => Type::U32,
            wt::Type::U64 => Type::U64,
            wt::Type::S8 => Type::S8,
            wt::Type::S16 => Type::S16,
            wt::Type::S32 => Type::S32,
            wt::Type::S64 => Type::S64,
            wt::Type::Float32 => Type::F32,
            wt::Type::Float64 => Type::F64,
            wt::Type::Char => Type::Char,
            wt::Type::String => Type::String,
            wt::Type::List(list) => Type::List(Box::new(self.ty(&list.ty()))),
            wt::Type::Record(record) => Type::Record(
                record
                    .fields()
                    .map(|field| (field.name.to_owned(), self.ty(&field.ty)))
                    .collect(),
            ),
            wt::Type::Tuple(tuple) => Type::Tuple(tuple.types().map(|ty| self.ty(&ty)).collect()),
            wt::Type::Variant(variant) => Type::Variant(
                variant
                    .cases()
                    .map(|case| (case.name.to_owned(), case.ty.map(|ty| self.ty(&ty))))
                    .collect(),
            ),
            wt::Type::Enum(names) => Type::Enum(names.names().map(str::to_owned).collect()),
            wt::Type::Option(option) => Type::Option(Box::new(self.ty(&option.ty()))),
            wt::Type::Result(result) => Type::Result {
                ok: self.boxed(result.ok()),
                err: self.boxed(result.err()),
            },
            wt::Type::Flags(flags) => Type::Flags(flags.names().map(str::to_owned).collect()),
            wt::Type::Own(resource) => Type::Own(self.resource(resource)),
            wt::Type::Borrow(resource) => Type::Borrow(self.resource(resource)),
            wt::Type::Stream(stream) => Type::Stream(self.boxed(stream.ty())),
            wt::Type::Future(future) => Type::Future(self.boxed(future.ty())),
            wt::Type::Map(_) => Type::Unsupported("map"),
            wt::Type::ErrorContext => Type::Unsupported("error-context"),
            wt::Type::FixedLengthList(_) => Type::Unsupported("list of fixed length"),
        }
    }
}
