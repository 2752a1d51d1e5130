//! Draws a component: writes the SVG and the page beside each other.
//!
//! ```text
//! cargo run -p molt-compose --example explain -- COMPONENT.wasm OUT
//! ```

use molt_compose::explain::{explain, html, svg};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("COMPONENT.wasm OUT".into());
    };
    let explanation = explain(&file, &std::fs::read(&file)?)?;
    std::fs::write(format!("{out}.svg"), svg(&explanation))?;
    std::fs::write(format!("{out}.html"), html(&explanation))?;
    println!("{explanation:#?}");
    Ok(())
}
