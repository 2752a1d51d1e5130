//! Takes out blocks that nothing leads to.

use crate::ir::{Block, BlockId, Function, Terminator};

/// Removes them and numbers the others anew.
pub fn prune(function: &mut Function) {
    let mut numbers: Vec<Option<u32>> = vec![None; function.blocks.len()];
    let mut order: Vec<u32> = Vec::new();
    let mut stack = vec![0_u32];
    while let Some(index) = stack.pop() {
        let Some(slot) = numbers.get_mut(index as usize) else {
            continue;
        };
        if slot.is_some() {
            continue;
        }
        *slot = Some(0);
        order.push(index);
        if let Some(block) = function.blocks.get(index as usize) {
            successors(block, |next| stack.push(next.0));
        }
    }
    // The order of writing is the order of the source: keep it.
    order.sort_unstable();
    for (new, old) in order.iter().enumerate() {
        if let Some(slot) = numbers.get_mut(*old as usize) {
            *slot = u32::try_from(new).ok();
        }
    }
    let mut index = 0;
    function.blocks.retain(|_| {
        let keep = numbers.get(index).is_some_and(Option::is_some);
        index += 1;
        keep
    });
    for block in &mut function.blocks {
        targets(block, |target| {
            if let Some(Some(new)) = numbers.get(target.0 as usize) {
                *target = BlockId(*new);
            }
        });
    }
}

fn successors(block: &Block, mut visit: impl FnMut(BlockId)) {
    block
        .instructions
        .iter()
        .filter_map(|instruction| instruction.landing)
        .for_each(&mut visit);
    match &block.terminator {
        Terminator::Jump(to) => visit(*to),
        Terminator::Branch { yes, no, .. } => {
            visit(*yes);
            visit(*no);
        }
        Terminator::Switch {
            targets, default, ..
        } => {
            targets.iter().copied().for_each(&mut visit);
            visit(*default);
        }
        Terminator::Return(_) | Terminator::ReturnRaised | Terminator::Unreachable => {}
    }
}

fn targets(block: &mut Block, mut visit: impl FnMut(&mut BlockId)) {
    for instruction in &mut block.instructions {
        if let Some(landing) = &mut instruction.landing {
            visit(landing);
        }
    }
    match &mut block.terminator {
        Terminator::Jump(to) => visit(to),
        Terminator::Branch { yes, no, .. } => {
            visit(yes);
            visit(no);
        }
        Terminator::Switch {
            targets, default, ..
        } => {
            targets.iter_mut().for_each(&mut visit);
            visit(default);
        }
        Terminator::Return(_) | Terminator::ReturnRaised | Terminator::Unreachable => {}
    }
}
