//! From memory to values.

use wasm_encoder::ValType;

use super::layout::Layout;
use super::memory::at;
use super::{call_into, drop_value, once, push_text};
use crate::emit::code::{Code, Symbol};
use crate::emit::context::Context;
use crate::emit::helper::Helper;
use crate::emit::value::{EMPTY, GIVES_I64, NONE};
use crate::ir::Type;

/// A function from an address to an owned value.
pub fn lift(context: &mut Context<'_>, ty: &Type) -> Symbol {
    let name = format!("lift {ty:?}");
    let signature = (&[ValType::I32][..], &[ValType::I64][..]);
    once(context, name, signature, |context| emit(context, ty))
}

fn emit(context: &mut Context<'_>, ty: &Type) -> Code {
    let mut code = Code::new(1);
    match ty {
        Type::None => {
            code.ins().i64_const(NONE);
        }
        Type::Bool => {
            code.get(0);
            code.ins().i32_load8_u(at(0, 1));
            code.box_bool();
        }
        Type::Int => int(context, &mut code),
        Type::Float => {
            let float = code.local(ValType::F64);
            code.get(0);
            code.ins().f64_load(at(0, 8));
            code.set(float);
            code.box_float(float);
        }
        Type::Bytes => {
            pointer_and_length(&mut code);
            context.call_import(&mut code, "binary", "literal");
        }
        Type::Str => text(context, &mut code),
        Type::List(item) => list(context, &mut code, item),
        Type::Tuple(items) => tuple(context, &mut code, items),
        Type::Dict(key, value) => dict(context, &mut code, key, value),
        Type::Optional(inner) => {
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

fn pointer_and_length(code: &mut Code) {
    for offset in [0, 4] {
        code.get(0);
        code.ins().i32_load(at(offset, 4));
    }
}

fn int(context: &mut Context<'_>, code: &mut Code) {
    let number = code.local(ValType::I64);
    code.get(0);
    code.ins().i64_load(at(0, 8));
    code.set(number);
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

/// By way of bytes: a literal would be kept for ever.
fn text(context: &mut Context<'_>, code: &mut Code) {
    let (bytes, result) = (code.local(ValType::I64), code.local(ValType::I64));
    pointer_and_length(code);
    context.call_import(code, "binary", "literal");
    code.set(bytes);
    code.get(bytes);
    push_text(context, code, "decode");
    context.call_import(code, "text", "literal");
    call_into(context, code, "calls", "call-method0", result);
    drop_value(context, code, bytes);
    code.get(result);
}

/// Walks the elements of a list; `each` is given the local with an element's address.
fn each(code: &mut Code, size: u32, mut each: impl FnMut(&mut Code, u32)) -> u32 {
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
    each(code, item);
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

/// Lifts what is at `address + offset` and stages it.
fn stage(context: &mut Context<'_>, code: &mut Code, lift: Symbol, address: u32, offset: u32) {
    let value = code.local(ValType::I64);
    code.get(address);
    code.ins().i32_const(offset.cast_signed()).i32_add();
    code.call(lift);
    code.set(value);
    code.get(value);
    context.call_import(code, "containers", "stage");
    code.get(value);
    context.call_helper(code, Helper::Drop(1));
}

fn list(context: &mut Context<'_>, code: &mut Code, item: &Type) {
    let lift = lift(context, item);
    each(code, Layout::of(item).size, |code, address| {
        stage(context, code, lift, address, 0);
    });
    code.get(0);
    code.ins().i32_load(at(4, 4));
    context.call_import(code, "containers", "make-list");
}

fn tuple(context: &mut Context<'_>, code: &mut Code, items: &[Type]) {
    for (item, offset) in items.iter().zip(Layout::offsets(items)) {
        let lift = lift(context, item);
        stage(context, code, lift, 0, offset);
    }
    code.ins().i32_const(items.len() as i32);
    context.call_import(code, "containers", "make-tuple");
}

fn dict(context: &mut Context<'_>, code: &mut Code, key: &Type, value: &Type) {
    let (pair, offsets) = Layout::record([Layout::of(key), Layout::of(value)].into_iter());
    let lifts = [lift(context, key), lift(context, value)];
    each(code, pair.size, |code, address| {
        for (lift, offset) in lifts.into_iter().zip(&offsets) {
            stage(context, code, lift, address, *offset);
        }
    });
    code.get(0);
    code.ins().i32_load(at(4, 4));
    context.call_import(code, "containers", "make-dict");
}
