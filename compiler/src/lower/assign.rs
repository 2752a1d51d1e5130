//! Assignment, augmented assignment, deletion.

use ruff_python_ast::{Expr, StmtAnnAssign, StmtAssign, StmtAugAssign};
use ruff_text_size::{Ranged, TextRange};

use super::body::Body;
use super::call::small;
use super::operator::binary_op;
use super::value::{Hold, Value};
use crate::infer::{self, Ty};
use crate::ir::{BinaryOp, Intrinsic, Op, Operand};

impl<'a> Body<'_, 'a> {
    /// `a = b = value`
    pub fn assignment(&mut self, assign: &'a StmtAssign) {
        if let ([Expr::Tuple(targets)], Expr::Tuple(values)) =
            (assign.targets.as_slice(), &*assign.value)
            && self.parallel(&targets.elts, &values.elts)
        {
            return;
        }
        let value = self.expression(&assign.value);
        if let [target] = assign.targets.as_slice() {
            self.store(target, value);
            return;
        }
        let value = self.own(value);
        for target in &assign.targets {
            let copy = Value {
                hold: Hold::Free,
                ..value
            };
            self.store(target, copy);
        }
        self.b.done(value);
    }

    /// `a, b = b, a` without a tuple.
    fn parallel(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> bool {
        if !infer::is_parallel(targets, values) {
            return false;
        }
        let mut computed = Vec::new();
        for expr in values {
            let value = self.expression(expr);
            let value = match (value.hold, value.operand) {
                (Hold::Free, Operand::Register(_)) => self.apart(value),
                _ => self.steady(value),
            };
            computed.push(value);
        }
        for (target, value) in targets.iter().zip(computed) {
            self.store(target, value);
        }
        true
    }

    /// A value that a variable's next assignment does not change.
    fn apart(&mut self, value: Value) -> Value {
        if matches!(
            value.ty.repr(),
            crate::ir::Repr::Boxed | crate::ir::Repr::Int
        ) {
            return self.own(value);
        }
        let register = self.b.temp(value.ty.repr(), false);
        self.b.emit(Op::Copy {
            to: register,
            from: value.operand,
        });
        Value::in_temp(register, value.ty, false)
    }

    /// `a: T = value`
    pub fn annotated(&mut self, assign: &'a StmtAnnAssign) {
        self.check_annotation(&assign.annotation);
        if let Some(value) = &assign.value {
            let value = self.expression(value);
            self.store(&assign.target, value);
        }
    }

    /// Binds a target; the value is given back.
    pub fn store(&mut self, target: &'a Expr, value: Value) {
        match target {
            Expr::Name(name) => {
                self.at(target);
                self.store_name(&name.id, name.range, value);
            }
            Expr::Attribute(attribute) => {
                let value = self.boxed(value);
                let value = self.steady(value);
                let object = self.boxed_expression(&attribute.value);
                self.at(target);
                let name = self.cx.text(&attribute.attr);
                self.b.perform(
                    Intrinsic::SetAttribute,
                    vec![object.operand, name, value.operand],
                );
                self.b.done(object);
                self.b.done(value);
            }
            Expr::Subscript(subscript) => {
                let value = self.steady(value);
                let object = self.operand(&subscript.value, [&*subscript.slice]);
                let object = self.boxed(object);
                let key = self.expression(&subscript.slice);
                self.at(target);
                self.set_item(object, key, value);
                self.b.done(key);
                self.b.done(object);
            }
            Expr::Tuple(tuple) => self.unpack(&tuple.elts, value, target),
            Expr::List(list) => self.unpack(&list.elts, value, target),
            Expr::Starred(starred) => self.store(&starred.value, value),
            _ => self.syntax(target, "cannot assign to this expression"),
        }
    }

    /// `object[key] = value`; the value is given back, the others stay.
    pub fn set_item(&mut self, object: Value, key: Value, value: Value) {
        let value = self.boxed(value);
        if key.ty.is_int() {
            self.b.emit(Op::SetItemAt {
                o: object.operand,
                index: key.operand,
                item: value.operand,
            });
        } else {
            let kept = Value {
                hold: Hold::Free,
                ..key
            };
            let boxed = self.boxed(kept);
            self.b.perform(
                Intrinsic::SetItem,
                vec![object.operand, boxed.operand, value.operand],
            );
            self.b.done(boxed);
        }
        self.b.done(value);
    }

    /// `a, *b, c = value`
    fn unpack(&mut self, targets: &'a [Expr], value: Value, whole: &'a Expr) {
        let stars = targets
            .iter()
            .filter(|target| target.is_starred_expr())
            .count();
        if stars > 1 {
            self.syntax(whole, "multiple starred expressions in assignment");
            return;
        }
        let value = self.boxed(value);
        self.at(whole);
        let call = match targets.iter().position(Expr::is_starred_expr) {
            Some(place) => Intrinsic::UnpackStar(small(place), small(targets.len() - place - 1)),
            None => Intrinsic::Unpack(small(targets.len())),
        };
        self.b.perform(call, vec![value.operand]);
        self.b.staged += small(targets.len());
        self.b.done(value);
        for target in targets {
            let item = self.b.call(Intrinsic::Unstage, Vec::new());
            self.b.staged -= 1;
            self.store(target, item);
        }
    }

    /// `target op= value`: the target is computed once.
    pub fn augmented(&mut self, assign: &'a StmtAugAssign) {
        let op = binary_op(assign.op);
        match &*assign.target {
            Expr::Name(name) => self.augment_name(&name.id, name.range, op, assign),
            Expr::Attribute(attribute) => {
                let object = self.operand(&attribute.value, [&*assign.value]);
                let object = self.boxed(object);
                self.at(attribute);
                let name = self.cx.text(&attribute.attr);
                let old = self
                    .b
                    .call(Intrinsic::GetAttribute, vec![object.operand, name]);
                let value = self.expression(&assign.value);
                self.at(assign);
                let new = self.binary_values(op, old, value, true);
                let new = self.boxed(new);
                self.at(attribute);
                self.b.perform(
                    Intrinsic::SetAttribute,
                    vec![object.operand, name, new.operand],
                );
                self.b.done(new);
                self.b.done(object);
            }
            Expr::Subscript(subscript) => {
                let object = self.operand(&subscript.value, [&*subscript.slice, &*assign.value]);
                let object = self.boxed(object);
                let key = self.operand(&subscript.slice, [&*assign.value]);
                self.at(subscript);
                let kept = |value: Value| Value {
                    hold: Hold::Free,
                    ..value
                };
                let old = self.get_item(kept(object), kept(key));
                let value = self.expression(&assign.value);
                self.at(assign);
                let new = self.binary_values(op, old, value, true);
                self.at(subscript);
                self.set_item(object, key, new);
                self.b.done(key);
                self.b.done(object);
            }
            target => self.syntax(target, "illegal expression for augmented assignment"),
        }
    }

    fn augment_name(
        &mut self,
        name: &'a str,
        range: TextRange,
        op: BinaryOp,
        assign: &'a StmtAugAssign,
    ) {
        let old = self.load_name(name, range);
        let old = if old.volatile && !super::expression::is_inert(&assign.value) {
            self.own(old)
        } else {
            old
        };
        let value = self.expression(&assign.value);
        self.at(assign);
        let updates = old.ty == Ty::Int
            && value.ty.is_int()
            && infer::binary(op, old.ty, value.ty, None) == Ty::Int
            && op != BinaryOp::Pow;
        if updates
            && let (Some(slot), Hold::Free, Operand::Register(target)) =
                (self.slot(name), old.hold, old.operand)
            && slot.register == target
            && slot.ty == Ty::Int
            && self.b.owned.contains(&target)
        {
            self.b.emit(Op::IntUpdate {
                target,
                op,
                b: value.operand,
            });
            self.b.done(value);
            return;
        }
        let new = self.binary_values(op, old, value, true);
        self.at(&range);
        self.store_name(name, range, new);
    }

    /// `del target`
    pub fn delete(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => self.delete_name(&name.id, name.range),
            Expr::Attribute(attribute) => {
                let object = self.boxed_expression(&attribute.value);
                self.at(target);
                let name = self.cx.text(&attribute.attr);
                self.b
                    .perform(Intrinsic::DelAttribute, vec![object.operand, name]);
                self.b.done(object);
            }
            Expr::Subscript(subscript) => {
                let object = self.operand(&subscript.value, [&*subscript.slice]);
                let object = self.boxed(object);
                let key = self.boxed_expression(&subscript.slice);
                self.at(target);
                self.b
                    .perform(Intrinsic::DelItem, vec![object.operand, key.operand]);
                self.b.done(key);
                self.b.done(object);
            }
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|item| self.delete(item)),
            Expr::List(list) => list.elts.iter().for_each(|item| self.delete(item)),
            _ => self
                .cx
                .syntax(target.range(), "cannot delete this expression"),
        }
    }
}
