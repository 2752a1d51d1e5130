//! The log of a resource's life: one line for everything that happens to a node, in the order in which it happens.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What an instance writes the lives of its nodes into.
#[derive(Default)]
pub struct LifeLog {
    lines: RefCell<Vec<String>>,
    live: Cell<u32>,
}

impl LifeLog {
    /// All lines since the last call.
    pub fn take(&self) -> Vec<String> {
        self.lines.take()
    }

    /// How many nodes are alive.
    pub fn live(&self) -> u32 {
        self.live.get()
    }

    fn line(&self, line: String) {
        self.lines.borrow_mut().push(line);
    }
}

/// Something with a label that is made and dropped, and whose log knows.
pub struct Node {
    label: RefCell<String>,
    log: Rc<LifeLog>,
}

impl Node {
    /// A node. Logs `new LABEL`.
    pub fn new(log: &Rc<LifeLog>, label: String) -> Self {
        log.line(format!("new {label}"));
        log.live.set(log.live.get() + 1);
        Self {
            label: RefCell::new(label),
            log: Rc::clone(log),
        }
    }

    /// The label.
    pub fn label(&self) -> String {
        self.label.borrow().clone()
    }

    /// Another label for the same node. Logs `rename OLD NEW`.
    pub fn rename(&self, label: String) {
        let old = self.label.replace(label);
        self.log
            .line(format!("rename {old} {}", self.label.borrow()));
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.log.line(format!("drop {}", self.label.borrow()));
        self.log.live.set(self.log.live.get() - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_tells_new_rename_and_drop_in_order() {
        let log = Rc::new(LifeLog::default());
        let a = Node::new(&log, "a".to_owned());
        let b = Node::new(&log, "b".to_owned());
        assert_eq!(log.live(), 2);
        a.rename("c".to_owned());
        drop(b);
        drop(a);
        assert_eq!(
            log.take(),
            ["new a", "new b", "rename a c", "drop b", "drop c"]
        );
        assert_eq!(log.live(), 0);
        assert!(log.take().is_empty());
    }
}
