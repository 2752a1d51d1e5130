//! Comprehensions, and generator expressions that are consumed at once.

use ruff_python_ast::{Comprehension, Expr, ExprCall, ExprGenerator};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::body::{Body, Frame};
use super::loops::Source;
use super::value::Value;
use crate::infer::Ty;
use crate::ir::{Intrinsic, Op, Operand};
use crate::scope::ScopeId;

/// What is done with each element.
#[derive(Clone, Copy)]
enum Sink<'a> {
    /// Appended to a list.
    List(Value, &'a Expr),
    /// Added to a set.
    Set(Value, &'a Expr),
    /// Put into a dict.
    Dict(Value, &'a Expr, &'a Expr),
    /// `any` and `all`: the result's register, the truth that ends the search, and how many frames are around.
    Search(Value, &'a Expr, bool, usize),
}

impl<'a> Body<'_, 'a> {
    /// `[..]`, `{..}`, `{..: ..}` with `for`.
    pub fn comprehension(&mut self, expr: &'a Expr) -> Value {
        match expr {
            Expr::ListComp(comp) => {
                let scope = self.cx.scopes.of(comp);
                self.collect(
                    expr,
                    Intrinsic::MakeList(0),
                    Ty::List,
                    scope,
                    &comp.generators,
                    |value| Sink::List(value, &comp.elt),
                )
            }
            Expr::SetComp(comp) => {
                let scope = self.cx.scopes.of(comp);
                self.collect(
                    expr,
                    Intrinsic::MakeSet(0),
                    Ty::Set,
                    scope,
                    &comp.generators,
                    |value| Sink::Set(value, &comp.elt),
                )
            }
            Expr::DictComp(comp) => {
                let scope = self.cx.scopes.of(comp);
                let Some(key) = &comp.key else {
                    return self.unsupported(
                        expr,
                        "dict comprehensions with **",
                        "they are not Python 3.12",
                        "write a loop",
                    );
                };
                self.collect(
                    expr,
                    Intrinsic::MakeDict(0),
                    Ty::Dict,
                    scope,
                    &comp.generators,
                    |value| Sink::Dict(value, key, &comp.value),
                )
            }
            _ => Value::none(),
        }
    }

    fn collect(
        &mut self,
        whole: &'a Expr,
        make: Intrinsic,
        ty: Ty,
        scope: ScopeId,
        generators: &'a [Comprehension],
        sink: impl FnOnce(Value) -> Sink<'a>,
    ) -> Value {
        let Some(source) = self.first_source(generators, whole.range()) else {
            return Value::none();
        };
        self.at(whole);
        let mut result = self.b.call(make, Vec::new());
        result.ty = ty;
        let after = self.b.block();
        self.run(
            source,
            scope,
            (generators, whole.range()),
            sink(result),
            after,
        );
        self.b.fall_into(after);
        result
    }

    /// The first iterable is computed in the scope around the comprehension.
    fn first_source(
        &mut self,
        generators: &'a [Comprehension],
        whole: TextRange,
    ) -> Option<Source> {
        if let Some(generator) = generators.iter().find(|generator| generator.is_async) {
            self.unsupported(
                generator,
                "asynchronous comprehensions",
                "this release compiles functions that run to their end",
                "write a plain comprehension",
            );
            return None;
        }
        Some(self.loop_source(&generators.first()?.iter, whole))
    }

    fn run(
        &mut self,
        source: Source,
        scope: ScopeId,
        generators: (&'a [Comprehension], TextRange),
        sink: Sink<'a>,
        end: crate::ir::BlockId,
    ) {
        let outer = std::mem::replace(&mut self.scope, scope);
        self.open_scope(scope);
        self.level(source, generators, sink, end);
        self.close_scope(scope);
        self.scope = outer;
    }

    /// One `for` and its `if`s; then the next, or the element.
    fn level(
        &mut self,
        source: Source,
        (generators, whole): (&'a [Comprehension], TextRange),
        sink: Sink<'a>,
        end: crate::ir::BlockId,
    ) {
        let Some((generator, rest)) = generators.split_first() else {
            return;
        };
        let after = self.b.block();
        self.loop_over(source, whole, after, |this, item| {
            this.store(&generator.target, item);
            let skip = this.b.block();
            for test in &generator.ifs {
                let yes = this.b.block();
                this.condition(test, yes, skip);
                this.b.begin(yes);
            }
            match rest.first() {
                Some(next) => {
                    let source = this.loop_source(&next.iter, whole);
                    this.level(source, (rest, whole), sink, end);
                }
                None => this.element(sink, end),
            }
            this.b.fall_into(skip);
        });
        self.b.fall_into(after);
    }

    fn element(&mut self, sink: Sink<'a>, end: crate::ir::BlockId) {
        match sink {
            Sink::List(list, expr) => {
                let value = self.boxed_expression(expr);
                self.at(expr);
                self.b
                    .perform(Intrinsic::ListAppend, vec![list.operand, value.operand]);
                self.b.done(value);
            }
            Sink::Set(set, expr) => {
                let value = self.boxed_expression(expr);
                self.at(expr);
                self.b
                    .perform(Intrinsic::SetAdd, vec![set.operand, value.operand]);
                self.b.done(value);
            }
            Sink::Dict(dict, key, expr) => {
                let key = self.operand(key, [expr]);
                let key = self.boxed(key);
                let value = self.boxed_expression(expr);
                self.at(expr);
                self.b.perform(
                    Intrinsic::SetItem,
                    vec![dict.operand, key.operand, value.operand],
                );
                self.b.done(value);
                self.b.done(key);
            }
            Sink::Search(result, expr, wanted, frames) => {
                self.search(result, expr, wanted, frames, end)
            }
        }
    }

    /// `any(..)` and `all(..)` end as soon as they know.
    fn search(
        &mut self,
        result: Value,
        expr: &'a Expr,
        wanted: bool,
        frames: usize,
        end: crate::ir::BlockId,
    ) {
        let (found, next) = (self.b.block(), self.b.block());
        if wanted {
            self.condition(expr, found, next);
        } else {
            self.condition(expr, next, found);
        }
        self.b.begin(found);
        if let Operand::Register(to) = result.operand {
            self.b.emit(Op::Copy {
                to,
                from: Operand::Bool(wanted),
            });
        }
        // Out of all the loops of the comprehension, innermost first.
        let held: Vec<_> = self
            .frames
            .iter()
            .skip(frames)
            .rev()
            .filter_map(|frame| match frame {
                Frame::Loop { held, .. } => Some(held.clone()),
                _ => None,
            })
            .flatten()
            .collect();
        if !held.is_empty() {
            self.b.emit(Op::ReleaseMany { registers: held });
        }
        self.b.jump(end);
        self.b.begin(next);
    }

    /// A call that consumes a generator expression, its only positional argument, at once.
    pub fn consuming_call(&mut self, call: &'a ExprCall) -> Option<Value> {
        let (Expr::Generator(generator), rest) = call.arguments.args.split_first()? else {
            return None;
        };
        match &*call.func {
            Expr::Name(name) if self.is_builtin(&name.id) => {
                self.consumed_by(&name.id, generator, rest, call)
            }
            Expr::Attribute(attribute)
                if matches!(&*attribute.attr, "join" | "extend" | "update" | "union")
                    && rest.is_empty()
                    && call.arguments.keywords.is_empty() =>
            {
                let object = self.operand(&attribute.value, [&*generator.elt]);
                let object = self.boxed(object);
                let object = self.own(object);
                let list = self.generator_list(generator);
                self.at(call);
                let name = self.cx.text(&attribute.attr);
                let result = self.b.call(
                    Intrinsic::CallMethodSmall,
                    vec![object.operand, name, list.operand],
                );
                self.b.done(list);
                self.b.done(object);
                Some(result)
            }
            _ => None,
        }
    }

    fn consumed_by(
        &mut self,
        name: &str,
        generator: &'a ExprGenerator,
        rest: &'a [Expr],
        call: &'a ExprCall,
    ) -> Option<Value> {
        let scope = self.cx.scopes.of(generator);
        let alone = rest.is_empty() && call.arguments.keywords.is_empty();
        match name {
            "list" if alone => Some(self.generator_list(generator)),
            "set" if alone => {
                let source = self.first_source(&generator.generators, whole(generator))?;
                self.at(call);
                let mut result = self.b.call(Intrinsic::MakeSet(0), Vec::new());
                result.ty = Ty::Set;
                let after = self.b.block();
                self.run(
                    source,
                    scope,
                    (&generator.generators, whole(generator)),
                    Sink::Set(result, &generator.elt),
                    after,
                );
                self.b.fall_into(after);
                Some(result)
            }
            "any" | "all" if alone => {
                let wanted = name == "any";
                let source = self.first_source(&generator.generators, whole(generator))?;
                let register = self.b.temp(crate::ir::Repr::Bool, false);
                self.b.emit(Op::Copy {
                    to: register,
                    from: Operand::Bool(!wanted),
                });
                let result = Value::in_temp(register, Ty::Bool, false);
                let after = self.b.block();
                let sink = Sink::Search(result, &generator.elt, wanted, self.frames.len());
                self.run(
                    source,
                    scope,
                    (&generator.generators, whole(generator)),
                    sink,
                    after,
                );
                self.b.fall_into(after);
                Some(result)
            }
            "sum" | "min" | "max" | "tuple" | "dict" | "sorted" | "frozenset" | "bytes"
            | "bytearray" => {
                let list = self.generator_list(generator);
                self.call_with_first(name, list, rest, call)
            }
            _ => None,
        }
    }

    /// The elements as a list.
    pub fn generator_list(&mut self, generator: &'a ExprGenerator) -> Value {
        let scope = self.cx.scopes.of(generator);
        let Some(source) = self.first_source(&generator.generators, whole(generator)) else {
            return Value::none();
        };
        let mut list = self.b.call(Intrinsic::MakeList(0), Vec::new());
        list.ty = Ty::List;
        let after = self.b.block();
        self.run(
            source,
            scope,
            (&generator.generators, whole(generator)),
            Sink::List(list, &generator.elt),
            after,
        );
        self.b.fall_into(after);
        list
    }

    /// `name(first, ..)` where the first argument has been computed.
    fn call_with_first(
        &mut self,
        name: &str,
        first: Value,
        rest: &'a [Expr],
        call: &'a ExprCall,
    ) -> Option<Value> {
        let keywords = &call.arguments.keywords;
        let callee = self.cx.builtin(name);
        if rest.iter().any(Expr::is_starred_expr)
            || keywords.iter().any(|keyword| keyword.arg.is_none())
        {
            self.syntax(&call.range(), "Generator expression must be parenthesized");
            return Some(first);
        }
        self.b.stage(vec![first]);
        let mut exprs: Vec<&'a Expr> = rest.iter().collect();
        exprs.extend(keywords.iter().map(|keyword| &keyword.value));
        let count = self.stage_all(&exprs) + 1;
        let names = match keywords.len() {
            0 => Operand::None,
            _ => self.names_tuple(
                keywords
                    .iter()
                    .filter_map(|keyword| keyword.arg.as_ref())
                    .map(|name| name.as_str()),
            ),
        };
        self.at(call);
        self.b.unstaged(count);
        let positional = super::call::small(rest.len()) + 1;
        Some(
            self.b
                .call(Intrinsic::CallStaged(positional), vec![callee, names]),
        )
    }
}

/// A generator expression with its parentheses: those of the call when it is the only argument.
fn whole(generator: &ExprGenerator) -> TextRange {
    if generator.parenthesized {
        return generator.range;
    }
    let one = TextSize::new(1);
    let start = generator.range.start().checked_sub(one);
    TextRange::new(start.unwrap_or_default(), generator.range.end() + one)
}
