//! Control flow as numbers: reverse postorder, dominators, and whether loops have one entry.
//!
//! Everything here is linear or nearly so, and nothing recurses: one function may have a hundred thousand blocks.

/// Who follows whom. Block 0 is the entry; an edge may be there more than once.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    successors: Vec<Vec<u32>>,
}

impl Graph {
    /// A graph of these blocks. Successors must be numbers of blocks.
    pub fn new(successors: Vec<Vec<u32>>) -> Self {
        Self { successors }
    }

    /// How many blocks there are, reachable or not.
    pub fn len(&self) -> usize {
        self.successors.len()
    }

    fn successors(&self, block: u32) -> &[u32] {
        self.successors
            .get(block as usize)
            .map_or(&[], Vec::as_slice)
    }
}

/// What the numbers of a block are when it is not reachable.
pub const UNREACHABLE: u32 = u32::MAX;

/// The order and the dominator tree of a graph's reachable blocks.
#[derive(Clone, Debug)]
pub struct Order {
    /// Reachable blocks, each before those that it dominates and, back edges aside, before its successors.
    pub blocks: Vec<u32>,
    /// The place of a block in `blocks`, or [`UNREACHABLE`].
    pub place: Vec<u32>,
    /// The immediate dominator of a block; that of the entry is the entry.
    pub dominator: Vec<u32>,
    /// How many edges that are not back edges lead to a block.
    pub forward_edges: Vec<u32>,
    /// Whether a back edge leads to a block.
    pub is_loop: Vec<bool>,
    /// Whether the target of every retreating edge dominates its source.
    pub is_reducible: bool,
}

impl Order {
    /// Orders a graph.
    pub fn new(graph: &Graph) -> Self {
        let count = graph.len();
        let mut order = Self {
            blocks: Vec::new(),
            place: vec![UNREACHABLE; count],
            dominator: vec![UNREACHABLE; count],
            forward_edges: vec![0; count],
            is_loop: vec![false; count],
            is_reducible: true,
        };
        if count == 0 {
            return order;
        }
        let walk = Walk::new(graph);
        order.blocks = walk.postorder.iter().rev().copied().collect();
        for (place, block) in order.blocks.iter().enumerate() {
            order.place[*block as usize] = place as u32;
        }
        order.dominator = dominators(graph, &walk);
        order.count_edges(graph);
        order
    }

    /// Whether the edge leads back in the order: to a loop's head, or to its own block.
    pub fn is_back(&self, from: u32, to: u32) -> bool {
        self.place[to as usize] <= self.place[from as usize]
    }

    fn count_edges(&mut self, graph: &Graph) {
        let (first, last) = self.intervals();
        for &from in &self.blocks {
            for &to in graph.successors(from) {
                if self.place[to as usize] > self.place[from as usize] {
                    self.forward_edges[to as usize] += 1;
                    continue;
                }
                self.is_loop[to as usize] = true;
                let inside = first[to as usize] <= first[from as usize]
                    && last[from as usize] <= last[to as usize];
                self.is_reducible &= inside;
            }
        }
    }

    /// Children of each block in the dominator tree, in order.
    pub fn children(&self) -> Vec<Vec<u32>> {
        let mut children = vec![Vec::new(); self.place.len()];
        for &block in self.blocks.iter().skip(1) {
            children[self.dominator[block as usize] as usize].push(block);
        }
        children
    }

    /// For each block the interval that its subtree of the dominator tree takes: `a` dominates `b` iff it holds that of `b`.
    fn intervals(&self) -> (Vec<u32>, Vec<u32>) {
        let children = self.children();
        let (mut first, mut last) = (vec![0; self.place.len()], vec![0; self.place.len()]);
        let mut clock = 0;
        let mut stack = vec![(self.blocks[0], 0)];
        while let Some((block, next)) = stack.pop() {
            clock += 1;
            if next == 0 {
                first[block as usize] = clock;
            }
            match children[block as usize].get(next) {
                Some(&child) => stack.extend([(block, next + 1), (child, 0)]),
                None => last[block as usize] = clock,
            }
        }
        (first, last)
    }
}

/// A depth-first walk.
struct Walk {
    postorder: Vec<u32>,
    /// Blocks as they were met.
    preorder: Vec<u32>,
    /// The place of a block in `preorder`.
    number: Vec<u32>,
    /// Where a block was met from.
    parent: Vec<u32>,
}

impl Walk {
    fn new(graph: &Graph) -> Self {
        let mut walk = Self {
            postorder: Vec::new(),
            preorder: vec![0],
            number: vec![UNREACHABLE; graph.len()],
            parent: vec![0; graph.len()],
        };
        walk.number[0] = 0;
        let mut stack = vec![(0_u32, 0_usize)];
        while let Some((block, next)) = stack.pop() {
            // The last successor is walked first: what stands first in the program comes first in reverse postorder.
            let successors = graph.successors(block);
            let Some(index) = successors.len().checked_sub(next + 1) else {
                walk.postorder.push(block);
                continue;
            };
            stack.push((block, next + 1));
            let to = successors[index];
            if walk.number[to as usize] == UNREACHABLE {
                walk.number[to as usize] = walk.preorder.len() as u32;
                walk.preorder.push(to);
                walk.parent[to as usize] = block;
                stack.push((to, 0));
            }
        }
        walk
    }
}

/// Lengauer and Tarjan's algorithm with path compression: near to linear even where one block has an edge from every other,
/// as a function's exceptional exit does.
fn dominators(graph: &Graph, walk: &Walk) -> Vec<u32> {
    let count = walk.preorder.len();
    let mut predecessors = vec![Vec::new(); count];
    for (from, &block) in walk.preorder.iter().enumerate() {
        for &to in graph.successors(block) {
            predecessors[walk.number[to as usize] as usize].push(from);
        }
    }
    let parent: Vec<usize> = walk
        .preorder
        .iter()
        .map(|&block| walk.number[walk.parent[block as usize] as usize] as usize)
        .collect();
    let mut forest = Forest {
        ancestor: vec![usize::MAX; count],
        label: (0..count).collect(),
        semi: (0..count).collect(),
    };
    let mut idom = vec![0; count];
    let mut bucket = vec![Vec::new(); count];
    for at in (1..count).rev() {
        for &from in &predecessors[at] {
            let best = forest.eval(from);
            forest.semi[at] = forest.semi[at].min(forest.semi[best]);
        }
        bucket[forest.semi[at]].push(at);
        forest.ancestor[at] = parent[at];
        for waiting in std::mem::take(&mut bucket[parent[at]]) {
            let best = forest.eval(waiting);
            idom[waiting] = if forest.semi[best] < forest.semi[waiting] {
                best
            } else {
                parent[at]
            };
        }
    }
    for at in 1..count {
        if idom[at] != forest.semi[at] {
            idom[at] = idom[idom[at]];
        }
    }
    let mut dominator = vec![UNREACHABLE; graph.len()];
    for (at, &block) in walk.preorder.iter().enumerate() {
        dominator[block as usize] = walk.preorder[idom[at]];
    }
    dominator
}

struct Forest {
    ancestor: Vec<usize>,
    label: Vec<usize>,
    semi: Vec<usize>,
}

impl Forest {
    /// The block with the least semidominator on the path to the root of its tree.
    fn eval(&mut self, at: usize) -> usize {
        if self.ancestor[at] == usize::MAX {
            return self.label[at];
        }
        let mut path = Vec::new();
        let mut top = at;
        while self.ancestor[self.ancestor[top]] != usize::MAX {
            path.push(top);
            top = self.ancestor[top];
        }
        for node in path.into_iter().rev() {
            let above = self.ancestor[node];
            if self.semi[self.label[above]] < self.semi[self.label[node]] {
                self.label[node] = self.label[above];
            }
            self.ancestor[node] = self.ancestor[above];
        }
        self.label[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a` dominates `b` iff `b` cannot be reached without `a`.
    fn reached_without(graph: &Graph, without: Option<u32>) -> Vec<bool> {
        let mut seen = vec![false; graph.len()];
        let mut next = vec![0];
        while let Some(block) = next.pop() {
            if Some(block) != without && !std::mem::replace(&mut seen[block as usize], true) {
                next.extend(graph.successors(block));
            }
        }
        seen
    }

    proptest::proptest! {
        #[test]
        fn dominators_are_those_of_the_definition(
            edges in proptest::collection::vec((0..12_u32, 0..12_u32), 0..40)
        ) {
            let mut successors = vec![Vec::new(); 12];
            for (from, to) in edges {
                successors[from as usize].push(to);
            }
            let graph = Graph::new(successors);
            let order = Order::new(&graph);
            let reachable = reached_without(&graph, None);
            for block in 1..12_u32 {
                if !reachable[block as usize] {
                    assert_eq!(order.dominator[block as usize], UNREACHABLE);
                    continue;
                }
                let strict: Vec<u32> = (0..12)
                    .filter(|&other| other != block && reachable[other as usize])
                    .filter(|&other| !reached_without(&graph, Some(other))[block as usize])
                    .collect();
                // The immediate one is dominated by all the others.
                let mut at = block;
                let mut chain = Vec::new();
                while at != 0 {
                    at = order.dominator[at as usize];
                    chain.push(at);
                }
                chain.sort_unstable();
                assert_eq!(chain, strict);
            }
        }
    }

    #[test]
    fn long_chains_with_one_exit_are_quick() {
        let count = 200_000_u32;
        let successors = (0..count)
            .map(|block| match count - block {
                1 => vec![],
                2 => vec![count - 1],
                _ => vec![block + 1, count - 1],
            })
            .collect();
        let order = Order::new(&Graph::new(successors));
        assert_eq!(order.blocks.len(), count as usize);
        assert_eq!(order.dominator[count as usize - 1], 0);
        assert!(order.is_reducible);
    }
}
