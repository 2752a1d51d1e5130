//! What is wrong with the arguments of a call, in CPython's words.

use super::Code;
use crate::args::Args;
use crate::error::Raise;
use crate::value::Value;
use crate::vm::Vm;

fn shown(name: &Value) -> String {
    name.as_text()
        .map(|text| text.to_string())
        .unwrap_or_default()
}

fn s(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

#[cold]
pub(super) fn multiple_values(vm: &mut Vm, code: &Code, name: &Value) -> Raise {
    vm.type_error(&format!(
        "{}() got multiple values for argument '{}'",
        code.qualified_name,
        shown(name)
    ))
}

#[cold]
pub(super) fn unexpected_keyword(vm: &mut Vm, code: &Code, args: &Args<'_>, name: &Value) -> Raise {
    if name.as_text().is_none() {
        return vm.type_error(&format!(
            "{}() keywords must be strings",
            code.qualified_name
        ));
    }
    let given: Vec<&str> = code.parameters[..code.positional_only.min(code.parameters.len())]
        .iter()
        .map(String::as_str)
        .filter(|known| {
            args.names
                .iter()
                .any(|name| name.as_text().is_some_and(|name| *name == **known))
        })
        .collect();
    let function = &code.qualified_name;
    if !given.is_empty() {
        let names = given.join(", ");
        return vm.type_error(&format!(
            "{function}() got some positional-only arguments passed as keyword arguments: '{names}'"
        ));
    }
    vm.type_error(&format!(
        "{function}() got an unexpected keyword argument '{}'",
        shown(name)
    ))
}

#[cold]
pub(super) fn too_many(
    vm: &mut Vm,
    code: &Code,
    given: usize,
    defaults: usize,
    keyword_only: usize,
) -> Raise {
    let wanted = code.positional();
    let (takes, plural) = match defaults {
        0 => (wanted.to_string(), s(wanted)),
        _ => (
            format!("from {} to {wanted}", wanted.saturating_sub(defaults)),
            "s",
        ),
    };
    let more = match keyword_only {
        0 => String::new(),
        n => format!(
            " positional argument{} (and {n} keyword-only argument{})",
            s(given),
            s(n)
        ),
    };
    let were = if given == 1 && keyword_only == 0 {
        "was"
    } else {
        "were"
    };
    vm.type_error(&format!(
        "{}() takes {takes} positional argument{plural} but {given}{more} {were} given",
        code.qualified_name
    ))
}

#[cold]
pub(super) fn missing(
    vm: &mut Vm,
    code: &Code,
    slots: &[Option<Value>],
    first: usize,
    kind: &str,
) -> Raise {
    let names: Vec<String> = slots
        .iter()
        .zip(code.parameters.iter().skip(first))
        .filter(|(slot, _)| slot.is_none())
        .map(|(_, name)| format!("'{name}'"))
        .collect();
    let list = match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [one, two] => format!("{one} and {two}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    };
    let n = names.len();
    vm.type_error(&format!(
        "{}() missing {n} required {kind} argument{}: {list}",
        code.qualified_name,
        s(n)
    ))
}
