//! The component: the interfaces of `world runtime`, and nothing but their types' conversions.

mod glue {
    wit_bindgen::generate!({
        path: ["../../wit/capabilities", "../../wit/runtime"],
        world: "molt:runtime/runtime",
        generate_all,
        // Rust has no constructors that would have to run before an export, and asking each time whether they ran costs a call.
        disable_run_ctors_once_workaround: true,
    });
}

mod allocator;
mod objects;
mod operations;

use std::cell::RefCell;

use crate::vm::{Output, Vm};

#[global_allocator]
static ALLOCATOR: allocator::Allocator = allocator::Allocator::new();

struct Component;

glue::export!(Component with_types_in glue);

/// The capability `output`.
struct Granted;

impl Output for Granted {
    fn write(&mut self, error: bool, content: &[u8]) {
        use glue::molt::capabilities::output::{Destination, write};
        write(
            if error {
                Destination::Stderr
            } else {
                Destination::Stdout
            },
            content,
        );
    }
}

thread_local! {
    static VM: RefCell<Vm> = RefCell::new(Vm::new(Box::new(Granted)));
}

/// Runs an intrinsic. Nobody can call one while another runs: a component that has called out cannot be entered.
#[inline(always)]
fn vm<R>(intrinsic: impl FnOnce(&mut Vm) -> R) -> R {
    VM.with_borrow_mut(intrinsic)
}
