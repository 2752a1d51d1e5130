//! Arguments of the runtime's own functions, and how those are declared.

use crate::error::{Res, ToRaise};
use crate::object::TypeId;
use crate::value::Value;
use crate::vm::Vm;

/// A function or method of the runtime. A table of these is a type's methods, or a module's functions.
pub struct Builtin {
    /// Its `__name__`.
    pub name: &'static str,
    /// The type whose method it is: its first argument is then the receiver, checked before the call. A module's or builtin
    /// function has none.
    pub owner: Option<TypeId>,
    /// The code.
    pub call: fn(&mut Vm, &Args<'_>) -> Res,
}

impl Builtin {
    /// A function.
    pub const fn function(name: &'static str, call: fn(&mut Vm, &Args<'_>) -> Res) -> Builtin {
        Builtin {
            name,
            owner: None,
            call,
        }
    }

    /// A method of a type.
    pub const fn method(
        owner: TypeId,
        name: &'static str,
        call: fn(&mut Vm, &Args<'_>) -> Res,
    ) -> Builtin {
        Builtin {
            name,
            owner: Some(owner),
            call,
        }
    }
}

/// The arguments of one call: positional ones (a method's receiver first), and keywords.
pub struct Args<'a> {
    /// Positional, the receiver first.
    pub pos: &'a [Value],
    /// Keyword names: strs.
    pub names: &'a [Value],
    /// Their values, as many.
    pub kw: &'a [Value],
}

impl<'a> Args<'a> {
    /// Positional arguments alone.
    pub fn of(pos: &'a [Value]) -> Args<'a> {
        Args {
            pos,
            names: &[],
            kw: &[],
        }
    }

    /// The receiver of a method.
    pub fn receiver(&self) -> &'a Value {
        &self.pos[0]
    }

    /// The positional arguments behind the receiver.
    pub fn rest(&self) -> &'a [Value] {
        &self.pos[1..]
    }

    /// A keyword's value.
    pub fn keyword(&self, name: &str) -> Option<&'a Value> {
        let at = self
            .names
            .iter()
            .position(|n| n.as_text().and_then(|t| t.as_str()) == Some(name))?;
        self.kw.get(at)
    }

    /// Refuses keywords: "len() takes no keyword arguments". `name` is as CPython prints it: `len` or `list.append`.
    pub fn no_keywords(&self, name: &str) -> Result<(), ToRaise> {
        if self.names.is_empty() {
            return Ok(());
        }
        Err(ToRaise::Type(format!(
            "{name}() takes no keyword arguments"
        )))
    }

    /// Exactly one argument behind the receiver, as METH_O functions of CPython say it:
    /// "list.append() takes exactly one argument (2 given)".
    pub fn one(&self, name: &str) -> Result<&'a Value, ToRaise> {
        self.no_keywords(name)?;
        match self.rest() {
            [only] => Ok(only),
            rest => Err(ToRaise::Type(format!(
                "{name}() takes exactly one argument ({} given)",
                rest.len()
            ))),
        }
    }

    /// No argument behind the receiver: "list.clear() takes no arguments (1 given)".
    pub fn none(&self, name: &str) -> Result<(), ToRaise> {
        self.no_keywords(name)?;
        match self.rest().len() {
            0 => Ok(()),
            n => Err(ToRaise::Type(format!(
                "{name}() takes no arguments ({n} given)"
            ))),
        }
    }
}

/// Between `min` and `max` positional arguments, in the words of CPython's argument clinic:
/// "find expected at least 1 argument, got 0".
pub fn between(name: &str, given: &[Value], min: usize, max: usize) -> Result<(), ToRaise> {
    let n = given.len();
    if (min..=max).contains(&n) {
        return Ok(());
    }
    let (bound, limit) = match (min == max, n < min) {
        (true, _) => ("", min),
        (false, true) => ("at least ", min),
        (false, false) => ("at most ", max),
    };
    let s = if limit == 1 { "" } else { "s" };
    Err(ToRaise::Type(format!(
        "{name} expected {bound}{limit} argument{s}, got {n}"
    )))
}

/// Positional-or-keyword parameters, as CPython's clinic parses them. `names` are all parameters in order; the first
/// `positional_only` cannot be keywords (their names may be empty). Yields one slot a parameter.
pub fn bind<'a, const N: usize>(
    name: &str,
    args: &Args<'a>,
    skip: usize,
    names: [&str; N],
    positional_only: usize,
    required: usize,
) -> Result<[Option<&'a Value>; N], ToRaise> {
    let pos = &args.pos[skip.min(args.pos.len())..];
    let mut slots = [None; N];
    if pos.len() + args.kw.len() > N {
        let given = pos.len() + args.kw.len();
        let (bound, s) = ("at most", if N == 1 { "" } else { "s" });
        let keyword = if args.kw.is_empty() || positional_only == N {
            ""
        } else {
            "keyword "
        };
        let keyword = if pos.is_empty() { keyword } else { "" };
        return Err(ToRaise::Type(format!(
            "{name}() takes {bound} {N} {keyword}argument{s} ({given} given)"
        )));
    }
    let least = required.min(positional_only);
    if pos.len() < least {
        let s = if least == 1 { "" } else { "s" };
        let given = pos.len();
        return Err(ToRaise::Type(format!(
            "{name}() takes at least {least} positional argument{s} ({given} given)"
        )));
    }
    for (slot, value) in slots.iter_mut().zip(pos) {
        *slot = Some(value);
    }
    for (key, value) in args.names.iter().zip(args.kw) {
        let key = key.as_text().and_then(|t| t.as_str()).unwrap_or_default();
        let Some(at) = names.iter().skip(positional_only).position(|n| *n == key) else {
            return Err(ToRaise::Type(format!(
                "'{key}' is an invalid keyword argument for {name}()"
            )));
        };
        let at = at + positional_only;
        if slots[at].is_some() {
            return Err(ToRaise::Type(format!(
                "argument for {name}() given by name ('{key}') and position ({})",
                at + 1
            )));
        }
        slots[at] = Some(value);
    }
    if let Some(at) = slots[..required].iter().position(Option::is_none) {
        return Err(ToRaise::Type(format!(
            "{name}() missing required argument '{}' (pos {})",
            names[at],
            at + 1
        )));
    }
    Ok(slots)
}
