//! Composition of a program with what it runs on.

use molt_compose::{Capabilities, Composition, Part, compose};

/// A component that goes into a program: the runtime, a codec, a capability's implementation.
#[derive(Clone, Debug)]
pub struct Library {
    /// Its name in messages.
    pub name: String,
    /// The component.
    pub bytes: Vec<u8>,
}

/// Composes a program's component with libraries, each of which must be of use; what is left to import must be granted.
///
/// # Errors
///
/// [`molt_compose::Error`] says which import of whom has no export, and what comes nearest.
pub fn link(
    program: Vec<u8>,
    libraries: Vec<Library>,
    granted: &Capabilities,
) -> Result<Composition, molt_compose::Error> {
    let socket = Part::new("program", program)?;
    let plugs: Vec<Part> = libraries
        .into_iter()
        .map(|library| Part::new(library.name, library.bytes))
        .collect::<Result<_, _>>()?;
    compose(socket, plugs, granted)
}
