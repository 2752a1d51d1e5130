//! The messages of `adapters/PROTOCOL.md`.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::case::Instance;
use crate::component::ComponentFile;
use crate::types::Signature;

/// Who answers.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
pub struct Hello {
    pub target: String,
    pub host: String,
    pub version: String,
    #[serde(default)]
    pub features: Vec<String>,
}

/// What an adapter may say.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum FromAdapter {
    Hello(Hello),
    Missing { what: String, fix: String },
    Result(CallResult),
    Done { batch: u64 },
    Failed { batch: u64, error: HostError },
    Measured(Measured),
}

/// The outcomes of one call's steps.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct CallResult {
    pub call: String,
    pub outcomes: Vec<Outcome>,
    pub ns: Option<u64>,
}

/// What one step came to.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Ok(Value),
    Trap { message: String },
    Error(HostError),
}

/// A host's refusal.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct HostError {
    pub kind: String,
    pub message: String,
}

/// One call to be sent.
#[derive(Clone, Debug)]
pub struct WireCall {
    pub id: String,
    pub instance: Instance,
    pub steps: Vec<WireStep>,
    /// Seconds.
    pub timeout: u64,
}

/// One step to be sent.
#[derive(Clone, Debug)]
pub struct WireStep {
    pub function: String,
    pub signature: Option<Signature>,
    pub args: Vec<Value>,
    pub keep: Option<String>,
    pub digest: bool,
    pub take: Option<usize>,
}

/// A program to be run, in an instance of its own.
#[derive(Clone, Debug)]
pub struct WireProgram {
    pub id: String,
    pub name: String,
    pub path: PathBuf,
    /// `sys.argv`.
    pub arguments: Vec<String>,
    /// Seconds.
    pub timeout: u64,
}

/// A measurement to be made.
#[derive(Clone, Debug)]
pub struct Measure {
    pub signature: Signature,
    pub args: Vec<Value>,
    pub iterations: u32,
}

/// What a measurement gave, in nanoseconds.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
pub struct Measured {
    pub cold_start_ns: Option<f64>,
    pub instantiate_ns: Option<f64>,
    pub call_ns: Option<f64>,
}

impl WireCall {
    fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "instance": self.instance.word(),
            "timeout": self.timeout,
            "steps": self.steps.iter().map(WireStep::to_json).collect::<Vec<_>>(),
        })
    }
}

impl WireStep {
    fn to_json(&self) -> Value {
        let params = self
            .signature
            .as_ref()
            .map_or_else(|| json!([]), Signature::params_json);
        let mut step = json!({
            "function": self.function,
            "params": params,
            "result": self.signature.as_ref().map(Signature::result_json),
            "async": self.signature.as_ref().is_some_and(|signature| signature.is_async),
            "args": self.args,
        });
        if let Some(name) = &self.keep {
            step["let"] = json!(name);
        }
        if self.digest {
            step["digest"] = json!(true);
        }
        if let Some(items) = self.take {
            step["take"] = json!(items);
        }
        step
    }
}

fn component(file: &ComponentFile) -> Value {
    json!({ "name": file.name, "path": file.path })
}

/// The message for a batch.
pub fn batch(id: u64, file: &ComponentFile, calls: &[WireCall]) -> Value {
    let calls: Vec<_> = calls.iter().map(WireCall::to_json).collect();
    json!({ "type": "batch", "id": id, "component": component(file), "calls": calls })
}

/// The message for programs.
pub fn programs(id: u64, programs: &[WireProgram]) -> Value {
    let one = |program: &WireProgram| {
        json!({
            "id": program.id,
            "component": { "name": program.name, "path": program.path },
            "arguments": program.arguments,
            "timeout": program.timeout,
        })
    };
    json!({ "type": "programs", "id": id, "programs": programs.iter().map(one).collect::<Vec<_>>() })
}

/// The outcome of a program that came to its end.
pub fn ended(exit: u8, stdout: &[u8], stderr: &[u8]) -> Outcome {
    let bytes = |content: &[u8]| json!({ "base64": BASE64.encode(content) });
    Outcome::Ok(json!({ "exit": exit, "stdout": bytes(stdout), "stderr": bytes(stderr) }))
}

/// The message for a measurement.
pub fn measure(id: u64, file: &ComponentFile, what: &Measure) -> Value {
    json!({
        "type": "measure",
        "id": id,
        "component": component(file),
        "function": what.signature.name,
        "params": what.signature.params_json(),
        "result": what.signature.result_json(),
        "args": what.args,
        "iterations": what.iterations,
    })
}
