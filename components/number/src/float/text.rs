//! Floats as text, and text as floats.

use crate::error::{Error, Result};
use crate::float::digits::{Digits, fixed, shortest, significant};
use crate::int::is_space;

/// How a float is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// As many digits as needed to read the same float back (`repr`)
    Repr,
    /// `%e`
    Exponent,
    /// `%f`
    Fixed,
    /// `%g`
    General,
}

/// How a float is laid out, in detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The layout
    pub code: Code,
    /// Digits behind the point, or significant digits for [`Code::General`]; unused by [`Code::Repr`]
    pub precision: usize,
    /// A finite result without exponent gets ".0" if it had no digit behind the point
    pub add_dot_0: bool,
    /// `#`: the point stays, and trailing zeros of [`Code::General`] do
    pub alternate: bool,
    /// `z`: what rounds to minus zero is zero
    pub no_negative_zero: bool,
    /// `E`, `INF`, `NAN`
    pub upper: bool,
}

impl Style {
    /// The plain style of a layout and a precision.
    pub const fn new(code: Code, precision: usize) -> Self {
        Self {
            code,
            precision,
            add_dot_0: false,
            alternate: false,
            no_negative_zero: false,
            upper: false,
        }
    }
}

/// `repr(x)`, which is `str(x)` too.
pub fn repr(x: f64) -> String {
    let mut style = Style::new(Code::Repr, 0);
    style.add_dot_0 = true;
    // 17 digits and an exponent always fit in memory.
    render(x, &style).unwrap_or_default()
}

/// The float in a style, with a minus sign if it has one.
pub fn render(x: f64, style: &Style) -> Result<String> {
    if !x.is_finite() {
        let text = match (x.is_nan(), x > 0.0) {
            (true, _) => "nan",
            (_, true) => "inf",
            _ => "-inf",
        };
        return Ok(if style.upper {
            text.to_ascii_uppercase()
        } else {
            String::from(text)
        });
    }
    let precision = style.precision;
    let found = match style.code {
        Code::Repr => shortest(x),
        Code::Exponent => significant(x, precision.saturating_add(1)),
        Code::Fixed => fixed(x, precision),
        Code::General => significant(x, precision.max(1)),
    };
    let zero = found.digits.bytes().all(|c| c == b'0');
    let negative = x.is_sign_negative() && !(style.no_negative_zero && zero);
    lay_out(&found, negative, style)
}

/// Puts the decimal point, zeros around the digits and the exponent.
fn lay_out(found: &Digits, negative: bool, style: &Style) -> Result<String> {
    let count = found.digits.len() as i64;
    let precision = i64::try_from(style.precision).map_err(|_| Error::too_large())?;
    let mut point = i64::from(found.point);
    let (exponential, mut end) = match style.code {
        Code::Exponent => (true, precision.saturating_add(1)),
        Code::Fixed => (false, point.saturating_add(precision)),
        Code::General => {
            let precision = precision.max(1);
            let exponential = point <= -4 || point > precision - i64::from(style.add_dot_0);
            (exponential, if style.alternate { precision } else { count })
        }
        // Exponents begin at 1e16: beyond 17 digits, integers would be shown with digits that they do not have.
        Code::Repr => (point <= -4 || point > 16, count),
    };
    let exponent = point - 1;
    if exponential {
        point = 1;
    }
    // At least one digit is before the point; and one behind it, if asked for.
    let start = if point <= 0 { point - 1 } else { 0 };
    end = end.max(point + i64::from(!exponential && style.add_dot_0));

    let mut out = String::new();
    let size = usize::try_from(end - start + 16).map_err(|_| Error::too_large())?;
    out.try_reserve(size).map_err(|_| Error::too_large())?;
    if negative {
        out.push('-');
    }
    digits_between(&mut out, &found.digits, start, point);
    if end > point || style.alternate {
        out.push('.');
    }
    digits_between(&mut out, &found.digits, point, end);
    if exponential {
        push_exponent(&mut out, exponent, style.upper);
    }
    Ok(out)
}

/// The digits from one place to another, zeros where there are none.
fn digits_between(out: &mut String, digits: &str, from: i64, to: i64) {
    let count = digits.len() as i64;
    let zeros = |out: &mut String, n: i64| {
        out.extend(std::iter::repeat_n('0', usize::try_from(n).unwrap_or(0)))
    };
    zeros(out, to.min(0) - from.min(0));
    let (first, last) = (from.clamp(0, count), to.clamp(0, count));
    out.push_str(
        digits
            .get(first as usize..last as usize)
            .unwrap_or_default(),
    );
    zeros(out, to.max(count) - from.max(count));
}

fn push_exponent(out: &mut String, exponent: i64, upper: bool) {
    out.push(if upper { 'E' } else { 'e' });
    out.push(if exponent < 0 { '-' } else { '+' });
    let magnitude = exponent.unsigned_abs();
    if magnitude < 10 {
        out.push('0');
    }
    let mut text = [0u8; 20];
    let mut at = text.len();
    let mut rest = magnitude;
    loop {
        at -= 1;
        text[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 || at == 0 {
            break;
        }
    }
    out.extend(text[at..].iter().map(|c| *c as char));
}

/// `float(text)` of a text that went through [`crate::int::normalise`] (or of bytes). `None` if it is not a number: the
/// caller words `could not convert string to float: '...'` with the repr of the original text.
pub fn parse(text: &[u8]) -> Option<f64> {
    let text = text.trim_ascii();
    // `trim_ascii` knows no vertical tab.
    let first = text.iter().position(|c| !is_space(*c))?;
    let last = text.iter().rposition(|c| !is_space(*c))?;
    let text = text.get(first..=last)?;
    if text.contains(&b'_') {
        return parse_plain(&without_underscores(text)?);
    }
    parse_plain(text)
}

/// Underscores stand between two digits.
fn without_underscores(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut previous = 0u8;
    for &c in text {
        if c == b'_' {
            if !previous.is_ascii_digit() {
                return None;
            }
        } else {
            if previous == b'_' && !c.is_ascii_digit() {
                return None;
            }
            out.push(c);
        }
        previous = c;
    }
    (previous != b'_').then_some(out)
}

fn parse_plain(text: &[u8]) -> Option<f64> {
    let (negative, body) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let is = |word: &[u8]| body.eq_ignore_ascii_case(word);
    let magnitude = if is(b"inf") || is(b"infinity") {
        f64::INFINITY
    } else if is(b"nan") {
        f64::NAN
    } else if is_decimal(body) {
        std::str::from_utf8(body).ok()?.parse().ok()?
    } else {
        return None;
    };
    Some(if negative { -magnitude } else { magnitude })
}

/// Digits with at most one point among them, then perhaps an exponent.
fn is_decimal(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|c| c.is_ascii_digit()).count();
    let whole = digits(text);
    let mut rest = &text[whole..];
    let mut count = whole;
    if let [b'.', behind @ ..] = rest {
        let fraction = digits(behind);
        count += fraction;
        rest = &behind[fraction..];
    }
    if count == 0 {
        return false;
    }
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] => {
            !exponent.is_empty() && digits(exponent) == exponent.len()
        }
        _ => false,
    }
}
