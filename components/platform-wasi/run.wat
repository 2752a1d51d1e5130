;; What WASI runs: calls the program. An exit code other than 0 is WASI's error.
(component $wasi-run
  (import "molt:capabilities/program@0.1.0" (instance $program (export "run" (func (result u8)))))
  (core func $program-run (canon lower (func $program "run")))
  (core module $main-module (@name "wasi-run")
    (import "program" "run" (func $program-run (result i32)))
    (func $run (export "run") (result i32) (i32.ne (call $program-run) (i32.const 0))))
  (core instance $main (instantiate $main-module
    (with "program" (instance (export "run" (func $program-run))))))
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance $run-instance (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $run-instance)))
