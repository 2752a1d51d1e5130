//! Programs as a compiler would write them, against the intrinsics: what is printed, raised and left behind.

#[path = "program/support.rs"]
mod support;

mod calls {
    include!("program/calls.rs");
}
mod classes {
    include!("program/classes.rs");
}
mod exceptions {
    include!("program/exceptions.rs");
}
mod memory {
    include!("program/memory.rs");
}
mod random {
    include!("program/random.rs");
}
