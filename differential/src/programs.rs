//! Random small functions: typed and untyped parameters, loops, branches, early returns, exceptions, closures. They test the
//! compiler's unboxed numbers and its control flow, which single operations do not reach.

use std::fmt::Write;

use crate::random::Random;

/// Writes one function and the calls of it.
pub struct Writer<'a> {
    random: &'a mut Random,
    out: String,
    loops: usize,
}

/// A function and calls of it, a line printed for each.
pub fn function(random: &mut Random, number: usize) -> String {
    let mut writer = Writer {
        random,
        out: String::new(),
        loops: 0,
    };
    writer.write(number);
    writer.out
}

const INT_ARGUMENTS: &[&str] = &[
    "0",
    "1",
    "-1",
    "7",
    "-13",
    "100",
    "2**31",
    "2**46 - 1",
    "-2**46",
    "2**61 - 1",
    "-2**61",
    "2**62",
    "2**63",
    "10**20",
    "True",
    "2.5",
    "'s'",
];
const FLOAT_ARGUMENTS: &[&str] = &[
    "0.0",
    "1.5",
    "-2.25",
    "1e10",
    "1e308",
    "float('inf')",
    "-0.0",
    "3",
    "2**70",
    "True",
    "'s'",
];

impl Writer<'_> {
    fn write(&mut self, number: usize) {
        let annotation = |random: &mut Random, t: &str| {
            if random.once_in(4) {
                String::new()
            } else {
                format!(": {t}")
            }
        };
        let (a, b, x) = (
            annotation(self.random, "int"),
            annotation(self.random, "int"),
            annotation(self.random, "float"),
        );
        let _ = writeln!(self.out, "def f{number}(a{a}, b{b}, x{x}):");
        let _ = writeln!(self.out, "    c, y, log = 3, 0.5, []");
        let count = 2 + self.random.below(4);
        for _ in 0..count {
            self.statement(1, 3, false);
        }
        let _ = writeln!(self.out, "    return a, b, c, x, y, log");
        for _ in 0..4 {
            let (a, b, x) = (
                self.random.pick(INT_ARGUMENTS),
                self.random.pick(INT_ARGUMENTS),
                self.random.pick(FLOAT_ARGUMENTS),
            );
            let _ = writeln!(
                self.out,
                "try:\n    show(f{number}({a}, {b}, {x}))\nexcept Exception as e:\n    fail(e)"
            );
        }
    }

    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "    ".repeat(indent));
    }

    fn statement(&mut self, indent: usize, depth: usize, in_loop: bool) {
        let choice = if depth == 0 {
            self.random.below(5)
        } else {
            self.random.below(11)
        };
        match choice {
            0 | 1 => {
                let name = self.random.pick(&["a", "b", "c"]);
                let text = format!("{name} = {}", self.integer(2));
                self.line(indent, &text);
            }
            2 => {
                let name = self.random.pick(&["x", "y"]);
                let text = format!("{name} = {}", self.float(2));
                self.line(indent, &text);
            }
            3 => {
                let (name, op) = (
                    self.random.pick(&["a", "b", "c"]),
                    self.random.pick(&["+", "-", "&", "|", "^", "//", "%"]),
                );
                let text = format!("{name} {op}= {}", self.integer(1));
                self.line(indent, &text);
            }
            4 if in_loop && self.random.once_in(2) => {
                let text = format!(
                    "if {}: {}",
                    self.condition(),
                    self.random.pick(&["break", "continue"])
                );
                self.line(indent, &text);
            }
            4 => {
                let text = format!(
                    "log.append({})",
                    if self.random.once_in(2) {
                        self.integer(1)
                    } else {
                        self.float(1)
                    }
                );
                self.line(indent, &text);
            }
            5 | 6 => {
                let text = format!("if {}:", self.condition());
                self.line(indent, &text);
                self.block(indent + 1, depth - 1, in_loop);
                if self.random.once_in(2) {
                    self.line(indent, "else:");
                    self.block(indent + 1, depth - 1, in_loop);
                }
            }
            7 | 8 => {
                self.loops += 1;
                let text = format!(
                    "for i{} in range({}):",
                    self.loops,
                    self.random
                        .pick(&["3", "5", "2, 9, 3", "7, 0, -2", "c % 6", "len(log)"])
                );
                self.line(indent, &text);
                self.block(indent + 1, depth - 1, true);
                if self.random.once_in(4) {
                    self.line(indent, "else:");
                    self.block(indent + 1, depth - 1, in_loop);
                }
            }
            9 => {
                self.line(indent, "try:");
                self.block(indent + 1, depth - 1, in_loop);
                let text = format!(
                    "except {} as e:",
                    self.random.pick(&[
                        "ZeroDivisionError",
                        "(OverflowError, TypeError)",
                        "Exception",
                        "ValueError"
                    ])
                );
                self.line(indent, &text);
                self.line(indent + 1, "log.append(str(e))");
                if self.random.once_in(3) {
                    self.line(indent, "finally:");
                    self.line(indent + 1, "c += 1");
                }
            }
            _ => {
                let text = format!(
                    "log.append((lambda k: k + {})({}))",
                    self.random.pick(&["a", "b", "c", "1"]),
                    self.integer(1)
                );
                self.line(indent, &text);
            }
        }
    }

    fn block(&mut self, indent: usize, depth: usize, in_loop: bool) {
        for _ in 0..1 + self.random.below(2) {
            self.statement(indent, depth, in_loop);
        }
    }

    fn integer(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.once_in(3) {
            return self
                .random
                .pick(&[
                    "a", "b", "c", "1", "2", "-3", "1000003", "2**40", "len(log)",
                ])
                .to_string();
        }
        let op = self.random.pick(&[
            "+", "-", "*", "//", "%", "&", "|", "^", "+", "-", "*", "<<", ">>", "max", "abs",
        ]);
        let (left, right) = (self.integer(depth - 1), self.integer(depth - 1));
        match op {
            "<<" | ">>" => format!("({left} {op} ({right} & 15))"),
            "max" => format!("max({left}, {right})"),
            "abs" => format!("abs({left})"),
            _ => format!("({left} {op} {right})"),
        }
    }

    fn float(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.once_in(3) {
            return self
                .random
                .pick(&["x", "y", "0.1", "1.5", "-2.0", "1e100"])
                .to_string();
        }
        let op = self
            .random
            .pick(&["+", "-", "*", "/", "//", "%", "int", "neg", "abs"]);
        let (left, right) = (self.float(depth - 1), self.float(depth - 1));
        match op {
            "int" => format!("({left} * {})", self.integer(1)),
            "neg" => format!("(-{left})"),
            "abs" => format!("abs({left})"),
            _ => format!("({left} {op} {right})"),
        }
    }

    fn condition(&mut self) -> String {
        let op = self.random.pick(&["<", "<=", "==", "!=", ">", ">="]);
        let simple = match self.random.below(4) {
            0 => format!("{} {op} {}", self.float(1), self.float(1)),
            1 => format!("{} {op} {}", self.integer(1), self.float(1)),
            2 => self.integer(1),
            _ => format!("{} {op} {}", self.integer(1), self.integer(1)),
        };
        match self.random.below(5) {
            0 => format!("not ({simple})"),
            1 => format!("{simple} and c"),
            _ => simple,
        }
    }
}
