//! Our values as wasmtime's dynamic ones and back: for async functions, which wasmtime calls that way only, and for tests.

use wasmtime::component as wt;

use crate::types::Type;
use crate::val::{Future, FutureHandle, Resource, Stream, StreamHandle, Val};

/// The value as wasmtime has it; `None` for a stream or future that is no handle yet.
pub(crate) fn to_wasmtime(val: &Val) -> Option<wt::Val> {
    let boxed = |val: &Option<Box<Val>>| -> Option<Option<Box<wt::Val>>> {
        match val {
            Some(val) => Some(Some(Box::new(to_wasmtime(val)?))),
            None => Some(None),
        }
    };
    let all = |items: &[Val]| items.iter().map(to_wasmtime).collect::<Option<Vec<_>>>();
    Some(match val {
        Val::Bool(v) => wt::Val::Bool(*v),
        Val::U8(v) => wt::Val::U8(*v),
        Val::U16(v) => wt::Val::U16(*v),
        Val::U32(v) => wt::Val::U32(*v),
        Val::U64(v) => wt::Val::U64(*v),
        Val::S8(v) => wt::Val::S8(*v),
        Val::S16(v) => wt::Val::S16(*v),
        Val::S32(v) => wt::Val::S32(*v),
        Val::S64(v) => wt::Val::S64(*v),
        Val::F32(v) => wt::Val::Float32(*v),
        Val::F64(v) => wt::Val::Float64(*v),
        Val::Char(v) => wt::Val::Char(*v),
        Val::String(v) => wt::Val::String(v.clone()),
        Val::Bytes(v) => wt::Val::List(v.iter().map(|byte| wt::Val::U8(*byte)).collect()),
        Val::List(v) => wt::Val::List(all(v)?),
        Val::Tuple(v) => wt::Val::Tuple(all(v)?),
        Val::Record(v) => wt::Val::Record(
            v.iter()
                .map(|(name, val)| Some((name.clone(), to_wasmtime(val)?)))
                .collect::<Option<_>>()?,
        ),
        Val::Variant(name, v) => wt::Val::Variant(name.clone(), boxed(v)?),
        Val::Enum(v) => wt::Val::Enum(v.clone()),
        Val::Option(v) => wt::Val::Option(boxed(v)?),
        Val::Result(Ok(v)) => wt::Val::Result(Ok(boxed(v)?)),
        Val::Result(Err(v)) => wt::Val::Result(Err(boxed(v)?)),
        Val::Flags(v) => wt::Val::Flags(v.clone()),
        Val::Resource(v) => wt::Val::Resource(*v.0),
        Val::Stream(Stream::Handle(v)) => wt::Val::Stream((*v.0).clone()),
        Val::Future(Future::Handle(v)) => wt::Val::Future((*v.0).clone()),
        Val::Stream(Stream::Items(_)) | Val::Future(Future::Value(_)) => return None,
    })
}

/// wasmtime's value of this type as ours; `None` when it has not that type.
pub(crate) fn from_wasmtime(val: wt::Val, ty: &Type) -> Option<Val> {
    Some(match (val, ty) {
        (wt::Val::Bool(v), _) => Val::Bool(v),
        (wt::Val::U8(v), _) => Val::U8(v),
        (wt::Val::U16(v), _) => Val::U16(v),
        (wt::Val::U32(v), _) => Val::U32(v),
        (wt::Val::U64(v), _) => Val::U64(v),
        (wt::Val::S8(v), _) => Val::S8(v),
        (wt::Val::S16(v), _) => Val::S16(v),
        (wt::Val::S32(v), _) => Val::S32(v),
        (wt::Val::S64(v), _) => Val::S64(v),
        (wt::Val::Float32(v), _) => Val::F32(v),
        (wt::Val::Float64(v), _) => Val::F64(v),
        (wt::Val::Char(v), _) => Val::Char(v),
        (wt::Val::String(v), _) => Val::String(v),
        (wt::Val::List(items), Type::List(ty)) => list(items, ty)?,
        (wt::Val::Tuple(items), Type::Tuple(types)) => {
            let items = items.into_iter().zip(types);
            Val::Tuple(
                items
                    .map(|(val, ty)| from_wasmtime(val, ty))
                    .collect::<Option<_>>()?,
            )
        }
        (wt::Val::Record(fields), Type::Record(types)) => {
            let fields = fields.into_iter().zip(types);
            let fields = fields.map(|((name, val), (_, ty))| Some((name, from_wasmtime(val, ty)?)));
            Val::Record(fields.collect::<Option<_>>()?)
        }
        (wt::Val::Variant(name, payload), Type::Variant(cases)) => {
            let ty = cases.iter().find(|(case, _)| *case == name)?.1.as_ref();
            Val::Variant(name, unboxed(payload, ty)?)
        }
        (wt::Val::Enum(v), _) => Val::Enum(v),
        (wt::Val::Option(v), Type::Option(ty)) => Val::Option(unboxed(v, Some(ty))?),
        (wt::Val::Result(Ok(v)), Type::Result { ok, .. }) => {
            Val::Result(Ok(unboxed(v, ok.as_deref())?))
        }
        (wt::Val::Result(Err(v)), Type::Result { err, .. }) => {
            Val::Result(Err(unboxed(v, err.as_deref())?))
        }
        (wt::Val::Flags(v), _) => Val::Flags(v),
        (wt::Val::Resource(v), _) => Val::Resource(Resource(Box::new(v))),
        (wt::Val::Stream(v), _) => Val::Stream(Stream::Handle(StreamHandle(Box::new(v)))),
        (wt::Val::Future(v), _) => Val::Future(Future::Handle(FutureHandle(Box::new(v)))),
        _ => return None,
    })
}

fn list(items: Vec<wt::Val>, ty: &Type) -> Option<Val> {
    if *ty == Type::U8 {
        let bytes = items.into_iter().map(|item| match item {
            wt::Val::U8(byte) => Some(byte),
            _ => None,
        });
        return Some(Val::Bytes(bytes.collect::<Option<_>>()?));
    }
    let items = items.into_iter().map(|item| from_wasmtime(item, ty));
    Some(Val::List(items.collect::<Option<_>>()?))
}

#[allow(
    clippy::option_option,
    reason = "the outer one is failure, the inner one the payload"
)]
fn unboxed(val: Option<Box<wt::Val>>, ty: Option<&Type>) -> Option<Option<Box<Val>>> {
    match (val, ty) {
        (Some(val), Some(ty)) => Some(Some(Box::new(from_wasmtime(*val, ty)?))),
        (None, _) => Some(None),
        (Some(_), None) => None,
    }
}
