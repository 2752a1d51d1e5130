//! Calls of intrinsics.

use wasm_encoder::ValType;

use super::function::{Emitter, local};
use super::helper::Helper;
use super::value::EMPTY;
use crate::ir::{Instruction, Intrinsic, Operand, Outcome, Register, Repr};

/// What stands between the values of a call.
enum Immediate {
    /// This many values, then a number.
    Number(usize, u32),
    /// This many values, then two numbers.
    Numbers(usize, u32, u32),
    /// A text in place of the values.
    Text,
    /// Values only.
    Nothing,
}

impl Emitter<'_, '_, '_> {
    /// Calls an intrinsic and sees to its outcome.
    pub fn intrinsic(
        &mut self,
        instruction: &Instruction,
        to: Option<Register>,
        call: &Intrinsic,
        arguments: &[Operand],
    ) {
        let (interface, name, immediate) = describe(call, arguments.len());
        let before = match immediate {
            Immediate::Number(before, _) | Immediate::Numbers(before, ..) => before,
            Immediate::Text | Immediate::Nothing => arguments.len(),
        };
        let (first, rest) = arguments.split_at(before.min(arguments.len()));
        for argument in first {
            self.push(*argument, Repr::Boxed);
        }
        match (immediate, call) {
            (Immediate::Number(_, number), _) => {
                self.code.ins().i32_const(number.cast_signed());
            }
            (Immediate::Numbers(_, a, b), _) => {
                self.code
                    .ins()
                    .i32_const(a.cast_signed())
                    .i32_const(b.cast_signed());
            }
            (Immediate::Text, Intrinsic::Import(module)) => {
                let address = self.context.module.text(module.as_bytes());
                self.code
                    .ins()
                    .i32_const(address.cast_signed())
                    .i32_const(module.len() as i32);
            }
            _ => {}
        }
        for argument in rest {
            self.push(*argument, Repr::Boxed);
        }
        let outcome = call.outcome();
        let settles = !matches!(
            outcome,
            Outcome::Nothing | Outcome::Plain | Outcome::Flag | Outcome::Raised
        );
        if settles && self.runs_once() {
            let symbol = self.context.settling(interface, name);
            self.code.call(symbol);
            self.settled_outcome(instruction, to);
            return;
        }
        self.context.call_import(&mut self.code, interface, name);
        self.outcome(instruction, to, outcome);
    }

    /// As [`Self::outcome`] of a boxed result that is not pending.
    fn settled_outcome(&mut self, instruction: &Instruction, to: Option<Register>) {
        match to {
            Some(to) if self.function.repr(to) == Repr::Bool => {
                let result = self.scratch(ValType::I64);
                self.settled(instruction, Register(result - 1));
                self.code.get(result);
                self.code.unbox_bool();
                self.code.set(local(to));
            }
            Some(to) => self.settled(instruction, to),
            None => {
                let result = self.scratch(ValType::I64);
                self.settled(instruction, Register(result - 1));
            }
        }
    }

    fn outcome(&mut self, instruction: &Instruction, to: Option<Register>, outcome: Outcome) {
        match (outcome, to) {
            (Outcome::Nothing, _) => {}
            (Outcome::Plain | Outcome::Flag, Some(to)) => self.code.set(local(to)),
            (Outcome::Plain | Outcome::Flag, None) => {
                self.code.ins().drop();
            }
            (Outcome::Raised, _) => {
                let result = self.scratch(ValType::I64);
                self.code.tee(result);
                self.code.is_pending();
                self.code.if_(EMPTY);
                self.code.get(result);
                self.context.call_helper(&mut self.code, Helper::Settle);
                self.code.ins().drop();
                self.code.end();
                self.land(instruction);
            }
            (_, Some(to)) if self.function.repr(to) == Repr::Bool => {
                let result = self.scratch(ValType::I64);
                self.unsettled(instruction, Register(result - 1));
                self.code.get(result);
                self.code.unbox_bool();
                self.code.set(local(to));
            }
            (_, Some(to)) => self.unsettled(instruction, to),
            (_, None) => {
                let result = self.scratch(ValType::I64);
                self.unsettled(instruction, Register(result - 1));
            }
        }
    }

    /// A boxed result on the stack that may be pending or raised: it goes to its local.
    pub fn unsettled(&mut self, instruction: &Instruction, to: Register) {
        self.code.set(local(to));
        self.code.get(local(to));
        self.code.is_unusual();
        self.code.if_(EMPTY);
        self.code.get(local(to));
        self.context.call_helper(&mut self.code, Helper::Settle);
        self.code.set(local(to));
        self.code.get(local(to));
        self.code.is_raised();
        self.land_if(instruction);
        self.code.end();
    }
}

/// The WIT function of an intrinsic, and its immediates.
fn describe(call: &Intrinsic, arguments: usize) -> (&'static str, &'static str, Immediate) {
    use Immediate::{Nothing, Number, Numbers, Text};
    match call {
        Intrinsic::StageFormatted(convert) => {
            ("text", "stage-formatted", Number(1, *convert as u32))
        }
        Intrinsic::JoinStaged(count) => ("text", "join-staged", Number(0, *count)),
        Intrinsic::Unstage => ("containers", "unstage", Nothing),
        Intrinsic::MakeTuple(count) => ("containers", "make-tuple", Number(0, *count)),
        Intrinsic::MakeList(count) => ("containers", "make-list", Number(0, *count)),
        Intrinsic::MakeSet(count) => ("containers", "make-set", Number(0, *count)),
        Intrinsic::MakeDict(count) => ("containers", "make-dict", Number(0, *count)),
        Intrinsic::MakeSlice => ("containers", "make-slice", Nothing),
        Intrinsic::ListAppend => ("containers", "list-append", Nothing),
        Intrinsic::SetAdd => ("containers", "set-add", Nothing),
        Intrinsic::Extend => ("containers", "extend", Nothing),
        Intrinsic::Merge => ("containers", "merge", Nothing),
        Intrinsic::GetItem => ("containers", "get-item", Nothing),
        Intrinsic::SetItem => ("containers", "set-item", Nothing),
        Intrinsic::DelItem => ("containers", "del-item", Nothing),
        Intrinsic::Contains => ("containers", "contains", Nothing),
        Intrinsic::Unpack(count) => ("containers", "unpack", Number(1, *count)),
        Intrinsic::UnpackStar(before, after) => {
            ("containers", "unpack-star", Numbers(1, *before, *after))
        }
        Intrinsic::IsSequencePattern => ("containers", "is-sequence-pattern", Nothing),
        Intrinsic::IsMappingPattern => ("containers", "is-mapping-pattern", Nothing),
        Intrinsic::MatchKey => ("containers", "match-key", Nothing),
        Intrinsic::MatchRest(count) => ("containers", "match-rest", Number(1, *count)),
        Intrinsic::MatchClass(count) => ("containers", "match-class", Number(2, *count)),
        Intrinsic::Iterate => ("flow", "iterate", Nothing),
        Intrinsic::Next => ("flow", "next", Nothing),
        Intrinsic::Raise => ("flow", "raise", Nothing),
        Intrinsic::Reraise => ("flow", "reraise", Nothing),
        Intrinsic::ResumeRaise => ("flow", "resume-raise", Nothing),
        Intrinsic::Matches => ("flow", "matches", Nothing),
        Intrinsic::EnterContext => ("flow", "enter-context", Nothing),
        Intrinsic::ExitContext => ("flow", "exit-context", Nothing),
        Intrinsic::MakeFunction(code) => ("calls", "make-function", Number(0, code.0)),
        Intrinsic::MakeCell => ("calls", "make-cell", Nothing),
        Intrinsic::GetCell => ("calls", "get-cell", Nothing),
        Intrinsic::SetCell => ("calls", "set-cell", Nothing),
        Intrinsic::CallSmall => {
            let name = match arguments {
                0 | 1 => "call0",
                2 => "call1",
                3 => "call2",
                _ => "call3",
            };
            ("calls", name, Nothing)
        }
        Intrinsic::CallStaged(count) => ("calls", "call", Number(1, *count)),
        Intrinsic::CallSpread => ("calls", "call-spread", Nothing),
        Intrinsic::CallMethodSmall => {
            let name = match arguments {
                0..=2 => "call-method0",
                3 => "call-method1",
                _ => "call-method2",
            };
            ("calls", name, Nothing)
        }
        Intrinsic::CallMethodStaged(count) => ("calls", "call-method", Number(2, *count)),
        Intrinsic::GetAttribute => ("calls", "get-attribute", Nothing),
        Intrinsic::SetAttribute => ("calls", "set-attribute", Nothing),
        Intrinsic::DelAttribute => ("calls", "del-attribute", Nothing),
        Intrinsic::Import(_) => ("calls", "import", Text),
        Intrinsic::MakeClass(count) => ("calls", "make-class", Number(1, *count)),
    }
}
