//! Instructions: moves, ownership, representations, and what is left to helpers.

use wasm_encoder::ValType;

use super::function::{DEPTH, Emitter, local};
use super::helper::Helper;
use super::value::{
    BOOL_RAISED, EMPTY, GIVES_I64, INT_RAISED, TAG_BOOL, TAG_INT, TAG_POINTER, boxed_int,
};
use crate::ir::{BoundKind, ConstantId, Instruction, Op, Operand, Register, Repr, Tag};

impl Emitter<'_, '_, '_> {
    /// One instruction; `is_last` says that the function is left behind it.
    pub fn instruction(&mut self, instruction: &Instruction, is_last: bool) {
        match &instruction.op {
            Op::Copy { to, from } => {
                self.push(*from, self.function.repr(*to));
                self.code.set(local(*to));
            }
            Op::Take { to, from } => {
                self.code.get(local(*from));
                self.code.set(local(*to));
                self.zero(*from);
            }
            Op::Assign { to, from } => self.assign(*to, *from),
            Op::Retain { from } => self.retain(*from),
            Op::Release { register } => self.release(*register),
            Op::ReleaseMany { registers } => self.release_many(registers, is_last),
            Op::LoadGlobal { to, global } => {
                let global = self.context.global(*global);
                self.code.ins().global_get(global);
                self.code.set(local(*to));
            }
            Op::StoreGlobal { global, from } => {
                let global = self.context.global(*global);
                let old = self.scratch_of(ValType::I64, 1);
                self.code.ins().global_get(global);
                self.code.set(old);
                self.push(*from, Repr::Boxed);
                self.code.ins().global_set(global);
                if let Operand::Register(from) = from {
                    self.zero(*from);
                }
                self.drop_boxed(old);
            }
            Op::CheckBound { from, kind, name } => {
                self.check_bound(instruction, *from, *kind, *name)
            }
            Op::Stage { items } => self.stage(items),
            Op::Trace => self.trace(),
            Op::Catch { to } => {
                self.context.call_import(&mut self.code, "flow", "catch");
                self.code.set(local(*to));
            }
            Op::EndCatch => self
                .context
                .call_import(&mut self.code, "flow", "end-catch"),
            Op::DropStaged { count } => {
                self.code.ins().i32_const(count.cast_signed());
                self.context
                    .call_import(&mut self.code, "containers", "drop-staged");
            }
            Op::RaiseError { kind, detail } => {
                self.code.ins().i32_const(*kind as i32);
                self.push(*detail, Repr::Boxed);
                self.context
                    .call_import(&mut self.code, "flow", "raise-error");
                self.code.ins().drop();
                self.land(instruction);
            }
            Op::Intrinsic {
                to,
                call,
                arguments,
            } => self.intrinsic(instruction, *to, call, arguments),
            op => self.computation(instruction, op),
        }
    }

    fn computation(&mut self, instruction: &Instruction, op: &Op) {
        match op {
            Op::Box { to, from } => self.box_value(*to, *from),
            Op::Unbox { to, from } => self.unbox(*to, *from),
            Op::HasTag { to, from, tag } => {
                self.push(*from, Repr::Boxed);
                match tag {
                    Tag::SmallInt => self.code.has_tag(TAG_INT),
                    Tag::Float => self.code.is_float(),
                    Tag::Bool => self.code.has_tag(TAG_BOOL),
                    Tag::Pointer => self.code.has_tag(TAG_POINTER),
                }
                self.code.set(local(*to));
            }
            Op::BoolToWord { to, from } => {
                self.push(*from, Repr::Bool);
                self.code.ins().i64_extend_i32_u();
                self.code.set(local(*to));
            }
            Op::Binary {
                to,
                op,
                a,
                b,
                in_place,
            } => {
                self.push(*a, Repr::Boxed);
                self.push(*b, Repr::Boxed);
                self.context
                    .call_helper(&mut self.code, Helper::Binary(*op, *in_place));
                self.settled(instruction, *to);
            }
            Op::Unary { to, op, a } => {
                self.push(*a, Repr::Boxed);
                self.context.call_helper(&mut self.code, Helper::Unary(*op));
                self.settled(instruction, *to);
            }
            Op::Compare { to, op, a, b } => {
                self.push(*a, Repr::Boxed);
                self.push(*b, Repr::Boxed);
                self.context
                    .call_helper(&mut self.code, Helper::Compare(*op));
                self.settled(instruction, *to);
            }
            Op::Truth { to, a } => {
                self.push(*a, Repr::Boxed);
                self.context.call_helper(&mut self.code, Helper::Truth);
                self.settled(instruction, *to);
            }
            Op::Is { to, a, b } => {
                self.push(*a, Repr::Boxed);
                match (b, a) {
                    (Operand::Absent, _) => self.code.is_absent(),
                    _ => {
                        self.push(*b, Repr::Boxed);
                        self.code.ins().i64_eq();
                    }
                }
                self.code.set(local(*to));
            }
            Op::Not { to, a } => {
                self.push(*a, Repr::Bool);
                self.code.ins().i32_eqz();
                self.code.set(local(*to));
            }
            Op::Call {
                to,
                function,
                arguments,
            } => {
                let callee = self.context.program.functions.get(function.0 as usize);
                self.code.get(DEPTH);
                if callee.is_some_and(|callee| callee.frame) {
                    self.code.ins().i32_const(1).i32_add();
                }
                let reprs = callee.map_or(&[][..], |callee| &callee.registers);
                for (argument, info) in arguments.iter().zip(reprs) {
                    self.push(*argument, info.repr);
                }
                if let Some(symbol) = self.context.body(*function) {
                    self.code.call(symbol);
                }
                self.settled(instruction, *to);
            }
            op => self.number(instruction, op),
        }
    }

    /// A result on the stack that is not pending: it goes to its register, and is looked at for raised.
    pub fn settled(&mut self, instruction: &Instruction, to: Register) {
        self.code.set(local(to));
        self.code.get(local(to));
        match self.function.repr(to) {
            Repr::Boxed => self.code.is_raised(),
            Repr::Int | Repr::Word => {
                self.code.ins().i64_const(INT_RAISED).i64_eq();
            }
            Repr::Bool => {
                self.code.ins().i32_const(BOOL_RAISED).i32_eq();
            }
            Repr::Float => {
                // Most floats are no NaN.
                self.code.get(local(to));
                self.code.ins().f64_ne();
                self.code.if_(EMPTY);
                self.code.get(local(to));
                self.code.ins().i64_reinterpret_f64();
                self.code.is_raised();
                self.land_if(instruction);
                self.code.end();
                return;
            }
        }
        self.land_if(instruction);
    }

    fn assign(&mut self, to: Register, from: Operand) {
        let repr = self.function.repr(to);
        if !matches!(repr, Repr::Boxed | Repr::Int) {
            self.push(from, repr);
            self.code.set(local(to));
            return;
        }
        let old = self.scratch_of(ValType::I64, 1);
        self.code.get(local(to));
        self.code.set(old);
        self.push(from, repr);
        self.code.set(local(to));
        if let Operand::Register(from) = from
            && from != to
        {
            self.zero(from);
        }
        if repr == Repr::Boxed {
            self.drop_boxed(old);
        } else {
            self.drop_int(old);
        }
    }

    /// Gives back a boxed local.
    fn drop_boxed(&mut self, local: u32) {
        self.code.get(local);
        if self.is_short() {
            self.context.call_helper(&mut self.code, Helper::Drop(1));
            return;
        }
        self.code.has_tag(TAG_POINTER);
        self.code.if_(EMPTY);
        self.code.get(local);
        self.context
            .call_import(&mut self.code, "memory", "release");
        self.code.end();
    }

    /// Gives back an int local.
    pub fn drop_int(&mut self, local: u32) {
        self.code.get(local);
        if self.is_short() {
            self.context.call_helper(&mut self.code, Helper::DropBig);
            return;
        }
        self.code.is_big();
        self.code.if_(EMPTY);
        self.code.get(local);
        self.context.call_helper(&mut self.code, Helper::DropBig);
        self.code.end();
    }

    fn retain(&mut self, from: Operand) {
        match (from, self.repr(from)) {
            (Operand::Register(register), Repr::Boxed) => {
                self.code.get(local(register));
                self.code.has_tag(TAG_POINTER);
                self.code.if_(EMPTY);
                self.code.get(local(register));
                self.context.call_import(&mut self.code, "memory", "retain");
                self.code.end();
            }
            (Operand::Register(register), Repr::Int) => {
                self.code.get(local(register));
                self.code.is_big();
                self.code.if_(EMPTY);
                self.code.get(local(register));
                self.context.call_helper(&mut self.code, Helper::RetainBig);
                self.code.end();
            }
            (Operand::Constant(_), _) => {
                self.push(from, Repr::Boxed);
                self.context.call_import(&mut self.code, "memory", "retain");
            }
            _ => {}
        }
    }

    fn release(&mut self, register: Register) {
        match self.function.repr(register) {
            Repr::Boxed => self.drop_boxed(local(register)),
            Repr::Int => self.drop_int(local(register)),
            _ => {}
        }
        self.zero(register);
    }

    fn release_many(&mut self, registers: &[Register], is_last: bool) {
        let function = self.function;
        let of = |repr: Repr| -> Vec<Register> {
            let all = registers.iter().copied();
            all.filter(|register| function.repr(*register) == repr)
                .collect()
        };
        let (boxed, ints) = (of(Repr::Boxed), of(Repr::Int));
        let mut rest = boxed.as_slice();
        while !rest.is_empty() {
            let count = [4, 2, 1]
                .into_iter()
                .find(|count| *count <= rest.len())
                .unwrap_or(1);
            let (now, later) = rest.split_at(count);
            for register in now {
                self.code.get(local(*register));
            }
            self.context
                .call_helper(&mut self.code, Helper::Drop(count as u8));
            rest = later;
        }
        self.drop_ints(&ints);
        if !is_last {
            for register in registers {
                self.zero(*register);
            }
        }
    }

    /// Gives ints back: one test when none is a big one.
    fn drop_ints(&mut self, ints: &[Register]) {
        if self.is_short() || ints.is_empty() {
            for register in ints {
                self.drop_int(local(*register));
            }
            return;
        }
        for (index, register) in ints.iter().enumerate() {
            self.code.get(local(*register));
            self.code.is_big();
            if index > 0 {
                self.code.ins().i32_or();
            }
        }
        self.code.if_(EMPTY);
        for register in ints {
            self.code.get(local(*register));
            self.context.call_helper(&mut self.code, Helper::DropBig);
        }
        self.code.end();
    }

    fn check_bound(
        &mut self,
        instruction: &Instruction,
        from: Operand,
        kind: BoundKind,
        name: ConstantId,
    ) {
        self.push(from, Repr::Boxed);
        self.code.is_absent();
        self.code.if_(EMPTY);
        self.code.ins().i32_const(kind.error() as i32);
        self.push(Operand::Constant(name), Repr::Boxed);
        self.context.call_helper(&mut self.code, Helper::Unbound);
        self.land(instruction);
        self.code.end();
    }

    /// Puts values on the stage, as many at once as there are intrinsics for.
    fn stage(&mut self, items: &[Operand]) {
        let mut rest = items;
        while !rest.is_empty() {
            let (count, name) = match rest.len() {
                4.. => (4, "stage4"),
                2.. => (2, "stage2"),
                _ => (1, "stage"),
            };
            let (now, later) = rest.split_at(count);
            for item in now {
                self.push(*item, Repr::Boxed);
            }
            self.context.call_import(&mut self.code, "containers", name);
            rest = later;
        }
    }

    fn box_value(&mut self, to: Register, from: Operand) {
        match (from, self.repr(from)) {
            (Operand::Int(number), _) => {
                self.code.ins().i64_const(boxed_int(number));
            }
            (Operand::Register(register), Repr::Int | Repr::Word) if self.is_short() => {
                self.code.get(local(register));
                self.context.call_helper(&mut self.code, Helper::BoxInt);
            }
            (Operand::Register(register), Repr::Int | Repr::Word) => {
                self.code.get(local(register));
                self.code.is_too_large();
                self.code.if_(GIVES_I64);
                self.code.get(local(register));
                self.context.call_helper(&mut self.code, Helper::BoxInt);
                self.code.else_();
                self.code.get(local(register));
                self.code.box_small();
                self.code.end();
            }
            (Operand::Register(register), Repr::Float) => self.code.box_float(local(register)),
            (Operand::Register(register), Repr::Bool) => {
                self.code.get(local(register));
                self.code.box_bool();
            }
            _ => self.push(from, Repr::Boxed),
        }
        self.code.set(local(to));
    }

    fn unbox(&mut self, to: Register, from: Operand) {
        self.push(from, Repr::Boxed);
        match self.function.repr(to) {
            Repr::Int => self.unbox_int(from, Helper::UnboxInt),
            Repr::Word => self.unbox_int(from, Helper::UnboxWord),
            Repr::Float => {
                self.code.ins().f64_reinterpret_i64();
            }
            Repr::Bool => self.code.unbox_bool(),
            Repr::Boxed => {}
        }
        self.code.set(local(to));
    }

    fn unbox_int(&mut self, from: Operand, helper: Helper) {
        self.code.has_tag(TAG_INT);
        self.code.if_(GIVES_I64);
        self.push(from, Repr::Boxed);
        self.code.payload();
        self.code.else_();
        self.push(from, Repr::Boxed);
        self.context.call_helper(&mut self.code, helper);
        self.code.end();
    }
}
