//! The result of a run: JSON for machines, a table for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::sample::Spread;

/// Everything that one run measured.
#[derive(Serialize)]
pub struct Report {
    /// Version of this file's shape.
    pub schema: u32,
    /// What it was measured on.
    pub machine: Machine,
    /// Versions of hosts and contestants.
    pub versions: BTreeMap<String, String>,
    /// How often each contestant had its turn.
    pub rounds: usize,
    pub conversions: Vec<Conversion>,
    pub calls: Vec<CallCost>,
    pub memory: Vec<Memory>,
    pub programs: Vec<ProgramCost>,
    pub starts: Vec<Start>,
}

/// The machine, as far as a reader of the figures needs it.
#[derive(Serialize)]
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
}

/// One job on one document, all contestants.
#[derive(Serialize)]
pub struct Conversion {
    pub job: &'static str,
    pub document: String,
    /// Size of the job's input.
    pub bytes: u64,
    pub rows: Vec<Row>,
}

/// One contestant.
#[derive(Serialize)]
pub struct Row {
    pub contestant: String,
    /// Millions of input bytes a second.
    pub mb_per_s: Spread,
    /// How many times as fast as the reference contestant, from the pairs of one round.
    pub ratio: Spread,
}

/// What calls cost on one target.
#[derive(Serialize)]
pub struct CallCost {
    pub target: String,
    pub version: String,
    /// One call between two composed components, nanoseconds.
    pub composed_call_ns: Option<f64>,
    /// One call from the host, nanoseconds.
    pub host_call_ns: Option<f64>,
    /// A new instance of a composition of two components, nanoseconds.
    pub instantiate_ns: Option<f64>,
    /// From component bytes to the first answer, nanoseconds.
    pub cold_start_ns: Option<f64>,
}

/// What one conversion needs in memory and in copies.
#[derive(Serialize)]
pub struct Memory {
    pub what: String,
    pub input_bytes: u64,
    /// All memories of the component after the call.
    pub guest_bytes: u64,
    /// Time of the call in units of one plain copy of its input, where the call does nothing but pass bytes through.
    pub copies: Option<f64>,
}

/// One Python program, all contestants.
#[derive(Serialize)]
pub struct ProgramCost {
    pub program: String,
    /// Why it could not be compiled.
    pub failure: Option<String>,
    /// The composed component, with the runtime.
    pub component_bytes: u64,
    pub brotli_bytes: u64,
    /// All memories of the component after a run in wasmtime.
    pub guest_bytes: u64,
    /// The first row is the one that ratios are formed with.
    pub rows: Vec<ProgramRow>,
}

impl ProgramCost {
    /// A program that was not measured.
    pub fn failed(program: String, failure: String) -> Self {
        Self {
            program,
            failure: Some(failure),
            component_bytes: 0,
            brotli_bytes: 0,
            guest_bytes: 0,
            rows: Vec::new(),
        }
    }
}

/// One contestant on one program.
#[derive(Serialize)]
pub struct ProgramRow {
    pub contestant: String,
    /// Milliseconds of one run.
    pub ms: Option<Spread>,
    /// How many times as fast as the first row, from the pairs of one round.
    pub ratio: Option<Spread>,
    /// The most memory that a process had resident that does nothing but run the program.
    pub peak_bytes: Option<u64>,
    /// Why there are no figures.
    pub failure: Option<String>,
}

/// A start: from a new process to the first output of the program `hello`.
#[derive(Serialize)]
pub struct Start {
    pub contestant: String,
    pub ms: Spread,
    /// The most memory that the process had resident.
    pub peak_bytes: u64,
}

impl Report {
    /// The table for people.
    pub fn table(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(
            text,
            "{} cores, {}; {} rounds, medians; ratios are to the first row of each block",
            self.machine.cores, self.machine.cpu, self.rounds
        );
        for conversion in &self.conversions {
            let _ = writeln!(
                text,
                "\n{}  {}  ({:.1} MB)",
                conversion.job,
                conversion.document,
                conversion.bytes as f64 / 1e6
            );
            for row in &conversion.rows {
                let _ = writeln!(
                    text,
                    "  {:<42} {:>8.0} MB/s  {:>6.2}x  ({:.2} - {:.2})",
                    row.contestant,
                    row.mb_per_s.median,
                    row.ratio.median,
                    row.ratio.min,
                    row.ratio.max
                );
            }
        }
        if !self.calls.is_empty() {
            let _ = writeln!(
                text,
                "\n{:<12} {:>14} {:>12} {:>12} {:>12}",
                "calls", "composed call", "host call", "instantiate", "cold start"
            );
        }
        for cost in &self.calls {
            let _ = writeln!(
                text,
                "{:<12} {:>14} {:>12} {:>12} {:>12}",
                cost.target,
                time(cost.composed_call_ns),
                time(cost.host_call_ns),
                time(cost.instantiate_ns),
                time(cost.cold_start_ns)
            );
        }
        if !self.memory.is_empty() {
            let _ = writeln!(
                text,
                "\n{:<42} {:>10} {:>12} {:>8}",
                "memory", "input", "guest", "copies"
            );
        }
        for memory in &self.memory {
            let copies = memory
                .copies
                .map_or_else(|| "-".to_owned(), |copies| format!("{copies:.1}"));
            let _ = writeln!(
                text,
                "{:<42} {:>7.1} MB {:>9.1} MB {:>8}",
                memory.what,
                memory.input_bytes as f64 / 1e6,
                memory.guest_bytes as f64 / 1e6,
                copies
            );
        }
        self.program_table(&mut text);
        text
    }

    fn program_table(&self, text: &mut String) {
        if !self.programs.is_empty() {
            let _ = writeln!(
                text,
                "\n{:<18} {:<18} {:>10} {:>9}  {:<15} {:>9} {:>9} {:>9} {:>9}",
                "program", "", "run", "x CPython", "", "peak", "guest", "size", "brotli"
            );
        }
        for cost in &self.programs {
            if let Some(failure) = &cost.failure {
                let first = failure.lines().next().unwrap_or_default();
                let _ = writeln!(text, "{:<18} not measured: {first}", cost.program);
            }
            for (place, row) in cost.rows.iter().enumerate() {
                cost.show(place, row, text);
            }
        }
        if !self.starts.is_empty() {
            let _ = writeln!(text, "\n{:<37} {:>10} {:>36}", "start", "output", "peak");
        }
        for start in &self.starts {
            let _ = writeln!(
                text,
                "{:<37} {:>10} ({:>6.1} - {:>6.1}) {:>19}",
                start.contestant,
                time(Some(start.ms.median * 1e6)),
                start.ms.min,
                start.ms.max,
                megabytes(start.peak_bytes)
            );
        }
    }
}

impl ProgramCost {
    fn show(&self, place: usize, row: &ProgramRow, text: &mut String) {
        let name = if place == 0 {
            self.program.as_str()
        } else {
            ""
        };
        let (Some(ms), Some(ratio)) = (row.ms, row.ratio) else {
            let failure = row.failure.as_deref().unwrap_or("no figures");
            let first = failure.lines().next().unwrap_or_default();
            let _ = writeln!(
                text,
                "{name:<18} {:<18} not measured: {first}",
                row.contestant
            );
            return;
        };
        let peak = row.peak_bytes.map_or_else(|| "-".to_owned(), megabytes);
        let mut line = format!(
            "{name:<18} {:<18} {:>10} {:>8.2}x  ({:>5.2} - {:>5.2}) {peak:>9}",
            row.contestant,
            time(Some(ms.median * 1e6)),
            ratio.median,
            ratio.min,
            ratio.max
        );
        // What is the component's alone stands once.
        if place == 1 {
            for bytes in [self.guest_bytes, self.component_bytes, self.brotli_bytes] {
                let _ = write!(line, " {:>9}", megabytes(bytes));
            }
        }
        let _ = writeln!(text, "{line}");
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}

fn time(ns: Option<f64>) -> String {
    match ns {
        None => "-".to_owned(),
        Some(ns) if ns < 1e3 => format!("{ns:.1} ns"),
        Some(ns) if ns < 1e6 => format!("{:.1} us", ns / 1e3),
        Some(ns) => format!("{:.1} ms", ns / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(contestant: &str, figures: Option<Spread>, failure: Option<&str>) -> ProgramRow {
        ProgramRow {
            contestant: contestant.to_owned(),
            ms: figures,
            ratio: figures,
            peak_bytes: None,
            failure: failure.map(str::to_owned),
        }
    }

    fn report() -> Report {
        let spread = Spread {
            min: 1.0,
            median: 2.0,
            max: 3.0,
        };
        Report {
            schema: 1,
            machine: Machine {
                cpu: "a processor".to_owned(),
                cores: 2,
            },
            versions: BTreeMap::from([("CPython".to_owned(), "3.12".to_owned())]),
            rounds: 3,
            conversions: vec![Conversion {
                job: crate::job::Job::JsonToMsgpack.name(),
                document: "twitter".to_owned(),
                bytes: 631_514,
                rows: vec![Row {
                    contestant: "molt, wasmtime".to_owned(),
                    mb_per_s: spread,
                    ratio: spread,
                }],
            }],
            calls: vec![CallCost {
                target: "node".to_owned(),
                version: "Node.js 26".to_owned(),
                composed_call_ns: Some(11.0),
                host_call_ns: None,
                instantiate_ns: Some(50_000.0),
                cold_start_ns: Some(5e6),
            }],
            memory: vec![Memory {
                what: "list<u8>".to_owned(),
                input_bytes: 1,
                guest_bytes: 65_536,
                copies: None,
            }],
            programs: vec![
                ProgramCost {
                    program: "fib".to_owned(),
                    failure: None,
                    component_bytes: 900_000,
                    brotli_bytes: 300_000,
                    guest_bytes: 2_000_000,
                    rows: vec![
                        row("CPython", Some(spread), None),
                        row("molt, wasmtime", None, Some("prints something else")),
                    ],
                },
                ProgramCost::failed("odd".to_owned(), "cannot be compiled".to_owned()),
            ],
            starts: vec![Start {
                contestant: "molt run".to_owned(),
                ms: spread,
                peak_bytes: 20_000_000,
            }],
        }
    }

    #[test]
    fn a_report_is_what_its_schema_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas/bench-report.json");
        let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let schema = jsonschema::validator_for(&schema).unwrap();
        let report = serde_json::to_value(report()).unwrap();
        let errors: Vec<_> = schema.iter_errors(&report).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }

    #[test]
    fn the_table_has_units_and_a_dash_for_what_was_not_measured() {
        let table = report().table();
        assert!(table.contains("11.0 ns") && table.contains("50.0 us") && table.contains("5.0 ms"));
        assert!(table.contains("           -"), "{table}");
        assert!(table.contains("not measured: prints something else"));
        assert!(table.contains("not measured: cannot be compiled") && table.contains("20.00 MB"));
    }
}
