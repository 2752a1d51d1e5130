//! `class C(..):`

use std::cell::RefCell;

use super::Class;
use crate::error::Res;
use crate::names::CLASS_NAMES;
use crate::object::{Body, TypeId};
use crate::ops::type_name;
use crate::types::exception::ExcType;
use crate::types::names::Names;
use crate::value::Value;
use crate::vm::Vm;

/// Makes a class from the dict of its namespace.
pub fn make(vm: &mut Vm, name: &Value, bases: Vec<Value>, namespace: &Value) -> Res {
    let Some(shown) = name.as_text().map(|text| text.to_string()) else {
        return Err(vm.type_error("the name of a class must be a str"));
    };
    let exception = check_bases(vm, &bases)?;
    let mro = linearize(vm, &bases)?;
    let bases = if bases.is_empty() {
        vec![vm.type_class(TypeId::Object)]
    } else {
        bases
    };
    let mut names = Names::default();
    let mut qualified_name = shown.clone();
    let Some(namespace) = namespace.as_dict() else {
        return Err(vm.type_error("the namespace of a class must be a dict"));
    };
    for (key, value) in namespace.borrow().iter() {
        let (key, value) = (key.clone(), value.clone());
        if let Some(key) = key.as_text().and_then(|text| text.as_str()) {
            if key.starts_with("__") && key.ends_with("__") && !CLASS_NAMES.contains(&key) {
                let message = format!("class {shown}: a method '{key}' is not supported");
                return Err(vm.error(ExcType::NotImplementedError, &message));
            }
            match (key, value.as_text()) {
                ("__qualname__", Some(text)) => {
                    qualified_name = text.to_string();
                    continue;
                }
                ("__classcell__", _) => {
                    names.set(&vm.intern("__classcell__"), value);
                    continue;
                }
                _ => {}
            }
        }
        names.set(&key, value);
    }
    let cell = names.remove(&vm.intern("__classcell__"));
    let class = Value::object(Body::Class(Box::new(Class {
        name: shown,
        qualified_name,
        module: "__main__",
        builtin: None,
        exception,
        bases,
        mro,
        namespace: RefCell::new(names),
        of_program: true,
    })));
    if let Some(Body::Cell(cell)) = cell.as_ref().and_then(Value::body) {
        cell.replace(Some(class.clone()));
    }
    Ok(class)
}

/// The builtin exception that instances are, if any.
fn check_bases(vm: &mut Vm, bases: &[Value]) -> Res<Option<ExcType>> {
    let mut exception: Option<ExcType> = None;
    for base in bases {
        let Some(class) = Class::of(base) else {
            let message = format!(
                "a base of a class must be a class, not '{}'",
                type_name(base)
            );
            return Err(vm.type_error(&message));
        };
        if let Some(id) = class.builtin.filter(|id| *id != TypeId::Object) {
            let name = id.name();
            return Err(match id {
                TypeId::Bool
                | TypeId::NoneType
                | TypeId::Range
                | TypeId::Slice
                | TypeId::MemoryView
                | TypeId::Function
                | TypeId::NotImplementedType
                | TypeId::Ellipsis => {
                    vm.type_error(&format!("type '{name}' is not an acceptable base type"))
                }
                _ => vm.error(
                    ExcType::NotImplementedError,
                    &format!("a class that inherits from '{name}' is not supported"),
                ),
            });
        }
        if let Some(kind) = class.exception {
            exception = Some(match exception {
                None => kind,
                Some(known) if known.is(kind) => known,
                Some(known) if kind.is(known) => kind,
                // Only classes that add no fields of their own can be mixed.
                Some(known) if !kind.has_fields() => known,
                Some(known) if !known.has_fields() => kind,
                Some(_) => {
                    return Err(vm.type_error("multiple bases have instance lay-out conflict"));
                }
            });
        }
    }
    Ok(exception)
}

/// C3: the order behind the class itself.
fn linearize(vm: &mut Vm, bases: &[Value]) -> Res<Vec<Value>> {
    if bases.is_empty() {
        return Ok(vec![vm.type_class(TypeId::Object)]);
    }
    for (at, base) in bases.iter().enumerate() {
        if bases[..at].iter().any(|other| other.is(base)) {
            let name = Class::of(base)
                .map(|class| class.name.clone())
                .unwrap_or_default();
            return Err(vm.type_error(&format!("duplicate base class {name}")));
        }
    }
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for base in bases {
        let mut row = vec![base.clone()];
        row.extend(
            Class::of(base)
                .map(|class| class.mro.clone())
                .unwrap_or_default(),
        );
        rows.push(row);
    }
    rows.push(bases.to_vec());
    merge(vm, rows)
}

fn merge(vm: &mut Vm, mut rows: Vec<Vec<Value>>) -> Res<Vec<Value>> {
    let mut order = Vec::new();
    loop {
        rows.retain(|row| !row.is_empty());
        if rows.is_empty() {
            return Ok(order);
        }
        let heads = rows.iter().filter_map(|row| row.first());
        let next = heads
            .into_iter()
            .find(|head| {
                !rows
                    .iter()
                    .any(|row| row.iter().skip(1).any(|c| c.is(head)))
            })
            .cloned();
        let Some(next) = next else {
            return Err(inconsistent(vm, &rows));
        };
        for row in &mut rows {
            if row.first().is_some_and(|first| first.is(&next)) {
                row.remove(0);
            }
        }
        order.push(next);
    }
}

#[cold]
fn inconsistent(vm: &mut Vm, rows: &[Vec<Value>]) -> crate::Raise {
    let mut names: Vec<String> = Vec::new();
    for head in rows
        .iter()
        .filter_map(|row| row.first())
        .filter_map(Class::of)
    {
        if !names.contains(&head.name) {
            names.push(head.name.clone());
        }
    }
    vm.type_error(&format!(
        "Cannot create a consistent method resolution\norder (MRO) for bases {}",
        names.join(", ")
    ))
}
