use super::exports::molt::probe::text::Guest;
use super::{Echo, echoes};
use crate::LARGEST_RESULT;

impl Guest for Echo {
    echoes! {
        echo_string: String;
    }

    fn to_utf8(value: String) -> Vec<u8> {
        value.into_bytes()
    }

    fn from_utf8(bytes: Vec<u8>) -> Result<String, u64> {
        String::from_utf8(bytes).map_err(|error| error.utf8_error().valid_up_to() as u64)
    }

    fn measure(value: String) -> (u64, u64) {
        (value.len() as u64, value.chars().count() as u64)
    }

    fn concat(left: String, right: String) -> String {
        left + &right
    }

    fn repeat(value: String, times: u32) -> String {
        match value.len().checked_mul(times as usize) {
            Some(size) if size <= LARGEST_RESULT => value.repeat(times as usize),
            _ => String::new(),
        }
    }
}
