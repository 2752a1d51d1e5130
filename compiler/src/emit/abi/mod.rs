//! The canonical ABI, by hand: functions that the component exports and functions that it imports.
//!
//! Parameters are put into memory in the form that they have there and are lifted from memory, results are lowered to memory:
//! one way for each type, a wasm function that is emitted when it is used.

mod error;
mod export;
pub mod foreign;
mod layout;
mod lift;
mod lower;
mod memory;
pub mod names;
pub mod shape;

pub use export::exports;
pub use memory::realloc;

use std::collections::HashMap;

use super::code::{Code, Symbol};
use super::context::Context;
use super::helper::Helper;
use super::value::GIVES_I64;

/// What the ABI's functions have emitted so far.
#[derive(Debug, Default)]
pub struct Abi {
    /// By a name that says what and for which type.
    functions: HashMap<String, Symbol>,
    /// Room for what intrinsics return in memory: 16 bytes.
    area: Option<u32>,
    /// Runs the module's code once; there when the program exports functions.
    pub ready: Option<Symbol>,
}

/// A function of the ABI's own, emitted once: `emit` writes its code.
fn once(
    context: &mut Context<'_>,
    name: String,
    signature: (&[wasm_encoder::ValType], &[wasm_encoder::ValType]),
    emit: impl FnOnce(&mut Context<'_>) -> Code,
) -> Symbol {
    if let Some(symbol) = context.abi.functions.get(&name) {
        return *symbol;
    }
    let symbol = context.module.declare(&name, signature.0, signature.1);
    context.abi.functions.insert(name, symbol);
    let code = emit(context);
    context.module.define(symbol, code);
    symbol
}

/// Where intrinsics put what does not fit into one result.
fn area(context: &mut Context<'_>) -> u32 {
    if let Some(area) = context.abi.area {
        return area;
    }
    let area = context.module.place(&[0; 16]);
    context.abi.area = Some(area);
    area
}

/// Calls an intrinsic whose result may be pending; it is settled into a local.
fn call_into(context: &mut Context<'_>, code: &mut Code, interface: &str, name: &str, result: u32) {
    context.call_import(code, interface, name);
    code.set(result);
    code.get(result);
    code.is_pending();
    code.if_(GIVES_I64);
    code.get(result);
    context.call_helper(code, Helper::Settle);
    code.else_();
    code.get(result);
    code.end();
    code.set(result);
}

/// Puts the address and the length of a text on the stack.
fn push_text(context: &mut Context<'_>, code: &mut Code, text: &str) {
    let address = context.module.text(text.as_bytes());
    code.ins()
        .i32_const(address.cast_signed())
        .i32_const(text.len() as i32);
}

/// Gives back a local.
fn drop_value(context: &mut Context<'_>, code: &mut Code, local: u32) {
    code.get(local);
    context.call_helper(code, Helper::Drop(1));
}
