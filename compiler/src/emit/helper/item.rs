//! Items by an int, and lengths.

use wasm_encoder::ValType;

use super::{Code, Context, Helper, call_settled};
use crate::emit::value::{EMPTY, GIVES_I64, INT_RAISED};

/// `o[i]`: `get-item-at` for a small int, else `get-item`. Settled.
pub fn get_item_at(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(2);
    let result = code.local(ValType::I64);
    code.get(1);
    code.is_big();
    code.if_(GIVES_I64);
    {
        code.get(0);
        boxed_index(context, &mut code);
        call_settled(context, &mut code, "containers", "get-item");
        code.set(result);
        code.get(1);
        context.call_helper(&mut code, Helper::Drop(1));
        code.get(result);
    }
    code.else_();
    code.get(0);
    code.get(1);
    call_settled(context, &mut code, "containers", "get-item-at");
    code.end();
    code
}

/// `o[i] = item`, likewise.
pub fn set_item_at(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(3);
    let result = code.local(ValType::I64);
    code.get(1);
    code.is_big();
    code.if_(GIVES_I64);
    {
        code.get(0);
        boxed_index(context, &mut code);
        code.get(2);
        call_settled(context, &mut code, "containers", "set-item");
        code.set(result);
        code.get(1);
        context.call_helper(&mut code, Helper::Drop(1));
        code.get(result);
    }
    code.else_();
    code.get(0);
    code.get(1);
    code.get(2);
    call_settled(context, &mut code, "containers", "set-item-at");
    code.end();
    code
}

/// Boxes local 1 there and leaves it on the stack.
fn boxed_index(context: &mut Context<'_>, code: &mut Code) {
    code.get(1);
    context.call_helper(code, Helper::BoxInt);
    code.tee(1);
}

/// `len(o)` as a word, or raised.
pub fn length(context: &mut Context<'_>) -> Code {
    let mut code = Code::new(1);
    let result = code.local(ValType::I64);
    code.get(0);
    call_settled(context, &mut code, "containers", "length");
    code.tee(result);
    code.is_raised();
    code.if_(EMPTY);
    code.ins().i64_const(INT_RAISED).return_();
    code.end();
    code.get(result);
    context.call_helper(&mut code, Helper::UnboxWord);
    code
}
