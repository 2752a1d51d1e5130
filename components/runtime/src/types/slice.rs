//! `slice`

use num_bigint::{BigInt, Sign};
use num_traits::{One, Signed, Zero};

use super::TypeDef;
use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::gates;
use crate::object::{Body, TypeId};
use crate::ops::hash;
use crate::value::Value;
use crate::vm::Vm;

/// start, stop, step: any values.
pub struct Slice {
    /// First.
    pub start: Value,
    /// Behind the last.
    pub stop: Value,
    /// Distance.
    pub step: Value,
}

/// What a slice means for a sequence of some length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first position; where to insert when there is none.
    pub start: i64,
    /// Behind the last one, in the direction of the step.
    pub stop: i64,
    /// Not 0.
    pub step: i64,
    /// How many positions.
    pub count: usize,
}

impl Span {
    /// The positions, in order.
    pub fn positions(self) -> impl Iterator<Item = usize> + Clone {
        (0..self.count as i64).map(move |nth| (self.start + nth * self.step) as usize)
    }
}

/// An int as a bound: saturated. None for no int.
pub fn clamp(value: &Value) -> Option<i64> {
    match (value.as_i64(), value.body()) {
        (Some(number), _) => Some(number),
        (None, Some(Body::Int(big))) => Some(if big.sign() == Sign::Minus {
            i64::MIN
        } else {
            i64::MAX
        }),
        _ => None,
    }
}

impl Slice {
    /// As a value.
    pub fn value(start: Value, stop: Value, step: Value) -> Value {
        gates::SLICES.made();
        Value::object(Body::Slice(Box::new(Slice { start, stop, step })))
    }

    /// start, stop and step.
    pub fn parts(&self) -> [Value; 3] {
        [self.start.clone(), self.stop.clone(), self.step.clone()]
    }

    /// The positions for a sequence of this length.
    pub fn span(&self, vm: &mut Vm, length: usize) -> Res<Span> {
        let step = bound(vm, &self.step)?;
        if step == Some(0) {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let start = bound(vm, &self.start)?;
        let stop = bound(vm, &self.stop)?;
        Ok(span(start, stop, step, length))
    }

    /// `s.indices(length)`: start, stop and step for a length of any size.
    pub fn indices(&self, vm: &mut Vm, length: &BigInt) -> Res<(BigInt, BigInt, BigInt)> {
        let step = big_bound(vm, &self.step)?.unwrap_or_else(BigInt::one);
        if step.is_zero() {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let (lowest, highest) = if step.is_negative() {
            (-BigInt::one(), length - 1)
        } else {
            (BigInt::zero(), length.clone())
        };
        let place = |at: BigInt| {
            if at.is_negative() {
                (at + length).max(lowest.clone())
            } else {
                at.min(highest.clone())
            }
        };
        let (first, last) = match step.is_negative() {
            true => (highest.clone(), lowest.clone()),
            false => (lowest.clone(), highest.clone()),
        };
        let start = big_bound(vm, &self.start)?.map_or(first, place);
        let stop = big_bound(vm, &self.stop)?.map_or(last, place);
        Ok((start, stop, step))
    }
}

fn bound(vm: &mut Vm, value: &Value) -> Res<Option<i64>> {
    if value.is_none() {
        return Ok(None);
    }
    match clamp(value) {
        Some(number) => Ok(Some(number)),
        None => {
            Err(vm.type_error("slice indices must be integers or None or have an __index__ method"))
        }
    }
}

fn span(start: Option<i64>, stop: Option<i64>, step: Option<i64>, length: usize) -> Span {
    let length = length as i64;
    let step = step.unwrap_or(1).max(-i64::MAX);
    let (lowest, highest) = if step < 0 {
        (-1, length - 1)
    } else {
        (0, length)
    };
    let place = |at: i64| {
        if at < 0 {
            at.saturating_add(length).max(lowest)
        } else {
            at.min(highest)
        }
    };
    let (first, last) = if step < 0 {
        (highest, lowest)
    } else {
        (lowest, highest)
    };
    let (start, stop) = (start.map_or(first, place), stop.map_or(last, place));
    let count = match step > 0 {
        true if start < stop => (stop - start - 1) / step + 1,
        false if stop < start => (start - stop - 1) / -step + 1,
        _ => 0,
    };
    // A step beyond the length takes one item: its size no longer matters, and must not overflow.
    Span {
        start,
        stop,
        step,
        count: count as usize,
    }
}

/// The type.
pub static DEF: TypeDef = TypeDef {
    id: TypeId::Slice,
    methods: METHODS,
    statics: &[],
    attribute,
    construct,
};

static METHODS: &[Builtin] = &[Builtin::method(TypeId::Slice, "indices", indices)];

fn attribute(_: &mut Vm, this: &Value, name: &str) -> Option<Res> {
    let Some(Body::Slice(slice)) = this.body() else {
        return None;
    };
    Some(Ok(match name {
        "start" => slice.start.clone(),
        "stop" => slice.stop.clone(),
        "step" => slice.step.clone(),
        _ => return None,
    }))
}

fn construct(vm: &mut Vm, args: &Args<'_>) -> Res {
    use crate::error::OrRaise;
    args.no_keywords("slice").or_raise(vm)?;
    crate::args::between("slice", args.pos, 1, 3).or_raise(vm)?;
    let at = |at: usize| args.pos.get(at).cloned().unwrap_or(Value::NONE);
    Ok(match args.pos {
        [stop] => Slice::value(Value::NONE, stop.clone(), Value::NONE),
        _ => Slice::value(at(0), at(1), at(2)),
    })
}

/// `hash(s)`
#[inline(never)]
pub fn hash(vm: &mut Vm, slice: &Slice) -> Res<i64> {
    let mut mixed = super::tuple::Mixer::new();
    for part in [&slice.start, &slice.stop, &slice.step] {
        mixed.add(hash::hash(vm, part)?);
    }
    Ok(mixed.bare())
}

/// `slice(1, 2, None)`
pub fn repr(vm: &mut Vm, this: &Value) -> Res {
    super::shown::repr(vm, this)
}

/// `s.indices(length)`: with ints of any size.
fn indices(vm: &mut Vm, args: &Args<'_>) -> Res {
    use crate::error::OrRaise;
    let length = args.one("slice.indices").or_raise(vm)?;
    let Some(Body::Slice(slice)) = args.receiver().body() else {
        return Ok(Value::NONE);
    };
    let Some(length) = length.as_big() else {
        return Err(super::sequence::not_an_integer(vm, length));
    };
    if length.is_negative() {
        return Err(vm.value_error("length should not be negative"));
    }
    let (start, stop, step) = slice.indices(vm, &length)?;
    Ok(Value::tuple([
        Value::big(start),
        Value::big(stop),
        Value::big(step),
    ]))
}

fn big_bound(vm: &mut Vm, value: &Value) -> Res<Option<BigInt>> {
    if value.is_none() {
        return Ok(None);
    }
    match value.as_big() {
        Some(number) => Ok(Some(number)),
        None => {
            Err(vm.type_error("slice indices must be integers or None or have an __index__ method"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        let all = |start, stop, step, length| {
            span(start, stop, step, length)
                .positions()
                .collect::<Vec<_>>()
        };
        assert_eq!(all(None, None, None, 3), [0, 1, 2]);
        assert_eq!(all(None, None, Some(-1), 3), [2, 1, 0]);
        assert_eq!(all(Some(-2), None, None, 3), [1, 2]);
        assert_eq!(all(Some(5), Some(1), None, 3), []);
        assert_eq!(all(Some(5), Some(0), Some(-2), 6), [5, 3, 1]);
        assert_eq!(all(None, None, Some(i64::MIN), 3), [2]);
        assert_eq!(all(None, None, Some(i64::MAX), 3), [0]);
        assert_eq!(all(Some(i64::MIN), Some(i64::MAX), Some(2), 3), [0, 2]);
        assert_eq!(all(None, None, Some(-1), 0), []);
    }
}
