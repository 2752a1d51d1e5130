//! The allocator: what crosses the boundary lives until the call is over, then all of it is forgotten.

use wasm_encoder::{MemArg, ValType};

use super::layout::Flat;
use super::once;
use crate::emit::code::{Code, Symbol};
use crate::emit::context::Context;
use crate::emit::value::EMPTY;

/// An access without an offset's alignment in mind.
pub fn at(offset: u32, align: u32) -> MemArg {
    MemArg {
        offset: u64::from(offset),
        align: align.trailing_zeros(),
        memory_index: 0,
    }
}

/// `cabi_realloc(old, old-size, align, size)`: a bump. It traps when memory is exhausted, as the ABI has it.
pub fn realloc(context: &mut Context<'_>) -> Symbol {
    let known = context.abi.functions.contains_key("cabi_realloc");
    let signature = (&[ValType::I32; 4][..], &[ValType::I32][..]);
    let symbol = once(context, "cabi_realloc".to_owned(), signature, emit);
    if !known {
        context.module.export("cabi_realloc", symbol);
    }
    symbol
}

fn emit(context: &mut Context<'_>) -> Code {
    let heap = context.module.heap();
    let mut code = Code::new(4);
    let (start, end) = (code.local(ValType::I32), code.local(ValType::I64));
    // start = heap rounded up; end in 64 bits, so that nothing wraps
    code.ins().global_get(heap);
    code.get(2);
    code.ins().i32_add().i32_const(1).i32_sub();
    code.ins().i32_const(0);
    code.get(2);
    code.ins().i32_sub().i32_and();
    code.tee(start);
    code.ins().i64_extend_i32_u();
    code.get(3);
    code.ins().i64_extend_i32_u().i64_add();
    code.tee(end);
    code.ins().memory_size(0).i64_extend_i32_u();
    code.ins().i64_const(16).i64_shl().i64_gt_u();
    code.if_(EMPTY);
    {
        code.get(end);
        code.ins().i64_const(0xffff_0000).i64_gt_u();
        code.if_(EMPTY);
        code.ins().unreachable();
        code.end();
        code.get(end);
        code.ins()
            .i64_const(0xffff)
            .i64_add()
            .i64_const(16)
            .i64_shr_u()
            .i32_wrap_i64()
            .memory_size(0)
            .i32_sub()
            .memory_grow(0)
            .i32_const(-1)
            .i32_eq();
        code.if_(EMPTY);
        code.ins().unreachable();
        code.end();
    }
    code.end();
    code.get(end);
    code.ins().i32_wrap_i64().global_set(heap);
    code.get(1);
    code.if_(EMPTY);
    code.get(start);
    code.get(0);
    code.get(1);
    code.ins().memory_copy(0, 0);
    code.end();
    code.get(start);
    code
}

/// So many bytes: the address is on the stack.
pub fn allocate(context: &mut Context<'_>, code: &mut Code, size: u32, align: u32) {
    let realloc = realloc(context);
    code.ins()
        .i32_const(0)
        .i32_const(0)
        .i32_const(align.cast_signed())
        .i32_const(size.cast_signed());
    code.call(realloc);
}

/// address, flat value -> memory
pub fn store_flat(code: &mut Code, flat: &Flat) {
    let to = at(flat.offset, flat.bytes);
    let mut ins = code.ins();
    match (flat.ty, flat.bytes) {
        (ValType::I32, 1) => ins.i32_store8(to),
        (ValType::I32, 2) => ins.i32_store16(to),
        (ValType::I32, _) => ins.i32_store(to),
        (ValType::F32, _) => ins.f32_store(to),
        (ValType::F64, _) => ins.f64_store(to),
        _ => ins.i64_store(to),
    };
}
