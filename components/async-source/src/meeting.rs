//! Where calls meet that are in progress at the same time.

use std::cell::Cell;

/// A meeting: who is there, and how many there were at most since it was empty.
#[derive(Default)]
pub struct Meeting {
    present: Cell<u32>,
    most: Cell<u32>,
}

impl Meeting {
    /// Somebody comes, and leaves when the result is dropped.
    pub fn enter(&self) -> Attendance<'_> {
        self.present.set(self.present.get() + 1);
        self.most.set(self.most.get().max(self.present.get()));
        Attendance(self)
    }
}

/// One that is there.
pub struct Attendance<'a>(&'a Meeting);

impl Attendance<'_> {
    /// How many were there at the same time, this one included.
    pub fn most(&self) -> u32 {
        self.0.most.get()
    }
}

impl Drop for Attendance<'_> {
    fn drop(&mut self) {
        self.0.present.set(self.0.present.get() - 1);
        if self.0.present.get() == 0 {
            self.0.most.set(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_see_the_largest_number_even_when_others_have_left() {
        let meeting = Meeting::default();
        let first = meeting.enter();
        let second = meeting.enter();
        drop(second);
        assert_eq!(first.most(), 2);
        drop(first);
        assert_eq!(meeting.enter().most(), 1);
    }
}
