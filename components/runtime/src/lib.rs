//! Python values.
