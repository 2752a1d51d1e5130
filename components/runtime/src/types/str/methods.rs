//! The methods of str.

use molt_text::{Ends, Text, TooLong};

use super::arguments::{self, Checked, made, own, short, values};
use super::special;
use crate::args::{Args, Builtin, between, bind};
use crate::error::{OrRaise, Res, ToRaise};
use crate::object::{Body, TypeId};
use crate::ops::iterate::collect_then;
use crate::ops::{iterate, truth, type_name};
use crate::value::Value;
use crate::vm::Vm;

type Call = fn(&mut Vm, &Args<'_>) -> Res;

const fn method(name: &'static str, call: Call) -> Builtin {
    Builtin::method(TypeId::Str, name, call)
}

/// All of them.
pub static METHODS: &[Builtin] = &[
    method("__add__", special::add),
    method("__contains__", special::contains),
    method("__format__", special::format),
    method("__getitem__", special::get_item),
    method("__len__", special::length),
    method("__mod__", special::modulo),
    method("__mul__", special::repeat),
    method("__repr__", special::repr),
    method("__rmul__", special::repeat),
    method("__str__", special::str),
    method("capitalize", |vm, args| {
        mapped(vm, args, "str.capitalize", Text::capitalize)
    }),
    method("casefold", |vm, args| {
        mapped(vm, args, "str.casefold", Text::casefold)
    }),
    method("center", |vm, args| {
        padded(vm, args, "str.center", Text::center)
    }),
    method("count", |vm, args| {
        let (text, part, bounds) = searched("str.count", args).or_raise(vm)?;
        Ok(Value::size(text.count(part, bounds)))
    }),
    method("encode", crate::types::bytes::coding::encode_method),
    method("endswith", |vm, args| {
        affixed(vm, args, "str.endswith", Text::ends_with)
    }),
    method("expandtabs", expand_tabs),
    method("find", |vm, args| found(vm, args, "str.find", Text::find)),
    method("format", super::format::format),
    method("format_map", super::format::format_map),
    method("index", |vm, args| {
        indexed(vm, args, "str.index", Text::find)
    }),
    method("isalnum", |vm, args| {
        asked(vm, args, "str.isalnum", Text::is_alphanumeric)
    }),
    method("isalpha", |vm, args| {
        asked(vm, args, "str.isalpha", Text::is_alpha)
    }),
    method("isascii", |vm, args| {
        asked(vm, args, "str.isascii", Text::is_ascii)
    }),
    method("isdecimal", |vm, args| {
        asked(vm, args, "str.isdecimal", Text::is_decimal)
    }),
    method("isdigit", |vm, args| {
        asked(vm, args, "str.isdigit", Text::is_digit)
    }),
    method("isidentifier", |vm, args| {
        asked(vm, args, "str.isidentifier", Text::is_identifier)
    }),
    method("islower", |vm, args| {
        asked(vm, args, "str.islower", Text::is_lower)
    }),
    method("isnumeric", |vm, args| {
        asked(vm, args, "str.isnumeric", Text::is_numeric)
    }),
    method("isprintable", |vm, args| {
        asked(vm, args, "str.isprintable", Text::is_printable)
    }),
    method("isspace", |vm, args| {
        asked(vm, args, "str.isspace", Text::is_space)
    }),
    method("istitle", |vm, args| {
        asked(vm, args, "str.istitle", Text::is_title)
    }),
    method("isupper", |vm, args| {
        asked(vm, args, "str.isupper", Text::is_upper)
    }),
    method("join", join),
    method("ljust", |vm, args| {
        padded(vm, args, "str.ljust", Text::ljust)
    }),
    method("lower", |vm, args| {
        mapped(vm, args, "str.lower", Text::lower)
    }),
    method("lstrip", |vm, args| {
        stripped(vm, args, "str.lstrip", Ends::Left)
    }),
    method("partition", |vm, args| {
        partitioned(vm, args, "str.partition", false)
    }),
    method("removeprefix", |vm, args| {
        removed(vm, args, "str.removeprefix", Text::remove_prefix)
    }),
    method("removesuffix", |vm, args| {
        removed(vm, args, "str.removesuffix", Text::remove_suffix)
    }),
    method("replace", replace),
    method("rfind", |vm, args| {
        found(vm, args, "str.rfind", Text::rfind)
    }),
    method("rindex", |vm, args| {
        indexed(vm, args, "str.rindex", Text::rfind)
    }),
    method("rjust", |vm, args| {
        padded(vm, args, "str.rjust", Text::rjust)
    }),
    method("rpartition", |vm, args| {
        partitioned(vm, args, "str.rpartition", true)
    }),
    method("rsplit", |vm, args| {
        split(vm, args, "rsplit", |text, separator, limit| {
            text.rsplit(separator, limit, Value::text)
        })
    }),
    method("rstrip", |vm, args| {
        stripped(vm, args, "str.rstrip", Ends::Right)
    }),
    method("split", |vm, args| {
        split(vm, args, "split", |text, separator, limit| {
            text.split(separator, limit, Value::text)
        })
    }),
    method("splitlines", split_lines),
    method("startswith", |vm, args| {
        affixed(vm, args, "str.startswith", Text::starts_with)
    }),
    method("strip", |vm, args| {
        stripped(vm, args, "str.strip", Ends::Both)
    }),
    method("swapcase", |vm, args| {
        mapped(vm, args, "str.swapcase", Text::swapcase)
    }),
    method("title", |vm, args| {
        mapped(vm, args, "str.title", Text::title)
    }),
    method("translate", super::translate::translate),
    method("upper", |vm, args| {
        mapped(vm, args, "str.upper", Text::upper)
    }),
    method("zfill", zfill),
];

fn mapped(vm: &mut Vm, args: &Args<'_>, name: &str, map: fn(&Text) -> Text) -> Res {
    args.none(name).or_raise(vm)?;
    Ok(Value::text(map(own(args).or_raise(vm)?)))
}

fn asked(vm: &mut Vm, args: &Args<'_>, name: &str, ask: fn(&Text) -> bool) -> Res {
    args.none(name).or_raise(vm)?;
    Ok(Value::bool(ask(own(args).or_raise(vm)?)))
}

fn searched<'a>(name: &str, args: &Args<'a>) -> Checked<(&'a Text, &'a Text, molt_text::Bounds)> {
    let (part, bounds) = arguments::wanted(name, args)?;
    Ok((own(args)?, arguments::text(part)?, bounds))
}

type Search = fn(&Text, &Text, molt_text::Bounds) -> Option<usize>;

fn found(vm: &mut Vm, args: &Args<'_>, name: &str, search: Search) -> Res {
    let (text, part, bounds) = searched(name, args).or_raise(vm)?;
    Ok(search(text, part, bounds).map_or(Value::int(-1), Value::size))
}

fn indexed(vm: &mut Vm, args: &Args<'_>, name: &str, search: Search) -> Res {
    let (text, part, bounds) = searched(name, args).or_raise(vm)?;
    match search(text, part, bounds) {
        Some(index) => Ok(Value::size(index)),
        None => Err(vm.value_error("substring not found")),
    }
}

fn affixed(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    has: fn(&Text, &Text, molt_text::Bounds) -> bool,
) -> Res {
    let (affix, bounds) = arguments::wanted(name, args).or_raise(vm)?;
    let name = short(name);
    let text = own(args).or_raise(vm)?;
    let Some(Body::Tuple(affixes)) = affix.body() else {
        let affix = arguments::text_or(affix, |given| {
            format!("{name} first arg must be str or a tuple of str, not {given}")
        });
        return Ok(Value::bool(has(text, affix.or_raise(vm)?, bounds)));
    };
    for affix in affixes {
        let affix = arguments::text_or(affix, |given| {
            format!("tuple for {name} must only contain str, not {given}")
        });
        if has(text, affix.or_raise(vm)?, bounds) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn removed(vm: &mut Vm, args: &Args<'_>, name: &str, remove: fn(&Text, &Text) -> Text) -> Res {
    let affix = args.one(name).or_raise(vm)?;
    let affix = arguments::text_or(affix, |given| {
        let given = if affix.is_none() { "None" } else { given };
        format!("{}() argument must be str, not {given}", short(name))
    });
    Ok(Value::text(remove(
        own(args).or_raise(vm)?,
        affix.or_raise(vm)?,
    )))
}

fn stripped(vm: &mut Vm, args: &Args<'_>, name: &str, ends: Ends) -> Res {
    args.no_keywords(name).or_raise(vm)?;
    between(short(name), args.rest(), 0, 1).or_raise(vm)?;
    let chars = match args.rest().first() {
        Some(chars) if !chars.is_none() => Some(
            arguments::text_or(chars, |_| {
                format!("{} arg must be None or str", short(name))
            })
            .or_raise(vm)?,
        ),
        _ => None,
    };
    let text = own(args).or_raise(vm)?;
    let stripped = text.strip(chars, ends);
    Ok(if stripped.len() == text.len() {
        args.receiver().clone()
    } else {
        Value::text(stripped)
    })
}

fn padded(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    pad: fn(&Text, i64, u32) -> Result<Text, TooLong>,
) -> Res {
    args.no_keywords(name).or_raise(vm)?;
    between(short(name), args.rest(), 1, 2).or_raise(vm)?;
    let width = arguments::size(&args.rest()[0]).or_raise(vm)?;
    let fill = args
        .rest()
        .get(1)
        .map_or(Ok(0x20), fill_character)
        .or_raise(vm)?;
    let padded = pad(own(args).or_raise(vm)?, width, fill);
    made(vm, padded)
}

fn fill_character(value: &Value) -> Checked<u32> {
    let fill = arguments::text_or(value, |given| {
        format!("The fill character must be a unicode character, not {given}")
    })?;
    match fill.get(0) {
        Some(code_point) if fill.len() == 1 => Ok(code_point),
        _ => Err(ToRaise::Type(
            "The fill character must be exactly one character long".into(),
        )),
    }
}

fn zfill(vm: &mut Vm, args: &Args<'_>) -> Res {
    let width = arguments::size(args.one("str.zfill").or_raise(vm)?).or_raise(vm)?;
    let filled = own(args).or_raise(vm)?.zfill(width);
    made(vm, filled)
}

fn expand_tabs(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [size] = bind("expandtabs", args, 1, ["tabsize"], 0, 0).or_raise(vm)?;
    let size = size.map_or(Ok(8), arguments::c_int).or_raise(vm)?;
    let expanded = own(args).or_raise(vm)?.expand_tabs(i64::from(size));
    made(vm, expanded)
}

fn replace(vm: &mut Vm, args: &Args<'_>) -> Res {
    args.no_keywords("str.replace").or_raise(vm)?;
    let rest = args.rest();
    between("replace", rest, 2, 3).or_raise(vm)?;
    let old = arguments::argument("replace() argument 1", &rest[0]).or_raise(vm)?;
    let new = arguments::argument("replace() argument 2", &rest[1]).or_raise(vm)?;
    let limit = rest.get(2).map_or(Ok(-1), arguments::size).or_raise(vm)?;
    let text = own(args).or_raise(vm)?;
    if !old.is_empty() && !text.contains(old) {
        return Ok(args.receiver().clone());
    }
    let replaced = text.replace(old, new, limit);
    made(vm, replaced)
}

type Split = fn(&Text, Option<&Text>, i64) -> Option<Vec<Value>>;

fn split(vm: &mut Vm, args: &Args<'_>, name: &str, split: Split) -> Res {
    let [separator, limit] = bind(name, args, 1, ["sep", "maxsplit"], 0, 0).or_raise(vm)?;
    let limit = limit.map_or(Ok(-1), arguments::size).or_raise(vm)?;
    let separator = match separator.filter(|separator| !separator.is_none()) {
        None => None,
        Some(separator) => {
            let text = arguments::text_or(separator, |given| {
                format!("must be str or None, not {given}")
            });
            Some(text.or_raise(vm)?)
        }
    };
    match split(own(args).or_raise(vm)?, separator, limit) {
        Some(parts) => Ok(Value::list(parts)),
        None => Err(vm.value_error("empty separator")),
    }
}

fn split_lines(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [keep] = bind("splitlines", args, 1, ["keepends"], 0, 0).or_raise(vm)?;
    let keep = match keep {
        Some(keep) => truth::truth(vm, keep)?,
        None => false,
    };
    Ok(Value::list(values(
        own(args).or_raise(vm)?.split_lines(keep),
    )))
}

fn partitioned(vm: &mut Vm, args: &Args<'_>, name: &str, from_right: bool) -> Res {
    let separator = args.one(name).or_raise(vm)?;
    let part = arguments::text(separator).or_raise(vm)?;
    if part.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let text = own(args).or_raise(vm)?;
    let found = if from_right {
        text.rpartition(part)
    } else {
        text.partition(part)
    };
    let empty = || Value::text(Text::default());
    Ok(Value::tuple(match found {
        Some((before, after)) => vec![Value::text(before), separator.clone(), Value::text(after)],
        None if from_right => vec![empty(), empty(), args.receiver().clone()],
        None => vec![args.receiver().clone(), empty(), empty()],
    }))
}

fn join(vm: &mut Vm, args: &Args<'_>) -> Res {
    let parts = args.one("str.join").or_raise(vm)?;
    let separator = args.receiver().clone();
    if let Some(Body::Tuple(parts)) = parts.body() {
        return join_values(vm, &separator, parts);
    }
    if let Some(Body::List(parts)) = parts.body() {
        return join_values(vm, &separator, &parts.borrow());
    }
    let parts = match iterate::iterate(vm, parts) {
        Ok(iterator) => iterator,
        Err(crate::Raise::Exception(_)) if !is_program_object(parts) => {
            return Err(vm.type_error("can only join an iterable"));
        }
        other => return other,
    };
    collect_then(vm, &parts, move |vm, parts| {
        join_values(vm, &separator, &parts)
    })
}

fn is_program_object(value: &Value) -> bool {
    matches!(value.body(), Some(Body::Instance(_)))
}

fn join_values(vm: &mut Vm, separator: &Value, parts: &[Value]) -> Res {
    let wrong = parts
        .iter()
        .enumerate()
        .find(|(_, part)| part.as_text().is_none());
    if let Some((number, part)) = wrong {
        let given = type_name(part);
        return Err(vm.type_error(&format!(
            "sequence item {number}: expected str instance, {given} found"
        )));
    }
    match (separator.as_text(), parts) {
        (_, [only]) => Ok(only.clone()),
        (Some(separator), parts) => {
            let joined = separator.join(parts.iter().filter_map(Value::as_text));
            made(vm, joined)
        }
        (None, _) => Err(vm.type_error("a str is expected")),
    }
}
