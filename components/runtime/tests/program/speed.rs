use std::time::Instant;

use molt_runtime::abi::{calls, containers, flow, memory, scalars};
use molt_runtime::ops::arithmetic::BinaryOp;
use molt_runtime::ops::compare::CompareOp;

use crate::support::{NONE, Program, int};

/// Nanoseconds of the intrinsics that loops are made of, natively: `cargo test --test program speed -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn intrinsics() {
    let mut program = Program::new("");
    let p = &mut program;
    let items: Vec<u64> = (0..1000).map(int).collect();
    let list = p.list(&items);
    let (key, other) = (p.str("key"), p.str("other"));
    let dict = p.dict(&[("key", int(1)), ("other", int(2)), ("third", int(3))]);
    let target = p.list(&[]);
    let append = p.str("append");
    let class = p.class("C", &[], &[]);
    let made = p.call(class, &[]);
    calls::set_attribute(&mut p.vm, made, key, int(1));
    let f = p.define("f", &["x"], |p| p.argument(0));
    const ROUNDS: u64 = 1_000_000;
    let mut time = |what: &str, body: &mut dyn FnMut(&mut Program, u64)| {
        let start = Instant::now();
        for round in 0..ROUNDS {
            body(p, round);
        }
        println!(
            "{what:<28} {:>7.1} ns",
            start.elapsed().as_nanos() as f64 / ROUNDS as f64
        );
    };
    time("l[i]", &mut |p, i| {
        containers::get_item_at(&mut p.vm, list, (i % 1000) as i64);
    });
    time("l[i] = v", &mut |p, i| {
        containers::set_item_at(&mut p.vm, list, (i % 1000) as i64, int(5));
    });
    time("l[v]", &mut |p, i| {
        containers::get_item(&mut p.vm, list, int((i % 1000) as i64));
    });
    time("list-append", &mut |p, i| {
        containers::list_append(&mut p.vm, target, int(i as i64));
    });
    time("l.append(v)", &mut |p, i| {
        calls::call_method1(&mut p.vm, target, append, int(i as i64));
    });
    time("d['key']", &mut |p, _| {
        containers::get_item(&mut p.vm, dict, key);
    });
    time("d['other'] = v", &mut |p, _| {
        containers::set_item(&mut p.vm, dict, other, int(1));
    });
    time("o.key", &mut |p, _| {
        calls::get_attribute(&mut p.vm, made, key);
    });
    time("f + g", &mut |p, _| {
        scalars::binary(
            &mut p.vm,
            BinaryOp::Add,
            0x3ff8_0000_0000_0000,
            0x3ff8_0000_0000_0000,
        );
    });
    time("s == t", &mut |p, _| {
        scalars::compare(&mut p.vm, CompareOp::Eq, key, other);
    });
    time("s + t, release", &mut |p, _| {
        let sum = scalars::binary(&mut p.vm, BinaryOp::Add, key, other);
        memory::release(&mut p.vm, sum);
    });
    let iterator = flow::iterate(&mut p.vm, target);
    let mut time = |what: &str, body: &mut dyn FnMut(&mut Program, u64)| {
        let start = Instant::now();
        for round in 0..ROUNDS {
            body(p, round);
        }
        println!(
            "{what:<28} {:>7.1} ns",
            start.elapsed().as_nanos() as f64 / ROUNDS as f64
        );
    };
    time("next", &mut |p, _| {
        flow::next(&mut p.vm, iterator);
    });
    time("(v, v), release", &mut |p, i| {
        containers::stage2(&mut p.vm, int(i as i64), NONE);
        let tuple = containers::make_tuple(&mut p.vm, 2);
        memory::release(&mut p.vm, tuple);
    });
    time("f(x) of the program", &mut |p, _| {
        let result = calls::call1(&mut p.vm, f, int(1));
        p.settle(result);
    });
    time("C(), release", &mut |p, _| {
        let made = calls::call0(&mut p.vm, class);
        let made = p.settle(made);
        memory::release(&mut p.vm, made);
    });
    let str_class = p.builtin("str");
    let mut time = |what: &str, body: &mut dyn FnMut(&mut Program, u64)| {
        let start = Instant::now();
        for round in 0..ROUNDS {
            body(p, round);
        }
        println!(
            "{what:<28} {:>7.1} ns",
            start.elapsed().as_nanos() as f64 / ROUNDS as f64
        );
    };
    time("str(i), release", &mut |p, i| {
        let made = calls::call1(&mut p.vm, str_class, int(i as i64));
        memory::release(&mut p.vm, made);
    });
    time("f'{i}:', release", &mut |p, i| {
        use molt_runtime::abi::text::{Conversion, join_staged, stage_formatted};
        stage_formatted(
            &mut p.vm,
            int(i as i64),
            Conversion::None,
            molt_runtime::value::BITS_ABSENT,
        );
        containers::stage(&mut p.vm, key);
        let made = join_staged(&mut p.vm, 2);
        memory::release(&mut p.vm, made);
    });
    time("retain, release", &mut |p, _| {
        memory::retain(&mut p.vm, list);
        memory::release(&mut p.vm, list);
    });
}
