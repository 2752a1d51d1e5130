//! Arguments to parameters, as CPython binds them.

use super::{Code, Function, wrong};
use crate::args::Args;
use crate::error::Res;
use crate::object::Body;
use crate::types::dict::Dict;
use crate::value::Value;
use crate::vm::Vm;

/// The values of a function's parameters in `describe`'s order, then `*varargs` and `**varkeywords`.
pub fn bind(vm: &mut Vm, function: &Function, args: &Args<'_>) -> Res<Vec<Option<Value>>> {
    let number = function.code as usize;
    let simple = vm.codes.get(number).is_some_and(|code| {
        args.kw.is_empty()
            && code.keyword_only == 0
            && code.parameters.len() == args.pos.len()
            && code.varargs.is_none()
            && code.varkeywords.is_none()
    });
    if simple {
        return Ok(args.pos.iter().cloned().map(Some).collect());
    }
    // The code is taken out while it is read, as making an error needs the whole runtime.
    let Some(slot) = vm.codes.get_mut(number) else {
        return Err(vm.error(
            crate::types::exception::ExcType::SystemError,
            "a function was not described",
        ));
    };
    let code = std::mem::take(slot);
    let bound = bind_all(vm, &code, function, args);
    vm.codes[number] = code;
    bound
}

fn bind_all(
    vm: &mut Vm,
    code: &Code,
    function: &Function,
    args: &Args<'_>,
) -> Res<Vec<Option<Value>>> {
    let positional = code.positional();
    let mut slots: Vec<Option<Value>> = vec![None; code.parameters.len()];
    for (slot, value) in slots[..positional].iter_mut().zip(args.pos) {
        *slot = Some(value.clone());
    }
    let extra = args.pos.get(positional..).unwrap_or_default();
    let mut others = Vec::new();
    for (name, value) in args.names.iter().zip(args.kw) {
        match parameter(code, name) {
            Some(at) if slots[at].is_some() => return Err(wrong::multiple_values(vm, code, name)),
            Some(at) => slots[at] = Some(value.clone()),
            None if code.varkeywords.is_some() => others.push((name.clone(), value.clone())),
            None => return Err(wrong::unexpected_keyword(vm, code, args, name)),
        }
    }
    let defaults: &[Value] = match function.defaults.body() {
        Some(Body::Tuple(defaults)) => defaults,
        _ => &[],
    };
    if !extra.is_empty() && code.varargs.is_none() {
        let keyword_only = slots[positional..]
            .iter()
            .filter(|slot| slot.is_some())
            .count();
        return Err(wrong::too_many(
            vm,
            code,
            args.pos.len(),
            defaults.len(),
            keyword_only,
        ));
    }
    let first_default = positional.saturating_sub(defaults.len());
    for (at, default) in defaults
        .iter()
        .rev()
        .zip((0..positional).rev())
        .map(|(default, at)| (at, default))
    {
        slots[at].get_or_insert_with(|| default.clone());
    }
    if slots[..first_default].iter().any(Option::is_none) {
        return Err(wrong::missing(
            vm,
            code,
            &slots[..first_default],
            0,
            "positional",
        ));
    }
    if code.keyword_only > 0 {
        for (slot, name) in slots.iter_mut().zip(&code.parameters).skip(positional) {
            if slot.is_none() {
                *slot = keyword_default(function, name);
            }
        }
        if slots[positional..].iter().any(Option::is_none) {
            return Err(wrong::missing(
                vm,
                code,
                &slots[positional..],
                positional,
                "keyword-only",
            ));
        }
    }
    if code.varargs.is_some() {
        slots.push(Some(Value::tuple(extra)));
    }
    if code.varkeywords.is_some() {
        let mut named = Dict::new();
        for (name, value) in others {
            named.insert(vm, &name, value)?;
        }
        slots.push(Some(Value::dict(named)));
    }
    Ok(slots)
}

fn keyword_default(function: &Function, name: &str) -> Option<Value> {
    function
        .keyword_defaults
        .as_dict()?
        .borrow()
        .get_str(name)
        .cloned()
}

/// The parameter that a keyword names; positional-only ones cannot be named.
fn parameter(code: &Code, name: &Value) -> Option<usize> {
    let name = name.as_text()?;
    let at = code
        .parameters
        .iter()
        .skip(code.positional_only)
        .position(|known| *name == **known)?;
    Some(at + code.positional_only)
}
