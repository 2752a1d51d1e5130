//! `tuple`, and the comparison of lists and tuples.

use super::{TypeDef, no_attribute, sequence};
use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Res};
use crate::object::{Body, TypeId};
use crate::ops::arithmetic::BinaryOp;
use crate::ops::compare::{CompareOp, compare_bool};
use crate::ops::{hash as hashing, iterate as iteration, type_name};
use crate::value::Value;
use crate::vm::Vm;

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Tuple,
    methods: METHODS,
    statics: &[],
    attribute: no_attribute,
    construct,
};

static METHODS: &[Builtin] = &[
    Builtin::method(TypeId::Tuple, "count", count),
    Builtin::method(TypeId::Tuple, "index", index),
];

/// How deep lists in lists are compared: CPython's limit of its C stack.
const MAX_NESTED: usize = 1497;

fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("tuple").or_raise(vm)?;
    between("tuple", args.pos, 0, 1).or_raise(vm)?;
    match args.pos {
        [] => Ok(Value::tuple([])),
        [same, ..] if matches!(same.body(), Some(Body::Tuple(_))) => Ok(same.clone()),
        [iterable, ..] => iteration::collect_then(vm, iterable, |_, items| Ok(Value::tuple(items))),
    }
}

fn items(this: &Value) -> &[Value] {
    match this.body() {
        Some(Body::Tuple(items)) => items,
        _ => &[],
    }
}

fn count(vm: &mut Vm, args: &Args<'_>) -> Res {
    let item = args.one("tuple.count").or_raise(vm)?;
    sequence::count(vm, items(args.receiver()), item)
}

fn index(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("tuple.index").or_raise(vm)?;
    between("index", args.rest(), 1, 3).or_raise(vm)?;
    match sequence::index(vm, items(args.receiver()), args.rest())? {
        Some(at) => Ok(Value::size(at)),
        None => Err(vm.value_error("tuple.index(x): x not in tuple")),
    }
}

/// `t[key]`
pub fn get_item(vm: &mut Vm, this: &Value, key: &Value) -> Res {
    let items = items(this);
    if let Some(Body::Slice(slice)) = key.body() {
        let taken = sequence::slice(vm, items, slice)?;
        return Ok(if taken.len() == items.len() && slice.step.is_none() {
            this.clone()
        } else {
            Value::tuple(taken)
        });
    }
    let at = sequence::position(vm, key, |name| {
        format!("tuple indices must be integers or slices, not {name}")
    })?;
    match sequence::within(at, items.len()).and_then(|at| items.get(at)) {
        Some(item) => Ok(item.clone()),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

/// `t + u`, `t * n`
pub fn binary(vm: &mut Vm, op: BinaryOp, a: &Value, b: &Value) -> Res<Option<Value>> {
    match (op, a.body(), b.body()) {
        (BinaryOp::Add, Some(Body::Tuple(x)), Some(Body::Tuple(y))) => {
            sequence::concat(vm, x, y).map(|all| Some(Value::tuple(all)))
        }
        (BinaryOp::Add, Some(Body::Tuple(_)), _) => {
            let name = type_name(b);
            Err(vm.type_error(&format!(
                "can only concatenate tuple (not \"{name}\") to tuple"
            )))
        }
        (BinaryOp::Mul, Some(Body::Tuple(_)), _) => multiply(vm, a, b).map(Some),
        (BinaryOp::Mul, _, Some(Body::Tuple(_))) => multiply(vm, b, a).map(Some),
        _ => Ok(None),
    }
}

fn multiply(vm: &mut Vm, this: &Value, factor: &Value) -> Res {
    match sequence::times(vm, factor)? {
        1 => Ok(this.clone()),
        times => sequence::repeat(vm, items(this), times).map(Value::tuple),
    }
}

/// `iter(t)`
pub fn iterate(_: &mut Vm, this: &Value) -> Res {
    Ok(sequence::Items::forwards("tuple_iterator", this))
}

/// `(1, 2)`
pub fn repr(vm: &mut Vm, this: &Value) -> Res {
    super::shown::repr(vm, this)
}

/// `hash(t)`
pub fn hash(vm: &mut Vm, items: &[Value]) -> Res<i64> {
    let mut mixed = Mixer::new();
    for item in items {
        mixed.add(hashing::hash(vm, item)?);
    }
    Ok(mixed.tuple(items.len()))
}

/// CPython's variant of xxHash, that mixes the hashes of a tuple's items.
pub struct Mixer(u64);

impl Mixer {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;

    /// Nothing mixed in.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Mixer {
        Mixer(Self::PRIME_5)
    }

    /// One item's hash.
    pub fn add(&mut self, lane: i64) {
        self.0 = self
            .0
            .wrapping_add((lane as u64).wrapping_mul(Self::PRIME_2));
        self.0 = self.0.rotate_left(31).wrapping_mul(Self::PRIME_1);
    }

    /// The hash of a tuple of this length.
    pub fn tuple(mut self, length: usize) -> i64 {
        self.0 = self
            .0
            .wrapping_add(length as u64 ^ Self::PRIME_5 ^ 3_527_539);
        self.bare()
    }

    /// The hash without a length.
    pub fn bare(self) -> i64 {
        if self.0 == u64::MAX {
            1_546_275_796
        } else {
            self.0 as i64
        }
    }
}

/// `a op b` for the items of two lists or two tuples: by the first items that differ.
pub fn compare(vm: &mut Vm, op: CompareOp, a: &[Value], b: &[Value]) -> Res<bool> {
    if let Some(answer) = op.equality(false)
        && a.len() != b.len()
    {
        return Ok(answer);
    }
    for (x, y) in a.iter().zip(b) {
        if x.is(y) || equal_items(vm, x, y)? {
            continue;
        }
        return match op.equality(false) {
            Some(answer) => Ok(answer),
            None => {
                vm.deeper(" in comparison")?;
                let answer = compare_bool(vm, op, x, y);
                vm.shallower();
                answer
            }
        };
    }
    Ok(op.holds(a.len().cmp(&b.len())))
}

fn equal_items(vm: &mut Vm, a: &Value, b: &Value) -> Res<bool> {
    if nested(a, b) {
        equal_nested(vm, a, b)
    } else {
        compare_bool(vm, CompareOp::Eq, a, b)
    }
}

/// Both lists, or both tuples.
fn nested(a: &Value, b: &Value) -> bool {
    matches!(
        (a.body(), b.body()),
        (Some(Body::List(_)), Some(Body::List(_))) | (Some(Body::Tuple(_)), Some(Body::Tuple(_)))
    )
}

enum Pair {
    End,
    Unequal,
    Items(Value, Value),
}

fn pair(a: &Value, b: &Value, at: usize) -> Pair {
    let take = |a: &[Value], b: &[Value]| match (a.get(at), b.get(at)) {
        _ if a.len() != b.len() => Pair::Unequal,
        (Some(x), Some(y)) => Pair::Items(x.clone(), y.clone()),
        _ => Pair::End,
    };
    match (a.body(), b.body()) {
        (Some(Body::List(a)), Some(Body::List(b))) => take(&a.borrow(), &b.borrow()),
        (Some(Body::Tuple(a)), Some(Body::Tuple(b))) => take(a, b),
        _ => Pair::Unequal,
    }
}

/// `a == b` for lists in lists, without the machine's stack: they may be nested as deep as CPython allows.
fn equal_nested(vm: &mut Vm, a: &Value, b: &Value) -> Res<bool> {
    let mut open = vec![(a.clone(), b.clone(), 0)];
    while let Some((a, b, at)) = open.last_mut() {
        let (x, y) = match pair(a, b, *at) {
            Pair::Items(x, y) => (x, y),
            Pair::Unequal => return Ok(false),
            Pair::End => {
                open.pop();
                continue;
            }
        };
        *at += 1;
        if x.is(&y) {
            continue;
        }
        if nested(&x, &y) {
            if open.len() + vm.visiting.len() >= MAX_NESTED {
                return Err(vm.too_deep(" in comparison"));
            }
            open.push((x, y, 0));
        } else if !compare_bool(vm, CompareOp::Eq, &x, &y)? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes() {
        let mut three = Mixer::new();
        (1..4).for_each(|n| three.add(n));
        assert_eq!(three.tuple(3), 529_344_067_295_497_451);
        assert_eq!(Mixer::new().tuple(0), 5_740_354_900_026_072_187);
    }
}
