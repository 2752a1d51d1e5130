//! Functions of many numbers: `fsum`, `prod`, `sumprod`, `hypot`, `dist`.

use molt_number::math::{self as number, ExactSum, ProductSum};

use super::{exactly, positional, result};
use crate::args::{Args, bind};
use crate::builtins::numbers::only;
use crate::error::{OrRaise, Res};
use crate::ops::arithmetic::{BinaryOp, binary};
use crate::ops::iterate::collect_then;
use crate::types::float::real;
use crate::types::int::{self, raise};
use crate::value::{Kind, Value};
use crate::vm::Vm;

pub(super) fn fsum(vm: &mut Vm, args: &Args<'_>) -> Res {
    let iterable = only(vm, args, "math.fsum")?;
    collect_then(vm, iterable, |vm, items| {
        let mut sum = ExactSum::default();
        for item in &items {
            let x = real(vm, item)?;
            sum.push(x).map_err(|error| raise(vm, error))?;
        }
        result(vm, sum.finish())
    })
}

pub(super) fn prod(vm: &mut Vm, args: &Args<'_>) -> Res {
    exactly(vm, args, "prod", 1)?;
    let [iterable, start] = bind("prod", args, 0, ["", "start"], 1, 1).or_raise(vm)?;
    let Some(iterable) = iterable else {
        return Ok(Value::NONE);
    };
    let start = start.cloned().unwrap_or_else(|| Value::int(1));
    collect_then(vm, iterable, move |vm, items| {
        let mut product = start;
        for item in &items {
            product = binary(vm, BinaryOp::Mul, &product, item)?;
        }
        Ok(product)
    })
}

pub(super) fn hypot(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("math.hypot").or_raise(vm)?;
    let mut vector = floats(vm, args.pos)?;
    Ok(Value::float(number::hypot(&mut vector)))
}

fn floats(vm: &mut Vm, values: &[Value]) -> Res<Vec<f64>> {
    let mut floats = Vec::with_capacity(values.len());
    for value in values {
        floats.push(real(vm, value)?);
    }
    Ok(floats)
}

pub(super) fn dist(vm: &mut Vm, args: &Args<'_>) -> Res {
    let pos = positional(vm, args, "dist", 2, 2)?;
    let q = pos[1].clone();
    collect_then(vm, &pos[0], move |vm, p| {
        collect_then(vm, &q, move |vm, q| {
            if p.len() != q.len() {
                return Err(vm.value_error("both points must have the same number of dimensions"));
            }
            let (p, q) = (floats(vm, &p)?, floats(vm, &q)?);
            result(vm, number::dist(&p, &q))
        })
    })
}

pub(super) fn sumprod(vm: &mut Vm, args: &Args<'_>) -> Res {
    let pos = positional(vm, args, "sumprod", 2, 2)?;
    let q = pos[1].clone();
    collect_then(vm, &pos[0], move |vm, p| {
        collect_then(vm, &q, move |vm, q| {
            let mut sum = Sum {
                total: Value::int(0),
                floats: None,
            };
            for (a, b) in p.iter().zip(&q) {
                sum.add(vm, a, b)?;
            }
            if p.len() != q.len() {
                return Err(vm.value_error("Inputs are not the same length"));
            }
            sum.settle(vm)?;
            Ok(sum.total)
        })
    })
}

/// A sum of products: of floats in triple length as long as that goes on, of everything else by the operators.
struct Sum {
    total: Value,
    floats: Option<ProductSum>,
}

impl Sum {
    fn add(&mut self, vm: &mut Vm, a: &Value, b: &Value) -> Res<()> {
        if let Some((a, b)) = float_pair(vm, a, b)?
            && let Some(sum) = self.floats.unwrap_or_default().with(a, b)
        {
            self.floats = Some(sum);
            return Ok(());
        }
        self.settle(vm)?;
        let product = binary(vm, BinaryOp::Mul, a, b)?;
        self.total = binary(vm, BinaryOp::Add, &self.total, &product)?;
        Ok(())
    }

    /// Adds what is in triple length to the total.
    fn settle(&mut self, vm: &mut Vm) -> Res<()> {
        if let Some(floats) = self.floats.take() {
            let floats = Value::float(floats.finish());
            self.total = binary(vm, BinaryOp::Add, &self.total, &floats)?;
        }
        Ok(())
    }
}

/// Two floats, or a float and an int that is not too large for one.
fn float_pair(vm: &mut Vm, a: &Value, b: &Value) -> Res<Option<(f64, f64)>> {
    let as_float = |vm: &mut Vm, value: &Value| match value.kind() {
        Kind::Bool(_) => Ok(None),
        _ => int::to_float(vm, value),
    };
    Ok(match (a.kind(), b.kind()) {
        (Kind::Float(a), Kind::Float(b)) => Some((a, b)),
        (Kind::Float(a), _) => as_float(vm, b)?.map(|b| (a, b)),
        (_, Kind::Float(b)) => as_float(vm, a)?.map(|a| (a, b)),
        _ => None,
    })
}
