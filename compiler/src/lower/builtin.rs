//! Which builtins there are, which a compiled program cannot have, and which are computed inline.

use ruff_python_ast::{CmpOp, Expr, ExprCall};
use ruff_text_size::Ranged;

use super::body::Body;
use super::call::has_stars;
use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{ErrorKind, Intrinsic, Op, Operand, UnaryOp};
use crate::scope::{Meaning, ScopeKind};

/// Why a builtin is not there, and what to write instead.
pub fn refused(name: &str) -> Option<(&'static str, &'static str)> {
    let ahead =
        "programs are compiled ahead of time: there is no interpreter inside that could run text";
    let names = "a compiled program's variables have no dictionary that could be looked at";
    Some(match name {
        "eval" | "exec" | "compile" => (
            ahead,
            "call a function, or look one up in a dict of functions",
        ),
        "globals" | "locals" => (names, "keep the values in a dict of your own"),
        "__import__" => (
            "modules are bound when the program is compiled",
            "write an import statement",
        ),
        "input" => (
            "a component has no standard input",
            "take the text as an argument (sys.argv)",
        ),
        "open" => (
            "a component has no files",
            "take the content as an argument, and return or print what you make",
        ),
        "staticmethod" | "classmethod" | "property" => (
            "classes of this release have plain methods and attributes",
            "write a module-level function, or a method that is called",
        ),
        "vars" | "dir" => (
            names,
            "name the attributes, or keep the values in a dict of your own",
        ),
        "ExceptionGroup" | "BaseExceptionGroup" => (
            "this release has no exception groups",
            "raise one exception, with the others in its arguments",
        ),
        "complex" => (
            "the runtime has ints and floats",
            "keep the real and the imaginary part in two floats",
        ),
        "exit" | "quit" => ("it can be called, it is no value", "raise SystemExit"),
        "aiter" | "anext" => (
            "this release compiles functions that run to their end",
            "write a plain loop",
        ),
        "breakpoint" => (
            "there is no debugger inside a component",
            "print what you want to see",
        ),
        "help" | "copyright" | "credits" | "license" => {
            ("it belongs to the interactive interpreter", "leave it out")
        }
        "__annotations__" | "__builtins__" | "__loader__" | "__package__" | "__spec__" => (
            "a compiled program is no module that could be looked into",
            "leave it out",
        ),
        _ => return None,
    })
}

/// Why a module is not there.
pub fn refused_module(name: &str) -> Option<(&'static str, &'static str)> {
    let threads = "a component has one thread";
    Some(match name {
        "threading" | "_thread" | "concurrent" | "multiprocessing" | "queue" => {
            (threads, "write a loop")
        }
        "asyncio" => (
            "asynchronous functions are not compiled in this release",
            "write plain functions",
        ),
        "os" | "pathlib" | "io" | "shutil" | "tempfile" | "glob" => (
            "a component has no files",
            "take the content as an argument",
        ),
        "socket" | "ssl" | "http" | "urllib" | "select" => (
            "a component has no network",
            "let the host fetch what the program needs",
        ),
        "subprocess" | "signal" | "ctypes" => (
            "a component has no processes and no native code",
            "leave it to the host",
        ),
        "importlib" | "imp" | "runpy" | "code" | "codeop" | "ast" | "dis" | "inspect" => (
            "programs are compiled ahead of time: there is no interpreter inside",
            "write it out",
        ),
        _ => return None,
    })
}

/// Modules whose names serve annotations only.
pub const TYPING_MODULES: &[&str] = &["typing", "__future__", "collections.abc", "types"];

impl<'a> Body<'_, 'a> {
    /// A builtin called with what it can be computed inline from.
    pub fn builtin_call(
        &mut self,
        name: &str,
        call: &'a ExprCall,
        whole: &'a Expr,
    ) -> Option<Value> {
        let arguments = &call.arguments;
        if has_stars(arguments) || !arguments.keywords.is_empty() {
            return None;
        }
        let wanted = self.type_of(whole);
        match (name, &*arguments.args) {
            ("super", []) => self.zero_super(call),
            ("type", [_, _, _]) => Some(self.unsupported(
                call,
                "classes that are made by calling type",
                "the classes of a program are known when it is compiled",
                "write a class statement",
            )),
            ("exit" | "quit", arguments @ ([] | [_])) => {
                let class = Value::free(self.cx.builtin("SystemExit"), Ty::Any);
                let values = self.values(arguments);
                self.at(call);
                let error = self.small_call(class, &values);
                values.into_iter().for_each(|value| self.b.done(value));
                let operands = vec![error.operand, Operand::Absent];
                self.b.perform(Intrinsic::Raise, operands);
                self.b.done(error);
                Some(Value::none())
            }
            ("len", [argument]) => {
                let object = self.boxed_expression(argument);
                self.at(call);
                let result = self.b.define(Ty::Word, |to| Op::Length {
                    to,
                    o: object.operand,
                });
                self.b.done(object);
                Some(result)
            }
            ("bool", [argument]) => {
                let value = self.expression(argument);
                self.at(call);
                Some(self.truth(value))
            }
            ("int", [argument]) if wanted.is_int() => Some(self.expression(argument)),
            ("float", [argument]) if wanted == Ty::Float => {
                let value = self.expression(argument);
                self.at(call);
                Some(self.float(value))
            }
            ("abs", [argument]) if wanted.is_number() => {
                Some(self.absolute(argument, wanted, call))
            }
            ("min" | "max", [a, b]) if wanted.is_number() => {
                let op = if name == "min" { CmpOp::Lt } else { CmpOp::Gt };
                Some(self.extreme(op, a, b, wanted, call))
            }
            ("str" | "repr" | "list" | "dict" | "set" | "tuple" | "sorted", items)
                if items.len() <= 3 =>
            {
                let callee = Value::free(self.cx.builtin(name), Ty::Any);
                let values = self.values(items);
                self.at(call);
                let mut result = self.small_call(callee, &values);
                values.into_iter().for_each(|value| self.b.done(value));
                result.ty = wanted.settled();
                Some(result)
            }
            _ => None,
        }
    }

    /// `super()` in a method: of the class that is being defined, and the first argument.
    fn zero_super(&mut self, call: &'a ExprCall) -> Option<Value> {
        let scope = self.cx.scopes.get(self.unit)?;
        let first = self.first_parameter.clone();
        let (Meaning::Free(_), Some(first), ScopeKind::Function) = (
            self.cx.scopes.resolve(self.scope, "__class__"),
            first,
            scope.kind,
        ) else {
            self.at(call);
            let detail = self.cx.text("super(): no arguments");
            self.b.emit(Op::RaiseError {
                kind: ErrorKind::Type,
                detail,
            });
            return Some(Value::none());
        };
        let class = self.load_name("__class__", call.range());
        let object = self.load_name(&first, call.range());
        let object = self.boxed(object);
        self.at(call);
        let callee = Value::free(self.cx.builtin("super"), Ty::Any);
        let result = self.small_call(callee, &[class, object]);
        self.b.done(object);
        self.b.done(class);
        Some(result)
    }

    fn absolute(&mut self, argument: &'a Expr, ty: Ty, call: &'a ExprCall) -> Value {
        let value = self.expression(argument);
        let value = self.coerce(value, ty, argument.range());
        self.at(call);
        let result = self.merge_value(ty);
        let (negative, positive, after) = (self.b.block(), self.b.block(), self.b.block());
        let zero = match ty {
            // The sign of -0.0 goes as well: what is not above zero is subtracted from zero.
            Ty::Float => Value::free(Operand::Float(0.0), Ty::Float),
            _ => Value::free(Operand::Int(0), Ty::Word),
        };
        let above = self.compare(CmpOp::Gt, value, zero);
        self.b.branch(above, positive, negative);
        self.b.begin(positive);
        let same = Value {
            hold: Hold::Free,
            ..value
        };
        self.merge_into(result, same, argument);
        self.b.jump(after);
        self.b.begin(negative);
        let negated = if ty == Ty::Float {
            let op = crate::ir::BinaryOp::Sub;
            self.b.define(ty, |to| Op::FloatBinary {
                to,
                op,
                a: zero.operand,
                b: value.operand,
            })
        } else {
            self.b.define(Ty::Int, |to| Op::IntUnary {
                to,
                op: UnaryOp::Neg,
                a: value.operand,
            })
        };
        self.merge_into(result, negated, argument);
        self.b.fall_into(after);
        self.b.done(value);
        result
    }

    fn extreme(
        &mut self,
        op: CmpOp,
        a: &'a Expr,
        b: &'a Expr,
        ty: Ty,
        call: &'a ExprCall,
    ) -> Value {
        let first = self.operand(a, [b]);
        let first = self.coerce(first, ty, a.range());
        let second = self.expression(b);
        let second = self.coerce(second, ty, b.range());
        self.at(call);
        let result = self.merge_value(ty);
        let (take, keep, after) = (self.b.block(), self.b.block(), self.b.block());
        let better = self.compare(op, second, first);
        self.b.branch(better, take, keep);
        for (block, value, node) in [(take, second, b), (keep, first, a)] {
            self.b.begin(block);
            let copy = Value {
                hold: Hold::Free,
                ..value
            };
            self.merge_into(result, copy, node);
            self.b.jump(after);
        }
        self.b.begin(after);
        self.b.done(second);
        self.b.done(first);
        result
    }
}
