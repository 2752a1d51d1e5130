//! Source that nobody writes by hand: it is refused with a reason, or compiled to a module that engines take. It never panics
//! and takes no longer than its size explains.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use molt_compiler::{Compiled, Diagnostic, Options, compile};

/// Long enough for a slow machine without optimisation, and too short for what is quadratic in these sizes.
const PATIENCE: Duration = Duration::from_secs(120);

fn attempt(name: &str, source: impl AsRef<[u8]>) -> Result<Compiled, Vec<Diagnostic>> {
    let start = Instant::now();
    let result = compile(source, &Options::default());
    let taken = start.elapsed();
    println!(
        "{name}: {taken:?}, {}",
        if result.is_ok() {
            "compiled"
        } else {
            "refused"
        }
    );
    assert!(taken < PATIENCE, "{name} took {taken:?}");
    match &result {
        Ok(compiled) => {
            let valid = wasmparser::validate(&compiled.module).map(drop);
            assert!(valid.is_ok(), "{name}: {valid:?}");
        }
        Err(diagnostics) => {
            assert!(
                !diagnostics.is_empty(),
                "{name} is refused without a reason"
            );
            let internal = diagnostics.iter().find(|one| one.code.name() == "internal");
            assert!(internal.is_none(), "{name}: {internal:?}");
        }
    }
    result
}

#[track_caller]
fn compiles(name: &str, source: impl AsRef<[u8]>) {
    if let Err(diagnostics) = attempt(name, source) {
        panic!("{name} is refused: {}", diagnostics[0]);
    }
}

#[track_caller]
fn refused(name: &str, source: impl AsRef<[u8]>, code: &str) {
    match attempt(name, source) {
        Ok(_) => panic!("{name} is compiled"),
        Err(diagnostics) => assert_eq!(
            diagnostics[0].code.name(),
            code,
            "{name}: {}",
            diagnostics[0]
        ),
    }
}

/// `count` lines, each made of its number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, index| {
        let _ = writeln!(text, "{}", line(index));
        text
    })
}

/// `if x:` in `if x:` ...
fn blocks(depth: usize) -> String {
    let nested = lines(depth, |level| format!("{}if x:", " ".repeat(level)));
    format!("x = 1\n{nested}{}print(x)\n", " ".repeat(depth))
}

#[test]
fn deep_sources() {
    let around = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("x = {}{inner}{}\n", open.repeat(depth), close.repeat(depth))
    };
    // Parentheses leave nothing in the tree.
    compiles("parentheses", around("(", "1", ")", 10_000));
    compiles("some lists", around("[", "", "]", 600));
    refused("lists", around("[", "", "]", 10_000), "limit");
    refused("dicts", around("{1: ", "1", "}", 10_000), "limit");
    refused("calls", around("f(", "", ")", 10_000), "limit");
    refused(
        "attributes",
        format!("x = 1\nx{}\n", ".real".repeat(10_000)),
        "limit",
    );
    refused(
        "a sum of a megabyte",
        format!("x = {}\n", vec!["1"; 500_000].join("+")),
        "limit",
    );
    refused(
        "conditions",
        format!("x = {}1\n", "1 if 1 else ".repeat(10_000)),
        "limit",
    );
    compiles("some blocks", blocks(99));
    refused("blocks", blocks(2_000), "limit");
}

#[test]
fn long_literals() {
    let digits = |count: usize| format!("x = {}\n", "7".repeat(count));
    compiles("4300 digits", digits(4_300));
    refused("4301 digits", digits(4_301), "syntax");
    refused(
        "negative digits",
        format!("x = -{}\n", "7".repeat(1_000_000)),
        "syntax",
    );
    refused(
        "digits of a pattern",
        format!("match 1:\n case {}: pass\n", "7".repeat(5_000)),
        "syntax",
    );
    compiles(
        "underscores are no digits",
        format!("x = {}7\n", "7_".repeat(4_000)),
    );
    compiles(
        "hexadecimal digits",
        format!("x = 0x{}\n", "f".repeat(10_000)),
    );
    compiles(
        "a long float",
        format!("x = {}.5e-99990\n", "9".repeat(100_000)),
    );
    compiles("a str", format!("x = '{}'\n", "a".repeat(5 << 20)));
    compiles("escapes", format!("x = '{}'\n", r"\u1234".repeat(200_000)));
    compiles(
        "strs side by side",
        format!("x = ({})\n", "'a' ".repeat(20_000)),
    );
    compiles("a list", format!("x = [{}]\n", "1, ".repeat(20_000)));
    compiles("a name", format!("{} = 1\n", "x".repeat(1 << 20)));
}

#[test]
fn many_of_a_thing() {
    compiles(
        "functions",
        lines(5_000, |index| format!("def f{index}(a): return a")),
    );
    refused(
        "too many functions",
        lines(100_000, |index| format!("def f{index}(a): return a")),
        "limit",
    );
    refused(
        "too many globals",
        lines(60_000, |index| format!("v{index} = {index}")),
        "limit",
    );
    let assigned = lines(10_000, |index| format!("    v{index} = {index}"));
    compiles(
        "locals",
        format!("def f():\n{assigned}    return v9999\nprint(f())\n"),
    );
    compiles(
        "globals",
        lines(10_000, |index| format!("v{index} = {index}")),
    );
    let taking = |count: usize| {
        let names: Vec<String> = (0..count).map(|index| format!("a{index}")).collect();
        let given = "1, ".repeat(count);
        format!(
            "def f({}): return a0\nprint(f({given}))\n",
            names.join(", ")
        )
    };
    compiles("parameters", taking(900));
    refused("too many parameters", taking(901), "limit");
    refused("far too many parameters", taking(10_000), "limit");
    compiles(
        "comparisons",
        format!("x = 1\ny = {}\n", vec!["x"; 5_000].join(" < ")),
    );
    compiles(
        "operands",
        format!("x = 1\ny = {}\n", vec!["x"; 10_000].join(" and ")),
    );
    let branches = lines(5_000, |index| format!("elif x == {index}: pass"));
    compiles("branches", format!("x = 1\nif x == -1: pass\n{branches}"));
    compiles(
        "handlers",
        lines(500, |_| {
            "try: x = 1\nexcept ValueError as e: x = 2".to_owned()
        }),
    );
    compiles(
        "targets",
        format!(
            "{} = 1\n",
            (0..5_000)
                .map(|index| format!("a{index}"))
                .collect::<Vec<_>>()
                .join(" = ")
        ),
    );
}

#[test]
fn bytes_of_all_kinds() {
    compiles("nothing", "");
    compiles("empty lines", "\n\r\n\n");
    compiles("a comment", "# only");
    compiles("a byte order mark", "\u{feff}print(1)\n");
    compiles(
        "carriage returns and line feeds",
        "if 1:\r\n    print('''a\r\nb''')\r\n",
    );
    compiles("carriage returns", "x = 1\rprint(x)\r");
    compiles(
        "form feeds",
        "\x0cx = 1\nif x:\n\x0c    print(1)\n\x0c\nprint(2)\n",
    );
    compiles("tabs", "if 1:\n\tif 1:\n\t\tprint(1)\n\tprint(2)\n");
    compiles("no end of line", "print(1)");
    refused(
        "two byte order marks",
        "\u{feff}\u{feff}print(1)\n",
        "syntax",
    );
    refused("a null byte", "x = 'a\0b'\n", "syntax");
    refused("no UTF-8", b"x = '\xff\xfe'\n", "encoding");
    refused("UTF-16", b"\xff\xfep\0r\0i\0n\0t\0", "encoding");
    refused(
        "tabs and spaces",
        "if 1:\n        print(1)\n\tprint(2)\n",
        "syntax",
    );
    refused("nothing after a backslash", "x = 1 + \\", "syntax");
    refused("a space that is none", "x\u{a0}= 1\n", "syntax");
    refused("too large", vec![b'#'; (16 << 20) + 1], "limit");
    let declared = |name: &str| format!("#!python\n# -*- coding: {name} -*-\nx = 'é'\n");
    compiles("declared as UTF-8", declared("utf-8"));
    compiles("declared as utf8", declared("UTF8"));
    refused("declared as Latin-1", declared("latin-1"), "encoding");
    refused("declared as ASCII", declared("ascii"), "encoding");
    compiles("declared too late", format!("\n\n{}", declared("latin-1")));
}

/// One piece, repeated, and what becomes of it.
#[test]
fn pieces_repeated() {
    const N: usize = 100_000;
    let chain = |piece: &str, end: &str| format!("x = {}{end}\n", piece.repeat(N));
    let around = |open: &str, inner: &str, close: &str| {
        format!("x = {}{inner}{}\n", open.repeat(N), close.repeat(N))
    };
    for (name, source, code) in [
        ("open brackets", "[".repeat(N), "limit"),
        ("open brackets of all kinds", "([{".repeat(N), "limit"),
        ("closing brackets", ")".repeat(N), "syntax"),
        ("brackets", around("[", "", "]"), "limit"),
        ("sets", around("{", "1", "}"), "limit"),
        ("subscripts", around("a[", "0", "]"), "limit"),
        ("minus", chain("-", "1"), "limit"),
        ("not", chain("not ", "1"), "limit"),
        ("await", chain("await ", "1"), "syntax"),
        ("powers", chain("2**", "1"), "limit"),
        ("sums of names", chain("x + ", "x"), "limit"),
        ("conditions", chain("1 if 1 else ", "1"), "limit"),
        ("walruses", around("(y := ", "1", ")"), "limit"),
        ("lambdas", chain("lambda: ", "1"), "limit"),
        ("attributes", format!("x{}\n", ".real".repeat(N)), "limit"),
        ("methods", format!("''{}\n", ".strip()".repeat(N)), "limit"),
        ("f-strings", around("f'{", "1", "}'"), "limit"),
        ("comprehensions", around("[y for y in ", "z", "]"), "limit"),
        (
            "loops of a comprehension",
            format!("[1{}]\n", " for y in z".repeat(N)),
            "limit",
        ),
        (
            "ifs on one line",
            format!("{}pass\n", "if x: ".repeat(N)),
            "syntax",
        ),
        (
            "patterns",
            format!("match x:\n case {}{}: pass\n", "[".repeat(N), "]".repeat(N)),
            "limit",
        ),
        ("wrong statements", "x = = 1\n".repeat(N), "syntax"),
        ("calls", "f(1)\n".repeat(2 * N), "limit"),
        ("functions", "def f(): pass\n".repeat(N), "limit"),
        (
            "lambdas in a list",
            format!("x = [{}]\n", "lambda: 0,".repeat(N)),
            "limit",
        ),
        (
            "methods of a class",
            format!("class C:\n{}", " def f(self): pass\n".repeat(N)),
            "limit",
        ),
        (
            "imported names",
            format!("from math import {}\n", vec!["sin"; N].join(", ")),
            "limit",
        ),
        (
            "managers",
            format!("with {}: pass\n", vec!["f()"; N].join(", ")),
            "syntax",
        ),
        (
            "hexadecimal digits",
            format!("x = 0x{}\n", "f".repeat(150 * N)),
            "limit",
        ),
        (
            "octal digits",
            format!("x = 0o{}\n", "7".repeat(150 * N)),
            "limit",
        ),
        (
            "a str without an end",
            format!("x = '''{}", "a".repeat(15 << 20)),
            "syntax",
        ),
        (
            "a str of 50 MB",
            format!("x = '{}'\n", "a".repeat(50 << 20)),
            "limit",
        ),
    ] {
        refused(name, source, code);
    }
    let elifs = "elif x: pass\n".repeat(N);
    for (name, source) in [
        ("lines of pass", "pass\n".repeat(10 * N)),
        ("lines of nothing", "\n".repeat(100 * N)),
        ("dots", "...\n".repeat(10 * N)),
        ("elifs", format!("x = 1\nif x: pass\n{elifs}")),
        ("comparisons", format!("x = 1\ny = {}x\n", "x < ".repeat(N))),
        ("targets", format!("{}1\n", "x = ".repeat(N))),
        (
            "an f-string of names",
            format!("y = 1\nx = f'{}'\n", "{y}".repeat(N / 5)),
        ),
        (
            "a str of 15 MB",
            format!("x = '{}'\n", "a".repeat(15 << 20)),
        ),
        ("returns", format!("def f():\n{}", " return 1\n".repeat(N))),
        ("deletions", lines(10_000, |index| format!("del a{index}"))),
    ] {
        compiles(name, source);
    }
}

/// As CPython: at most 20 loops, `try` and `with` in one another.
#[test]
fn blocks_in_blocks() {
    let nested = |head: &str, depth: usize| {
        let heads = lines(depth, |level| format!("{}{head}", " ".repeat(level)));
        format!("{heads}{}pass\n", " ".repeat(depth))
    };
    for head in ["for x in y:", "while x:", "with x:"] {
        compiles(head, nested(head, 20));
        refused(head, nested(head, 21), "syntax");
    }
    // Analysing each of these twice would take as many steps as two to the power of their number.
    let functions = lines(24, |level| {
        let indent = " ".repeat(2 * level);
        format!("{indent}try: f()\n{indent}finally:\n{indent} def g():")
    });
    compiles(
        "functions in finally",
        format!("f = print\n{functions}{}f()\n", " ".repeat(48)),
    );
}

/// Warnings do not use up the room of errors.
#[test]
fn an_error_behind_many_warnings() {
    let warned = lines(100, |index| format!("unknown{index}"));
    let result = attempt("an error behind warnings", format!("{warned}eval('1')\n"));
    let found = result.expect_err("eval is refused");
    assert!(found.iter().any(|one| one.code.name() == "refused"));
}

/// What CPython's compiler refuses though its grammar takes it.
#[test]
fn names_given_twice() {
    for source in [
        "print(x=1, x=2)\n",
        "class C(metaclass=type, metaclass=type): pass\n",
        "match {}:\n case {'a': 1, 'a': 2}: pass\n",
        "match {}:\n case {1: a, True: b}: pass\n",
        "match {}:\n case {9223372036854775808: a, 9223372036854775808.0: b}: pass\n",
        "match {}:\n case {-0: a, 0: b}: pass\n",
        "match {}:\n case int(x=1, x=2): pass\n",
        "*a = [1]\n",
        "a = *b = [1]\n",
        "for *a in [[1]]: pass\n",
        "x = 1\nfrom __future__ import annotations\n",
    ] {
        refused(source, source, "syntax");
    }
    compiles(
        "different keys",
        "match {}:\n case {'a': 1, b'a': 2, 1: 3, -1: 4, 1.5: 5, None: 6}: pass\n",
    );
}
