use super::exports::molt::probe::labels::{
    Enum257, Flags1, Flags8, Flags9, Flags17, Flags32, Guest,
};
use super::{Echo, echoes};

impl Guest for Echo {
    echoes! {
        echo_flags1: Flags1;
        echo_flags8: Flags8;
        echo_flags9: Flags9;
        echo_flags17: Flags17;
        echo_flags32: Flags32;
        echo_flag_lists: Vec<(Flags1, Flags8, Flags9, Flags17, Flags32)>;
        echo_enum257: Enum257;
    }

    fn flags1_to_bits(value: Flags1) -> u32 {
        value.bits().into()
    }

    fn flags8_to_bits(value: Flags8) -> u32 {
        value.bits().into()
    }

    fn flags9_to_bits(value: Flags9) -> u32 {
        value.bits().into()
    }

    fn flags17_to_bits(value: Flags17) -> u32 {
        value.bits()
    }

    fn flags32_to_bits(value: Flags32) -> u32 {
        value.bits()
    }

    fn flags32_from_bits(bits: u32) -> Flags32 {
        Flags32::from_bits_retain(bits)
    }

    fn enum257_index(value: Enum257) -> u32 {
        value as u32
    }
}
