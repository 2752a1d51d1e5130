//! Any bytes as a Python program: it is refused with diagnostics that have a place in it, or compiled to modules that engines
//! take. The compiler catches its own panics and says `internal`; here that is a finding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use molt_compiler::{Options, compile};
use wasmparser::{Validator, WasmFeatures};

fuzz_target!(|data: &[u8]| {
    let options = Options { file: "fuzz.py".to_owned(), ..Options::default() };
    match compile(data, &options) {
        Ok(compiled) => {
            let mut validator = Validator::new_with_features(WasmFeatures::default());
            validator.validate_all(&compiled.module).expect("an engine takes the module");
            let features = WasmFeatures::default() | WasmFeatures::CM_ASYNC;
            let mut validator = Validator::new_with_features(features);
            validator.validate_all(&compiled.component).expect("an engine takes the component");
            // Nothing depends on addresses or on the order of a hash table.
            let again = compile(data, &options).expect("it compiled before");
            assert_eq!(compiled.component, again.component);
        }
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty(), "refused without saying why");
            for diagnostic in &diagnostics {
                assert_ne!(diagnostic.code.name(), "internal", "{diagnostic}");
                assert!(diagnostic.line >= 1 && diagnostic.column >= 1, "{diagnostic}");
                assert!(diagnostic.end_column >= diagnostic.column, "{diagnostic}");
                assert!(!diagnostic.to_string().is_empty());
            }
        }
    }
});
