//! "Did you mean: 'append'?" behind an uncaught `AttributeError`, by CPython's edit distance.

use super::{ExcType, Exception, METHODS};
use crate::args::Builtin;
use crate::object::{Body, TypeId};
use crate::types::class::{self, Class};
use crate::types::def;
use crate::types::names::Names;
use crate::value::Value;
use crate::vm::Vm;

/// What an insertion, deletion or replacement costs; a change of case costs 1.
const MOVE: usize = 2;
/// More candidates than these are not looked at, nor longer names.
const MAX_CANDIDATES: usize = 750;
const MAX_LENGTH: usize = 40;

/// The name that was meant, if one is close.
pub fn suggestion(vm: &mut Vm, value: &Value) -> Option<String> {
    let exception =
        Exception::of(value).filter(|exception| exception.kind.is(ExcType::AttributeError))?;
    let (name, object) = (exception.field("name")?, exception.field("obj")?);
    let name = name.as_text()?.as_str()?.to_string();
    let mut candidates = names_of(vm, &object);
    candidates.sort_unstable();
    candidates.dedup();
    closest(&name, &candidates)
}

/// `dir(object)` but for the special methods of builtin types.
fn names_of(vm: &mut Vm, object: &Value) -> Vec<String> {
    let mut found = Vec::new();
    match object.body() {
        Some(Body::Instance(instance)) => add_names(&mut found, &instance.attributes.borrow()),
        Some(Body::Exception(exception)) => {
            add_names(&mut found, &exception.attributes.borrow());
            found.push("args".to_string());
        }
        Some(Body::Module(module)) => {
            add_builtins(&mut found, module.functions);
            return found;
        }
        _ => {}
    }
    let start = if Class::of(object).is_some() {
        object.clone()
    } else {
        vm.class_of(object)
    };
    let Some(start) = Class::of(&start) else {
        return found;
    };
    for class in std::iter::once(start).chain(start.mro.iter().filter_map(Class::of)) {
        add_names(&mut found, &class.namespace.borrow());
        if let Some(def) = class.builtin.and_then(def) {
            add_builtins(&mut found, def.methods);
            add_builtins(&mut found, def.statics);
        }
        match (class.builtin, class.exception) {
            (Some(TypeId::Object), _) => add_builtins(&mut found, class::METHODS),
            (_, Some(ExcType::BaseException)) => add_builtins(&mut found, METHODS),
            _ => {}
        }
    }
    found
}

fn add_names(found: &mut Vec<String>, names: &Names) {
    found.extend(
        names
            .iter()
            .filter_map(|(name, _)| name.as_text()?.as_str().map(str::to_string)),
    );
}

fn add_builtins(found: &mut Vec<String>, builtins: &[Builtin]) {
    found.extend(builtins.iter().map(|builtin| builtin.name.to_string()));
}

fn closest(name: &str, candidates: &[String]) -> Option<String> {
    if candidates.len() >= MAX_CANDIDATES {
        return None;
    }
    let mut best: Option<(usize, &String)> = None;
    for candidate in candidates
        .iter()
        .filter(|candidate| candidate.as_str() != name)
    {
        let limit = (name.len() + candidate.len() + 3) * MOVE / 6;
        let limit = best.map_or(limit, |(distance, _)| limit.min(distance.saturating_sub(1)));
        match distance(name.as_bytes(), candidate.as_bytes(), limit) {
            Some(distance) if distance <= limit => best = Some((distance, candidate)),
            _ => {}
        }
    }
    best.map(|(_, candidate)| candidate.clone())
}

fn cost(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        1
    } else {
        MOVE
    }
}

/// Levenshtein's distance; None when it is beyond the limit.
fn distance(mut a: &[u8], mut b: &[u8], limit: usize) -> Option<usize> {
    while let ([first, rest @ ..], [other, more @ ..]) = (a, b)
        && first == other
    {
        (a, b) = (rest, more);
    }
    while let ([rest @ .., last], [more @ .., other]) = (a, b)
        && last == other
    {
        (a, b) = (rest, more);
    }
    if a.is_empty() || b.is_empty() {
        return Some((a.len() + b.len()) * MOVE);
    }
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH || a.len().abs_diff(b.len()) * MOVE > limit {
        return None;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|n| n * MOVE).collect();
    for (line, other) in b.iter().enumerate() {
        let mut diagonal = line * MOVE;
        let mut left = (line + 1) * MOVE;
        for (cell, own) in row.iter_mut().zip(a) {
            let above = *cell;
            left = (diagonal + cost(*own, *other)).min(left.min(above) + MOVE);
            diagonal = above;
            *cell = left;
        }
    }
    row.last().copied()
}
