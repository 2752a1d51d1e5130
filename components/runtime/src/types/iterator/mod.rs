//! Iterators: an object with a `next`, and views that can be iterated.

mod combine;
mod construct;

use crate::error::{Raise, Res};
use crate::object::{Body, TypeId};
use crate::types::dict::View;
use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;

/// An iterator's state, behind interior mutability: `next` may reach the program and come back.
pub trait Next {
    /// The next item, `Value::ABSENT` when there is none; pending where a function of the program has to run: then the state is such that
    /// what is left with `Vm::then` (it may clone `this`) completes the step.
    fn next(&self, this: &Value, vm: &mut Vm) -> Res;

    /// How many items are left, when that is known: used to allocate.
    fn length_hint(&self) -> Option<usize> {
        None
    }

    /// The dict view that it is: no iterator then.
    fn as_view(&self) -> Option<&View> {
        None
    }
}

/// The body of an iterator.
pub struct Iterator {
    /// `type(it).__name__`: `list_iterator`, `map`, ..
    pub name: &'static str,
    /// The class that the program can name (`map`, `zip`), or `TypeId::Iterator`.
    pub class: TypeId,
    /// The state.
    pub state: Box<dyn Next>,
}

impl Value {
    /// A new iterator.
    pub fn iterator(name: &'static str, class: TypeId, state: impl Next + 'static) -> Value {
        Value::object(Body::Iterator(Box::new(Iterator {
            name,
            class,
            state: Box::new(state),
        })))
    }
}

pub use combine::callable;
pub use construct::{CONSTRUCTORS, construct};

/// A function of the program that raises `StopIteration` ends the iterator that called it.
fn or_end(result: Res) -> Res {
    match result {
        Err(Raise::Exception(raised)) if is_stop(&raised) => Ok(Value::ABSENT),
        other => other,
    }
}

fn is_stop(raised: &Value) -> bool {
    matches!(raised.body(), Some(Body::Exception(exception)) if exception.kind.is(ExcType::StopIteration))
}
