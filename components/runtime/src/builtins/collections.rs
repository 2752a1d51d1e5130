//! Builtin functions on containers and iterables: `len`, `iter`, `next`, `sorted`, `sum`, `any`, `all`, `hash`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Res, ToRaise};
use crate::object::Body;
use crate::ops::arithmetic::{BinaryOp, binary};
use crate::ops::{calls, hash, items, iterate, truth};
use crate::types::exception::ExcType;
use crate::types::iterator;
use crate::types::list::{Order, sorted as sort};
use crate::value::{Kind, Value};
use crate::vm::Vm;

/// The functions.
pub static FUNCTIONS: &[Builtin] = &[
    Builtin::function("all", |vm, args| quantify(vm, args, "all", false)),
    Builtin::function("any", |vm, args| quantify(vm, args, "any", true)),
    Builtin::function("hash", |vm, args| {
        let value = only("hash", args).or_raise(vm)?;
        hash::hash(vm, value).map(Value::int)
    }),
    Builtin::function("iter", iter),
    Builtin::function("len", |vm, args| {
        let value = only("len", args).or_raise(vm)?;
        items::length_value(vm, value)
    }),
    Builtin::function("next", next),
    Builtin::function("sorted", sorted),
    Builtin::function("sum", sum),
];

fn only<'a>(name: &str, args: &Args<'a>) -> Result<&'a Value, ToRaise> {
    args.no_keywords(name)?;
    match args.pos {
        [only] => Ok(only),
        given => Err(ToRaise::Type(format!(
            "{name}() takes exactly one argument ({} given)",
            given.len()
        ))),
    }
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("iter").or_raise(vm)?;
    between("iter", args.pos, 1, 2).or_raise(vm)?;
    match args.pos {
        [function, sentinel] => match calls::is_callable(vm, function) {
            true => Ok(iterator::callable(function.clone(), sentinel.clone())),
            false => Err(vm.type_error("iter(object, sentinel): object must be callable")),
        },
        [iterable, ..] => iterate::iterate(vm, iterable),
        [] => Ok(Value::NONE),
    }
}

fn next(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("next").or_raise(vm)?;
    between("next", args.pos, 1, 2).or_raise(vm)?;
    let Some(iterator) = args.pos.first() else {
        return Ok(Value::NONE);
    };
    let item = iterate::next(vm, iterator);
    let default = args.pos.get(1).cloned();
    vm.and_then(item, move |vm, item| {
        let item = item?;
        match default {
            _ if !item.is_absent() => Ok(item),
            Some(default) => Ok(default),
            None => Err(crate::Raise::Exception(
                vm.make_exception(ExcType::StopIteration, Vec::new()),
            )),
        }
    })
}

fn sorted(vm: &mut Vm, args: &Args<'_>) -> Res {
    between("sorted", args.pos, 1, 1).or_raise(vm)?;
    let Some(iterable) = args.pos.first() else {
        return Ok(Value::NONE);
    };
    let (names, kw) = (args.names.to_vec(), args.kw.to_vec());
    iterate::collect_then(vm, iterable, move |vm, items| {
        let order = Order::from_keywords(
            vm,
            &Args {
                pos: &[],
                names: &names,
                kw: &kw,
            },
        )?;
        sort(vm, items, order, |_, items, outcome| {
            outcome.map(|()| Value::list(items))
        })
    })
}

/// `any` and `all`: whether one item is `wanted`.
fn quantify(vm: &mut Vm, args: &Args<'_>, name: &str, wanted: bool) -> Res {
    let iterable = only(name, args).or_raise(vm)?;
    let iterator = iterate::iterate(vm, iterable)?;
    let each = move |vm: &mut Vm, item: Value| {
        Ok((truth::truth(vm, &item)? == wanted).then(|| Value::bool(wanted)))
    };
    iterate::each_then(vm, iterator, Rc::new(each), move |_| {
        Ok(Value::bool(!wanted))
    })
}

fn sum(vm: &mut Vm, args: &Args<'_>) -> Res {
    let given = args.pos.len() + args.kw.len();
    if args.pos.is_empty() {
        return Err(vm.type_error(&format!(
            "sum() takes at least 1 positional argument ({} given)",
            args.pos.len()
        )));
    }
    if given > 2 {
        return Err(vm.type_error(&format!("sum() takes at most 2 arguments ({given} given)")));
    }
    let mut start = args.pos.get(1);
    if let (Some(name), Some(value)) = (args.names.first(), args.kw.first()) {
        if name.as_text().is_none_or(|name| *name != "start") {
            let name = name.as_text().map(ToString::to_string).unwrap_or_default();
            return Err(vm.type_error(&format!(
                "'{name}' is an invalid keyword argument for sum()"
            )));
        }
        start = Some(value);
    }
    let Some(iterable) = args.pos.first() else {
        return Ok(Value::NONE);
    };
    let iterator = iterate::iterate(vm, iterable)?;
    let refused = match start.and_then(Value::body) {
        Some(Body::Str(_)) => Some("sum() can't sum strings [use ''.join(seq) instead]"),
        Some(Body::Bytes(_)) => Some("sum() can't sum bytes [use b''.join(seq) instead]"),
        Some(Body::ByteArray(_)) => Some("sum() can't sum bytearray [use b''.join(seq) instead]"),
        _ => None,
    };
    if let Some(message) = refused {
        return Err(vm.type_error(message));
    }
    let start = start.cloned().unwrap_or(Value::int(0));
    if let Some(Body::List(items)) = iterable.body()
        && let Some(total) = sum_of_numbers(&start, &items.borrow())
    {
        return Ok(total);
    }
    let total = Rc::new(RefCell::new(Total::of(start)));
    let so_far = total.clone();
    let each = move |vm: &mut Vm, item: Value| {
        let before = so_far.replace(Total::Any(Value::NONE));
        so_far.replace(before.plus(vm, &item)?);
        Ok(None)
    };
    iterate::each_then(vm, iterator, Rc::new(each), move |_| {
        Ok(total.replace(Total::Any(Value::NONE)).value())
    })
}

/// The sum of small ints and floats, which needs nothing else. None: something else is among them, or it gets too large.
fn sum_of_numbers(start: &Value, items: &[Value]) -> Option<Value> {
    let mut total = Total::of(start.clone());
    for item in items {
        total = match (total, item.kind()) {
            (Total::Int(total), Kind::Int(number)) => Total::Int(total.checked_add(number)?),
            (Total::Int(total), Kind::Float(number)) => Total::Float(total as f64 + number, 0.0),
            (Total::Float(total, rest), Kind::Float(number)) => compensated(total, rest, number),
            (Total::Float(total, rest), Kind::Int(number)) => {
                Total::Float(total + number as f64, rest)
            }
            _ => return None,
        };
    }
    Some(total.value())
}

/// A sum in the making: as ints, then as floats, then as anything, as CPython goes on.
enum Total {
    Int(i64),
    Float(f64, f64),
    Any(Value),
}

impl Total {
    fn of(start: Value) -> Total {
        match start.kind() {
            Kind::Int(number) => Total::Int(number),
            Kind::Float(number) => Total::Float(number, 0.0),
            _ => Total::Any(start),
        }
    }

    fn plus(self, vm: &mut Vm, item: &Value) -> Res<Total> {
        match (&self, item.kind()) {
            (Total::Int(total), Kind::Int(_) | Kind::Bool(_)) => {
                let sum = item.as_small().and_then(|number| total.checked_add(number));
                if let Some(sum) = sum {
                    return Ok(Total::Int(sum));
                }
            }
            (Total::Float(total, rest), Kind::Float(number)) => {
                return Ok(compensated(*total, *rest, number));
            }
            (Total::Float(total, rest), Kind::Int(_) | Kind::Bool(_)) => {
                return Ok(Total::Float(
                    total + item.as_small().unwrap_or(0) as f64,
                    *rest,
                ));
            }
            (Total::Float(total, rest), _) if item.as_i64().is_some() => {
                return Ok(Total::Float(
                    total + item.as_i64().unwrap_or(0) as f64,
                    *rest,
                ));
            }
            _ => {}
        }
        let ints = matches!(self, Total::Int(_));
        let sum = binary(vm, BinaryOp::Add, &self.value(), item)?;
        Ok(match sum.kind() {
            // Floats may follow ints; behind anything else there is only anything.
            Kind::Float(number) if ints => Total::Float(number, 0.0),
            _ => Total::Any(sum),
        })
    }

    fn value(self) -> Value {
        match self {
            Total::Int(total) => Value::int(total),
            Total::Float(total, rest) if rest != 0.0 && rest.is_finite() => {
                Value::float(total + rest)
            }
            Total::Float(total, _) => Value::float(total),
            Total::Any(total) => total,
        }
    }
}

/// Neumaier's sum: `rest` is what rounding has lost.
fn compensated(total: f64, rest: f64, number: f64) -> Total {
    let sum = total + number;
    let lost = if total.abs() >= number.abs() {
        (total - sum) + number
    } else {
        (number - sum) + total
    };
    Total::Float(sum, rest + lost)
}
