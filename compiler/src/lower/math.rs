//! The module `math`, as far as its answers are known to be floats.

use ruff_python_ast::{CmpOp, Expr, ExprAttribute, ExprCall};

use super::body::Body;
use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{Intrinsic, Op, Operand};

impl<'a> Body<'_, 'a> {
    /// A method call whose result is known to be a float.
    pub fn float_call(
        &mut self,
        attribute: &'a ExprAttribute,
        call: &'a ExprCall,
        whole: &'a Expr,
    ) -> Option<Value> {
        if self.type_of(whole) != Ty::Float {
            return None;
        }
        if let ("sqrt", [argument]) = (&*attribute.attr, &*call.arguments.args)
            && self.type_of(argument).is_number()
        {
            return Some(self.square_root(attribute, argument, call));
        }
        let result = self.method_call(attribute, call);
        Some(self.unboxed(result, Ty::Float))
    }

    /// `math.sqrt(x)`: in place, but for what the runtime refuses and NaN.
    fn square_root(
        &mut self,
        attribute: &'a ExprAttribute,
        argument: &'a Expr,
        call: &'a ExprCall,
    ) -> Value {
        let module = self.operand(&attribute.value, [argument]);
        let module = self.boxed(module);
        let value = self.expression(argument);
        self.at(call);
        let value = self.float(value);
        let result = self.merge_value(Ty::Float);
        let (plain, other, after) = (self.b.block(), self.b.block(), self.b.block());
        let zero = Value::free(Operand::Float(0.0), Ty::Float);
        let same = Value {
            hold: Hold::Free,
            ..value
        };
        let has_root = self.compare(CmpOp::GtE, same, zero);
        self.b.branch(has_root, plain, other);
        self.b.begin(plain);
        let root = self.b.define(Ty::Float, |to| Op::FloatSqrt {
            to,
            a: value.operand,
        });
        self.merge_into(result, root, argument);
        self.b.jump(after);
        self.b.begin(other);
        let name = self.cx.text(&attribute.attr);
        let boxed = self.boxed(same);
        let answer = self.b.call(
            Intrinsic::CallMethodSmall,
            vec![module.operand, name, boxed.operand],
        );
        self.b.done(boxed);
        let answer = self.unboxed(answer, Ty::Float);
        self.merge_into(result, answer, argument);
        self.b.fall_into(after);
        self.b.done(value);
        self.b.done(module);
        result
    }

    /// `math.pi` and the like; the name must be bound all the same.
    pub fn known_constant(&mut self, attribute: &'a ExprAttribute) -> Option<Value> {
        let typer = self.cx.facts.typer(self.scope, self.version);
        let number = typer.math_constant(attribute)?;
        let module = self.boxed_expression(&attribute.value);
        self.b.done(module);
        Some(Value::free(Operand::Float(number), Ty::Float))
    }
}
