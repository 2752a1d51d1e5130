//! Displays: lists, tuples, sets, dicts.

use ruff_python_ast::{Expr, ExprDict};
use ruff_text_size::{Ranged, TextRange};

use super::body::Body;
use super::call::small;
use super::value::Value;
use crate::infer::Ty;
use crate::ir::{Constant, ConstantItem, Intrinsic, Operand};

/// How many items are staged at once: the rest is appended.
const CHUNK: usize = 4096;

impl<'a> Body<'_, 'a> {
    fn staged_make(&mut self, call: Intrinsic, count: u32, ty: Ty) -> Value {
        self.b.unstaged(count);
        let mut value = self.b.call(call, Vec::new());
        value.ty = ty;
        value
    }

    /// `[a, *b]`. What cannot be unpacked is blamed on the whole, as in CPython.
    pub fn list_display(&mut self, items: &'a [Expr], whole: TextRange) -> Value {
        let plain = items
            .iter()
            .take(CHUNK)
            .take_while(|item| !item.is_starred_expr())
            .count();
        let (head, rest) = items.split_at_checked(plain).unwrap_or((items, &[]));
        let count = self.stage_all(&head.iter().collect::<Vec<_>>());
        let list = self.staged_make(Intrinsic::MakeList(count), count, Ty::List);
        self.append_all(list, rest, whole, Intrinsic::ListAppend);
        list
    }

    fn append_all(&mut self, target: Value, items: &'a [Expr], whole: TextRange, add: Intrinsic) {
        for item in items {
            let (value, call) = match item {
                Expr::Starred(starred) => (self.spread(&starred.value), Intrinsic::Extend),
                _ => (self.boxed_expression(item), add.clone()),
            };
            self.at(&whole);
            self.b.perform(call, vec![target.operand, value.operand]);
            self.b.done(value);
        }
    }

    /// What a star takes the items of; a generator expression is consumed at once.
    pub fn spread(&mut self, expr: &'a Expr) -> Value {
        match expr {
            Expr::Generator(generator) => self.generator_list(generator),
            _ => self.boxed_expression(expr),
        }
    }

    /// `a, *b`
    pub fn tuple_display(&mut self, items: &'a [Expr], whole: &'a Expr) -> Value {
        if let Some(ConstantItem::Constant(id)) = self.constant_item(whole) {
            return Value::free(Operand::Constant(id), Ty::Tuple);
        }
        if !items.iter().any(Expr::is_starred_expr) && items.len() <= CHUNK {
            let count = self.stage_all(&items.iter().collect::<Vec<_>>());
            self.at(whole);
            return self.staged_make(Intrinsic::MakeTuple(count), count, Ty::Tuple);
        }
        let list = self.list_display(items, whole.range());
        self.at(whole);
        self.builtin_of("tuple", list, Ty::Tuple)
    }

    /// A builtin class applied to a value, which is given back.
    pub fn builtin_of(&mut self, name: &str, value: Value, ty: Ty) -> Value {
        let callee = Value::free(self.cx.builtin(name), Ty::Any);
        let mut result = self.small_call(callee, &[value]);
        self.b.done(value);
        result.ty = ty;
        result
    }

    /// `{a, *b}`
    pub fn set_display(&mut self, items: &'a [Expr], whole: &'a Expr) -> Value {
        if let Some(numbers) = self.numbers(items) {
            return self.set_of_numbers(numbers, whole);
        }
        let plain = items
            .iter()
            .take(CHUNK)
            .take_while(|item| !item.is_starred_expr())
            .count();
        let (head, rest) = items.split_at_checked(plain).unwrap_or((items, &[]));
        let count = self.stage_all(&head.iter().collect::<Vec<_>>());
        self.at(whole);
        let set = self.staged_make(Intrinsic::MakeSet(count), count, Ty::Set);
        self.append_all(set, rest, whole.range(), Intrinsic::SetAdd);
        set
    }

    /// Three numbers or more, all of them literals, as a constant tuple.
    fn numbers(&mut self, items: &'a [Expr]) -> Option<Operand> {
        if items.len() < 3 || !items.iter().all(is_number) {
            return None;
        }
        let items: Option<Vec<_>> = items.iter().map(|item| self.constant_item(item)).collect();
        Some(Operand::Constant(self.cx.constant(Constant::Tuple(items?))))
    }

    /// CPython keeps such a display as a frozenset that it makes twice, and updates an empty set with it. That shows in the
    /// order of numbers; that of other constants is nobody's to rely on.
    fn set_of_numbers(&mut self, numbers: Operand, whole: &'a Expr) -> Value {
        self.at(whole);
        let once = self.builtin_of("frozenset", Value::free(numbers, Ty::Tuple), Ty::Any);
        let items = self.builtin_of("tuple", once, Ty::Tuple);
        let twice = self.builtin_of("frozenset", items, Ty::Any);
        let set = self.staged_make(Intrinsic::MakeSet(0), 0, Ty::Set);
        self.b
            .perform(Intrinsic::Extend, vec![set.operand, twice.operand]);
        self.b.done(twice);
        set
    }

    /// `{a: b, **c}`
    pub fn dict_display(&mut self, dict: &'a ExprDict) -> Value {
        let plain = dict
            .items
            .iter()
            .take(CHUNK / 2)
            .take_while(|item| item.key.is_some())
            .count();
        let head: Vec<&'a Expr> = dict
            .items
            .iter()
            .take(plain)
            .flat_map(|item| item.key.iter().chain([&item.value]))
            .collect();
        let count = self.stage_all(&head);
        self.at(dict);
        let result = self.staged_make(Intrinsic::MakeDict(small(plain)), count, Ty::Dict);
        for item in dict.items.iter().skip(plain) {
            match &item.key {
                Some(key) => {
                    let key = self.operand(key, [&item.value]);
                    let key = self.boxed(key);
                    let value = self.boxed_expression(&item.value);
                    self.at(dict);
                    self.b.perform(
                        Intrinsic::SetItem,
                        vec![result.operand, key.operand, value.operand],
                    );
                    self.b.done(value);
                    self.b.done(key);
                }
                None => {
                    let value = self.boxed_expression(&item.value);
                    self.at(dict);
                    self.b.perform(
                        Intrinsic::Merge,
                        vec![result.operand, value.operand, Operand::Absent],
                    );
                    self.b.done(value);
                }
            }
        }
        result
    }

    /// A constant tuple of strs.
    pub fn names_tuple<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> Operand {
        let items = names
            .into_iter()
            .map(|name| ConstantItem::Constant(self.cx.str_constant(name)))
            .collect();
        Operand::Constant(self.cx.constant(Constant::Tuple(items)))
    }
}

/// A literal number, negated or not.
fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) => true,
        Expr::UnaryOp(unary) => unary.op.is_u_sub() && unary.operand.is_number_literal_expr(),
        _ => false,
    }
}
