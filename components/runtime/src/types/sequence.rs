//! What lists and tuples have in common, and positions in every sequence.

use std::cell::{Cell, RefCell};

use super::iterator::Next;
use crate::error::Res;
use crate::object::{Body, TypeId};
use crate::ops::{compare, text, type_name};
use crate::types::exception::ExcType;
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// An int as a position: any int that fits; beyond 64 bits `IndexError`, no int: `TypeError` with what `refused` says.
pub fn position(vm: &mut Vm, key: &Value, refused: impl FnOnce(&str) -> String) -> Res<i64> {
    match key.as_i64() {
        Some(number) => Ok(number),
        None if matches!(key.body(), Some(Body::Int(_))) => {
            Err(vm.index_error("cannot fit 'int' into an index-sized integer"))
        }
        None => Err(vm.type_error(&refused(&type_name(key)))),
    }
}

/// A position counted from the start for one that may count from the end; None when it is outside.
#[inline]
pub fn within(at: i64, length: usize) -> Option<usize> {
    let at = if at < 0 {
        at.checked_add(length as i64)?
    } else {
        at
    };
    usize::try_from(at).ok().filter(|at| *at < length)
}

/// An argument that is a count: `list.pop(i)`, `list.insert(i, x)`. Beyond 64 bits `OverflowError`.
pub fn integer(vm: &mut Vm, value: &Value) -> Res<i64> {
    match value.as_i64() {
        Some(number) => Ok(number),
        None if matches!(value.body(), Some(Body::Int(_))) => {
            Err(vm.overflow_error("Python int too large to convert to C ssize_t"))
        }
        None => Err(not_an_integer(vm, value)),
    }
}

/// "'str' object cannot be interpreted as an integer"
#[cold]
pub fn not_an_integer(vm: &mut Vm, value: &Value) -> crate::Raise {
    vm.type_error(&format!(
        "'{}' object cannot be interpreted as an integer",
        type_name(value)
    ))
}

/// An argument that clamps: `start` and `stop` of `index`.
pub fn clamped(vm: &mut Vm, value: Option<&Value>, default: i64) -> Res<i64> {
    let Some(value) = value else {
        return Ok(default);
    };
    match super::slice::clamp(value) {
        Some(number) => Ok(number),
        None => Err(vm.type_error("slice indices must be integers or have an __index__ method")),
    }
}

/// `item in items`
pub fn contains(vm: &mut Vm, items: &[Value], item: &Value) -> Res<bool> {
    find(vm, items, item).map(|at| at.is_some())
}

/// The first position of an equal item.
pub fn find(vm: &mut Vm, items: &[Value], item: &Value) -> Res<Option<usize>> {
    for (at, other) in items.iter().enumerate() {
        if compare::equal(vm, other, item)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// `s.count(item)`
pub fn count(vm: &mut Vm, items: &[Value], item: &Value) -> Res {
    let mut count = 0;
    for other in items {
        count += usize::from(compare::equal(vm, other, item)?);
    }
    Ok(Value::size(count))
}

/// `s.index(item, start, stop)` within the items of the bounds: the position, or None.
pub fn index(vm: &mut Vm, items: &[Value], arguments: &[Value]) -> Res<Option<usize>> {
    let length = items.len() as i64;
    let start = clamped(vm, arguments.get(1), 0)?;
    let stop = clamped(vm, arguments.get(2), i64::MAX)?;
    let from_end = |at: i64| {
        if at < 0 {
            (at + length).max(0)
        } else {
            at.min(length)
        }
    };
    let (start, stop) = (from_end(start) as usize, from_end(stop) as usize);
    let Some(item) = arguments.first() else {
        return Ok(None);
    };
    let part = items.get(start..stop).unwrap_or_default();
    Ok(find(vm, part, item)?.map(|at| at + start))
}

/// `ValueError(f"{item!r} is not in list")`
pub fn not_in(vm: &mut Vm, item: &Value, rest: &'static str) -> Res {
    let shown = text::repr(vm, item);
    vm.and_then(shown, move |vm, shown| {
        let shown = shown?;
        let message = shown
            .as_text()
            .map(|text| format!("{text}{rest}"))
            .unwrap_or_default();
        Err(vm.value_error(&message))
    })
}

/// How often `s * n` repeats; below 0 is 0.
pub fn times(vm: &mut Vm, factor: &Value) -> Res<usize> {
    match factor.as_i64() {
        Some(number) => Ok(usize::try_from(number.max(0)).unwrap_or(usize::MAX)),
        None if matches!(factor.body(), Some(Body::Int(_))) => {
            Err(vm.overflow_error("cannot fit 'int' into an index-sized integer"))
        }
        None => {
            let name = type_name(factor);
            Err(vm.type_error(&format!(
                "can't multiply sequence by non-int of type '{name}'"
            )))
        }
    }
}

/// An empty vector with room for so many.
pub fn room(vm: &mut Vm, count: usize) -> Res<Vec<Value>> {
    let mut items = Vec::new();
    match items.try_reserve_exact(count) {
        Ok(()) => Ok(items),
        Err(_) => Err(vm.memory_error()),
    }
}

/// `items * times`
pub fn repeat(vm: &mut Vm, items: &[Value], times: usize) -> Res<Vec<Value>> {
    let Some(total) = items.len().checked_mul(times) else {
        return Err(vm.memory_error());
    };
    let mut all = room(vm, total)?;
    match items {
        [one] => all.resize(total, one.clone()),
        _ if total > 0 => (0..times).for_each(|_| all.extend_from_slice(items)),
        _ => {}
    }
    Ok(all)
}

/// `a + b`
pub fn concat(vm: &mut Vm, a: &[Value], b: &[Value]) -> Res<Vec<Value>> {
    let mut all = room(vm, a.len() + b.len())?;
    all.extend_from_slice(a);
    all.extend_from_slice(b);
    Ok(all)
}

/// The items that a slice takes.
pub fn slice(vm: &mut Vm, items: &[Value], slice: &super::slice::Slice) -> Res<Vec<Value>> {
    let span = slice.span(vm, items.len())?;
    if span.step == 1 {
        return Ok(items
            .get(span.start as usize..span.start as usize + span.count)
            .unwrap_or_default()
            .to_vec());
    }
    let mut taken = room(vm, span.count)?;
    taken.extend(span.positions().filter_map(|at| items.get(at).cloned()));
    Ok(taken)
}

/// The step of an iterator over a list or tuple, forwards or backwards: how both ends are kept.
pub struct Items {
    /// None when it is exhausted: it stays so when the list grows.
    source: RefCell<Option<Value>>,
    /// The next position; one more than it for backwards, and 0 is the end there.
    at: Cell<usize>,
    backwards: bool,
}

impl Items {
    /// From the first to the last.
    pub fn forwards(name: &'static str, source: &Value) -> Value {
        let state = Items {
            source: RefCell::new(Some(source.clone())),
            at: Cell::new(0),
            backwards: false,
        };
        Value::iterator(name, TypeId::Iterator, state)
    }

    /// From the last to the first.
    pub fn backwards(name: &'static str, class: TypeId, source: &Value, length: usize) -> Value {
        let state = Items {
            source: RefCell::new(Some(source.clone())),
            at: Cell::new(length),
            backwards: true,
        };
        Value::iterator(name, class, state)
    }

    fn take(&self) -> Option<Value> {
        let source = self.source.borrow();
        let at = if self.backwards {
            self.at.get().checked_sub(1)?
        } else {
            self.at.get()
        };
        let item = match source.as_ref()?.body()? {
            Body::List(items) => items.borrow().get(at).cloned(),
            Body::Tuple(items) => items.get(at).cloned(),
            _ => None,
        }?;
        self.at.set(if self.backwards { at } else { at + 1 });
        Some(item)
    }
}

impl Next for Items {
    fn next(&self, _: &Value, _: &mut Vm) -> Res {
        Ok(self.take().unwrap_or_else(|| {
            let ended = self.source.borrow_mut().take();
            drop(ended);
            Value::ABSENT
        }))
    }

    fn length_hint(&self) -> Option<usize> {
        let source = self.source.borrow();
        let length = match source.as_ref()?.body()? {
            Body::List(items) => items.borrow().len(),
            Body::Tuple(items) => items.len(),
            _ => return None,
        };
        Some(if self.backwards {
            self.at.get()
        } else {
            length.saturating_sub(self.at.get())
        })
    }
}

/// `reversed(s)` of a sequence that is asked for its items by position.
pub struct Indexed {
    /// None when it is exhausted.
    source: RefCell<Option<Value>>,
    /// One more than the next position.
    at: Cell<usize>,
}

impl Indexed {
    /// From the last to the first.
    pub fn backwards(source: &Value, length: usize) -> Value {
        let state = Indexed {
            source: RefCell::new(Some(source.clone())),
            at: Cell::new(length),
        };
        Value::iterator("reversed", TypeId::Reversed, state)
    }
}

impl Next for Indexed {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        let Some(source) = self.source.borrow().clone() else {
            return Ok(Value::ABSENT);
        };
        if let Some(at) = self.at.get().checked_sub(1) {
            self.at.set(at);
            match crate::ops::items::get_at(vm, &source, at as i64) {
                Err(crate::Raise::Exception(raised)) if is_index_error(&raised) => {}
                answer => return answer,
            }
        }
        drop(self.source.borrow_mut().take());
        Ok(Value::ABSENT)
    }

    fn length_hint(&self) -> Option<usize> {
        Some(self.at.get())
    }
}

fn is_index_error(raised: &Value) -> bool {
    matches!(raised.body(), Some(Body::Exception(exception)) if exception.kind.is(ExcType::IndexError))
}

/// Whether the value is an int (or bool) of any size.
pub fn is_int(value: &Value) -> bool {
    matches!(value.kind(), Kind::Int(_) | Kind::Bool(_))
        || matches!(value.body(), Some(Body::Int(_)))
}
