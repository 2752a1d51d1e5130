//! `range`: ints of any size.

use std::cell::{Cell, RefCell};

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::TypeDef;
use super::iterator::Next;
use super::sequence::{self, is_int};
use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Res};
use crate::gates;
use crate::object::{Body, TypeId};
use crate::ops::hash as hashing;
use crate::types::tuple::Mixer;
use crate::value::Value;
use crate::vm::Vm;

/// start, stop, step: ints of any size.
pub struct Range {
    /// First.
    pub start: Value,
    /// Behind the last.
    pub stop: Value,
    /// Distance, not 0.
    pub step: Value,
    /// How many; a big int beyond 64 bits.
    length: Value,
}

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Range,
    methods: METHODS,
    statics: &[],
    attribute,
    construct,
};

static METHODS: &[Builtin] = &[
    Builtin::method(TypeId::Range, "count", count),
    Builtin::method(TypeId::Range, "index", index),
];

fn attribute(_: &mut Vm, this: &Value, name: &str) -> Option<Res> {
    let range = as_range(this)?;
    Some(Ok(match name {
        "start" => range.start.clone(),
        "stop" => range.stop.clone(),
        "step" => range.step.clone(),
        _ => return None,
    }))
}

fn as_range(value: &Value) -> Option<&Range> {
    match value.body() {
        Some(Body::Range(range)) => Some(range),
        _ => None,
    }
}

fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("range").or_raise(vm)?;
    between("range", args.pos, 1, 3).or_raise(vm)?;
    let mut bounds = Vec::with_capacity(3);
    for bound in args.pos {
        bounds.push(as_int(vm, bound)?);
    }
    let mut bounds = bounds.into_iter();
    let (start, stop) = match (bounds.next(), bounds.next()) {
        (Some(start), Some(stop)) => (start, stop),
        (only, _) => (Value::int(0), only.unwrap_or(Value::int(0))),
    };
    let step = bounds.next().unwrap_or(Value::int(1));
    if step.is(&Value::int(0)) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    Ok(Range::value(start, stop, step))
}

/// An int for what is one; a bool becomes one.
fn as_int(vm: &mut Vm, value: &Value) -> Res {
    match value.as_small() {
        Some(number) => Ok(Value::int(number)),
        None if is_int(value) => Ok(value.clone()),
        None => Err(sequence::not_an_integer(vm, value)),
    }
}

fn big(value: &Value) -> BigInt {
    value.as_big().unwrap_or_default()
}

fn length_of(start: &Value, stop: &Value, step: &Value) -> Value {
    if let (Some(start), Some(stop), Some(step)) =
        (start.as_small(), stop.as_small(), step.as_small())
    {
        let span = if step > 0 { stop - start } else { start - stop };
        return Value::int(if span <= 0 {
            0
        } else {
            (span - 1) / step.abs() + 1
        });
    }
    let (start, stop, step) = (big(start), big(stop), big(step));
    let span = if step.is_positive() {
        stop - start
    } else {
        start - stop
    };
    Value::big(if span.is_positive() {
        (span - 1) / step.abs() + 1
    } else {
        BigInt::zero()
    })
}

impl Range {
    /// A range; the step is not 0.
    pub fn value(start: Value, stop: Value, step: Value) -> Value {
        let length = length_of(&start, &stop, &step);
        gates::RANGES.made();
        Value::object(Body::Range(Box::new(Range {
            start,
            stop,
            step,
            length,
        })))
    }

    /// Whether it has no items.
    pub fn is_empty(&self) -> bool {
        self.length.is(&Value::int(0))
    }

    /// What its repr shows.
    pub fn shown_parts(&self) -> Vec<Value> {
        let mut parts = vec![self.start.clone(), self.stop.clone()];
        if !self.step.is(&Value::int(1)) {
            parts.push(self.step.clone());
        }
        parts
    }

    /// start, step and length when everything that is computed with them fits into 64 bits.
    fn small(&self) -> Option<(i64, i64, i64)> {
        let (start, step, length) = (
            self.start.as_small()?,
            self.step.as_small()?,
            self.length.as_small()?,
        );
        self.stop.as_small()?;
        Some((start, step, length))
    }

    /// The item at a position that is within.
    fn at(&self, nth: &BigInt) -> Value {
        Value::big(big(&self.start) + nth * big(&self.step))
    }

    /// The position of a number.
    fn position(&self, number: &Value) -> Option<Value> {
        if let (Some((start, step, length)), Some(number)) = (self.small(), number.as_small()) {
            let distance = number - start;
            let nth = distance / step;
            return (distance % step == 0 && (0..length).contains(&nth)).then(|| Value::int(nth));
        }
        let distance = number.as_big()? - big(&self.start);
        let step = big(&self.step);
        let (nth, rest) = (&distance / &step, &distance % &step);
        (rest.is_zero() && !nth.is_negative() && nth < big(&self.length)).then(|| Value::big(nth))
    }
}

/// `len(r)`
#[inline(never)]
pub fn length_value(vm: &mut Vm, this: &Value) -> Res {
    let length = as_range(this).map_or(Value::int(0), |range| range.length.clone());
    if length.as_i64().is_some() {
        return Ok(length);
    }
    Err(vm.overflow_error("Python int too large to convert to C ssize_t"))
}

/// How many items there are, when that fits into memory.
#[inline(never)]
pub fn length(vm: &mut Vm, this: &Value) -> Res<usize> {
    match as_range(this)
        .and_then(|range| range.length.as_i64())
        .and_then(|length| usize::try_from(length).ok())
    {
        Some(length) => Ok(length),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// `r[key]`
#[inline(never)]
pub fn get_item(vm: &mut Vm, this: &Value, key: &Value) -> Res {
    let Some(range) = as_range(this) else {
        return Ok(Value::NONE);
    };
    if let (Some((start, step, length)), Some(at)) = (range.small(), key.as_small()) {
        let at = if at < 0 { at + length } else { at };
        if (0..length).contains(&at) {
            return Ok(Value::int(start + at * step));
        }
        return Err(vm.index_error("range object index out of range"));
    }
    if let Some(Body::Slice(slice)) = key.body() {
        return cut(vm, range, slice);
    }
    let Some(at) = key.as_big() else {
        let name = crate::ops::type_name(key);
        return Err(vm.type_error(&format!(
            "range indices must be integers or slices, not {name}"
        )));
    };
    let length = big(&range.length);
    let at = if at.is_negative() { at + &length } else { at };
    if at.is_negative() || at >= length {
        return Err(vm.index_error("range object index out of range"));
    }
    Ok(range.at(&at))
}

fn cut(vm: &mut Vm, range: &Range, slice: &super::slice::Slice) -> Res {
    let (start, stop, step) = slice.indices(vm, &big(&range.length))?;
    let step = step * big(&range.step);
    Ok(Range::value(
        range.at(&start),
        range.at(&stop),
        Value::big(step),
    ))
}

/// `item in r`
#[inline(never)]
pub fn contains(vm: &mut Vm, this: &Value, item: &Value) -> Res {
    find(vm, this, item).map(|at| Value::bool(at.is_some()))
}

/// The position of an item that equals a number of the range.
fn find(_: &mut Vm, this: &Value, item: &Value) -> Res<Option<Value>> {
    let Some(range) = as_range(this) else {
        return Ok(None);
    };
    if is_int(item) {
        return Ok(range.position(item));
    }
    // Of all other builtin types only a float can equal an int.
    let crate::value::Kind::Float(number) = item.kind() else {
        return Ok(None);
    };
    if number.fract() != 0.0 || !number.is_finite() {
        return Ok(None);
    }
    Ok(num_traits::FromPrimitive::from_f64(number)
        .and_then(|number: BigInt| range.position(&Value::big(number))))
}

fn count(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("range.count").or_raise(vm)?;
    find(vm, args.receiver(), item).map(|at| Value::int(i64::from(at.is_some())))
}

fn index(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("range.index").or_raise(vm)?;
    match find(vm, args.receiver(), item)? {
        Some(at) => Ok(at),
        None if is_int(item) => sequence::not_in(vm, item, " is not in range"),
        None => Err(vm.value_error("sequence.index(x): x not in sequence")),
    }
}

/// `a == b`: the same items.
#[inline(never)]
pub fn equal(a: &Range, b: &Range) -> bool {
    let same = |a: &Value, b: &Value| a.is(b) || big(a) == big(b);
    if !same(&a.length, &b.length) {
        return false;
    }
    match a.length.as_small() {
        Some(0) => true,
        Some(1) => same(&a.start, &b.start),
        _ => same(&a.start, &b.start) && same(&a.step, &b.step),
    }
}

/// `hash(r)`: that of a tuple of the length, the start and the step, where they matter.
#[inline(never)]
pub fn hash(vm: &mut Vm, range: &Range) -> Res<i64> {
    let parts = match range.length.as_small() {
        Some(0) => [range.length.clone(), Value::NONE, Value::NONE],
        Some(1) => [range.length.clone(), range.start.clone(), Value::NONE],
        _ => [
            range.length.clone(),
            range.start.clone(),
            range.step.clone(),
        ],
    };
    let mut mixed = Mixer::new();
    for part in &parts {
        mixed.add(hashing::hash(vm, part)?);
    }
    Ok(mixed.tuple(parts.len()))
}

/// `range(0, 5)`
pub fn repr(vm: &mut Vm, this: &Value) -> Res {
    super::shown::repr(vm, this)
}

/// `iter(r)`
#[inline(never)]
pub fn iterate(_: &mut Vm, this: &Value) -> Res {
    let Some(range) = as_range(this) else {
        return Ok(Value::NONE);
    };
    Ok(match range.small() {
        Some((start, step, length)) => small_numbers(start, step, length),
        None => big_numbers(big(&range.start), big(&range.step), big(&range.length)),
    })
}

/// `reversed(r)`
#[inline(never)]
pub fn reversed(_: &mut Vm, this: &Value) -> Res {
    let Some(range) = as_range(this) else {
        return Ok(Value::NONE);
    };
    Ok(match range.small() {
        Some((start, step, length)) => small_numbers(start + (length - 1) * step, -step, length),
        None => {
            let (step, length) = (big(&range.step), big(&range.length));
            big_numbers(big(&range.at(&(&length - 1))), -step, length)
        }
    })
}

fn small_numbers(start: i64, step: i64, length: i64) -> Value {
    let state = SmallNumbers {
        next: Cell::new(start),
        step,
        left: Cell::new(length),
    };
    Value::iterator("range_iterator", TypeId::Iterator, state)
}

struct SmallNumbers {
    next: Cell<i64>,
    step: i64,
    left: Cell<i64>,
}

impl Next for SmallNumbers {
    fn next(&self, _: &Value, _: &mut Vm) -> Res {
        let left = self.left.get();
        if left <= 0 {
            return Ok(Value::ABSENT);
        }
        self.left.set(left - 1);
        let number = self.next.get();
        // Behind the last one the sum may not fit any more, but is not used.
        self.next.set(number.wrapping_add(self.step));
        Ok(Value::int(number))
    }

    fn length_hint(&self) -> Option<usize> {
        usize::try_from(self.left.get()).ok()
    }
}

fn big_numbers(start: BigInt, step: BigInt, length: BigInt) -> Value {
    let state = BigNumbers {
        state: RefCell::new((start, length)),
        step,
    };
    Value::iterator("longrange_iterator", TypeId::Iterator, state)
}

struct BigNumbers {
    /// The next number, and how many are left.
    state: RefCell<(BigInt, BigInt)>,
    step: BigInt,
}

impl Next for BigNumbers {
    fn next(&self, _: &Value, _: &mut Vm) -> Res {
        let (next, left) = &mut *self.state.borrow_mut();
        if !left.is_positive() {
            return Ok(Value::ABSENT);
        }
        *left -= 1;
        let number = Value::big(next.clone());
        *next += &self.step;
        Ok(number)
    }
}
