use super::exports::molt::probe::scalars::Guest;
use super::{Echo, echoes};
use crate::render;

impl Guest for Echo {
    echoes! {
        echo_bool: bool;
        echo_u8: u8;
        echo_s8: i8;
        echo_u16: u16;
        echo_s16: i16;
        echo_u32: u32;
        echo_s32: i32;
        echo_u64: u64;
        echo_s64: i64;
        echo_f32: f32;
        echo_f64: f64;
        echo_char: char;
    }

    fn negate(value: bool) -> bool {
        !value
    }

    fn u64_to_text(value: u64) -> String {
        value.to_string()
    }

    fn s64_to_text(value: i64) -> String {
        value.to_string()
    }

    fn f32_to_bits(value: f32) -> u32 {
        render::f32_bits(value)
    }

    fn f32_from_bits(bits: u32) -> f32 {
        f32::from_bits(bits)
    }

    fn f64_to_bits(value: f64) -> u64 {
        render::f64_bits(value)
    }

    fn f64_from_bits(bits: u64) -> f64 {
        f64::from_bits(bits)
    }

    fn char_to_code(value: char) -> u32 {
        value.into()
    }

    fn char_from_code(code: u32) -> Option<char> {
        char::from_u32(code)
    }
}
