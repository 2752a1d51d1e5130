//! Calls.

use ruff_python_ast::{Arguments, Expr, ExprAttribute, ExprCall, Keyword};
use ruff_text_size::{Ranged, TextRange};

use super::Bodies;
use super::body::Body;
use super::value::{Hold, Value};
use crate::infer::{Default, FunctionFact, ParameterFact, Ty};
use crate::ir::{BoundKind, Constant, ConstantItem, Intrinsic, Op, Operand, Repr};
use crate::scope::Meaning;

impl<'a> Body<'_, 'a> {
    /// `f(..)`
    pub fn call(&mut self, call: &'a ExprCall, whole: &'a Expr) -> Value {
        if let Some(value) = self.consuming_call(call) {
            return value;
        }
        match &*call.func {
            Expr::Name(name) => {
                if self.is_builtin(&name.id) {
                    if let Some(value) = self.builtin_call(&name.id, call, whole) {
                        return value;
                    }
                } else if let Some(value) = self.direct_call(&name.id, call) {
                    return value;
                } else if let Some(value) = self.inner_call(&name.id, call) {
                    return value;
                }
            }
            Expr::Attribute(attribute) if !has_stars(&call.arguments) => {
                if let Some(value) = self.float_call(attribute, call, whole) {
                    return value;
                }
                return self.method_call(attribute, call);
            }
            _ => {}
        }
        let later: Vec<&Expr> = parts(&call.arguments).collect();
        let callee = self.operand(&call.func, later);
        let callee = self.boxed(callee);
        if has_stars(&call.arguments) {
            return self.spread_call(callee, call);
        }
        let (positional, keywords) = (&call.arguments.args, &call.arguments.keywords);
        if positional.len() <= 3 && keywords.is_empty() {
            let values = self.values(positional);
            self.at(call);
            let result = self.small_call(callee, &values);
            values.into_iter().for_each(|value| self.b.done(value));
            return result;
        }
        let count = self.stage_arguments(&call.arguments);
        let names = self.keyword_names(keywords);
        self.at(call);
        self.b.staged -= count;
        let result = self.staged_result(
            Intrinsic::CallStaged(small(positional.len())),
            vec![callee.operand, names],
        );
        self.b.done(callee);
        result
    }

    /// An intrinsic that takes what has been staged (and counted off) already: when it raises, nothing is staged any more.
    fn staged_result(&mut self, call: Intrinsic, arguments: Vec<Operand>) -> Value {
        self.b.call(call, arguments)
    }

    /// Calls with at most three arguments. The callee is given back.
    pub fn small_call(&mut self, callee: Value, values: &[Value]) -> Value {
        let mut arguments = vec![callee.operand];
        arguments.extend(values.iter().map(|value| value.operand));
        let result = self.b.call(Intrinsic::CallSmall, arguments);
        self.b.done(callee);
        result
    }

    /// Expressions as boxed values that stay until all are computed.
    pub fn values(&mut self, exprs: &'a [Expr]) -> Vec<Value> {
        let mut values = Vec::with_capacity(exprs.len());
        for (index, expr) in exprs.iter().enumerate() {
            let value = self.operand(expr, exprs.iter().skip(index + 1));
            values.push(self.boxed(value));
        }
        values
    }

    /// Stages positional arguments and keyword values in order; returns how many.
    fn stage_arguments(&mut self, arguments: &'a Arguments) -> u32 {
        let exprs: Vec<&'a Expr> = parts(arguments).collect();
        self.stage_all(&exprs)
    }

    /// Stages expressions in order, a few at a time.
    pub fn stage_all(&mut self, exprs: &[&'a Expr]) -> u32 {
        let mut waiting: Vec<Value> = Vec::new();
        for (index, expr) in exprs.iter().enumerate() {
            let value = self.operand(expr, exprs.iter().skip(index + 1).copied());
            waiting.push(self.boxed(value));
            if waiting.len() == 4 {
                self.b.stage(std::mem::take(&mut waiting));
            }
        }
        self.b.stage(waiting);
        small(exprs.len())
    }

    fn keyword_names(&mut self, keywords: &'a [Keyword]) -> Operand {
        if keywords.is_empty() {
            return Operand::None;
        }
        let mut items = Vec::new();
        for keyword in keywords {
            let name = keyword.arg.as_ref().map_or("", |name| name.as_str());
            items.push(ConstantItem::Constant(self.cx.str_constant(name)));
        }
        Operand::Constant(self.cx.constant(Constant::Tuple(items)))
    }

    /// `o.name(..)` without stars.
    pub fn method_call(&mut self, attribute: &'a ExprAttribute, call: &'a ExprCall) -> Value {
        if let Expr::Name(name) = &*attribute.value
            && self.module_member(name, attribute)
        {
            return Value::none();
        }
        let later: Vec<&Expr> = parts(&call.arguments).collect();
        let object = self.operand(&attribute.value, later);
        let (positional, keywords) = (&call.arguments.args, &call.arguments.keywords);
        if object.ty == Ty::List
            && &*attribute.attr == "append"
            && positional.len() == 1
            && keywords.is_empty()
        {
            return self.append(object, positional, call);
        }
        let object = self.boxed(object);
        let name = self.cx.text(&attribute.attr);
        if positional.len() <= 2 && keywords.is_empty() {
            let values = self.values(positional);
            self.at(call);
            let mut arguments = vec![object.operand, name];
            arguments.extend(values.iter().map(|value| value.operand));
            let result = self.b.call(Intrinsic::CallMethodSmall, arguments);
            values.into_iter().for_each(|value| self.b.done(value));
            self.b.done(object);
            return result;
        }
        let count = self.stage_arguments(&call.arguments);
        let names = self.keyword_names(keywords);
        self.at(call);
        self.b.staged -= count;
        let call = Intrinsic::CallMethodStaged(small(positional.len()));
        let result = self.staged_result(call, vec![object.operand, name, names]);
        self.b.done(object);
        result
    }

    fn append(&mut self, list: Value, items: &'a [Expr], call: &'a ExprCall) -> Value {
        let values = self.values(items);
        self.at(call);
        if let [item] = values.as_slice() {
            self.b
                .perform(Intrinsic::ListAppend, vec![list.operand, item.operand]);
        }
        values.into_iter().for_each(|value| self.b.done(value));
        self.b.done(list);
        Value::none()
    }

    /// `f(*a, **k)`. The callee is given back.
    pub fn spread_call(&mut self, callee: Value, call: &'a ExprCall) -> Value {
        let callee = self.steady(callee);
        // One star alone: the callee takes the iterable itself, and names itself when it is none.
        let arguments = match &*call.arguments.args {
            [Expr::Starred(starred)] => {
                let value = self.spread(&starred.value);
                self.steady(value)
            }
            args => self.list_display(args, call.range()),
        };
        let keywords = self.spread_keywords(callee, &call.arguments.keywords, call.range());
        self.at(call);
        let operands = vec![callee.operand, arguments.operand, keywords.operand];
        let result = self.b.call(Intrinsic::CallSpread, operands);
        self.b.done(keywords);
        self.b.done(arguments);
        self.b.done(callee);
        result
    }

    fn spread_keywords(
        &mut self,
        callee: Value,
        keywords: &'a [Keyword],
        range: TextRange,
    ) -> Value {
        if keywords.is_empty() {
            return Value::none();
        }
        let dict = self.b.call(Intrinsic::MakeDict(0), Vec::new());
        for keyword in keywords {
            let value = self.boxed_expression(&keyword.value);
            self.at(&range);
            match &keyword.arg {
                None => self.b.perform(
                    Intrinsic::Merge,
                    vec![dict.operand, value.operand, callee.operand],
                ),
                Some(name) => {
                    // One pair as a dict of its own, so that a name twice is noticed as CPython does.
                    let key = self.cx.text(name);
                    let key = Value::free(key, Ty::Str);
                    let copy = Value {
                        hold: Hold::Free,
                        ..value
                    };
                    self.b.stage(vec![key, copy]);
                    self.b.unstaged(2);
                    let pair = self.b.call(Intrinsic::MakeDict(1), Vec::new());
                    self.b.perform(
                        Intrinsic::Merge,
                        vec![dict.operand, pair.operand, callee.operand],
                    );
                    self.b.done(pair);
                }
            }
            self.b.done(value);
        }
        dict
    }

    // -- functions of the program

    fn direct_call(&mut self, name: &str, call: &'a ExprCall) -> Option<Value> {
        if self.cx.scopes.resolve(self.scope, name) != Meaning::Global {
            return None;
        }
        let facts = self.cx.facts;
        let fact = facts.functions.get(name)?;
        let bodies = *self.cx.direct.get(name)?;
        let places = fact.bind(&call.arguments)?;
        let typer = facts.typer(self.scope, self.version);
        let typed = bodies.typed.is_some() && typer.call_fits(fact, &places, &call.arguments);
        if !fact.is_bound_at(call.start()) {
            self.check_function(name, call);
        }
        let values = self.bind_arguments(fact, &places, call, typed)?;
        self.at(call);
        Some(self.invoke(bodies, fact, typed, values))
    }

    /// An inner function whose name is bound once: its body, with the cells of this unit.
    fn inner_call(&mut self, name: &str, call: &'a ExprCall) -> Option<Value> {
        let (owner, own) = match self.cx.scopes.resolve(self.scope, name) {
            Meaning::Variable(owner) => (owner, true),
            Meaning::Free(owner) => (owner, false),
            _ => return None,
        };
        let (bodies, fact) = self.cx.inner.get(&(owner, name.to_owned()))?.clone();
        let places = fact.bind(&call.arguments)?;
        let known = |(parameter, place): (&ParameterFact<'a>, &Option<usize>)| {
            place.is_some() || matches!(parameter.default, Some(Default::Literal(_)))
        };
        if !fact.parameters.iter().zip(&places).all(known) {
            return None;
        }
        let cells = self.known_cells(fact.scope)?;
        let running = self.cx.scopes.is_within(self.unit, fact.scope);
        let checked = self.cx.facts.variable(owner, name, self.version).checked;
        if !running && (checked || !own) {
            let value = self.load_name(name, call.func.range());
            self.b.done(value);
        }
        let values = self.bind_arguments(&fact, &places, call, false)?;
        self.at(call);
        let mut arguments: Vec<Operand> = values.iter().map(|value| value.operand).collect();
        arguments.extend(cells);
        let result = self.b.define(Ty::Any, |to| Op::Call {
            to,
            function: bodies.generic,
            arguments,
        });
        values
            .into_iter()
            .rev()
            .for_each(|value| self.b.done(value));
        Some(result)
    }

    /// The cells that a unit needs, if this one has them all.
    fn known_cells(&self, scope: crate::scope::ScopeId) -> Option<Vec<Operand>> {
        let free = &self.cx.scopes.get(scope)?.free;
        let cell = |key: &(crate::scope::ScopeId, String)| {
            let own = self
                .slots
                .get(key)
                .filter(|slot| slot.cell)
                .map(|slot| slot.register);
            own.or_else(|| self.free.get(key).copied())
                .map(Operand::Register)
        };
        free.iter().map(cell).collect()
    }

    fn check_function(&mut self, name: &str, call: &'a ExprCall) {
        self.at(&*call.func);
        let global = self.cx.global(name);
        let register = self.b.temp(Repr::Boxed, false);
        self.b.emit(Op::LoadGlobal {
            to: register,
            global,
        });
        let name = self.cx.str_constant(name);
        self.b.emit(Op::CheckBound {
            from: Operand::Register(register),
            kind: BoundKind::Global,
            name,
        });
        self.b.forget(Value::in_temp(register, Ty::Any, false));
    }

    /// The arguments in the order of the parameters; computed in the order of the source.
    fn bind_arguments(
        &mut self,
        fact: &FunctionFact<'a>,
        places: &[Option<usize>],
        call: &'a ExprCall,
        typed: bool,
    ) -> Option<Vec<Value>> {
        let exprs: Vec<&'a Expr> = parts(&call.arguments).collect();
        let mut computed: Vec<Option<Value>> = vec![None; exprs.len()];
        for (index, expr) in exprs.iter().enumerate() {
            let parameter = places.iter().position(|place| *place == Some(index))?;
            let wanted = fact
                .parameters
                .get(parameter)
                .map_or(Ty::Any, |parameter| parameter.wanted(typed));
            let value = self.expression(expr);
            let value = self.coerce(value, wanted, expr.range());
            let value = self.steady(value);
            if let Some(slot) = computed.get_mut(index) {
                *slot = Some(value);
            }
        }
        let mut values = Vec::new();
        for (parameter, place) in fact.parameters.iter().zip(places) {
            let value = match place {
                Some(index) => computed.get(*index).copied().flatten()?,
                None => self.default_value(
                    fact,
                    &parameter.name,
                    parameter.default.as_ref()?,
                    parameter.wanted(typed),
                ),
            };
            values.push(value);
        }
        Some(values)
    }

    fn default_value(
        &mut self,
        fact: &FunctionFact<'a>,
        name: &str,
        default: &Default<'a>,
        wanted: Ty,
    ) -> Value {
        match default {
            Default::Literal(expr) => {
                let value = self.expression(expr);
                self.coerce(value, wanted, expr.range())
            }
            Default::Computed => {
                let global = self.cx.global(&format!("{}.{name}", fact.name));
                let register = self.b.temp(Repr::Boxed, false);
                self.b.emit(Op::LoadGlobal {
                    to: register,
                    global,
                });
                Value {
                    hold: Hold::Borrowed(register),
                    ..Value::in_temp(register, Ty::Any, false)
                }
            }
        }
    }

    fn invoke(
        &mut self,
        bodies: Bodies,
        fact: &FunctionFact<'a>,
        typed: bool,
        values: Vec<Value>,
    ) -> Value {
        let (function, ty) = match bodies.typed {
            Some(function) if typed => (function, fact.returns),
            _ => (bodies.generic, Ty::Any),
        };
        let arguments = values.iter().map(|value| value.operand).collect();
        let result = self.b.define(ty.settled(), |to| Op::Call {
            to,
            function,
            arguments,
        });
        values
            .into_iter()
            .rev()
            .for_each(|value| self.b.done(value));
        result
    }
}

/// Positional arguments, then keyword values: CPython computes them in this order.
pub fn parts(arguments: &Arguments) -> impl Iterator<Item = &Expr> {
    arguments
        .args
        .iter()
        .chain(arguments.keywords.iter().map(|keyword| &keyword.value))
}

/// Whether a call has `*` or `**`.
pub fn has_stars(arguments: &Arguments) -> bool {
    arguments.args.iter().any(Expr::is_starred_expr)
        || arguments
            .keywords
            .iter()
            .any(|keyword| keyword.arg.is_none())
}

/// A count; no program has more.
pub fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
