//! Unboxed ints: an i64 that is the int itself within `-2^61 .. 2^61`, else the handle of a big one.

use wasm_encoder::ValType;

use super::boxed::floor_divide;
use super::{Code, Context, Helper, call_plain};
use crate::emit::number::SURELY_SMALL;
use crate::emit::value::{EMPTY, GIVES_I64, INT_RAISED, TAG_INT, boxed_float, boxed_int};
use crate::ir::{BinaryOp, CompareOp};

/// An int to an owned value.
pub fn box_int(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(1);
    code.get(0);
    code.is_too_large();
    code.if_(EMPTY);
    {
        code.get(0);
        code.is_big();
        code.if_(EMPTY);
        code.get(0);
        code.big_to_pointer();
        code.tee(0);
        call_plain(context, &mut code, "memory", "retain");
        code.get(0);
        code.ins().return_();
        code.end();
        code.get(0);
        call_plain(context, &mut code, "scalars", "int-from-s64");
        code.ins().return_();
    }
    code.end();
    code.get(0);
    code.box_small();
    code
}

/// A value that is an int to an owned int.
pub fn unbox_int(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(1);
    let number = code.local(ValType::I64);
    code.get(0);
    code.has_tag(TAG_INT);
    code.if_(EMPTY);
    code.get(0);
    code.payload();
    code.ins().return_();
    code.end();
    code.get(0);
    call_plain(context, &mut code, "scalars", "int-fits");
    code.if_(EMPTY);
    code.get(0);
    call_plain(context, &mut code, "scalars", "int-to-s64");
    code.tee(number);
    code.is_not_small();
    code.ins().i32_eqz();
    code.if_(EMPTY);
    code.get(number);
    code.ins().return_();
    code.end();
    code.end();
    code.get(0);
    call_plain(context, &mut code, "memory", "retain");
    code.get(0);
    // The handle differs from the pointer in the same bits.
    code.big_to_pointer();
    code
}

/// A value that is an int within a word's bounds; what is beyond them becomes the nearest that 64 bits hold.
pub fn unbox_word(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(1);
    code.get(0);
    code.has_tag(TAG_INT);
    code.if_(GIVES_I64);
    code.get(0);
    code.payload();
    code.else_();
    code.get(0);
    call_plain(context, &mut code, "scalars", "int-to-s64");
    code.end();
    code
}

/// The nearest word.
pub fn clamp(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(1);
    code.get(0);
    code.is_big();
    code.if_(GIVES_I64);
    code.ins().i64_const(-(1 << 61)).i64_const(1 << 61);
    code.ins().i32_const(CompareOp::Lt as i32);
    code.get(0);
    code.big_to_pointer();
    code.ins().i64_const(boxed_int(0));
    call_plain(context, &mut code, "scalars", "compare");
    code.unbox_bool();
    code.ins().select();
    code.else_();
    code.get(0);
    code.end();
    code
}

/// A big int to a float, or raised: Python converts it when it is added to one.
pub fn big_to_float(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(1);
    let result = code.local(ValType::I64);
    code.ins().i32_const(BinaryOp::Add as i32);
    code.get(0);
    code.big_to_pointer();
    code.ins().i64_const(boxed_float(0.0));
    call_plain(context, &mut code, "scalars", "binary");
    code.set(result);
    code.get(result);
    code.ins().f64_reinterpret_i64();
    code
}

/// An operator of ints, with its quick way for small ones.
pub fn binary(context: &mut Context<'_>, op: BinaryOp) -> Code {
    let mut code = Code::new(2);
    let slow = code.block(EMPTY);
    match op {
        BinaryOp::FloorDiv | BinaryOp::Mod => {
            small_operands(&mut code, slow);
            code.get(1);
            code.ins().i64_eqz();
            code.br_if(slow);
            floor_divide(&mut code, op, 0, 1);
        }
        BinaryOp::LShift => {
            small_operands(&mut code, slow);
            code.get(1);
            code.ins().i64_const(62).i64_gt_u();
            code.br_if(slow);
            code.get(0);
            code.get(1);
            code.ins().i64_shl();
            code.get(1);
            code.ins().i64_shr_s();
            code.get(0);
            code.ins().i64_ne();
            code.br_if(slow);
            code.get(0);
            code.get(1);
            code.ins().i64_shl();
        }
        BinaryOp::RShift => {
            small_operands(&mut code, slow);
            code.get(1);
            code.ins().i64_const(0).i64_lt_s();
            code.br_if(slow);
            code.get(0);
            code.get(1);
            code.ins().i64_const(63);
            code.get(1);
            code.ins().i64_const(63).i64_lt_u().select().i64_shr_s();
        }
        BinaryOp::And | BinaryOp::Or | BinaryOp::Xor => {
            small_operands(&mut code, slow);
            code.get(0);
            code.get(1);
            match op {
                BinaryOp::And => code.ins().i64_and(),
                BinaryOp::Or => code.ins().i64_or(),
                _ => code.ins().i64_xor(),
            };
        }
        BinaryOp::Mul => {
            // Zero times anything is quick too, which the float test alone would not say of an update.
            small_operands(&mut code, slow);
            code.get(0);
            code.ins().f64_convert_i64_s();
            code.get(1);
            code.ins().f64_convert_i64_s().f64_mul().f64_abs();
            code.ins().f64_const(SURELY_SMALL.into()).f64_lt().i32_eqz();
            code.br_if(slow);
            code.get(0);
            code.get(1);
            code.ins().i64_mul();
        }
        _ => code.br(slow),
    }
    if matches!(
        op,
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::TrueDiv | BinaryOp::Pow | BinaryOp::MatMul
    ) {
        code.end();
    } else {
        let result = code.local(ValType::I64);
        code.tee(result);
        code.is_not_small();
        code.br_if(slow);
        code.get(result);
        code.ins().return_();
        code.end();
    }
    code.ins().i32_const(op as i32);
    code.get(0);
    code.get(1);
    context.call_helper(&mut code, Helper::IntSlow);
    code
}

/// Goes to `slow` when one of locals 0 and 1 is not small.
fn small_operands(code: &mut Code, slow: u32) {
    for operand in 0..2 {
        code.get(operand);
        code.is_not_small();
        code.br_if(slow);
    }
}

/// Boxes a local there.
fn box_local(context: &mut Context<'_>, code: &mut Code, local: u32) {
    code.get(local);
    context.call_helper(code, Helper::BoxInt);
    code.set(local);
}

/// A local that is an owned value is given back.
fn drop_local(context: &mut Context<'_>, code: &mut Code, local: u32) {
    code.get(local);
    context.call_helper(code, Helper::Drop(1));
}

/// value or raised, in a local -> int or raised, owned
fn unbox_result(context: &mut Context<'_>, code: &mut Code, result: u32) {
    let int = code.local(ValType::I64);
    code.get(result);
    code.is_raised();
    code.if_(GIVES_I64);
    code.ins().i64_const(INT_RAISED);
    code.else_();
    code.get(result);
    context.call_helper(code, Helper::UnboxInt);
    code.set(int);
    drop_local(context, code, result);
    code.get(int);
    code.end();
}

/// Any operator of ints by the runtime: its number in local 0.
pub fn slow(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(3);
    let result = code.local(ValType::I64);
    box_local(context, &mut code, 1);
    box_local(context, &mut code, 2);
    code.get(0);
    code.get(1);
    code.get(2);
    call_plain(context, &mut code, "scalars", "binary");
    code.set(result);
    drop_local(context, &mut code, 1);
    drop_local(context, &mut code, 2);
    unbox_result(context, &mut code, result);
    code
}

/// `/`: exact operands are divided here, others by the runtime.
pub fn divide(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(2);
    let result = code.local(ValType::I64);
    let slow = code.block(EMPTY);
    for operand in 0..2 {
        // Within 53 bits: bits 53 to 63 are all the same.
        code.get(operand);
        code.ins().i64_const(53).i64_shr_s().i64_const(1).i64_add();
        code.ins().i64_const(1).i64_gt_u();
        code.br_if(slow);
    }
    code.get(1);
    code.ins().i64_eqz();
    code.br_if(slow);
    for operand in 0..2 {
        code.get(operand);
        code.ins().f64_convert_i64_s();
    }
    code.ins().f64_div().return_();
    code.end();
    box_local(context, &mut code, 0);
    box_local(context, &mut code, 1);
    code.ins().i32_const(BinaryOp::TrueDiv as i32);
    code.get(0);
    code.get(1);
    call_plain(context, &mut code, "scalars", "binary");
    code.set(result);
    drop_local(context, &mut code, 0);
    drop_local(context, &mut code, 1);
    // A float's bits, or those of raised.
    code.get(result);
    code.ins().f64_reinterpret_i64();
    code
}

/// `-a` or `~a` by the runtime: the operator's number in local 0.
pub fn unary(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(2);
    let result = code.local(ValType::I64);
    box_local(context, &mut code, 1);
    code.get(0);
    code.get(1);
    call_plain(context, &mut code, "scalars", "unary");
    code.set(result);
    drop_local(context, &mut code, 1);
    unbox_result(context, &mut code, result);
    code
}

/// A comparison by the runtime: its number in local 0. Two ints never raise.
pub fn compare(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(3);
    let result = code.local(ValType::I64);
    box_local(context, &mut code, 1);
    box_local(context, &mut code, 2);
    code.get(0);
    code.get(1);
    code.get(2);
    call_plain(context, &mut code, "scalars", "compare");
    code.set(result);
    drop_local(context, &mut code, 1);
    drop_local(context, &mut code, 2);
    code.get(result);
    code.unbox_bool();
    code
}
