;; Imports a capability that nobody grants.
(component
  (import "test:capabilities/clock@0.1.0" (instance (export "now" (func (result u64))))))
