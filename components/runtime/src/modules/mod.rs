//! The modules that the runtime has.
