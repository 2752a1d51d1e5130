//! The component: the three interfaces of `world json`, and nothing but their types' conversions.

mod glue {
    wit_bindgen::generate!({
        path: ["../../wit/codec", "../../wit/json"],
        world: "molt:json/json",
    });
}

mod codec;
mod document;
mod parser;

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

struct Component;

glue::export!(Component with_types_in glue);
