//! Arithmetic of values: inline for small ints and floats, else the runtime's.

use wasm_encoder::ValType;

use super::{Code, Context, call_plain, call_settled};
use crate::emit::value::{EMPTY, GIVES_I64, RAISED, TAG_INT};
use crate::ir::{BinaryOp, UnaryOp};

/// An operator. The result is owned, or raised; settled.
pub fn binary(context: &mut Context<'_>, op: BinaryOp, in_place: bool) -> Code {
    let mut code = Code::new(2);
    // Behind this block is the runtime's way.
    let runtime = code.block(EMPTY);
    if !matches!(op, BinaryOp::Pow | BinaryOp::MatMul) {
        code.both_small_ints();
        code.if_(EMPTY);
        small_ints(context, &mut code, op);
        if op != BinaryOp::TrueDiv {
            // Ints whose result is too large are no floats.
            code.br(runtime);
        }
        code.end();
    }
    if matches!(
        op,
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::TrueDiv
    ) {
        floats(&mut code, op);
    }
    code.end();
    code.ins().i32_const(op as i32);
    code.get(0);
    code.get(1);
    let name = if in_place { "in-place" } else { "binary" };
    call_settled(context, &mut code, "scalars", name);
    code
}

/// Two small ints: returns the result, or goes on where the runtime must.
fn small_ints(context: &mut Context<'_>, code: &mut Code, op: BinaryOp) {
    let (a, b) = (code.local(ValType::I64), code.local(ValType::I64));
    for (value, int) in [(0, a), (1, b)] {
        code.get(value);
        code.payload();
        code.set(int);
    }
    let slow = code.block(EMPTY);
    match op {
        BinaryOp::Add | BinaryOp::Sub => {
            code.get(a);
            code.get(b);
            if op == BinaryOp::Add {
                code.ins().i64_add();
            } else {
                code.ins().i64_sub();
            }
        }
        BinaryOp::Mul => {
            // Exact when the float product is well within 63 bits.
            code.get(a);
            code.ins().f64_convert_i64_s();
            code.get(b);
            code.ins().f64_convert_i64_s().f64_mul().f64_abs();
            code.ins().f64_const(4e18.into()).f64_lt().i32_eqz();
            code.br_if(slow);
            code.get(a);
            code.get(b);
            code.ins().i64_mul();
        }
        BinaryOp::And | BinaryOp::Or | BinaryOp::Xor => {
            code.get(a);
            code.get(b);
            match op {
                BinaryOp::And => code.ins().i64_and(),
                BinaryOp::Or => code.ins().i64_or(),
                _ => code.ins().i64_xor(),
            };
        }
        BinaryOp::LShift => {
            code.get(b);
            code.ins().i64_const(16).i64_gt_u();
            code.br_if(slow);
            code.get(a);
            code.get(b);
            code.ins().i64_shl();
        }
        BinaryOp::RShift => {
            code.get(b);
            code.ins().i64_const(63).i64_gt_u();
            code.br_if(slow);
            code.get(a);
            code.get(b);
            code.ins().i64_shr_s();
        }
        BinaryOp::FloorDiv | BinaryOp::Mod => {
            code.get(b);
            code.ins().i64_eqz();
            code.br_if(slow);
            floor_divide(code, op, a, b);
        }
        BinaryOp::TrueDiv | BinaryOp::Pow | BinaryOp::MatMul => {
            // 47 bits are exact in a float: these are divided below.
            code.br(slow);
            code.end();
            return;
        }
    }
    code.set(a);
    code.get(a);
    code.is_too_large();
    code.if_(GIVES_I64);
    code.get(a);
    call_plain(context, code, "scalars", "int-from-s64");
    code.else_();
    code.get(a);
    code.box_small();
    code.end();
    code.ins().return_();
    code.end();
}

/// `a // b` or `a % b` of locals that are small, b not 0: on the stack.
pub fn floor_divide(code: &mut Code, op: BinaryOp, a: u32, b: u32) {
    let rest = code.local(ValType::I64);
    code.get(a);
    code.get(b);
    code.ins().i64_rem_s();
    code.set(rest);
    // Python rounds down: the rest has the divisor's sign.
    let is_off = |code: &mut Code| {
        code.get(rest);
        code.ins().i64_const(0).i64_ne();
        code.get(rest);
        code.get(b);
        code.ins().i64_xor().i64_const(0).i64_lt_s().i32_and();
    };
    if op == BinaryOp::Mod {
        code.get(rest);
        code.get(b);
        code.ins().i64_const(0);
        is_off(code);
        code.ins().select().i64_add();
    } else {
        code.get(a);
        code.get(b);
        code.ins().i64_div_s();
        is_off(code);
        code.ins().i64_extend_i32_u().i64_sub();
    }
}

/// Floats, or a float and a small int, or two small ints that are divided.
fn floats(code: &mut Code, op: BinaryOp) {
    code.if_both_numbers(|code| {
        if op == BinaryOp::TrueDiv {
            // Dividing by zero is the runtime's.
            let (a, b) = (code.local(ValType::F64), code.local(ValType::F64));
            code.set(b);
            code.set(a);
            code.get(b);
            code.ins().f64_const(0.0.into()).f64_ne();
            code.if_(EMPTY);
            code.get(a);
            code.get(b);
            code.ins().f64_div();
            code.box_float_top();
            code.ins().return_();
            code.end();
            return;
        }
        match op {
            BinaryOp::Add => code.ins().f64_add(),
            BinaryOp::Sub => code.ins().f64_sub(),
            _ => code.ins().f64_mul(),
        };
        code.box_float_top();
        code.ins().return_();
    });
}

/// `-a`, `+a`, `~a`.
pub fn unary(context: &mut Context<'_>, op: UnaryOp) -> Code {
    let mut code = Code::new(1);
    let result = code.local(ValType::I64);
    code.get(0);
    code.has_tag(TAG_INT);
    code.if_(EMPTY);
    match op {
        UnaryOp::Neg => {
            code.ins().i64_const(0);
            code.get(0);
            code.payload();
            code.ins().i64_sub();
        }
        UnaryOp::Invert => {
            code.get(0);
            code.payload();
            code.ins().i64_const(-1).i64_xor();
        }
        UnaryOp::Pos | UnaryOp::Not => {
            code.get(0);
            code.payload();
        }
    }
    if op != UnaryOp::Not {
        code.set(result);
        code.get(result);
        code.is_too_large();
        code.if_(GIVES_I64);
        code.get(result);
        call_plain(context, &mut code, "scalars", "int-from-s64");
        code.else_();
        code.get(result);
        code.box_small();
        code.end();
        code.ins().return_();
    } else {
        code.ins().drop();
    }
    code.end();
    if op == UnaryOp::Neg {
        code.get(0);
        code.is_float();
        code.if_(EMPTY);
        code.get(0);
        code.ins().f64_reinterpret_i64().f64_neg();
        code.box_float_top();
        code.ins().return_();
        code.end();
    }
    code.ins().i32_const(op as i32);
    code.get(0);
    call_settled(context, &mut code, "scalars", "unary");
    code
}

/// An operator of floats that wasm does not have, or that raises: the operator's number, then the operands.
pub fn float_slow(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(3);
    let result = code.local(ValType::I64);
    code.get(0);
    code.box_float(1);
    code.box_float(2);
    call_plain(context, &mut code, "scalars", "binary");
    code.tee(result);
    code.is_raised();
    code.if_(wasm_encoder::BlockType::Result(ValType::F64));
    code.ins().i64_const(RAISED).f64_reinterpret_i64();
    code.else_();
    code.get(result);
    code.ins().f64_reinterpret_i64();
    code.end();
    code
}
