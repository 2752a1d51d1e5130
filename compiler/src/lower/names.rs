//! Reading, binding and deleting names.

use molt_runtime::names::BUILTINS;
use ruff_text_size::TextRange;

use super::body::{Body, Slot, Unit};
use super::builtin::refused;
use super::value::{Hold, Value};
use crate::diagnostic::{Code as Kind, Severity};
use crate::infer::Ty;
use crate::ir::{BoundKind, ErrorKind, Intrinsic, Op, Operand, Register, Repr};
use crate::scope::{MODULE, Meaning};

impl Body<'_, '_> {
    /// The slot of a variable of this unit, if the name means one.
    pub fn slot(&self, name: &str) -> Option<Slot> {
        match self.cx.scopes.resolve(self.scope, name) {
            Meaning::Variable(owner) => self.slots.get(&(owner, name.to_owned())).copied(),
            Meaning::Global if self.in_module() => {
                self.slots.get(&(MODULE, name.to_owned())).copied()
            }
            _ => None,
        }
    }

    /// Whether a name means the builtin of that name: nobody binds it.
    pub fn is_builtin(&self, name: &str) -> bool {
        self.cx.scopes.resolve(self.scope, name) == Meaning::Global
            && self
                .cx
                .scopes
                .symbol(MODULE, name)
                .is_none_or(|symbol| symbol.bindings == 0)
    }

    /// Whether a module-level name keeps its value once it has one.
    fn is_stable(&self, name: &str) -> bool {
        self.cx
            .scopes
            .symbol(MODULE, name)
            .is_some_and(|symbol| symbol.bindings == 1 && !symbol.deleted && !symbol.rebound_late)
    }

    /// Reads a name.
    pub fn load_name(&mut self, name: &str, range: TextRange) -> Value {
        self.at(&range);
        if let Some(value) = self.annotation_name(name, range) {
            return value;
        }
        let meaning = self.cx.scopes.resolve(self.scope, name);
        self.load(name, meaning, range)
    }

    fn load(&mut self, name: &str, meaning: Meaning, range: TextRange) -> Value {
        match meaning {
            Meaning::Variable(_) => match self.slot(name) {
                Some(slot) => self.load_slot(name, slot),
                None => {
                    self.cx.internal(range, "a variable without a place");
                    Value::none()
                }
            },
            Meaning::Free(owner) => match self.free.get(&(owner, name.to_owned())) {
                Some(cell) => self.load_cell(*cell, name, BoundKind::Free, true),
                None => {
                    self.cx.internal(range, "a free variable without a cell");
                    Value::none()
                }
            },
            Meaning::Class(rest) => self.load_class_name(name, *rest, range),
            Meaning::Global => match self.slot(name) {
                Some(slot) => self.load_slot(name, slot),
                None => self.load_global(name, range),
            },
        }
    }

    fn load_slot(&mut self, name: &str, slot: Slot) -> Value {
        let kind = if self.in_module() && !self.in_comprehension() {
            BoundKind::Global
        } else {
            BoundKind::Local
        };
        if slot.cell {
            return self.load_cell(slot.register, name, kind, slot.checked);
        }
        let value = Value::free(Operand::Register(slot.register), slot.ty);
        if slot.checked && kind == BoundKind::Global && BUILTINS.contains(&name) {
            return self.or_builtin(value, name);
        }
        if slot.checked {
            let name = self.cx.str_constant(name);
            self.b.emit(Op::CheckBound {
                from: value.operand,
                kind,
                name,
            });
        }
        let rebinding = slot.walrus;
        if rebinding && matches!(slot.ty.repr(), Repr::Boxed | Repr::Int) {
            return self.own(value);
        }
        if rebinding {
            return self.copied(value);
        }
        value
    }

    /// A module-level variable, or the builtin of that name while it is unbound.
    fn or_builtin(&mut self, value: Value, name: &str) -> Value {
        let result = self.merge_value(Ty::Any);
        let (absent, bound, after) = (self.b.block(), self.b.block(), self.b.block());
        let missing = self.b.flag(|to| Op::Is {
            to,
            a: value.operand,
            b: Operand::Absent,
        });
        self.b.branch(missing, absent, bound);
        let builtin = Value::free(self.cx.builtin(name), Ty::Any);
        for (block, value) in [(absent, builtin), (bound, value)] {
            self.b.begin(block);
            self.merge_into(result, value, &TextRange::default());
            self.b.jump(after);
        }
        self.b.begin(after);
        result
    }

    /// A copy of an unboxed value that owns nothing.
    fn copied(&mut self, value: Value) -> Value {
        let register = self.b.temp(value.ty.repr(), false);
        self.b.emit(Op::Copy {
            to: register,
            from: value.operand,
        });
        Value::in_temp(register, value.ty, false)
    }

    fn in_comprehension(&self) -> bool {
        self.scope != self.unit
    }

    fn load_cell(&mut self, cell: Register, name: &str, kind: BoundKind, checked: bool) -> Value {
        let value = self
            .b
            .call(Intrinsic::GetCell, vec![Operand::Register(cell)]);
        if checked {
            let name = self.cx.str_constant(name);
            self.b.emit(Op::CheckBound {
                from: value.operand,
                kind,
                name,
            });
        }
        value
    }

    /// The namespace first.
    fn load_class_name(&mut self, name: &str, rest: Meaning, range: TextRange) -> Value {
        let Unit::Class(namespace) = self.kind else {
            self.cx.internal(range, "a class name outside of a class");
            return Value::none();
        };
        let key = self.cx.text(name);
        let value = self
            .b
            .call(Intrinsic::MatchKey, vec![Operand::Register(namespace), key]);
        let missing = self.b.flag(|to| Op::Is {
            to,
            a: value.operand,
            b: Operand::Absent,
        });
        let (elsewhere, found) = (self.b.block(), self.b.block());
        self.b.branch(missing, elsewhere, found);
        self.b.begin(elsewhere);
        let other = self.load(name, rest, range);
        let other = self.boxed(other);
        if let Operand::Register(to) = value.operand {
            self.assign(to, other);
        }
        self.b.fall_into(found);
        value
    }

    /// A module-level name or a builtin.
    fn load_global(&mut self, name: &str, range: TextRange) -> Value {
        if self.is_builtin(name) {
            return self.load_builtin(name, range);
        }
        let global = self.cx.global(name);
        let register = self.b.temp(Repr::Boxed, false);
        self.b.emit(Op::LoadGlobal {
            to: register,
            global,
        });
        let mut value = Value {
            hold: Hold::Borrowed(register),
            ..Value::in_temp(register, Ty::Any, false)
        };
        if BUILTINS.contains(&name) {
            let (absent, bound) = (self.b.block(), self.b.block());
            let missing = self.b.flag(|to| Op::Is {
                to,
                a: value.operand,
                b: Operand::Absent,
            });
            self.b.branch(missing, absent, bound);
            self.b.begin(absent);
            let builtin = self.cx.builtin(name);
            self.b.emit(Op::Copy {
                to: register,
                from: builtin,
            });
            self.b.fall_into(bound);
        } else {
            let name = self.cx.str_constant(name);
            self.b.emit(Op::CheckBound {
                from: value.operand,
                kind: BoundKind::Global,
                name,
            });
        }
        value.volatile = !self.is_stable(name);
        value
    }

    fn load_builtin(&mut self, name: &str, range: TextRange) -> Value {
        if let Some((why, help)) = refused(name) {
            self.refuse(&range, &format!("'{name}' cannot be compiled"), why, help);
            return Value::none();
        }
        match name {
            "__name__" => return Value::free(self.cx.text("__main__"), Ty::Str),
            "__file__" => {
                let file = self.cx.source.name.clone();
                return Value::free(self.cx.text(&file), Ty::Str);
            }
            "__doc__" => {
                return self.cx.docstring.clone().map_or_else(Value::none, |text| {
                    Value::free(self.cx.text(&text), Ty::Str)
                });
            }
            "__debug__" => return Value::bool(true),
            _ => {}
        }
        if BUILTINS.contains(&name) {
            return Value::free(self.cx.builtin(name), Ty::Any);
        }
        if !self.cx.diagnostics.is_full(Severity::Warning) {
            let message = format!("name '{name}' is bound nowhere: this raises NameError");
            let diagnostic = self
                .cx
                .diagnose(Kind::UnknownName, range, message)
                .warning();
            self.cx.report(diagnostic);
        }
        let detail = self.cx.text(name);
        self.b.emit(Op::RaiseError {
            kind: ErrorKind::Name,
            detail,
        });
        Value::none()
    }

    /// Binds a name.
    pub fn store_name(&mut self, name: &str, range: TextRange, value: Value) {
        let meaning = self.cx.scopes.resolve(self.scope, name);
        match meaning {
            Meaning::Class(_) => {
                let Unit::Class(namespace) = self.kind else {
                    return;
                };
                let value = self.boxed(value);
                let key = self.cx.text(name);
                self.b.perform(
                    Intrinsic::SetItem,
                    vec![Operand::Register(namespace), key, value.operand],
                );
                self.b.done(value);
            }
            Meaning::Free(owner) => {
                let cell = self.free.get(&(owner, name.to_owned())).copied();
                if let Some(cell) = cell {
                    self.store_cell(cell, value);
                }
            }
            Meaning::Variable(_) | Meaning::Global => match self.slot(name) {
                Some(slot) if slot.cell => self.store_cell(slot.register, value),
                Some(slot) => {
                    let value = self.coerce(value, slot.ty, range);
                    self.assign(slot.register, value);
                }
                None => {
                    let value = self.boxed(value);
                    let value = self.own(value);
                    let global = self.cx.global(name);
                    self.b.emit(Op::StoreGlobal {
                        global,
                        from: value.operand,
                    });
                    self.b.forget(value);
                }
            },
        }
    }

    fn store_cell(&mut self, cell: Register, value: Value) {
        let value = self.boxed(value);
        self.b.perform(
            Intrinsic::SetCell,
            vec![Operand::Register(cell), value.operand],
        );
        self.b.done(value);
    }

    /// `del name`
    pub fn delete_name(&mut self, name: &str, range: TextRange) {
        if let Meaning::Class(_) = self.cx.scopes.resolve(self.scope, name) {
            self.at(&range);
            let Unit::Class(namespace) = self.kind else {
                return;
            };
            let key = self.cx.text(name);
            self.b
                .perform(Intrinsic::DelItem, vec![Operand::Register(namespace), key]);
            return;
        }
        self.at(&range);
        if self.slot(name).is_none() && self.cx.scopes.resolve(self.scope, name) == Meaning::Global
        {
            // Not the builtin of that name.
            let global = self.cx.global(name);
            let register = self.b.temp(Repr::Boxed, false);
            self.b.emit(Op::LoadGlobal {
                to: register,
                global,
            });
            let constant = self.cx.str_constant(name);
            self.b.emit(Op::CheckBound {
                from: Operand::Register(register),
                kind: BoundKind::Global,
                name: constant,
            });
            self.b.forget(Value::in_temp(register, Ty::Any, false));
        } else {
            let value = self.load_name(name, range);
            self.b.done(value);
        }
        self.forget_name(name, range);
    }

    /// Unbinds a name, bound or not.
    pub fn forget_name(&mut self, name: &str, range: TextRange) {
        if let Meaning::Class(_) = self.cx.scopes.resolve(self.scope, name) {
            // As CPython: `name = None; del name`.
            self.store_name(name, range, Value::none());
            self.delete_name(name, range);
            return;
        }
        self.store_name(name, range, Value::free(Operand::Absent, Ty::Any));
    }
}
