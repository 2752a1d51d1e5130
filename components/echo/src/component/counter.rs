use std::cell::Cell;

use super::Echo;
use super::exports::molt::probe::counter::Guest;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

impl Guest for Echo {
    fn next() -> u64 {
        COUNT.set(COUNT.get().wrapping_add(1));
        COUNT.get()
    }

    fn current() -> u64 {
        COUNT.get()
    }

    fn set(value: u64) {
        COUNT.set(value);
    }
}
