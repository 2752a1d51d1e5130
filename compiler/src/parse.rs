//! Text to syntax tree, guarded: hostile source is refused, it does not overflow a stack.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_parameters, walk_pattern, walk_stmt};
use ruff_python_ast::{
    Expr, ExprNumberLiteral, ModModule, Number, Parameters, Pattern, PythonVersion, Stmt,
};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{LARGEST, Source};

/// How deeply expressions and statements may nest.
pub const DEEPEST: usize = 700;
/// How many decimal digits an int literal may have, as in CPython: reading them takes time that grows with their square.
pub const MOST_DIGITS: usize = 4300;
/// How many digits one that is not decimal may have: it is written in decimal on the way.
pub const MOST_POWER_DIGITS: usize = 200_000;
/// How many parameters a function may have: engines take functions of at most 1,000, some of which are the compiler's.
pub const MOST_PARAMETERS: usize = 900;
/// The stack of the thread that compiles: enough for [`DEEPEST`] many times over. It is reserved, not used.
pub const STACK: usize = 512 << 20;

/// Decodes a file.
///
/// # Errors
///
/// A diagnostic for bytes that are not UTF-8, and for a file that is too large.
pub fn decode(name: &str, bytes: &[u8]) -> Result<Source, Box<Diagnostic>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let good = error.valid_up_to();
            let text = String::from_utf8_lossy(bytes.get(..good).unwrap_or_default()).into_owned();
            let byte = bytes.get(good).copied().unwrap_or_default();
            let source = Source::new(name, text);
            let end = TextRange::empty(TextSize::of(source.text.as_str()));
            let message = format!("the file is not UTF-8: byte 0x{byte:02x} at offset {good}");
            Err(Box::new(
                Diagnostic::error(&source, Code::Encoding, end, message)
                    .help("save the file as UTF-8"),
            ))
        }
    }
}

/// Parses a module. `None` when there were errors.
pub fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Option<ModModule> {
    if !fits(source, diagnostics) {
        return None;
    }
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::PY312);
    let parsed = parse_unchecked(&source.text, options).try_into_module()?;
    for error in parsed.errors() {
        if diagnostics.is_full(Severity::Error) {
            break;
        }
        diagnostics.push(Diagnostic::error(
            source,
            Code::Syntax,
            error.location,
            error.error.to_string(),
        ));
    }
    for error in parsed.unsupported_syntax_errors() {
        if diagnostics.is_full(Severity::Error) {
            break;
        }
        diagnostics.push(Diagnostic::error(
            source,
            Code::Syntax,
            error.range,
            error.to_string(),
        ));
    }
    let module = parsed.into_syntax();
    let mut depth = Depth::default();
    depth.visit_body(&module.body);
    if let Some(range) = depth.too_deep {
        // Dropping such a tree is as deep as the tree.
        std::mem::forget(module);
        let message = format!("too deeply nested: more than {DEEPEST} levels");
        diagnostics.push(
            Diagnostic::error(source, Code::Limit, range, message)
                .help("give a part of it a name, or put it into a function"),
        );
        return None;
    }
    for (range, count) in depth.long_signatures {
        let message =
            format!("too many parameters: {count}, and at most {MOST_PARAMETERS} are compiled");
        diagnostics.push(
            Diagnostic::error(source, Code::Limit, range, message)
                .help("take them as *args or **kwargs"),
        );
    }
    for (range, digits, most) in depth.long_ints {
        if most == MOST_POWER_DIGITS {
            let message = format!(
                "an int literal of {digits} digits is too long: at most {most} are compiled"
            );
            diagnostics.push(
                Diagnostic::error(
                    source,
                    Code::Limit,
                    TextRange::empty(range.start()),
                    message,
                )
                .help("put it together from shorter ones when the program runs"),
            );
            continue;
        }
        let message = format!(
            "Exceeds the limit ({MOST_DIGITS} digits) for integer string conversion: value has {digits} digits"
        );
        diagnostics.push(
            Diagnostic::error(source, Code::Syntax, range, message)
                .help("write it in hexadecimal, which has no limit"),
        );
    }
    crate::grammar::check(source, &module, diagnostics);
    (!diagnostics.has_errors()).then_some(module)
}

/// What can be refused before the parser sees it.
fn fits(source: &Source, diagnostics: &mut Diagnostics) -> bool {
    let start = TextRange::empty(TextSize::new(0));
    if source.text.len() > LARGEST {
        let message = format!(
            "the file has {} bytes; at most {LARGEST} are compiled",
            source.text.len()
        );
        diagnostics
            .push(Diagnostic::error(source, Code::Limit, start, message).help("split the program"));
        return false;
    }
    // The one that is allowed is not in the text; the parser would skip a second.
    if source.text.starts_with('\u{feff}') {
        let message = "invalid non-printable character U+FEFF";
        diagnostics.push(Diagnostic::error(source, Code::Syntax, start, message));
        return false;
    }
    if let Some(name) = declared_encoding(&source.text).filter(|_| !source.text.is_ascii()) {
        let message = format!("the file says that it is in {name}: files in UTF-8 are compiled");
        diagnostics.push(
            Diagnostic::error(source, Code::Encoding, start, message)
                .help("save it as UTF-8, and leave that comment out"),
        );
        return false;
    }
    if let Some(offset) = source.text.find('\0') {
        let at = TextRange::empty(TextSize::try_from(offset).unwrap_or_default());
        diagnostics.push(Diagnostic::error(
            source,
            Code::Syntax,
            at,
            "source code cannot contain null bytes",
        ));
        return false;
    }
    true
}

/// The encoding in a comment of the first two lines, when it is not UTF-8.
fn declared_encoding(text: &str) -> Option<&str> {
    let mut lines = text.lines().take(2).map(|line| {
        let is_blank = line.trim().is_empty();
        (line.trim_start().strip_prefix('#'), is_blank)
    });
    let first = lines.next()?;
    let second = lines.next().filter(|_| first.0.is_some() || first.1);
    let comments = first.0.into_iter().chain(second.and_then(|line| line.0));
    for comment in comments {
        let named = comment.match_indices("coding").find_map(|(at, word)| {
            let rest = comment.get(at + word.len()..)?.strip_prefix([':', '='])?;
            let rest = rest.trim_start_matches([' ', '\t']);
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.'))
                .unwrap_or(rest.len());
            rest.get(..end).filter(|name| !name.is_empty())
        });
        if let Some(name) = named {
            let plain = name.to_ascii_lowercase().replace('_', "-");
            let utf8 = plain == "utf8" || plain == "utf-8" || plain.starts_with("utf-8-");
            return (!utf8).then_some(name);
        }
    }
    None
}

/// Measures the depth of a tree, and stops going down where it is too deep. Int literals that are too long are found on the way.
#[derive(Default)]
struct Depth {
    depth: usize,
    too_deep: Option<TextRange>,
    long_ints: Vec<(TextRange, usize, usize)>,
    long_signatures: Vec<(TextRange, usize)>,
}

impl Depth {
    fn descend(&mut self, range: TextRange, walk: impl FnOnce(&mut Self)) {
        if self.depth >= DEEPEST {
            self.too_deep.get_or_insert(range);
            return;
        }
        self.depth += 1;
        walk(self);
        self.depth -= 1;
    }
}

/// The digits of an int literal when they are too many, and how many it may have.
fn too_many_digits(literal: &ExprNumberLiteral) -> Option<(usize, usize)> {
    // What is shorter than that cannot have so many.
    let (Number::Int(int), true) = (&literal.value, literal.range.len().to_usize() > MOST_DIGITS)
    else {
        return None;
    };
    let text = int.to_string();
    let is_decimal = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'_');
    let (digits, most) = if is_decimal {
        (text.bytes().filter(u8::is_ascii_digit).count(), MOST_DIGITS)
    } else {
        (
            text.bytes().skip(2).filter(|byte| *byte != b'_').count(),
            MOST_POWER_DIGITS,
        )
    };
    (digits > most).then_some((digits, most))
}

impl<'a> Visitor<'a> for Depth {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.descend(stmt.range(), |depth| walk_stmt(depth, stmt));
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::NumberLiteral(literal) = expr
            && let Some((digits, most)) = too_many_digits(literal)
        {
            self.long_ints.push((literal.range, digits, most));
        }
        self.descend(expr.range(), |depth| walk_expr(depth, expr));
    }

    fn visit_parameters(&mut self, parameters: &'a Parameters) {
        let count = parameters.len();
        if count > MOST_PARAMETERS {
            let range = TextRange::empty(parameters.range.start());
            self.long_signatures.push((range, count));
        }
        walk_parameters(self, parameters);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        self.descend(pattern.range(), |depth| walk_pattern(depth, pattern));
    }
}
