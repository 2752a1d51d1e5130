//! Instances that are kept for the next call, and never after a trap.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

use crate::error::Error;
use crate::instance::Instance;
use crate::limits::Limits;
use crate::program::Program;

/// Instances of one program that are used again, by as many threads as there are.
///
/// A [`Lease`] gives its instance back when it is dropped, if the instance is still alive; a trapped one is dropped and the
/// next lease gets a new one. Used instances keep their state: take a program whose functions depend on nothing but their
/// arguments, or [`Program::instantiate`] for each call.
pub struct Pool {
    program: Program,
    limits: Limits,
    capacity: usize,
    idle: Mutex<Vec<Instance>>,
}

/// An instance on loan from a [`Pool`].
pub struct Lease<'a> {
    pool: &'a Pool,
    instance: Option<Instance>,
}

impl Pool {
    /// A pool that keeps up to `capacity` idle instances. Their number while in use is bounded by the host alone.
    pub fn new(program: Program, limits: Limits, capacity: usize) -> Self {
        Self {
            program,
            limits,
            capacity,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// An idle instance, or a new one.
    ///
    /// # Errors
    ///
    /// As [`Program::instantiate_with`].
    pub fn lease(&self) -> Result<Lease<'_>, Error> {
        let idle = self.lock().pop();
        let instance = match idle {
            Some(instance) => instance,
            None => self.program.instantiate_with(&self.limits)?,
        };
        Ok(Lease {
            pool: self,
            instance: Some(instance),
        })
    }

    /// How many instances wait for a call.
    pub fn idle(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Instance>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Lease<'_> {
    type Target = Instance;

    fn deref(&self) -> &Instance {
        // Only `drop` takes the instance.
        self.instance
            .as_ref()
            .expect("a lease has its instance until it is dropped")
    }
}

impl DerefMut for Lease<'_> {
    fn deref_mut(&mut self) -> &mut Instance {
        self.instance
            .as_mut()
            .expect("a lease has its instance until it is dropped")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let Some(instance) = self.instance.take() else {
            return;
        };
        let mut idle = self.pool.lock();
        if instance.is_alive() && idle.len() < self.pool.capacity {
            idle.push(instance);
        }
    }
}
