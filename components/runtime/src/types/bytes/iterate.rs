//! Iterators over bytes, bytearrays and memoryviews.

use std::cell::{Cell, RefCell};

use super::content;
use crate::error::Res;
use crate::object::{Body, TypeId};
use crate::types::iterator::Next;
use crate::types::memoryview;
use crate::value::Value;
use crate::vm::Vm;

/// An iterator over items that are read when they are asked for: the source may change in between.
struct Items {
    /// None when it is exhausted: it stays so when a bytearray grows.
    source: RefCell<Option<Value>>,
    /// The next position.
    at: Cell<usize>,
}

/// From the first item to the last. `name` is the iterator's type.
pub fn forwards(name: &'static str, source: &Value) -> Value {
    let state = Items {
        source: RefCell::new(Some(source.clone())),
        at: Cell::new(0),
    };
    Value::iterator(name, TypeId::Iterator, state)
}

impl Items {
    fn take(&self, vm: &mut Vm) -> Res<Option<Value>> {
        let source = self.source.borrow();
        let Some(object) = source.as_ref() else {
            return Ok(None);
        };
        let at = self.at.get();
        // Reading an item reaches neither the program nor this iterator, so the borrow may last.
        let item = match object.body() {
            Some(Body::MemoryView(view)) => memoryview::nth(vm, view, at)?,
            _ => content::plain(object)
                .and_then(|bytes| bytes.get(at).map(|b| Value::int(i64::from(*b)))),
        };
        if item.is_some() {
            self.at.set(at + 1);
        }
        Ok(item)
    }
}

impl Next for Items {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        if let Some(item) = self.take(vm)? {
            return Ok(item);
        }
        let ended = self.source.borrow_mut().take();
        drop(ended);
        Ok(Value::ABSENT)
    }

    fn length_hint(&self) -> Option<usize> {
        let source = self.source.borrow();
        let source = source.as_ref()?;
        let length = match source.body()? {
            Body::MemoryView(view) => view.first_length(),
            _ => content::plain(source)?.len(),
        };
        Some(length.saturating_sub(self.at.get()))
    }
}
