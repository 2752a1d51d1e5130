//! The body of one wasm function while it is written: bytes, and the places where calls stand.

use wasm_encoder::{BlockType, Encode, InstructionSink, ValType};

/// A function of the module, imported or not; its index is known when the module is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub u32);

/// A function's locals and instructions.
#[derive(Clone, Debug, Default)]
pub struct Code {
    bytes: Vec<u8>,
    /// Where an index belongs, and whose.
    calls: Vec<(usize, Symbol)>,
    params: u32,
    locals: Vec<ValType>,
    /// Open blocks, loops and ifs.
    depth: u32,
    /// Where the last instruction starts and whose it is, when it sets a local.
    last_set: Option<(usize, u32)>,
}

impl Code {
    /// An empty body of a function with so many parameters.
    pub fn new(params: usize) -> Self {
        Self {
            params: params as u32,
            ..Self::default()
        }
    }

    /// Instructions other than calls and blocks.
    pub fn ins(&mut self) -> InstructionSink<'_> {
        InstructionSink::new(&mut self.bytes)
    }

    /// One more local variable.
    pub fn local(&mut self, ty: ValType) -> u32 {
        self.locals.push(ty);
        self.params + self.locals.len() as u32 - 1
    }

    /// Reads a local.
    pub fn get(&mut self, local: u32) {
        // What was just written there is still on the stack when it is teed.
        if let Some((start, set)) = self.last_set
            && set == local
            && self.set_length(local) + start == self.bytes.len()
        {
            self.bytes[start] = 0x22;
            self.last_set = None;
            return;
        }
        self.ins().local_get(local);
    }

    /// Writes a local.
    pub fn set(&mut self, local: u32) {
        let start = self.bytes.len();
        self.ins().local_set(local);
        self.last_set = Some((start, local));
    }

    /// Writes a local and keeps the value on the stack.
    pub fn tee(&mut self, local: u32) {
        self.ins().local_tee(local);
    }

    /// How long `local.set` is.
    fn set_length(&self, local: u32) -> usize {
        1 + (32 - local.leading_zeros()).div_ceil(7).max(1) as usize
    }

    /// Calls through the table, by the number on the stack.
    pub fn call_indirect(&mut self, ty: u32) {
        self.ins().call_indirect(0, ty);
    }

    /// Calls a function.
    pub fn call(&mut self, callee: Symbol) {
        self.bytes.push(0x10);
        self.calls.push((self.bytes.len(), callee));
    }

    /// Opens a block; returns its label.
    pub fn block(&mut self, ty: BlockType) -> u32 {
        self.ins().block(ty);
        self.depth += 1;
        self.depth
    }

    /// Opens a loop; returns its label.
    pub fn loop_(&mut self, ty: BlockType) -> u32 {
        self.ins().loop_(ty);
        self.depth += 1;
        self.depth
    }

    /// Opens an if; returns its label.
    pub fn if_(&mut self, ty: BlockType) -> u32 {
        self.ins().if_(ty);
        self.depth += 1;
        self.depth
    }

    /// The other side of an if.
    pub fn else_(&mut self) {
        self.ins().else_();
    }

    /// Ends the innermost block, loop or if.
    pub fn end(&mut self) {
        self.ins().end();
        self.depth = self.depth.saturating_sub(1);
    }

    /// A label as a branch counts it.
    pub fn relative(&self, label: u32) -> u32 {
        self.depth - label.min(self.depth)
    }

    /// Goes to a label.
    pub fn br(&mut self, label: u32) {
        let relative = self.relative(label);
        self.ins().br(relative);
    }

    /// Goes to a label when the top of the stack is not 0.
    pub fn br_if(&mut self, label: u32) {
        let relative = self.relative(label);
        self.ins().br_if(relative);
    }

    /// The function as the code section holds it, with indices in place.
    pub fn finish(&self, index: impl Fn(Symbol) -> u32) -> Vec<u8> {
        let mut body = Vec::with_capacity(self.bytes.len() + self.calls.len() + 16);
        let mut groups: Vec<(u32, ValType)> = Vec::new();
        for &ty in &self.locals {
            match groups.last_mut() {
                Some((count, last)) if *last == ty => *count += 1,
                _ => groups.push((1, ty)),
            }
        }
        (groups.len() as u32).encode(&mut body);
        for (count, ty) in groups {
            count.encode(&mut body);
            ty.encode(&mut body);
        }
        let mut done = 0;
        for &(at, callee) in &self.calls {
            body.extend_from_slice(&self.bytes[done..at]);
            index(callee).encode(&mut body);
            done = at;
        }
        body.extend_from_slice(&self.bytes[done..]);
        body.push(0x0b);
        body
    }
}
