//! Values in wasm: how they are tested, boxed and unboxed. Sequences are chosen to be short: constants of 64 bits take ten
//! bytes, shifts take three.

use wasm_encoder::{BlockType, ValType};

use super::code::Code;
use crate::ir::Repr;

/// The one NaN.
pub const NAN: i64 = 0x7ff8_0000_0000_0000;
/// Bits 48 to 63 of an int.
pub const TAG_INT: i64 = 0x7ff9;
/// Of a bool.
pub const TAG_BOOL: i64 = 0x7ffa;
/// Of a pointer.
pub const TAG_POINTER: i64 = 0x7ffc;
/// Of pending.
pub const TAG_PENDING: i64 = 0x7ffd;
/// None.
pub const NONE: i64 = 0x7ffb << 48;
/// An exception is on its way.
pub const RAISED: i64 = 0x7ffe << 48;
/// There is no value.
pub const ABSENT: i64 = RAISED | 1;
/// The payload of a small int.
pub const INT_MASK: i64 = (1 << 47) - 1;
/// What a function whose result is an int returns when it raises.
pub const INT_RAISED: i64 = i64::MIN;
/// What a function whose result is a bool returns when it raises.
pub const BOOL_RAISED: i32 = 2;

/// The empty block type.
pub const EMPTY: BlockType = BlockType::Empty;
/// The block type with an i64.
pub const GIVES_I64: BlockType = BlockType::Result(ValType::I64);
/// The block type with an i32.
pub const GIVES_I32: BlockType = BlockType::Result(ValType::I32);

/// A small int's bits.
pub fn boxed_int(number: i64) -> i64 {
    (TAG_INT << 48) | (number & INT_MASK)
}

/// A bool's bits.
pub fn boxed_bool(flag: bool) -> i64 {
    (TAG_BOOL << 48) | i64::from(flag)
}

/// A float's bits.
pub fn boxed_float(number: f64) -> i64 {
    if number.is_nan() {
        NAN
    } else {
        number.to_bits().cast_signed()
    }
}

/// The core type of a representation.
pub fn core_type(repr: Repr) -> ValType {
    match repr {
        Repr::Boxed | Repr::Int | Repr::Word => ValType::I64,
        Repr::Float => ValType::F64,
        Repr::Bool => ValType::I32,
    }
}

impl Code {
    /// value -> its bits 48 to 63, as i64
    pub fn tag(&mut self) {
        self.ins().i64_const(48).i64_shr_u();
    }

    /// value -> whether it has this tag
    pub fn has_tag(&mut self, tag: i64) {
        self.tag();
        self.ins().i64_const(tag).i64_eq();
    }

    /// value -> whether it is a float
    pub fn is_float(&mut self) {
        self.tag();
        self.ins().i64_const(TAG_INT).i64_sub();
        self.ins().i64_const(7).i64_ge_u();
    }

    /// value -> whether it is pending, raised or absent
    pub fn is_unusual(&mut self) {
        self.tag();
        self.ins().i64_const(TAG_PENDING).i64_sub();
        self.ins().i64_const(2).i64_lt_u();
    }

    /// value -> whether it is raised
    pub fn is_raised(&mut self) {
        self.ins().i64_const(16).i64_rotl();
        self.ins().i64_const(0x7ffe).i64_eq();
    }

    /// value -> whether it is absent
    pub fn is_absent(&mut self) {
        self.ins().i64_const(16).i64_rotl();
        self.ins().i64_const(0x17ffe).i64_eq();
    }

    /// value -> whether it is pending
    pub fn is_pending(&mut self) {
        self.ins().i64_const(16).i64_rotl();
        self.ins().i64_const(TAG_PENDING).i64_eq();
    }

    /// boxed small int -> i64
    pub fn payload(&mut self) {
        self.ins().i64_const(17).i64_shl();
        self.ins().i64_const(17).i64_shr_s();
    }

    /// i64 -> boxed small int; it is known to have 47 bits
    pub fn box_small(&mut self) {
        self.ins().i64_const(INT_MASK).i64_and();
        self.ins().i64_const(TAG_INT << 48).i64_or();
    }

    /// i64 -> whether it has not 47 bits
    pub fn is_too_large(&mut self) {
        self.ins().i64_const(46).i64_shr_s();
        self.ins().i64_const(1).i64_add();
        self.ins().i64_const(1).i64_gt_u();
    }

    /// i64 -> whether it is outside of `-2^61 .. 2^61`: a big int's handle, or a result that has become too large
    pub fn is_not_small(&mut self) {
        self.ins().i64_const(61).i64_shr_s();
        self.ins().i64_const(1).i64_add();
        self.ins().i64_const(1).i64_gt_u();
    }

    /// int -> whether it is a big int's handle
    pub fn is_big(&mut self) {
        self.ins().i64_const(62).i64_shr_u();
        self.ins().i64_const(1).i64_eq();
    }

    /// big int's handle -> the pointer
    pub fn big_to_pointer(&mut self) {
        // Bits 48 to 63 are 0x4000; those of a pointer differ from it in these.
        self.ins().i64_const((0x4000 ^ TAG_POINTER) << 48).i64_xor();
    }

    /// i32 of 0 or 1 -> boxed bool
    pub fn box_bool(&mut self) {
        self.ins().i64_extend_i32_u();
        self.ins().i64_const(TAG_BOOL << 48).i64_or();
    }

    /// boxed bool -> i32 of 0 or 1
    pub fn unbox_bool(&mut self) {
        self.ins().i32_wrap_i64().i32_const(1).i32_and();
    }

    /// f64 in a local -> boxed, with the one NaN
    pub fn box_float(&mut self, local: u32) {
        self.get(local);
        self.ins().i64_reinterpret_f64().i64_const(NAN);
        self.get(local);
        self.get(local);
        self.ins().f64_eq().select();
    }
}
