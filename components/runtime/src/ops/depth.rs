//! How deep nested containers are followed.

use crate::error::Res;
use crate::types::exception::ExcType;
use crate::vm::{MAX_VISITING, Vm};

impl Vm {
    /// One container further in, while one is compared, hashed or shown. `doing` ends the message of the `RecursionError`:
    /// " in comparison". `shallower` is due when this was `Ok`.
    #[inline]
    pub fn deeper(&mut self, doing: &str) -> Res<()> {
        if self.visiting.len() >= MAX_VISITING {
            return Err(self.too_deep(doing));
        }
        self.visiting.push(0);
        Ok(())
    }

    /// Back out again.
    #[inline]
    pub fn shallower(&mut self) {
        self.visiting.pop();
    }

    /// "maximum recursion depth exceeded in comparison"
    #[cold]
    pub fn too_deep(&mut self, doing: &str) -> crate::Raise {
        self.error(
            ExcType::RecursionError,
            &format!("maximum recursion depth exceeded{doing}"),
        )
    }
}
