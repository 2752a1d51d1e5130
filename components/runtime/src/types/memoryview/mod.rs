//! `memoryview`

mod items;
mod methods;

pub(crate) use items::integer;
pub use items::{contains, del_item, get_item, iterate, nth, set_item};
pub(crate) use methods::attribute;

use std::cell::{Cell, Ref};

use molt_text::TooLong;
use molt_text::bytes::packing::Scalar;
use molt_text::bytes::view::{View, ViewError};

use super::TypeDef;
use super::bytes::content::Content;
use crate::args::{Args, bind};
use crate::error::{OrRaise, Raise, Res};
use crate::gates;
use crate::object::{Body, TypeId};
use crate::ops::compare::CompareOp;
use crate::ops::{hash as hashes, type_name};
use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;

/// A view of a bytes or bytearray object. As long as it is not released, a bytearray keeps its size.
pub struct MemoryView {
    base: Value,
    view: View,
    released: Cell<bool>,
    /// What `hash` said: CPython keeps it even when the view is released. -1: not asked yet.
    hash: Cell<i64>,
}

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::MemoryView,
    methods: methods::METHODS,
    statics: &[],
    attribute,
    construct,
};

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.release();
    }
}

impl MemoryView {
    /// A view of a bytes or bytearray object.
    fn value(base: &Value, view: View) -> Value {
        if let Some(Body::ByteArray(buffer)) = base.body() {
            buffer.exports.set(buffer.exports.get().saturating_add(1));
        }
        let view = MemoryView {
            base: base.clone(),
            view,
            released: Cell::new(false),
            hash: Cell::new(-1),
        };
        gates::VIEWS.made();
        Value::object(Body::MemoryView(Box::new(view)))
    }

    /// Lets the bytearray go. Doing it again does nothing.
    fn release(&self) {
        if self.released.replace(true) {
            return;
        }
        if let Some(Body::ByteArray(buffer)) = self.base.body() {
            buffer.exports.set(buffer.exports.get().saturating_sub(1));
        }
    }

    /// All bytes of the object that is viewed.
    fn data(&self) -> Content<'_> {
        super::bytes::content::plain(&self.base).unwrap_or(Content::Fixed(&[]))
    }

    /// Whether items may be read.
    fn check(&self, vm: &mut Vm) -> Res<()> {
        if self.released.get() {
            return Err(vm.value_error("operation forbidden on released memoryview object"));
        }
        Ok(())
    }

    fn in_one_piece(&self) -> Option<Content<'_>> {
        match self.data() {
            Content::Fixed(data) => self.view.as_slice(data).map(Content::Fixed),
            Content::Shared(data) => Ref::filter_map(data, |data| self.view.as_slice(data))
                .ok()
                .map(Content::Shared),
        }
    }

    /// How many bytes the items have, for allocating.
    pub fn byte_length(&self) -> usize {
        self.view.byte_len()
    }

    /// How many items the first dimension has, for allocating.
    pub fn first_length(&self) -> usize {
        self.view.shape().first().copied().unwrap_or(0)
    }
}

/// `memoryview(object)`
fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    // CPython misses the argument before it looks at the names of others.
    if args.pos.is_empty() && args.kw.len() == 1 && args.keyword("object").is_none() {
        return Err(vm.type_error("memoryview() missing required argument 'object' (pos 1)"));
    }
    let [object] = bind("memoryview", args, 0, ["object"], 0, 1).or_raise(vm)?;
    let Some(object) = object else {
        return Err(vm.type_error("memoryview() missing required argument 'object' (pos 1)"));
    };
    match object.body() {
        Some(Body::Bytes(content)) => Ok(MemoryView::value(
            object,
            View::of_bytes(content.len(), true),
        )),
        Some(Body::ByteArray(buffer)) => {
            let length = buffer.content.borrow().len();
            Ok(MemoryView::value(object, View::of_bytes(length, false)))
        }
        Some(Body::MemoryView(other)) => {
            other.check(vm)?;
            Ok(MemoryView::value(&other.base, other.view.clone()))
        }
        _ => {
            let given = type_name(object);
            Err(vm.type_error(&format!(
                "memoryview: a bytes-like object is required, not '{given}'"
            )))
        }
    }
}

/// The bytes of a memoryview that is alive and in one piece.
pub fn in_one_piece(value: &Value) -> Option<Content<'_>> {
    match value.body()? {
        Body::MemoryView(view) if !view.released.get() => view.in_one_piece(),
        _ => None,
    }
}

/// The items' bytes where they are, for those who need them in one piece.
#[inline(never)]
pub fn contiguous<'a>(vm: &mut Vm, view: &'a MemoryView) -> Res<Content<'a>> {
    view.check(vm)?;
    match view.in_one_piece() {
        Some(part) => Ok(part),
        None => {
            let message = "memoryview: underlying buffer is not C-contiguous";
            Err(vm.error(ExcType::BufferError, message))
        }
    }
}

/// Where the bytes of a writable object in one piece are: the bytearray, the offset in it, and how many. None for any other object.
pub fn writable(vm: &mut Vm, value: &Value) -> Option<(Value, usize, usize)> {
    match value.body()? {
        Body::ByteArray(buffer) => Some((value.clone(), 0, buffer.content.borrow().len())),
        Body::MemoryView(view) if !view.view.readonly() => {
            view.check(vm).ok()?;
            let length = view.view.byte_len();
            view.view.as_slice(&view.data())?;
            let start = if length == 0 {
                0
            } else {
                view.view.offsets().next()?
            };
            Some((view.base.clone(), start, length))
        }
        _ => None,
    }
}

/// The items' bytes, copied together; in Fortran's order if that is asked for.
#[inline(never)]
pub fn to_vec(vm: &mut Vm, view: &MemoryView, fortran: bool) -> Res<Vec<u8>> {
    view.check(vm)?;
    match view.view.to_bytes(&view.data(), fortran) {
        Ok(bytes) => Ok(bytes),
        Err(TooLong) => Err(vm.memory_error()),
    }
}

/// The bytes of a memoryview, for the world outside.
#[inline(never)]
pub fn content_of(vm: &mut Vm, o: &Value) -> Res<Vec<u8>> {
    match o.body() {
        Some(Body::MemoryView(view)) => to_vec(vm, view, false),
        _ => Err(super::bytes::content::not_bytes_like(vm, o)),
    }
}

/// The memoryview that a value is; `TypeError` for another value, `ValueError` for a released one.
fn alive<'a>(vm: &mut Vm, o: &'a Value) -> Res<&'a MemoryView> {
    match o.body() {
        Some(Body::MemoryView(view)) => {
            view.check(vm)?;
            Ok(view)
        }
        _ => Err(vm.type_error("a memoryview is required")),
    }
}

#[cold]
fn raise(vm: &mut Vm, error: ViewError, code: u8) -> Raise {
    match error {
        ViewError::Type(text) => vm.type_error(text),
        ViewError::Value(text) => vm.value_error(text),
        ViewError::NotImplemented(text) => vm.error(ExcType::NotImplementedError, text),
        ViewError::Bounds(dimension) => {
            vm.index_error(&format!("index out of bounds on dimension {dimension}"))
        }
        ViewError::TooManyIndices(have, given) => vm.type_error(&format!(
            "cannot index {have}-dimension view with {given}-element tuple"
        )),
        ViewError::InvalidValue => {
            let code = char::from(code);
            vm.value_error(&format!("memoryview: invalid value for format '{code}'"))
        }
    }
}

/// What an item is as a value.
pub fn scalar(item: Scalar<'_>) -> Value {
    match item {
        Scalar::Int(number) => match i64::try_from(number) {
            Ok(number) => Value::int(number),
            Err(_) => Value::big(number.into()),
        },
        Scalar::Float(number) => Value::float(number),
        Scalar::Bool(truth) => Value::bool(truth),
        Scalar::Bytes(bytes) => Value::bytes(bytes),
    }
}

/// `a == b`, `a != b` where one is a memoryview at least; nothing for other operators and other objects.
#[inline(never)]
pub fn compare(op: CompareOp, a: &Value, b: &Value) -> Option<bool> {
    op.equality(false)?;
    let (left, left_data) = comparable(a)?;
    let (right, right_data) = comparable(b)?;
    let equal = match (left, right) {
        // A released view is equal to itself only.
        (None, _) | (_, None) => a.is(b),
        (Some(left), Some(right)) => left.equals(&left_data, &right, &right_data),
    };
    op.equality(equal)
}

/// The geometry (None: released) and the bytes of a bytes-like object.
fn comparable(value: &Value) -> Option<(Option<View>, Content<'_>)> {
    match value.body() {
        Some(Body::MemoryView(view)) => {
            let geometry = (!view.released.get()).then(|| view.view.clone());
            Some((geometry, view.data()))
        }
        _ => {
            let data = super::bytes::content::plain(value)?;
            Some((Some(View::of_bytes(data.len(), true)), data))
        }
    }
}

/// `hash(o)`
#[inline(never)]
pub fn hash(vm: &mut Vm, o: &Value) -> Res<i64> {
    if let Some(Body::MemoryView(view)) = o.body()
        && view.hash.get() != -1
    {
        return Ok(view.hash.get());
    }
    let view = alive(vm, o)?;
    if !view.view.readonly() {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(view.view.code(), b'B' | b'b' | b'c') {
        let message = "memoryview: hashing is restricted to formats 'B', 'b' or 'c'";
        return Err(vm.value_error(message));
    }
    // A view of a bytearray cannot be hashed even when it is read-only.
    hashes::hash(vm, &view.base)?;
    let bytes = to_vec(vm, view, false)?;
    let hash = hashes::hash_bytes(&bytes);
    view.hash.set(hash);
    Ok(hash)
}

/// `len(o)`
#[inline(never)]
pub fn length(vm: &mut Vm, o: &Value) -> Res<usize> {
    let view = alive(vm, o)?;
    match view.view.shape().first() {
        Some(length) => Ok(*length),
        None => Err(vm.type_error("0-dim memory has no length")),
    }
}

/// `repr(o)`
#[inline(never)]
pub fn repr(_: &mut Vm, o: &Value) -> Res {
    let released = match o.body() {
        Some(Body::MemoryView(view)) if view.released.get() => "released ",
        _ => "",
    };
    Ok(Value::str(&format!(
        "<{released}memory at {:#x}>",
        hashes::identity(o)
    )))
}
