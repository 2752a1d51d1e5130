//! The numeric conversions of `%`: d i u o x X, e E f F g G, and the padding of all.

use crate::error::{Error, Result};
use crate::float::{Code, Style, render};
use crate::int;
use num_bigint::BigInt;

/// The flags, width and precision of a conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conversion {
    /// `-`: padding behind
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
    /// The least number of code points
    pub width: usize,
    /// Behind the point
    pub precision: Option<usize>,
}

/// `%d`, `%i`, `%u`, `%o`, `%x`, `%X` of an integer.
pub fn percent_int(n: &BigInt, kind: char, how: &Conversion) -> Result<String> {
    let (radix, prefix) = match kind {
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        _ => (10, ""),
    };
    let mut text = int::to_radix(n, radix, false)?;
    if kind == 'X' {
        text.make_ascii_uppercase();
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.as_str()),
    };
    let zeros = how.precision.unwrap_or(0).saturating_sub(digits.len());
    if zeros > (i32::MAX - 3) as usize {
        return Err(Error::overflow("precision too large"));
    }
    lay_out(
        negative,
        if how.alternate { prefix } else { "" },
        zeros,
        digits,
        how,
    )
}

/// `%e`, `%E`, `%f`, `%F`, `%g`, `%G` of a float.
pub fn percent_float(x: f64, kind: char, how: &Conversion) -> Result<String> {
    let code = match kind {
        'e' | 'E' => Code::Exponent,
        'f' | 'F' => Code::Fixed,
        _ => Code::General,
    };
    let mut style = Style::new(code, how.precision.unwrap_or(6));
    style.alternate = how.alternate;
    style.upper = kind.is_ascii_uppercase();
    let text = render(x, &style)?;
    match text.strip_prefix('-') {
        Some(digits) => lay_out(true, "", 0, digits, how),
        None => lay_out(false, "", 0, &text, how),
    }
}

/// Sign, prefix, zeros, digits; padded with zeros between prefix and digits, or with spaces around.
fn lay_out(
    negative: bool,
    prefix: &str,
    zeros: usize,
    digits: &str,
    how: &Conversion,
) -> Result<String> {
    let sign = match negative {
        true => "-",
        false if how.plus => "+",
        false if how.space => " ",
        false => "",
    };
    let length = (sign.len() + prefix.len() + digits.len()).saturating_add(zeros);
    let padding = how.width.saturating_sub(length);
    let mut out = String::new();
    out.try_reserve(length.max(how.width))
        .map_err(|_| Error::too_large())?;
    let pad = |out: &mut String, c: char, n: usize| out.extend(std::iter::repeat_n(c, n));
    if !how.left && !how.zero {
        pad(&mut out, ' ', padding);
    }
    out.push_str(sign);
    out.push_str(prefix);
    if !how.left && how.zero {
        pad(&mut out, '0', padding);
    }
    pad(&mut out, '0', zeros);
    out.push_str(digits);
    if how.left {
        pad(&mut out, ' ', padding);
    }
    Ok(out)
}
