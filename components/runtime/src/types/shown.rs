//! The repr of containers.
//!
//! What is open lies in a list, not on the machine's stack: containers may be nested as deep as CPython allows, and an item's
//! `__repr__` may be the program's.

use molt_text::TextBuilder;

use crate::error::{Raise, Res};
use crate::object::Body;
use crate::ops::text;
use crate::types::dict::{View, ViewKind};
use crate::value::Value;
use crate::vm::Vm;

/// How deep containers are shown: CPython's limit of its C stack.
const MAX_SHOWN: usize = 1497;

struct Open {
    parts: std::vec::IntoIter<Value>,
    /// A dict's: keys and values take turns.
    pairs: bool,
    nth: usize,
    close: &'static str,
}

struct Shown {
    out: TextBuilder,
    open: Vec<Open>,
}

/// `repr(v)` of a list, tuple, dict, set, frozenset, range, slice or view. May be pending.
pub fn repr(vm: &mut Vm, value: &Value) -> Res {
    let mut shown = Shown {
        out: TextBuilder::new(),
        open: Vec::new(),
    };
    shown.enter(vm, value)?;
    proceed(vm, shown)
}

/// Whether it is shown here.
fn is_container(value: &Value) -> bool {
    match value.body() {
        Some(Body::Iterator(iterator)) => iterator.state.as_view().is_some(),
        Some(body) => matches!(
            body,
            Body::List(_)
                | Body::Tuple(_)
                | Body::Dict(_)
                | Body::Set(_)
                | Body::FrozenSet(_)
                | Body::Range(_)
                | Body::Slice(_)
        ),
        None => false,
    }
}

fn proceed(vm: &mut Vm, mut shown: Shown) -> Res {
    loop {
        let item = match shown.next(vm) {
            Some(item) => item,
            None => return Ok(Value::text(shown.out.finish())),
        };
        let written = if is_container(&item) {
            shown.enter(vm, &item)
        } else {
            match text::repr(vm, &item) {
                Err(Raise::Pending) => {
                    return vm.then(move |vm, answer| {
                        let mut shown = shown;
                        match shown.push(vm, answer) {
                            Ok(()) => proceed(vm, shown),
                            Err(raise) => shown.give_up(vm, raise),
                        }
                    });
                }
                answer => shown.push(vm, answer),
            }
        };
        if let Err(raise) = written {
            return shown.give_up(vm, raise);
        }
    }
}

impl Shown {
    /// Closes what is done, and yields the next item to show.
    fn next(&mut self, vm: &mut Vm) -> Option<Value> {
        loop {
            let open = self.open.last_mut()?;
            let Some(item) = open.parts.next() else {
                self.out.push_str(open.close);
                self.open.pop();
                vm.visiting.pop();
                continue;
            };
            if open.nth > 0 {
                self.out.push_str(if open.pairs && open.nth % 2 == 1 {
                    ": "
                } else {
                    ", "
                });
            }
            open.nth += 1;
            return Some(item);
        }
    }

    fn push(&mut self, vm: &mut Vm, answer: Res) -> Res<()> {
        let answer = answer?;
        if let Some(text) = answer.as_text() {
            self.out.push_text(text);
        }
        self.out.check().map_err(|_| vm.memory_error())
    }

    fn give_up(&self, vm: &mut Vm, raise: Raise) -> Res {
        let left = vm.visiting.len().saturating_sub(self.open.len());
        vm.visiting.truncate(left);
        Err(raise)
    }

    /// Begins a container; one that is being shown already is hinted at.
    fn enter(&mut self, vm: &mut Vm, value: &Value) -> Res<()> {
        let bits = value.bits();
        if vm.visiting.contains(&bits) {
            self.out.push_str(match value.body() {
                Some(Body::List(_)) => "[...]",
                Some(Body::Tuple(_)) => "(...)",
                Some(Body::Dict(_)) => "{...}",
                Some(Body::Set(_)) => "set(...)",
                Some(Body::FrozenSet(_)) => "frozenset(...)",
                _ => "...",
            });
            return Ok(());
        }
        if vm.visiting.len() >= MAX_SHOWN {
            return Err(vm.too_deep(" while getting the repr of an object"));
        }
        let (start, parts, close) = pieces(value);
        let pairs = matches!(value.body(), Some(Body::Dict(_)));
        self.out.push_str(start);
        self.open.push(Open {
            parts: parts.into_iter(),
            pairs,
            nth: 0,
            close,
        });
        vm.visiting.push(bits);
        Ok(())
    }
}

/// What is before the items, the items, and what is behind them.
fn pieces(value: &Value) -> (&'static str, Vec<Value>, &'static str) {
    match value.body() {
        Some(Body::List(items)) => ("[", items.borrow().clone(), "]"),
        Some(Body::Tuple(items)) => (
            "(",
            items.to_vec(),
            if items.len() == 1 { ",)" } else { ")" },
        ),
        Some(Body::Dict(dict)) => {
            let parts = dict
                .borrow()
                .iter()
                .flat_map(|(key, value)| [key.clone(), value.clone()])
                .collect();
            ("{", parts, "}")
        }
        Some(Body::Set(set)) if set.borrow().is_empty() => ("set()", Vec::new(), ""),
        Some(Body::Set(set)) => ("{", set.borrow().items(), "}"),
        Some(Body::FrozenSet(set)) if set.borrow().is_empty() => ("frozenset()", Vec::new(), ""),
        Some(Body::FrozenSet(set)) => ("frozenset({", set.borrow().items(), "})"),
        Some(Body::Slice(slice)) => ("slice(", slice.parts().to_vec(), ")"),
        Some(Body::Range(range)) => ("range(", range.shown_parts(), ")"),
        Some(Body::Iterator(iterator)) => match iterator.state.as_view() {
            Some(view) => pieces_of_view(view),
            None => ("", Vec::new(), ""),
        },
        _ => ("", Vec::new(), ""),
    }
}

fn pieces_of_view(view: &View) -> (&'static str, Vec<Value>, &'static str) {
    let start = match view.kind {
        ViewKind::Keys => "dict_keys([",
        ViewKind::Values => "dict_values([",
        ViewKind::Items => "dict_items([",
    };
    (start, view.items(), "])")
}
