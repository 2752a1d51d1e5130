//! An exception as the record that callers outside get.

use wasm_encoder::ValType;

use super::memory::{at, realloc};
use super::{area, call_into, drop_value, once, push_text};
use crate::emit::code::{Code, Symbol};
use crate::emit::context::Context;
use crate::emit::value::EMPTY;

/// The record in WIT.
pub const RECORD: &str = "    /// An exception that nobody caught.
    record error {
        /// The name of its class: `ValueError`.
        kind: string,
        /// What `str` says of it.
        message: string,
        /// The traceback, as Python prints it.
        traceback: string,
    }
";

/// Bytes of the record: three texts.
pub const SIZE: u32 = 24;

/// The name of a value's class, in a local, owned.
pub fn class_name(context: &mut Context<'_>, code: &mut Code, value: u32, name: u32) {
    let class = code.local(ValType::I64);
    code.get(value);
    push_text(context, code, "__class__");
    context.call_import(code, "text", "literal");
    call_into(context, code, "calls", "get-attribute", class);
    code.get(class);
    push_text(context, code, "__name__");
    context.call_import(code, "text", "literal");
    call_into(context, code, "calls", "get-attribute", name);
    drop_value(context, code, class);
}

/// Takes the raised exception and writes it to an address.
pub fn report(context: &mut Context<'_>) -> Symbol {
    let signature = (&[ValType::I32][..], &[][..]);
    once(context, "report error".to_owned(), signature, |context| {
        let mut code = Code::new(1);
        let [exception, text, function] = [(); 3].map(|()| code.local(ValType::I64));
        context.call_import(&mut code, "flow", "catch");
        code.set(exception);
        class_name(context, &mut code, exception, text);
        store_text(context, &mut code, text, 0);
        push_text(context, &mut code, "str");
        context.call_import(&mut code, "calls", "builtin");
        code.set(function);
        code.get(function);
        code.get(exception);
        call_into(context, &mut code, "calls", "call1", text);
        drop_value(context, &mut code, function);
        store_text(context, &mut code, text, 8);
        code.get(exception);
        call_into(context, &mut code, "flow", "format-exception", text);
        store_text(context, &mut code, text, 16);
        context.call_import(&mut code, "flow", "end-catch");
        drop_value(context, &mut code, exception);
        code
    })
}

/// Writes an owned text in a local to an offset of the record; what is none (its `__str__` has raised, or there is a lone
/// surrogate) becomes the empty text.
fn store_text(context: &mut Context<'_>, code: &mut Code, text: u32, offset: u32) {
    realloc(context);
    let area = area(context);
    let failed = code.block(EMPTY);
    let stored = code.block(EMPTY);
    code.get(text);
    code.is_raised();
    code.br_if(stored);
    code.get(text);
    code.ins().i32_const(area.cast_signed());
    context.call_import(code, "text", "to-utf8");
    drop_value(context, code, text);
    code.ins().i32_const(0).i32_load8_u(at(area, 1));
    code.br_if(stored);
    code.get(0);
    code.ins()
        .i32_const(0)
        .i64_load(at(area + 8, 8))
        .i64_store(at(offset, 4));
    code.br(failed);
    code.end();
    let swallowed = code.local(ValType::I64);
    context.call_import(code, "flow", "catch");
    code.set(swallowed);
    context.call_import(code, "flow", "end-catch");
    drop_value(context, code, swallowed);
    code.get(0);
    code.ins().i64_const(0).i64_store(at(offset, 4));
    code.end();
}
