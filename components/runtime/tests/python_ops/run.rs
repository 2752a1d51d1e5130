//! Runs one case.

use molt_runtime::args::Args;
use molt_runtime::ops::arithmetic::{BinaryOp, UnaryOp, binary, in_place, unary};
use molt_runtime::ops::compare::{CompareOp, compare};
use molt_runtime::ops::{attributes, calls, hash, items};
use molt_runtime::{Output, Raise, Res, Value, Vm, builtins, modules};
use serde_json::Value as Json;

use crate::typed::{self, Variables};

struct Nowhere;

impl Output for Nowhere {
    fn write(&mut self, _: bool, _: &[u8]) {}
}

/// What is wrong with the answer, if anything.
pub fn case(case: &Json) -> Result<(), String> {
    let mut vm = Vm::new(Box::new(Nowhere));
    let mut variables = Variables::new();
    let Some(steps) = case["steps"].as_array() else {
        return step(&mut vm, case, case, case, &mut variables);
    };
    let out = case["out"].as_array().ok_or("no outcomes")?;
    for (nth, (one, outcome)) in steps.iter().zip(out).enumerate() {
        step(&mut vm, one, outcome, case, &mut variables).map_err(|why| {
            format!(
                "step {nth} {}: {why}",
                one["op"].as_str().unwrap_or_default()
            )
        })?;
    }
    Ok(())
}

fn step(
    vm: &mut Vm,
    step: &Json,
    outcome: &Json,
    case: &Json,
    variables: &mut Variables,
) -> Result<(), String> {
    let args = typed::items(vm, &step["args"], variables);
    let (mut names, mut kw) = (Vec::new(), Vec::new());
    for (name, value) in step["kw"].as_object().into_iter().flatten() {
        names.push(Value::str(name));
        kw.push(typed::value(vm, value, variables));
    }
    let op = step["op"].as_str().ok_or("no operation")?;
    let result =
        perform(vm, op, &args, &names, &kw).ok_or("the harness does not know this operation")?;
    let answer = match result {
        Ok(value) => {
            if let Some(name) = step["let"].as_str() {
                variables.insert(name.to_string(), value.clone());
            }
            Ok(value)
        }
        Err(Raise::Pending) => return Err("pending".into()),
        Err(Raise::Exception(raised)) => Err(typed::raised(vm, &raised)),
    };
    judge(vm, answer, outcome, case)
}

fn judge(
    vm: &mut Vm,
    answer: Result<Value, (String, String)>,
    outcome: &Json,
    case: &Json,
) -> Result<(), String> {
    let wanted = &outcome["err"];
    match answer {
        Ok(value) if wanted.is_null() => {
            if typed::is(vm, &value, &outcome["ok"]) {
                return Ok(());
            }
            Err(format!(
                "got {}, wanted {}",
                typed::repr(vm, &value),
                outcome["ok"]
            ))
        }
        Ok(value) => Err(format!("got {}, wanted {wanted}", typed::repr(vm, &value))),
        Err((name, message)) if wanted.is_null() => Err(format!(
            "raised {name}: {message}, wanted {}",
            outcome["ok"]
        )),
        Err((name, message)) => {
            let same = wanted["type"]
                .as_str()
                .is_some_and(|wanted| wanted.rsplit('.').next() == Some(&name));
            let exact = case["py_varies"].as_str() != Some("msg");
            if same && (!exact || wanted["msg"].as_str() == Some(&message)) {
                return Ok(());
            }
            Err(format!(
                "raised {name}: {message}, wanted {}: {}",
                wanted["type"], wanted["msg"]
            ))
        }
    }
}

fn perform(vm: &mut Vm, op: &str, args: &[Value], names: &[Value], kw: &[Value]) -> Option<Res> {
    let (kind, name) = op.split_once('.')?;
    let with = |pos| Args { pos, names, kw };
    Some(match kind {
        "op" => return operator(vm, name, args),
        "m" => {
            let name = vm.intern(name.split_once('.')?.1);
            calls::call_on(vm, &name, &with(args))
        }
        "b" => {
            let function = builtins::find(vm, name)?;
            calls::call(vm, &function, &with(args))
        }
        "cls" => {
            let (class, name) = name.split_once('.')?;
            let (class, name) = (typed::class(vm, class), vm.intern(name));
            let method = attributes::get(vm, &class, &name);
            method.and_then(|method| calls::call(vm, &method, &with(args)))
        }
        "attr" => {
            let name = vm.intern(name);
            attributes::get(vm, &args[0], &name)
        }
        "rel" => match name {
            "is" => Ok(Value::bool(args[0].is(&args[1]))),
            _ => hash::hash(vm, &args[0])
                .and_then(|a| Ok(Value::bool(a == hash::hash(vm, &args[1])?))),
        },
        module => {
            let module = modules::find(module)?;
            let (module, name) = (vm.module(module), vm.intern(name));
            let function = attributes::get(vm, &module, &name);
            function.and_then(|function| calls::call(vm, &function, &with(args)))
        }
    })
}

fn operator(vm: &mut Vm, name: &str, args: &[Value]) -> Option<Res> {
    let done = |result: Res<()>| result.map(|()| Value::NONE);
    if let [o, key, value] = args {
        return (name == "setitem").then(|| done(items::set(vm, o, key, value)));
    }
    if let [only] = args {
        let op = match name {
            "neg" => UnaryOp::Neg,
            "pos" => UnaryOp::Pos,
            "invert" => UnaryOp::Invert,
            "not" => UnaryOp::Not,
            _ => return None,
        };
        return Some(unary(vm, op, only));
    }
    let [a, b] = args else { return None };
    let comparison = match name {
        "lt" => Some(CompareOp::Lt),
        "le" => Some(CompareOp::Le),
        "eq" => Some(CompareOp::Eq),
        "ne" => Some(CompareOp::Ne),
        "gt" => Some(CompareOp::Gt),
        "ge" => Some(CompareOp::Ge),
        _ => None,
    };
    if let Some(op) = comparison {
        return Some(compare(vm, op, a, b));
    }
    match name {
        "getitem" => return Some(items::get(vm, a, b)),
        "delitem" => return Some(done(items::delete(vm, a, b))),
        "in" => return Some(items::contains(vm, b, a)),
        _ => {}
    }
    if let Some(op) = binary_op(name) {
        return Some(binary(vm, op, a, b));
    }
    Some(in_place(vm, binary_op(name.strip_prefix('i')?)?, a, b))
}

fn binary_op(name: &str) -> Option<BinaryOp> {
    Some(match name {
        "add" => BinaryOp::Add,
        "sub" => BinaryOp::Sub,
        "mul" => BinaryOp::Mul,
        "truediv" => BinaryOp::TrueDiv,
        "floordiv" => BinaryOp::FloorDiv,
        "mod" => BinaryOp::Mod,
        "pow" => BinaryOp::Pow,
        "lshift" => BinaryOp::LShift,
        "rshift" => BinaryOp::RShift,
        "and" => BinaryOp::And,
        "or" => BinaryOp::Or,
        "xor" => BinaryOp::Xor,
        "matmul" => BinaryOp::MatMul,
        _ => return None,
    })
}
