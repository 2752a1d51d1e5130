//! Instructions.

use super::{BlockId, ConstantId, FunctionId, GlobalId, Intrinsic, Register};

/// Where an instruction is in the source, for tracebacks. Lines from 1, columns from 0 in bytes of the line's UTF-8;
/// `end_column` is on the same line (an expression of several lines ends with its first one). Line 0: no position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Line, from 1.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Column behind the last one.
    pub end_column: u32,
}

/// Something to read. Its representation must be the one that the instruction asks for: a register's own, or, for the others,
/// the one named here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operand {
    /// A register, borrowed.
    Register(Register),
    /// Boxed: an immortal value, borrowed. Whoever moves it into an owner has retained it before, with [`Op::Retain`].
    Constant(ConstantId),
    /// Boxed (within 47 bits), int or word (within `-2^61 .. 2^61`).
    Int(i64),
    /// Boxed or float.
    Float(f64),
    /// Boxed or bool.
    Bool(bool),
    /// Boxed.
    None,
    /// Boxed: the absent signal.
    Absent,
}

/// An operator with two operands, as `scalars.binary-op`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    TrueDiv,
    /// `//`
    FloorDiv,
    /// `%`
    Mod,
    /// `**`
    Pow,
    /// `<<`
    LShift,
    /// `>>`
    RShift,
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `@`
    MatMul,
}

/// An operator with one operand, as `scalars.unary-op`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum UnaryOp {
    /// `-`
    Neg,
    /// `+`
    Pos,
    /// `~`
    Invert,
    /// `not`
    Not,
}

/// A comparison, as `scalars.compare-op`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum CompareOp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// `text.conversion`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Conversion {
    /// None
    None,
    /// `!s`
    Str,
    /// `!r`
    Repr,
    /// `!a`
    Ascii,
}

/// `flow.error-kind`, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ErrorKind {
    /// `NameError`
    Name,
    /// `UnboundLocalError`
    UnboundLocal,
    /// `NameError` of a free variable
    UnboundFree,
    /// `AssertionError`
    Assertion,
    /// `RecursionError`
    Recursion,
    /// `TypeError`
    Type,
    /// `ValueError`
    Value,
    /// `RuntimeError: No active exception to reraise`
    NothingToReraise,
    /// `OverflowError`
    Overflow,
    /// `ZeroDivisionError`
    ZeroDivision,
    /// `MemoryError`
    Memory,
}

/// What is raised when a variable has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoundKind {
    /// [`ErrorKind::Name`]
    Global,
    /// [`ErrorKind::UnboundLocal`]
    Local,
    /// [`ErrorKind::UnboundFree`]
    Free,
}

impl BoundKind {
    /// What is raised.
    pub fn error(self) -> ErrorKind {
        match self {
            Self::Global => ErrorKind::Name,
            Self::Local => ErrorKind::UnboundLocal,
            Self::Free => ErrorKind::UnboundFree,
        }
    }
}

/// What can be seen in a value's bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// An int of 47 bits. (Larger ints are pointers and are not recognised.)
    SmallInt,
    /// A float
    Float,
    /// A bool
    Bool,
    /// A pointer
    Pointer,
}

/// An instruction with its position and, iff [`Op::may_raise`], its landing.
#[derive(Clone, Debug, PartialEq)]
pub struct Instruction {
    /// What it does.
    pub op: Op,
    /// Where it is in the source.
    pub span: Span,
    /// The block that goes on when it has raised.
    pub landing: Option<BlockId>,
}

/// What an instruction does. `to` is the register that is defined; its old content is **not** given back, unless said.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    // -- moves
    /// `to = from`, bits only: nothing is owned once more. Same representation, or a word into an int.
    Copy { to: Register, from: Operand },
    /// `to = from; from = 0`: the ownership goes along.
    Take { to: Register, from: Register },
    /// `old = to; to = from; from = 0 (if it is a register); release old`: how a variable gets an owned value.
    Assign { to: Register, from: Operand },
    /// Owns once more. Boxed or int; nothing for the others.
    Retain { from: Operand },
    /// Gives back and zeroes. Boxed or int; for the others it only zeroes.
    Release { register: Register },
    /// [`Op::Release`] for each, in order.
    ReleaseMany { registers: Vec<Register> },

    // -- module-level variables
    /// `to = global`, **borrowed**; may be absent.
    LoadGlobal { to: Register, global: GlobalId },
    /// As [`Op::Assign`] for a global: `old = global; global = from; from = 0; release old`. `from` is boxed.
    StoreGlobal { global: GlobalId, from: Operand },
    /// Raises when a boxed value is absent; `name` is a str constant.
    CheckBound {
        from: Operand,
        kind: BoundKind,
        name: ConstantId,
    },

    // -- representations
    /// Int, word, float or bool to boxed; borrowed in, owned out.
    Box { to: Register, from: Operand },
    /// Boxed to the representation of `to`; borrowed in, owned out. The value is known to be an int (int), an int within
    /// `-2^61 ..= 2^61` (word), a float (float), a bool (bool).
    Unbox { to: Register, from: Operand },
    /// `to` (bool) = whether a boxed value has the tag.
    HasTag {
        to: Register,
        from: Operand,
        tag: Tag,
    },
    /// Int to float. Raises `OverflowError: int too large to convert to float`. Word as well (never raises then).
    IntToFloat { to: Register, from: Operand },
    /// Bool to word: 0 or 1.
    BoolToWord { to: Register, from: Operand },
    /// Int to word: the nearest within `-2^61 ..= 2^61`.
    Clamp { to: Register, from: Operand },

    // -- boxed values
    /// `scalars.binary`, or `scalars.in-place`; inline for int/int, float/float, and mixed ones. `to` is boxed.
    Binary {
        to: Register,
        op: BinaryOp,
        a: Operand,
        b: Operand,
        in_place: bool,
    },
    /// `scalars.unary` of a boxed value; inline for ints and floats. Not `not`. `to` is boxed.
    Unary {
        to: Register,
        op: UnaryOp,
        a: Operand,
    },
    /// `scalars.compare`; inline for ints and floats. `to` is bool.
    Compare {
        to: Register,
        op: CompareOp,
        a: Operand,
        b: Operand,
    },
    /// `scalars.truth`; inline for bool, int, float and None. `to` is bool.
    Truth { to: Register, a: Operand },
    /// `to` (bool) = equal bits of two boxed values. With [`Operand::Absent`]: whether it is absent.
    Is {
        to: Register,
        a: Operand,
        b: Operand,
    },
    /// `o[index]`, index int or word: `containers.get-item-at`, or `get-item` for a big int. `to` is boxed.
    GetItemAt {
        to: Register,
        o: Operand,
        index: Operand,
    },
    /// `o[index] = item`, likewise.
    SetItemAt {
        o: Operand,
        index: Operand,
        item: Operand,
    },
    /// `len(o)` as a word: `containers.length`.
    Length { to: Register, o: Operand },

    // -- ints. Operands are int or word.
    /// `to` (int) = `a op b` for every operator but `/`, `**` and `@`. May raise (`ZeroDivisionError`, `ValueError`,
    /// `MemoryError`).
    IntBinary {
        to: Register,
        op: BinaryOp,
        a: Operand,
        b: Operand,
    },
    /// `target = target op b` on an int register: its old content is given back. When it raises the old content stays.
    IntUpdate {
        target: Register,
        op: BinaryOp,
        b: Operand,
    },
    /// `to` (float) = `a / b`, correctly rounded. Raises `ZeroDivisionError`, `OverflowError`.
    IntDivide {
        to: Register,
        a: Operand,
        b: Operand,
    },
    /// `to` (int) = `-a` or `~a`.
    IntUnary {
        to: Register,
        op: UnaryOp,
        a: Operand,
    },
    /// `to` (bool) = `a op b`. Never raises.
    IntCompare {
        to: Register,
        op: CompareOp,
        a: Operand,
        b: Operand,
    },
    /// `to` (word) = `a op b` of words for add, sub, mul, and, or, xor: the result is known to be within the bounds of a word.
    /// Never raises.
    WordBinary {
        to: Register,
        op: BinaryOp,
        a: Operand,
        b: Operand,
    },

    // -- floats
    /// `to` (float) = `a op b`: add, sub, mul, `/`, `//`, `%`. The last three raise `ZeroDivisionError`.
    FloatBinary {
        to: Register,
        op: BinaryOp,
        a: Operand,
        b: Operand,
    },
    /// `to` (float) = `-a`.
    FloatNeg { to: Register, a: Operand },
    /// The root of a float that is not negative.
    FloatSqrt { to: Register, a: Operand },
    /// `to` (bool) = `a op b`.
    FloatCompare {
        to: Register,
        op: CompareOp,
        a: Operand,
        b: Operand,
    },

    // -- bools
    /// `to` (bool) = `not a`.
    Not { to: Register, a: Operand },

    // -- calls
    /// Calls a function of the program. Arguments have the representations of its parameters and are borrowed; `to` has that of
    /// its result.
    Call {
        to: Register,
        function: FunctionId,
        arguments: Vec<Operand>,
    },
    /// An intrinsic. `to` is boxed; bool when [`Intrinsic::outcome`] is a truth (the result is unboxed then). Without `to` the
    /// result is only looked at for raised: it owns nothing.
    Intrinsic {
        to: Option<Register>,
        call: Intrinsic,
        arguments: Vec<Operand>,
    },
    /// `containers.stage*`: boxed values, in order.
    Stage { items: Vec<Operand> },

    // -- exceptions
    /// `flow.trace(code, position)` of the instruction that has raised, once: then there is no position until the next
    /// instruction that may raise. Nothing without a position.
    Trace,
    /// `flow.catch`: `to` (boxed, owned) is the exception.
    Catch { to: Register },
    /// `flow.end-catch`
    EndCatch,
    /// `containers.drop-staged`
    DropStaged { count: u32 },
    /// `flow.raise-error`: always raises. The detail is boxed, or absent.
    RaiseError { kind: ErrorKind, detail: Operand },
}

/// How a block ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Terminator {
    /// Goes on there.
    Jump(BlockId),
    /// By a bool.
    Branch {
        on: Operand,
        yes: BlockId,
        no: BlockId,
    },
    /// By a word from 0; `default` for every other.
    Switch {
        on: Operand,
        targets: Vec<BlockId>,
        default: BlockId,
    },
    /// Hands over an owned value of the function's result representation.
    Return(Operand),
    /// Returns the raised signal.
    ReturnRaised,
    /// Never reached: behind an instruction that always raises.
    Unreachable,
}

impl Op {
    /// Whether it may raise, and then needs a landing.
    pub fn may_raise(&self) -> bool {
        match self {
            Self::CheckBound { .. }
            | Self::IntToFloat { .. }
            | Self::Binary { .. }
            | Self::Unary { .. }
            | Self::Compare { .. }
            | Self::Truth { .. }
            | Self::GetItemAt { .. }
            | Self::SetItemAt { .. }
            | Self::Length { .. }
            | Self::IntBinary { .. }
            | Self::IntUpdate { .. }
            | Self::IntDivide { .. }
            | Self::Call { .. }
            | Self::RaiseError { .. } => true,
            Self::FloatBinary { op, .. } => {
                !matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul)
            }
            Self::Intrinsic { call, .. } => call.outcome().may_raise(),
            _ => false,
        }
    }

    /// The register that it defines.
    pub fn target(&self) -> Option<Register> {
        match self {
            Self::Copy { to, .. }
            | Self::Take { to, .. }
            | Self::Assign { to, .. }
            | Self::LoadGlobal { to, .. }
            | Self::Box { to, .. }
            | Self::Unbox { to, .. }
            | Self::HasTag { to, .. }
            | Self::IntToFloat { to, .. }
            | Self::BoolToWord { to, .. }
            | Self::Clamp { to, .. }
            | Self::Binary { to, .. }
            | Self::Unary { to, .. }
            | Self::Compare { to, .. }
            | Self::Truth { to, .. }
            | Self::Is { to, .. }
            | Self::GetItemAt { to, .. }
            | Self::Length { to, .. }
            | Self::IntBinary { to, .. }
            | Self::IntUpdate { target: to, .. }
            | Self::IntDivide { to, .. }
            | Self::IntUnary { to, .. }
            | Self::IntCompare { to, .. }
            | Self::WordBinary { to, .. }
            | Self::FloatBinary { to, .. }
            | Self::FloatNeg { to, .. }
            | Self::FloatSqrt { to, .. }
            | Self::FloatCompare { to, .. }
            | Self::Not { to, .. }
            | Self::Call { to, .. }
            | Self::Catch { to } => Some(*to),
            Self::Intrinsic { to, .. } => *to,
            _ => None,
        }
    }
}
