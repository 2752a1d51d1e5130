use super::exports::molt::probe::lists::Guest;
use super::{Echo, echoes};
use crate::LARGEST_RESULT;

impl Guest for Echo {
    echoes! {
        echo_bools: Vec<bool>;
        echo_bytes: Vec<u8>;
        echo_s8s: Vec<i8>;
        echo_u16s: Vec<u16>;
        echo_s16s: Vec<i16>;
        echo_u32s: Vec<u32>;
        echo_s32s: Vec<i32>;
        echo_u64s: Vec<u64>;
        echo_s64s: Vec<i64>;
        echo_f32s: Vec<f32>;
        echo_f64s: Vec<f64>;
        echo_chars: Vec<char>;
        echo_strings: Vec<String>;
        echo_byte_lists: Vec<Vec<u8>>;
        echo_cube: Vec<Vec<Vec<u32>>>;
        echo_pairs: Vec<(String, u32)>;
        echo_options: Vec<Option<String>>;
        echo_results: Vec<Result<u64, String>>;
    }

    fn sum(value: Vec<u64>) -> u64 {
        value.into_iter().fold(0, u64::wrapping_add)
    }

    fn sum_bytes(value: Vec<u8>) -> u64 {
        value.into_iter().map(u64::from).sum()
    }

    fn reverse(mut value: Vec<String>) -> Vec<String> {
        value.reverse();
        value
    }

    fn fill(value: u8, length: u32) -> Vec<u8> {
        let length = length as usize;
        if length <= LARGEST_RESULT {
            vec![value; length]
        } else {
            Vec::new()
        }
    }
}
