//! A function under construction: blocks, registers, and where an exception lands.

use std::collections::{BTreeMap, BTreeSet};

use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{
    Block, BlockId, CodeId, Function, Instruction, Intrinsic, Op, Operand, Register, RegisterInfo,
    Repr, Span, Terminator,
};

/// Instructions with the same landing.
#[derive(Debug)]
pub struct Region {
    /// The block that goes on, with nothing staged above `base`.
    pub main: BlockId,
    /// What was staged at the start.
    pub base: u32,
    by_depth: BTreeMap<u32, BlockId>,
    /// Registers that may own something when an exception lands.
    pub temps: BTreeSet<Register>,
}

/// Builds one function.
#[derive(Debug)]
pub struct Builder {
    /// What has been built.
    pub function: Function,
    /// The block that instructions go to.
    pub current: BlockId,
    /// The position of the next instructions.
    pub span: Span,
    /// How many values are on the stage.
    pub staged: u32,
    /// Innermost last.
    pub regions: Vec<Region>,
    /// Variables that own what they hold.
    pub owned: Vec<Register>,
    pool: BTreeMap<u8, Vec<Register>>,
    ended: bool,
}

fn pool_key(repr: Repr, owned: bool) -> u8 {
    let kind = match repr {
        Repr::Boxed => 0,
        Repr::Int => 1,
        Repr::Word => 2,
        Repr::Float => 3,
        Repr::Bool => 4,
    };
    kind * 2 + u8::from(owned)
}

impl Builder {
    /// An empty function.
    pub fn new(name: String, code: CodeId, result: Repr, frame: bool) -> Self {
        let mut builder = Self {
            function: Function {
                name,
                code,
                parameters: 0,
                result,
                frame,
                registers: Vec::new(),
                blocks: Vec::new(),
            },
            current: BlockId(0),
            span: Span::default(),
            staged: 0,
            regions: Vec::new(),
            owned: Vec::new(),
            pool: BTreeMap::new(),
            ended: false,
        };
        builder.current = builder.block();
        builder.open_region();
        builder
    }

    /// A new register.
    pub fn register(&mut self, repr: Repr, name: Option<&str>) -> Register {
        let id = u32::try_from(self.function.registers.len()).unwrap_or(u32::MAX);
        self.function.registers.push(RegisterInfo {
            repr,
            name: name.map(str::to_owned),
        });
        Register(id)
    }

    /// A new, empty block. It is not begun.
    pub fn block(&mut self) -> BlockId {
        let id = u32::try_from(self.function.blocks.len()).unwrap_or(u32::MAX);
        self.function.blocks.push(Block {
            instructions: Vec::new(),
            terminator: Terminator::Unreachable,
        });
        BlockId(id)
    }

    /// Goes on in this block.
    pub fn begin(&mut self, block: BlockId) {
        self.current = block;
        self.ended = false;
    }

    /// Ends the current block. What follows is not reached until [`Self::begin`].
    pub fn end(&mut self, terminator: Terminator) {
        if self.ended {
            return;
        }
        if let Some(block) = self.function.blocks.get_mut(self.current.0 as usize) {
            block.terminator = terminator;
        }
        self.ended = true;
    }

    /// Jumps, if this is reached.
    pub fn jump(&mut self, to: BlockId) {
        self.end(Terminator::Jump(to));
    }

    /// Jumps and goes on there.
    pub fn fall_into(&mut self, block: BlockId) {
        self.jump(block);
        self.begin(block);
    }

    /// Whether the current place is reached (as far as its own block knows).
    pub fn reached(&self) -> bool {
        !self.ended
    }

    /// Branches, gives back the condition's register, and goes on in `yes`.
    pub fn branch(&mut self, on: Value, yes: BlockId, no: BlockId) {
        self.end(Terminator::Branch {
            on: on.operand,
            yes,
            no,
        });
        self.forget(on);
    }

    /// Adds an instruction.
    pub fn emit(&mut self, op: Op) {
        if self.ended {
            return;
        }
        let landing = op.may_raise().then(|| self.landing());
        let instruction = Instruction {
            op,
            span: self.span,
            landing,
        };
        if let Some(block) = self.function.blocks.get_mut(self.current.0 as usize) {
            block.instructions.push(instruction);
        }
    }

    // -- temporaries

    /// A register for a while. An owned one is given back when an exception lands.
    pub fn temp(&mut self, repr: Repr, owned: bool) -> Register {
        let owned = owned && matches!(repr, Repr::Boxed | Repr::Int);
        let key = pool_key(repr, owned);
        let register = match self.pool.get_mut(&key).and_then(Vec::pop) {
            Some(register) => register,
            None => self.register(repr, None),
        };
        if owned && let Some(region) = self.regions.last_mut() {
            region.temps.insert(register);
        }
        register
    }

    fn recycle(&mut self, register: Register, owned: bool) {
        let repr = self.function.repr(register);
        let owned = owned && matches!(repr, Repr::Boxed | Repr::Int);
        self.pool
            .entry(pool_key(repr, owned))
            .or_default()
            .push(register);
    }

    /// Gives a value back.
    pub fn done(&mut self, value: Value) {
        if let Hold::Owned(register) = value.hold {
            self.emit(Op::Release { register });
        }
        self.forget(value);
    }

    /// Forgets a value whose register holds nothing to give back (any more).
    pub fn forget(&mut self, value: Value) {
        match value.hold {
            Hold::Owned(register) => self.recycle(register, true),
            Hold::Scratch(register) | Hold::Borrowed(register) => self.recycle(register, false),
            Hold::Free => {}
        }
    }

    /// An instruction with a result of a type that it owns.
    pub fn define(&mut self, ty: Ty, op: impl FnOnce(Register) -> Op) -> Value {
        let repr = ty.repr();
        let owned = matches!(repr, Repr::Boxed | Repr::Int) && !matches!(ty, Ty::None);
        let register = self.temp(repr, owned);
        self.emit(op(register));
        Value::in_temp(register, ty, owned)
    }

    /// An instruction with a bool.
    pub fn flag(&mut self, op: impl FnOnce(Register) -> Op) -> Value {
        self.define(Ty::Bool, op)
    }

    /// An intrinsic with a boxed result.
    pub fn call(&mut self, call: Intrinsic, arguments: Vec<Operand>) -> Value {
        self.define(Ty::Any, |to| Op::Intrinsic {
            to: Some(to),
            call,
            arguments,
        })
    }

    /// An intrinsic whose truth is wanted.
    pub fn ask(&mut self, call: Intrinsic, arguments: Vec<Operand>) -> Value {
        self.flag(|to| Op::Intrinsic {
            to: Some(to),
            call,
            arguments,
        })
    }

    /// An intrinsic without a result.
    pub fn perform(&mut self, call: Intrinsic, arguments: Vec<Operand>) {
        self.emit(Op::Intrinsic {
            to: None,
            call,
            arguments,
        });
    }

    // -- the stage

    /// Stages values and gives them back.
    pub fn stage(&mut self, values: Vec<Value>) {
        if values.is_empty() {
            return;
        }
        let items = values.iter().map(|value| value.operand).collect();
        self.staged += u32::try_from(values.len()).unwrap_or(0);
        self.emit(Op::Stage { items });
        values.into_iter().for_each(|value| self.done(value));
    }

    /// The next intrinsic has taken them.
    pub fn unstaged(&mut self, count: u32) {
        self.staged = self.staged.saturating_sub(count);
    }

    // -- exceptions

    /// From here on exceptions land in a block of their own.
    pub fn open_region(&mut self) {
        let main = self.block();
        self.regions.push(Region {
            main,
            base: self.staged,
            by_depth: BTreeMap::new(),
            temps: BTreeSet::new(),
        });
    }

    /// The end of the innermost region: its landing is begun, with its temporaries given back and the line traced.
    pub fn close_region(&mut self) {
        if let Some(region) = self.regions.pop() {
            self.land(&region);
            if let Some(outer) = self.regions.last_mut() {
                outer.temps.extend(region.temps);
            }
        }
    }

    fn land(&mut self, region: &Region) {
        self.begin(region.main);
        self.staged = region.base;
        if !region.temps.is_empty() {
            let registers = region.temps.iter().copied().collect();
            self.emit(Op::ReleaseMany { registers });
        }
        self.emit(Op::Trace);
    }

    /// Where an exception goes from here.
    pub fn landing(&mut self) -> BlockId {
        let depth = self.staged;
        let Some(region) = self.regions.last() else {
            return BlockId(0);
        };
        if depth <= region.base {
            return region.main;
        }
        if let Some(block) = region.by_depth.get(&depth) {
            return *block;
        }
        let (main, count) = (region.main, depth - region.base);
        let block = self.block();
        if let Some(made) = self.function.blocks.get_mut(block.0 as usize) {
            made.instructions.push(Instruction {
                op: Op::DropStaged { count },
                span: Span::default(),
                landing: None,
            });
            made.terminator = Terminator::Jump(main);
        }
        if let Some(region) = self.regions.last_mut() {
            region.by_depth.insert(depth, block);
        }
        block
    }

    /// Ends the function: the exceptional exit is written, and what is not reached goes.
    pub fn finish(mut self) -> Function {
        if let Some(region) = self.regions.pop() {
            self.land(&region);
            if !self.owned.is_empty() {
                let registers = self.owned.clone();
                self.emit(Op::ReleaseMany { registers });
            }
            self.end(Terminator::ReturnRaised);
        }
        super::prune::prune(&mut self.function);
        self.function
    }
}
