//! The parity suite: the same cases against the same component bytes on every target.
//!
//! `README.md` beside this crate says how to add a case, a source, a component or a target. The way of a run: [`case`],
//! [`sources`] and [`python`] read what is to be called, [`plan`] makes trials of it, [`engine`] runs them on a [`target`], [`verdict`] judges,
//! [`report`] shows; [`suite`] ties these together.

pub mod build;
pub mod bytes;
pub mod case;
pub mod component;
pub mod engine;
pub mod expectations;
pub mod measure;
pub mod pivot;
pub mod places;
pub mod plan;
pub mod python;
pub mod report;
pub mod sources;
pub mod suite;
pub mod target;
pub mod types;
pub mod value;
pub mod verdict;
