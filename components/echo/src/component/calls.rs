use std::cell::Cell;

use super::Echo;
use super::exports::molt::probe::calls::Guest;
use crate::render;

thread_local! {
    static LAST_TAKEN: Cell<u32> = const { Cell::new(0) };
}

impl Guest for Echo {
    fn nothing() {}

    fn answer() -> u32 {
        42
    }

    fn take(value: u32) {
        LAST_TAKEN.set(value);
    }

    fn last_taken() -> u32 {
        LAST_TAKEN.get()
    }

    #[rustfmt::skip] // one parameter a line would fill a screen and say nothing
    fn sixteen(
        a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64,
        i: u64, j: u64, k: u64, l: u64, m: u64, n: u64, o: u64, p: u64,
    ) -> u64 {
        render::weighted_sum(&[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p])
    }

    #[rustfmt::skip]
    fn seventeen(
        a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64,
        i: u64, j: u64, k: u64, l: u64, m: u64, n: u64, o: u64, p: u64, q: u64,
    ) -> u64 {
        render::weighted_sum(&[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q])
    }

    #[rustfmt::skip]
    fn mixed(
        a: bool, b: u8, c: i8, d: u16, e: i16, f: u32, g: i32, h: u64, i: i64,
        j: f32, k: f64, l: char, m: String, n: Vec<u16>, o: Option<u8>,
    ) -> String {
        format!(
            "{a} {b} {c} {d} {e} {f} {g} {h} {i} {j} {k} {l} {m} {} {}",
            render::list(&n),
            render::option(o)
        )
    }

    fn divide(dividend: u64, divisor: u64) -> Option<(u64, u64)> {
        Some((
            dividend.checked_div(divisor)?,
            dividend.checked_rem(divisor)?,
        ))
    }
}
