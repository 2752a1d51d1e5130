//! Runs the Python programs of a target, some dozens in one message.

use crate::plan::{State, Trial};
use crate::python::{Prepared, TIMEOUT};
use crate::target::Stopped;
use crate::target::wire::WireProgram;

use super::{Ran, Runner};

/// Programs in one message: a target that has to set up something for them does it once for so many.
const HANDFUL: usize = 48;

/// The programs that can be run, with the place of their trial.
pub(super) fn ready(trials: &[&Trial]) -> Vec<(usize, WireProgram)> {
    let of = |(index, trial): (usize, &&Trial)| {
        let State::Program(program) = &trial.state else {
            return None;
        };
        let Some(Prepared::Component(path)) = program.prepared.get() else {
            return None;
        };
        let wire = WireProgram {
            id: trial.path.clone(),
            name: program.case.name.clone(),
            path: path.clone(),
            arguments: program.case.argv(),
            timeout: TIMEOUT,
        };
        Some((index, wire))
    };
    trials.iter().enumerate().filter_map(of).collect()
}

impl Runner<'_> {
    /// Runs programs; one that the target does not survive is to blame alone.
    pub(super) fn programs(&mut self, programs: &[(usize, WireProgram)]) {
        let mut from = 0;
        while from < programs.len() {
            let end = programs.len().min(from + HANDFUL);
            from = self.handful(programs.get(from..end).unwrap_or_default(), from);
        }
    }

    /// Runs some programs; says which one is next, counted from where all began.
    fn handful(&mut self, programs: &[(usize, WireProgram)], from: usize) -> usize {
        let mut session = match self.session() {
            Ok(session) => session,
            Err(Stopped(why)) => {
                for (trial, _) in programs {
                    self.stopped(*trial, why.clone());
                }
                return from + programs.len();
            }
        };
        let wire: Vec<WireProgram> = programs.iter().map(|(_, wire)| wire.clone()).collect();
        let mut answered = 0;
        let (results, progress, name) = (&mut self.results, self.progress, self.target.name());
        let ended = session.programs(&wire, &mut |result| {
            if let Some((trial, _)) = programs.get(answered) {
                results[*trial].ns = result.ns;
                results[*trial].runs.push(Ran::Outcomes(result.outcomes));
                progress.call_done(name);
            }
            answered += 1;
        });
        match ended {
            Ok(()) => {
                self.session = Some(session);
                for (trial, _) in programs.get(answered..).unwrap_or_default() {
                    self.stopped(
                        *trial,
                        "the target gave no answer to this program".to_string(),
                    );
                }
                from + programs.len()
            }
            Err(Stopped(why)) => {
                self.progress.stopped(self.target.name(), &why);
                // The program that was under way is to blame; the ones after it go to a new process.
                if let Some((trial, _)) = programs.get(answered) {
                    self.stopped(*trial, why);
                }
                from + answered + 1
            }
        }
    }

    fn stopped(&mut self, trial: usize, why: String) {
        self.results[trial].runs.push(Ran::Stopped(why));
    }
}
