use molt_runtime::abi::{calls, containers, memory, scalars, text};
use molt_runtime::ops::arithmetic::BinaryOp;

use crate::support::{ABSENT, NONE, Program, int};

/// What a loop body leaves behind is nothing.
fn flat(rounds: i64, body: impl Fn(&mut Program, i64)) {
    let mut program = Program::new("");
    for round in 0..10 {
        body(&mut program, round);
    }
    let before = memory::count(&mut program.vm);
    for round in 0..rounds {
        body(&mut program, round);
    }
    let after = memory::count(&mut program.vm);
    assert_eq!(
        (before.handles, before.objects),
        (after.handles, after.objects)
    );
    assert!(program.vm.stage.is_empty() && program.vm.running.is_empty());
}

#[test]
fn a_million_rounds_of_temporaries_leave_nothing() {
    flat(1_000_000, |program, round| {
        let number = scalars::int_from_s64(&mut program.vm, i64::MAX - round);
        let sum = scalars::binary(&mut program.vm, BinaryOp::Add, number, number);
        let list = program.list(&[sum, number]);
        let item = containers::get_item_at(&mut program.vm, list, 0);
        assert_eq!(item, sum);
        memory::release4(&mut program.vm, number, sum, list, item);
    });
}

#[test]
fn calls_and_exceptions_leave_nothing() {
    flat(20_000, |program, round| {
        let vm = &mut program.vm;
        let name = text::literal(vm, b"f".to_vec());
        let sys = calls::import(vm, "sys");
        assert_eq!(
            calls::get_attribute(vm, sys, name),
            molt_runtime::value::BITS_RAISED
        );
        let caught = molt_runtime::abi::flow::catch(vm);
        molt_runtime::abi::flow::end_catch(vm);
        memory::release4(vm, name, sys, caught, int(round));
        let dict = containers::make_dict(vm, 0);
        let key = scalars::int_from_s64(vm, i64::MIN + round);
        containers::set_item(vm, dict, key, dict);
        // A cycle: what the program does not break stays.
        containers::del_item(vm, dict, key);
        memory::release2(vm, dict, key);
        let cell = calls::make_cell(vm, ABSENT);
        calls::set_cell(vm, cell, cell);
        calls::set_cell(vm, cell, NONE);
        memory::release(vm, cell);
    });
}

/// Objects are counted, nothing looks for cycles: what holds itself lives as long as the program. The reference says so.
#[test]
fn a_cycle_lives_as_long_as_the_program() {
    let mut program = Program::new("");
    let before = memory::count(&mut program.vm);
    let list = program.list(&[]);
    containers::list_append(&mut program.vm, list, list);
    memory::release(&mut program.vm, list);
    let after = memory::count(&mut program.vm);
    assert_eq!(
        (after.objects, after.handles),
        (before.objects + 1, before.handles)
    );
}

#[test]
fn nested_lists_die_without_recursion() {
    let mut program = Program::new("");
    let before = memory::count(&mut program.vm);
    let mut list = program.list(&[]);
    for _ in 0..1_000_000 {
        let outer = program.list(&[list]);
        memory::release(&mut program.vm, list);
        list = outer;
    }
    memory::release(&mut program.vm, list);
    assert_eq!(memory::count(&mut program.vm), before);
}
