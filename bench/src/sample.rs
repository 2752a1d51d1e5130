//! Repeating work, and what a set of samples says.

use std::time::{Duration, Instant};

use serde::Serialize;

/// One timed stretch: how often the work was done and how long that took.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
pub struct Sample {
    /// Nanoseconds for all repetitions.
    pub ns: u64,
    /// How often the work was done.
    pub repetitions: u64,
}

impl Sample {
    /// Nanoseconds of one repetition.
    pub fn each(self) -> f64 {
        self.ns as f64 / self.repetitions.max(1) as f64
    }
}

/// Repeats `work` for at least `budget`, after one unmeasured repetition.
pub fn repeat(budget: Duration, mut work: impl FnMut()) -> Sample {
    work();
    let start = Instant::now();
    let mut repetitions = 0;
    loop {
        work();
        repetitions += 1;
        let spent = start.elapsed();
        if spent >= budget {
            return Sample {
                ns: spent.as_nanos() as u64,
                repetitions,
            };
        }
    }
}

/// Minimum, median and maximum of a figure over the rounds of a run.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Spread {
    pub min: f64,
    pub median: f64,
    pub max: f64,
}

impl Spread {
    /// `None` when there is no figure.
    pub fn of(mut figures: Vec<f64>) -> Option<Spread> {
        figures.sort_by(f64::total_cmp);
        let median = *figures.get(figures.len() / 2)?;
        Some(Spread {
            min: figures[0],
            median,
            max: figures[figures.len() - 1],
        })
    }
}
