//! Text to syntax tree, guarded: hostile source is refused, it does not overflow a stack.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_pattern, walk_stmt};
use ruff_python_ast::{Expr, ModModule, Pattern, PythonVersion, Stmt};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{LARGEST, Source};

/// How deeply expressions and statements may nest.
pub const DEEPEST: usize = 700;
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
        diagnostics.push(Diagnostic::error(
            source,
            Code::Syntax,
            error.location,
            error.error.to_string(),
        ));
    }
    for error in parsed.unsupported_syntax_errors() {
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

/// Measures the depth of a tree, and stops going down where it is too deep.
#[derive(Default)]
struct Depth {
    depth: usize,
    too_deep: Option<TextRange>,
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

impl<'a> Visitor<'a> for Depth {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.descend(stmt.range(), |depth| walk_stmt(depth, stmt));
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.descend(expr.range(), |depth| walk_expr(depth, expr));
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        self.descend(pattern.range(), |depth| walk_pattern(depth, pattern));
    }
}
