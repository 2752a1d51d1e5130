//! Arithmetic of ints, words and floats that are not boxed.

use wasm_encoder::ValType;

use super::function::{Emitter, local};
use super::helper::{Helper, compare_f64, compare_i64};
use super::value::{EMPTY, GIVES_I32, INT_RAISED};
use crate::ir::{BinaryOp, CompareOp, Instruction, Op, Operand, Register, Repr, UnaryOp};

/// A product below this, computed in floats, is a small int: 2^61 less what three roundings may take.
pub(crate) const SURELY_SMALL: f64 = 2_305_843_009_213_690_000.0;
/// The square of a float below this fits.
const SAFE_TO_SQUARE: f64 = 1e154;

impl Emitter<'_, '_, '_> {
    /// An instruction on numbers.
    pub fn number(&mut self, instruction: &Instruction, op: &Op) {
        match op {
            Op::IntToFloat { to, from } => self.int_to_float(instruction, *to, *from),
            Op::Clamp { to, from } => {
                self.push(*from, Repr::Int);
                self.context.call_helper(&mut self.code, Helper::Clamp);
                self.code.set(local(*to));
            }
            Op::GetItemAt { to, o, index } => {
                self.push(*o, Repr::Boxed);
                self.push(*index, Repr::Int);
                if self.is_word(*index) {
                    self.context
                        .call_import(&mut self.code, "containers", "get-item-at");
                    self.unsettled(instruction, *to);
                } else {
                    self.context.call_helper(&mut self.code, Helper::GetItemAt);
                    self.settled(instruction, *to);
                }
            }
            Op::SetItemAt { o, index, item } => {
                let result = Register(self.scratch(ValType::I64) - 1);
                self.push(*o, Repr::Boxed);
                self.push(*index, Repr::Int);
                self.push(*item, Repr::Boxed);
                if self.is_word(*index) {
                    self.context
                        .call_import(&mut self.code, "containers", "set-item-at");
                    self.unsettled(instruction, result);
                } else {
                    self.context.call_helper(&mut self.code, Helper::SetItemAt);
                    self.settled(instruction, result);
                }
            }
            Op::Length { to, o } => {
                self.push(*o, Repr::Boxed);
                self.context.call_helper(&mut self.code, Helper::Length);
                self.settled(instruction, *to);
            }
            Op::IntBinary { to, op, a, b } => self.int_binary(instruction, *to, *op, *a, *b),
            Op::IntUpdate { target, op, b } => self.int_update(instruction, *target, *op, *b),
            Op::IntDivide { to, a, b } => {
                self.push(*a, Repr::Int);
                self.push(*b, Repr::Int);
                self.context.call_helper(&mut self.code, Helper::IntDivide);
                self.settled(instruction, *to);
            }
            Op::IntUnary { to, op, a } => self.int_unary(*to, *op, *a),
            Op::IntCompare { to, op, a, b } => self.int_compare(*to, *op, *a, *b),
            Op::WordBinary { to, op, a, b } => {
                self.push(*a, Repr::Word);
                self.push(*b, Repr::Word);
                self.i64_op(*op);
                self.code.set(local(*to));
            }
            Op::FloatBinary { to, op, a, b } => self.float_binary(instruction, *to, *op, *a, *b),
            Op::FloatNeg { to, a } => {
                self.push(*a, Repr::Float);
                self.code.ins().f64_neg();
                self.code.set(local(*to));
            }
            Op::FloatSqrt { to, a } => {
                self.push(*a, Repr::Float);
                self.code.ins().f64_sqrt();
                self.code.set(local(*to));
            }
            Op::FloatCompare { to, op, a, b } => {
                self.push(*a, Repr::Float);
                self.push(*b, Repr::Float);
                compare_f64(&mut self.code, *op);
                self.code.set(local(*to));
            }
            _ => {}
        }
    }

    /// Whether an int operand is known not to be a big one.
    fn is_word(&self, operand: Operand) -> bool {
        self.repr(operand) != Repr::Int
    }

    fn i64_op(&mut self, op: BinaryOp) {
        let mut ins = self.code.ins();
        match op {
            BinaryOp::Add => ins.i64_add(),
            BinaryOp::Sub => ins.i64_sub(),
            BinaryOp::Mul => ins.i64_mul(),
            BinaryOp::And => ins.i64_and(),
            BinaryOp::Or => ins.i64_or(),
            BinaryOp::Xor => ins.i64_xor(),
            BinaryOp::LShift => ins.i64_shl(),
            BinaryOp::RShift => ins.i64_shr_s(),
            BinaryOp::FloorDiv => ins.i64_div_s(),
            _ => ins.i64_rem_s(),
        };
    }

    fn int_binary(
        &mut self,
        instruction: &Instruction,
        to: Register,
        op: BinaryOp,
        a: Operand,
        b: Operand,
    ) {
        let fast = self.quick_int(op, a, b, false);
        let result = self.scratch(ValType::I64);
        if fast {
            // result, whether it is wrong
            self.code.if_(EMPTY);
        }
        self.push(a, Repr::Int);
        self.push(b, Repr::Int);
        self.context.call_helper(&mut self.code, Helper::Int(op));
        if fast {
            self.code.tee(result);
            self.code.ins().i64_const(INT_RAISED).i64_eq();
            self.land_if(instruction);
            self.give_back();
            self.code.end();
            self.zero_given();
            self.code.get(result);
            self.code.set(local(to));
        } else {
            self.settled(instruction, to);
        }
    }

    fn int_update(
        &mut self,
        instruction: &Instruction,
        target: Register,
        op: BinaryOp,
        b: Operand,
    ) {
        let old = Operand::Register(target);
        let fast = self.quick_int(op, old, b, true);
        let result = self.scratch(ValType::I64);
        if fast {
            self.code.if_(EMPTY);
        }
        self.push(old, Repr::Int);
        self.push(b, Repr::Int);
        self.context.call_helper(&mut self.code, Helper::Int(op));
        self.code.tee(result);
        self.code.ins().i64_const(INT_RAISED).i64_eq();
        self.land_if(instruction);
        self.code.get(local(target));
        self.context.call_helper(&mut self.code, Helper::DropBig);
        if fast {
            self.code.end();
        }
        self.code.get(result);
        self.code.set(local(target));
    }

    /// Computes as if both were small and the result too: it goes to the scratch local, and whether that is wrong is on the
    /// stack. False when there is no quick way; nothing is emitted then. `updates`: when it is right, `a` must be small.
    fn quick_int(&mut self, op: BinaryOp, a: Operand, b: Operand, updates: bool) -> bool {
        let result = self.scratch(ValType::I64);
        match (op, b) {
            (BinaryOp::Add | BinaryOp::Sub, _) => {
                self.push(a, Repr::Int);
                self.push(b, Repr::Int);
                self.i64_op(op);
                self.code.tee(result);
                self.code.is_not_small();
                if op == BinaryOp::Sub && !self.is_word(b) {
                    // The difference of two handles may look small.
                    self.push(b, Repr::Int);
                    self.code.is_big();
                    self.code.ins().i32_or();
                }
            }
            (BinaryOp::Mul, _) => {
                for operand in [a, b] {
                    self.push(operand, Repr::Int);
                    self.code.ins().f64_convert_i64_s();
                }
                let product = self.scratch(ValType::F64);
                self.code.ins().f64_mul().f64_abs();
                self.code.set(product);
                self.push(a, Repr::Int);
                self.push(b, Repr::Int);
                self.code.ins().i64_mul();
                self.code.set(result);
                self.code.get(product);
                self.code
                    .ins()
                    .f64_const(SURELY_SMALL.into())
                    .f64_lt()
                    .i32_eqz();
                if updates {
                    // A big int times zero is right, but the big one would be forgotten.
                    self.code.get(result);
                    self.code.ins().i64_eqz().i32_or();
                }
            }
            (BinaryOp::And | BinaryOp::Or | BinaryOp::Xor, _) => {
                self.push(a, Repr::Int);
                self.push(b, Repr::Int);
                self.i64_op(op);
                self.code.set(result);
                self.not_small(a, b);
            }
            (BinaryOp::FloorDiv | BinaryOp::Mod, Operand::Int(divisor @ 1..)) => {
                self.divide_by(op, a, divisor, result);
                self.push(a, Repr::Int);
                self.code.is_not_small();
            }
            (BinaryOp::RShift, Operand::Int(count @ 0..=62)) => {
                self.push(a, Repr::Int);
                self.code.ins().i64_const(count).i64_shr_s();
                self.code.set(result);
                self.push(a, Repr::Int);
                self.code.is_not_small();
            }
            (BinaryOp::LShift, Operand::Int(count @ 0..=60)) => {
                self.push(a, Repr::Int);
                self.code.ins().i64_const(count).i64_shl();
                self.code.tee(result);
                self.code.is_not_small();
                self.code.get(result);
                self.code.ins().i64_const(count).i64_shr_s();
                self.push(a, Repr::Int);
                self.code.ins().i64_ne().i32_or();
            }
            _ => return false,
        }
        true
    }

    /// Whether one of two ints is a big one.
    fn not_small(&mut self, a: Operand, b: Operand) {
        let registers: Vec<Operand> = [a, b]
            .into_iter()
            .filter(|operand| !matches!(operand, Operand::Int(_)))
            .collect();
        if registers.is_empty() {
            self.code.ins().i32_const(0);
        }
        for (index, operand) in registers.iter().enumerate() {
            self.push(*operand, Repr::Int);
            self.code.is_not_small();
            if index > 0 {
                self.code.ins().i32_or();
            }
        }
    }

    /// `a // divisor` or `a % divisor` by a positive number, rounded down.
    fn divide_by(&mut self, op: BinaryOp, a: Operand, divisor: i64, result: u32) {
        if divisor.count_ones() == 1 {
            self.push(a, Repr::Int);
            if op == BinaryOp::Mod {
                self.code.ins().i64_const(divisor - 1).i64_and();
            } else {
                self.code
                    .ins()
                    .i64_const(i64::from(divisor.trailing_zeros()))
                    .i64_shr_s();
            }
            self.code.set(result);
            return;
        }
        // The rest of a negative number is negative: one divisor more, one quotient less.
        if op == BinaryOp::Mod {
            self.push(a, Repr::Int);
            self.code.ins().i64_const(divisor).i64_rem_s();
            self.code.set(result);
            self.code.get(result);
            self.code.get(result);
            self.code.ins().i64_const(63).i64_shr_s();
            self.code.ins().i64_const(divisor).i64_and().i64_add();
        } else {
            self.push(a, Repr::Int);
            self.code.ins().i64_const(divisor).i64_div_s();
            self.code.set(result);
            self.code.get(result);
            self.push(a, Repr::Int);
            self.code.get(result);
            self.code.ins().i64_const(divisor).i64_mul().i64_sub();
            self.code.ins().i64_const(63).i64_shr_s().i64_add();
        }
        self.code.set(result);
    }

    fn int_unary(&mut self, to: Register, op: UnaryOp, a: Operand) {
        let result = self.scratch(ValType::I64);
        match op {
            UnaryOp::Neg => {
                self.code.ins().i64_const(0);
                self.push(a, Repr::Int);
                self.code.ins().i64_sub();
                self.code.set(result);
                self.code.get(result);
                self.code.is_not_small();
            }
            _ => {
                self.push(a, Repr::Int);
                self.code.ins().i64_const(-1).i64_xor();
                self.code.set(result);
                self.push(a, Repr::Int);
                self.code.is_not_small();
            }
        }
        self.code.if_(EMPTY);
        self.code.ins().i32_const(op as i32);
        self.push(a, Repr::Int);
        self.context.call_helper(&mut self.code, Helper::IntUnary);
        self.code.set(result);
        self.code.end();
        self.code.get(result);
        self.code.set(local(to));
    }

    fn int_compare(&mut self, to: Register, op: CompareOp, a: Operand, b: Operand) {
        let same = matches!(op, CompareOp::Eq | CompareOp::Ne);
        match (self.is_word(a), self.is_word(b)) {
            (true, true) => self.compare_words(op, a, b),
            // A big int is no word, and looks like none.
            (true, false) | (false, true) if same && self.given_back.is_empty() => {
                self.compare_words(op, a, b);
            }
            (false, true) if !same => self.compare_with_word(op, a, (a, b)),
            (true, false) if !same => self.compare_with_word(op, b, (a, b)),
            (a_is_word, b_is_word) => {
                if !a_is_word {
                    self.push(a, Repr::Int);
                    self.code.is_big();
                }
                if !b_is_word {
                    self.push(b, Repr::Int);
                    self.code.is_big();
                }
                if !a_is_word && !b_is_word {
                    self.code.ins().i32_or();
                }
                self.code.if_(GIVES_I32);
                self.compare_slowly(op, a, b);
                self.code.else_();
                self.compare_words(op, a, b);
                self.code.end();
            }
        }
        self.code.set(local(to));
        self.zero_given();
    }

    /// Compares when one operand may be a big int, which looks like a number above all others: it need not be asked for where a
    /// smaller number is what was found.
    fn compare_with_word(&mut self, op: CompareOp, int: Operand, (a, b): (Operand, Operand)) {
        let below = matches!(op, CompareOp::Lt | CompareOp::Le) == (int == a);
        self.compare_words(op, a, b);
        self.code.if_(GIVES_I32);
        if below {
            self.code.ins().i32_const(1);
            self.code.else_();
        }
        self.push(int, Repr::Int);
        self.code.is_big();
        self.code.if_(GIVES_I32);
        self.compare_slowly(op, a, b);
        self.code.else_();
        self.code.ins().i32_const(i32::from(!below));
        self.code.end();
        if !below {
            self.code.else_();
            self.code.ins().i32_const(0);
        }
        self.code.end();
    }

    fn compare_words(&mut self, op: CompareOp, a: Operand, b: Operand) {
        self.push(a, Repr::Int);
        self.push(b, Repr::Int);
        compare_i64(&mut self.code, op);
    }

    fn compare_slowly(&mut self, op: CompareOp, a: Operand, b: Operand) {
        self.code.ins().i32_const(op as i32);
        self.push(a, Repr::Int);
        self.push(b, Repr::Int);
        self.context.call_helper(&mut self.code, Helper::IntCompare);
        self.give_back();
    }

    /// Gives back what the instruction was the last to read, on its slow way.
    fn give_back(&mut self) {
        for register in std::mem::take(&mut self.given_back) {
            if self.function.repr(register) == Repr::Int {
                self.code.get(local(register));
                self.context.call_helper(&mut self.code, Helper::DropBig);
            }
            self.given_zero.push(register);
        }
    }

    fn zero_given(&mut self) {
        for register in std::mem::take(&mut self.given_zero) {
            self.zero(register);
        }
        for register in std::mem::take(&mut self.given_back) {
            self.zero(register);
        }
    }

    fn int_to_float(&mut self, instruction: &Instruction, to: Register, from: Operand) {
        if self.is_word(from) {
            self.push(from, Repr::Word);
            self.code.ins().f64_convert_i64_s();
            self.code.set(local(to));
            return;
        }
        self.push(from, Repr::Int);
        self.code.is_big();
        self.code.if_(EMPTY);
        self.push(from, Repr::Int);
        self.context.call_helper(&mut self.code, Helper::BigToFloat);
        self.settled(instruction, to);
        self.code.else_();
        self.push(from, Repr::Int);
        self.code.ins().f64_convert_i64_s();
        self.code.set(local(to));
        self.code.end();
    }

    fn float_binary(
        &mut self,
        instruction: &Instruction,
        to: Register,
        op: BinaryOp,
        a: Operand,
        b: Operand,
    ) {
        let is_nonzero = matches!(b, Operand::Float(divisor) if divisor != 0.0);
        match op {
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul => {
                self.push(a, Repr::Float);
                self.push(b, Repr::Float);
                let mut ins = self.code.ins();
                match op {
                    BinaryOp::Add => ins.f64_add(),
                    BinaryOp::Sub => ins.f64_sub(),
                    _ => ins.f64_mul(),
                };
                self.code.set(local(to));
            }
            BinaryOp::TrueDiv => {
                if !is_nonzero {
                    self.push(b, Repr::Float);
                    self.code.ins().f64_const(0.0.into()).f64_eq();
                    self.code.if_(EMPTY);
                    self.float_slow(op, a, b);
                    self.code.ins().drop();
                    self.land(instruction);
                    self.code.end();
                }
                self.push(a, Repr::Float);
                self.push(b, Repr::Float);
                self.code.ins().f64_div();
                self.code.set(local(to));
            }
            BinaryOp::Pow if matches!(b, Operand::Float(0.5 | 2.0)) => {
                self.float_root_or_square(instruction, to, a, b);
            }
            _ => {
                self.float_slow(op, a, b);
                self.settled(instruction, to);
            }
        }
    }

    /// `a ** 0.5` and `a ** 2`, as the runtime computes them; what is not positive or may not fit is its own.
    fn float_root_or_square(
        &mut self,
        instruction: &Instruction,
        to: Register,
        a: Operand,
        b: Operand,
    ) {
        let is_root = matches!(b, Operand::Float(0.5));
        self.push(a, Repr::Float);
        if is_root {
            self.code.ins().f64_const(0.0.into()).f64_gt();
        } else {
            self.code.ins().f64_abs();
            self.code.ins().f64_const(SAFE_TO_SQUARE.into()).f64_lt();
        }
        self.code.if_(EMPTY);
        self.push(a, Repr::Float);
        if is_root {
            self.code.ins().f64_sqrt();
        } else {
            self.push(a, Repr::Float);
            self.code.ins().f64_mul();
        }
        self.code.set(local(to));
        self.code.else_();
        self.float_slow(BinaryOp::Pow, a, b);
        self.settled(instruction, to);
        self.code.end();
    }

    fn float_slow(&mut self, op: BinaryOp, a: Operand, b: Operand) {
        self.code.ins().i32_const(op as i32);
        self.push(a, Repr::Float);
        self.push(b, Repr::Float);
        self.context.call_helper(&mut self.code, Helper::FloatSlow);
    }
}
