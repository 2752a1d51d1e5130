//! `scalars`, `text`, `binary`, `containers`.

use super::glue::exports::molt::runtime::{binary, containers, scalars, text};
use super::{Component, vm};
use crate::abi;
use crate::ops::arithmetic::{BinaryOp, UnaryOp};
use crate::ops::compare::CompareOp;

fn binary_op(op: scalars::BinaryOp) -> BinaryOp {
    match op {
        scalars::BinaryOp::Add => BinaryOp::Add,
        scalars::BinaryOp::Sub => BinaryOp::Sub,
        scalars::BinaryOp::Mul => BinaryOp::Mul,
        scalars::BinaryOp::TrueDiv => BinaryOp::TrueDiv,
        scalars::BinaryOp::FloorDiv => BinaryOp::FloorDiv,
        scalars::BinaryOp::Mod => BinaryOp::Mod,
        scalars::BinaryOp::Pow => BinaryOp::Pow,
        scalars::BinaryOp::Lshift => BinaryOp::LShift,
        scalars::BinaryOp::Rshift => BinaryOp::RShift,
        scalars::BinaryOp::BitAnd => BinaryOp::And,
        scalars::BinaryOp::BitOr => BinaryOp::Or,
        scalars::BinaryOp::BitXor => BinaryOp::Xor,
        scalars::BinaryOp::MatMul => BinaryOp::MatMul,
    }
}

impl scalars::Guest for Component {
    fn int_from_s64(number: i64) -> u64 {
        vm(|vm| abi::scalars::int_from_s64(vm, number))
    }
    fn int_from_decimal(digits: Vec<u8>) -> u64 {
        vm(|vm| abi::scalars::int_from_decimal(vm, &digits))
    }
    fn int_to_s64(number: u64) -> i64 {
        vm(|vm| abi::scalars::int_to_s64(vm, number))
    }
    fn int_fits(number: u64) -> bool {
        vm(|vm| abi::scalars::int_fits(vm, number))
    }
    fn index(number: u64) -> u64 {
        vm(|vm| abi::scalars::index(vm, number))
    }
    fn binary(op: scalars::BinaryOp, a: u64, b: u64) -> u64 {
        vm(|vm| abi::scalars::binary(vm, binary_op(op), a, b))
    }
    fn in_place(op: scalars::BinaryOp, a: u64, b: u64) -> u64 {
        vm(|vm| abi::scalars::in_place(vm, binary_op(op), a, b))
    }
    fn unary(op: scalars::UnaryOp, a: u64) -> u64 {
        let op = match op {
            scalars::UnaryOp::Neg => UnaryOp::Neg,
            scalars::UnaryOp::Pos => UnaryOp::Pos,
            scalars::UnaryOp::Invert => UnaryOp::Invert,
            scalars::UnaryOp::Not => UnaryOp::Not,
        };
        vm(|vm| abi::scalars::unary(vm, op, a))
    }
    fn compare(op: scalars::CompareOp, a: u64, b: u64) -> u64 {
        let op = match op {
            scalars::CompareOp::Lt => CompareOp::Lt,
            scalars::CompareOp::Le => CompareOp::Le,
            scalars::CompareOp::Eq => CompareOp::Eq,
            scalars::CompareOp::Ne => CompareOp::Ne,
            scalars::CompareOp::Gt => CompareOp::Gt,
            scalars::CompareOp::Ge => CompareOp::Ge,
        };
        vm(|vm| abi::scalars::compare(vm, op, a, b))
    }
    fn truth(a: u64) -> u64 {
        vm(|vm| abi::scalars::truth(vm, a))
    }
}

impl text::Guest for Component {
    fn literal(wtf8: Vec<u8>) -> u64 {
        vm(|vm| abi::text::literal(vm, wtf8))
    }
    fn stage_formatted(item: u64, convert: text::Conversion, spec: u64) -> u64 {
        let convert = match convert {
            text::Conversion::None => abi::text::Conversion::None,
            text::Conversion::Str => abi::text::Conversion::Str,
            text::Conversion::Repr => abi::text::Conversion::Repr,
            text::Conversion::Ascii => abi::text::Conversion::Ascii,
        };
        vm(|vm| abi::text::stage_formatted(vm, item, convert, spec))
    }
    fn join_staged(count: u32) -> u64 {
        vm(|vm| abi::text::join_staged(vm, count))
    }
    fn to_utf8(item: u64) -> Result<Vec<u8>, u64> {
        vm(|vm| abi::text::to_utf8(vm, item))
    }
}

impl binary::Guest for Component {
    fn literal(content: Vec<u8>) -> u64 {
        vm(|vm| abi::binary::literal(vm, content))
    }
    fn to_list(item: u64) -> Result<Vec<u8>, u64> {
        vm(|vm| abi::binary::to_list(vm, item))
    }
}

impl containers::Guest for Component {
    fn stage(a: u64) {
        vm(|vm| abi::containers::stage(vm, a));
    }
    fn stage2(a: u64, b: u64) {
        vm(|vm| abi::containers::stage2(vm, a, b));
    }
    fn stage4(a: u64, b: u64, c: u64, d: u64) {
        vm(|vm| abi::containers::stage4(vm, a, b, c, d));
    }
    fn unstage() -> u64 {
        vm(abi::containers::unstage)
    }
    fn drop_staged(count: u32) {
        vm(|vm| abi::containers::drop_staged(vm, count));
    }
    fn make_tuple(count: u32) -> u64 {
        vm(|vm| abi::containers::make_tuple(vm, count))
    }
    fn make_list(count: u32) -> u64 {
        vm(|vm| abi::containers::make_list(vm, count))
    }
    fn make_set(count: u32) -> u64 {
        vm(|vm| abi::containers::make_set(vm, count))
    }
    fn make_dict(count: u32) -> u64 {
        vm(|vm| abi::containers::make_dict(vm, count))
    }
    fn make_slice(start: u64, stop: u64, step: u64) -> u64 {
        vm(|vm| abi::containers::make_slice(vm, start, stop, step))
    }
    fn list_append(target: u64, item: u64) -> u64 {
        vm(|vm| abi::containers::list_append(vm, target, item))
    }
    fn set_add(target: u64, item: u64) -> u64 {
        vm(|vm| abi::containers::set_add(vm, target, item))
    }
    fn extend(target: u64, items: u64) -> u64 {
        vm(|vm| abi::containers::extend(vm, target, items))
    }
    fn merge(target: u64, mapping: u64, caller: u64) -> u64 {
        vm(|vm| abi::containers::merge(vm, target, mapping, caller))
    }
    fn get_item(o: u64, key: u64) -> u64 {
        vm(|vm| abi::containers::get_item(vm, o, key))
    }
    fn get_item_at(o: u64, index: i64) -> u64 {
        vm(|vm| abi::containers::get_item_at(vm, o, index))
    }
    fn set_item(o: u64, key: u64, item: u64) -> u64 {
        vm(|vm| abi::containers::set_item(vm, o, key, item))
    }
    fn set_item_at(o: u64, index: i64, item: u64) -> u64 {
        vm(|vm| abi::containers::set_item_at(vm, o, index, item))
    }
    fn del_item(o: u64, key: u64) -> u64 {
        vm(|vm| abi::containers::del_item(vm, o, key))
    }
    fn contains(o: u64, item: u64) -> u64 {
        vm(|vm| abi::containers::contains(vm, o, item))
    }
    fn length(o: u64) -> u64 {
        vm(|vm| abi::containers::length(vm, o))
    }
    fn unpack(o: u64, count: u32) -> u64 {
        vm(|vm| abi::containers::unpack(vm, o, count))
    }
    fn unpack_star(o: u64, before: u32, after: u32) -> u64 {
        vm(|vm| abi::containers::unpack_star(vm, o, before, after))
    }
    fn is_sequence_pattern(o: u64) -> bool {
        vm(|vm| abi::containers::is_sequence_pattern(vm, o))
    }
    fn is_mapping_pattern(o: u64) -> bool {
        vm(|vm| abi::containers::is_mapping_pattern(vm, o))
    }
    fn match_key(o: u64, key: u64) -> u64 {
        vm(|vm| abi::containers::match_key(vm, o, key))
    }
    fn match_rest(o: u64, count: u32) -> u64 {
        vm(|vm| abi::containers::match_rest(vm, o, count))
    }
    fn match_class(o: u64, class: u64, positional: u32, names: u64) -> u64 {
        vm(|vm| abi::containers::match_class(vm, o, class, positional, names))
    }
}
