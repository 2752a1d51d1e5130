;; Capabilities of programs on WASI 0.2: what is written goes to wasi:cli's streams, arguments come from its environment.
(component $platform-wasi
  (import "wasi:io/error@0.2.0" (instance $errors (export "error" (type (sub resource)))))
  (alias export $errors "error" (type $error))
  (import "wasi:io/streams@0.2.0" (instance $streams
    (alias outer $platform-wasi $error (type $outer-error))
    (export "error" (type $error (eq $outer-error)))
    (export "output-stream" (type $output-stream (sub resource)))
    (type $failed (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream-error (eq $failed)))
    (export "[method]output-stream.blocking-write-and-flush" (func
      (param "self" (borrow $output-stream)) (param "contents" (list u8)) (result (result (error $stream-error)))))))
  (alias export $streams "output-stream" (type $output-stream))
  (import "wasi:cli/stdout@0.2.0" (instance $stdout
    (alias outer $platform-wasi $output-stream (type $outer-stream))
    (export "output-stream" (type $output-stream (eq $outer-stream)))
    (export "get-stdout" (func (result (own $output-stream))))))
  (import "wasi:cli/stderr@0.2.0" (instance $stderr
    (alias outer $platform-wasi $output-stream (type $outer-stream))
    (export "output-stream" (type $output-stream (eq $outer-stream)))
    (export "get-stderr" (func (result (own $output-stream))))))
  (import "wasi:cli/environment@0.2.0" (instance $environment
    (export "get-arguments" (func (result (list string))))))

  ;; Memory for what a call brings along. Nothing outlives a call: the next one begins where the memory does.
  (core module $memory-module (@name "memory")
    (memory (export "memory") 1)
    (global $start i32 (i32.const 1024))
    (global $next (mut i32) (i32.const 1024))
    (func (export "forget") (global.set $next (global.get $start)))
    (func (export "realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
      (local $at i32) (local $end i32) (local $have i32)
      (local.set $at (i32.and
        (i32.add (global.get $next) (i32.sub (local.get $align) (i32.const 1)))
        (i32.sub (i32.const 0) (local.get $align))))
      (local.set $end (i32.add (local.get $at) (local.get $size)))
      (if (i32.lt_u (local.get $end) (local.get $at)) (then (unreachable)))
      (local.set $have (i32.mul (memory.size) (i32.const 65536)))
      (if (i32.gt_u (local.get $end) (local.get $have)) (then
        (if (i32.eq (i32.const -1) (memory.grow (i32.add (i32.const 1)
              (i32.shr_u (i32.sub (local.get $end) (local.get $have)) (i32.const 16)))))
          (then (unreachable)))))
      (if (local.get $old-size) (then
        (memory.copy (local.get $at) (local.get $old)
          (select (local.get $old-size) (local.get $size) (i32.lt_u (local.get $old-size) (local.get $size))))))
      (global.set $next (local.get $end))
      (local.get $at)))
  (core instance $memory (instantiate $memory-module))
  (alias core export $memory "memory" (core memory $memory))
  (alias core export $memory "realloc" (core func $realloc))

  (core func $get-stdout (canon lower (func $stdout "get-stdout")))
  (core func $get-stderr (canon lower (func $stderr "get-stderr")))
  (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $memory)))
  (core func $get-arguments (canon lower (func $environment "get-arguments") (memory $memory) (realloc $realloc)))

  (core module $main-module (@name "platform-wasi")
    (import "memory" "memory" (memory 1))
    (import "memory" "forget" (func $forget))
    (import "wasi" "get-stdout" (func $get-stdout (result i32)))
    (import "wasi" "get-stderr" (func $get-stderr (result i32)))
    (import "wasi" "write" (func $stream-write (param i32 i32 i32 i32)))
    (import "wasi" "get-arguments" (func $get-arguments (param i32)))
    ;; The streams, asked for once.
    (global $streams (mut i32) (i32.const 0))
    (global $out (mut i32) (i32.const 0))
    (global $err (mut i32) (i32.const 0))
    (func $stream (param $to i32) (result i32)
      (if (i32.eqz (global.get $streams)) (then
        (global.set $out (call $get-stdout))
        (global.set $err (call $get-stderr))
        (global.set $streams (i32.const 1))))
      (select (global.get $err) (global.get $out) (local.get $to)))
    ;; WASI takes 4096 bytes at a time. The result of a write is at 0: its discriminant says whether it failed.
    (func $write-all (export "write") (param $to i32) (param $at i32) (param $length i32)
      (local $stream i32) (local $piece i32)
      (local.set $stream (call $stream (local.get $to)))
      (block $done
        (loop $more
          (br_if $done (i32.eqz (local.get $length)))
          (local.set $piece (select (local.get $length) (i32.const 4096) (i32.lt_u (local.get $length) (i32.const 4096))))
          (call $stream-write (local.get $stream) (local.get $at) (local.get $piece) (i32.const 0))
          (if (i32.load8_u (i32.const 0)) (then (call $output-cannot-be-written)))
          (local.set $at (i32.add (local.get $at) (local.get $piece)))
          (local.set $length (i32.sub (local.get $length) (local.get $piece)))
          (br $more)))
      (call $forget))
    (func $output-cannot-be-written (unreachable))
    ;; The list that WASI gives is the list that the program gets.
    (func (export "arguments") (result i32)
      (call $get-arguments (i32.const 16))
      (i32.const 16))
    (func (export "arguments-done") (param i32) (call $forget)))
  (core instance $main (instantiate $main-module
    (with "memory" (instance $memory))
    (with "wasi" (instance
      (export "get-stdout" (func $get-stdout)) (export "get-stderr" (func $get-stderr))
      (export "write" (func $write)) (export "get-arguments" (func $get-arguments))))))

  (type $destination (enum "stdout" "stderr"))
  (type $write-type (func (param "to" $destination) (param "content" (list u8))))
  (func $write-all (type $write-type)
    (canon lift (core func $main "write") (memory $memory) (realloc $realloc)))
  (component $output-shape
    (type $enum (enum "stdout" "stderr"))
    (import "destination" (type $imported (eq $enum)))
    (import "write" (func $write (param "to" $imported) (param "content" (list u8))))
    (export $destination "destination" (type $imported))
    (export "write" (func $write) (func (param "to" $destination) (param "content" (list u8)))))
  (instance $output (instantiate $output-shape
    (with "destination" (type $destination))
    (with "write" (func $write-all))))
  (export "molt:capabilities/output@0.1.0" (instance $output))

  (func $arguments (result (list string))
    (canon lift (core func $main "arguments") (memory $memory) (realloc $realloc)
      (post-return (core func $main "arguments-done"))))
  (instance $arguments-instance (export "get" (func $arguments)))
  (export "molt:capabilities/arguments@0.1.0" (instance $arguments-instance)))
