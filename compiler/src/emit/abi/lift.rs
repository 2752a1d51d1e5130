//! From memory to values.

use wasm_encoder::ValType;

use super::layout::Layout;
use super::memory::at;
use super::shape::Shape;
use super::{call_into, drop_value, once, push_text};
use crate::emit::code::{Code, Symbol};
use crate::emit::context::Context;
use crate::emit::helper::Helper;
use crate::emit::value::{EMPTY, GIVES_I64, NONE, RAISED};
use crate::ir::BinaryOp;

/// A function from an address to an owned value; RAISED when the runtime refuses to make it (memory, a document's depth): then
/// nothing of it is left.
pub fn lift(context: &mut Context<'_>, shape: &Shape) -> Symbol {
    let name = format!("lift {shape:?}");
    let signature = (&[ValType::I32][..], &[ValType::I64][..]);
    once(context, name, signature, |context| emit(context, shape))
}

fn emit(context: &mut Context<'_>, shape: &Shape) -> Code {
    let mut code = Code::new(1);
    match shape {
        Shape::Unit => {
            code.ins().i64_const(NONE);
        }
        Shape::Bool => {
            code.get(0);
            code.ins().i32_load8_u(at(0, 1));
            code.box_bool();
        }
        Shape::Int { bits, signed } => int(context, &mut code, *bits, *signed),
        Shape::Float => {
            let float = code.local(ValType::F64);
            code.get(0);
            code.ins().f64_load(at(0, 8));
            code.set(float);
            code.box_float(float);
        }
        Shape::Single => {
            let float = code.local(ValType::F64);
            code.get(0);
            code.ins().f32_load(at(0, 4)).f64_promote_f32();
            code.set(float);
            code.box_float(float);
        }
        Shape::Pivot | Shape::Document => {
            // A document's kind is told by its data.
            let offset = if *shape == Shape::Document { 8 } else { 0 };
            pointer_and_length(&mut code, offset);
            context.call_import(&mut code, "exchange", "load");
        }
        Shape::Bytes => {
            pointer_and_length(&mut code, 0);
            context.call_import(&mut code, "binary", "literal");
        }
        Shape::Str => text(context, &mut code),
        Shape::List(item) => list(context, &mut code, item),
        Shape::Tuple(items) => tuple(context, &mut code, items),
        Shape::Dict(key, value) => dict(context, &mut code, key, value),
        Shape::Optional(inner) => {
            let lift = lift(context, inner);
            code.get(0);
            code.ins().i32_load8_u(at(0, 1));
            code.if_(GIVES_I64);
            code.get(0);
            code.ins()
                .i32_const(Layout::payload(inner).cast_signed())
                .i32_add();
            code.call(lift);
            code.else_();
            code.ins().i64_const(NONE);
            code.end();
        }
    }
    code
}

fn pointer_and_length(code: &mut Code, offset: u32) {
    for offset in [offset, offset + 4] {
        code.get(0);
        code.ins().i32_load(at(offset, 4));
    }
}

fn int(context: &mut Context<'_>, code: &mut Code, bits: u8, signed: bool) {
    let number = code.local(ValType::I64);
    code.get(0);
    let from = at(0, u32::from(bits) / 8);
    let mut ins = code.ins();
    match (bits, signed) {
        (8, true) => ins.i64_load8_s(from),
        (8, false) => ins.i64_load8_u(from),
        (16, true) => ins.i64_load16_s(from),
        (16, false) => ins.i64_load16_u(from),
        (32, true) => ins.i64_load32_s(from),
        (32, false) => ins.i64_load32_u(from),
        _ => ins.i64_load(from),
    };
    code.set(number);
    if bits == 64 && !signed {
        unsigned(context, code, number);
        return;
    }
    code.get(number);
    code.is_too_large();
    code.if_(GIVES_I64);
    code.get(number);
    context.call_import(code, "scalars", "int-from-s64");
    code.else_();
    code.get(number);
    code.box_small();
    code.end();
}

/// An unsigned int of 64 bits: half of it, doubled, and its last bit.
fn unsigned(context: &mut Context<'_>, code: &mut Code, number: u32) {
    let [half, double] = [(); 2].map(|()| code.local(ValType::I64));
    code.get(number);
    code.ins().i64_const(1).i64_shr_u();
    context.call_import(code, "scalars", "int-from-s64");
    code.set(half);
    code.ins().i32_const(BinaryOp::Add as i32);
    code.get(half);
    code.get(half);
    context.call_import(code, "scalars", "binary");
    code.set(double);
    drop_value(context, code, half);
    code.ins().i32_const(BinaryOp::Add as i32);
    code.get(double);
    code.get(number);
    code.ins().i64_const(1).i64_and();
    code.box_small();
    context.call_import(code, "scalars", "binary");
    code.set(half);
    drop_value(context, code, double);
    code.get(half);
}

/// By way of bytes: a literal would be kept for ever.
fn text(context: &mut Context<'_>, code: &mut Code) {
    let (bytes, result) = (code.local(ValType::I64), code.local(ValType::I64));
    pointer_and_length(code, 0);
    context.call_import(code, "binary", "literal");
    code.set(bytes);
    code.get(bytes);
    push_text(context, code, "decode");
    context.call_import(code, "text", "literal");
    call_into(context, code, "calls", "call-method0", result);
    drop_value(context, code, bytes);
    code.get(result);
}

/// Walks the elements of a list; `each` is given the locals with an element's address, and with how many are left.
fn each(code: &mut Code, size: u32, mut each: impl FnMut(&mut Code, u32, u32)) -> u32 {
    let (item, left) = (code.local(ValType::I32), code.local(ValType::I32));
    code.get(0);
    code.ins().i32_load(at(0, 4));
    code.set(item);
    code.get(0);
    code.ins().i32_load(at(4, 4));
    code.set(left);
    let done = code.block(EMPTY);
    let again = code.loop_(EMPTY);
    code.get(left);
    code.ins().i32_eqz();
    code.br_if(done);
    each(code, item, left);
    code.get(item);
    code.ins().i32_const(size.cast_signed()).i32_add();
    code.set(item);
    code.get(left);
    code.ins().i32_const(1).i32_sub();
    code.set(left);
    code.br(again);
    code.end();
    code.end();
    item
}

/// Lifts what is at `address + offset` and stages it. When it cannot be made, neither can the whole: `staged` puts on the stack
/// how many values wait already.
fn stage(
    context: &mut Context<'_>,
    code: &mut Code,
    (lift, address, offset): (Symbol, u32, u32),
    staged: impl FnOnce(&mut Code),
) {
    let value = code.local(ValType::I64);
    code.get(address);
    code.ins().i32_const(offset.cast_signed()).i32_add();
    code.call(lift);
    code.set(value);
    code.get(value);
    code.is_raised();
    code.if_(EMPTY);
    staged(code);
    context.call_import(code, "containers", "drop-staged");
    code.ins().i64_const(RAISED).return_();
    code.end();
    code.get(value);
    context.call_import(code, "containers", "stage");
    code.get(value);
    context.call_helper(code, Helper::Drop(1));
}

/// How many elements of the list are behind.
fn done(code: &mut Code, left: u32) {
    code.get(0);
    code.ins().i32_load(at(4, 4));
    code.get(left);
    code.ins().i32_sub();
}

fn list(context: &mut Context<'_>, code: &mut Code, item: &Shape) {
    let lift = lift(context, item);
    each(code, Layout::of(item).size, |code, address, left| {
        stage(context, code, (lift, address, 0), |code| done(code, left));
    });
    code.get(0);
    code.ins().i32_load(at(4, 4));
    context.call_import(code, "containers", "make-list");
}

fn tuple(context: &mut Context<'_>, code: &mut Code, items: &[Shape]) {
    for (index, (item, offset)) in items.iter().zip(Layout::offsets(items)).enumerate() {
        let lift = lift(context, item);
        stage(context, code, (lift, 0, offset), |code| {
            code.ins().i32_const(index as i32);
        });
    }
    code.ins().i32_const(items.len() as i32);
    context.call_import(code, "containers", "make-tuple");
}

fn dict(context: &mut Context<'_>, code: &mut Code, key: &Shape, value: &Shape) {
    let (pair, offsets) = Layout::record([Layout::of(key), Layout::of(value)].into_iter());
    let lifts = [lift(context, key), lift(context, value)];
    each(code, pair.size, |code, address, left| {
        for (place, (lift, offset)) in lifts.into_iter().zip(&offsets).enumerate() {
            stage(context, code, (lift, address, *offset), |code| {
                done(code, left);
                code.ins()
                    .i32_const(1)
                    .i32_shl()
                    .i32_const(place as i32)
                    .i32_add();
            });
        }
    });
    code.get(0);
    code.ins().i32_load(at(4, 4));
    context.call_import(code, "containers", "make-dict");
}
