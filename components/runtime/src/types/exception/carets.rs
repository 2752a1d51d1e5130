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
    let indent = line
        .chars()
        .take_while(|c| matches!(c, ' ' | '\t' | '\x0c'))
        .count();
    let stripped = line.chars().count() - indent;
    let start_byte = start as usize;
    let more_lines = end == u32::MAX;
    let end_byte = if more_lines {
        line.trim_end().len()
    } else {
        end as usize
    };
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
                marks.push(if (left..right).contains(&at) {
                    '^'
                } else {
                    '~'
                });
            }
        }
    }
    Some(marks)
}

/// Where the function of a call ends, for the columns of the call: an attribute that is missing is marked without the arguments.
pub fn end_of_callee(line: &str, start: u32, end: u32) -> Option<u32> {
    let segment = line.get(start as usize..end as usize)?;
    let tokens = outermost(segment)?;
    let called = tokens.last()?.kind == Kind::Bracket(b'(');
    let callee = tokens.len().checked_sub(2).map(|at| &tokens[at])?;
    called.then_some(start + callee.end as u32)
}

/// The bytes of the operator or of the subscript's brackets.
fn anchors(segment: &str) -> Option<(usize, usize)> {
    let tokens = outermost(segment)?;
    if !tokens.last()?.is_operand() {
        // A part of an expression that goes on.
        return None;
    }
    if let Some(operator) = operator(&tokens) {
        return Some((operator.start, operator.end));
    }
    let last = tokens.last()?;
    let before = tokens.len().checked_sub(2).map(|at| &tokens[at])?;
    let subscript =
        last.kind == Kind::Bracket(b'[') && before.is_operand() && tokens[0].kind != Kind::Prefix;
    if !subscript {
        return None;
    }
    Some((last.start, last.end))
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
const WORDS: &[&str] = &[
    "and", "or", "not", "in", "is", "if", "else", "lambda", "await", "yield", "for", "from",
    "raise", "return", "assert", "del", "import", "with", "while", "def", "class", "async", "as",
    "pass", "global", "nonlocal",
];

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
        tokens.push(Token {
            kind,
            start: at,
            end,
        });
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
    let mut all = tokens
        .iter()
        .filter(|token| precedence(token) == Some(lowest));
    if lowest == 7 {
        // A sign in front is applied to the power.
        return if tokens[0].kind == Kind::Prefix {
            None
        } else {
            all.next()
        };
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
    let triple = bytes
        .get(open..open + 3)
        .is_some_and(|three| three.iter().all(|byte| *byte == quote));
    let width = if triple { 3 } else { 1 };
    let mut at = open + width;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            byte if byte == quote
                && bytes
                    .get(at..at + width)
                    .is_some_and(|some| some.iter().all(|byte| *byte == quote)) =>
            {
                return Some(at + width);
            }
            _ => at += 1,
        }
    }
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    start
        + bytes[start..]
            .iter()
            .take_while(|byte| is_word(byte))
            .count()
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

#[cfg(test)]
mod tests {
    use super::carets;

    /// Line, first column, column behind the last one, and what CPython 3.12.1 printed.
    const CASES: &[(&str, u32, u32, &str)] = &[
        ("y = x + 1", 4, 9, "    ~~^~~"),
        ("    y = x + 1", 8, 13, "    ~~^~~"),
        ("y = 1 + x", 4, 9, "    ~~^~~"),
        ("    y = 1 + x", 8, 13, "    ~~^~~"),
        ("y = (x) + (1)", 4, 13, "    ~~~~^~~~~"),
        ("y = (x + 1) * 2", 5, 10, "     ~~^~~"),
        ("y = 2 * (1 + x)", 9, 14, "         ~~^~~"),
        ("y = x[0]", 4, 8, "    ~^^^"),
        ("y = x[ 0 ]", 4, 10, "    ~^^^^^"),
        ("y = (x)[0]", 4, 10, "    ~~~^^^"),
        ("y = x[(0)]", 4, 10, "    ~^^^^^"),
        ("y = d['a']['b']", 4, 15, "    ~~~~~~^^^^^"),
        ("y = d['a'] [ 'b' ]", 4, 18, "    ~~~~~~~^^^^^^^"),
        ("y = x.foo", 4, 9, "    ^^^^^"),
        ("y = x(1)", 4, 8, "    ^^^^"),
        ("y = f(1)(2) + x", 4, 11, "    ^^^^^^^"),
        ("y = x  //  2", 4, 12, "    ~~~^^~~~"),
        ("y = x//2", 4, 8, "    ~^^~"),
        ("y = x**2", 4, 8, "    ~^^~"),
        ("y = -x ** 2", 5, 11, "     ~~^^~~"),
        ("y = 2 ** -x", 9, 11, "         ^^"),
        ("y = -x", 4, 6, "    ^^"),
        ("y = x + 1 + 2", 4, 9, "    ~~^~~"),
        ("y = 1 + 2 + x", 4, 13, "    ~~~~~~^~~"),
        ("y = 'a' + 'b' + x", 4, 17, "    ~~~~~~~~~~^~~"),
        ("y = 'a+b' + x", 4, 13, "    ~~~~~~^~~"),
        ("y = x @ 2", 4, 9, "    ~~^~~"),
        ("y = x << 2", 4, 10, "    ~~^^~~"),
        ("y = x<<(2)", 4, 10, "    ~^^~~~"),
        ("y = x|1&2", 4, 9, "    ~^~~~"),
        ("y = (1, 2) + x", 4, 14, "    ~~~~~~~^~~"),
        ("y = ((1)) + x", 4, 13, "    ~~~~~~^~~"),
        ("y = [1][5]", 4, 10, "    ~~~^^^"),
        ("y = é + 1", 4, 10, "    ~~^~~"),
        ("y = 'é' + x", 4, 12, "    ~~~~^~~"),
        ("y = x < 1", 4, 9, "    ^^^^^"),
        (
            "y = x and 1 + x or 2 + x",
            19,
            24,
            "                   ~~^~~",
        ),
        ("y = not x[0]", 8, 12, "        ~^^^"),
        ("y = [i for i in x]", 4, 18, "    ^^^^^^^^^^^^^^"),
        ("y = x[1:2]", 4, 10, "    ~^^^^^"),
        ("y = x[1, 2]", 4, 11, "    ~^^^^^^"),
        ("y = 1 if x + 1 else 2", 9, 14, "         ~~^~~"),
        ("y = f(x + 1)", 6, 11, "      ~~^~~"),
        ("y = f(a=x + 1) + 2", 8, 13, "        ~~^~~"),
        ("y = 1+x", 4, 7, "    ~^~"),
        ("y = 1 +x", 4, 8, "    ~~^~"),
        ("y = (1)+x", 4, 9, "    ~~~^~"),
        ("y = 1e+5 + x", 4, 12, "    ~~~~~^~~"),
        ("y = 0x1f + x", 4, 12, "    ~~~~~^~~"),
        ("y = x % 2", 4, 9, "    ~~^~~"),
        ("y = f(x) @ f(x)", 4, 15, "    ~~~~~^~~~~~"),
        ("y = x is x[0]", 9, 13, "         ~^^^"),
        ("y = {}['a']", 4, 11, "    ~~^^^^^"),
        ("y = f'{x}' + 1", 4, 14, "    ~~~~~~~^~~"),
        ("y = (f(1) + f(2)) + x", 4, 21, "    ~~~~~~~~~~~~~~^~~"),
        ("y = (yield_ + x)", 5, 15, "     ~~~~~~~^~~"),
        ("y = lambda_ - x", 4, 15, "    ~~~~~~~~^~~"),
        ("y = x[0][1]", 4, 8, "    ~^^^"),
        ("y = ( x[0] )", 6, 10, "      ~^^^"),
        ("y = (x) [0]", 4, 11, "    ~~~~^^^"),
    ];

    #[test]
    fn marks_are_those_of_cpython() {
        let wrong: Vec<_> = CASES
            .iter()
            .map(|(line, start, end, wanted)| {
                (line, carets(line, *start, *end).unwrap_or_default(), wanted)
            })
            .filter(|(_, marks, wanted)| marks != *wanted)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn callees_end_before_their_arguments() {
        assert_eq!(super::end_of_callee("  s.uper(1, (2))", 2, 16), Some(8));
        assert_eq!(super::end_of_callee("a[0]('(').b( )", 0, 14), Some(11));
        assert_eq!(super::end_of_callee("s.uper", 0, 6), None);
        assert_eq!(super::end_of_callee("s", 5, 2), None);
        assert_eq!(carets("x = ( 1 +", 6, 9).as_deref(), Some("      ^^^"));
    }

    #[test]
    fn ranges_that_are_none_make_no_marks() {
        assert_eq!(carets("x", 5, 9), None);
        assert_eq!(carets("é", 1, 2), None);
        assert_eq!(carets("x", 0, 0), None);
        assert_eq!(carets("x + (1", 0, 6), None);
    }
}
