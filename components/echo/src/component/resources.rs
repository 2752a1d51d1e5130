use std::cell::RefCell;
use std::rc::Rc;

use super::Echo;
use super::exports::molt::probe::resources::{
    self as wit, Guest, GuestHolder, GuestNode, NodeBorrow,
};
use crate::lifelog::{LifeLog, Node};

thread_local! {
    static LOG: Rc<LifeLog> = Rc::default();
    static STORED: RefCell<Vec<wit::Node>> = const { RefCell::new(Vec::new()) };
}

/// A node that holds another one.
pub struct Holder(RefCell<Option<wit::Node>>);

fn new_node(label: String) -> wit::Node {
    wit::Node::new(LOG.with(|log| Node::new(log, label)))
}

fn label_of(node: &wit::Node) -> String {
    node.get::<Node>().label()
}

/// The label of a node that is dropped at the end.
fn last_label(node: wit::Node) -> String {
    label_of(&node)
}

impl GuestNode for Node {
    fn new(label: String) -> Self {
        LOG.with(|log| Node::new(log, label))
    }

    fn label(&self) -> String {
        Node::label(self)
    }

    fn rename(&self, label: String) {
        Node::rename(self, label);
    }

    fn duplicate(&self) -> wit::Node {
        new_node(Node::label(self) + "'")
    }

    fn is_same(&self, other: NodeBorrow<'_>) -> bool {
        std::ptr::eq(self, other.get::<Node>())
    }

    fn try_make(label: String) -> Result<wit::Node, String> {
        if label.is_empty() {
            return Err("a node needs a label; pass one that is not empty".to_owned());
        }
        Ok(new_node(label))
    }

    fn join(left: wit::Node, right: wit::Node) -> wit::Node {
        let left = last_label(left);
        let right = last_label(right);
        new_node(format!("{left}+{right}"))
    }
}

impl GuestHolder for Holder {
    fn new(inner: wit::Node) -> Self {
        Self(RefCell::new(Some(inner)))
    }

    fn label(&self) -> String {
        self.0.borrow().as_ref().map_or_else(String::new, label_of)
    }

    fn take(&self) -> Option<wit::Node> {
        self.0.take()
    }
}

impl Guest for Echo {
    type Node = Node;
    type Holder = Holder;

    fn make(label: String) -> wit::Node {
        new_node(label)
    }

    fn consume(value: wit::Node) -> String {
        last_label(value)
    }

    fn peek(value: NodeBorrow<'_>) -> String {
        value.get::<Node>().label()
    }

    fn pass(value: wit::Node) -> wit::Node {
        value
    }

    fn swap((left, right): (wit::Node, wit::Node)) -> (wit::Node, wit::Node) {
        (right, left)
    }

    fn make_all(labels: Vec<String>) -> Vec<wit::Node> {
        labels.into_iter().map(new_node).collect()
    }

    fn consume_all(value: Vec<wit::Node>) -> Vec<String> {
        value.into_iter().map(last_label).collect()
    }

    fn peek_all(value: Vec<NodeBorrow<'_>>) -> Vec<String> {
        value
            .iter()
            .map(|node| node.get::<Node>().label())
            .collect()
    }

    fn consume_option(value: Option<wit::Node>) -> Option<String> {
        value.map(last_label)
    }

    fn store(value: wit::Node) {
        STORED.with_borrow_mut(|stored| stored.push(value));
    }

    fn restore() -> Option<wit::Node> {
        STORED.with_borrow_mut(Vec::pop)
    }

    fn live() -> u32 {
        LOG.with(|log| log.live())
    }

    fn take_log() -> Vec<String> {
        LOG.with(|log| log.take())
    }
}
