//! What all functions of a program share while they are emitted.

use std::collections::HashMap;

use wasm_encoder::ValType;

use super::abi::Abi;
use super::code::{Code, Symbol};
use super::helper::Helper;
use super::module::Module;
use super::value::ABSENT;
use crate::contract::Contract;
use crate::ir::{ConstantId, FunctionId, GlobalId, Op, Program, Span};

/// The program, the module in the making, and what has been asked for so far.
pub struct Context<'a> {
    /// What is compiled.
    pub program: &'a Program,
    /// Where it goes.
    pub module: Module<'a>,
    /// Whether the table of entries is called.
    pub wants_entries: bool,
    /// The global that counts Python frames.
    pub depth: u32,
    /// What the canonical ABI has emitted.
    pub abi: Abi,
    bodies: Vec<Symbol>,
    may_settle: Vec<bool>,
    first_global: u32,
    /// Where the constants' values are: 8 bytes each.
    constants: u32,
    settling: HashMap<(&'static str, &'static str), Symbol>,
    helpers: HashMap<Helper, Symbol>,
    /// Helpers that were asked for and have no code yet.
    wanted: Vec<Helper>,
    spans: Vec<Span>,
    span_index: HashMap<Span, u32>,
}

impl<'a> Context<'a> {
    /// Declares what the program has: globals, constants, functions.
    pub fn new(program: &'a Program, contract: &'a Contract) -> Self {
        let mut module = Module::new(contract);
        let depth = module.global(ValType::I32, 0, "depth");
        let first_global = module.globals_count();
        for global in &program.globals {
            module.global(ValType::I64, ABSENT, &global.name);
        }
        let constants = module.place(&vec![0; program.constants.len() * 8]);
        let bodies = program
            .functions
            .iter()
            .map(|function| {
                let registers = function.registers.iter();
                let params: Vec<ValType> = [ValType::I32]
                    .into_iter()
                    .chain(
                        registers
                            .take(function.parameters as usize)
                            .map(|register| super::value::core_type(register.repr)),
                    )
                    .collect();
                let result = super::value::core_type(function.result);
                module.declare(&function.name, &params, &[result])
            })
            .collect();
        Self {
            program,
            module,
            wants_entries: false,
            depth,
            abi: Abi::default(),
            bodies,
            may_settle: may_settle(program),
            first_global,
            constants,
            settling: HashMap::new(),
            helpers: HashMap::new(),
            wanted: Vec::new(),
            spans: Vec::new(),
            span_index: HashMap::new(),
        }
    }

    /// A function of the program.
    pub fn body(&self, function: FunctionId) -> Option<Symbol> {
        self.bodies.get(function.0 as usize).copied()
    }

    /// Whether a function may ask the runtime something that needs a function of the program, itself or by a call.
    pub fn may_settle(&self, function: FunctionId) -> bool {
        self.may_settle.get(function.0 as usize) == Some(&true)
    }

    /// The wasm global of a module-level variable.
    pub fn global(&self, global: GlobalId) -> u32 {
        self.first_global + global.0
    }

    /// Where a constant's value is.
    pub fn constant(&self, constant: ConstantId) -> u32 {
        self.constants + constant.0 * 8
    }

    /// A helper, which is emitted once it is asked for.
    pub fn helper(&mut self, helper: Helper) -> Symbol {
        if let Some(symbol) = self.helpers.get(&helper) {
            return *symbol;
        }
        let (name, params, results) = helper.signature();
        let symbol = self.module.declare(&name, params, results);
        self.helpers.insert(helper, symbol);
        self.wanted.push(helper);
        symbol
    }

    /// A helper without code, if there is one.
    pub fn next_wanted(&mut self) -> Option<(Helper, Symbol)> {
        let helper = self.wanted.pop()?;
        self.helpers.get(&helper).map(|symbol| (helper, *symbol))
    }

    /// Calls a helper.
    pub fn call_helper(&mut self, code: &mut Code, helper: Helper) {
        let symbol = self.helper(helper);
        code.call(symbol);
    }

    /// An intrinsic with its settling, as a function: shorter where it is called, and a call longer.
    pub fn settling(&mut self, interface: &'static str, name: &'static str) -> Symbol {
        if let Some(symbol) = self.settling.get(&(interface, name)) {
            return *symbol;
        }
        let import = self.module.import(interface, name);
        let params = self.module.params(import);
        let symbol = self
            .module
            .declare(&format!("settled {name}"), &params, &[ValType::I64]);
        let mut code = Code::new(params.len());
        for param in 0..params.len() as u32 {
            code.get(param);
        }
        super::helper::call_settled(self, &mut code, interface, name);
        self.module.define(symbol, code);
        self.settling.insert((interface, name), symbol);
        symbol
    }

    /// Calls an intrinsic.
    pub fn call_import(&mut self, code: &mut Code, interface: &str, name: &str) {
        let symbol = self.module.import(interface, name);
        code.call(symbol);
    }

    /// The number of a position; 0 is none.
    pub fn span(&mut self, span: Span) -> u32 {
        if span.line == 0 {
            return 0;
        }
        *self.span_index.entry(span).or_insert_with(|| {
            self.spans.push(span);
            self.spans.len() as u32
        })
    }

    /// All positions, in the order of their numbers, which start with 1.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }
}

/// Which functions may meet a pending intrinsic, by themselves or in what they call.
fn may_settle(program: &Program) -> Vec<bool> {
    let mut may = vec![false; program.functions.len()];
    let mut callers = vec![Vec::new(); program.functions.len()];
    let mut next = Vec::new();
    for (index, function) in program.functions.iter().enumerate() {
        for op in function
            .blocks
            .iter()
            .flat_map(|block| &block.instructions)
            .map(|instruction| &instruction.op)
        {
            if let Op::Call { function, .. } = op {
                if let Some(callers) = callers.get_mut(function.0 as usize) {
                    callers.push(index);
                }
            } else if op.may_raise() && !is_of_numbers(op) {
                next.push(index);
            }
        }
    }
    while let Some(index) = next.pop() {
        if !std::mem::replace(&mut may[index], true) {
            next.extend(&callers[index]);
        }
    }
    may
}

/// Numbers never need the program.
fn is_of_numbers(op: &Op) -> bool {
    matches!(
        op,
        Op::IntBinary { .. }
            | Op::IntUpdate { .. }
            | Op::IntDivide { .. }
            | Op::FloatBinary { .. }
            | Op::IntToFloat { .. }
            | Op::CheckBound { .. }
            | Op::RaiseError { .. }
    )
}
