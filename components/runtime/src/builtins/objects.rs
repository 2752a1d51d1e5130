//! Builtin functions on objects of any type: `isinstance`, `getattr`, `callable`, `id`, `type(v)`, `super`, `repr`, `format`.

use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Raise, Res, ToRaise};
use crate::object::{Body, TypeId};
use crate::ops::{attributes, calls, text};
use crate::types::class::{Class, Super, is_subclass};
use crate::types::exception::{ExcType, Exception};
use crate::value::Value;
use crate::vm::Vm;

/// The functions.
pub static FUNCTIONS: &[Builtin] = &[
    Builtin::function("callable", |vm, args| {
        let value = only("callable", args).or_raise(vm)?;
        Ok(Value::bool(calls::is_callable(vm, value)))
    }),
    Builtin::function("delattr", |vm, args| {
        exactly("delattr", args, 2, 2).or_raise(vm)?;
        attributes::delete(vm, &args.pos[0], &args.pos[1]).map(|()| Value::NONE)
    }),
    Builtin::function("format", |vm, args| {
        exactly("format", args, 1, 2).or_raise(vm)?;
        match args.pos.get(1) {
            Some(spec) => text::format(vm, &args.pos[0], spec),
            None => text::format_plain(vm, &args.pos[0]),
        }
    }),
    Builtin::function("getattr", getattr),
    Builtin::function("hasattr", hasattr),
    Builtin::function("id", |vm, args| {
        let value = only("id", args).or_raise(vm)?;
        Ok(Value::big(crate::ops::hash::identity(value).into()))
    }),
    Builtin::function("isinstance", isinstance),
    Builtin::function("issubclass", issubclass),
    Builtin::function("repr", |vm, args| {
        let value = only("repr", args).or_raise(vm)?;
        text::repr(vm, value)
    }),
    Builtin::function("setattr", |vm, args| {
        exactly("setattr", args, 3, 3).or_raise(vm)?;
        attributes::set(vm, &args.pos[0], &args.pos[1], &args.pos[2]).map(|()| Value::NONE)
    }),
];

fn only<'a>(name: &str, args: &Args<'a>) -> Result<&'a Value, ToRaise> {
    args.no_keywords(name)?;
    match args.pos {
        [only] => Ok(only),
        given => Err(ToRaise::Type(format!(
            "{name}() takes exactly one argument ({} given)",
            given.len()
        ))),
    }
}

fn exactly(name: &str, args: &Args<'_>, min: usize, max: usize) -> Result<(), ToRaise> {
    args.no_keywords(name)?;
    between(name, args.pos, min, max)
}

fn is_attribute_error(raised: &Value) -> bool {
    Exception::of(raised).is_some_and(|error| error.kind.is(ExcType::AttributeError))
}

fn getattr(vm: &mut Vm, args: &Args<'_>) -> Res {
    exactly("getattr", args, 2, 3).or_raise(vm)?;
    let found = attributes::get(vm, &args.pos[0], &args.pos[1]);
    let Some(default) = args.pos.get(2).cloned() else {
        return found;
    };
    vm.and_then(found, |_, found| match found {
        Err(Raise::Exception(raised)) if is_attribute_error(&raised) => Ok(default),
        other => other,
    })
}

fn hasattr(vm: &mut Vm, args: &Args<'_>) -> Res {
    exactly("hasattr", args, 2, 2).or_raise(vm)?;
    let found = attributes::get(vm, &args.pos[0], &args.pos[1]);
    vm.and_then(found, |_, found| match found {
        Ok(_) => Ok(Value::TRUE),
        Err(Raise::Exception(raised)) if is_attribute_error(&raised) => Ok(Value::FALSE),
        Err(other) => Err(other),
    })
}

fn isinstance(vm: &mut Vm, args: &Args<'_>) -> Res {
    exactly("isinstance", args, 2, 2).or_raise(vm)?;
    let class = vm.class_of(&args.pos[0]);
    let wrong = "isinstance() arg 2 must be a type, a tuple of types, or a union";
    among(vm, &class, &args.pos[1], wrong, 0).map(Value::bool)
}

fn issubclass(vm: &mut Vm, args: &Args<'_>) -> Res {
    exactly("issubclass", args, 2, 2).or_raise(vm)?;
    if Class::of(&args.pos[0]).is_none() {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    let wrong = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
    among(vm, &args.pos[0], &args.pos[1], wrong, 0).map(Value::bool)
}

/// Whether a class is one of those, or inherits from one.
fn among(vm: &mut Vm, class: &Value, classes: &Value, wrong: &str, depth: usize) -> Res<bool> {
    match classes.body() {
        Some(Body::Class(_)) => Ok(is_subclass(class, classes)),
        Some(Body::Tuple(classes)) => {
            if depth > 500 {
                return Err(vm.too_deep(" in __instancecheck__"));
            }
            for of in classes.iter() {
                if among(vm, class, of, wrong, depth + 1)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => Err(vm.type_error(wrong)),
    }
}

/// `type(v)`; the form with three arguments makes classes and is refused.
pub fn type_of(vm: &mut Vm, args: &Args<'_>) -> Res {
    match args.pos {
        [value] if args.kw.is_empty() => Ok(vm.class_of(value)),
        [_, _, _] => Err(vm.error(
            ExcType::NotImplementedError,
            "type() with 3 arguments, which makes a class, is not supported",
        )),
        _ => Err(vm.type_error("type() takes 1 or 3 arguments")),
    }
}

/// `super(class, o)`; the compiler fills in both where the program writes neither.
pub fn make_super(vm: &mut Vm, args: &Args<'_>) -> Res {
    if !args.kw.is_empty() {
        return Err(vm.type_error("super() takes no keyword arguments"));
    }
    let [after, receiver] = args.pos else {
        return Err(match args.pos.len() {
            0 => vm.error(ExcType::RuntimeError, "super(): no arguments"),
            1 => vm.error(
                ExcType::NotImplementedError,
                "super() with one argument is not supported",
            ),
            n => vm.type_error(&format!("super() expected at most 2 arguments, got {n}")),
        });
    };
    if Class::of(after).is_none() {
        let given = crate::ops::type_name(after);
        return Err(vm.type_error(&format!("super() argument 1 must be a type, not {given}")));
    }
    let class = vm.class_of(receiver);
    if !is_subclass(&class, after) {
        return Err(vm.type_error("super(type, obj): obj must be an instance or subtype of type"));
    }
    let body = Super {
        after: after.clone(),
        receiver: receiver.clone(),
    };
    Ok(Value::object(Body::Super(Box::new(body))))
}

/// Types that only this file makes instances of.
pub fn construct(vm: &mut Vm, id: TypeId, args: &Args<'_>) -> Option<Res> {
    match id {
        TypeId::Super => Some(make_super(vm, args)),
        TypeId::Type => Some(type_of(vm, args)),
        _ => None,
    }
}
