//! One function of the IR to wasm: structure, ends of blocks, operands.

use std::collections::{HashMap, HashSet};

use wasm_encoder::ValType;

use super::code::Code;
use super::context::Context;
use super::helper::Helper;
use super::structure::{Exit, Label, Node, Plan, Step};
use super::value::{
    ABSENT, BOOL_RAISED, EMPTY, INT_RAISED, NONE, RAISED, boxed_bool, boxed_float, boxed_int,
    core_type,
};
use crate::ir::{
    BinaryOp, Block, BlockId, Function, FunctionId, Instruction, Op, Operand, Register, Repr, Span,
    Terminator,
};

/// The local with the depth of the call.
pub const DEPTH: u32 = 0;

/// CPython's default limit.
const RECURSION_LIMIT: i32 = 1000;

/// A function while it is emitted.
pub struct Emitter<'c, 'a, 'f> {
    pub context: &'c mut Context<'a>,
    pub function: &'f Function,
    pub code: Code,
    plan: Plan,
    labels: HashMap<Label, u32>,
    /// The local with the number of the position of what has raised; functions that trace nothing have none.
    position: Option<u32>,
    /// The dispatcher's local and label.
    dispatch: Option<(u32, u32)>,
    /// The block that is being emitted.
    block: BlockId,
    /// Whether it is only reached by exceptions.
    pub is_cold: bool,
    scratch: HashMap<(ValType, u8), u32>,
    notes_depth: bool,
    landings: HashSet<BlockId>,
    /// What is open: whether it is a loop.
    open: Vec<bool>,
    /// Operands of the instruction that are given back behind it: the instruction sees to it.
    pub given_back: Vec<Register>,
    /// Those of them that are still to be zeroed.
    pub given_zero: Vec<Register>,
}

/// Emits a function of the program.
pub fn emit(context: &mut Context<'_>, id: FunctionId) {
    let program = context.program;
    let (Some(function), Some(symbol)) = (program.functions.get(id.0 as usize), context.body(id))
    else {
        return;
    };
    let notes_depth = context.may_settle(id);
    let nodes: Vec<Node> = function.blocks.iter().map(node).collect();
    // Parameter 0 is the depth of the call.
    let mut code = Code::new(function.parameters as usize + 1);
    for register in function.registers.iter().skip(function.parameters as usize) {
        code.local(core_type(register.repr));
    }
    let mut emitter = Emitter {
        context,
        function,
        code,
        plan: Plan::new(&nodes),
        labels: HashMap::new(),
        position: None,
        dispatch: None,
        block: BlockId(0),
        is_cold: false,
        scratch: HashMap::new(),
        notes_depth,
        landings: function
            .blocks
            .iter()
            .flat_map(|block| &block.instructions)
            .filter_map(|instruction| instruction.landing)
            .collect(),
        open: Vec::new(),
        given_back: Vec::new(),
        given_zero: Vec::new(),
    };
    emitter.run();
    let code = emitter.code;
    context.module.define(symbol, code);
}

/// Which ints an instruction on ints is the last to read. When its quick way is right they are small, and there is nothing to
/// give back.
fn given_back(instruction: &Instruction, behind: &[Instruction]) -> Vec<Register> {
    let (Op::IntBinary {
        to,
        op: BinaryOp::Add | BinaryOp::Sub | BinaryOp::And | BinaryOp::Or | BinaryOp::Xor,
        a,
        b,
    }
    | Op::IntCompare { to, a, b, .. }) = instruction.op
    else {
        return Vec::new();
    };
    behind
        .iter()
        .map_while(|next| match next.op {
            Op::Release { register }
                if register != to && [a, b].contains(&Operand::Register(register)) =>
            {
                Some(register)
            }
            _ => None,
        })
        .collect()
}

/// The local of a register.
pub fn local(register: Register) -> u32 {
    register.0 + 1
}

fn node(block: &Block) -> Node {
    let mut landings: Vec<u32> = block
        .instructions
        .iter()
        .filter_map(|instruction| instruction.landing)
        .map(|landing| landing.0)
        .collect();
    landings.sort_unstable();
    landings.dedup();
    let exit = match &block.terminator {
        Terminator::Jump(to) => Exit::Jump(to.0),
        Terminator::Branch { yes, no, .. } if yes == no => Exit::Jump(yes.0),
        Terminator::Branch { yes, no, .. } => Exit::Branch(yes.0, no.0),
        Terminator::Switch {
            targets, default, ..
        } => Exit::Switch(targets.iter().chain([default]).map(|to| to.0).collect()),
        Terminator::Return(_) | Terminator::ReturnRaised | Terminator::Unreachable => Exit::Leave,
    };
    Node { landings, exit }
}

impl Emitter<'_, '_, '_> {
    fn run(&mut self) {
        let traces = |block: &Block| {
            block
                .instructions
                .iter()
                .any(|instruction| instruction.op == Op::Trace)
        };
        if self.function.blocks.iter().any(traces) {
            self.position = Some(self.code.local(ValType::I32));
        }
        if self.function.frame {
            self.enter_frame();
        }
        if self.plan.is_dispatcher {
            self.dispatcher();
        } else {
            for step in std::mem::take(&mut self.plan.steps) {
                self.step(&step);
            }
        }
        self.code.ins().unreachable();
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Block(block) => {
                self.open.push(false);
                let label = self.code.block(EMPTY);
                self.labels.insert(Label::After(*block), label);
            }
            Step::Loop(block) => {
                self.open.push(true);
                let label = self.code.loop_(EMPTY);
                self.labels.insert(Label::Again(*block), label);
            }
            Step::End => {
                self.open.pop();
                self.code.end();
            }
            Step::Code(block) => self.instructions(BlockId(*block)),
            Step::If(block) => {
                self.open.push(false);
                self.condition(*block);
                self.code.if_(EMPTY);
            }
            Step::Else => self.code.else_(),
            Step::Goto(from, to) => self.goto(*from, *to),
            Step::GotoIf(from, to) => {
                self.condition(*from);
                let label = self.label(*from, *to);
                self.code.br_if(label);
            }
            Step::GotoUnless(from, to) => {
                self.condition(*from);
                self.code.ins().i32_eqz();
                let label = self.label(*from, *to);
                self.code.br_if(label);
            }
            Step::Pick(block) => self.pick(*block),
            Step::Leave(block) => self.leave(*block),
        }
    }

    /// A loop around a `br_table`: an edge sets the number of the block to go on at.
    fn dispatcher(&mut self) {
        let state = self.code.local(ValType::I32);
        let blocks: Vec<u32> = self.plan.blocks().to_vec();
        let again = self.code.loop_(EMPTY);
        self.dispatch = Some((state, again));
        let labels: Vec<u32> = blocks.iter().map(|_| self.code.block(EMPTY)).collect();
        self.code.get(state);
        let targets: Vec<u32> = labels
            .iter()
            .rev()
            .map(|label| self.code.relative(*label))
            .collect();
        let default = targets.last().copied().unwrap_or(0);
        self.code.ins().br_table(targets, default);
        for block in blocks {
            self.code.end();
            self.instructions(BlockId(block));
            self.dispatched_exit(block);
        }
        self.code.end();
    }

    fn dispatched_exit(&mut self, block: u32) {
        match node(&self.function.blocks[block as usize]).exit {
            Exit::Leave => self.leave(block),
            Exit::Jump(to) => self.goto(block, to),
            Exit::Branch(yes, no) => {
                self.condition(block);
                self.code.if_(EMPTY);
                self.goto(block, yes);
                self.code.end();
                self.goto(block, no);
            }
            Exit::Switch(_) => {
                // The numbers of the blocks are set by a chain: a switch in an irreducible function is rare.
                let Terminator::Switch {
                    on,
                    targets,
                    default,
                } = &self.function.blocks[block as usize].terminator
                else {
                    return;
                };
                for (index, to) in targets.iter().enumerate() {
                    self.push(*on, Repr::Word);
                    self.code.ins().i64_const(index as i64).i64_eq();
                    self.code.if_(EMPTY);
                    self.goto(block, to.0);
                    self.code.end();
                }
                self.goto(block, default.0);
            }
        }
    }

    fn label(&self, from: u32, to: u32) -> u32 {
        let label = self.plan.label(from, to);
        self.labels.get(&label).copied().unwrap_or(0)
    }

    fn goto(&mut self, from: u32, to: u32) {
        if let Some((state, again)) = self.dispatch {
            let number = self.plan.number(to);
            self.code.ins().i32_const(number.cast_signed());
            self.code.set(state);
            self.code.br(again);
        } else {
            let label = self.label(from, to);
            self.code.br(label);
        }
    }

    fn block(&self, block: u32) -> &Block {
        &self.function.blocks[block as usize]
    }

    fn condition(&mut self, block: u32) {
        if let Terminator::Branch { on, .. } = self.block(block).terminator {
            self.push(on, Repr::Bool);
        }
    }

    fn pick(&mut self, block: u32) {
        let Terminator::Switch {
            on,
            targets,
            default,
        } = &self.block(block).terminator
        else {
            return;
        };
        let (on, default) = (*on, default.0);
        let count = targets.len() as i64;
        let labels: Vec<u32> = targets
            .iter()
            .map(|to| self.code.relative(self.label(block, to.0)))
            .collect();
        let default = self.code.relative(self.label(block, default));
        self.push(on, Repr::Word);
        self.code.ins().i64_const(count);
        self.push(on, Repr::Word);
        self.code
            .ins()
            .i64_const(count)
            .i64_lt_u()
            .select()
            .i32_wrap_i64()
            .br_table(labels, default);
    }

    fn leave(&mut self, block: u32) {
        match self.block(block).terminator {
            Terminator::Return(operand) => {
                let result = self.function.result;
                self.push(operand, result);
                self.leave_frame();
                self.code.ins().return_();
            }
            Terminator::ReturnRaised => {
                self.leave_frame();
                self.push_raised();
                self.code.ins().return_();
            }
            _ => {
                self.code.ins().unreachable();
            }
        }
    }

    fn push_raised(&mut self) {
        let mut ins = self.code.ins();
        match self.function.result {
            Repr::Boxed => ins.i64_const(RAISED),
            Repr::Int | Repr::Word => ins.i64_const(INT_RAISED),
            Repr::Float => ins.i64_const(RAISED).f64_reinterpret_i64(),
            Repr::Bool => ins.i32_const(BOOL_RAISED),
        };
    }

    /// The depth is a parameter: calls pass one more. Who may ask the runtime something that needs a function of the program
    /// also notes it in a global, where that function's entry finds it.
    fn enter_frame(&mut self) {
        self.code.get(DEPTH);
        self.code.ins().i32_const(RECURSION_LIMIT).i32_gt_u();
        self.code.if_(EMPTY);
        self.context.call_helper(&mut self.code, Helper::Recursion);
        self.push_raised();
        self.code.ins().return_();
        self.code.end();
        if self.notes_depth {
            self.code.get(DEPTH);
            self.code.ins().global_set(self.context.depth);
        }
    }

    fn leave_frame(&mut self) {
        if self.function.frame && self.notes_depth {
            self.code.get(DEPTH);
            self.code
                .ins()
                .i32_const(1)
                .i32_sub()
                .global_set(self.context.depth);
        }
    }

    fn instructions(&mut self, block: BlockId) {
        self.block = block;
        let function = self.function;
        let body = &function.blocks[block.0 as usize];
        self.is_cold = self.landings.contains(&block);
        let leaves = matches!(
            body.terminator,
            Terminator::Return(_) | Terminator::ReturnRaised
        );
        let mut rest = body.instructions.as_slice();
        while let Some((instruction, behind)) = rest.split_first() {
            self.given_back = given_back(instruction, behind);
            rest = &behind[self.given_back.len()..];
            self.instruction(instruction, leaves && rest.is_empty());
        }
    }

    /// i32 -> when it is not 0, the instruction has raised and its landing goes on.
    pub fn land_if(&mut self, instruction: &Instruction) {
        self.code.if_(EMPTY);
        self.land(instruction);
        self.code.end();
    }

    /// The instruction has raised.
    pub fn land(&mut self, instruction: &Instruction) {
        self.note(instruction.span);
        match instruction.landing {
            Some(landing) => self.goto(self.block.0, landing.0),
            None => {
                self.code.ins().unreachable();
            }
        }
    }

    /// Whether the code that is emitted runs once.
    pub fn runs_once(&self) -> bool {
        self.function.code.0 == 0 && self.dispatch.is_none() && !self.open.contains(&true)
    }

    /// Whether short is better than quick.
    pub fn is_short(&self) -> bool {
        self.is_cold || self.runs_once()
    }

    fn note(&mut self, span: Span) {
        let number = self.context.span(span);
        if let (Some(position), 1..) = (self.position, number) {
            self.code.ins().i32_const(number.cast_signed());
            self.code.set(position);
        }
    }

    /// `flow.trace` of what was noted, once.
    pub fn trace(&mut self) {
        let Some(position) = self.position else {
            return;
        };
        self.code
            .ins()
            .i32_const(self.function.code.0.cast_signed());
        self.code.get(position);
        self.context.call_helper(&mut self.code, Helper::Trace);
        self.code.ins().i32_const(0);
        self.code.set(position);
    }

    /// A local for a moment.
    pub fn scratch(&mut self, ty: ValType) -> u32 {
        self.scratch_of(ty, 0)
    }

    /// One of several.
    pub fn scratch_of(&mut self, ty: ValType, number: u8) -> u32 {
        let code = &mut self.code;
        *self
            .scratch
            .entry((ty, number))
            .or_insert_with(|| code.local(ty))
    }

    /// The representation of an operand that is not told by its place.
    pub fn repr(&self, operand: Operand) -> Repr {
        match operand {
            Operand::Register(register) => self.function.repr(register),
            Operand::Int(_) => Repr::Word,
            Operand::Float(_) => Repr::Float,
            Operand::Bool(_) => Repr::Bool,
            Operand::Constant(_) | Operand::None | Operand::Absent => Repr::Boxed,
        }
    }

    /// Puts an operand on the stack, borrowed.
    pub fn push(&mut self, operand: Operand, repr: Repr) {
        match operand {
            Operand::Register(register) => self.code.get(local(register)),
            Operand::Constant(constant) => {
                let address = self.context.constant(constant);
                self.code.ins().i32_const(0).i64_load(wasm_encoder::MemArg {
                    offset: u64::from(address),
                    align: 3,
                    memory_index: 0,
                });
            }
            _ => self.push_immediate(operand, repr),
        }
    }

    fn push_immediate(&mut self, operand: Operand, repr: Repr) {
        let mut ins = self.code.ins();
        match (operand, repr) {
            (Operand::Int(number), Repr::Int | Repr::Word) => ins.i64_const(number),
            (Operand::Int(number), Repr::Float) => ins.f64_const((number as f64).into()),
            (Operand::Int(number), _) => ins.i64_const(boxed_int(number)),
            (Operand::Float(number), Repr::Float) => ins.f64_const(number.into()),
            (Operand::Float(number), _) => ins.i64_const(boxed_float(number)),
            (Operand::Bool(flag), Repr::Bool) => ins.i32_const(i32::from(flag)),
            (Operand::Bool(flag), Repr::Int | Repr::Word) => ins.i64_const(i64::from(flag)),
            (Operand::Bool(flag), _) => ins.i64_const(boxed_bool(flag)),
            (Operand::None, _) => ins.i64_const(NONE),
            _ => ins.i64_const(ABSENT),
        };
    }

    /// A register is zero.
    pub fn zero(&mut self, register: Register) {
        let mut ins = self.code.ins();
        match self.function.repr(register) {
            Repr::Boxed | Repr::Int | Repr::Word => ins.i64_const(0),
            Repr::Float => ins.f64_const(0.0.into()),
            Repr::Bool => ins.i32_const(0),
        };
        self.code.set(local(register));
    }
}
