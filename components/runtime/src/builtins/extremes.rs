//! `min` and `max`

use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Raise, Res};
use crate::ops::compare::{CompareOp, compare_bool};
use crate::ops::{calls, iterate};
use crate::value::Value;
use crate::vm::Vm;

/// The functions.
pub static FUNCTIONS: &[Builtin] = &[
    Builtin::function("max", |vm, args| extreme(vm, args, "max", CompareOp::Gt)),
    Builtin::function("min", |vm, args| extreme(vm, args, "min", CompareOp::Lt)),
];

/// The search for the extreme item.
struct Search {
    name: &'static str,
    op: CompareOp,
    iterator: Value,
    key: Option<Value>,
    default: Option<Value>,
    /// The key and the item that are the best so far.
    best: Option<(Value, Value)>,
}

fn extreme(vm: &mut Vm, args: &Args<'_>, name: &'static str, op: CompareOp) -> Res {
    between(name, args.pos, 1, usize::MAX).or_raise(vm)?;
    let (mut key, mut default) = (None, None);
    for (keyword, value) in args.names.iter().zip(args.kw) {
        match keyword.as_text().and_then(|keyword| keyword.as_str()) {
            Some("key") => key = Some(value.clone()).filter(|key| !key.is_none()),
            Some("default") => default = Some(value.clone()),
            other => {
                let other = other.unwrap_or_default();
                let message = format!("'{other}' is an invalid keyword argument for {name}()");
                return Err(vm.type_error(&message));
            }
        }
    }
    let iterable = match args.pos {
        [iterable] => iterable.clone(),
        _ if default.is_some() => {
            let message =
                format!("Cannot specify a default for {name}() with multiple positional arguments");
            return Err(vm.type_error(&message));
        }
        several => Value::tuple(several),
    };
    let iterator = iterate::iterate(vm, &iterable)?;
    Search {
        name,
        op,
        iterator,
        key,
        default,
        best: None,
    }
    .run(vm)
}

impl Search {
    fn run(mut self, vm: &mut Vm) -> Res {
        loop {
            let item = match iterate::next(vm, &self.iterator) {
                Err(Raise::Pending) => {
                    return vm.then(move |vm, item| {
                        let item = item?;
                        if item.is_absent() {
                            return self.end(vm);
                        }
                        let key = self.key_of(vm, &item);
                        vm.and_then(key, move |vm, key| self.go_on(vm, key?, item))
                    });
                }
                item => item?,
            };
            if item.is_absent() {
                return self.end(vm);
            }
            match self.key_of(vm, &item) {
                Err(Raise::Pending) => return vm.then(move |vm, key| self.go_on(vm, key?, item)),
                key => self.consider(vm, key?, item)?,
            }
        }
    }

    fn key_of(&self, vm: &mut Vm, item: &Value) -> Res {
        match &self.key {
            Some(key) => calls::call(vm, key, &Args::of(std::slice::from_ref(item))),
            None => Ok(item.clone()),
        }
    }

    fn go_on(mut self, vm: &mut Vm, key: Value, item: Value) -> Res {
        self.consider(vm, key, item)?;
        self.run(vm)
    }

    fn consider(&mut self, vm: &mut Vm, key: Value, item: Value) -> Res<()> {
        let better = match &self.best {
            Some((best, _)) => compare_bool(vm, self.op, &key, best)?,
            None => true,
        };
        if better {
            self.best = Some((key, item));
        }
        Ok(())
    }

    fn end(self, vm: &mut Vm) -> Res {
        match (self.best, self.default) {
            (Some((_, item)), _) => Ok(item),
            (None, Some(default)) => Ok(default),
            (None, None) => {
                Err(vm.value_error(&format!("{}() iterable argument is empty", self.name)))
            }
        }
    }
}
