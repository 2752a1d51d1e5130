//! `string`: the constants and `capwords`.

use molt_text::Text;

use crate::args::{Args, Builtin};
use crate::error::Res;
use crate::ops::type_name;
use crate::types::exception::ExcType;
use crate::types::module::Module;
use crate::value::Value;
use crate::vm::Vm;

/// The module.
pub static MODULE: Module = Module {
    name: "string",
    functions: &[Builtin::function("capwords", cap_words)],
    attribute,
};

const LOWERCASE: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPERCASE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";
const PUNCTUATION: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const WHITESPACE: &str = " \t\n\r\x0b\x0c";

fn attribute(vm: &mut Vm, name: &str) -> Option<Res> {
    let constant = match name {
        "ascii_lowercase" => vm.intern(LOWERCASE),
        "ascii_uppercase" => vm.intern(UPPERCASE),
        "ascii_letters" => vm.intern(LETTERS),
        "digits" => vm.intern(DIGITS),
        "hexdigits" => vm.intern("0123456789abcdefABCDEF"),
        "octdigits" => vm.intern("01234567"),
        "punctuation" => vm.intern(PUNCTUATION),
        "whitespace" => vm.intern(WHITESPACE),
        "printable" => {
            let all = [DIGITS, LETTERS, PUNCTUATION, WHITESPACE].concat();
            vm.intern(&all)
        }
        "Template" | "Formatter" => {
            let message = format!("string.{name} is not supported by molt");
            return Some(Err(vm.error(ExcType::AttributeError, &message)));
        }
        _ => return None,
    };
    Some(Ok(constant))
}

/// `string.capwords(s, sep=None)`: a function of Python's own, with its own messages.
fn cap_words(vm: &mut Vm, args: &Args<'_>) -> Res {
    let (mut text, mut separator) = (args.pos.first(), args.pos.get(1));
    if args.pos.len() > 2 {
        let given = args.pos.len();
        return Err(vm.type_error(&format!(
            "capwords() takes from 1 to 2 positional arguments but {given} were given"
        )));
    }
    for (name, value) in args.names.iter().zip(args.kw) {
        let name = name.as_text().and_then(Text::as_str).unwrap_or("?");
        let slot = match name {
            "s" => &mut text,
            "sep" => &mut separator,
            _ => {
                let message = format!("capwords() got an unexpected keyword argument '{name}'");
                return Err(vm.type_error(&message));
            }
        };
        if slot.replace(value).is_some() {
            return Err(vm.type_error(&format!(
                "capwords() got multiple values for argument '{name}'"
            )));
        }
    }
    let Some(value) = text else {
        return Err(vm.type_error("capwords() missing 1 required positional argument: 's'"));
    };
    let Some(text) = value.as_text() else {
        let message = format!("'{}' object has no attribute 'split'", type_name(value));
        return Err(vm.error(ExcType::AttributeError, &message));
    };
    let separator = separator.filter(|separator| !separator.is_none());
    match separator
        .map(|separator| separator.as_text().ok_or(separator))
        .transpose()
    {
        Ok(separator) => capitalized(vm, text, separator),
        Err(other) => {
            let name = type_name(other);
            Err(vm.type_error(&format!("must be str or None, not {name}")))
        }
    }
}

fn capitalized(vm: &mut Vm, text: &Text, separator: Option<&Text>) -> Res {
    let Some(mut words) = text.split(separator, -1, |word| word) else {
        return Err(vm.value_error("empty separator"));
    };
    for word in &mut words {
        *word = word.capitalize();
    }
    let space = Text::from(" ");
    match separator.unwrap_or(&space).join(words.iter()) {
        Ok(joined) => Ok(Value::text(joined)),
        Err(_) => Err(vm.memory_error()),
    }
}
