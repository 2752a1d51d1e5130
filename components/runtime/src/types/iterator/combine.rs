//! Iterators over iterators: `map`, `filter`, `zip`, `enumerate`, and `iter(f, sentinel)`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{Next, or_end};
use crate::args::Args;
use crate::error::{Raise, Res};
use crate::object::TypeId;
use crate::ops::{calls, compare, iterate, truth};
use crate::value::Value;
use crate::vm::Vm;

/// `enumerate(..)`
pub(super) struct Enumerate {
    iterator: Value,
    number: Rc<RefCell<Value>>,
}

impl Enumerate {
    pub(super) fn value(iterator: Value, start: Value) -> Value {
        let state = Enumerate {
            iterator,
            number: Rc::new(RefCell::new(start)),
        };
        Value::iterator("enumerate", TypeId::Enumerate, state)
    }
}

fn count_up(number: &RefCell<Value>) -> Value {
    let mut number = number.borrow_mut();
    let next = match number.as_small() {
        Some(small) => Value::int(small + 1),
        None => Value::big(number.as_big().unwrap_or_default() + 1),
    };
    std::mem::replace(&mut number, next)
}

/// The next item of an iterator within one: there may be many in one another.
fn inner(vm: &mut Vm, iterator: &Value) -> Res {
    vm.deeper("")?;
    let item = iterate::next(vm, iterator);
    vm.shallower();
    item
}

impl Next for Enumerate {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        let item = inner(vm, &self.iterator);
        let number = self.number.clone();
        vm.and_then(item, move |_, item| {
            let item = item?;
            if item.is_absent() {
                return Ok(item);
            }
            Ok(Value::tuple([count_up(&number), item]))
        })
    }
}

/// `zip(..)`
pub(super) struct Zip {
    iterators: Rc<[Value]>,
    strict: bool,
}

impl Zip {
    pub(super) fn value(iterators: Vec<Value>, strict: bool) -> Value {
        Value::iterator(
            "zip",
            TypeId::Zip,
            Zip {
                iterators: iterators.into(),
                strict,
            },
        )
    }
}

impl Next for Zip {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        if self.iterators.is_empty() {
            return Ok(Value::ABSENT);
        }
        let items = Vec::with_capacity(self.iterators.len());
        zip_rest(vm, self.iterators.clone(), self.strict, items)
    }
}

/// The items of one step, the first of which are known.
fn zip_rest(vm: &mut Vm, iterators: Rc<[Value]>, strict: bool, mut items: Vec<Value>) -> Res {
    while let Some(iterator) = iterators.get(items.len()) {
        match inner(vm, iterator) {
            Err(Raise::Pending) => {
                return vm.then(move |vm, item| {
                    let item = item?;
                    if item.is_absent() {
                        return zip_end(vm, iterators, strict, items.len());
                    }
                    items.push(item);
                    zip_rest(vm, iterators, strict, items)
                });
            }
            item => {
                let item = item?;
                if item.is_absent() {
                    return zip_end(vm, iterators, strict, items.len());
                }
                items.push(item);
            }
        }
    }
    Ok(Value::tuple(items))
}

/// One iterator is exhausted: if it is the first, the others must be as well.
fn zip_end(vm: &mut Vm, iterators: Rc<[Value]>, strict: bool, at: usize) -> Res {
    match strict {
        false => Ok(Value::ABSENT),
        true if at > 0 => Err(unequal(vm, at, "shorter")),
        true => zip_check(vm, iterators, 1),
    }
}

fn zip_check(vm: &mut Vm, iterators: Rc<[Value]>, at: usize) -> Res {
    let Some(iterator) = iterators.get(at) else {
        return Ok(Value::ABSENT);
    };
    let item = inner(vm, iterator);
    vm.and_then(item, move |vm, item| match item?.is_absent() {
        true => zip_check(vm, iterators, at + 1),
        false => Err(unequal(vm, at, "longer")),
    })
}

#[cold]
fn unequal(vm: &mut Vm, at: usize, how: &str) -> Raise {
    let others = if at == 1 {
        "argument 1".to_string()
    } else {
        format!("arguments 1-{at}")
    };
    vm.value_error(&format!("zip() argument {} is {how} than {others}", at + 1))
}

/// `map(..)`
pub(super) struct Map {
    function: Value,
    iterators: Rc<[Value]>,
}

impl Map {
    pub(super) fn value(function: Value, iterators: Vec<Value>) -> Value {
        Value::iterator(
            "map",
            TypeId::Map,
            Map {
                function,
                iterators: iterators.into(),
            },
        )
    }
}

impl Next for Map {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        let function = self.function.clone();
        if let [iterator] = &self.iterators[..] {
            let item = inner(vm, iterator);
            return vm.and_then(item, move |vm, item| {
                let item = item?;
                if item.is_absent() {
                    return Ok(item);
                }
                call_or_end(vm, &function, &[item])
            });
        }
        let items = zip_rest(
            vm,
            self.iterators.clone(),
            false,
            Vec::with_capacity(self.iterators.len()),
        );
        vm.and_then(items, move |vm, items| {
            let items = items?;
            match items.body() {
                Some(crate::object::Body::Tuple(arguments)) => {
                    call_or_end(vm, &function, arguments)
                }
                _ => Ok(items),
            }
        })
    }

    fn length_hint(&self) -> Option<usize> {
        None
    }
}

fn call_or_end(vm: &mut Vm, function: &Value, arguments: &[Value]) -> Res {
    let answer = calls::call(vm, function, &Args::of(arguments));
    vm.and_then(answer, |_, answer| or_end(answer))
}

/// `filter(..)`
pub(super) struct Filter {
    /// None: what counts as true.
    function: Option<Value>,
    iterator: Value,
}

impl Filter {
    pub(super) fn value(function: Option<Value>, iterator: Value) -> Value {
        Value::iterator("filter", TypeId::Filter, Filter { function, iterator })
    }
}

impl Next for Filter {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        filter_rest(vm, self.function.clone(), self.iterator.clone())
    }
}

fn filter_rest(vm: &mut Vm, function: Option<Value>, iterator: Value) -> Res {
    loop {
        let item = match inner(vm, &iterator) {
            Err(Raise::Pending) => {
                return vm.then(move |vm, item| {
                    let item = item?;
                    match test(vm, function.as_ref(), &item) {
                        Err(Raise::Pending) => after_test(vm, function, iterator, item),
                        verdict => match or_end(verdict)? {
                            end if end.is_absent() => Ok(end),
                            verdict => decided(vm, function, iterator, item, &verdict),
                        },
                    }
                });
            }
            item => item?,
        };
        match test(vm, function.as_ref(), &item) {
            Err(Raise::Pending) => return after_test(vm, function, iterator, item),
            verdict => {
                let verdict = or_end(verdict)?;
                if verdict.is_absent() {
                    return Ok(verdict);
                }
                if truth::truth(vm, &verdict)? {
                    return Ok(item);
                }
            }
        }
    }
}

/// What decides about an item; absent when there is none.
fn test(vm: &mut Vm, function: Option<&Value>, item: &Value) -> Res {
    match function {
        Some(function) if !item.is_absent() => {
            calls::call(vm, function, &Args::of(std::slice::from_ref(item)))
        }
        _ => Ok(item.clone()),
    }
}

fn after_test(vm: &mut Vm, function: Option<Value>, iterator: Value, item: Value) -> Res {
    vm.then(move |vm, verdict| match or_end(verdict)? {
        end if end.is_absent() => Ok(end),
        verdict => decided(vm, function, iterator, item, &verdict),
    })
}

fn decided(
    vm: &mut Vm,
    function: Option<Value>,
    iterator: Value,
    item: Value,
    verdict: &Value,
) -> Res {
    match truth::truth(vm, verdict)? {
        true => Ok(item),
        false => filter_rest(vm, function, iterator),
    }
}

/// `iter(f, sentinel)`
struct Callable {
    function: Value,
    sentinel: Value,
    ended: Rc<Cell<bool>>,
}

/// `iter(f, sentinel)`
pub fn callable(function: Value, sentinel: Value) -> Value {
    let state = Callable {
        function,
        sentinel,
        ended: Rc::default(),
    };
    Value::iterator("callable_iterator", TypeId::Iterator, state)
}

impl Next for Callable {
    fn next(&self, _: &Value, vm: &mut Vm) -> Res {
        if self.ended.get() {
            return Ok(Value::ABSENT);
        }
        let (sentinel, ended) = (self.sentinel.clone(), self.ended.clone());
        let answer = calls::call(vm, &self.function, &Args::of(&[]));
        vm.and_then(answer, move |vm, answer| {
            let item = or_end(answer)?;
            // The function may have come here itself.
            if ended.get() {
                return Ok(Value::ABSENT);
            }
            if item.is_absent() || compare::equal(vm, &sentinel, &item)? {
                ended.set(true);
                return Ok(Value::ABSENT);
            }
            Ok(item)
        })
    }
}
