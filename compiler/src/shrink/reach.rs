//! Which functions can be called.

use wasmparser::{BinaryReaderError, Operator};

use super::module::Facts;

/// Whether each function is reachable: from the exports that are wanted, the start function, and the slots of the table but
/// those that are `gone`.
pub fn reachable(
    facts: &Facts<'_>,
    gone: &[u32],
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<bool>, BinaryReaderError> {
    let mut alive = vec![false; facts.imported as usize + facts.bodies.len()];
    let mut queue: Vec<u32> = facts.start.into_iter().collect();
    queue.extend(
        facts
            .exports
            .iter()
            .filter(|(name, _)| wanted(name))
            .map(|(_, function)| *function),
    );
    queue.extend(
        facts
            .slots
            .iter()
            .filter(|(slot, _)| !gone.contains(slot))
            .map(|(_, function)| *function),
    );
    while let Some(function) = queue.pop() {
        let Some(mark) = alive.get_mut(function as usize) else {
            continue;
        };
        if std::mem::replace(mark, true) {
            continue;
        }
        let Some(body) = (function as usize)
            .checked_sub(facts.imported as usize)
            .and_then(|at| facts.bodies.get(at))
        else {
            continue;
        };
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => {
                    queue.push(function_index);
                }
                _ => {}
            }
        }
    }
    Ok(alive)
}
