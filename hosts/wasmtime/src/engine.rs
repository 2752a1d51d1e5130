//! The engines: how wasmtime is set up for compositions.

use wasmtime::{Config, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig};

use crate::error::{Error, ErrorKind};
use crate::scan::Mode;

/// The core instances, memories and tables that one composition may have.
const PARTS: u32 = 64;
/// The largest linear memory, which is also the address space that each memory reserves.
const MEMORY: usize = 4 << 30;
/// Bytes of a memory that are kept mapped between two instances, and zeroed instead of unmapped.
const KEPT_WARM: usize = 64 << 10;

/// What code is compiled with. Each choice makes another engine, and other code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Deadlines can be set. Costs up to 10 % in loops.
    pub(crate) deadlines: bool,
    /// Fuel can be set. Costs 20 to 40 %.
    pub(crate) fuel: bool,
    /// Instances that can live at the same time.
    pub(crate) instances: u32,
}

pub(crate) fn build(settings: Settings, mode: Mode) -> Result<Engine, Error> {
    // Pooling reserves address space for all instances at once. Where there is not enough of it (`ulimit -v`, small
    // containers), instances are allocated one by one: slower to start, the same otherwise.
    let pooled = Engine::new(config(settings, mode).allocation_strategy(pool(settings)));
    pooled
        .or_else(|_| Engine::new(&config(settings, mode)))
        .map_err(|error| {
            Error::new(
                ErrorKind::Host,
                format!("this machine cannot run the engine: {error:#}"),
            )
        })
}

fn config(settings: Settings, mode: Mode) -> Config {
    let mut config = Config::new();
    config
        .cranelift_opt_level(OptLevel::Speed)
        .parallel_compilation(true)
        .memory_init_cow(true)
        .relaxed_simd_deterministic(true)
        .epoch_interruption(settings.deadlines)
        .consume_fuel(settings.fuel);
    let concurrent = mode == Mode::Async;
    config
        .concurrency_support(concurrent)
        .wasm_component_model_async(concurrent);
    config
}

fn pool(settings: Settings) -> InstanceAllocationStrategy {
    let count = settings.instances;
    // A composition of a few components is the usual case: not every instance can have all the parts that one may have.
    let parts = count.saturating_mul(8).max(PARTS * 2);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(count)
        .total_core_instances(parts)
        .total_memories(parts)
        .total_tables(parts)
        .total_stacks(count)
        .max_core_instances_per_component(PARTS * 4)
        .max_memories_per_component(PARTS)
        .max_tables_per_component(PARTS)
        .max_component_instance_size(4 << 20)
        .max_core_instance_size(4 << 20)
        .table_elements(100_000)
        .max_memory_size(MEMORY)
        .max_unused_warm_slots(count)
        .linear_memory_keep_resident(KEPT_WARM)
        .table_keep_resident(KEPT_WARM);
    InstanceAllocationStrategy::Pooling(pool)
}
