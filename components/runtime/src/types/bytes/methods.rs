//! The methods that bytes and bytearrays share. Results are what the receiver is.

use molt_text::TooLong;
use molt_text::bytes::split::{EmptySeparator, Parted};
use molt_text::bytes::{self, case, layout};

use super::construct::is_not_iterable;
use super::content::{self, Content, made, make, own, part, qualified};
use crate::args::{Args, between, bind};
use crate::error::{OrRaise, Raise, Res};
use crate::object::Body;
use crate::ops::{iterate, truth, type_name};
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

/// No arguments behind the receiver.
fn none(vm: &mut Vm, args: &Args<'_>, name: &str) -> Res<()> {
    if args.pos.len() == 1 && args.names.is_empty() {
        return Ok(());
    }
    args.none(&qualified(args, name)).or_raise(vm)
}

/// One argument behind the receiver.
fn one<'a>(vm: &mut Vm, args: &Args<'a>, name: &str) -> Res<&'a Value> {
    match (args.pos, args.names) {
        ([_, only], []) => Ok(only),
        _ => args.one(&qualified(args, name)).or_raise(vm),
    }
}

/// From `min` to `max` positional arguments behind the receiver.
fn some<'a>(vm: &mut Vm, args: &Args<'a>, name: &str, min: usize, max: usize) -> Res<&'a [Value]> {
    if !args.names.is_empty() {
        args.no_keywords(&qualified(args, name)).or_raise(vm)?;
    }
    between(name, args.rest(), min, max).or_raise(vm)?;
    Ok(args.rest())
}

/// An int that may be left out.
fn size_or(vm: &mut Vm, value: Option<&Value>, default: i64) -> Res<i64> {
    value.map_or(Ok(default), |value| sequence::integer(vm, value))
}

/// A bytes-like object that may be left out, or None.
fn optional<'a>(vm: &mut Vm, value: Option<&'a Value>) -> Res<Option<Content<'a>>> {
    match value {
        Some(value) if !value.is_none() => content::require(vm, value).map(Some),
        _ => Ok(None),
    }
}

#[cold]
fn empty_separator(vm: &mut Vm) -> Raise {
    vm.value_error("empty separator")
}

/// A method without arguments that changes letters, one function each.
macro_rules! changes {
    ($($method:ident $name:literal $change:path;)*) => {
        $(
            #[doc = concat!("`b.", $name, "()`")]
            pub fn $method(vm: &mut Vm, args: &Args<'_>) -> Res {
                changed(vm, args, $name, $change)
            }
        )*
    };
}

fn changed(vm: &mut Vm, args: &Args<'_>, name: &str, change: fn(&mut [u8])) -> Res {
    none(vm, args, name)?;
    let copy = bytes::copy(&own(args)).map(|mut copy| {
        change(&mut copy);
        copy
    });
    made(vm, args.receiver(), copy)
}

changes! {
    lower "lower" case::lower;
    upper "upper" case::upper;
    swap_case "swapcase" case::swap_case;
    capitalize "capitalize" case::capitalize;
    title "title" case::title;
}

/// A method without arguments that says yes or no, one function each.
macro_rules! tests {
    ($($method:ident $name:literal $test:expr;)*) => {
        $(
            #[doc = concat!("`b.", $name, "()`")]
            pub fn $method(vm: &mut Vm, args: &Args<'_>) -> Res {
                tested(vm, args, $name, $test)
            }
        )*
    };
}

fn tested(vm: &mut Vm, args: &Args<'_>, name: &str, test: fn(&[u8]) -> bool) -> Res {
    none(vm, args, name)?;
    Ok(Value::bool(test(&own(args))))
}

tests! {
    is_alnum "isalnum" |b| case::is_all(b, case::Class::Alnum);
    is_alpha "isalpha" |b| case::is_all(b, case::Class::Alpha);
    is_digit "isdigit" |b| case::is_all(b, case::Class::Digit);
    is_space "isspace" |b| case::is_all(b, case::Class::Space);
    is_ascii "isascii" <[u8]>::is_ascii;
    is_lower "islower" case::is_lower;
    is_upper "isupper" case::is_upper;
    is_title "istitle" case::is_title;
}

fn stripped(vm: &mut Vm, args: &Args<'_>, name: &str, left: bool, right: bool) -> Res {
    let rest = some(vm, args, name, 0, 1)?;
    let set = optional(vm, rest.first())?;
    part(
        vm,
        args.receiver(),
        bytes::strip(&own(args), set.as_deref(), left, right),
    )
}

/// `b.strip(bytes)`
pub fn strip(vm: &mut Vm, args: &Args<'_>) -> Res {
    stripped(vm, args, "strip", true, true)
}

/// `b.lstrip(bytes)`
pub fn lstrip(vm: &mut Vm, args: &Args<'_>) -> Res {
    stripped(vm, args, "lstrip", true, false)
}

/// `b.rstrip(bytes)`
pub fn rstrip(vm: &mut Vm, args: &Args<'_>) -> Res {
    stripped(vm, args, "rstrip", false, true)
}

/// `b.removeprefix(prefix)`
pub fn remove_prefix(vm: &mut Vm, args: &Args<'_>) -> Res {
    let prefix = one(vm, args, "removeprefix")?;
    let prefix = content::require(vm, prefix)?;
    let own = own(args);
    part(
        vm,
        args.receiver(),
        own.strip_prefix(&*prefix).unwrap_or(&own),
    )
}

/// `b.removesuffix(suffix)`
pub fn remove_suffix(vm: &mut Vm, args: &Args<'_>) -> Res {
    let suffix = one(vm, args, "removesuffix")?;
    let suffix = content::require(vm, suffix)?;
    let own = own(args);
    part(
        vm,
        args.receiver(),
        own.strip_suffix(&*suffix).unwrap_or(&own),
    )
}

fn parts(vm: &mut Vm, like: &Value, parts: &[&[u8]]) -> Res {
    let mut items = sequence::room(vm, parts.len())?;
    for bytes in parts {
        items.push(part(vm, like, bytes)?);
    }
    Ok(Value::list(items))
}

type Split = for<'a> fn(&'a [u8], Option<&[u8]>, i64) -> Result<Vec<&'a [u8]>, EmptySeparator>;

fn split_by(vm: &mut Vm, args: &Args<'_>, name: &str, split: Split) -> Res {
    let [sep, most] = bind(name, args, 1, ["sep", "maxsplit"], 0, 0).or_raise(vm)?;
    let most = size_or(vm, most, -1)?;
    let sep = optional(vm, sep)?;
    match split(&own(args), sep.as_deref(), most) {
        Ok(found) => parts(vm, args.receiver(), &found),
        Err(EmptySeparator) => Err(empty_separator(vm)),
    }
}

/// `b.split(sep, maxsplit)`
pub fn split(vm: &mut Vm, args: &Args<'_>) -> Res {
    split_by(vm, args, "split", bytes::split)
}

/// `b.rsplit(sep, maxsplit)`
pub fn rsplit(vm: &mut Vm, args: &Args<'_>) -> Res {
    split_by(vm, args, "rsplit", bytes::rsplit)
}

/// `b.splitlines(keepends)`
pub fn split_lines(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [keep] = bind("splitlines", args, 1, ["keepends"], 0, 0).or_raise(vm)?;
    let keep = match keep {
        Some(keep) => truth::truth(vm, keep)?,
        None => false,
    };
    parts(vm, args.receiver(), &bytes::split_lines(&own(args), keep))
}

type Part = for<'a> fn(&'a [u8], &[u8]) -> Result<Parted<'a>, EmptySeparator>;

fn parted(vm: &mut Vm, args: &Args<'_>, name: &str, from_end: bool, cut: Part) -> Res {
    let given = one(vm, args, name)?;
    let sep = content::require(vm, given)?;
    let (own, like) = (own(args), args.receiver());
    let (before, middle, after): (&[u8], &[u8], &[u8]) = match cut(&own, &sep) {
        Err(EmptySeparator) => return Err(empty_separator(vm)),
        Ok(Some((before, after))) => (before, &sep, after),
        Ok(None) if from_end => (&[], &[], &own),
        Ok(None) => (&own, &[], &[]),
    };
    let (before, after) = (part(vm, like, before)?, part(vm, like, after)?);
    // Bytes give the separator back as it was given.
    let middle = match like.body() {
        Some(Body::Bytes(_)) if !middle.is_empty() => given.clone(),
        _ => made(vm, like, bytes::copy(middle))?,
    };
    Ok(Value::tuple([before, middle, after]))
}

/// `b.partition(sep)`
pub fn partition(vm: &mut Vm, args: &Args<'_>) -> Res {
    parted(vm, args, "partition", false, bytes::partition)
}

/// `b.rpartition(sep)`
pub fn rpartition(vm: &mut Vm, args: &Args<'_>) -> Res {
    parted(vm, args, "rpartition", true, bytes::rpartition)
}

/// `b.replace(old, new, count)`
pub fn replace(vm: &mut Vm, args: &Args<'_>) -> Res {
    let rest = some(vm, args, "replace", 2, 3)?;
    let old = content::require(vm, &rest[0])?;
    let new = content::require(vm, &rest[1])?;
    let count = size_or(vm, rest.get(2), -1)?;
    let own = own(args);
    if !old.is_empty() && !bytes::contains(&own, &old) {
        return part(vm, args.receiver(), &own);
    }
    match layout::replace(&own, &old, &new, count) {
        Ok(bytes) => Ok(make(args.receiver(), bytes)),
        Err(TooLong) => Err(vm.memory_error()),
    }
}

/// `sep.join(parts)`
pub fn join(vm: &mut Vm, args: &Args<'_>) -> Res {
    let items = one(vm, args, "join")?;
    let sep = args.receiver().clone();
    let iterator = match iterate::iterate(vm, items) {
        Err(raise) if is_not_iterable(&raise, items) => {
            return Err(vm.type_error("can only join an iterable"));
        }
        other => other,
    };
    vm.and_then(iterator, move |vm, iterator| {
        iterate::collect_then(vm, &iterator?, move |vm, items| {
            join_items(vm, &sep, &items)
        })
    })
}

fn join_items(vm: &mut Vm, sep: &Value, items: &[Value]) -> Res {
    let mut contents = Vec::new();
    for (at, item) in items.iter().enumerate() {
        // CPython says the same of a memoryview that it cannot take.
        match content::buffer(vm, item) {
            Ok(Some(bytes)) => contents.push(bytes),
            _ => {
                let name = type_name(item);
                let message =
                    format!("sequence item {at}: expected a bytes-like object, {name} found");
                return Err(vm.type_error(&message));
            }
        }
    }
    if let ([only], Some(Body::Bytes(_))) = (items, sep.body())
        && matches!(only.body(), Some(Body::Bytes(_)))
    {
        return Ok(only.clone());
    }
    let contents: Vec<&[u8]> = contents.iter().map(|bytes| &**bytes).collect();
    let sep_bytes = content::plain(sep).unwrap_or(Content::Fixed(&[]));
    made(vm, sep, layout::join(&sep_bytes, &contents))
}

type Justify = fn(&[u8], i64, u8) -> Result<Vec<u8>, TooLong>;

fn justified(vm: &mut Vm, args: &Args<'_>, name: &str, justify: Justify) -> Res {
    let rest = some(vm, args, name, 1, 2)?;
    let width = sequence::integer(vm, &rest[0])?;
    let fill = match rest.get(1) {
        None => b' ',
        Some(value) => match content::plain(value).as_deref() {
            Some([fill]) => *fill,
            _ => {
                let given = content::clinic_type(value);
                let message =
                    format!("{name}() argument 2 must be a byte string of length 1, not {given}");
                return Err(vm.type_error(&message));
            }
        },
    };
    let own = own(args);
    // A width beyond the address space is for `justify` to refuse.
    if u64::try_from(width).is_ok_and(|width| width > own.len() as u64) {
        return made(vm, args.receiver(), justify(&own, width, fill));
    }
    part(vm, args.receiver(), &own)
}

/// `b.center(width, fill)`
pub fn center(vm: &mut Vm, args: &Args<'_>) -> Res {
    justified(vm, args, "center", layout::center)
}

/// `b.ljust(width, fill)`
pub fn ljust(vm: &mut Vm, args: &Args<'_>) -> Res {
    justified(vm, args, "ljust", layout::left_justify)
}

/// `b.rjust(width, fill)`
pub fn rjust(vm: &mut Vm, args: &Args<'_>) -> Res {
    justified(vm, args, "rjust", layout::right_justify)
}

/// `b.zfill(width)`
pub fn zfill(vm: &mut Vm, args: &Args<'_>) -> Res {
    let width = one(vm, args, "zfill")?;
    let width = sequence::integer(vm, width)?;
    let own = own(args);
    if usize::try_from(width).is_ok_and(|width| width <= own.len()) || width < 0 {
        return part(vm, args.receiver(), &own);
    }
    made(vm, args.receiver(), layout::zero_fill(&own, width))
}

/// `b.expandtabs(tabsize)`
pub fn expand_tabs(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [size] = bind("expandtabs", args, 1, ["tabsize"], 0, 0).or_raise(vm)?;
    let size = match size {
        Some(size) => content::c_int(vm, size)?,
        None => 8,
    };
    match layout::expand_tabs(&own(args), i64::from(size)) {
        Ok(bytes) => Ok(make(args.receiver(), bytes)),
        Err(TooLong) => Err(vm.overflow_error("result too long")),
    }
}

/// `b.translate(table, delete)`
pub fn translate(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [table, delete] = bind("translate", args, 1, ["", "delete"], 1, 1).or_raise(vm)?;
    let table = match optional(vm, table)? {
        None => None,
        Some(table) => match <[u8; 256]>::try_from(&*table) {
            Ok(table) => Some(table),
            Err(_) => return Err(vm.value_error("translation table must be 256 characters long")),
        },
    };
    let delete = match delete {
        Some(delete) => Some(content::require(vm, delete)?),
        None => None,
    };
    let own = own(args);
    let result = layout::translate(&own, table.as_ref(), delete.as_deref().unwrap_or_default());
    match result {
        Ok(same) if same == *own => part(vm, args.receiver(), &own),
        other => made(vm, args.receiver(), other),
    }
}

/// `bytes.maketrans(from, to)`; `name` is as messages have it.
pub fn make_translation(vm: &mut Vm, args: &Args<'_>, name: &str) -> Res {
    args.no_keywords(name).or_raise(vm)?;
    between("maketrans", args.pos, 2, 2).or_raise(vm)?;
    let from = content::require(vm, &args.pos[0])?;
    let to = content::require(vm, &args.pos[1])?;
    match layout::make_translation(&from, &to) {
        Some(table) => Ok(Value::bytes(table)),
        None => Err(vm.value_error("maketrans arguments must have same length")),
    }
}

/// `b.hex(sep, bytes_per_sep)`
pub fn hex(vm: &mut Vm, args: &Args<'_>) -> Res {
    let [sep, group] = bind("hex", args, 1, ["sep", "bytes_per_sep"], 0, 0).or_raise(vm)?;
    content::hex_text(vm, &own(args), sep, group)
}

/// The methods of both types, and those that are given besides.
macro_rules! method_table {
    ($owner:expr $(, $name:literal $call:path)* $(,)?) => {{
        use $crate::args::Builtin;
        use $crate::types::bytes::{coding, methods, search};
        &[
            Builtin::method($owner, "capitalize", methods::capitalize),
            Builtin::method($owner, "center", methods::center),
            Builtin::method($owner, "count", search::count),
            Builtin::method($owner, "decode", coding::decode_method),
            Builtin::method($owner, "endswith", search::ends_with),
            Builtin::method($owner, "expandtabs", methods::expand_tabs),
            Builtin::method($owner, "find", search::find),
            Builtin::method($owner, "hex", methods::hex),
            Builtin::method($owner, "index", search::index),
            Builtin::method($owner, "isalnum", methods::is_alnum),
            Builtin::method($owner, "isalpha", methods::is_alpha),
            Builtin::method($owner, "isascii", methods::is_ascii),
            Builtin::method($owner, "isdigit", methods::is_digit),
            Builtin::method($owner, "islower", methods::is_lower),
            Builtin::method($owner, "isspace", methods::is_space),
            Builtin::method($owner, "istitle", methods::is_title),
            Builtin::method($owner, "isupper", methods::is_upper),
            Builtin::method($owner, "join", methods::join),
            Builtin::method($owner, "ljust", methods::ljust),
            Builtin::method($owner, "lower", methods::lower),
            Builtin::method($owner, "lstrip", methods::lstrip),
            Builtin::method($owner, "partition", methods::partition),
            Builtin::method($owner, "removeprefix", methods::remove_prefix),
            Builtin::method($owner, "removesuffix", methods::remove_suffix),
            Builtin::method($owner, "replace", methods::replace),
            Builtin::method($owner, "rfind", search::rfind),
            Builtin::method($owner, "rindex", search::rindex),
            Builtin::method($owner, "rjust", methods::rjust),
            Builtin::method($owner, "rpartition", methods::rpartition),
            Builtin::method($owner, "rsplit", methods::rsplit),
            Builtin::method($owner, "rstrip", methods::rstrip),
            Builtin::method($owner, "split", methods::split),
            Builtin::method($owner, "splitlines", methods::split_lines),
            Builtin::method($owner, "startswith", search::starts_with),
            Builtin::method($owner, "strip", methods::strip),
            Builtin::method($owner, "swapcase", methods::swap_case),
            Builtin::method($owner, "title", methods::title),
            Builtin::method($owner, "translate", methods::translate),
            Builtin::method($owner, "upper", methods::upper),
            Builtin::method($owner, "zfill", methods::zfill),
            $(Builtin::method($owner, $name, $call),)*
        ]
    }};
}
pub(crate) use method_table;
