//! `list.sort` and `sorted`.

mod merge;

use super::as_list;
use crate::args::Args;
use crate::error::{Raise, Res};
use crate::ops::{calls, truth};
use crate::value::Value;
use crate::vm::Vm;

/// How to sort.
pub struct Order {
    /// What is called with each item to get what is compared.
    pub key: Option<Value>,
    /// The largest first.
    pub reverse: bool,
}

impl Order {
    /// From the keywords `key` and `reverse`.
    pub fn from_keywords(vm: &mut Vm, args: &Args<'_>) -> Res<Order> {
        let mut order = Order {
            key: None,
            reverse: false,
        };
        for (name, value) in args.names.iter().zip(args.kw) {
            match name.as_text().and_then(|text| text.as_str()) {
                Some("key") => order.key = Some(value.clone()).filter(|key| !key.is_none()),
                Some("reverse") => order.reverse = truth::truth(vm, value)?,
                other => {
                    let name = other.unwrap_or_default();
                    return Err(vm.type_error(&format!(
                        "'{name}' is an invalid keyword argument for sort()"
                    )));
                }
            }
        }
        Ok(order)
    }
}

/// `l.sort(key=None, reverse=False)`
pub(super) fn method(vm: &mut Vm, args: &Args<'_>) -> Res {
    if !args.rest().is_empty() {
        return Err(vm.type_error("sort() takes no positional arguments"));
    }
    let order = Order::from_keywords(vm, args)?;
    let this = args.receiver().clone();
    let Some(list) = as_list(&this) else {
        return Ok(Value::NONE);
    };
    // While it is being sorted the list is empty, for a key function that looks.
    let items = list.take();
    sorted(vm, items, order, move |vm, items, outcome| {
        let Some(list) = as_list(&this) else {
            return Ok(Value::NONE);
        };
        let meanwhile = list.replace(items);
        outcome?;
        if meanwhile.capacity() > 0 {
            return Err(vm.value_error("list modified during sort"));
        }
        Ok(Value::NONE)
    })
}

/// Sorts items, then `done` with them and with whether that worked; if not, they are in some order.
pub fn sorted(
    vm: &mut Vm,
    items: Vec<Value>,
    order: Order,
    done: impl FnOnce(&mut Vm, Vec<Value>, Res<()>) -> Res + 'static,
) -> Res {
    match order.key {
        None => {
            let (items, outcome) = merge::sort(vm, items, None, order.reverse);
            done(vm, items, outcome)
        }
        Some(function) => {
            let keys = Keys {
                function,
                reverse: order.reverse,
                found: Vec::with_capacity(items.len()),
                items,
            };
            keys.find_rest(vm, Box::new(done))
        }
    }
}

type Done = Box<dyn FnOnce(&mut Vm, Vec<Value>, Res<()>) -> Res>;

/// The keys of the items, one after the other.
struct Keys {
    function: Value,
    reverse: bool,
    items: Vec<Value>,
    found: Vec<Value>,
}

impl Keys {
    fn find_rest(mut self, vm: &mut Vm, done: Done) -> Res {
        while let Some(item) = self.items.get(self.found.len()) {
            match calls::call(vm, &self.function, &Args::of(std::slice::from_ref(item))) {
                Ok(key) => self.found.push(key),
                Err(Raise::Pending) => {
                    return vm.then(move |vm, answer| match answer {
                        Ok(key) => {
                            self.found.push(key);
                            self.find_rest(vm, done)
                        }
                        Err(raise) => done(vm, self.items, Err(raise)),
                    });
                }
                Err(raise) => return done(vm, self.items, Err(raise)),
            }
        }
        let (items, outcome) = merge::sort(vm, self.items, Some(self.found), self.reverse);
        done(vm, items, outcome)
    }
}

/// Sorts by the items themselves, the smallest first.
pub fn in_order(vm: &mut Vm, items: Vec<Value>) -> Res<Vec<Value>> {
    let (items, outcome) = merge::sort(vm, items, None, false);
    outcome.map(|()| items)
}
