//! What writers did and how they ended, one line each, in the order in which they ended.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The log of an instance.
#[derive(Default)]
pub struct Journal {
    lines: RefCell<Vec<String>>,
    active: Cell<u32>,
    written: Cell<u64>,
}

impl Journal {
    /// Adds a line.
    pub fn line(&self, line: String) {
        self.lines.borrow_mut().push(line);
    }

    /// All lines since the last call.
    pub fn take(&self) -> Vec<String> {
        self.lines.take()
    }

    /// True while a writer has begun and not ended.
    pub fn is_active(&self) -> bool {
        self.active.get() > 0
    }

    /// Items that all writers have handed over.
    pub fn written(&self) -> u64 {
        self.written.get()
    }
}

/// How a writer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All items were read.
    Complete,
    /// The reader dropped its end.
    ReaderGone,
    /// The source itself stopped.
    Failed,
}

impl Ending {
    fn text(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::ReaderGone => "reader gone",
            Self::Failed => "failed",
        }
    }
}

/// One writer at work. When it is dropped without an ending, it was cancelled, and its line says so.
pub struct Entry {
    journal: Rc<Journal>,
    name: &'static str,
    written: u64,
    ending: Option<Ending>,
}

impl Entry {
    /// A writer begins.
    pub fn begin(journal: &Rc<Journal>, name: &'static str) -> Self {
        journal.active.set(journal.active.get() + 1);
        Self {
            journal: Rc::clone(journal),
            name,
            written: 0,
            ending: None,
        }
    }

    /// It has handed over `items` more.
    pub fn wrote(&mut self, items: usize) {
        self.written += items as u64;
        self.journal
            .written
            .set(self.journal.written() + items as u64);
    }

    /// Items that it has handed over.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// It ends, with the line `NAME: N written, ENDING`.
    pub fn end(mut self, ending: Ending) {
        self.ending = Some(ending);
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let ending = self.ending.map_or("cancelled", Ending::text);
        self.journal
            .line(format!("{}: {} written, {ending}", self.name, self.written));
        self.journal.active.set(self.journal.active.get() - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_tell_how_they_ended_and_what_they_wrote() {
        let journal = Rc::new(Journal::default());
        let mut numbers = Entry::begin(&journal, "numbers");
        let mut bytes = Entry::begin(&journal, "bytes");
        numbers.wrote(2);
        bytes.wrote(10);
        numbers.wrote(1);
        assert!(journal.is_active());
        bytes.end(Ending::ReaderGone);
        drop(numbers);
        assert!(!journal.is_active());
        assert_eq!(journal.written(), 13);
        assert_eq!(
            journal.take(),
            [
                "bytes: 10 written, reader gone",
                "numbers: 3 written, cancelled"
            ]
        );
    }
}
