//! Int expressions of literals, computed as CPython's compiler does.

use ruff_python_ast::{Expr, Number, Operator, UnaryOp};

/// The value, if it is an int within a word and made of literals only.
pub fn fold(expr: &Expr) -> Option<i64> {
    let number = match expr {
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(int) => int.as_i64()?,
            _ => return None,
        },
        Expr::UnaryOp(unary) => {
            let operand = fold(&unary.operand)?;
            match unary.op {
                UnaryOp::USub => operand.checked_neg()?,
                UnaryOp::UAdd => operand,
                UnaryOp::Invert => !operand,
                UnaryOp::Not => return None,
            }
        }
        Expr::BinOp(operation) => {
            let (a, b) = (fold(&operation.left)?, fold(&operation.right)?);
            match operation.op {
                Operator::Add => a.checked_add(b)?,
                Operator::Sub => a.checked_sub(b)?,
                Operator::Mult => a.checked_mul(b)?,
                Operator::Pow => a.checked_pow(u32::try_from(b).ok()?)?,
                Operator::LShift if (0..62).contains(&b) => {
                    a.checked_mul(1_i64.checked_shl(u32::try_from(b).ok()?)?)?
                }
                Operator::BitAnd => a & b,
                Operator::BitOr => a | b,
                Operator::BitXor => a ^ b,
                _ => return None,
            }
        }
        _ => return None,
    };
    (-(1 << 61)..1 << 61).contains(&number).then_some(number)
}
