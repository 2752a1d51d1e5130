//! `match`.
//!
//! Names are bound when the whole pattern has matched. What a pattern takes out of the subject is held in temporaries until
//! then; a pattern that fails gives back all of them (those that hold nothing are zero).

use ruff_python_ast::{
    Pattern, PatternMatchClass, PatternMatchMapping, PatternMatchOr, PatternMatchSequence,
    Singleton, StmtMatch,
};
use ruff_text_size::{Ranged, TextRange};

use super::body::{Body, Frame};
use super::call::small;
use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{BlockId, CompareOp, Intrinsic, Op, Operand, Register, Repr};

/// What a pattern has taken.
#[derive(Default)]
struct Taken {
    names: Vec<(String, TextRange, Register)>,
    held: Vec<Register>,
}

/// The name that a pattern binds whatever the subject is.
fn captured(pattern: &Pattern) -> Option<&str> {
    match pattern {
        Pattern::MatchAs(alias) => alias.name.as_ref().map(|name| name.as_str()),
        Pattern::MatchOr(or) => or.patterns.last().and_then(captured),
        _ => None,
    }
}

impl<'a> Body<'_, 'a> {
    /// `match subject: case ..`
    pub fn match_statement(&mut self, stmt: &'a StmtMatch) {
        let subject = self.boxed_expression(&stmt.subject);
        let register = self.b.temp(Repr::Boxed, true);
        self.assign(register, subject);
        self.frames.push(Frame::Held(vec![register]));
        let after = self.b.block();
        let count = stmt.cases.len();
        for (index, case) in stmt.cases.iter().enumerate() {
            if case.guard.is_none() && index + 1 < count && case.pattern.is_irrefutable() {
                let what = match captured(&case.pattern) {
                    Some(name) => format!("name capture '{name}'"),
                    None => "wildcard".to_owned(),
                };
                self.syntax(
                    &case.pattern,
                    &format!("{what} makes remaining patterns unreachable"),
                );
            }
            let (fail, next) = (self.b.block(), self.b.block());
            let mut taken = Taken::default();
            self.pattern(&case.pattern, Operand::Register(register), fail, &mut taken);
            self.bind_taken(&taken);
            if let Some(guard) = &case.guard {
                let body = self.b.block();
                self.condition(guard, body, next);
                self.b.begin(body);
            }
            self.statements(&case.body);
            self.b.emit(Op::Release { register });
            self.b.jump(after);
            self.b.begin(fail);
            self.give_up(&taken);
            self.b.fall_into(next);
            for register in taken.held {
                self.b.forget(Value::in_temp(register, Ty::Any, true));
            }
        }
        self.frames.pop();
        self.b.emit(Op::Release { register });
        self.b.fall_into(after);
        self.b.forget(Value::in_temp(register, Ty::Any, true));
    }

    fn bind_taken(&mut self, taken: &Taken) {
        for (name, range, register) in &taken.names {
            let value = Value {
                hold: Hold::Free,
                ..Value::in_temp(*register, Ty::Any, true)
            };
            self.at(range);
            self.store_name(name, *range, value);
        }
        self.give_up(taken);
    }

    fn give_up(&mut self, taken: &Taken) {
        if !taken.held.is_empty() {
            self.b.emit(Op::ReleaseMany {
                registers: taken.held.clone(),
            });
        }
    }

    /// A value that is held until the pattern is over.
    fn hold(&mut self, value: Value, taken: &mut Taken) -> Operand {
        if let Hold::Owned(register) = value.hold {
            taken.held.push(register);
        }
        value.operand
    }

    /// Goes on when it matches, to `fail` when it does not.
    fn pattern(
        &mut self,
        pattern: &'a Pattern,
        subject: Operand,
        fail: BlockId,
        taken: &mut Taken,
    ) {
        match pattern {
            Pattern::MatchValue(value) => {
                let value = self.boxed_expression(&value.value);
                self.at(pattern);
                let flag = self.b.flag(|to| Op::Compare {
                    to,
                    op: CompareOp::Eq,
                    a: subject,
                    b: value.operand,
                });
                self.b.done(value);
                self.require(flag, fail);
            }
            Pattern::MatchSingleton(singleton) => {
                let b = match singleton.value {
                    Singleton::None => Operand::None,
                    Singleton::True => Operand::Bool(true),
                    Singleton::False => Operand::Bool(false),
                };
                let flag = self.b.flag(|to| Op::Is { to, a: subject, b });
                self.require(flag, fail);
            }
            Pattern::MatchSequence(sequence) => self.sequence(sequence, subject, fail, taken),
            Pattern::MatchMapping(mapping) => self.mapping(mapping, subject, fail, taken),
            Pattern::MatchClass(class) => self.class_pattern(class, subject, fail, taken),
            Pattern::MatchStar(star) => {
                if let Some(name) = &star.name {
                    self.capture(name.as_str(), name.range(), subject, taken);
                }
            }
            Pattern::MatchAs(alias) => {
                if let Some(inner) = &alias.pattern {
                    self.pattern(inner, subject, fail, taken);
                }
                if let Some(name) = &alias.name {
                    self.capture(name.as_str(), name.range(), subject, taken);
                }
            }
            Pattern::MatchOr(or) => self.alternatives(or, subject, fail, taken),
        }
    }

    fn require(&mut self, flag: Value, fail: BlockId) {
        let next = self.b.block();
        self.b.branch(flag, next, fail);
        self.b.begin(next);
    }

    fn capture(&mut self, name: &str, range: TextRange, subject: Operand, taken: &mut Taken) {
        if taken.names.iter().any(|(known, ..)| known == name) {
            self.syntax(
                &range,
                &format!("multiple assignments to name '{name}' in pattern"),
            );
        }
        let value = self.own(Value::free(subject, Ty::Any));
        if let Hold::Owned(register) = value.hold {
            taken.held.push(register);
            taken.names.push((name.to_owned(), range, register));
        }
    }

    fn sequence(
        &mut self,
        pattern: &'a PatternMatchSequence,
        subject: Operand,
        fail: BlockId,
        taken: &mut Taken,
    ) {
        self.at(pattern);
        let flag = self.b.ask(Intrinsic::IsSequencePattern, vec![subject]);
        self.require(flag, fail);
        let star = pattern.patterns.iter().position(Pattern::is_match_star);
        let count = pattern.patterns.len();
        if pattern
            .patterns
            .iter()
            .filter(|inner| inner.is_match_star())
            .count()
            > 1
        {
            self.syntax(pattern, "multiple starred expressions in sequence pattern");
            return;
        }
        let length = self.b.define(Ty::Word, |to| Op::Length { to, o: subject });
        let (op, least) = match star {
            Some(_) => (CompareOp::Ge, count - 1),
            None => (CompareOp::Eq, count),
        };
        let flag = self.b.flag(|to| Op::IntCompare {
            to,
            op,
            a: length.operand,
            b: Operand::Int(i64::from(small(least))),
        });
        self.b.done(length);
        self.require(flag, fail);
        let wildcard = |place: usize| {
            pattern.patterns.get(place).is_some_and(
                |inner| matches!(inner, Pattern::MatchStar(star) if star.name.is_none()),
            )
        };
        if let Some(place) = star.filter(|place| wildcard(*place)) {
            self.around_wildcard(pattern, place, subject, fail, taken);
            return;
        }
        let call = match star {
            Some(place) => Intrinsic::UnpackStar(small(place), small(count - place - 1)),
            None => Intrinsic::Unpack(small(count)),
        };
        self.b.perform(call, vec![subject]);
        let items = self.unstage_all(count, taken);
        for (inner, item) in pattern.patterns.iter().zip(items) {
            self.pattern(inner, item, fail, taken);
        }
    }

    /// `[a, *_, b]`: what nobody asks for is not taken out, there may be much of it.
    fn around_wildcard(
        &mut self,
        pattern: &'a PatternMatchSequence,
        star: usize,
        subject: Operand,
        fail: BlockId,
        taken: &mut Taken,
    ) {
        let count = i64::from(small(pattern.patterns.len()));
        for (place, inner) in pattern.patterns.iter().enumerate() {
            if place == star || captured(inner).is_none() && inner.is_irrefutable() {
                continue;
            }
            let from_start = i64::from(small(place));
            let index = if place < star {
                from_start
            } else {
                from_start - count
            };
            self.at(pattern);
            let item = self.b.define(Ty::Any, |to| Op::GetItemAt {
                to,
                o: subject,
                index: Operand::Int(index),
            });
            let item = self.hold(item, taken);
            self.pattern(inner, item, fail, taken);
        }
    }

    fn unstage_all(&mut self, count: usize, taken: &mut Taken) -> Vec<Operand> {
        let mut items = Vec::new();
        for _ in 0..count {
            let item = self.b.call(Intrinsic::Unstage, Vec::new());
            items.push(self.hold(item, taken));
        }
        items
    }

    fn mapping(
        &mut self,
        pattern: &'a PatternMatchMapping,
        subject: Operand,
        fail: BlockId,
        taken: &mut Taken,
    ) {
        self.at(pattern);
        let flag = self.b.ask(Intrinsic::IsMappingPattern, vec![subject]);
        self.require(flag, fail);
        let mut keys = Vec::new();
        let mut items = Vec::new();
        for key in &pattern.keys {
            let key_value = self.boxed_expression(key);
            let key_value = self.steady(key_value);
            self.at(pattern);
            let item = self
                .b
                .call(Intrinsic::MatchKey, vec![subject, key_value.operand]);
            let absent = self.b.flag(|to| Op::Is {
                to,
                a: item.operand,
                b: Operand::Absent,
            });
            self.hold(key_value, taken);
            keys.push(Value {
                hold: Hold::Free,
                ..key_value
            });
            items.push(self.hold(item, taken));
            let there = self.b.block();
            self.b.branch(absent, fail, there);
            self.b.begin(there);
        }
        for (inner, item) in pattern.patterns.iter().zip(items) {
            self.pattern(inner, item, fail, taken);
        }
        if let Some(rest) = &pattern.rest {
            let count = small(keys.len());
            self.at(pattern);
            self.b.stage(keys);
            self.b.unstaged(count);
            let value = self.b.call(Intrinsic::MatchRest(count), vec![subject]);
            let value = self.hold(value, taken);
            self.capture(rest.as_str(), rest.range(), value, taken);
        }
    }

    fn class_pattern(
        &mut self,
        pattern: &'a PatternMatchClass,
        subject: Operand,
        fail: BlockId,
        taken: &mut Taken,
    ) {
        let class = self.boxed_expression(&pattern.cls);
        self.at(pattern);
        let arguments = &pattern.arguments;
        let names = self.names_tuple(
            arguments
                .keywords
                .iter()
                .map(|keyword| keyword.attr.as_str()),
        );
        let call = Intrinsic::MatchClass(small(arguments.patterns.len()));
        let flag = self.b.ask(call, vec![subject, class.operand, names]);
        self.b.done(class);
        self.require(flag, fail);
        let count = arguments.patterns.len() + arguments.keywords.len();
        let items = self.unstage_all(count, taken);
        let inner = arguments
            .patterns
            .iter()
            .chain(arguments.keywords.iter().map(|keyword| &keyword.pattern));
        for (inner, item) in inner.zip(items) {
            self.pattern(inner, item, fail, taken);
        }
    }

    /// `a | b`: every alternative binds the same names, which end up in the same registers.
    fn alternatives(
        &mut self,
        or: &'a PatternMatchOr,
        subject: Operand,
        fail: BlockId,
        taken: &mut Taken,
    ) {
        let matched = self.b.block();
        let mut common: Vec<(String, TextRange, Register)> = Vec::new();
        let count = or.patterns.len();
        for (index, alternative) in or.patterns.iter().enumerate() {
            if index + 1 < count && alternative.is_irrefutable() {
                let what = match captured(alternative) {
                    Some(name) => format!("name capture '{name}'"),
                    None => "wildcard".to_owned(),
                };
                self.syntax(
                    alternative,
                    &format!("{what} makes remaining patterns unreachable"),
                );
            }
            let next = self.b.block();
            let mut inner = Taken::default();
            self.pattern(alternative, subject, next, &mut inner);
            if index == 0 {
                for (name, range, _) in &inner.names {
                    common.push((name.clone(), *range, self.b.temp(Repr::Boxed, true)));
                }
            }
            let same = inner.names.len() == common.len()
                && inner
                    .names
                    .iter()
                    .all(|(name, ..)| common.iter().any(|(known, ..)| known == name));
            if !same {
                self.syntax(or, "alternative patterns bind different names");
            }
            for (name, _, from) in &inner.names {
                if let Some((_, _, to)) = common.iter().find(|(known, ..)| known == name) {
                    self.b.emit(Op::Take {
                        to: *to,
                        from: *from,
                    });
                }
            }
            self.give_up(&inner);
            self.b.jump(matched);
            self.b.begin(next);
            self.give_up(&inner);
            for register in inner.held {
                self.b.forget(Value::in_temp(register, Ty::Any, true));
            }
        }
        self.b.jump(fail);
        self.b.begin(matched);
        for (name, range, register) in common {
            taken.held.push(register);
            taken.names.push((name, range, register));
        }
    }
}
