use molt_compiler::shrink::{shrink, Uses};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let src = std::fs::read(&a[1]).unwrap();
    let c = molt_compiler::compile(&src, &molt_compiler::Options { file: a[1].clone(), ..Default::default() }).unwrap();
    let core = std::fs::read(&a[2]).unwrap();
    let mut comp = b"\0asm\x0d\0\x01\0".to_vec();
    comp.push(1);
    let mut n = core.len();
    loop { let b = (n & 127) as u8; n >>= 7; if n > 0 { comp.push(b | 128) } else { comp.push(b); break } }
    comp.extend(&core);
    let out = shrink(&comp, &Uses::of(&c.program, &c.module)).unwrap();
    // cut the header again
    let mut i = 9; while out[i] & 128 != 0 { i += 1 } i += 1;
    std::fs::write(&a[3], &out[i..]).unwrap();
}
