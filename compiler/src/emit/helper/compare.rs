//! Comparison and truth of values.

use wasm_encoder::ValType;

use super::{Code, Context, call_settled};
use crate::emit::value::{BOOL_RAISED, EMPTY, GIVES_I32, NONE, TAG_BOOL, TAG_INT};
use crate::ir::CompareOp;

/// Puts the comparison of two i64 on the stack.
pub fn compare_i64(code: &mut Code, op: CompareOp) {
    let mut ins = code.ins();
    match op {
        CompareOp::Lt => ins.i64_lt_s(),
        CompareOp::Le => ins.i64_le_s(),
        CompareOp::Eq => ins.i64_eq(),
        CompareOp::Ne => ins.i64_ne(),
        CompareOp::Gt => ins.i64_gt_s(),
        CompareOp::Ge => ins.i64_ge_s(),
    };
}

/// Puts the comparison of two f64 on the stack.
pub fn compare_f64(code: &mut Code, op: CompareOp) {
    let mut ins = code.ins();
    match op {
        CompareOp::Lt => ins.f64_lt(),
        CompareOp::Le => ins.f64_le(),
        CompareOp::Eq => ins.f64_eq(),
        CompareOp::Ne => ins.f64_ne(),
        CompareOp::Gt => ins.f64_gt(),
        CompareOp::Ge => ins.f64_ge(),
    };
}

/// A comparison: 0, 1, or raised.
pub fn compare(context: &mut Context<'_>, op: CompareOp) -> Code {
    let mut code = Code::new(2);
    code.both_small_ints();
    code.if_(EMPTY);
    // Both have the same tag and a sign in bit 46.
    for operand in 0..2 {
        code.get(operand);
        code.ins().i64_const(17).i64_shl();
    }
    compare_i64(&mut code, op);
    code.ins().return_();
    code.end();
    code.if_both_numbers(|code| {
        compare_f64(code, op);
        code.ins().return_();
    });
    code.ins().i32_const(op as i32);
    code.get(0);
    code.get(1);
    call_settled(context, &mut code, "scalars", "compare");
    bool_or_raised(&mut code);
    code
}

/// The truth of a value: 0, 1, or raised.
pub fn truth(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(1);
    code.get(0);
    code.has_tag(TAG_BOOL);
    code.if_(EMPTY);
    code.get(0);
    code.unbox_bool();
    code.ins().return_();
    code.end();
    code.get(0);
    code.has_tag(TAG_INT);
    code.if_(EMPTY);
    code.get(0);
    code.ins()
        .i64_const(17)
        .i64_shl()
        .i64_const(0)
        .i64_ne()
        .return_();
    code.end();
    code.get(0);
    code.ins().i64_const(NONE).i64_eq();
    code.if_(EMPTY);
    code.ins().i32_const(0).return_();
    code.end();
    code.get(0);
    code.is_float();
    code.if_(EMPTY);
    code.get(0);
    code.ins()
        .f64_reinterpret_i64()
        .f64_const(0.0.into())
        .f64_ne()
        .return_();
    code.end();
    code.get(0);
    call_settled(context, &mut code, "scalars", "truth");
    bool_or_raised(&mut code);
    code
}

/// boxed bool or raised -> i32
fn bool_or_raised(code: &mut Code) {
    let result = code.local(ValType::I64);
    code.tee(result);
    code.is_raised();
    code.if_(GIVES_I32);
    code.ins().i32_const(BOOL_RAISED);
    code.else_();
    code.get(result);
    code.unbox_bool();
    code.end();
}

impl Code {
    /// Whether locals 0 and 1 are both small ints.
    pub fn both_small_ints(&mut self) {
        self.get(0);
        self.has_tag(TAG_INT);
        self.get(1);
        self.has_tag(TAG_INT);
        self.ins().i32_and();
    }

    /// When locals 0 and 1 are floats or small ints: their f64s are on the stack for `then`.
    pub fn if_both_numbers(&mut self, then: impl FnOnce(&mut Self)) {
        let (a, b) = (self.local(ValType::F64), self.local(ValType::F64));
        let neither = self.block(EMPTY);
        for (value, float) in [(0, a), (1, b)] {
            self.get(value);
            self.is_float();
            self.if_(EMPTY);
            self.get(value);
            self.ins().f64_reinterpret_i64();
            self.set(float);
            self.else_();
            self.get(value);
            self.has_tag(TAG_INT);
            self.ins().i32_eqz();
            self.br_if(neither);
            self.get(value);
            self.payload();
            self.ins().f64_convert_i64_s();
            self.set(float);
            self.end();
        }
        self.get(a);
        self.get(b);
        then(self);
        self.end();
    }

    /// f64 -> boxed, with the one NaN.
    pub fn box_float_top(&mut self) {
        let float = self.local(ValType::F64);
        self.set(float);
        self.box_float(float);
    }
}
