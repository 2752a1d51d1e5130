//! Settling, tracing, and errors that the compiler raises.

use wasm_encoder::ValType;

use super::{Code, Context};
use crate::emit::value::{ABSENT, EMPTY};
use crate::ir::ErrorKind;

/// `while result is pending: result = leave(functions[enter()]())`
pub fn settle(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(1);
    let entry = context.module.ty(&[], &[ValType::I64]);
    let again = code.loop_(EMPTY);
    let done = code.block(EMPTY);
    code.get(0);
    code.is_pending();
    code.ins().i32_eqz();
    code.br_if(done);
    context.call_import(&mut code, "tasks", "enter");
    code.call_indirect(entry);
    context.call_import(&mut code, "tasks", "leave");
    code.set(0);
    code.br(again);
    code.end();
    code.end();
    code.get(0);
    context.wants_entries = true;
    code
}

/// `flow.trace` with the position of that number, from the table; nothing for number 0.
pub fn trace(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(2);
    let mut table = Vec::with_capacity(context.spans().len() * 12);
    for span in context.spans() {
        for word in [span.line, span.column, span.end_column] {
            table.extend_from_slice(&word.to_le_bytes());
        }
    }
    // Number 1 is the first.
    let base = context.module.place(&table).saturating_sub(12);
    code.get(1);
    code.if_(EMPTY);
    code.get(0);
    for word in 0..3 {
        code.get(1);
        code.ins().i32_const(12).i32_mul();
        code.ins().i32_load(wasm_encoder::MemArg {
            offset: u64::from(base) + word * 4,
            align: 2,
            memory_index: 0,
        });
    }
    context.call_import(&mut code, "flow", "trace");
    code.end();
    code
}

/// Raises that a variable has no value.
pub fn unbound(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(2);
    code.get(0);
    code.get(1);
    context.call_import(&mut code, "flow", "raise-error");
    code.ins().drop();
    code
}

/// Raises `RecursionError`.
pub fn recursion(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(0);
    code.ins()
        .i32_const(ErrorKind::Recursion as i32)
        .i64_const(ABSENT);
    context.call_import(&mut code, "flow", "raise-error");
    code.ins().drop();
    code
}
