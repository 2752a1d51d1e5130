//! Rounds: every contestant of a job has its turn in each, so that a ratio is formed from two neighbours in time.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use molt_host::Host;

use crate::component;
use crate::documents::Document;
use crate::job::Job;
use crate::native::{self, Work};
use crate::report::{Conversion, Row};
use crate::sample::{Sample, Spread, repeat};
use crate::worker::Worker;

/// How much is measured.
#[derive(Clone, Copy)]
pub struct Pace {
    pub rounds: usize,
    /// At least so long a turn, in milliseconds.
    pub millis: u64,
}

/// What a run's conversions have in common.
pub struct Conversions<'a> {
    pub host: &'a Host,
    pub dist: &'a Path,
    pub pace: Pace,
}

enum Runner {
    Here(Work),
    /// A worker, by its place in the list, and what it is asked for.
    There(usize, String),
}

impl Conversions<'_> {
    /// Measures one job on one document. `inputs` is a folder for the document in the job's source format.
    pub fn measure(
        &self,
        job: Job,
        document: &Document,
        inputs: &Path,
        workers: &mut [Worker],
    ) -> Result<Conversion> {
        let sources: Vec<Vec<u8>> = document
            .read()?
            .into_iter()
            .map(|json| native::source(job, json))
            .collect::<Result<_>>()?;
        let files = write(inputs, &sources)?;
        let mut contestants = self.contestants(job, &sources, workers)?;
        let mut rounds: Vec<Vec<f64>> = vec![Vec::new(); contestants.len()];
        for _ in 0..self.pace.rounds {
            for ((_, runner), figures) in contestants.iter_mut().zip(&mut rounds) {
                figures.push(self.turn(runner, &files, workers)?.each());
            }
        }
        let bytes = sources.iter().map(|source| source.len() as u64).sum();
        let rows = contestants
            .into_iter()
            .zip(&rounds)
            .map(|((contestant, _), figures)| {
                let speed = figures.iter().map(|ns| bytes as f64 * 1e3 / ns).collect();
                let ratio = figures
                    .iter()
                    .zip(&rounds[0])
                    .map(|(own, reference)| reference / own)
                    .collect();
                Some(Row {
                    contestant,
                    mb_per_s: Spread::of(speed)?,
                    ratio: Spread::of(ratio)?,
                })
            });
        let rows = rows
            .collect::<Option<_>>()
            .context("a run has at least one round")?;
        Ok(Conversion {
            job: job.name(),
            document: document.name.clone(),
            bytes,
            rows,
        })
    }

    fn contestants(
        &self,
        job: Job,
        sources: &[Vec<u8>],
        workers: &[Worker],
    ) -> Result<Vec<(String, Runner)>> {
        let ours = component::work(self.host, self.dist, job, sources)?;
        let mut all = vec![("molt, wasmtime".to_owned(), Runner::Here(ours))];
        for (place, worker) in workers.iter().enumerate() {
            for offer in &worker.jobs {
                if let Some(name) = offer
                    .strip_prefix(job.name())
                    .and_then(|rest| rest.strip_prefix('/'))
                {
                    all.push((name.to_owned(), Runner::There(place, offer.clone())));
                }
            }
        }
        all.extend(
            native::contestants(job, sources)
                .into_iter()
                .map(|(name, work)| (name.to_owned(), Runner::Here(work))),
        );
        Ok(all)
    }

    fn turn(
        &self,
        runner: &mut Runner,
        files: &[PathBuf],
        workers: &mut [Worker],
    ) -> Result<Sample> {
        match runner {
            Runner::Here(work) => Ok(repeat(Duration::from_millis(self.pace.millis), work)),
            Runner::There(place, offer) => workers[*place].run(offer, files, self.pace.millis),
        }
    }
}

fn write(folder: &Path, sources: &[Vec<u8>]) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut files = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let file = folder.join(number.to_string());
        std::fs::write(&file, source)
            .with_context(|| format!("cannot write {}", file.display()))?;
        files.push(file);
    }
    Ok(files)
}
