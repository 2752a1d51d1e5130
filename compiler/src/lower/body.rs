//! The body of one unit: its variables, and what the code in it stands in.

use std::collections::{BTreeMap, HashMap};

use ruff_text_size::{Ranged, TextRange};

use super::Lowering;
use super::builder::Builder;
use super::value::{Hold, Value};
use crate::diagnostic::Code as Kind;
use crate::infer::{Ty, Version};
use crate::ir::{BlockId, CodeId, Intrinsic, Op, Operand, Register, Repr};
use crate::scope::{MODULE, ScopeId};

/// Where a variable lives.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The value itself, or its cell.
    pub register: Register,
    /// What it holds. `Any` for a cell.
    pub ty: Ty,
    /// Whether it may be unbound when it is read.
    pub checked: bool,
    /// Whether the register holds a cell.
    pub cell: bool,
    /// Whether `:=` binds it: then an expression may rebind what it has read before.
    pub walrus: bool,
}

/// What kind of unit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The module
    Module,
    /// A function or lambda
    Function,
    /// A class body, with its namespace
    Class(Register),
}

/// A way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// `return`; the value is in the result's register
    Return,
    /// `break` of the loop with this number
    Break(usize),
    /// `continue`, likewise
    Continue(usize),
}

/// Something that has to be put in order on the way out.
#[derive(Debug)]
pub enum Frame {
    /// A loop; `held` is given back by `break`.
    Loop {
        number: usize,
        next: BlockId,
        exit: BlockId,
        held: Vec<Register>,
    },
    /// Temporaries of a statement.
    Held(Vec<Register>),
    /// `try .. finally`
    Finally {
        action: Register,
        entry: BlockId,
        exits: Vec<Exit>,
    },
    /// The body of `finally`: when `action` is 1, an exception is being handled.
    Pending {
        action: Register,
        exception: Register,
        regions: usize,
    },
    /// `with`
    With {
        manager: Register,
        range: TextRange,
        regions: usize,
    },
    /// A handler: the exception, and the name that is deleted at the end.
    Catch {
        exception: Register,
        name: Option<(String, TextRange)>,
        regions: usize,
    },
}

/// A unit under construction.
pub struct Body<'b, 'a> {
    pub cx: &'b mut Lowering<'a>,
    pub b: Builder,
    pub kind: Unit,
    pub unit: ScopeId,
    pub scope: ScopeId,
    pub version: Version,
    pub slots: HashMap<(ScopeId, String), Slot>,
    pub free: BTreeMap<(ScopeId, String), Register>,
    pub frames: Vec<Frame>,
    pub loops: usize,
    /// Where `return` puts its value.
    pub result: Register,
    pub result_ty: Ty,
    pub exit: BlockId,
    /// For `super()`.
    pub first_parameter: Option<String>,
    /// The code of the function that was defined last.
    pub last_code: CodeId,
}

impl<'b, 'a> Body<'b, 'a> {
    /// An empty body.
    pub fn new(
        cx: &'b mut Lowering<'a>,
        name: String,
        code: CodeId,
        kind: Unit,
        unit: ScopeId,
        result: Ty,
    ) -> Self {
        let b = Builder::new(name, code, result.repr(), true);
        Self {
            cx,
            b,
            kind,
            unit,
            scope: unit,
            version: Version::Generic,
            slots: HashMap::new(),
            free: BTreeMap::new(),
            frames: Vec::new(),
            loops: 0,
            result: Register(0),
            result_ty: result,
            exit: BlockId(0),
            first_parameter: None,
            last_code: code,
        }
    }

    /// After the parameters: the result's register and the exit.
    pub fn open(&mut self) {
        let repr = self.result_ty.repr();
        self.result = self.b.register(repr, None);
        self.b.owned.push(self.result);
        self.exit = self.b.block();
    }

    /// The end of the body: falls into the exit with None (if it is reached).
    pub fn close(mut self) -> crate::ir::Function {
        if self.b.reached() && self.result_ty.repr() == Repr::Boxed {
            self.b.emit(Op::Assign {
                to: self.result,
                from: Operand::None,
            });
        }
        self.b.fall_into(self.exit);
        let result = self.result;
        let registers: Vec<Register> = self
            .b
            .owned
            .iter()
            .copied()
            .filter(|register| *register != result)
            .collect();
        if !registers.is_empty() {
            self.b.emit(Op::ReleaseMany { registers });
        }
        self.b
            .end(crate::ir::Terminator::Return(Operand::Register(result)));
        self.b.finish()
    }

    /// The position of the next instructions.
    pub fn at(&mut self, node: &impl Ranged) {
        self.b.span = self.cx.source.span(node.range());
    }

    // -- values

    /// A value in a temporary that owns it.
    pub fn own(&mut self, value: Value) -> Value {
        if matches!(value.hold, Hold::Owned(_) | Hold::Scratch(_)) {
            return value;
        }
        let repr = value.ty.repr();
        let register = self.b.temp(repr, true);
        self.b.emit(Op::Copy {
            to: register,
            from: value.operand,
        });
        self.retain(value);
        self.b.forget(value);
        let owned = matches!(repr, Repr::Boxed | Repr::Int);
        Value::in_temp(register, value.ty, owned)
    }

    /// Owns once more, if there is something to own.
    pub fn retain(&mut self, value: Value) {
        let counted = match value.operand {
            Operand::Register(_) => {
                matches!(value.ty.repr(), Repr::Boxed | Repr::Int) && value.ty != Ty::None
            }
            Operand::Constant(_) => true,
            _ => false,
        };
        if counted {
            self.b.emit(Op::Retain {
                from: value.operand,
            });
        }
    }

    /// A value that other code cannot take away.
    pub fn steady(&mut self, value: Value) -> Value {
        if value.volatile {
            self.own(value)
        } else {
            value
        }
    }

    /// The value as boxed.
    pub fn boxed(&mut self, value: Value) -> Value {
        match (value.ty, value.operand) {
            (ty, _) if ty.repr() == Repr::Boxed => value,
            (Ty::Word, Operand::Int(number)) => self.boxed_literal(number),
            // As a value of any kind: who copies it into a register takes one that holds such values.
            (Ty::Bool, Operand::Bool(_)) | (Ty::Float, Operand::Float(_)) => Value {
                ty: Ty::Any,
                ..value
            },
            _ => {
                let owned = value.ty.is_int();
                let register = self.b.temp(Repr::Boxed, owned);
                self.b.emit(Op::Box {
                    to: register,
                    from: value.operand,
                });
                self.b.done(value);
                Value::in_temp(register, Ty::Any, owned)
            }
        }
    }

    /// The value as a type that it fits.
    pub fn coerce(&mut self, value: Value, wanted: Ty, range: TextRange) -> Value {
        let (have, want) = (value.ty.repr(), wanted.repr());
        if have == want {
            return value;
        }
        match (have, want) {
            (_, Repr::Boxed) => self.boxed(value),
            (Repr::Word, Repr::Int) => self.widen(value),
            _ => {
                self.cx.internal(
                    range,
                    &format!("{:?} where {wanted:?} was inferred", value.ty),
                );
                value
            }
        }
    }

    /// A word as an int.
    pub fn widen(&mut self, value: Value) -> Value {
        if !matches!(value.operand, Operand::Register(_)) {
            return Value {
                ty: Ty::Int,
                ..value
            };
        }
        let register = self.b.temp(Repr::Int, true);
        self.b.emit(Op::Copy {
            to: register,
            from: value.operand,
        });
        self.b.forget(value);
        Value::in_temp(register, Ty::Int, true)
    }

    /// A boxed value that is known to be of this type, unboxed.
    pub fn unboxed(&mut self, value: Value, ty: Ty) -> Value {
        let result = self.b.define(ty, |to| Op::Unbox {
            to,
            from: value.operand,
        });
        self.b.done(value);
        result
    }

    /// Gives a variable a value; the old one is given back.
    pub fn assign(&mut self, to: Register, value: Value) {
        if !matches!(value.ty.repr(), Repr::Boxed | Repr::Int) {
            self.b.emit(Op::Copy {
                to,
                from: value.operand,
            });
            self.b.forget(value);
            return;
        }
        let value = match (value.hold, value.operand) {
            (Hold::Free | Hold::Borrowed(_), Operand::Register(_)) => self.own(value),
            (Hold::Free, Operand::Constant(_)) => {
                self.retain(value);
                value
            }
            _ => value,
        };
        self.b.emit(Op::Assign {
            to,
            from: value.operand,
        });
        self.b.forget(value);
    }

    // -- ways out

    /// Leaves: puts everything in order from the innermost frame outwards.
    pub fn leave(&mut self, exit: Exit) {
        let mut index = self.frames.len();
        while index > 0 {
            index -= 1;
            if self.leave_frame(index, exit) {
                return;
            }
        }
        self.b.jump(self.exit);
    }

    /// One frame; true when the way out ends here.
    fn leave_frame(&mut self, index: usize, exit: Exit) -> bool {
        match self.frames.get_mut(index) {
            Some(Frame::Loop {
                number,
                next,
                exit: out,
                held,
            }) => {
                let (number, next, out, held) = (*number, *next, *out, held.clone());
                if exit == Exit::Continue(number) {
                    self.b.jump(next);
                    return true;
                }
                self.give_back(held);
                if exit == Exit::Break(number) {
                    self.b.jump(out);
                    return true;
                }
                false
            }
            Some(Frame::Held(registers)) => {
                let registers = registers.clone();
                self.give_back(registers);
                false
            }
            Some(Frame::Finally {
                action,
                entry,
                exits,
                ..
            }) => {
                let place = exits
                    .iter()
                    .position(|known| *known == exit)
                    .unwrap_or_else(|| {
                        exits.push(exit);
                        exits.len() - 1
                    });
                let (action, entry) = (*action, *entry);
                let number = i64::try_from(place).unwrap_or(0) + 2;
                self.b.emit(Op::Copy {
                    to: action,
                    from: Operand::Int(number),
                });
                self.b.jump(entry);
                true
            }
            Some(Frame::With {
                manager,
                range,
                regions,
            }) => {
                let (manager, range, regions) = (*manager, *range, *regions);
                self.outside(index, regions, |body| body.exit_context(manager, range));
                false
            }
            Some(Frame::Catch {
                exception,
                name,
                regions,
            }) => {
                let (exception, name, regions) = (*exception, name.clone(), *regions);
                self.outside(index, regions, |body| body.end_handler(exception, name));
                false
            }
            Some(Frame::Pending {
                action,
                exception,
                regions,
            }) => {
                let (action, exception, regions) = (*action, *exception, *regions);
                self.outside(index, regions, |body| body.end_pending(action, exception));
                false
            }
            None => false,
        }
    }

    fn give_back(&mut self, registers: Vec<Register>) {
        if !registers.is_empty() {
            self.b.emit(Op::ReleaseMany { registers });
        }
    }

    /// Emits code as it is outside of a frame: exceptions land where those of the frame's surroundings do.
    fn outside(&mut self, frame: usize, regions: usize, emit: impl FnOnce(&mut Self)) {
        let frames = self.frames.split_off(frame);
        let inner = self.b.regions.split_off(regions.min(self.b.regions.len()));
        emit(self);
        self.b.regions.extend(inner);
        self.frames.extend(frames);
    }

    /// `__exit__` without an exception.
    fn exit_context(&mut self, manager: Register, range: TextRange) {
        self.at(&range);
        let result = self.b.ask(
            Intrinsic::ExitContext,
            vec![Operand::Register(manager), Operand::Absent],
        );
        self.b.done(result);
        self.b.emit(Op::Release { register: manager });
    }

    /// The end of a handler: nothing is handled any more, and its name is gone.
    pub fn end_handler(&mut self, exception: Register, name: Option<(String, TextRange)>) {
        self.b.emit(Op::EndCatch);
        self.b.emit(Op::Release {
            register: exception,
        });
        if let Some((name, range)) = name {
            self.forget_name(&name, range);
        }
    }

    // -- diagnostics

    /// A `SyntaxError` of CPython's compiler.
    pub fn syntax(&mut self, node: &impl Ranged, message: &str) {
        self.cx.syntax(node.range(), message);
    }

    /// Something that a compiled program cannot have.
    pub fn refuse(&mut self, node: &impl Ranged, message: &str, why: &str, help: &str) {
        if self
            .cx
            .diagnostics
            .is_full(crate::diagnostic::Severity::Error)
        {
            return;
        }
        let diagnostic = self
            .cx
            .diagnose(Kind::Refused, node.range(), message)
            .why(why)
            .help(help);
        self.cx.report(diagnostic);
    }

    /// Whether this is the module's own body.
    pub fn in_module(&self) -> bool {
        self.unit == MODULE
    }
}
