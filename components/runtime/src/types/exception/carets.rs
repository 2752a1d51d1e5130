//! The line of carets below a source line: the rules of CPython 3.12.
//!
//! CPython parses the marked text again: a binary operator or a subscript as its outermost expression gets `~~^~~`. A few
//! rules about brackets and precedence find the same without a parser.

/// The marks for a range of a line, without the indentation of the line; None when there are none. Columns are UTF-8 bytes;
/// `end` is 0 when the range is not known and `u32::MAX` when it ends on a later line.
pub fn carets(line: &str, start: u32, end: u32) -> Option<String> {
    if end == 0 {
        return None;
    }
    let indent = line.chars().take_while(|c| matches!(c, ' ' | '\t' | '\x0c')).count();
    let stripped = line.chars().count() - indent;
    let start_byte = start as usize;
    let more_lines = end == u32::MAX;
    let end_byte = if more_lines { line.trim_end().len() } else { end as usize };
    let segment = line.get(start_byte..end_byte)?;
    let start = line.get(..start_byte)?.chars().count();
    let width = segment.chars().count();
    let anchors = if more_lines { None } else { anchors(segment) };
    if anchors.is_none() && width == stripped {
        return None;
    }
    let mut marks = " ".repeat(start.saturating_sub(indent));
    match anchors {
        None => marks.push_str(&"^".repeat(width)),
        Some((left, right)) => {
            let count = |bytes: usize| segment.get(..bytes).map_or(0, |part| part.chars().count());
            let (left, right) = (count(left), count(right));
            for at in 0..width {
                marks.push(if (left..right).contains(&at) { '^' } else { '~' });
            }
        }
    }
    Some(marks)
}

/// The bytes of the operator or of the subscript's brackets.
fn anchors(segment: &str) -> Option<(usize, usize)> {
    let tokens = outermost(segment)?;
    if let Some(operator) = operator(&tokens) {
        let left_end = without_parentheses(segment, 0, operator.start).1;
        let right_start = without_parentheses(segment, operator.end, segment.len()).0;
        let bytes = segment.as_bytes();
        let at = (left_end..right_start).find(|at| !is_space(bytes[*at]))?;
        let two = at + 1 < right_start && !is_space(bytes[at + 1]);
        return Some((at, at + 1 + usize::from(two)));
    }
    let last = tokens.last()?;
    let before = tokens.len().checked_sub(2).map(|at| &tokens[at])?;
    let subscript = last.kind == Kind::Bracket(b'[') && before.is_operand() && tokens[0].kind != Kind::Prefix;
    if !subscript {
        return None;
    }
    let value_end = without_parentheses(segment, 0, last.start).1;
    let slice_end = without_parentheses(segment, last.start + 1, last.end - 1).1;
    Some((value_end, slice_end + 1))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A name, number or string.
    Operand,
    /// A pair of brackets with what is inside.
    Bracket(u8),
    /// A binary operator and its precedence.
    Binary(u8),
    /// A unary operator.
    Prefix,
    /// A dot.
    Dot,
}

struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

impl Token {
    fn is_operand(&self) -> bool {
        matches!(self.kind, Kind::Operand | Kind::Bracket(_))
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0c')
}

/// Words that make the outermost expression something else.
const WORDS: &[&str] = &["and", "or", "not", "in", "is", "if", "else", "lambda", "await", "yield", "for", "from", "raise",
    "return", "assert", "del", "import", "with", "while", "def", "class", "async", "as", "pass", "global", "nonlocal"];

/// Tokens outside of brackets; None when the expression is neither an operation nor a primary.
fn outermost(segment: &str) -> Option<Vec<Token>> {
    let bytes = segment.as_bytes();
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if is_space(byte) {
            at += 1;
            continue;
        }
        let after_operand = tokens.last().is_some_and(Token::is_operand);
        let (kind, end) = match byte {
            b'(' | b'[' | b'{' => (Kind::Bracket(byte), closing(bytes, at)?),
            b'"' | b'\'' => (Kind::Operand, string_end(bytes, at)?),
            b'.' if !bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => (Kind::Dot, at + 1),
            b'0'..=b'9' | b'.' => (Kind::Operand, number_end(bytes, at)),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => {
                let end = word_end(bytes, at);
                if WORDS.contains(&segment.get(at..end)?) {
                    return None;
                }
                match bytes.get(end) {
                    Some(b'"' | b'\'') if end - at <= 2 => (Kind::Operand, string_end(bytes, end)?),
                    _ => (Kind::Operand, end),
                }
            }
            _ => operator_at(bytes, at, after_operand)?,
        };
        tokens.push(Token { kind, start: at, end });
        at = end;
    }
    Some(tokens)
}

fn operator_at(bytes: &[u8], at: usize, after_operand: bool) -> Option<(Kind, usize)> {
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    let (precedence, length) = match (bytes[at], next) {
        (b'*', b'*') => (7, 2),
        (b'/', b'/') => (6, 2),
        (b'<', b'<') | (b'>', b'>') => (4, 2),
        (_, b'=') => return None,
        (b'*' | b'/' | b'%' | b'@', _) => (6, 1),
        (b'+' | b'-', _) if after_operand => (5, 1),
        (b'+' | b'-' | b'~', _) => return Some((Kind::Prefix, at + 1)),
        (b'&', _) => (3, 1),
        (b'^', _) => (2, 1),
        (b'|', _) => (1, 1),
        _ => return None,
    };
    after_operand.then_some((Kind::Binary(precedence), at + length))
}

/// The operator of the outermost operation: the last one of the lowest precedence, of `**` the first one.
fn operator(tokens: &[Token]) -> Option<&Token> {
    let precedence = |token: &Token| match token.kind {
        Kind::Binary(precedence) => Some(precedence),
        _ => None,
    };
    let lowest = tokens.iter().filter_map(precedence).min()?;
    let mut all = tokens.iter().filter(|token| precedence(token) == Some(lowest));
    if lowest == 7 {
        // A sign in front is applied to the power.
        return if tokens[0].kind == Kind::Prefix { None } else { all.next() };
    }
    all.next_back()
}

fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = open;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' | b'\'' => {
                at = string_end(bytes, at)?;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn string_end(bytes: &[u8], open: usize) -> Option<usize> {
    let quote = bytes[open];
    let triple = bytes.get(open..open + 3).is_some_and(|three| three.iter().all(|byte| *byte == quote));
    let width = if triple { 3 } else { 1 };
    let mut at = open + width;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            byte if byte == quote
                && bytes.get(at..at + width).is_some_and(|some| some.iter().all(|byte| *byte == quote)) =>
            {
                return Some(at + width);
            }
            _ => at += 1,
        }
    }
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    start + bytes[start..].iter().take_while(|byte| is_word(byte)).count()
}

fn number_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        let exponent_sign = matches!(byte, b'+' | b'-')
            && at > start
            && matches!(bytes[at - 1], b'e' | b'E')
            && !bytes[start..].starts_with(b"0x");
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || exponent_sign) {
            break;
        }
        at += 1;
    }
    at
}

/// A range without the spaces at its ends and without the parentheses around it, which no expression counts as its own.
fn without_parentheses(segment: &str, start: usize, end: usize) -> (usize, usize) {
    let bytes = segment.as_bytes();
    let (mut start, mut end) = (start, end);
    loop {
        while start < end && is_space(bytes[start]) {
            start += 1;
        }
        while end > start && is_space(bytes[end - 1]) {
            end -= 1;
        }
        let around = end - start >= 2 && bytes[start] == b'(' && closing(&bytes[..end], start) == Some(end);
        // A tuple's and a generator expression's parentheses are their own.
        if !around || has_own_parentheses(&segment[start + 1..end - 1]) {
            return (start, end);
        }
        start += 1;
        end -= 1;
    }
}

fn has_own_parentheses(inside: &str) -> bool {
    let bytes = inside.as_bytes();
    let mut at = 0;
    let mut empty = true;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b',' => return true,
            b'(' | b'[' | b'{' => match closing(bytes, at) {
                Some(end) => at = end,
                None => return true,
            },
            b'"' | b'\'' => match string_end(bytes, at) {
                Some(end) => at = end,
                None => return true,
            },
            b'f' if inside[at..].starts_with("for ") && (at == 0 || is_space(bytes[at - 1])) => return true,
            _ => {
                at += 1;
                if is_space(byte) {
                    continue;
                }
            }
        }
        empty = false;
    }
    empty
}
