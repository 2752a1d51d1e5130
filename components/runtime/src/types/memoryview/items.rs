//! `m[key]`, `m[key] = item`, `item in m`, `iter(m)`.

use molt_text::bytes::packing::{Kind as ItemKind, Scalar};
use molt_text::bytes::view::View;

use super::{MemoryView, alive, raise, scalar};
use crate::error::Res;
use crate::object::Body;
use crate::ops::{compare, truth};
use crate::types::bytes::{content, iterate as iterators};
use crate::types::exception::ExcType;
use crate::types::sequence;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// What a key is.
enum Key<'a> {
    /// One index, or a tuple of them.
    Place(Vec<i64>, bool),
    Slice(&'a crate::types::slice::Slice),
    /// A tuple of slices.
    Slices,
    /// All of a view without dimensions: `m[()]`.
    All,
    /// The view without dimensions itself: `m[...]`.
    Itself,
}

fn key<'a>(vm: &mut Vm, view: &View, key: &'a Value) -> Res<Key<'a>> {
    if view.dimensions() == 0 {
        return match key.body() {
            Some(Body::Tuple(items)) if items.is_empty() => Ok(Key::All),
            Some(Body::Ellipsis) => Ok(Key::Itself),
            _ => Err(vm.type_error("invalid indexing of 0-dim memory")),
        };
    }
    if sequence::is_int(key) {
        return Ok(Key::Place(vec![index(vm, key)?], false));
    }
    match key.body() {
        Some(Body::Slice(slice)) => Ok(Key::Slice(slice)),
        Some(Body::Tuple(items)) if items.iter().all(sequence::is_int) => {
            let places = items
                .iter()
                .map(|item| index(vm, item))
                .collect::<Res<Vec<i64>>>()?;
            Ok(Key::Place(places, true))
        }
        Some(Body::Tuple(items))
            if items
                .iter()
                .all(|item| matches!(item.body(), Some(Body::Slice(_)))) =>
        {
            Ok(Key::Slices)
        }
        _ => Err(vm.type_error("memoryview: invalid slice key")),
    }
}

fn index(vm: &mut Vm, key: &Value) -> Res<i64> {
    sequence::position(vm, key, |_| "memoryview: invalid slice key".to_string())
}

#[cold]
fn not_implemented(vm: &mut Vm, message: &str) -> crate::Raise {
    vm.error(ExcType::NotImplementedError, message)
}

/// `o[key]`
#[inline(never)]
pub fn get_item(vm: &mut Vm, o: &Value, given: &Value) -> Res {
    let view = alive(vm, o)?;
    match key(vm, &view.view, given)? {
        Key::Itself => Ok(o.clone()),
        Key::All => item_at(vm, view, &[]),
        Key::Place(_, false) if view.view.dimensions() > 1 => Err(not_implemented(
            vm,
            "multi-dimensional sub-views are not implemented",
        )),
        Key::Place(places, _) => item_at(vm, view, &places),
        Key::Slices => Err(not_implemented(
            vm,
            "multi-dimensional slicing is not implemented",
        )),
        Key::Slice(slice) => {
            let span = slice.span(vm, view.first_length())?;
            let part = view
                .view
                .slice(span.start as isize, saturated(span.step), span.count);
            Ok(MemoryView::value(&view.base, part))
        }
    }
}

/// A step that this machine can have: one beyond it takes one item at most.
fn saturated(step: i64) -> isize {
    step.clamp(isize::MIN as i64, isize::MAX as i64) as isize
}

fn item_at(vm: &mut Vm, view: &MemoryView, places: &[i64]) -> Res {
    let at = match view.view.locate(places) {
        Ok(at) => at,
        Err(error) => return Err(raise(vm, error, view.view.code())),
    };
    match view.view.read(&view.data(), at) {
        Some(item) => Ok(scalar(item)),
        None => Err(vm.index_error("index out of bounds on dimension 1")),
    }
}

/// The item of a position in the only dimension; None behind the last.
#[inline(never)]
pub fn nth(vm: &mut Vm, view: &MemoryView, at: usize) -> Res<Option<Value>> {
    if at >= view.first_length() {
        return Ok(None);
    }
    view.check(vm)?;
    item_at(vm, view, &[at as i64]).map(Some)
}

/// `o[key] = item`
#[inline(never)]
pub fn set_item(vm: &mut Vm, o: &Value, given: &Value, item: &Value) -> Res<()> {
    let view = alive(vm, o)?;
    if view.view.readonly() {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let restricted = "memoryview slice assignments are currently restricted to ndim = 1";
    match key(vm, &view.view, given)? {
        Key::Itself | Key::All => store(vm, view, &[], item),
        Key::Place(_, false) if view.view.dimensions() > 1 => {
            Err(not_implemented(vm, "sub-views are not implemented"))
        }
        Key::Place(places, _) => store(vm, view, &places, item),
        Key::Slice(slice) if view.view.dimensions() == 1 => {
            let (geometry, bytes) = source_of(vm, item)?;
            let span = slice.span(vm, view.first_length())?;
            let part = view
                .view
                .slice(span.start as isize, saturated(span.step), span.count);
            copy_from(vm, view, &part, &geometry, &bytes)
        }
        Key::Slice(_) | Key::Slices => Err(not_implemented(vm, restricted)),
    }
}

/// `del o[key]`
#[inline(never)]
pub fn del_item(vm: &mut Vm, o: &Value, _: &Value) -> Res<()> {
    let view = alive(vm, o)?;
    let message = if view.view.readonly() {
        "cannot modify read-only memory"
    } else {
        "cannot delete memory"
    };
    Err(vm.type_error(message))
}

/// Writes one item.
fn store(vm: &mut Vm, view: &MemoryView, places: &[i64], item: &Value) -> Res<()> {
    let code = view.view.code();
    let at = match view.view.locate(places) {
        Ok(at) => at,
        Err(error) => return Err(raise(vm, error, code)),
    };
    let bytes;
    let new = match view.view.kind() {
        ItemKind::Bool => Some(Scalar::Bool(truth::truth(vm, item)?)),
        ItemKind::Int => integer(item).map(Scalar::Int),
        ItemKind::Float => match (item.kind(), item.as_big()) {
            (Kind::Float(number), _) => Some(Scalar::Float(number)),
            (_, Some(number)) => match molt_number::int::to_f64(&number) {
                Ok(number) => Some(Scalar::Float(number)),
                Err(_) => {
                    return Err(raise(
                        vm,
                        molt_text::bytes::view::ViewError::InvalidValue,
                        code,
                    ));
                }
            },
            _ => None,
        },
        _ => match item.body() {
            Some(Body::Bytes(content)) => {
                bytes = content;
                Some(Scalar::Bytes(bytes))
            }
            _ => None,
        },
    };
    let Some(new) = new else {
        let code = char::from(code);
        return Err(vm.type_error(&format!("memoryview: invalid type for format '{code}'")));
    };
    // The view is not read-only, so it is one of a bytearray.
    let Some(Body::ByteArray(buffer)) = view.base.body() else {
        return Ok(());
    };
    let written = view.view.write(&mut buffer.content.borrow_mut(), at, new);
    written.map_err(|error| raise(vm, error, code))
}

/// An int as a number to pack; one beyond 128 bits is as far out of range as can be.
pub(crate) fn integer(item: &Value) -> Option<i128> {
    if let Some(number) = item.as_i64() {
        return Some(i128::from(number));
    }
    let number = item.as_big()?;
    let extreme = if number.sign() == num_bigint::Sign::Minus {
        i128::MIN
    } else {
        i128::MAX
    };
    Some(i128::try_from(number).unwrap_or(extreme))
}

/// The geometry and the items of a bytes-like object that is assigned.
fn source_of(vm: &mut Vm, source: &Value) -> Res<(View, Vec<u8>)> {
    if let Some(Body::MemoryView(other)) = source.body() {
        return Ok((other.view.clone(), super::to_vec(vm, other, false)?));
    }
    match content::plain(source) {
        Some(bytes) => Ok((View::of_bytes(bytes.len(), true), bytes.to_vec())),
        None => Err(content::not_bytes_like(vm, source)),
    }
}

/// Writes items in the place of others.
fn copy_from(
    vm: &mut Vm,
    view: &MemoryView,
    part: &View,
    geometry: &View,
    bytes: &[u8],
) -> Res<()> {
    if !part.same_structure(geometry) {
        let message = "memoryview assignment: lvalue and rvalue have different structures";
        return Err(vm.value_error(message));
    }
    let Some(Body::ByteArray(buffer)) = view.base.body() else {
        return Ok(());
    };
    let mut data = buffer.content.borrow_mut();
    let size = part.item_size();
    for (at, item) in part.offsets().zip(bytes.chunks_exact(size)) {
        if let Some(slot) = data.get_mut(at..).and_then(|rest| rest.get_mut(..size)) {
            slot.copy_from_slice(item);
        }
    }
    Ok(())
}

/// Only one dimension can be gone through.
fn check_line(vm: &mut Vm, view: &MemoryView) -> Res<()> {
    match view.view.dimensions() {
        1 => Ok(()),
        0 => Err(vm.type_error("invalid indexing of 0-dim memory")),
        _ => Err(not_implemented(
            vm,
            "multi-dimensional sub-views are not implemented",
        )),
    }
}

/// `iter(o)`
#[inline(never)]
pub fn iterate(vm: &mut Vm, o: &Value) -> Res {
    let view = alive(vm, o)?;
    check_line(vm, view)?;
    Ok(iterators::forwards("memory_iterator", o))
}

/// `item in o`
#[inline(never)]
pub fn contains(vm: &mut Vm, o: &Value, item: &Value) -> Res {
    let view = alive(vm, o)?;
    check_line(vm, view)?;
    let mut at = 0;
    while let Some(other) = nth(vm, view, at)? {
        if compare::equal(vm, &other, item)? {
            return Ok(Value::TRUE);
        }
        at += 1;
    }
    Ok(Value::FALSE)
}
