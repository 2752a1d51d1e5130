//! From values to memory. A value of another type than declared raises `TypeError`, an int that needs more than 64 bits
//! `OverflowError`.

use wasm_encoder::{MemArg, ValType};

use super::layout::{Layout, class};
use super::memory::{at, realloc};
use super::shape::Shape;
use super::{area, call_into, drop_value, once, push_text};
use crate::emit::code::{Code, Symbol};
use crate::emit::context::Context;
use crate::emit::helper::Helper;
use crate::emit::value::{ABSENT, EMPTY, NONE, TAG_BOOL};
use crate::ir::{BinaryOp, ErrorKind};

/// A function from a borrowed value and an address to whether it has raised.
pub fn lower(context: &mut Context<'_>, shape: &Shape) -> Symbol {
    let name = format!("lower {shape:?}");
    let signature = (&[ValType::I64, ValType::I32][..], &[ValType::I32][..]);
    once(context, name, signature, |context| emit(context, shape))
}

fn emit(context: &mut Context<'_>, shape: &Shape) -> Code {
    let mut code = Code::new(2);
    match shape {
        Shape::Unit => {
            code.get(0);
            code.ins().i64_const(NONE).i64_eq();
            code.if_(EMPTY);
            code.done();
            code.end();
            refuse(context, &mut code, shape);
        }
        Shape::Bool => {
            code.get(0);
            code.has_tag(TAG_BOOL);
            code.if_(EMPTY);
            code.get(1);
            code.get(0);
            code.unbox_bool();
            code.ins().i32_store8(at(0, 1));
            code.done();
            code.end();
            refuse(context, &mut code, shape);
        }
        Shape::Int { bits, signed } => int(context, &mut code, shape, (*bits, *signed)),
        Shape::Float | Shape::Single => float(context, &mut code, shape),
        Shape::Str => bytes(context, &mut code, ("text", "to-utf8")),
        Shape::Bytes => bytes(context, &mut code, ("binary", "to-list")),
        // Nobody is given a document by a program.
        Shape::Pivot | Shape::Document => bytes(context, &mut code, ("exchange", "dump")),
        Shape::List(item) => list(context, &mut code, shape, item),
        Shape::Tuple(items) => tuple(context, &mut code, shape, items),
        Shape::Dict(key, value) => dict(context, &mut code, shape, key, value),
        Shape::Optional(inner) => optional(context, &mut code, inner),
    }
    code.ins().i32_const(0);
    code
}

impl Code {
    /// Returns that all is well.
    fn done(&mut self) {
        self.ins().i32_const(0).return_();
    }

    /// Returns that something has raised.
    fn raised(&mut self) {
        self.ins().i32_const(1).return_();
    }

    /// i32 -> returns that something has raised when it is not 0.
    fn raised_if(&mut self) {
        self.if_(EMPTY);
        self.raised();
        self.end();
    }
}

fn int(context: &mut Context<'_>, code: &mut Code, shape: &Shape, (bits, signed): (u8, bool)) {
    let number = code.local(ValType::I64);
    let too_large = code.block(EMPTY);
    code.get(0);
    context.call_import(code, "scalars", "int-fits");
    code.ins().i32_eqz();
    code.if_(EMPTY);
    check(context, code, shape);
    if bits == 64 && !signed {
        unsigned(context, code, too_large);
    } else {
        code.br(too_large);
    }
    code.end();
    code.get(0);
    context.call_import(code, "scalars", "int-to-s64");
    code.set(number);
    if bits < 64 {
        let (least, greatest) = if signed {
            (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
        } else {
            (0, (1 << bits) - 1)
        };
        code.get(number);
        code.ins().i64_const(least).i64_lt_s();
        code.get(number);
        code.ins().i64_const(greatest).i64_gt_s().i32_or();
        code.br_if(too_large);
    } else if !signed {
        code.get(number);
        code.ins().i64_const(0).i64_lt_s();
        code.br_if(too_large);
    }
    code.get(1);
    code.get(number);
    let to = at(0, u32::from(bits) / 8);
    let mut ins = code.ins();
    match bits {
        8 => ins.i64_store8(to),
        16 => ins.i64_store16(to),
        32 => ins.i64_store32(to),
        _ => ins.i64_store(to),
    };
    code.done();
    code.end();
    let kind = if signed { "a signed" } else { "an unsigned" };
    let message = format!("the component's boundary takes {kind} int of {bits} bits here");
    raise(context, code, ErrorKind::Overflow, &message);
}

/// From 2^63: what fits when 2^63 is taken off, which is put on again.
fn unsigned(context: &mut Context<'_>, code: &mut Code, too_large: u32) {
    let [limit, rest] = [(); 2].map(|()| code.local(ValType::I64));
    let fits = code.local(ValType::I32);
    code.ins().i64_const(i64::MIN);
    context.call_import(code, "scalars", "int-from-s64");
    code.set(limit);
    code.ins().i32_const(BinaryOp::Add as i32);
    code.get(0);
    code.get(limit);
    context.call_import(code, "scalars", "binary");
    code.set(rest);
    drop_value(context, code, limit);
    code.get(rest);
    context.call_import(code, "scalars", "int-fits");
    code.set(fits);
    code.get(rest);
    context.call_import(code, "scalars", "int-to-s64");
    code.set(limit);
    drop_value(context, code, rest);
    code.get(fits);
    code.ins().i32_eqz();
    code.get(limit);
    code.ins().i64_const(0).i64_lt_s().i32_or();
    code.br_if(too_large);
    code.get(1);
    code.get(limit);
    code.ins().i64_const(i64::MIN).i64_xor().i64_store(at(0, 8));
    code.done();
}

/// The f64 in a local to memory.
fn store_float(code: &mut Code, shape: &Shape, number: u32) {
    code.get(1);
    code.get(number);
    if *shape == Shape::Single {
        code.ins().f32_demote_f64().f32_store(at(0, 4));
    } else {
        code.ins().f64_store(at(0, 8));
    }
}

fn float(context: &mut Context<'_>, code: &mut Code, shape: &Shape) {
    let number = code.local(ValType::F64);
    code.get(0);
    code.is_float();
    code.if_(EMPTY);
    code.get(0);
    code.ins().f64_reinterpret_i64();
    code.set(number);
    store_float(code, shape, number);
    code.done();
    code.end();
    // An int is as good, as annotations have it.
    check_class(context, code, "int", shape);
    code.get(0);
    context.call_import(code, "scalars", "index");
    let int = code.local(ValType::I64);
    code.set(int);
    code.get(int);
    context.call_helper(code, Helper::UnboxInt);
    drop_value(context, code, int);
    code.set(int);
    code.get(int);
    code.is_big();
    code.if_(EMPTY);
    code.get(int);
    context.call_helper(code, Helper::BigToFloat);
    code.set(number);
    code.get(int);
    context.call_helper(code, Helper::DropBig);
    code.get(number);
    code.ins().i64_reinterpret_f64();
    code.is_raised();
    code.raised_if();
    code.else_();
    code.get(int);
    code.ins().f64_convert_i64_s();
    code.set(number);
    code.end();
    store_float(code, shape, number);
}

/// The runtime copies a text or bytes, or raises.
fn bytes(context: &mut Context<'_>, code: &mut Code, (interface, name): (&str, &str)) {
    realloc(context);
    let area = area(context);
    code.get(0);
    code.ins().i32_const(area.cast_signed());
    context.call_import(code, interface, name);
    // The case of the result, then the list.
    code.ins().i32_const(0).i32_load8_u(at(area, 1));
    code.raised_if();
    code.get(1);
    code.ins()
        .i32_const(0)
        .i64_load(MemArg {
            align: 3,
            ..at(area + 8, 8)
        })
        .i64_store(at(0, 4));
}

/// Raises an error with a message.
fn raise(context: &mut Context<'_>, code: &mut Code, kind: ErrorKind, message: &str) {
    code.ins().i32_const(kind as i32);
    push_text(context, code, message);
    context.call_import(code, "text", "literal");
    context.call_import(code, "flow", "raise-error");
    code.ins().drop();
    code.raised();
}

/// Returns with `TypeError` when local 0 is not of the type's class.
fn check(context: &mut Context<'_>, code: &mut Code, shape: &Shape) {
    check_class(context, code, class(shape), shape);
}

fn check_class(context: &mut Context<'_>, code: &mut Code, class: &str, shape: &Shape) {
    let checker = is_instance(context);
    code.get(0);
    push_text(context, code, class);
    code.call(checker);
    code.ins().i32_eqz();
    code.if_(EMPTY);
    refuse(context, code, shape);
    code.end();
}

/// `isinstance(value, builtin)`: value, address and length of the name.
fn is_instance(context: &mut Context<'_>) -> Symbol {
    let signature = (
        &[ValType::I64, ValType::I32, ValType::I32][..],
        &[ValType::I32][..],
    );
    once(context, "is instance".to_owned(), signature, |context| {
        let mut code = Code::new(3);
        let [function, class, result] = [(); 3].map(|()| code.local(ValType::I64));
        push_text(context, &mut code, "isinstance");
        context.call_import(&mut code, "calls", "builtin");
        code.set(function);
        code.get(1);
        code.get(2);
        context.call_import(&mut code, "calls", "builtin");
        code.set(class);
        code.get(function);
        code.get(0);
        code.get(class);
        call_into(context, &mut code, "calls", "call2", result);
        drop_value(context, &mut code, function);
        drop_value(context, &mut code, class);
        code.get(result);
        code.unbox_bool();
        code
    })
}

/// Raises that local 0 is not of the type, naming both, and returns.
fn refuse(context: &mut Context<'_>, code: &mut Code, shape: &Shape) {
    let refuse = refuser(context);
    code.get(0);
    push_text(
        context,
        code,
        &format!(
            "expected {} at the component's boundary, not ",
            class(shape)
        ),
    );
    code.call(refuse);
    code.raised();
}

fn refuser(context: &mut Context<'_>) -> Symbol {
    let signature = (&[ValType::I64, ValType::I32, ValType::I32][..], &[][..]);
    once(context, "refuse type".to_owned(), signature, |context| {
        let mut code = Code::new(3);
        let name = code.local(ValType::I64);
        super::error::class_name(context, &mut code, 0, name);
        code.get(1);
        code.get(2);
        context.call_import(&mut code, "text", "literal");
        code.get(name);
        context.call_import(&mut code, "containers", "stage2");
        code.ins().i32_const(ErrorKind::Type as i32).i32_const(2);
        context.call_import(&mut code, "text", "join-staged");
        context.call_import(&mut code, "flow", "raise-error");
        code.ins().drop();
        drop_value(context, &mut code, name);
        code
    })
}

fn optional(context: &mut Context<'_>, code: &mut Code, inner: &Shape) {
    code.get(1);
    code.get(0);
    code.ins().i64_const(NONE).i64_ne().i32_store8(at(0, 1));
    code.get(0);
    code.ins().i64_const(NONE).i64_eq();
    code.if_(EMPTY);
    code.done();
    code.end();
    let lower = lower(context, inner);
    code.get(0);
    code.get(1);
    code.ins()
        .i32_const(Layout::payload(inner).cast_signed())
        .i32_add();
    code.call(lower);
    code.ins().return_();
}

/// `len` of local 0 in an i64 local.
fn length(context: &mut Context<'_>, code: &mut Code) -> u32 {
    let count = code.local(ValType::I64);
    code.get(0);
    context.call_helper(code, Helper::Length);
    code.set(count);
    code.get(count);
    code.ins().i64_const(0).i64_lt_s();
    code.raised_if();
    count
}

/// Room for `count` elements; address and length are stored at local 1. Returns the local with the address.
fn room(context: &mut Context<'_>, code: &mut Code, count: u32, item: Layout) -> u32 {
    let address = code.local(ValType::I32);
    code.get(count);
    code.ins()
        .i64_const(i64::from(0x7fff_0000 / item.size.max(1)))
        .i64_gt_u();
    code.if_(EMPTY);
    code.ins()
        .i32_const(ErrorKind::Memory as i32)
        .i64_const(ABSENT);
    context.call_import(code, "flow", "raise-error");
    code.ins().drop();
    code.raised();
    code.end();
    let realloc = realloc(context);
    code.ins()
        .i32_const(0)
        .i32_const(0)
        .i32_const(item.align.cast_signed());
    code.get(count);
    code.ins()
        .i32_wrap_i64()
        .i32_const(item.size.cast_signed())
        .i32_mul();
    code.call(realloc);
    code.set(address);
    code.get(1);
    code.get(address);
    code.ins().i32_store(at(0, 4));
    code.get(1);
    code.get(count);
    code.ins().i32_wrap_i64().i32_store(at(4, 4));
    address
}

/// Lowers `o[index]` to `address + offset`: a value local, an i64 local or a number, an i32 local.
fn lower_item(
    context: &mut Context<'_>,
    code: &mut Code,
    (lower, o): (Symbol, u32),
    index: impl FnOnce(&mut Code),
    (address, offset): (u32, u32),
) {
    let item = code.local(ValType::I64);
    let failed = code.local(ValType::I32);
    code.get(o);
    index(code);
    call_into(context, code, "containers", "get-item-at", item);
    code.get(item);
    code.is_raised();
    code.raised_if();
    code.get(item);
    code.get(address);
    code.ins().i32_const(offset.cast_signed()).i32_add();
    code.call(lower);
    code.set(failed);
    // What has raised stays raised: releasing is allowed then.
    drop_value(context, code, item);
    code.get(failed);
    code.raised_if();
}

fn list(context: &mut Context<'_>, code: &mut Code, shape: &Shape, item: &Shape) {
    check(context, code, shape);
    let layout = Layout::of(item);
    let lower = lower(context, item);
    let count = length(context, code);
    let address = room(context, code, count, layout);
    let index = code.local(ValType::I64);
    let done = code.block(EMPTY);
    let again = code.loop_(EMPTY);
    code.get(index);
    code.get(count);
    code.ins().i64_ge_s();
    code.br_if(done);
    lower_item(
        context,
        code,
        (lower, 0),
        |code| code.get(index),
        (address, 0),
    );
    code.get(address);
    code.ins().i32_const(layout.size.cast_signed()).i32_add();
    code.set(address);
    code.get(index);
    code.ins().i64_const(1).i64_add();
    code.set(index);
    code.br(again);
    code.end();
    code.end();
}

fn tuple(context: &mut Context<'_>, code: &mut Code, shape: &Shape, items: &[Shape]) {
    check(context, code, shape);
    let count = length(context, code);
    code.get(count);
    code.ins().i64_const(items.len() as i64).i64_ne();
    code.if_(EMPTY);
    let message = format!(
        "expected a tuple of {} items at the component's boundary",
        items.len()
    );
    raise(context, code, ErrorKind::Value, &message);
    code.end();
    for (number, (item, offset)) in items.iter().zip(Layout::offsets(items)).enumerate() {
        let lower = lower(context, item);
        let index = |code: &mut Code| {
            code.ins().i64_const(number as i64);
        };
        lower_item(context, code, (lower, 0), index, (1, offset));
    }
}

/// As the list of its items.
fn dict(context: &mut Context<'_>, code: &mut Code, shape: &Shape, key: &Shape, value: &Shape) {
    check(context, code, shape);
    let pair = Shape::Tuple(vec![key.clone(), value.clone()]);
    let lower = lower(context, &Shape::List(Box::new(pair)));
    let [class, items, list] = [(); 3].map(|()| code.local(ValType::I64));
    code.get(0);
    push_text(context, code, "items");
    context.call_import(code, "text", "literal");
    call_into(context, code, "calls", "call-method0", items);
    push_text(context, code, "list");
    context.call_import(code, "calls", "builtin");
    code.set(class);
    code.get(class);
    code.get(items);
    call_into(context, code, "calls", "call1", list);
    drop_value(context, code, items);
    drop_value(context, code, class);
    code.get(list);
    code.get(1);
    code.call(lower);
    drop_value(context, code, list);
    code.ins().return_();
}
