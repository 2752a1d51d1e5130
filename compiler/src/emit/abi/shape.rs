//! What a value is at the boundary: a Python type and a WIT type that go together.

use wit_parser::{Resolve, Type as WitType, TypeDefKind};

use crate::ir::Type;

/// How values of a Python type cross as a WIT type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `None`: a result without a value
    Unit,
    /// `bool`
    Bool,
    /// `s8` .. `u64`
    Int {
        /// 8 to 64.
        bits: u8,
        /// Whether there are negative ones.
        signed: bool,
    },
    /// `f64`
    Float,
    /// `f32`
    Single,
    /// `string`
    Str,
    /// `list<u8>`
    Bytes,
    /// `list<u8>`: any value, as MsgPack
    Pivot,
    /// `record { kind: string, data: list<u8> }`: any value, as MsgPack behind its kind; only a result
    Document,
    /// `list<T>`
    List(Box<Shape>),
    /// `tuple<A, B, ..>`
    Tuple(Vec<Shape>),
    /// `list<tuple<K, V>>`
    Dict(Box<Shape>, Box<Shape>),
    /// `option<T>`
    Optional(Box<Shape>),
}

impl Shape {
    /// How an exported function's types cross.
    pub fn of(ty: &Type) -> Self {
        let boxed = |ty: &Type| Box::new(Self::of(ty));
        match ty {
            Type::None => Self::Unit,
            Type::Bool => Self::Bool,
            Type::Int => Self::Int {
                bits: 64,
                signed: true,
            },
            Type::Float => Self::Float,
            Type::Str => Self::Str,
            Type::Bytes => Self::Bytes,
            Type::List(item) => Self::List(boxed(item)),
            Type::Tuple(items) => Self::Tuple(items.iter().map(Self::of).collect()),
            Type::Dict(key, value) => Self::Dict(boxed(key), boxed(value)),
            Type::Optional(inner) => Self::Optional(boxed(inner)),
            Type::Object => Self::Pivot,
        }
    }

    /// How a Python type crosses as a given WIT type; `None` when the two do not go together.
    pub fn matching(ty: &Type, wit: &WitType, resolve: &Resolve) -> Option<Self> {
        let both = |ty: &Type, wit: &WitType| Self::matching(ty, wit, resolve);
        let (bits, signed) = match (ty, wit) {
            (Type::Bool, WitType::Bool) => return Some(Self::Bool),
            (Type::Float, WitType::F64) => return Some(Self::Float),
            (Type::Float, WitType::F32) => return Some(Self::Single),
            (Type::Str, WitType::String) => return Some(Self::Str),
            (Type::Int, WitType::S8) => (8, true),
            (Type::Int, WitType::U8) => (8, false),
            (Type::Int, WitType::S16) => (16, true),
            (Type::Int, WitType::U16) => (16, false),
            (Type::Int, WitType::S32) => (32, true),
            (Type::Int, WitType::U32) => (32, false),
            (Type::Int, WitType::S64) => (64, true),
            (Type::Int, WitType::U64) => (64, false),
            (_, WitType::Id(id)) => {
                return match (ty, &resolve.types.get(*id)?.kind) {
                    (_, TypeDefKind::Type(of)) => both(ty, of),
                    (Type::Bytes, TypeDefKind::List(WitType::U8)) => Some(Self::Bytes),
                    (Type::Object, TypeDefKind::List(WitType::U8)) => Some(Self::Pivot),
                    (Type::Object, TypeDefKind::Record(record)) => {
                        let names: Vec<&str> = record
                            .fields
                            .iter()
                            .map(|field| field.name.as_str())
                            .collect();
                        (names == ["kind", "data"]).then_some(Self::Document)
                    }
                    (Type::Dict(key, value), TypeDefKind::List(item)) => {
                        let pair = Type::Tuple(vec![(**key).clone(), (**value).clone()]);
                        match both(&pair, item)? {
                            Self::Tuple(items) => {
                                let [key, value] = <[Self; 2]>::try_from(items).ok()?;
                                Some(Self::Dict(Box::new(key), Box::new(value)))
                            }
                            _ => None,
                        }
                    }
                    (Type::List(item), TypeDefKind::List(of)) => {
                        Some(Self::List(Box::new(both(item, of)?)))
                    }
                    (Type::Optional(inner), TypeDefKind::Option(of)) => {
                        Some(Self::Optional(Box::new(both(inner, of)?)))
                    }
                    (Type::Tuple(items), TypeDefKind::Tuple(of))
                        if items.len() == of.types.len() =>
                    {
                        let items: Option<Vec<Self>> = items
                            .iter()
                            .zip(&of.types)
                            .map(|(item, of)| both(item, of))
                            .collect();
                        Some(Self::Tuple(items?))
                    }
                    _ => None,
                };
            }
            _ => return None,
        };
        Some(Self::Int { bits, signed })
    }
}

/// A type as Python writes it, for messages.
pub fn to_python(ty: &Type) -> String {
    match ty {
        Type::None => "None".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Int => "int".to_owned(),
        Type::Float => "float".to_owned(),
        Type::Str => "str".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::Object => "object".to_owned(),
        Type::List(item) => format!("list[{}]", to_python(item)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(to_python).collect();
            format!("tuple[{}]", items.join(", "))
        }
        Type::Dict(key, value) => format!("dict[{}, {}]", to_python(key), to_python(value)),
        Type::Optional(inner) => format!("{} | None", to_python(inner)),
    }
}

/// A type as WIT writes it, for messages: named ones by their names.
pub fn wit_to_text(ty: &WitType, resolve: &Resolve) -> String {
    let of = |ty: &WitType| wit_to_text(ty, resolve);
    let optional = |ty: &Option<WitType>| ty.as_ref().map_or("_".to_owned(), of);
    let WitType::Id(id) = ty else {
        return match ty {
            WitType::String => "string".to_owned(),
            other => format!("{other:?}").to_lowercase(),
        };
    };
    let Some(def) = resolve.types.get(*id) else {
        return "?".to_owned();
    };
    match (&def.name, &def.kind) {
        (Some(name), _) => name.clone(),
        (_, TypeDefKind::Type(ty)) => of(ty),
        (_, TypeDefKind::List(ty)) => format!("list<{}>", of(ty)),
        (_, TypeDefKind::Option(ty)) => format!("option<{}>", of(ty)),
        (_, TypeDefKind::Tuple(tuple)) => {
            let items: Vec<String> = tuple.types.iter().map(of).collect();
            format!("tuple<{}>", items.join(", "))
        }
        (_, TypeDefKind::Result(result)) => {
            format!(
                "result<{}, {}>",
                optional(&result.ok),
                optional(&result.err)
            )
        }
        (_, kind) => kind.as_str().to_owned(),
    }
}
