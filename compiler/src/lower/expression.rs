//! Expressions.

use ruff_python_ast::{Expr, ExprAttribute, ExprIf, ExprSlice, ExprSubscript, Number};
use ruff_text_size::Ranged;

use super::body::Body;
use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{Intrinsic, Op, Operand, Repr};

/// How many expressions are looked at to see whether they run code.
const MOST_LATER: usize = 64;

impl<'a> Body<'_, 'a> {
    /// Computes an expression.
    pub fn expression(&mut self, expr: &'a Expr) -> Value {
        if let Some(number) = crate::infer::fold(expr)
            && !expr.is_number_literal_expr()
        {
            return Value::free(Operand::Int(number), Ty::Word);
        }
        match expr {
            Expr::NumberLiteral(literal) => match &literal.value {
                Number::Int(int) => self.int_literal(int, false),
                Number::Float(number) => Value::free(Operand::Float(*number), Ty::Float),
                Number::Complex { .. } => self.unsupported(
                    expr,
                    "complex numbers",
                    "the runtime has ints and floats",
                    "keep the real and the imaginary part in two floats",
                ),
            },
            Expr::StringLiteral(literal) => self.str_literal(&literal.value),
            Expr::BytesLiteral(literal) => self.bytes_literal(&literal.value),
            Expr::BooleanLiteral(literal) => Value::bool(literal.value),
            Expr::NoneLiteral(_) => Value::none(),
            Expr::EllipsisLiteral(_) => Value::free(self.cx.builtin("Ellipsis"), Ty::Any),
            Expr::Name(name) => self.load_name(&name.id, name.range),
            Expr::BinOp(operation) => self.binary(operation),
            Expr::UnaryOp(operation) => self.unary(operation),
            Expr::BoolOp(_) if self.type_of(expr) == Ty::Bool => self.condition_value(expr),
            Expr::BoolOp(operation) => self.bool_operation(operation, expr),
            Expr::Compare(_) => self.condition_value(expr),
            Expr::If(conditional) => self.conditional(conditional, expr),
            Expr::Named(named) => self.walrus(named),
            Expr::Call(call) => self.call(call, expr),
            Expr::Attribute(attribute) => self.attribute(attribute),
            Expr::Subscript(subscript) => self.subscript(subscript),
            Expr::Slice(slice) => self.slice(slice),
            Expr::List(list) => self.list_display(&list.elts, list.range),
            Expr::Tuple(tuple) => self.tuple_display(&tuple.elts, expr),
            Expr::Set(set) => self.set_display(&set.elts, expr),
            Expr::Dict(dict) => self.dict_display(dict),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => self.comprehension(expr),
            Expr::FString(string) => self.f_string(string),
            Expr::Lambda(lambda) => self.lambda(lambda),
            Expr::Generator(_) => self.unsupported(
                expr,
                "generator expressions that outlive their expression",
                "this release has no generators: a generator expression must be consumed at once, by sum, any, all, min, max, list, tuple, set, dict, sorted or join",
                "write a list comprehension: [..]",
            ),
            Expr::Yield(_) | Expr::YieldFrom(_) => self.unsupported(
                expr,
                "generators",
                "this release compiles functions that run to their end",
                "collect the values in a list and return it",
            ),
            Expr::Await(_) => self.unsupported(
                expr,
                "asynchronous functions",
                "this release compiles functions that run to their end",
                "write a plain function",
            ),
            Expr::Starred(_) => {
                self.syntax(expr, "can't use starred expression here");
                Value::none()
            }
            Expr::TString(_) => self.unsupported(expr, "template strings", "they are Python 3.14", "write an f-string"),
            Expr::IpyEscapeCommand(_) => {
                self.syntax(expr, "invalid syntax");
                Value::none()
            }
        }
    }

    /// An expression as a boxed value.
    pub fn boxed_expression(&mut self, expr: &'a Expr) -> Value {
        let value = self.expression(expr);
        self.boxed(value)
    }

    /// An expression that stays what it is while the expressions `later` are computed.
    pub fn operand<'e>(
        &mut self,
        expr: &'a Expr,
        later: impl IntoIterator<Item = &'e Expr>,
    ) -> Value {
        let value = self.expression(expr);
        // Of many that follow only the first ones are looked at: owning a value once more is never wrong.
        let mut later = later.into_iter();
        if value.volatile
            && !(later.by_ref().take(MOST_LATER).all(is_inert) && later.next().is_none())
        {
            return self.own(value);
        }
        value
    }

    /// Reports what this release does not compile.
    pub fn unsupported(&mut self, node: &impl Ranged, what: &str, why: &str, help: &str) -> Value {
        self.cx.not_supported(node.range(), what, why, help);
        Value::none()
    }

    fn attribute(&mut self, attribute: &'a ExprAttribute) -> Value {
        if REFLECTION.contains(&attribute.attr.as_str()) {
            return self.unsupported(
                &attribute.attr,
                &format!("attributes such as {}", attribute.attr),
                "compiled code has no bytecode, frames or dicts of names that could be looked at",
                "name what is needed itself: a parameter, an attribute, a variable",
            );
        }
        if let Some(value) = self
            .known_constant(attribute)
            .or_else(|| self.module_attribute(attribute))
        {
            return value;
        }
        let object = self.boxed_expression(&attribute.value);
        self.at(attribute);
        let name = self.cx.text(&attribute.attr);
        let result = self
            .b
            .call(Intrinsic::GetAttribute, vec![object.operand, name]);
        self.b.done(object);
        result
    }

    fn subscript(&mut self, subscript: &'a ExprSubscript) -> Value {
        if self.refuse_generic(subscript) {
            return Value::none();
        }
        let object = self.operand(&subscript.value, [&*subscript.slice]);
        let object = self.boxed(object);
        let key = self.expression(&subscript.slice);
        self.at(subscript);
        self.get_item(object, key)
    }

    /// `object[key]`; both are given back.
    pub fn get_item(&mut self, object: Value, key: Value) -> Value {
        let result = if key.ty.is_int() {
            self.b.define(Ty::Any, |to| Op::GetItemAt {
                to,
                o: object.operand,
                index: key.operand,
            })
        } else {
            let boxed = self.boxed(key);
            let result = self
                .b
                .call(Intrinsic::GetItem, vec![object.operand, boxed.operand]);
            self.b.done(boxed);
            self.b.done(object);
            return result;
        };
        self.b.done(key);
        self.b.done(object);
        result
    }

    fn slice(&mut self, slice: &'a ExprSlice) -> Value {
        let parts = [&slice.lower, &slice.upper, &slice.step];
        let mut values = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let value = match part {
                Some(expr) => {
                    let later = parts
                        .iter()
                        .skip(index + 1)
                        .filter_map(|part| part.as_deref());
                    let value = self.operand(expr, later);
                    self.boxed(value)
                }
                None => Value::none(),
            };
            values.push(value);
        }
        self.at(slice);
        let operands = values.iter().map(|value| value.operand).collect();
        let result = self.b.call(Intrinsic::MakeSlice, operands);
        values.into_iter().for_each(|value| self.b.done(value));
        result
    }

    /// Runs both arms into one register of the joined type.
    fn conditional(&mut self, conditional: &'a ExprIf, whole: &'a Expr) -> Value {
        let ty = self.type_of(whole);
        let (yes, no, after) = (self.b.block(), self.b.block(), self.b.block());
        self.condition(&conditional.test, yes, no);
        self.b.begin(yes);
        let result = self.merge_value(ty);
        let value = self.expression(&conditional.body);
        self.merge_into(result, value, &*conditional.body);
        self.b.jump(after);
        self.b.begin(no);
        let value = self.expression(&conditional.orelse);
        self.merge_into(result, value, &*conditional.orelse);
        self.b.fall_into(after);
        result
    }

    /// A temporary that several paths write to.
    pub fn merge_value(&mut self, ty: Ty) -> Value {
        let ty = if ty == Ty::Never { Ty::Any } else { ty };
        let owned = matches!(ty.repr(), Repr::Boxed | Repr::Int);
        let register = self.b.temp(ty.repr(), true);
        Value::in_temp(register, ty, owned)
    }

    /// One path's value.
    pub fn merge_into(&mut self, result: Value, value: Value, node: &impl Ranged) {
        let value = self.coerce(value, result.ty, node.range());
        let Operand::Register(to) = result.operand else {
            return;
        };
        match value.hold {
            Hold::Owned(from) => self.b.emit(Op::Take { to, from }),
            _ => {
                self.b.emit(Op::Copy {
                    to,
                    from: value.operand,
                });
                if !matches!(value.hold, Hold::Scratch(_)) {
                    self.retain(value);
                }
            }
        }
        self.b.forget(value);
    }

    fn walrus(&mut self, named: &'a ruff_python_ast::ExprNamed) -> Value {
        let value = self.expression(&named.value);
        let Expr::Name(name) = &*named.target else {
            self.syntax(named, "cannot use assignment expressions with this target");
            return value;
        };
        let value = if matches!(value.operand, Operand::Register(_)) {
            self.own(value)
        } else {
            value
        };
        let copy = Value {
            hold: Hold::Free,
            ..value
        };
        let outer = self.scope;
        if self.cx.scopes.get(self.scope).is_some() {
            self.scope = self.unit;
        }
        self.store_name(&name.id, name.range, copy);
        self.scope = outer;
        value
    }

    /// What infer says about an expression here.
    pub fn type_of(&self, expr: &Expr) -> Ty {
        self.cx
            .facts
            .typer(self.scope, self.version)
            .expression(expr)
    }
}

/// Attributes that show the inside of CPython.
const REFLECTION: &[&str] = &[
    "__annotations__",
    "__builtins__",
    "__closure__",
    "__code__",
    "__dict__",
    "__globals__",
    "__type_params__",
    "ag_code",
    "ag_frame",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "cr_code",
    "cr_frame",
    "f_back",
    "f_builtins",
    "f_code",
    "f_globals",
    "f_lasti",
    "f_lineno",
    "f_locals",
    "gi_code",
    "gi_frame",
    "gi_yieldfrom",
    "tb_frame",
    "tb_lasti",
];

/// Whether computing an expression runs no code that could rebind a variable.
pub fn is_inert(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_)
        | Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_)
        | Expr::Lambda(_) => true,
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_inert),
        Expr::List(list) => list.elts.iter().all(is_inert),
        Expr::UnaryOp(unary) => unary.operand.is_number_literal_expr(),
        _ => false,
    }
}
