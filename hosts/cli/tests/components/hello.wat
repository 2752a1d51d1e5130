;; A program by hand: writes its arguments' count and "hello" to standard output, "done" to standard error, and returns 3.
(component
  (import "molt:capabilities/output@0.1.0" (instance $output
    (type $enum (enum "stdout" "stderr"))
    (export "destination" (type $destination (eq $enum)))
    (export "write" (func (param "to" $destination) (param "content" (list u8))))))
  (import "molt:capabilities/arguments@0.1.0" (instance $arguments
    (export "get" (func (result (list string))))))
  (core module $libc
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 1024))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
      (global.set $next (i32.add (local.get $at) (local.get 3)))
      (local.get $at)))
  (core instance $libc (instantiate $libc))
  (core func $write (canon lower (func $output "write") (memory (core memory $libc "memory"))))
  (core func $get (canon lower (func $arguments "get") (memory (core memory $libc "memory")) (realloc (core func $libc "realloc"))))
  (core module $hello
    (import "libc" "memory" (memory 1))
    (import "host" "write" (func $write (param i32 i32 i32)))
    (import "host" "get" (func $get (param i32)))
    (data (i32.const 0) "0 hello\0adone\0a")
    (func (export "run") (result i32)
      (call $get (i32.const 32))
      (i32.store8 (i32.const 0) (i32.add (i32.const 48) (i32.load (i32.const 36))))
      (call $write (i32.const 0) (i32.const 0) (i32.const 8))
      (call $write (i32.const 1) (i32.const 8) (i32.const 5))
      (i32.const 3)))
  (core instance $main (instantiate $hello
    (with "libc" (instance $libc))
    (with "host" (instance (export "write" (func $write)) (export "get" (func $get))))))
  (func $run (result u8) (canon lift (core func $main "run")))
  (instance $program (export "run" (func $run)))
  (export "molt:capabilities/program@0.1.0" (instance $program)))
