//! Whether a value has a type, and a message that says where it does not.

use crate::error::{Error, ErrorKind};
use crate::types::{Function, Type};
use crate::val::{Future, Stream, Val};

/// Checks all arguments of a call before anything of it reaches the guest.
pub(crate) fn arguments(function: &Function, args: &[Val]) -> Result<(), Error> {
    if args.len() != function.params.len() {
        return Err(wrong_count(function, args.len()));
    }
    for ((name, ty), arg) in function.params.iter().zip(args) {
        value(arg, ty).map_err(|mismatch| {
            Error::new(
                ErrorKind::WrongArguments,
                format!(
                    "{}: parameter `{name}`{mismatch} (its type is {ty})",
                    function.path()
                ),
            )
        })?;
    }
    Ok(())
}

/// The error of a call with too few or too many arguments.
pub(crate) fn wrong_count(function: &Function, given: usize) -> Error {
    let expected = function.params.len();
    let plural = if expected == 1 { "" } else { "s" };
    Error::new(
        ErrorKind::WrongArguments,
        format!(
            "{} takes {expected} argument{plural}, not {given}",
            function.path()
        ),
    )
    .with_fix(format!("call it as {function}"))
}

/// Where a value differs from its type: the path into the value, and what was expected there.
#[derive(Debug, PartialEq)]
pub(crate) struct Mismatch {
    path: Vec<String>,
    what: String,
}

impl Mismatch {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            what: what.into(),
        }
    }

    pub(crate) fn inside(mut self, place: impl Into<String>) -> Self {
        self.path.push(place.into());
        self
    }
}

/// Continues a sentence: `, field `a`, item 3: expected u8, got string`.
impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for place in self.path.iter().rev() {
            write!(f, ", {place}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// Checks one value.
pub(crate) fn value(val: &Val, ty: &Type) -> Result<(), Mismatch> {
    match (ty, val) {
        (Type::Bool, Val::Bool(_))
        | (Type::U8, Val::U8(_))
        | (Type::U16, Val::U16(_))
        | (Type::U32, Val::U32(_))
        | (Type::U64, Val::U64(_))
        | (Type::S8, Val::S8(_))
        | (Type::S16, Val::S16(_))
        | (Type::S32, Val::S32(_))
        | (Type::S64, Val::S64(_))
        | (Type::F32, Val::F32(_))
        | (Type::F64, Val::F64(_))
        | (Type::Char, Val::Char(_))
        | (Type::String, Val::String(_))
        | (Type::Own(_) | Type::Borrow(_), Val::Resource(_))
        | (Type::Stream(_), Val::Stream(Stream::Handle(_)))
        | (Type::Future(_), Val::Future(Future::Handle(_))) => Ok(()),
        (Type::List(item), Val::Bytes(_)) if **item == Type::U8 => Ok(()),
        (Type::List(item), Val::List(items)) => all(items, item),
        (Type::Stream(Some(item)), Val::Stream(Stream::Items(items))) => all(items, item),
        (Type::Stream(None), Val::Stream(Stream::Items(items))) => {
            all(items, &Type::Tuple(Vec::new()))
        }
        (Type::Future(item), Val::Future(Future::Value(given))) => {
            payload(given.as_deref(), item.as_deref())
        }
        (Type::Record(types), Val::Record(fields)) => record(types, fields),
        (Type::Tuple(types), Val::Tuple(items)) => tuple(types, items),
        (Type::Variant(cases), Val::Variant(name, given)) => {
            match cases.iter().find(|(n, _)| n == name) {
                Some((_, ty)) => payload(given.as_deref(), ty.as_ref())
                    .map_err(|m| m.inside(format!("case `{name}`"))),
                None => Err(unknown("case", name, cases.iter().map(|(n, _)| n))),
            }
        }
        (Type::Enum(names), Val::Enum(name)) if names.contains(name) => Ok(()),
        (Type::Enum(names), Val::Enum(name)) => Err(unknown("case", name, names)),
        (Type::Flags(names), Val::Flags(set)) => {
            match set.iter().find(|flag| !names.contains(flag)) {
                None => Ok(()),
                Some(flag) => Err(unknown("flag", flag, names)),
            }
        }
        (Type::Option(_), Val::Option(None)) => Ok(()),
        (Type::Option(ty), Val::Option(Some(val))) => value(val, ty),
        (Type::Result { ok, .. }, Val::Result(Ok(given))) => {
            payload(given.as_deref(), ok.as_deref()).map_err(|m| m.inside("ok"))
        }
        (Type::Result { err, .. }, Val::Result(Err(given))) => {
            payload(given.as_deref(), err.as_deref()).map_err(|m| m.inside("err"))
        }
        _ => Err(Mismatch::new(format!("expected {ty}, got {}", val.kind()))),
    }
}

fn all(items: &[Val], ty: &Type) -> Result<(), Mismatch> {
    for (i, item) in items.iter().enumerate() {
        value(item, ty).map_err(|m| m.inside(format!("item {i}")))?;
    }
    Ok(())
}

fn payload(given: Option<&Val>, ty: Option<&Type>) -> Result<(), Mismatch> {
    match (given, ty) {
        (Some(val), Some(ty)) => value(val, ty),
        (None, None) => Ok(()),
        (None, Some(ty)) => Err(Mismatch::new(format!("expected {ty}, got no value"))),
        (Some(val), None) => Err(Mismatch::new(format!(
            "expected no value, got {}",
            val.kind()
        ))),
    }
}

fn record(types: &[(String, Type)], fields: &[(String, Val)]) -> Result<(), Mismatch> {
    for (i, (name, ty)) in types.iter().enumerate() {
        match fields.get(i) {
            Some((given, val)) if given == name => {
                value(val, ty).map_err(|m| m.inside(format!("field `{name}`")))?;
            }
            Some((given, _)) => {
                return Err(Mismatch::new(format!(
                    "expected field `{name}`, got `{given}`"
                )));
            }
            None => return Err(Mismatch::new(format!("field `{name}` is missing"))),
        }
    }
    match fields.get(types.len()) {
        None => Ok(()),
        Some((name, _)) => Err(unknown("field", name, types.iter().map(|(n, _)| n))),
    }
}

fn tuple(types: &[Type], items: &[Val]) -> Result<(), Mismatch> {
    if types.len() != items.len() {
        return Err(Mismatch::new(format!(
            "expected a tuple of {}, got one of {}",
            types.len(),
            items.len()
        )));
    }
    for (i, (ty, item)) in types.iter().zip(items).enumerate() {
        value(item, ty).map_err(|m| m.inside(format!("item {i}")))?;
    }
    Ok(())
}

pub(crate) fn unknown<'a>(
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'a String>,
) -> Mismatch {
    let known: Vec<&str> = known.into_iter().map(String::as_str).collect();
    Mismatch::new(format!("no {what} `{name}`; there is {}", known.join(", ")))
}
