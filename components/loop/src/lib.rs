//! The caller of the composed call that the benches measure.

/// Folds `0..n` with `step`, each result going into the next call.
pub fn fold(n: u64, mut step: impl FnMut(u64, u64) -> u64) -> u64 {
    (0..n).fold(0, &mut step)
}

#[cfg(target_arch = "wasm32")]
mod component {
    wit_bindgen::generate!({ path: "../../wit/probe", world: "loop" });

    use molt::probe::intrinsics;

    struct Loop;
    export!(Loop);

    impl exports::molt::probe::repeat::Guest for Loop {
        fn run(n: u64) -> u64 {
            super::fold(n, intrinsics::add)
        }

        fn run_inline(n: u64) -> u64 {
            // The black box keeps the compiler from replacing the loop by n * (n - 1) / 2.
            super::fold(n, |sum, i| std::hint::black_box(sum).wrapping_add(i))
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn fold_passes_each_result_on() {
        assert_eq!(super::fold(0, u64::wrapping_add), 0);
        assert_eq!(super::fold(5, u64::wrapping_add), 10);
        assert_eq!(super::fold(4, |last, i| last * 10 + i), 123);
    }
}
