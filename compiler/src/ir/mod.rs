//! What the front half hands to the back half: a program as functions, each a control flow graph of basic blocks over typed,
//! mutable virtual registers.
//!
//! # Registers and ownership
//!
//! A register has a representation ([`Repr`]) for its whole life and starts as zero bits (`0`, `0.0`, false; a boxed register
//! starts as the float `0.0`, which nobody has to give back). Parameters are the first registers of a function and hold what
//! the caller passed.
//!
//! Pointers are counted. An instruction **borrows** its operands and defines an **owned** result, as the intrinsics do, unless
//! it says otherwise ([`Op::Copy`], [`Op::LoadGlobal`] and [`Operand::Constant`] borrow; [`Op::Assign`], [`Op::Take`],
//! [`Op::StoreGlobal`] and [`Terminator::Return`] take over what they are given). Owned registers are given back explicitly
//! ([`Op::Release`]), which also zeroes them, so that giving back twice is harmless. Parameters are borrowed from the caller,
//! who keeps them alive until the call is over.
//!
//! The same holds for registers of [`Repr::Int`], which may own a big int. [`Repr::Word`], [`Repr::Float`] and [`Repr::Bool`]
//! own nothing: retain and release are nothing for them.
//!
//! # Exceptions
//!
//! An instruction that may raise ([`Op::may_raise`]) has a landing: the block that goes on when it has raised. Its result
//! register then holds garbage that is safe to release (the raised signal, or bits that own nothing). A function that raises
//! returns the raised signal of its result's representation, see [`Repr`].
//!
//! Before an instruction that may raise the back half notes its [`Span`]; [`Op::Trace`] at the top of a landing hands it to the
//! runtime once (`flow.trace`) and forgets it. Until [`Op::Catch`] takes the exception, a landing does nothing but release,
//! drop what is staged, trace and end catches.
//!
//! An intrinsic that may be pending is settled by the back half (`tasks`); the IR does not see it.

mod dump;
mod intrinsic;
mod op;

pub use intrinsic::{Intrinsic, Outcome};
pub use op::{
    BinaryOp, BoundKind, CompareOp, Conversion, ErrorKind, Instruction, Op, Operand, Span, Tag,
    Terminator, UnaryOp,
};

/// How a register holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repr {
    /// Any value, NaN-boxed in an i64. Raised: `0x7ffe_0000_0000_0000`.
    Boxed,
    /// A Python int (exactly `int`, never a bool) in an i64: itself when it is within `-2^61 .. 2^61`, else
    /// `0x4000_0000_0000_0000 | payload` (48 bits) of an owned pointer to a big int. Every int has one form only. Raised:
    /// `i64::MIN`.
    Int,
    /// An int that is known to be within `-2^61 ..= 2^61`, as an i64. Raised: `i64::MIN`.
    Word,
    /// A Python float in an f64. Every NaN is the same value; [`Op::Box`] makes it the canonical one. Raised: the f64 of the
    /// bits `0x7ffe_0000_0000_0000`.
    Float,
    /// A bool in an i32: 0 or 1. Raised: 2.
    Bool,
}

/// Index of a register of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Register(pub u32);

/// Index of a block of a function. Block 0 is the entry and has no predecessors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(pub u32);

/// Index into [`Program::functions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(pub u32);

/// Index into [`Program::codes`]; the number that the runtime knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CodeId(pub u32);

/// Index into [`Program::globals`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GlobalId(pub u32);

/// Index into [`Program::constants`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConstantId(pub u32);

/// A whole program.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The file's name as tracebacks show it.
    pub file: String,
    /// The source, for tracebacks (`calls.describe-source`).
    pub source: String,
    /// Every function with a body. Function 0 is the module's own: no parameters, a boxed result that is None or raised.
    pub functions: Vec<Function>,
    /// What the runtime is told about functions that can be values or appear in tracebacks. Code 0 is the module's own.
    pub codes: Vec<Code>,
    /// Module-level variables: an i64 each (boxed), absent at the start, owned by the module.
    pub globals: Vec<Global>,
    /// Immortal values: made before the module runs or at their first use, never released.
    pub constants: Vec<Constant>,
    /// Functions that the component exports (`@molt.export`).
    pub exports: Vec<Export>,
    /// Functions that the world outside provides (`@molt.ffi`).
    pub foreign: Vec<Foreign>,
}

/// A module-level variable.
#[derive(Clone, Debug)]
pub struct Global {
    /// Its name in the source, or one with a dot for what the compiler keeps (a default value).
    pub name: String,
}

/// An immortal value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// `text.literal`: WTF-8.
    Str(Vec<u8>),
    /// `binary.literal`
    Bytes(Vec<u8>),
    /// `scalars.int-from-decimal`: an int that does not fit into 47 bits, in decimal digits with an optional `-`.
    Int(String),
    /// A tuple of constants: they are operands that are no registers. Constants of lower index only.
    Tuple(Vec<ConstantItem>),
    /// `calls.builtin`
    Builtin(String),
}

/// An item of a constant tuple.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ConstantItem {
    /// None
    None,
    /// A bool
    Bool(bool),
    /// An int of 47 bits
    Int(i64),
    /// A float's bits
    Float(u64),
    /// Another constant
    Constant(ConstantId),
}

/// What `calls.describe` says about a function, and which body the runtime's requests run.
#[derive(Clone, Debug)]
pub struct Code {
    /// `__name__`
    pub name: String,
    /// `__qualname__`
    pub qualified_name: String,
    /// The line of the `def`, from 1; of the first decorator if there is one.
    pub line: u32,
    /// Names of the positional-only, then the positional, then the keyword-only parameters.
    pub parameters: Vec<String>,
    /// How many of them are positional-only.
    pub positional_only: u32,
    /// How many of them are keyword-only.
    pub keyword_only: u32,
    /// The name behind `*`, if any.
    pub varargs: Option<String>,
    /// The name behind `**`, if any.
    pub varkeywords: Option<String>,
    /// How many cells the closure has. The body takes them as its last parameters.
    pub cells: u32,
    /// The body that an entry from the runtime calls: its parameters are all boxed: `parameters`, then varargs, then
    /// varkeywords, then the cells; its result is boxed. `None` for a code that is only a name in tracebacks (the module,
    /// a class body).
    pub entry: Option<FunctionId>,
}

/// A function's body.
#[derive(Clone, Debug)]
pub struct Function {
    /// For dumps and the wasm name section.
    pub name: String,
    /// What [`Op::Trace`] names, and what the call depth is counted for.
    pub code: CodeId,
    /// How many of the registers are parameters; they come first.
    pub parameters: u32,
    /// The representation of what it returns.
    pub result: Repr,
    /// Whether it is a frame of its own in Python's eyes: entering it counts towards the recursion limit, and raises
    /// `RecursionError` (`flow.raise-error(recursion)`, returned without a trace of this function) beyond it. Every way out
    /// counts down again.
    pub frame: bool,
    /// All registers.
    pub registers: Vec<RegisterInfo>,
    /// All blocks.
    pub blocks: Vec<Block>,
}

/// A register.
#[derive(Clone, Debug)]
pub struct RegisterInfo {
    /// How it holds its value.
    pub repr: Repr,
    /// The variable's name, if it is one.
    pub name: Option<String>,
}

/// A basic block.
#[derive(Clone, Debug)]
pub struct Block {
    /// In order. An instruction that raises leaves the block in the middle.
    pub instructions: Vec<Instruction>,
    /// How it ends.
    pub terminator: Terminator,
}

/// A type at the component's boundary.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// `None`
    None,
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `float`
    Float,
    /// `str`
    Str,
    /// `bytes`
    Bytes,
    /// `list[T]`
    List(Box<Type>),
    /// `tuple[A, B, ..]`
    Tuple(Vec<Type>),
    /// `dict[K, V]`
    Dict(Box<Type>, Box<Type>),
    /// `T | None`, `Optional[T]`
    Optional(Box<Type>),
    /// `object`, `Any`, and `list`, `dict`, `tuple`, `set` without parameters: any value that MsgPack holds; it crosses as
    /// `list<u8>`.
    Object,
}

/// A parameter at the boundary.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Parameter {
    /// Its Python name.
    pub name: String,
    /// Its type.
    pub r#type: Type,
}

/// `@molt.export`: a module-level function that the component exports. The module's body has run before it is called.
#[derive(Clone, Debug)]
pub struct Export {
    /// The Python name.
    pub name: String,
    /// All positional.
    pub parameters: Vec<Parameter>,
    /// What it returns.
    pub result: Type,
    /// Its code; call [`Code::entry`] directly.
    pub code: CodeId,
    /// Line of the `def`, from 1.
    pub line: u32,
}

/// `@molt.ffi("molt_json::parse")`: a function without a body that a component provides: function `parse` of package
/// `molt:json`. With the interface too: `molt_json::parser::parse`, or as WIT has it: `molt:json/parser`, then the function is
/// called as in Python.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// The Python name.
    pub name: String,
    /// The path, as written.
    pub interface: String,
    /// All positional.
    pub parameters: Vec<Parameter>,
    /// What it returns.
    pub result: Type,
    /// Its code. The body behind [`Code::entry`] raises `NotImplementedError`: who provides the function replaces it.
    pub code: CodeId,
    /// Line of the `def`, from 1.
    pub line: u32,
}

impl Function {
    /// The representation of a register; boxed for one that does not exist.
    pub fn repr(&self, register: Register) -> Repr {
        self.registers
            .get(register.0 as usize)
            .map_or(Repr::Boxed, |info| info.repr)
    }
}
