//! From a control-flow graph to wasm's blocks and loops.
//!
//! This is the algorithm of Norman Ramsey's "Beyond Relooper: Recursive Translation of Unstructured Control Flow to
//! Structured Control Flow" (ICFP 2022), with an explicit stack: a block stands inside the block that dominates it; where
//! several edges meet, a wasm `block` ends just before, and where an edge leads back, a `loop` starts. A graph with a loop of
//! two entries becomes one loop around a `br_table`.

use super::graph::{Graph, Order};

/// How a block ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The function ends here.
    Leave,
    /// Always goes on there.
    Jump(u32),
    /// Goes on at the first when the condition holds, else at the second.
    Branch(u32, u32),
    /// Goes on at the one that a number picks; the last one for numbers beyond.
    Switch(Vec<u32>),
}

/// One block of the graph to structure.
#[derive(Clone, Debug)]
pub struct Node {
    /// The edges that leave from its middle: to where exceptions land.
    pub landings: Vec<u32>,
    /// How it ends.
    pub exit: Exit,
}

/// One step of structured code, in order of emission. Labels are those of the opened `Block`s and `Loop`s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Opens a block; its end is where this graph block follows.
    Block(u32),
    /// Opens the loop of this graph block.
    Loop(u32),
    /// Ends the innermost `Block`, `Loop` or `If`.
    End,
    /// The instructions of a graph block, without its exit. Its landings are reached by [`Plan::label`].
    Code(u32),
    /// Asks the condition of this graph block's exit; opens an if.
    If(u32),
    /// The other side of the innermost if.
    Else,
    /// Goes to the label of this edge.
    Goto(u32, u32),
    /// Goes to the label of this edge when the condition of the source's exit holds.
    GotoIf(u32, u32),
    /// Goes to the label of this edge when it does not.
    GotoUnless(u32, u32),
    /// Picks among labels by the source's number.
    Pick(u32),
    /// The function ends as the exit of this block says.
    Leave(u32),
}

/// A structured function.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What to emit.
    pub steps: Vec<Step>,
    /// Whether this is the dispatcher: then edges are numbers of blocks in a variable, and there is one loop.
    pub is_dispatcher: bool,
    order: Order,
}

/// What an edge leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// The end of a `Block`.
    After(u32),
    /// The start of a `Loop`.
    Again(u32),
}

impl Plan {
    /// Structures a function; the entry is block 0.
    pub fn new(nodes: &[Node]) -> Self {
        let graph = Graph::new(nodes.iter().map(successors).collect());
        let order = Order::new(&graph);
        if !order.is_reducible {
            return Self::dispatcher(order);
        }
        let mut builder = Builder {
            is_merge: merges(nodes, &order),
            children: order.children(),
            nodes,
            order,
            steps: Vec::new(),
            work: Vec::new(),
        };
        if !nodes.is_empty() {
            builder.work.push(Work::Tree(0));
        }
        while let Some(work) = builder.work.pop() {
            builder.step(work);
        }
        Self {
            steps: builder.steps,
            is_dispatcher: false,
            order: builder.order,
        }
    }

    /// Every block behind one switch: the code of a block, in order, is followed by an edge that sets the number.
    fn dispatcher(order: Order) -> Self {
        let mut steps = vec![Step::Loop(0)];
        steps.extend(order.blocks.iter().rev().map(|&block| Step::Block(block)));
        for &block in &order.blocks {
            steps.extend([Step::End, Step::Code(block)]);
        }
        steps.push(Step::End);
        Self {
            steps,
            is_dispatcher: true,
            order,
        }
    }

    /// The label that an edge goes to.
    pub fn label(&self, from: u32, to: u32) -> Label {
        if self.order.is_back(from, to) {
            Label::Again(to)
        } else {
            Label::After(to)
        }
    }

    /// Reachable blocks in the order of emission.
    pub fn blocks(&self) -> &[u32] {
        &self.order.blocks
    }

    /// The number of a block in the dispatcher.
    pub fn number(&self, block: u32) -> u32 {
        self.order.place[block as usize]
    }
}

fn successors(node: &Node) -> Vec<u32> {
    let mut all = match &node.exit {
        Exit::Leave => Vec::new(),
        Exit::Jump(to) => vec![*to],
        Exit::Branch(yes, no) => vec![*yes, *no],
        Exit::Switch(targets) => targets.clone(),
    };
    all.extend(&node.landings);
    all
}

/// Blocks that need a label before them: several edges meet there, or one comes from the middle of a block or a switch.
fn merges(nodes: &[Node], order: &Order) -> Vec<bool> {
    let mut is_merge: Vec<bool> = order.forward_edges.iter().map(|count| *count > 1).collect();
    for &block in &order.blocks {
        let node = &nodes[block as usize];
        let switched = match &node.exit {
            Exit::Switch(targets) => targets.as_slice(),
            _ => &[],
        };
        for &to in node.landings.iter().chain(switched) {
            is_merge[to as usize] |= !order.is_back(block, to);
        }
    }
    is_merge
}

enum Work {
    /// A block and all that it dominates.
    Tree(u32),
    /// An edge.
    Edge(u32, u32),
    /// Just a step.
    Step(Step),
}

struct Builder<'a> {
    nodes: &'a [Node],
    order: Order,
    children: Vec<Vec<u32>>,
    is_merge: Vec<bool>,
    steps: Vec<Step>,
    /// What is still to do, the next one last.
    work: Vec<Work>,
}

impl Builder<'_> {
    fn step(&mut self, work: Work) {
        match work {
            Work::Step(step) => self.steps.push(step),
            Work::Edge(from, to) if self.is_inline(from, to) => self.work.push(Work::Tree(to)),
            Work::Edge(from, to) => self.steps.push(Step::Goto(from, to)),
            Work::Tree(block) => self.tree(block),
        }
    }

    fn tree(&mut self, block: u32) {
        let is_loop = self.order.is_loop[block as usize];
        if is_loop {
            self.steps.push(Step::Loop(block));
            self.work.push(Work::Step(Step::End));
        }
        let children = std::mem::take(&mut self.children[block as usize]);
        let merges: Vec<u32> = children
            .into_iter()
            .filter(|&child| self.is_merge[child as usize])
            .collect();
        // The one that comes last in order is the outermost.
        for &child in merges.iter().rev() {
            self.steps.push(Step::Block(child));
            self.work.extend([Work::Tree(child), Work::Step(Step::End)]);
        }
        self.steps.push(Step::Code(block));
        self.exit(block);
    }

    /// Whether this edge is the only one to its target.
    fn is_inline(&self, from: u32, to: u32) -> bool {
        !self.order.is_back(from, to) && !self.is_merge[to as usize]
    }

    fn exit(&mut self, block: u32) {
        match self.nodes[block as usize].exit {
            Exit::Leave => self.steps.push(Step::Leave(block)),
            Exit::Jump(to) => self.work.push(Work::Edge(block, to)),
            Exit::Branch(yes, no) if !self.is_inline(block, yes) => {
                self.steps.push(Step::GotoIf(block, yes));
                self.work.push(Work::Edge(block, no));
            }
            Exit::Branch(yes, no) if !self.is_inline(block, no) => {
                self.steps.push(Step::GotoUnless(block, no));
                self.work.push(Work::Edge(block, yes));
            }
            Exit::Branch(yes, no) => {
                self.steps.push(Step::If(block));
                self.work.extend([
                    Work::Step(Step::End),
                    Work::Edge(block, no),
                    Work::Step(Step::Else),
                    Work::Edge(block, yes),
                ]);
            }
            Exit::Switch(_) => self.steps.push(Step::Pick(block)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Where a run of a graph goes is decided by a list of numbers.
    struct Choices<'a>(std::slice::Iter<'a, u8>);

    impl Choices<'_> {
        fn pick(&mut self, count: usize) -> Option<usize> {
            self.0.next().map(|number| *number as usize % count)
        }
    }

    /// Which edge a block takes: one of its landings or one of its exit.
    fn choose(node: &Node, choices: &mut Choices<'_>) -> Option<Option<u32>> {
        let all = successors(node);
        if all.is_empty() {
            return Some(None);
        }
        choices.pick(all.len()).map(|index| Some(all[index]))
    }

    fn run_graph(nodes: &[Node], choices: &[u8]) -> Vec<u32> {
        let mut choices = Choices(choices.iter());
        let (mut trace, mut at) = (vec![0], 0);
        while let Some(Some(to)) = choose(&nodes[at as usize], &mut choices) {
            trace.push(to);
            at = to;
        }
        trace
    }

    /// Runs the steps as wasm would: labels are looked up among those that are open, or the plan is wrong.
    fn run_plan(nodes: &[Node], plan: &Plan, choices: &[u8]) -> Vec<u32> {
        let ends = matching_ends(&plan.steps);
        let mut choices = Choices(choices.iter());
        let mut open: Vec<(Option<Label>, usize)> = Vec::new();
        let (mut trace, mut at, mut wanted) = (Vec::new(), 0, None);
        loop {
            let Some(step) = plan.steps.get(at) else {
                panic!("fell off the end");
            };
            at += 1;
            let goto = |label: Label, open: &mut Vec<(Option<Label>, usize)>| {
                let depth = open
                    .iter()
                    .rposition(|(name, _)| *name == Some(label))
                    .unwrap_or_else(|| panic!("{label:?} is not open"));
                let start = open[depth].1;
                match label {
                    Label::After(_) => {
                        open.truncate(depth);
                        ends[start] + 1
                    }
                    Label::Again(_) => {
                        open.truncate(depth + 1);
                        start + 1
                    }
                }
            };
            match step {
                Step::Block(block) => open.push((Some(Label::After(*block)), at - 1)),
                Step::Loop(block) => open.push((Some(Label::Again(*block)), at - 1)),
                Step::End => drop(open.pop()),
                Step::Code(block) => {
                    trace.push(*block);
                    let node = &nodes[*block as usize];
                    match choose(node, &mut choices) {
                        None => return trace,
                        Some(to) => wanted = to,
                    }
                    let is_landing = wanted.is_some_and(|to| {
                        let exits = successors(&Node {
                            landings: vec![],
                            exit: node.exit.clone(),
                        });
                        !exits.contains(&to)
                    });
                    if let (true, Some(to)) = (is_landing, wanted) {
                        at = goto(plan.label(*block, to), &mut open);
                    }
                }
                Step::If(block) => {
                    open.push((None, at - 1));
                    let Exit::Branch(yes, _) = nodes[*block as usize].exit else {
                        panic!("no branch");
                    };
                    if wanted != Some(yes) {
                        at = matching_else(&plan.steps, at) + 1;
                    }
                }
                Step::Else => panic!("ran into else"),
                Step::Goto(from, to) => {
                    assert_eq!(wanted, Some(*to));
                    at = goto(plan.label(*from, *to), &mut open);
                }
                Step::GotoIf(from, to) => {
                    if wanted == Some(*to) {
                        at = goto(plan.label(*from, *to), &mut open);
                    }
                }
                Step::GotoUnless(from, to) => {
                    if wanted == Some(*to) {
                        at = goto(plan.label(*from, *to), &mut open);
                    }
                }
                Step::Pick(from) => {
                    let to = wanted.expect("a switch has targets");
                    at = goto(plan.label(*from, to), &mut open);
                }
                Step::Leave(_) => return trace,
            }
        }
    }

    fn matching_ends(steps: &[Step]) -> Vec<usize> {
        let (mut ends, mut open) = (vec![0; steps.len()], Vec::new());
        for (at, step) in steps.iter().enumerate() {
            match step {
                Step::Block(_) | Step::Loop(_) | Step::If(_) => open.push(at),
                Step::End => ends[open.pop().expect("balanced")] = at,
                _ => {}
            }
        }
        assert!(open.is_empty());
        ends
    }

    fn matching_else(steps: &[Step], from: usize) -> usize {
        let mut depth = 0;
        for (at, step) in steps.iter().enumerate().skip(from) {
            match step {
                Step::Block(_) | Step::Loop(_) | Step::If(_) => depth += 1,
                Step::End => depth -= 1,
                Step::Else if depth == 0 => return at,
                _ => {}
            }
        }
        panic!("no else");
    }

    /// Edges forwards are free; edges back go to a block that dominates: then the graph is reducible.
    fn reducible(count: u32) -> impl Strategy<Value = Vec<Node>> {
        let raw = (0..5_u8, any::<u32>(), any::<u32>(), any::<u32>(), 0..4_u8);
        proptest::collection::vec(raw, count as usize).prop_map(move |raws| {
            let mut nodes: Vec<Node> = Vec::new();
            for (at, (kind, first, second, third, landing)) in raws.into_iter().enumerate() {
                let ahead = |pick: u32| at as u32 + 1 + pick % (count - at as u32).max(1);
                let to = |pick: u32| ahead(pick).min(count - 1);
                let is_last = at as u32 + 1 == count;
                let exit = match kind {
                    _ if is_last => Exit::Leave,
                    0 => Exit::Jump(to(first)),
                    1 | 2 => Exit::Branch(to(first % 3), to(second % 5)),
                    3 => Exit::Switch(vec![to(first), to(second), to(third)]),
                    _ => Exit::Branch(to(0), to(first)),
                };
                let landings = match landing {
                    0 if !is_last => vec![to(third)],
                    1 if !is_last => vec![to(third), to(second)],
                    _ => vec![],
                };
                nodes.push(Node { landings, exit });
            }
            add_back_edges(nodes)
        })
    }

    /// Turns some jumps around, to a dominator.
    fn add_back_edges(mut nodes: Vec<Node>) -> Vec<Node> {
        for at in 1..nodes.len() {
            let graph = Graph::new(nodes.iter().map(successors).collect());
            let order = Order::new(&graph);
            if order.place[at] == super::super::graph::UNREACHABLE || at % 3 != 0 {
                continue;
            }
            let mut up = at as u32;
            for _ in 0..at % 4 {
                up = order.dominator[up as usize];
            }
            let changed = match nodes[at].exit {
                Exit::Branch(yes, _) => Exit::Branch(yes, up),
                Exit::Jump(to) => Exit::Branch(up, to),
                _ => continue,
            };
            nodes[at].exit = changed;
        }
        nodes
    }

    proptest! {
        #[test]
        fn structured_code_runs_as_the_graph_does(
            nodes in (2..16_u32).prop_flat_map(reducible),
            choices in proptest::collection::vec(any::<u8>(), 0..60),
        ) {
            let plan = Plan::new(&nodes);
            prop_assert!(!plan.is_dispatcher);
            // A branch whose sides are the same block, or a landing that is an exit too, says nothing about the edge.
            prop_assert_eq!(run_plan(&nodes, &plan, &choices), run_graph(&nodes, &choices));
        }
    }

    #[test]
    fn a_loop_with_two_entries_is_dispatched() {
        let node = |exit| Node {
            landings: vec![],
            exit,
        };
        let nodes = [
            node(Exit::Branch(1, 2)),
            node(Exit::Branch(2, 3)),
            node(Exit::Jump(1)),
            node(Exit::Leave),
        ];
        let plan = Plan::new(&nodes);
        assert!(plan.is_dispatcher);
        let blocks = plan
            .steps
            .iter()
            .filter(|step| matches!(step, Step::Code(_)));
        assert_eq!(blocks.count(), 4);
    }

    #[test]
    fn long_functions_do_not_recurse() {
        let count = 100_000_u32;
        let nodes: Vec<Node> = (0..count)
            .map(|at| Node {
                landings: vec![],
                exit: match count - at {
                    1 => Exit::Leave,
                    2 => Exit::Jump(count - 1),
                    _ => Exit::Branch(at + 1, at + 2),
                },
            })
            .collect();
        assert!(Plan::new(&nodes).steps.len() > count as usize);
    }
}
