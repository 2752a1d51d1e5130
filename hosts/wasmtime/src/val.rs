//! Values of any WIT type.

use wasmtime::component::{FutureAny, ResourceAny, StreamAny};

/// A value of any WIT type.
///
/// `list<u8>` has a form of its own, [`Val::Bytes`], so that a document of many megabytes is one allocation and one copy.
/// Results use it; arguments may be `Bytes` or a `List` of `U8`, which are equal.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names are those of the WIT types")]
pub enum Val {
    Bool(bool),
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    S8(i8),
    S16(i16),
    S32(i32),
    S64(i64),
    F32(f32),
    F64(f64),
    Char(char),
    String(String),
    /// A `list<u8>`.
    Bytes(Vec<u8>),
    /// A list of anything else.
    List(Vec<Val>),
    /// Fields with their names, in the order of the type's declaration.
    Record(Vec<(String, Val)>),
    Tuple(Vec<Val>),
    /// A case and its payload.
    Variant(String, Option<Box<Val>>),
    Enum(String),
    Option(Option<Box<Val>>),
    Result(Result<Option<Box<Val>>, Option<Box<Val>>>),
    /// The flags that are set.
    Flags(Vec<String>),
    /// A handle to a resource that lives in the instance it came from.
    Resource(Resource),
    /// A stream: items to send, or a handle to one that a function returned.
    Stream(Stream),
    /// A future: a value to send, or a handle to one that a function returned.
    Future(Future),
}

/// A handle to a resource of a guest. Cloning it does not clone the resource: whichever copy is given away as `own`, or to
/// [`Instance::drop_resource`](crate::Instance::drop_resource), ends them all.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource(pub(crate) Box<ResourceAny>);

/// A `stream`.
#[derive(Debug, Clone, PartialEq)]
pub enum Stream {
    /// Items that the host sends: the only form for an argument made by the caller.
    Items(Vec<Val>),
    /// A stream that a function returned. [`Instance::read_stream`](crate::Instance::read_stream) reads it; it can also be
    /// passed on as an argument.
    Handle(StreamHandle),
}

/// A stream that a guest writes.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamHandle(pub(crate) Box<StreamAny>);

/// A `future`.
#[derive(Debug, Clone, PartialEq)]
pub enum Future {
    /// The value that the host sends; `None` for a future without one.
    Value(Option<Box<Val>>),
    /// A future that a function returned. [`Instance::read_future`](crate::Instance::read_future) awaits it; it can also be
    /// passed on as an argument.
    Handle(FutureHandle),
}

/// A future that a guest writes.
#[derive(Debug, Clone, PartialEq)]
pub struct FutureHandle(pub(crate) Box<FutureAny>);

impl Val {
    /// What kind of value this is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Bool(_) => "bool",
            Self::U8(_) => "u8",
            Self::U16(_) => "u16",
            Self::U32(_) => "u32",
            Self::U64(_) => "u64",
            Self::S8(_) => "s8",
            Self::S16(_) => "s16",
            Self::S32(_) => "s32",
            Self::S64(_) => "s64",
            Self::F32(_) => "f32",
            Self::F64(_) => "f64",
            Self::Char(_) => "char",
            Self::String(_) => "string",
            Self::Bytes(_) => "list<u8>",
            Self::List(_) => "list",
            Self::Record(_) => "record",
            Self::Tuple(_) => "tuple",
            Self::Variant(..) => "variant",
            Self::Enum(_) => "enum",
            Self::Option(_) => "option",
            Self::Result(_) => "result",
            Self::Flags(_) => "flags",
            Self::Resource(_) => "resource",
            Self::Stream(_) => "stream",
            Self::Future(_) => "future",
        }
    }

    /// The bytes of a `list<u8>` in its compact form.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The text of a `string`.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// A `some` with this value in it.
    pub fn some(self) -> Self {
        Self::Option(Some(Box::new(self)))
    }

    /// The `none` of any option.
    pub fn none() -> Self {
        Self::Option(None)
    }

    /// A record's field of this name.
    pub fn field(&self, name: &str) -> Option<&Val> {
        match self {
            Self::Record(fields) => fields.iter().find(|(n, _)| n == name).map(|(_, v)| v),
            _ => None,
        }
    }
}

/// Equality of values as a test means it: every NaN equals every NaN, and `-0.0` is not `0.0`.
impl PartialEq for Val {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::U8(a), Self::U8(b)) => a == b,
            (Self::U16(a), Self::U16(b)) => a == b,
            (Self::U32(a), Self::U32(b)) => a == b,
            (Self::U64(a), Self::U64(b)) => a == b,
            (Self::S8(a), Self::S8(b)) => a == b,
            (Self::S16(a), Self::S16(b)) => a == b,
            (Self::S32(a), Self::S32(b)) => a == b,
            (Self::S64(a), Self::S64(b)) => a == b,
            (Self::F32(a), Self::F32(b)) => {
                a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
            }
            (Self::F64(a), Self::F64(b)) => {
                a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
            }
            (Self::Char(a), Self::Char(b)) => a == b,
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::Bytes(bytes), Self::List(items)) | (Self::List(items), Self::Bytes(bytes)) => {
                bytes.len() == items.len()
                    && bytes
                        .iter()
                        .zip(items)
                        .all(|(byte, item)| matches!(item, Self::U8(b) if b == byte))
            }
            (Self::List(a), Self::List(b)) | (Self::Tuple(a), Self::Tuple(b)) => a == b,
            (Self::Record(a), Self::Record(b)) => a == b,
            (Self::Variant(a, x), Self::Variant(b, y)) => a == b && x == y,
            (Self::Enum(a), Self::Enum(b)) => a == b,
            (Self::Option(a), Self::Option(b)) => a == b,
            (Self::Result(a), Self::Result(b)) => a == b,
            (Self::Flags(a), Self::Flags(b)) => a == b,
            (Self::Resource(a), Self::Resource(b)) => a == b,
            (Self::Stream(a), Self::Stream(b)) => a == b,
            (Self::Future(a), Self::Future(b)) => a == b,
            _ => false,
        }
    }
}

macro_rules! from {
    ($($ty:ty => $case:ident,)*) => {$(
        impl From<$ty> for Val {
            fn from(value: $ty) -> Self {
                Self::$case(value)
            }
        }
    )*};
}

from! {
    bool => Bool, u8 => U8, u16 => U16, u32 => U32, u64 => U64, i8 => S8, i16 => S16, i32 => S32, i64 => S64,
    f32 => F32, f64 => F64, char => Char, String => String, Vec<u8> => Bytes,
}

impl From<&str> for Val {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<&[u8]> for Val {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}
