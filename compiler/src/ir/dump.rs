//! IR as text, for `explain` and tests.

use std::fmt::{self, Display, Formatter};

use super::{
    BlockId, Constant, ConstantId, ConstantItem, Function, GlobalId, Instruction, Intrinsic, Op,
    Operand, Program, Register, Repr, Terminator,
};

impl Display for Program {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, global) in self.globals.iter().enumerate() {
            writeln!(f, "global g{index} {}", global.name)?;
        }
        for (index, constant) in self.constants.iter().enumerate() {
            writeln!(f, "constant c{index} {constant}")?;
        }
        for (index, code) in self.codes.iter().enumerate() {
            write!(f, "code {index} {} line {}", code.qualified_name, code.line)?;
            match code.entry {
                Some(entry) => writeln!(f, " entry f{}", entry.0)?,
                None => writeln!(f)?,
            }
        }
        for (index, function) in self.functions.iter().enumerate() {
            write!(f, "\nf{index} {function}")?;
        }
        Ok(())
    }
}

impl Display for Function {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name)?;
        for (index, info) in self
            .registers
            .iter()
            .take(self.parameters as usize)
            .enumerate()
        {
            let comma = if index == 0 { "" } else { ", " };
            let name = info.name.as_deref().unwrap_or("");
            write!(f, "{comma}r{index}:{} {name}", info.repr)?;
        }
        writeln!(f, ") -> {}", self.result)?;
        for (index, info) in self
            .registers
            .iter()
            .enumerate()
            .skip(self.parameters as usize)
        {
            if let Some(name) = &info.name {
                writeln!(f, "  local r{index}:{} {name}", info.repr)?;
            }
        }
        for (index, block) in self.blocks.iter().enumerate() {
            writeln!(f, "  b{index}:")?;
            for instruction in &block.instructions {
                writeln!(f, "    {instruction}")?;
            }
            writeln!(f, "    {}", block.terminator)?;
        }
        Ok(())
    }
}

impl Display for Instruction {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.op)?;
        match self.landing {
            Some(landing) => write!(f, " !{landing} @{}:{}", self.span.line, self.span.column),
            None => Ok(()),
        }
    }
}

impl Display for Op {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copy { to, from } => write!(f, "{to} = {from}"),
            Self::Take { to, from } => write!(f, "{to} = take {from}"),
            Self::Assign { to, from } => write!(f, "{to} := {from}"),
            Self::Retain { from } => write!(f, "retain {from}"),
            Self::Release { register } => write!(f, "release {register}"),
            Self::ReleaseMany { registers } => {
                write!(f, "release")?;
                registers
                    .iter()
                    .try_for_each(|register| write!(f, " {register}"))
            }
            Self::LoadGlobal { to, global } => write!(f, "{to} = {global}"),
            Self::StoreGlobal { global, from } => write!(f, "{global} := {from}"),
            Self::CheckBound { from, kind, name } => write!(f, "bound {from} {kind:?} {name}"),
            Self::Box { to, from } => write!(f, "{to} = box {from}"),
            Self::Unbox { to, from } => write!(f, "{to} = unbox {from}"),
            Self::HasTag { to, from, tag } => write!(f, "{to} = has-tag {from} {tag:?}"),
            Self::IntToFloat { to, from } => write!(f, "{to} = int-to-float {from}"),
            Self::BoolToWord { to, from } => write!(f, "{to} = bool-to-word {from}"),
            Self::Clamp { to, from } => write!(f, "{to} = clamp {from}"),
            Self::Binary {
                to,
                op,
                a,
                b,
                in_place,
            } => {
                let mark = if *in_place { "=" } else { "" };
                write!(f, "{to} = {op:?}{mark} {a}, {b}")
            }
            Self::Unary { to, op, a } => write!(f, "{to} = {op:?} {a}"),
            Self::Compare { to, op, a, b } => write!(f, "{to} = {op:?} {a}, {b}"),
            Self::Truth { to, a } => write!(f, "{to} = truth {a}"),
            Self::Is { to, a, b } => write!(f, "{to} = is {a}, {b}"),
            Self::GetItemAt { to, o, index } => write!(f, "{to} = {o}[{index}]"),
            Self::SetItemAt { o, index, item } => write!(f, "{o}[{index}] = {item}"),
            Self::Length { to, o } => write!(f, "{to} = length {o}"),
            Self::IntBinary { to, op, a, b } => write!(f, "{to} = int {op:?} {a}, {b}"),
            Self::IntUpdate { target, op, b } => write!(f, "{target} := int {op:?} {target}, {b}"),
            Self::IntDivide { to, a, b } => write!(f, "{to} = int / {a}, {b}"),
            Self::IntUnary { to, op, a } => write!(f, "{to} = int {op:?} {a}"),
            Self::IntCompare { to, op, a, b } => write!(f, "{to} = int {op:?} {a}, {b}"),
            Self::WordBinary { to, op, a, b } => write!(f, "{to} = word {op:?} {a}, {b}"),
            Self::FloatBinary { to, op, a, b } => write!(f, "{to} = float {op:?} {a}, {b}"),
            Self::FloatNeg { to, a } => write!(f, "{to} = float Neg {a}"),
            Self::FloatSqrt { to, a } => write!(f, "{to} = float sqrt {a}"),
            Self::FloatCompare { to, op, a, b } => write!(f, "{to} = float {op:?} {a}, {b}"),
            Self::Not { to, a } => write!(f, "{to} = not {a}"),
            Self::Call {
                to,
                function,
                arguments,
            } => {
                write!(f, "{to} = f{}({})", function.0, List(arguments))
            }
            Self::Intrinsic {
                to,
                call,
                arguments,
            } => {
                if let Some(to) = to {
                    write!(f, "{to} = ")?;
                }
                write!(f, "{call}({})", List(arguments))
            }
            Self::Stage { items } => write!(f, "stage {}", List(items)),
            Self::Trace => write!(f, "trace"),
            Self::Catch { to } => write!(f, "{to} = catch"),
            Self::EndCatch => write!(f, "end-catch"),
            Self::DropStaged { count } => write!(f, "drop-staged {count}"),
            Self::RaiseError { kind, detail } => write!(f, "raise-error {kind:?} {detail}"),
        }
    }
}

impl Display for Terminator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jump(block) => write!(f, "jump {block}"),
            Self::Branch { on, yes, no } => write!(f, "branch {on} {yes} {no}"),
            Self::Switch {
                on,
                targets,
                default,
            } => {
                write!(f, "switch {on}")?;
                targets
                    .iter()
                    .try_for_each(|target| write!(f, " {target}"))?;
                write!(f, " else {default}")
            }
            Self::Return(value) => write!(f, "return {value}"),
            Self::ReturnRaised => write!(f, "return raised"),
            Self::Unreachable => write!(f, "unreachable"),
        }
    }
}

impl Display for Intrinsic {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Register(register) => write!(f, "{register}"),
            Self::Constant(constant) => write!(f, "{constant}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::None => write!(f, "none"),
            Self::Absent => write!(f, "absent"),
        }
    }
}

impl Display for Constant {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Str(bytes) => write!(f, "{:?}", String::from_utf8_lossy(bytes)),
            Self::Bytes(bytes) => write!(f, "b\"{}\"", bytes.escape_ascii()),
            Self::Int(digits) => write!(f, "int {digits}"),
            Self::Tuple(items) => {
                write!(f, "tuple")?;
                items.iter().try_for_each(|item| match item {
                    ConstantItem::None => write!(f, " none"),
                    ConstantItem::Bool(flag) => write!(f, " {flag}"),
                    ConstantItem::Int(number) => write!(f, " {number}"),
                    ConstantItem::Float(bits) => write!(f, " {:?}", f64::from_bits(*bits)),
                    ConstantItem::Constant(id) => write!(f, " {id}"),
                })
            }
            Self::Builtin(name) => write!(f, "builtin {name}"),
        }
    }
}

impl Display for Repr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boxed => "boxed",
            Self::Int => "int",
            Self::Word => "word",
            Self::Float => "float",
            Self::Bool => "bool",
        })
    }
}

impl Display for Register {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "r{}", self.0)
    }
}

impl Display for BlockId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "b{}", self.0)
    }
}

impl Display for GlobalId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "g{}", self.0)
    }
}

impl Display for ConstantId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "c{}", self.0)
    }
}

/// Operands with commas between.
struct List<'a>(&'a [Operand]);

impl Display for List<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, operand) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{operand}")?;
        }
        Ok(())
    }
}
