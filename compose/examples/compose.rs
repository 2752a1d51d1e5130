//! Plugs components into a socket.
//!
//! ```text
//! cargo run -p molt-compose --example compose -- OUT.wasm SOCKET.wasm [NAME=]PLUG.wasm...
//! cargo run -p molt-compose --example compose -- OUT.wasm COMPOSITION.wac
//! ```

use molt_compose::{Capabilities, Part, WacFile, compose, compose_wac};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(out), Some(input)) = (arguments.next(), arguments.next()) else {
        return Err("OUT.wasm INPUT".into());
    };
    let composition = if input.ends_with(".wac") {
        compose_wac(&WacFile::new(input), &Capabilities::none())?
    } else {
        let plugs = arguments.map(|plug| match plug.split_once('=') {
            Some((name, path)) => Part::read_as(name, path.as_ref()),
            None => Part::read(plug.as_ref()),
        });
        compose(
            Part::read(input.as_ref())?,
            plugs.collect::<Result<_, _>>()?,
            &Capabilities::none(),
        )?
    };
    std::fs::write(out, &composition.bytes)?;
    println!(
        "{} exports {}",
        composition.parts.join(", "),
        composition.exports.join(", ")
    );
    Ok(())
}
