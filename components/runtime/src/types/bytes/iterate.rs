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
    /// None when it is exhausted.
    source: RefCell<Option<Value>>,
    /// The next position; one more than it for backwards.
    at: Cell<usize>,
    backwards: bool,
}

/// From the first item to the last.
pub fn forwards(name: &'static str, source: &Value) -> Value {
    let state = Items {
        source: RefCell::new(Some(source.clone())),
        at: Cell::new(0),
        backwards: false,
    };
    Value::iterator(name, TypeId::Iterator, state)
}

/// From the last item to the first: `reversed(b)`.
pub fn backwards(source: &Value, length: usize) -> Value {
    let state = Items {
        source: RefCell::new(Some(source.clone())),
        at: Cell::new(length),
        backwards: true,
    };
    Value::iterator("reversed", TypeId::Reversed, state)
}

impl Items {
    fn take(&self, vm: &mut Vm) -> Res<Option<Value>> {
        let Some(source) = self.source.borrow().clone() else {
            return Ok(None);
        };
        let Some(at) = self.position() else {
            return Ok(None);
        };
        let item = match source.body() {
            Some(Body::MemoryView(view)) => memoryview::nth(vm, view, at)?,
            _ => content::plain(&source)
                .and_then(|bytes| bytes.get(at).map(|b| Value::int(i64::from(*b)))),
        };
        if item.is_some() {
            self.at.set(if self.backwards { at } else { at + 1 });
        }
        Ok(item)
    }

    fn position(&self) -> Option<usize> {
        if self.backwards {
            self.at.get().checked_sub(1)
        } else {
            Some(self.at.get())
        }
    }
}

impl Next for Items {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        match self.take(vm)? {
            Some(item) => Ok(item),
            None => {
                let ended = self.source.borrow_mut().take();
                drop(ended);
                Ok(Value::ABSENT)
            }
        }
    }

    fn length_hint(&self) -> Option<usize> {
        let source = self.source.borrow();
        let source = source.as_ref()?;
        let length = match source.body()? {
            Body::MemoryView(view) => view.first_length(),
            _ => content::plain(source)?.len(),
        };
        Some(if self.backwards {
            self.at.get()
        } else {
            length.saturating_sub(self.at.get())
        })
    }
}
