//! WASI 0.2 for components that were made for it: programs built with `--target wasi`, commands of other toolchains.

use wasmtime::Engine;
use wasmtime::component::{Component, Linker, ResourceTable};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::capabilities::Capabilities;
use crate::instance::State;

/// What WASI keeps for one instance. Made when the instance asks for it first, without anything granted.
#[derive(Default)]
pub(crate) struct Wasi {
    context: Option<WasiCtx>,
    table: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let Wasi { context, table } = &mut self.capabilities.wasi;
        WasiCtxView {
            ctx: context.get_or_insert_with(|| WasiCtx::builder().build()),
            table,
        }
    }
}

impl Capabilities {
    /// Grants WASI this process's standard output and standard error, and arguments: no input, no files, no network, no
    /// environment.
    pub fn wasi_command<S: AsRef<str>>(mut self, arguments: &[S]) -> Self {
        let mut builder = WasiCtx::builder();
        builder.inherit_stdout().inherit_stderr().args(arguments);
        self.wasi.context = Some(builder.build());
        self
    }
}

/// Adds WASI to the linker of a component that imports some of it.
pub(crate) fn link(
    engine: &Engine,
    component: &Component,
    linker: &mut Linker<State>,
) -> wasmtime::Result<()> {
    let ty = component.component_type();
    match ty
        .imports(engine)
        .any(|(name, _)| name.starts_with("wasi:"))
    {
        true => wasmtime_wasi::p2::add_to_linker_sync(linker),
        false => Ok(()),
    }
}
