//! The type of an expression, as far as the variables' types are known.

use ruff_python_ast::{Arguments, Expr, ExprAttribute, ExprCall, Number, UnaryOp};

use super::Version;
use super::facts::{Facts, FunctionFact};
use super::fold::fold;
use super::math;
use super::ty::{Ty, binary};
use crate::lower::binary_op;
use crate::scope::{MODULE, Meaning, ScopeId};

/// Asks for types in one scope of one version of a function.
#[derive(Clone, Copy)]
pub struct Typer<'f, 'a> {
    pub facts: &'f Facts<'a>,
    pub scope: ScopeId,
    pub version: Version,
}

impl<'a> Typer<'_, 'a> {
    /// What an expression is.
    pub fn expression(&self, expr: &Expr) -> Ty {
        if fold(expr).is_some() {
            return Ty::Word;
        }
        match expr {
            Expr::NumberLiteral(literal) => match literal.value {
                Number::Float(_) => Ty::Float,
                _ => Ty::Any,
            },
            Expr::BooleanLiteral(_) | Expr::Compare(_) => Ty::Bool,
            Expr::NoneLiteral(_) => Ty::None,
            Expr::StringLiteral(_) | Expr::FString(_) => Ty::Str,
            Expr::List(_) | Expr::ListComp(_) => Ty::List,
            Expr::Dict(_) | Expr::DictComp(_) => Ty::Dict,
            Expr::Set(_) | Expr::SetComp(_) => Ty::Set,
            Expr::Tuple(_) => Ty::Tuple,
            Expr::Name(name) => self.name(&name.id),
            Expr::BinOp(operation) => {
                let (a, b) = (
                    self.expression(&operation.left),
                    self.expression(&operation.right),
                );
                binary(binary_op(operation.op), a, b, fold(&operation.right))
            }
            Expr::UnaryOp(unary) => self.unary(unary.op, &unary.operand),
            Expr::BoolOp(operation) => self.join(operation.values.iter()),
            Expr::If(conditional) => self.join([&*conditional.body, &*conditional.orelse]),
            Expr::Named(named) => self.expression(&named.value),
            Expr::Call(call) => self.call(call),
            Expr::Attribute(attribute) if self.math_constant(attribute).is_some() => Ty::Float,
            _ => Ty::Any,
        }
    }

    fn join<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Ty {
        exprs
            .into_iter()
            .fold(Ty::Never, |ty, expr| ty.join(self.expression(expr)))
    }

    fn unary(&self, op: UnaryOp, operand: &Expr) -> Ty {
        if op == UnaryOp::Not {
            return Ty::Bool;
        }
        match self.expression(operand) {
            Ty::Never => Ty::Never,
            ty if op == UnaryOp::UAdd && ty.is_number() => ty,
            ty if ty.is_int() => Ty::Int,
            Ty::Float if op == UnaryOp::USub => Ty::Float,
            _ => Ty::Any,
        }
    }

    /// What a name holds.
    fn name(&self, name: &str) -> Ty {
        match self.facts.scopes.resolve(self.scope, name) {
            Meaning::Variable(owner) => self.facts.variable(owner, name, self.version).ty,
            Meaning::Global if self.facts.scopes.unit(self.scope) == MODULE => {
                let register = self
                    .facts
                    .scopes
                    .symbol(MODULE, name)
                    .is_some_and(|symbol| {
                        symbol.bindings > 0 && self.facts.is_register(name, symbol)
                    });
                if register {
                    self.facts.variable(MODULE, name, self.version).ty
                } else {
                    Ty::Any
                }
            }
            _ => Ty::Any,
        }
    }

    /// Whether a name means the builtin of that name.
    fn is_builtin(&self, name: &str) -> bool {
        self.facts.scopes.resolve(self.scope, name) == Meaning::Global
            && self
                .facts
                .scopes
                .symbol(MODULE, name)
                .is_none_or(|symbol| symbol.bindings == 0)
    }

    /// Whether an expression is the module `math`.
    fn is_math(&self, expr: &Expr) -> bool {
        math::name_of(expr).is_some_and(|name| {
            self.facts.math.contains(name)
                && self.facts.scopes.resolve(self.scope, name) == Meaning::Global
        })
    }

    /// The value of `math.pi` and the like.
    pub fn math_constant(&self, attribute: &ExprAttribute) -> Option<f64> {
        math::constant(&attribute.attr).filter(|_| self.is_math(&attribute.value))
    }

    fn call(&self, call: &ExprCall) -> Ty {
        if let Expr::Attribute(attribute) = &*call.func {
            let plain = call.arguments.keywords.is_empty()
                && !call.arguments.args.iter().any(Expr::is_starred_expr);
            return match plain
                && math::gives_float(&attribute.attr)
                && self.is_math(&attribute.value)
            {
                true => Ty::Float,
                false => Ty::Any,
            };
        }
        let Expr::Name(name) = &*call.func else {
            return Ty::Any;
        };
        if self.is_builtin(&name.id) {
            return self.builtin(&name.id, &call.arguments);
        }
        if self.facts.scopes.resolve(self.scope, &name.id) != Meaning::Global {
            return Ty::Any;
        }
        let Some(fact) = self.facts.functions.get(name.id.as_str()) else {
            return Ty::Any;
        };
        let Some(places) = fact.bind(&call.arguments) else {
            return Ty::Any;
        };
        if fact.typed && self.call_fits(fact, &places, &call.arguments) {
            return fact.returns;
        }
        Ty::Any
    }

    fn builtin(&self, name: &str, arguments: &Arguments) -> Ty {
        if !arguments.keywords.is_empty() || arguments.args.iter().any(Expr::is_starred_expr) {
            return Ty::Any;
        }
        match (name, &*arguments.args) {
            ("len", [_]) => Ty::Word,
            ("bool", [_]) => Ty::Bool,
            ("any" | "all", [Expr::Generator(_)]) => Ty::Bool,
            ("int", [argument]) => match self.expression(argument) {
                ty if ty.is_int() || ty == Ty::Never => ty,
                _ => Ty::Any,
            },
            ("float", [argument]) => match self.expression(argument) {
                Ty::Never => Ty::Never,
                ty if ty.is_number() => Ty::Float,
                _ => Ty::Any,
            },
            ("abs", [argument]) => match self.expression(argument) {
                ty if ty.is_int() => Ty::Int,
                ty @ (Ty::Float | Ty::Never) => ty,
                _ => Ty::Any,
            },
            ("min" | "max", [a, b]) => match self.expression(a).join(self.expression(b)) {
                ty if ty.is_number() || ty == Ty::Never => ty,
                _ => Ty::Any,
            },
            ("str" | "repr", items) if items.len() <= 3 && !has_generator(items) => Ty::Str,
            ("list" | "sorted", items)
                if items.len() <= 3 && (name == "list" || !has_generator(items)) =>
            {
                Ty::List
            }
            ("dict", items) if items.len() <= 3 && !has_generator(items) => Ty::Dict,
            ("set", items) if items.len() <= 3 => Ty::Set,
            ("tuple", items) if items.len() <= 3 && !has_generator(items) => Ty::Tuple,
            _ => Ty::Any,
        }
    }

    /// Whether the arguments of a call have the types of the typed version's parameters.
    pub fn call_fits(
        &self,
        fact: &FunctionFact<'a>,
        places: &[Option<usize>],
        arguments: &Arguments,
    ) -> bool {
        fact.parameters
            .iter()
            .zip(places)
            .all(|(parameter, place)| {
                let ty = match place {
                    Some(index) => {
                        argument(arguments, *index).map_or(Ty::Any, |expr| self.expression(expr))
                    }
                    None => parameter.default_ty(),
                };
                ty.fits(parameter.ty)
            })
    }

    /// `range(..)` that a counter can go through.
    pub fn counting_range<'e>(&self, iter: &'e Expr) -> Option<&'e ExprCall> {
        let Expr::Call(call) = iter else { return None };
        let Expr::Name(name) = &*call.func else {
            return None;
        };
        let arguments = &call.arguments;
        if name.id != "range" || !self.is_builtin("range") || !arguments.keywords.is_empty() {
            return None;
        }
        if arguments.args.is_empty() || arguments.args.len() > 3 {
            return None;
        }
        let ints = arguments.args.iter().all(|argument| {
            let ty = self.expression(argument);
            ty.is_int() || ty == Ty::Never
        });
        let large = |argument: &Expr| fold(argument).is_none() && is_literal(argument);
        if arguments.args.len() > 1 && arguments.args.iter().any(large) {
            return None;
        }
        let zero = arguments.args.get(2).and_then(fold) == Some(0);
        (ints && !zero).then_some(call)
    }
}

/// Positional arguments, then keyword values.
pub fn argument(arguments: &Arguments, index: usize) -> Option<&Expr> {
    match index.checked_sub(arguments.args.len()) {
        None => arguments.args.get(index),
        Some(index) => arguments.keywords.get(index).map(|keyword| &keyword.value),
    }
}

/// An int of literals only, whatever its size.
fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::NumberLiteral(_) => true,
        Expr::UnaryOp(unary) => is_literal(&unary.operand),
        Expr::BinOp(operation) => is_literal(&operation.left) && is_literal(&operation.right),
        _ => false,
    }
}

fn has_generator(items: &[Expr]) -> bool {
    items.iter().any(Expr::is_generator_expr)
}
