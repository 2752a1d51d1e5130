//! How two WIT types differ, told in the words of WIT.
//!
//! The component model compares types by structure: an export fits an import when it has every function and type that the
//! import asks for, each with the same structure. What the export has beyond that does not matter. Named types are
//! compared once, and a difference inside one is told there, not at every use.

use std::collections::HashSet;
use std::fmt;

use wit_parser::{Function, Handle, InterfaceId, Resolve, Type, TypeDefKind, TypeId, WorldItem};

use crate::signature::{is_async, readable_name, type_name};

/// The type of an import or export.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    pub(crate) resolve: &'a Resolve,
    pub(crate) item: Item<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Item<'a> {
    Instance(InterfaceId),
    Function(&'a Function),
    Type(TypeId),
}

impl<'a> Shape<'a> {
    /// The shape of an item of a world.
    pub fn new(resolve: &'a Resolve, item: &'a WorldItem) -> Self {
        let item = match item {
            WorldItem::Interface { id, .. } => Item::Instance(*id),
            WorldItem::Function(function) => Item::Function(function),
            WorldItem::Type { id, .. } => Item::Type(*id),
        };
        Self { resolve, item }
    }

    /// The shape of an interface.
    pub fn interface(resolve: &'a Resolve, id: InterfaceId) -> Self {
        Self {
            resolve,
            item: Item::Instance(id),
        }
    }

    /// True for an interface that has only types, none of them a resource: importing it asks nothing of anybody.
    pub fn is_types_only(&self) -> bool {
        match self.item {
            Item::Instance(id) => {
                let interface = &self.resolve.interfaces[id];
                let is_resource = |id: &TypeId| {
                    matches!(resolve_alias(self.resolve, *id).1, TypeDefKind::Resource)
                };
                interface.functions.is_empty() && !interface.types.values().any(is_resource)
            }
            Item::Function(_) => false,
            Item::Type(_) => true,
        }
    }

    fn word(&self) -> &'static str {
        match self.item {
            Item::Instance(_) => "an interface",
            Item::Function(_) => "a function",
            Item::Type(_) => "a type",
        }
    }
}

/// One difference: where, and what.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// `decode`, ``decode param `input` ``, ``record `error` field `offset` ``; empty for the item as a whole.
    pub at: String,
    /// ``expected `u32`, found `u64` ``, `is missing`.
    pub what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at.is_empty() {
            true => f.write_str(&self.what),
            false => write!(f, "{} {}", self.at, self.what),
        }
    }
}

/// What keeps `offered` from standing in for `wanted`, in the order of `wanted`; empty when it fits.
pub fn diff(wanted: Shape<'_>, offered: Shape<'_>) -> Vec<Difference> {
    let mut diff = Diff {
        wanted: wanted.resolve,
        offered: offered.resolve,
        found: Vec::new(),
        seen: HashSet::new(),
    };
    match (wanted.item, offered.item) {
        (Item::Instance(a), Item::Instance(b)) => diff.interfaces(a, b),
        (Item::Function(a), Item::Function(b)) => diff.functions(a, b),
        (Item::Type(a), Item::Type(b)) => diff.types("", &Type::Id(a), &Type::Id(b)),
        _ => diff.add(
            "",
            format!("expected {}, found {}", wanted.word(), offered.word()),
        ),
    }
    diff.found
}

struct Diff<'a> {
    wanted: &'a Resolve,
    offered: &'a Resolve,
    found: Vec<Difference>,
    seen: HashSet<(TypeId, TypeId)>,
}

impl Diff<'_> {
    fn add(&mut self, at: impl Into<String>, what: impl Into<String>) {
        self.found.push(Difference {
            at: at.into(),
            what: what.into(),
        });
    }

    fn mismatch(&mut self, at: &str, wanted: &Type, offered: &Type) {
        let (wanted, offered) = (
            describe(self.wanted, wanted),
            describe(self.offered, offered),
        );
        self.add(
            at_colon(at),
            format!("expected `{wanted}`, found `{offered}`"),
        );
    }

    fn interfaces(&mut self, wanted: InterfaceId, offered: InterfaceId) {
        let (wanted, offered) = (
            &self.wanted.interfaces[wanted],
            &self.offered.interfaces[offered],
        );
        for (name, wanted) in &wanted.types {
            match offered.types.get(name) {
                None => self.add(format!("type `{name}`"), "is missing"),
                Some(offered) => self.types(
                    &format!("type `{name}`"),
                    &Type::Id(*wanted),
                    &Type::Id(*offered),
                ),
            }
        }
        for (name, wanted) in &wanted.functions {
            match offered.functions.get(name) {
                None => self.add(format!("function `{}`", readable_name(name)), "is missing"),
                Some(offered) => self.functions(wanted, offered),
            }
        }
    }

    fn functions(&mut self, wanted: &Function, offered: &Function) {
        let name = readable_name(&wanted.name);
        match (is_async(wanted), is_async(offered)) {
            (true, false) => self.add(
                format!("{name}:"),
                "expected an `async func`, found a sync `func`",
            ),
            (false, true) => self.add(
                format!("{name}:"),
                "expected a sync `func`, found an `async func`",
            ),
            _ => {}
        }
        let names = |function: &Function| {
            function
                .params
                .iter()
                .map(|p| p.name.clone())
                .collect::<Vec<_>>()
        };
        let (wanted_names, offered_names) = (names(wanted), names(offered));
        if wanted_names != offered_names {
            let list = |names: &[String]| format!("`({})`", names.join(", "));
            self.add(
                format!("{name}:"),
                format!(
                    "expected the params {}, found {}",
                    list(&wanted_names),
                    list(&offered_names)
                ),
            );
        }
        for param in &wanted.params {
            if let Some(offered) = offered
                .params
                .iter()
                .find(|offered| offered.name == param.name)
            {
                self.types(
                    &format!("{name} param `{}`", param.name),
                    &param.ty,
                    &offered.ty,
                );
            }
        }
        self.optional(&format!("{name} result"), &wanted.result, &offered.result);
    }

    fn optional(&mut self, at: &str, wanted: &Option<Type>, offered: &Option<Type>) {
        let none = "nothing".to_owned();
        match (wanted, offered) {
            (None, None) => {}
            (Some(wanted), Some(offered)) => self.types(at, wanted, offered),
            (wanted, offered) => {
                let wanted = wanted.as_ref().map_or(none.clone(), |ty| {
                    format!("`{}`", describe(self.wanted, ty))
                });
                let offered = offered
                    .as_ref()
                    .map_or(none, |ty| format!("`{}`", describe(self.offered, ty)));
                self.add(at_colon(at), format!("expected {wanted}, found {offered}"));
            }
        }
    }

    fn types(&mut self, at: &str, wanted: &Type, offered: &Type) {
        let (wanted_type, offered_type) = (*wanted, *offered);
        let (Some(wanted), Some(offered)) = (
            definition(self.wanted, wanted),
            definition(self.offered, offered),
        ) else {
            let (wanted, offered) = (
                primitive(self.wanted, wanted_type),
                primitive(self.offered, offered_type),
            );
            if wanted.is_none() || wanted != offered {
                self.mismatch(at, &wanted_type, &offered_type);
            }
            return;
        };
        // A named type is compared once; its differences are told under its own name, whatever refers to it.
        let def = &self.wanted.types[wanted];
        let Some(name) = &def.name else {
            return self.definitions(at, wanted, offered);
        };
        if self.seen.insert((wanted, offered)) {
            self.definitions(&format!("{} `{name}`", def.kind.as_str()), wanted, offered);
        }
    }

    fn definitions(&mut self, at: &str, wanted: TypeId, offered: TypeId) {
        use TypeDefKind as Kind;
        let (wanted_resolve, offered_resolve) = (self.wanted, self.offered);
        match (
            &wanted_resolve.types[wanted].kind,
            &offered_resolve.types[offered].kind,
        ) {
            (Kind::Record(a), Kind::Record(b)) => {
                let fields = |record: &wit_parser::Record| {
                    record
                        .fields
                        .iter()
                        .map(|field| (field.name.clone(), Some(field.ty)))
                        .collect()
                };
                self.members(at, "field", fields(a), fields(b));
            }
            (Kind::Variant(a), Kind::Variant(b)) => {
                let cases = |variant: &wit_parser::Variant| {
                    variant
                        .cases
                        .iter()
                        .map(|c| (c.name.clone(), c.ty))
                        .collect()
                };
                self.members(at, "case", cases(a), cases(b));
            }
            (Kind::Enum(a), Kind::Enum(b)) => {
                let cases = |list: &wit_parser::Enum| {
                    list.cases
                        .iter()
                        .map(|case| (case.name.clone(), None))
                        .collect()
                };
                self.members(at, "case", cases(a), cases(b));
            }
            (Kind::Flags(a), Kind::Flags(b)) => {
                let flags = |list: &wit_parser::Flags| {
                    list.flags
                        .iter()
                        .map(|flag| (flag.name.clone(), None))
                        .collect()
                };
                self.members(at, "flag", flags(a), flags(b));
            }
            (Kind::Tuple(a), Kind::Tuple(b)) if a.types.len() == b.types.len() => {
                for (index, (a, b)) in a.types.iter().zip(&b.types).enumerate() {
                    self.types(&format!("{at}, tuple item {index}"), a, b);
                }
            }
            (Kind::List(a), Kind::List(b)) => self.types(&format!("{at}, list item"), a, b),
            (Kind::FixedLengthList(a, n), Kind::FixedLengthList(b, m)) if n == m => {
                self.types(&format!("{at}, list item"), a, b);
            }
            (Kind::Map(a, c), Kind::Map(b, d)) => {
                self.types(&format!("{at}, map key"), a, b);
                self.types(&format!("{at}, map value"), c, d);
            }
            (Kind::Option(a), Kind::Option(b)) => self.types(&format!("{at}, option"), a, b),
            (Kind::Result(a), Kind::Result(b)) => {
                self.optional(&format!("{at}, ok"), &a.ok, &b.ok);
                self.optional(&format!("{at}, err"), &a.err, &b.err);
            }
            (Kind::Future(a), Kind::Future(b)) => self.optional(&format!("{at}, future"), a, b),
            (Kind::Stream(a), Kind::Stream(b)) => {
                self.optional(&format!("{at}, stream item"), a, b)
            }
            (Kind::Handle(Handle::Own(a)), Kind::Handle(Handle::Own(b)))
            | (Kind::Handle(Handle::Borrow(a)), Kind::Handle(Handle::Borrow(b))) => {
                self.resources(at, *a, *b, wanted, offered);
            }
            (Kind::Resource, Kind::Resource) => {}
            _ => self.mismatch(at, &Type::Id(wanted), &Type::Id(offered)),
        }
    }

    /// Handles fit when they are of the same resource: in an interface that is the one of the same name.
    fn resources(&mut self, at: &str, a: TypeId, b: TypeId, wanted: TypeId, offered: TypeId) {
        let (a, b) = (
            resolve_alias(self.wanted, a).0,
            resolve_alias(self.offered, b).0,
        );
        if self.wanted.types[a].name != self.offered.types[b].name {
            self.mismatch(at, &Type::Id(wanted), &Type::Id(offered));
        }
    }

    /// Fields, cases and flags: the same names in the same order, with the same types.
    fn members(&mut self, at: &str, word: &str, wanted: Vec<Member>, offered: Vec<Member>) {
        let has = |list: &[Member], name: &str| list.iter().any(|(other, _)| other == name);
        let known = self.found.len();
        for (name, ty) in &wanted {
            match offered.iter().find(|(other, _)| other == name) {
                None => self.add(at, format!("lacks the {word} `{name}`")),
                Some((_, other)) => self.optional(&format!("{at} {word} `{name}`"), ty, other),
            }
        }
        for (name, _) in &offered {
            if !has(&wanted, name) {
                self.add(
                    at,
                    format!("has the {word} `{name}`, which is not expected"),
                );
            }
        }
        let names = |list: &[Member]| {
            list.iter()
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>()
        };
        if self.found.len() == known && names(&wanted) != names(&offered) {
            let (wanted, offered) = (names(&wanted).join(", "), names(&offered).join(", "));
            self.add(
                at_colon(at),
                format!("expected the {word}s in the order {wanted}, found {offered}"),
            );
        }
    }
}

type Member = (String, Option<Type>);

fn at_colon(at: &str) -> String {
    if at.is_empty() {
        String::new()
    } else {
        format!("{at}:")
    }
}

/// A type's name, with its kind where the name alone says little: ``record error``.
fn describe(resolve: &Resolve, ty: &Type) -> String {
    let name = type_name(resolve, ty);
    match ty {
        Type::Id(id) if resolve.types[*id].name.is_some() => match resolve_alias(resolve, *id).1 {
            TypeDefKind::Type(aliased) => type_name(resolve, aliased),
            TypeDefKind::Handle(_) => name,
            kind => format!("{} {name}", kind.as_str()),
        },
        _ => name,
    }
}

/// The type behind aliases (`type a = b`, `use i.{a}`), and its kind.
fn resolve_alias(resolve: &Resolve, mut id: TypeId) -> (TypeId, &TypeDefKind) {
    while let TypeDefKind::Type(Type::Id(next)) = &resolve.types[id].kind {
        id = *next;
    }
    (id, &resolve.types[id].kind)
}

/// The definition behind a type; `None` for a primitive and for an alias of one.
fn definition(resolve: &Resolve, ty: &Type) -> Option<TypeId> {
    let Type::Id(id) = ty else { return None };
    let (id, kind) = resolve_alias(resolve, *id);
    (!matches!(kind, TypeDefKind::Type(_))).then_some(id)
}

/// The primitive that a type is, or is an alias of.
fn primitive(resolve: &Resolve, ty: Type) -> Option<Type> {
    match ty {
        Type::Id(id) => match resolve_alias(resolve, id).1 {
            TypeDefKind::Type(primitive) => Some(*primitive),
            _ => None,
        },
        primitive => Some(primitive),
    }
}
