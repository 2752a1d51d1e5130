use std::hint::black_box;

use super::Echo;
use super::exports::molt::probe::traps::Guest;

impl Guest for Echo {
    fn unreachable() {
        core::arch::wasm32::unreachable()
    }

    fn panic(message: String) {
        panic!("{message}")
    }

    fn out_of_bounds() -> u8 {
        let end = std::ptr::without_provenance::<u8>(usize::MAX);
        // SAFETY: a volatile read may touch what is no Rust memory. It reads the last address of the address space, which
        // no instance reaches: memory ends before it and the load traps.
        unsafe { end.read_volatile() }
    }

    fn divide(dividend: i32, divisor: i32) -> i32 {
        dividend / divisor
    }

    fn overflow_stack() -> u64 {
        without_frame(0)
    }

    fn overflow_frames() -> u64 {
        with_frame(0)
    }

    fn exhaust_memory() -> u64 {
        const STEP: usize = 64 << 20;
        let mut total = 0;
        loop {
            std::mem::forget(black_box(Vec::<u8>::with_capacity(STEP)));
            total += STEP as u64;
            black_box(total);
        }
    }

    fn try_allocate(size: u64) -> bool {
        usize::try_from(size)
            .is_ok_and(|size| black_box(Vec::<u8>::new()).try_reserve_exact(size).is_ok())
    }

    fn deep(depth: u32) {
        trap_at(depth);
    }
}

/// Recursion that keeps nothing in linear memory: what overflows is the host's stack. The rotation keeps the compiler from
/// turning it into a loop.
#[inline(never)]
fn without_frame(depth: u64) -> u64 {
    if depth == u64::MAX {
        return depth;
    }
    without_frame(depth + 1).rotate_left(1).wrapping_add(depth)
}

/// Recursion with 64 KiB a call in linear memory: its stack overflows long before the host's.
#[inline(never)]
fn with_frame(depth: u64) -> u64 {
    let mut frame = [0u8; 64 << 10];
    black_box(&mut frame)[0] = depth as u8;
    if depth == u64::MAX {
        return depth;
    }
    with_frame(depth + 1).wrapping_add(u64::from(black_box(&frame)[0]))
}

/// Traps `depth` calls further down.
#[inline(never)]
fn trap_at(depth: u32) -> u32 {
    if depth <= 1 {
        core::arch::wasm32::unreachable()
    }
    trap_at(depth - 1).rotate_left(1).wrapping_add(depth)
}
