//! Functions that other components provide.

use wasm_encoder::ValType;

use super::layout::{Layout, flatten};
use super::lift::lift;
use super::lower::lower;
use super::memory::{allocate, at, realloc, store_flat};
use super::shape::Shape;
use super::{drop_value, push_text};
use crate::emit::code::Code;
use crate::emit::context::Context;
use crate::emit::value::{EMPTY, RAISED};
use crate::foreign::{Binding, Failure};
use crate::ir::ErrorKind;

/// How many flat parameters there may be before they go through memory.
const MAX_FLAT: usize = 16;

/// Emits the function that stands for a foreign one.
pub fn emit(context: &mut Context<'_>, binding: &Binding) {
    let Some(symbol) = context.body(binding.function) else {
        return;
    };
    realloc(context);
    // Parameter 0 is the depth.
    let mut code = Code::new(binding.parameters.len() + 1);
    let heap = context.module.heap();
    let mark = code.local(ValType::I32);
    code.ins().global_get(heap);
    code.set(mark);
    let (arguments, returned) = (code.local(ValType::I32), code.local(ValType::I32));
    let result = code.local(ValType::I64);
    let done = code.block(EMPTY);
    lower_arguments(context, &mut code, binding, (arguments, result), done);
    let (size, align) = binding.returned;
    allocate(context, &mut code, size, align.max(1));
    code.set(returned);
    push_arguments(&mut code, binding, arguments);
    let import = context.module.import_signature(binding.signature.clone());
    let mut flat_result = Vec::new();
    if binding.failure.is_none() {
        flatten(&binding.result, 0, &mut flat_result);
    }
    if binding.signature.results.is_empty() {
        if size > 0 {
            code.get(returned);
        }
        code.call(import);
    } else {
        let ty = binding.signature.results[0];
        let flat = code.local(ty);
        code.call(import);
        code.set(flat);
        code.get(returned);
        code.get(flat);
        match flat_result.first() {
            Some(first) => store_flat(&mut code, first),
            // A result without values is its case alone.
            None => {
                code.ins().i32_store8(at(0, 1));
            }
        }
    }
    if let Some(failure) = binding.failure {
        raise_failure(context, &mut code, failure, (returned, result), done);
    }
    let lift = lift(context, &binding.result);
    code.get(returned);
    code.ins().i32_const(binding.offset.cast_signed()).i32_add();
    code.call(lift);
    code.set(result);
    code.end();
    code.get(mark);
    code.ins().global_set(heap);
    code.get(result);
    context.module.define(symbol, code);
}

fn lower_arguments(
    context: &mut Context<'_>,
    code: &mut Code,
    binding: &Binding,
    (arguments, result): (u32, u32),
    done: u32,
) {
    let (record, offsets) = Layout::record(binding.parameters.iter().map(Layout::of));
    allocate(context, code, record.size, record.align);
    code.set(arguments);
    for (index, (shape, offset)) in binding.parameters.iter().zip(offsets).enumerate() {
        let lower = lower(context, shape);
        code.ins().i64_const(RAISED);
        code.set(result);
        code.get(index as u32 + 1);
        code.get(arguments);
        code.ins().i32_const(offset.cast_signed()).i32_add();
        code.call(lower);
        code.br_if(done);
    }
}

fn push_arguments(code: &mut Code, binding: &Binding, arguments: u32) {
    let (_, offsets) = Layout::record(binding.parameters.iter().map(Layout::of));
    let mut flats = Vec::new();
    for (shape, offset) in binding.parameters.iter().zip(offsets) {
        flatten(shape, offset, &mut flats);
    }
    if flats.len() > MAX_FLAT {
        code.get(arguments);
        return;
    }
    // What the program does not declare is an option, and none: the case 0, and nothing in its payload.
    let returned = usize::from(binding.signature.results.is_empty() && binding.returned.0 > 0);
    let all = binding.signature.params.len() - returned;
    let omitted = binding.signature.params.get(flats.len()..all);
    for flat in flats {
        code.get(arguments);
        let from = at(flat.offset, flat.bytes);
        let mut ins = code.ins();
        match (flat.ty, flat.bytes) {
            (ValType::I32, 1) => ins.i32_load8_u(from),
            (ValType::I32, 2) => ins.i32_load16_u(from),
            (ValType::I32, _) => ins.i32_load(from),
            (ValType::F32, _) => ins.f32_load(from),
            (ValType::F64, _) => ins.f64_load(from),
            _ => ins.i64_load(from),
        };
    }
    for ty in omitted.unwrap_or_default() {
        let mut ins = code.ins();
        match ty {
            ValType::I32 => ins.i32_const(0),
            ValType::F32 => ins.f32_const(0.0.into()),
            ValType::F64 => ins.f64_const(0.0.into()),
            _ => ins.i64_const(0),
        };
    }
}

/// An error becomes `ValueError` with its message.
fn raise_failure(
    context: &mut Context<'_>,
    code: &mut Code,
    failure: Failure,
    (returned, result): (u32, u32),
    done: u32,
) {
    code.get(returned);
    code.ins().i32_load8_u(at(0, 1));
    code.if_(EMPTY);
    let message = code.local(ValType::I64);
    match failure.message {
        Some(offset) => {
            let lift = lift(context, &Shape::Str);
            code.get(returned);
            code.ins().i32_const(offset.cast_signed()).i32_add();
            code.call(lift);
        }
        None => {
            push_text(context, code, "the component says that it failed");
            context.call_import(code, "text", "literal");
        }
    }
    code.set(message);
    code.ins().i32_const(ErrorKind::Value as i32);
    code.get(message);
    context.call_import(code, "flow", "raise-error");
    code.set(result);
    drop_value(context, code, message);
    code.br(done);
    code.end();
}
