(module (func (export "add")))
