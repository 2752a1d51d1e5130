//! The callee of the composed call that the benches measure: a function as small as an intrinsic of the runtime.

#[cfg(target_arch = "wasm32")]
mod component {
    wit_bindgen::generate!({ path: "../../wit/probe", world: "intrinsic" });

    struct Intrinsic;
    export!(Intrinsic);

    impl exports::molt::probe::intrinsics::Guest for Intrinsic {
        fn add(a: u64, b: u64) -> u64 {
            a.wrapping_add(b)
        }
    }
}
