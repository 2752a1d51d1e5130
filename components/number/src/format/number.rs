//! `format(number, spec)`.

use crate::error::{Error, Result};
use crate::float::{self, Code, Style, render};
use crate::format::spec::{Align, Grouping, Spec, unknown_kind};
use crate::int;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The parts of a number's text: sign, "0x", the digits that are grouped, and what follows them.
struct Parts<'a> {
    negative: bool,
    prefix: &'a str,
    digits: &'a str,
    rest: &'a str,
}

/// `format(n, spec)` of an int, or of a bool with its type name. (An empty specification is `str(n)`: a bool's caller
/// has to see to it.)
pub fn format_int(n: &BigInt, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return int::to_decimal(n);
    }
    let spec = Spec::parse(spec, type_name, Align::Right)?;
    match spec.kind {
        None | Some('b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n') => {
            if spec.precision.is_some() {
                return Err(Error::value(
                    "Precision not allowed in integer format specifier",
                ));
            }
            if spec.no_negative_zero {
                return Err(Error::value(
                    "Negative zero coercion (z) not allowed in integer format specifier",
                ));
            }
            if spec.kind == Some('c') {
                character(n, &spec)
            } else {
                integer(n, &spec)
            }
        }
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => floating(int::to_f64(n)?, &spec),
        Some(kind) => Err(unknown_kind(kind, type_name)),
    }
}

fn integer(n: &BigInt, spec: &Spec) -> Result<String> {
    let radix = match spec.kind {
        Some('b') => 2,
        Some('o') => 8,
        Some('x' | 'X') => 16,
        _ => 10,
    };
    let mut text = int::to_radix(n, radix, false)?;
    if spec.kind == Some('X') {
        text.make_ascii_uppercase();
    }
    let digits = text.strip_prefix('-');
    let prefix = match spec.kind {
        Some('b') => "0b",
        Some('o') => "0o",
        Some('x') => "0x",
        Some('X') => "0X",
        _ => "",
    };
    let parts = Parts {
        negative: digits.is_some(),
        prefix: if spec.alternate { prefix } else { "" },
        digits: digits.unwrap_or(&text),
        rest: "",
    };
    lay_out(&parts, spec, if radix == 10 { 3 } else { 4 })
}

/// `c`: the code point is padded like a number without digits.
fn character(n: &BigInt, spec: &Spec) -> Result<String> {
    if spec.sign.is_some() {
        return Err(Error::value(
            "Sign not allowed with integer format specifier 'c'",
        ));
    }
    if spec.alternate {
        return Err(Error::value(
            "Alternate form (#) not allowed with integer format specifier 'c'",
        ));
    }
    let code = n
        .to_i64()
        .ok_or_else(|| Error::overflow("Python int too large to convert to C long"))?;
    let code = u32::try_from(code).ok().filter(|c| *c < 0x11_0000);
    let code = code.ok_or_else(|| Error::overflow("%c arg not in range(0x110000)"))?;
    let c = char::from_u32(code)
        .ok_or_else(|| Error::value("format code 'c' with a lone surrogate is not supported"))?;
    let mut buffer = [0; 4];
    lay_out(
        &Parts {
            negative: false,
            prefix: "",
            digits: "",
            rest: c.encode_utf8(&mut buffer),
        },
        spec,
        3,
    )
}

/// `format(x, spec)` of a float.
pub fn format_float(x: f64, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(float::repr(x));
    }
    let spec = Spec::parse(spec, type_name, Align::Right)?;
    match spec.kind {
        None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%') => floating(x, &spec),
        Some(kind) => Err(unknown_kind(kind, type_name)),
    }
}

fn floating(x: f64, spec: &Spec) -> Result<String> {
    if spec.precision.is_some_and(|p| p > i32::MAX as usize) {
        return Err(Error::value("precision too big"));
    }
    let code = match spec.kind {
        Some('e' | 'E') => Code::Exponent,
        Some('f' | 'F' | '%') => Code::Fixed,
        None if spec.precision.is_none() => Code::Repr,
        _ => Code::General,
    };
    let style = Style {
        code,
        precision: spec.precision.unwrap_or(6),
        add_dot_0: spec.kind.is_none(),
        alternate: spec.alternate,
        no_negative_zero: spec.no_negative_zero,
        upper: matches!(spec.kind, Some('E' | 'F' | 'G')),
    };
    let percent = spec.kind == Some('%');
    let mut text = render(if percent { x * 100.0 } else { x }, &style)?;
    if percent {
        text.push('%');
    }
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.as_str()),
    };
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = body.split_at(digits);
    lay_out(
        &Parts {
            negative,
            prefix: "",
            digits,
            rest,
        },
        spec,
        3,
    )
}

/// Sign, padding and grouping.
fn lay_out(parts: &Parts<'_>, spec: &Spec, group: usize) -> Result<String> {
    let sign = match (parts.negative, spec.sign) {
        (true, _) => "-",
        (_, Some('+')) => "+",
        (_, Some(' ')) => " ",
        _ => "",
    };
    let width = spec.width.unwrap_or(0);
    let other = sign.len() + parts.prefix.len() + parts.rest.chars().count();
    // Zeros that fill the width are grouped with the digits.
    let least = if spec.fill == '0' && spec.align == Align::Inside {
        width.saturating_sub(other)
    } else {
        0
    };
    let separator = spec
        .grouping
        .map(|g| if g == Grouping::Comma { ',' } else { '_' });
    let digits = grouped(parts.digits, least, separator, group)?;
    let padding = width.saturating_sub(other + digits.len());
    let (left, inside, right) = match spec.align {
        Align::Left => (0, 0, padding),
        Align::Right => (padding, 0, 0),
        Align::Center => (padding / 2, 0, padding - padding / 2),
        Align::Inside => (0, padding, 0),
    };
    let mut out = String::new();
    let size = padding
        .checked_mul(spec.fill.len_utf8())
        .and_then(|n| n.checked_add(digits.len() + 4 * other));
    out.try_reserve(size.ok_or_else(Error::too_large)?)
        .map_err(|_| Error::too_large())?;
    let pad = |out: &mut String, n: usize| out.extend(std::iter::repeat_n(spec.fill, n));
    pad(&mut out, left);
    out.push_str(sign);
    out.push_str(parts.prefix);
    pad(&mut out, inside);
    out.push_str(&digits);
    out.push_str(parts.rest);
    pad(&mut out, right);
    Ok(out)
}

/// The digits with separators, and with zeros in front until there are `least` characters. No digits stay none.
fn grouped(digits: &str, least: usize, separator: Option<char>, group: usize) -> Result<String> {
    if digits.is_empty() || (separator.is_none() && least <= digits.len()) {
        return Ok(String::from(digits));
    }
    let size = digits
        .len()
        .checked_mul(2)
        .and_then(|n| n.checked_add(least))
        .ok_or_else(Error::too_large)?;
    let mut reversed = Vec::new();
    reversed.try_reserve(size).map_err(|_| Error::too_large())?;
    let mut source = digits.bytes().rev();
    let mut left = digits.len();
    let mut in_group = 0;
    while left > 0 || reversed.len() < least {
        if let Some(separator) = separator
            && in_group == group
        {
            reversed.push(separator as u8);
            in_group = 0;
        }
        reversed.push(source.next().unwrap_or(b'0'));
        left = left.saturating_sub(1);
        in_group += 1;
    }
    reversed.reverse();
    String::from_utf8(reversed).map_err(|_| Error::too_large())
}
