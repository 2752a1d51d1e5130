//! `str.maketrans` and `translate`.

use molt_text::{Text, TextBuilder};

use super::arguments::{self, own, too_long};
use crate::args::{Args, Builtin, between};
use crate::error::{OrRaise, Raise, Res};
use crate::object::{Body, TypeId};
use crate::ops::items;
use crate::ops::iterate::collect_then;
use crate::types::dict;
use crate::types::exception::ExcType;
use crate::value::Value;
use crate::vm::Vm;

/// What is called on the type.
pub static STATICS: &[Builtin] = &[Builtin::function("maketrans", make_table)];

/// `str.maketrans`
fn make_table(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("str.maketrans").or_raise(vm)?;
    between("maketrans", args.pos, 1, 3).or_raise(vm)?;
    let table = super::super::def(TypeId::Dict).map(|dict| (dict.construct)(vm, &Args::of(&[])));
    let Some(table) = table.transpose()? else {
        return Err(vm.type_error("there is no dict"));
    };
    match args.pos {
        [given] => table_of_dict(vm, given, table),
        [from, to, rest @ ..] => {
            let to = arguments::argument("maketrans() argument 2", to).or_raise(vm)?;
            let deleted = rest
                .first()
                .map(|deleted| arguments::argument("maketrans() argument 3", deleted));
            let deleted = deleted.transpose().or_raise(vm)?;
            let Some(from) = from.as_text() else {
                return Err(vm.type_error(
                    "first maketrans argument must be a string if there is a second argument",
                ));
            };
            table_of_texts(vm, from, to, deleted, table)
        }
        [] => Ok(table),
    }
}

fn table_of_texts(
    vm: &mut Vm,
    from: &Text,
    to: &Text,
    deleted: Option<&Text>,
    table: Value,
) -> Res {
    if from.len() != to.len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    let key = |code_point: u32| Value::int(i64::from(code_point));
    for (from, to) in from.code_points().zip(to.code_points()) {
        items::set(vm, &table, &key(from), &key(to))?;
    }
    for code_point in deleted.into_iter().flat_map(Text::code_points) {
        items::set(vm, &table, &key(code_point), &Value::NONE)?;
    }
    Ok(table)
}

fn table_of_dict(vm: &mut Vm, given: &Value, table: Value) -> Res {
    if !matches!(given.body(), Some(Body::Dict(_))) {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    }
    let given = given.clone();
    collect_then(vm, &given.clone(), move |vm, keys| {
        for key in keys {
            let value = items::get(vm, &given, &key)?;
            let key = table_key(vm, key)?;
            items::set(vm, &table, &key, &value)?;
        }
        Ok(table)
    })
}

/// A dict's key as a table has it: a code point for a str of one character.
fn table_key(vm: &mut Vm, key: Value) -> Res {
    if let Some(text) = key.as_text() {
        return match text.get(0) {
            Some(code_point) if text.len() == 1 => Ok(Value::int(i64::from(code_point))),
            _ => Err(vm.value_error("string keys in translate table must be of length 1")),
        };
    }
    match key.as_big() {
        Some(_) => Ok(key),
        None => Err(vm.type_error("keys in translate table must be strings or integers")),
    }
}

/// `s.translate(table)`
pub fn translate(vm: &mut Vm, args: &Args<'_>) -> Res {
    let table = args.one("str.translate").or_raise(vm)?.clone();
    own(args).or_raise(vm)?;
    let work = Work {
        source: args.receiver().clone(),
        at: 0,
        table,
        made: TextBuilder::new(),
    };
    work.go_on(vm)
}

/// A translation in the making: a table of the program's may have to be asked for every character.
struct Work {
    source: Value,
    at: usize,
    table: Value,
    made: TextBuilder,
}

impl Work {
    fn go_on(mut self, vm: &mut Vm) -> Res {
        while let Some((code_point, size)) = self.next() {
            match self.ask(vm, code_point) {
                Err(Raise::Pending) => {
                    return vm.then(move |vm, answer| {
                        self.take(vm, code_point, answer)?;
                        self.at += size;
                        self.go_on(vm)
                    });
                }
                answer => self.take(vm, code_point, answer)?,
            }
            self.at += size;
        }
        Ok(Value::text(self.made.finish()))
    }

    /// What the table has for a code point. A dict is asked in a way that makes no `KeyError`.
    fn ask(&self, vm: &mut Vm, code_point: u32) -> Res {
        let key = Value::int(i64::from(code_point));
        match self.table.body() {
            Some(Body::Dict(_)) => Ok(dict::lookup(vm, &self.table, &key)?.unwrap_or(key)),
            _ => items::get(vm, &self.table, &key),
        }
    }

    fn next(&self) -> Option<(u32, usize)> {
        molt_text::wtf8::first(self.source.as_text()?.as_wtf8().get(self.at..)?)
    }

    /// What the table says about a code point.
    fn take(&mut self, vm: &mut Vm, code_point: u32, answer: Res) -> Res<()> {
        let answer = match answer {
            Ok(answer) => answer,
            // A LookupError says that the character stays.
            Err(Raise::Exception(exception)) if is_lookup_error(&exception) => {
                self.made.push(code_point);
                return Ok(());
            }
            Err(raise) => return Err(raise),
        };
        if let Some(text) = answer.as_text() {
            self.made.push_text(text);
        } else if let Some(number) = answer.as_big() {
            let code_point = u32::try_from(number)
                .ok()
                .filter(|c| *c <= molt_text::wtf8::MAX_CODE_POINT);
            match code_point {
                Some(code_point) => self.made.push(code_point),
                None => return Err(vm.value_error("character mapping must be in range(0x110000)")),
            }
        } else if !answer.is_none() {
            return Err(vm.type_error("character mapping must return integer, None or str"));
        }
        self.made.check().map_err(|_| too_long(vm))
    }
}

fn is_lookup_error(exception: &Value) -> bool {
    matches!(exception.body(), Some(Body::Exception(exception)) if exception.kind.is(ExcType::LookupError))
}
