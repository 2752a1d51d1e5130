//! WAVE, the text form of WIT values that people type: `[1, 2]`, `{name: "x", size: some(3)}`, `err(truncated)`.
//!
//! Resources, streams and futures have no form in it.

use std::borrow::Cow;

use wasmtime::component::wasm_wave::{
    self,
    wasm::{WasmType, WasmTypeKind, WasmValue, WasmValueError},
};

use crate::error::{Error, ErrorKind};
use crate::types::{Function, Type};
use crate::val::Val;

/// The value of a parameter from its WAVE text.
///
/// # Errors
///
/// `WrongArguments`, with the place in the text; `Unsupported` for a type that has no WAVE form.
pub fn decode_argument(text: &str, index: usize, function: &Function) -> Result<Val, Error> {
    let Some((name, ty)) = function.params.get(index) else {
        return Err(crate::check::wrong_count(function, index + 1));
    };
    decode(text, ty).map_err(|error| error.at(&format!("{}: parameter `{name}`", function.path())))
}

/// A value of this type from its WAVE text.
///
/// # Errors
///
/// As [`decode_argument`].
pub fn decode(text: &str, ty: &Type) -> Result<Val, Error> {
    refuse_handles(ty)?;
    wasm_wave::from_str::<Val>(ty, text).map_err(|error| {
        Error::new(
            ErrorKind::WrongArguments,
            format!(
                "expected {ty} in WAVE form, got {}: {error}",
                shortened(text)
            ),
        )
        .with_fix(hint(ty))
    })
}

/// The WAVE text of a value.
///
/// # Errors
///
/// `Unsupported` for a value with a resource, stream or future in it.
pub fn encode(val: &Val) -> Result<String, Error> {
    let refused = || {
        let message = "a resource, stream or future has no WAVE form";
        Error::new(ErrorKind::Unsupported, message).with_fix("ask for JSON")
    };
    // The writer panics at a value that it does not know.
    if has_handle(val) {
        return Err(refused());
    }
    wasm_wave::to_string(val).map_err(|_| refused())
}

fn has_handle(val: &Val) -> bool {
    match val {
        Val::Resource(_) | Val::Stream(_) | Val::Future(_) => true,
        Val::List(items) | Val::Tuple(items) => items.iter().any(has_handle),
        Val::Record(fields) => fields.iter().any(|(_, val)| has_handle(val)),
        Val::Variant(_, Some(val))
        | Val::Option(Some(val))
        | Val::Result(Ok(Some(val)) | Err(Some(val))) => has_handle(val),
        _ => false,
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("`{}..`", &text[..end]),
        None => format!("`{text}`"),
    }
}

fn hint(ty: &Type) -> String {
    match ty {
        Type::String => "quote a string for WAVE as well as for the shell: '\"text\"'".into(),
        Type::List(item) if **item == Type::U8 => {
            "write bytes as [1, 2, 3], or read them from a file with @path".into()
        }
        Type::Option(_) => "write none, or some(..)".into(),
        Type::Char => "quote a character: 'x'".into(),
        _ => format!("write a value of type {ty}"),
    }
}

fn refuse_handles(ty: &Type) -> Result<(), Error> {
    match handle_in(ty) {
        None => Ok(()),
        Some(handle) => Err(Error::new(
            ErrorKind::Unsupported,
            format!("{handle} has no WAVE form"),
        )
        .with_fix("give the arguments as JSON")),
    }
}

fn handle_in(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Own(_)
        | Type::Borrow(_)
        | Type::Stream(_)
        | Type::Future(_)
        | Type::Unsupported(_) => Some(ty),
        Type::List(item) | Type::Option(item) => handle_in(item),
        Type::Record(fields) => fields.iter().find_map(|(_, ty)| handle_in(ty)),
        Type::Tuple(items) => items.iter().find_map(handle_in),
        Type::Variant(cases) => cases.iter().find_map(|(_, ty)| handle_in(ty.as_ref()?)),
        Type::Result { ok, err } => [ok, err].into_iter().flatten().find_map(|ty| handle_in(ty)),
        _ => None,
    }
}

impl WasmType for Type {
    fn kind(&self) -> WasmTypeKind {
        match self {
            Self::Bool => WasmTypeKind::Bool,
            Self::U8 => WasmTypeKind::U8,
            Self::U16 => WasmTypeKind::U16,
            Self::U32 => WasmTypeKind::U32,
            Self::U64 => WasmTypeKind::U64,
            Self::S8 => WasmTypeKind::S8,
            Self::S16 => WasmTypeKind::S16,
            Self::S32 => WasmTypeKind::S32,
            Self::S64 => WasmTypeKind::S64,
            Self::F32 => WasmTypeKind::F32,
            Self::F64 => WasmTypeKind::F64,
            Self::Char => WasmTypeKind::Char,
            Self::String => WasmTypeKind::String,
            Self::List(_) => WasmTypeKind::List,
            Self::Record(_) => WasmTypeKind::Record,
            Self::Tuple(_) => WasmTypeKind::Tuple,
            Self::Variant(_) => WasmTypeKind::Variant,
            Self::Enum(_) => WasmTypeKind::Enum,
            Self::Option(_) => WasmTypeKind::Option,
            Self::Result { .. } => WasmTypeKind::Result,
            Self::Flags(_) => WasmTypeKind::Flags,
            Self::Own(_)
            | Self::Borrow(_)
            | Self::Stream(_)
            | Self::Future(_)
            | Self::Unsupported(_) => WasmTypeKind::Unsupported,
        }
    }

    fn list_element_type(&self) -> Option<Self> {
        match self {
            Self::List(item) => Some((**item).clone()),
            _ => None,
        }
    }

    fn record_fields(&self) -> Box<dyn Iterator<Item = (Cow<'_, str>, Self)> + '_> {
        let fields = match self {
            Self::Record(fields) => fields.as_slice(),
            _ => &[],
        };
        Box::new(fields.iter().map(|(name, ty)| (name.into(), ty.clone())))
    }

    fn tuple_element_types(&self) -> Box<dyn Iterator<Item = Self> + '_> {
        let items = match self {
            Self::Tuple(items) => items.as_slice(),
            _ => &[],
        };
        Box::new(items.iter().cloned())
    }

    fn variant_cases(&self) -> Box<dyn Iterator<Item = (Cow<'_, str>, Option<Self>)> + '_> {
        let cases = match self {
            Self::Variant(cases) => cases.as_slice(),
            _ => &[],
        };
        Box::new(cases.iter().map(|(name, ty)| (name.into(), ty.clone())))
    }

    fn enum_cases(&self) -> Box<dyn Iterator<Item = Cow<'_, str>> + '_> {
        let names = match self {
            Self::Enum(names) => names.as_slice(),
            _ => &[],
        };
        Box::new(names.iter().map(Cow::from))
    }

    fn option_some_type(&self) -> Option<Self> {
        match self {
            Self::Option(item) => Some((**item).clone()),
            _ => None,
        }
    }

    fn result_types(&self) -> Option<(Option<Self>, Option<Self>)> {
        match self {
            Self::Result { ok, err } => Some((ok.as_deref().cloned(), err.as_deref().cloned())),
            _ => None,
        }
    }

    fn flags_names(&self) -> Box<dyn Iterator<Item = Cow<'_, str>> + '_> {
        let names = match self {
            Self::Flags(names) => names.as_slice(),
            _ => &[],
        };
        Box::new(names.iter().map(Cow::from))
    }
}

/// Gives the primitive cases of `Val` their `make_` and `unwrap_`. The unwrapping ones are only called for the kind that
/// the value says it is.
macro_rules! primitives {
    ($($case:ident $make:ident $unwrap:ident $ty:ty,)*) => {$(
        fn $make(val: $ty) -> Self {
            Val::$case(val)
        }

        fn $unwrap(&self) -> $ty {
            match self {
                Val::$case(val) => *val,
                _ => <$ty>::default(),
            }
        }
    )*};
}

fn checked(val: Val, ty: &Type) -> Result<Val, WasmValueError> {
    match crate::check::value(&val, ty) {
        Ok(()) => Ok(val),
        Err(mismatch) => Err(WasmValueError::Other(format!("value{mismatch}"))),
    }
}

fn borrowed(val: &Option<Box<Val>>) -> Option<Cow<'_, Val>> {
    val.as_deref().map(Cow::Borrowed)
}

impl WasmValue for Val {
    type Type = Type;

    fn kind(&self) -> WasmTypeKind {
        match self {
            Val::Bool(_) => WasmTypeKind::Bool,
            Val::U8(_) => WasmTypeKind::U8,
            Val::U16(_) => WasmTypeKind::U16,
            Val::U32(_) => WasmTypeKind::U32,
            Val::U64(_) => WasmTypeKind::U64,
            Val::S8(_) => WasmTypeKind::S8,
            Val::S16(_) => WasmTypeKind::S16,
            Val::S32(_) => WasmTypeKind::S32,
            Val::S64(_) => WasmTypeKind::S64,
            Val::F32(_) => WasmTypeKind::F32,
            Val::F64(_) => WasmTypeKind::F64,
            Val::Char(_) => WasmTypeKind::Char,
            Val::String(_) => WasmTypeKind::String,
            Val::Bytes(_) | Val::List(_) => WasmTypeKind::List,
            Val::Record(_) => WasmTypeKind::Record,
            Val::Tuple(_) => WasmTypeKind::Tuple,
            Val::Variant(..) => WasmTypeKind::Variant,
            Val::Enum(_) => WasmTypeKind::Enum,
            Val::Option(_) => WasmTypeKind::Option,
            Val::Result(_) => WasmTypeKind::Result,
            Val::Flags(_) => WasmTypeKind::Flags,
            Val::Resource(_) | Val::Stream(_) | Val::Future(_) => WasmTypeKind::Unsupported,
        }
    }

    primitives! {
        Bool make_bool unwrap_bool bool,
        U8 make_u8 unwrap_u8 u8,
        U16 make_u16 unwrap_u16 u16,
        U32 make_u32 unwrap_u32 u32,
        U64 make_u64 unwrap_u64 u64,
        S8 make_s8 unwrap_s8 i8,
        S16 make_s16 unwrap_s16 i16,
        S32 make_s32 unwrap_s32 i32,
        S64 make_s64 unwrap_s64 i64,
        F32 make_f32 unwrap_f32 f32,
        F64 make_f64 unwrap_f64 f64,
        Char make_char unwrap_char char,
    }

    fn make_string(val: Cow<str>) -> Self {
        Val::String(val.into_owned())
    }

    fn make_list(ty: &Type, vals: impl IntoIterator<Item = Self>) -> Result<Self, WasmValueError> {
        let items: Vec<Val> = vals.into_iter().collect();
        if matches!(ty, Type::List(item) if **item == Type::U8) {
            let bytes = items.iter().map(|item| match item {
                Val::U8(byte) => Some(*byte),
                _ => None,
            });
            if let Some(bytes) = bytes.collect() {
                return Ok(Val::Bytes(bytes));
            }
        }
        checked(Val::List(items), ty)
    }

    fn make_record<'a>(
        ty: &Type,
        fields: impl IntoIterator<Item = (&'a str, Self)>,
    ) -> Result<Self, WasmValueError> {
        let fields = fields.into_iter().map(|(name, val)| (name.to_owned(), val));
        checked(Val::Record(fields.collect()), ty)
    }

    fn make_tuple(ty: &Type, vals: impl IntoIterator<Item = Self>) -> Result<Self, WasmValueError> {
        checked(Val::Tuple(vals.into_iter().collect()), ty)
    }

    fn make_variant(ty: &Type, case: &str, val: Option<Self>) -> Result<Self, WasmValueError> {
        checked(Val::Variant(case.to_owned(), val.map(Box::new)), ty)
    }

    fn make_enum(ty: &Type, case: &str) -> Result<Self, WasmValueError> {
        checked(Val::Enum(case.to_owned()), ty)
    }

    fn make_option(ty: &Type, val: Option<Self>) -> Result<Self, WasmValueError> {
        checked(Val::Option(val.map(Box::new)), ty)
    }

    fn make_result(
        ty: &Type,
        val: Result<Option<Self>, Option<Self>>,
    ) -> Result<Self, WasmValueError> {
        let boxed = val
            .map(|ok| ok.map(Box::new))
            .map_err(|err| err.map(Box::new));
        checked(Val::Result(boxed), ty)
    }

    fn make_flags<'a>(
        ty: &Type,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, WasmValueError> {
        let mut set: Vec<String> = names.into_iter().map(str::to_owned).collect();
        if let Type::Flags(declared) = ty {
            set.sort_by_key(|name| declared.iter().position(|known| known == name));
        }
        checked(Val::Flags(set), ty)
    }

    fn unwrap_string(&self) -> Cow<'_, str> {
        self.as_str().unwrap_or_default().into()
    }

    fn unwrap_list(&self) -> Box<dyn Iterator<Item = Cow<'_, Self>> + '_> {
        match self {
            Val::Bytes(bytes) => Box::new(bytes.iter().map(|byte| Cow::Owned(Val::U8(*byte)))),
            Val::List(items) => Box::new(items.iter().map(Cow::Borrowed)),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn unwrap_record(&self) -> Box<dyn Iterator<Item = (Cow<'_, str>, Cow<'_, Self>)> + '_> {
        let fields = match self {
            Val::Record(fields) => fields.as_slice(),
            _ => &[],
        };
        Box::new(
            fields
                .iter()
                .map(|(name, val)| (name.into(), Cow::Borrowed(val))),
        )
    }

    fn unwrap_tuple(&self) -> Box<dyn Iterator<Item = Cow<'_, Self>> + '_> {
        let items = match self {
            Val::Tuple(items) => items.as_slice(),
            _ => &[],
        };
        Box::new(items.iter().map(Cow::Borrowed))
    }

    fn unwrap_variant(&self) -> (Cow<'_, str>, Option<Cow<'_, Self>>) {
        match self {
            Val::Variant(name, val) => (name.into(), borrowed(val)),
            _ => ("".into(), None),
        }
    }

    fn unwrap_enum(&self) -> Cow<'_, str> {
        match self {
            Val::Enum(name) => name.into(),
            _ => "".into(),
        }
    }

    fn unwrap_option(&self) -> Option<Cow<'_, Self>> {
        match self {
            Val::Option(val) => borrowed(val),
            _ => None,
        }
    }

    fn unwrap_result(&self) -> Result<Option<Cow<'_, Self>>, Option<Cow<'_, Self>>> {
        match self {
            Val::Result(Ok(val)) => Ok(borrowed(val)),
            Val::Result(Err(val)) => Err(borrowed(val)),
            _ => Ok(None),
        }
    }

    fn unwrap_flags(&self) -> Box<dyn Iterator<Item = Cow<'_, str>> + '_> {
        let names = match self {
            Val::Flags(names) => names.as_slice(),
            _ => &[],
        };
        Box::new(names.iter().map(Cow::from))
    }
}
