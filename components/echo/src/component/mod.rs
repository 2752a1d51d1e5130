//! The component's edge: one module per interface of `wit/probe`.

mod calls;
mod compounds;
mod counter;
mod labels;
mod lists;
mod resources;
mod scalars;
mod text;
mod traps;

wit_bindgen::generate!({ path: "../../wit/probe", world: "echo" });

/// What the exported functions hang on. State is in thread-locals: an instance has one thread.
struct Echo;
export!(Echo);

/// `fn echo_x(value: T) -> T { value }` for each line `echo_x: T`.
macro_rules! echoes {
    ($($name:ident: $type:ty;)*) => {
        $(fn $name(value: $type) -> $type {
            value
        })*
    };
}
use echoes;
