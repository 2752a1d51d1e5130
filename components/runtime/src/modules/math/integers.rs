//! Functions of ints.

use molt_number::int::theory;
use num_bigint::BigInt;

use super::positional;
use crate::args::Args;
use crate::builtins::numbers::only;
use crate::error::{OrRaise, Res};
use crate::types::int::{index, raise};
use crate::value::Value;
use crate::vm::Vm;

fn made(vm: &mut Vm, result: molt_number::Result<BigInt>) -> Res {
    result.map(Value::big).map_err(|error| raise(vm, error))
}

pub(super) fn comb(vm: &mut Vm, args: &Args<'_>) -> Res {
    let pos = positional(vm, args, "comb", 2, 2)?;
    let (n, k) = (index(vm, &pos[0])?, index(vm, &pos[1])?);
    made(vm, theory::comb(&n, &k))
}

pub(super) fn perm(vm: &mut Vm, args: &Args<'_>) -> Res {
    let pos = positional(vm, args, "perm", 1, 2)?;
    match pos.get(1).filter(|k| !k.is_none()) {
        None => {
            let n = index(vm, &pos[0])?;
            made(vm, theory::factorial(&n))
        }
        Some(k) => {
            let (n, k) = (index(vm, &pos[0])?, index(vm, k)?);
            made(vm, theory::perm(&n, &k))
        }
    }
}

pub(super) fn factorial(vm: &mut Vm, args: &Args<'_>) -> Res {
    let n = only(vm, args, "math.factorial")?;
    let n = index(vm, n)?;
    made(vm, theory::factorial(&n))
}

pub(super) fn isqrt(vm: &mut Vm, args: &Args<'_>) -> Res {
    let n = only(vm, args, "math.isqrt")?;
    let n = index(vm, n)?;
    made(vm, theory::isqrt(&n))
}

pub(super) fn gcd(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("math.gcd").or_raise(vm)?;
    let mut result = BigInt::ZERO;
    for value in args.pos {
        let n = index(vm, value)?;
        result = theory::gcd(&result, &n);
    }
    Ok(Value::big(result))
}

pub(super) fn lcm(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("math.lcm").or_raise(vm)?;
    let mut result = BigInt::from(1);
    for value in args.pos {
        let n = index(vm, value)?;
        result = theory::lcm(&result, &n).map_err(|error| raise(vm, error))?;
    }
    Ok(Value::big(result))
}
