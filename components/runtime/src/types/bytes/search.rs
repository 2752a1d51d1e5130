//! `find`, `count`, `startswith`, `in` and their like.

use molt_text::bytes;

use super::content::{self, Content, bound, own, qualified};
use crate::args::Args;
use crate::error::{OrRaise, Res, ToRaise};
use crate::object::Body;
use crate::ops::type_name;
use crate::types::sequence;
use crate::value::Value;
use crate::vm::Vm;

/// What is looked for: a byte, or bytes.
enum Needle<'a> {
    Byte([u8; 1]),
    Bytes(Content<'a>),
}

impl Needle<'_> {
    fn bytes(&self) -> &[u8] {
        match self {
            Needle::Byte(byte) => byte,
            Needle::Bytes(bytes) => bytes,
        }
    }
}

/// The arguments `(what, start, end)`: CPython takes them all before it looks at the first.
fn three<'a>(vm: &mut Vm, args: &Args<'a>, name: &str) -> Res<(&'a Value, i64, i64)> {
    if !args.names.is_empty() {
        args.no_keywords(&qualified(args, name)).or_raise(vm)?;
    }
    let rest = args.rest();
    let given = rest.len();
    let what = match rest.first() {
        Some(what) if given <= 3 => what,
        first => {
            let (bound, n, s) = if first.is_none() {
                ("least", 1, "")
            } else {
                ("most", 3, "s")
            };
            let message = format!("{name}() takes at {bound} {n} argument{s} ({given} given)");
            return Err(ToRaise::Type(message).raise(vm));
        }
    };
    let start = bound(vm, rest.get(1), 0)?;
    let end = bound(vm, rest.get(2), i64::MAX)?;
    Ok((what, start, end))
}

fn needle<'a>(vm: &mut Vm, what: &'a Value) -> Res<Needle<'a>> {
    if sequence::is_int(what) {
        return content::byte(vm, what, "byte").map(|byte| Needle::Byte([byte]));
    }
    match content::buffer(vm, what)? {
        Some(bytes) => Ok(Needle::Bytes(bytes)),
        None => {
            let message = format!(
                "argument should be integer or bytes-like object, not '{}'",
                type_name(what)
            );
            Err(vm.type_error(&message))
        }
    }
}

type Search = fn(&[u8], &[u8], i64, i64) -> Option<usize>;

fn search(vm: &mut Vm, args: &Args<'_>, name: &str, search: Search) -> Res<Option<usize>> {
    let (what, start, end) = three(vm, args, name)?;
    let needle = needle(vm, what)?;
    Ok(search(&own(args), needle.bytes(), start, end))
}

fn place(found: Option<usize>) -> Value {
    found.map_or(Value::int(-1), Value::size)
}

/// `b.find(what, start, end)`
pub fn find(vm: &mut Vm, args: &Args<'_>) -> Res {
    search(vm, args, "find", bytes::find).map(place)
}

/// `b.rfind(what, start, end)`
pub fn rfind(vm: &mut Vm, args: &Args<'_>) -> Res {
    search(vm, args, "rfind", bytes::rfind).map(place)
}

fn must(vm: &mut Vm, found: Option<usize>) -> Res {
    match found {
        Some(at) => Ok(Value::size(at)),
        None => Err(vm.value_error("subsection not found")),
    }
}

/// `b.index(what, start, end)`
pub fn index(vm: &mut Vm, args: &Args<'_>) -> Res {
    let found = search(vm, args, "index", bytes::find)?;
    must(vm, found)
}

/// `b.rindex(what, start, end)`
pub fn rindex(vm: &mut Vm, args: &Args<'_>) -> Res {
    let found = search(vm, args, "rindex", bytes::rfind)?;
    must(vm, found)
}

/// `b.count(what, start, end)`
pub fn count(vm: &mut Vm, args: &Args<'_>) -> Res {
    let (what, start, end) = three(vm, args, "count")?;
    let needle = needle(vm, what)?;
    Ok(Value::size(bytes::count(
        &own(args),
        needle.bytes(),
        start,
        end,
    )))
}

type Affix = fn(&[u8], &[u8], i64, i64) -> bool;

fn affixed(vm: &mut Vm, args: &Args<'_>, name: &str, test: Affix) -> Res {
    let (what, start, end) = three(vm, args, name)?;
    let own = own(args);
    if let Some(Body::Tuple(choices)) = what.body() {
        for choice in choices {
            let choice = content::require(vm, choice)?;
            if test(&own, &choice, start, end) {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    match content::buffer(vm, what)? {
        Some(affix) => Ok(Value::bool(test(&own, &affix, start, end))),
        None => {
            let message = format!(
                "{name} first arg must be bytes or a tuple of bytes, not {}",
                type_name(what)
            );
            Err(vm.type_error(&message))
        }
    }
}

/// `b.startswith(prefix, start, end)`
pub fn starts_with(vm: &mut Vm, args: &Args<'_>) -> Res {
    affixed(vm, args, "startswith", bytes::starts_with)
}

/// `b.endswith(suffix, start, end)`
pub fn ends_with(vm: &mut Vm, args: &Args<'_>) -> Res {
    affixed(vm, args, "endswith", bytes::ends_with)
}

/// `item in b`, of bytes and bytearrays.
pub fn contains(vm: &mut Vm, o: &Value, item: &Value) -> Res {
    let needle = if sequence::is_int(item) {
        Needle::Byte([content::byte(vm, item, "byte")?])
    } else {
        Needle::Bytes(content::require(vm, item)?)
    };
    let own = content::plain(o).unwrap_or(Content::Fixed(&[]));
    Ok(Value::bool(bytes::contains(&own, needle.bytes())))
}
