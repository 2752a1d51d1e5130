//! Functions that every program may need and that are emitted only when one does: what an intrinsic alone cannot do, and the
//! ways of arithmetic that are not worth their room at each use.

mod boxed;
mod compare;
mod int;
mod item;
mod ownership;
mod raise;

pub use compare::{compare_f64, compare_i64};

use wasm_encoder::ValType;

use super::code::{Code, Symbol};
use super::context::Context;
use crate::ir::{BinaryOp, CompareOp, UnaryOp};

/// A function of the back half's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Helper {
    /// Runs what the runtime asks for until there is a result.
    Settle,
    /// Gives back so many values, most of which are no pointers.
    Drop(u8),
    /// Gives back an int that is a big one.
    DropBig,
    /// Owns a big int once more.
    RetainBig,
    /// An int to a value.
    BoxInt,
    /// A value to an int.
    UnboxInt,
    /// A value to a word.
    UnboxWord,
    /// An int to the nearest word.
    Clamp,
    /// A big int to a float.
    BigToFloat,
    /// An operator of ints.
    Int(BinaryOp),
    /// Any operator of ints, by the runtime: its number, then the operands.
    IntSlow,
    /// `/` of ints.
    IntDivide,
    /// An operator of one int, by the runtime.
    IntUnary,
    /// A comparison of ints, one of which may be a big one.
    IntCompare,
    /// An operator of floats, by the runtime.
    FloatSlow,
    /// An operator of values; changed in place when true.
    Binary(BinaryOp, bool),
    /// An operator of one value.
    Unary(UnaryOp),
    /// A comparison of values.
    Compare(CompareOp),
    /// Whether a value is true.
    Truth,
    /// `o[i]` of an int.
    GetItemAt,
    /// `o[i] = item` of an int.
    SetItemAt,
    /// `len(o)`
    Length,
    /// `flow.trace` of a position's number.
    Trace,
    /// A variable has no value: the kind of error, the name.
    Unbound,
    /// Python's recursion limit.
    Recursion,
}

impl Helper {
    /// Name, parameters, result.
    pub fn signature(self) -> (String, &'static [ValType], &'static [ValType]) {
        use ValType::{F64, I32, I64};
        let (params, results): (&[ValType], &[ValType]) = match self {
            Self::Drop(1) | Self::DropBig | Self::RetainBig => (&[I64], &[]),
            Self::Drop(2) => (&[I64, I64], &[]),
            Self::Drop(_) => (&[I64; 4], &[]),
            Self::Settle
            | Self::BoxInt
            | Self::UnboxInt
            | Self::UnboxWord
            | Self::Clamp
            | Self::Unary(_)
            | Self::Length => (&[I64], &[I64]),
            Self::BigToFloat => (&[I64], &[F64]),
            Self::Int(_) | Self::Binary(..) | Self::GetItemAt => (&[I64, I64], &[I64]),
            Self::SetItemAt => (&[I64, I64, I64], &[I64]),
            Self::IntSlow => (&[I32, I64, I64], &[I64]),
            Self::IntDivide => (&[I64, I64], &[F64]),
            Self::IntUnary => (&[I32, I64], &[I64]),
            Self::IntCompare => (&[I32, I64, I64], &[I32]),
            Self::FloatSlow => (&[I32, F64, F64], &[F64]),
            Self::Compare(_) => (&[I64, I64], &[I32]),
            Self::Truth => (&[I64], &[I32]),
            Self::Trace => (&[I32, I32], &[]),
            Self::Unbound => (&[I32, I64], &[]),
            Self::Recursion => (&[], &[]),
        };
        (format!("{self:?}"), params, results)
    }

    fn emit(self, context: &mut Context<'_>) -> Code {
        match self {
            Self::Settle => raise::settle(context),
            Self::Trace => raise::trace(context),
            Self::Unbound => raise::unbound(context),
            Self::Recursion => raise::recursion(context),
            Self::Drop(count) => ownership::drop_values(context, count),
            Self::DropBig => ownership::with_pointer(context, "release"),
            Self::RetainBig => ownership::with_pointer(context, "retain"),
            Self::BoxInt => int::box_int(context),
            Self::UnboxInt => int::unbox_int(context),
            Self::UnboxWord => int::unbox_word(context),
            Self::Clamp => int::clamp(context),
            Self::BigToFloat => int::big_to_float(context),
            Self::Int(op) => int::binary(context, op),
            Self::IntSlow => int::slow(context),
            Self::IntDivide => int::divide(context),
            Self::IntUnary => int::unary(context),
            Self::IntCompare => int::compare(context),
            Self::FloatSlow => boxed::float_slow(context),
            Self::Binary(op, in_place) => boxed::binary(context, op, in_place),
            Self::Unary(op) => boxed::unary(context, op),
            Self::Compare(op) => compare::compare(context, op),
            Self::Truth => compare::truth(context),
            Self::GetItemAt => item::get_item_at(context),
            Self::SetItemAt => item::set_item_at(context),
            Self::Length => item::length(context),
        }
    }
}

/// Writes every helper that has been asked for, and those that these ask for.
pub fn emit_wanted(context: &mut Context<'_>) {
    while let Some((helper, symbol)) = context.next_wanted() {
        let code = helper.emit(context);
        context.module.define(symbol, code);
    }
}

/// Calls an intrinsic that may be pending and settles it: the result is on the stack.
pub fn call_settled(context: &mut Context<'_>, code: &mut Code, interface: &str, name: &str) {
    let result = code.local(ValType::I64);
    context.call_import(code, interface, name);
    code.tee(result);
    code.is_pending();
    code.if_(super::value::GIVES_I64);
    code.get(result);
    context.call_helper(code, Helper::Settle);
    code.else_();
    code.get(result);
    code.end();
}

/// Calls an intrinsic.
fn call_plain(context: &mut Context<'_>, code: &mut Code, interface: &str, name: &str) {
    let symbol: Symbol = context.module.import(interface, name);
    code.call(symbol);
}
