//! Literals.

use num_bigint::BigInt;
use ruff_python_ast::{BytesLiteralValue, Expr, Int, StringLiteral, StringLiteralValue};

use super::body::Body;
use super::value::Value;
use crate::infer::Ty;
use crate::ir::{Constant, ConstantItem, Operand};

/// Ints that fit into a boxed value.
const BOXED: std::ops::Range<i64> = -(1 << 46)..1 << 46;

/// The int of a literal, if it is a word's.
pub fn word(int: &Int) -> Option<i64> {
    int.as_i64().filter(|number| in_word(*number))
}

/// Whether a literal may be a word.
pub fn in_word(number: i64) -> bool {
    (-(1 << 61)..1 << 61).contains(&number)
}

/// A literal of any size in decimal digits.
pub fn decimal(int: &Int) -> Option<String> {
    let text = int.to_string().replace('_', "").to_ascii_lowercase();
    let radix = match text.get(..2) {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => return Some(text),
    };
    BigInt::parse_bytes(text.get(2..)?.as_bytes(), radix).map(|number| number.to_string())
}

impl<'a> Body<'_, 'a> {
    /// An int literal that does not fit into 47 bits is a constant.
    pub fn boxed_literal(&mut self, number: i64) -> Value {
        if BOXED.contains(&number) {
            return Value::free(Operand::Int(number), Ty::Any);
        }
        let id = self.cx.constant(Constant::Int(number.to_string()));
        Value::free(Operand::Constant(id), Ty::Any)
    }

    /// An int literal, negated or not.
    pub fn int_literal(&mut self, int: &Int, negative: bool) -> Value {
        if let Some(number) = word(int) {
            let number = if negative { -number } else { number };
            return Value::free(Operand::Int(number), Ty::Word);
        }
        let Some(mut digits) = decimal(int) else {
            return Value::none();
        };
        if negative {
            digits.insert(0, '-');
        }
        let id = self.cx.constant(Constant::Int(digits));
        Value::free(Operand::Constant(id), Ty::Any)
    }

    /// A str literal.
    pub fn str_literal(&mut self, value: &StringLiteralValue) -> Value {
        let mut bytes = Vec::new();
        for part in value {
            self.string_part(part, &mut bytes);
        }
        let id = self.cx.constant(Constant::Str(bytes));
        Value::free(Operand::Constant(id), Ty::Str)
    }

    /// One of the literals that stand side by side.
    pub fn string_part(&mut self, part: &StringLiteral, bytes: &mut Vec<u8>) {
        let raw = self.cx.source.slice(part.range);
        let inner = raw
            .get(
                part.content_range()
                    .start()
                    .to_usize()
                    .saturating_sub(part.range.start().to_usize())..,
            )
            .and_then(|text| text.get(..part.content_range().len().to_usize()))
            .unwrap_or_default();
        text_of(inner, &part.value, part.flags.prefix().is_raw(), bytes);
    }

    /// A bytes literal.
    pub fn bytes_literal(&mut self, value: &BytesLiteralValue) -> Value {
        let id = self.cx.constant(Constant::Bytes(value.bytes().collect()));
        Value::free(Operand::Constant(id), Ty::Any)
    }

    /// An expression that is the same immutable value every time, as an item of a constant tuple.
    pub fn constant_item(&mut self, expr: &'a Expr) -> Option<ConstantItem> {
        let value = match expr {
            Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::BooleanLiteral(_) => self.expression(expr),
            Expr::NoneLiteral(_) => return Some(ConstantItem::None),
            Expr::UnaryOp(unary)
                if unary.op.is_u_sub() && unary.operand.is_number_literal_expr() =>
            {
                self.expression(expr)
            }
            Expr::Tuple(tuple) => {
                let items: Option<Vec<_>> = tuple
                    .elts
                    .iter()
                    .map(|item| self.constant_item(item))
                    .collect();
                return items
                    .map(|items| ConstantItem::Constant(self.cx.constant(Constant::Tuple(items))));
            }
            _ => return None,
        };
        let value = self.boxed(value);
        match value.operand {
            Operand::Int(number) => Some(ConstantItem::Int(number)),
            Operand::Float(number) => Some(ConstantItem::Float(number.to_bits())),
            Operand::Bool(flag) => Some(ConstantItem::Bool(flag)),
            Operand::Constant(id) => Some(ConstantItem::Constant(id)),
            _ => None,
        }
    }
}

/// The WTF-8 of a literal's text, from its source and from what the parser made of it.
pub fn text_of(source: &str, parsed: &str, raw: bool, bytes: &mut Vec<u8>) {
    if raw || !parsed.contains('\u{fffd}') {
        bytes.extend_from_slice(parsed.as_bytes());
    } else {
        unescape(source, parsed, bytes);
    }
}

/// The parser puts U+FFFD where an escape names a surrogate: such literals are read again.
fn unescape(raw: &str, parsed: &str, bytes: &mut Vec<u8>) {
    let mut parsed = parsed.chars();
    let mut rest = raw;
    // Whatever is not such an escape is as the parser has it: walk both, and look only where they meet a U+FFFD.
    for c in parsed.by_ref() {
        if c != '\u{fffd}' {
            let mut buffer = [0; 4];
            bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
            continue;
        }
        match next_surrogate(&mut rest) {
            Some(code) => {
                bytes.extend_from_slice(&[
                    0xe0 | (code >> 12) as u8,
                    0x80 | (code >> 6 & 0x3f) as u8,
                    0x80 | (code & 0x3f) as u8,
                ]);
            }
            None => bytes.extend_from_slice("\u{fffd}".as_bytes()),
        }
    }
}

/// Skips to the next thing that the parser reads as U+FFFD: the code point if it is a surrogate's escape, else `None`.
fn next_surrogate(rest: &mut &str) -> Option<u32> {
    while let Some(c) = rest.chars().next() {
        if c == '\u{fffd}' {
            *rest = rest.get(c.len_utf8()..).unwrap_or_default();
            return None;
        }
        if c != '\\' {
            *rest = rest.get(c.len_utf8()..).unwrap_or_default();
            continue;
        }
        let digits = match rest.as_bytes().get(1) {
            Some(b'u') => 4,
            Some(b'U') => 8,
            Some(b'N') => {
                let end = rest.find('}').map_or(rest.len(), |end| end + 1);
                let named = rest.get(..end).unwrap_or_default().to_ascii_uppercase();
                *rest = rest.get(end..).unwrap_or_default();
                if named == "\\N{REPLACEMENT CHARACTER}" {
                    return None;
                }
                continue;
            }
            _ => 0,
        };
        let code = rest
            .get(2..2 + digits)
            .and_then(|text| u32::from_str_radix(text, 16).ok());
        let skip = if digits == 0 {
            1 + rest.chars().nth(1).map_or(0, char::len_utf8)
        } else {
            2 + digits
        };
        *rest = rest.get(skip..).unwrap_or_default();
        match code {
            Some(code @ 0xd800..=0xdfff) => return Some(code),
            Some(0xfffd) => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn surrogates_keep_their_code_points() {
        let mut bytes = Vec::new();
        unescape(
            r"a\\u\ud800\ufffd\N{REPLACEMENT CHARACTER}b\U0000dfff",
            "a\\u\u{fffd}\u{fffd}\u{fffd}b\u{fffd}",
            &mut bytes,
        );
        assert_eq!(
            bytes,
            b"a\\u\xed\xa0\x80\xef\xbf\xbd\xef\xbf\xbdb\xed\xbf\xbf"
        );
    }
}
