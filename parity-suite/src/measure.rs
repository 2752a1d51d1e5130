//! What starting and calling costs on each target: `measurements.toml`.

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::bytes::Files;
use crate::case::{ComponentSpec, from_toml};
use crate::component::Store;
use crate::places::Places;
use crate::target::Session;
use crate::target::wire::{Measure, Measured};
use crate::value;

/// One measurement to be made on every target.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// What the report calls it.
    pub name: String,
    pub component: String,
    pub function: String,
    pub args: Vec<Value>,
    pub iterations: u32,
}

/// What it came to on one target.
#[derive(Clone, Debug, Serialize)]
pub struct Cost {
    pub name: String,
    #[serde(flatten)]
    pub measured: Measured,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    measurement: Vec<Measurement>,
}

/// The measurements that the suite makes.
///
/// # Errors
/// When the file cannot be read.
pub fn read(places: &Places) -> Result<Vec<Measurement>> {
    let path = places.suite().join("measurements.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let content: toml::Value =
        toml::from_str(&text).with_context(|| format!("in {}", path.display()))?;
    let file: File = serde_json::from_value(from_toml(content))
        .with_context(|| format!("in {}", path.display()))?;
    Ok(file.measurement)
}

impl Measurement {
    /// Makes it. None when the target stopped, which also ends the measurements after it.
    pub fn take(&self, store: &mut Store, session: &mut dyn Session) -> Option<Cost> {
        let name = self.name.clone();
        let Some((component, what)) = self.planned(store) else {
            return Some(Cost {
                name,
                measured: Measured::default(),
            });
        };
        let measured = session.measure(&component, &what).ok()?;
        Some(Cost { name, measured })
    }

    fn planned(
        &self,
        store: &mut Store,
    ) -> Option<(std::sync::Arc<crate::component::ComponentFile>, Measure)> {
        let component = store
            .load(
                &ComponentSpec::Named(self.component.clone()),
                Path::new("."),
            )
            .ok()?;
        let signature = component
            .exports
            .as_ref()
            .ok()?
            .find(&self.function)
            .ok()?
            .clone();
        let places = Places::here();
        let files = Files {
            places: &places,
            base: Path::new("."),
        };
        let typed = |(arg, (_, ty)): (&Value, &(String, crate::types::Type))| {
            value::argument(ty, arg, files).ok()
        };
        let mut args: Vec<Value> = self
            .args
            .iter()
            .zip(&signature.params)
            .map(typed)
            .collect::<Option<_>>()?;
        args.resize(signature.params.len(), Value::Null);
        Some((
            component,
            Measure {
                signature,
                args,
                iterations: self.iterations,
            },
        ))
    }
}
