//! Small programs written as IR: every module validates and every component fits its world.

use super::emit;
use crate::component::encode;
use crate::contract::Contract;
use crate::ir::*;

fn register(repr: Repr) -> RegisterInfo {
    RegisterInfo { repr, name: None }
}

fn at(op: Op, landing: Option<u32>) -> Instruction {
    Instruction {
        op,
        span: Span {
            line: 1,
            column: 2,
            end_column: 3,
        },
        landing: landing.map(BlockId),
    }
}

fn code(name: &str, entry: Option<u32>, parameters: &[&str]) -> Code {
    Code {
        name: name.into(),
        qualified_name: name.into(),
        line: 1,
        parameters: parameters.iter().map(|name| (*name).to_owned()).collect(),
        positional_only: 0,
        keyword_only: 0,
        varargs: None,
        varkeywords: None,
        cells: 0,
        entry: entry.map(FunctionId),
    }
}

/// `print("hello")`
fn hello() -> Program {
    let r = Register;
    let module = Function {
        name: "<module>".into(),
        code: CodeId(0),
        parameters: 0,
        result: Repr::Boxed,
        frame: true,
        registers: vec![register(Repr::Boxed)],
        blocks: vec![
            Block {
                instructions: vec![
                    at(
                        Op::Intrinsic {
                            to: Some(r(0)),
                            call: Intrinsic::CallSmall,
                            arguments: vec![
                                Operand::Constant(ConstantId(0)),
                                Operand::Constant(ConstantId(1)),
                            ],
                        },
                        Some(1),
                    ),
                    at(Op::Release { register: r(0) }, None),
                ],
                terminator: Terminator::Return(Operand::None),
            },
            Block {
                instructions: vec![at(Op::Trace, None)],
                terminator: Terminator::ReturnRaised,
            },
        ],
    };
    Program {
        file: "hello.py".into(),
        source: "print(\"hello\")\n".into(),
        functions: vec![module],
        codes: vec![code("<module>", None, &[])],
        constants: vec![
            Constant::Builtin("print".into()),
            Constant::Str(b"hello".to_vec()),
            Constant::Tuple(vec![
                ConstantItem::Int(1),
                ConstantItem::Constant(ConstantId(1)),
            ]),
        ],
        ..Program::default()
    }
}

/// Every instruction on numbers, in one function.
fn numbers() -> Program {
    let r = Register;
    let (a, b, x, y, f, w, boxed) = (r(0), r(1), r(2), r(3), r(4), r(5), r(6));
    let mut instructions = Vec::new();
    let operators = [
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::FloorDiv,
        BinaryOp::Mod,
        BinaryOp::LShift,
        BinaryOp::RShift,
        BinaryOp::And,
        BinaryOp::Or,
        BinaryOp::Xor,
    ];
    for op in operators {
        for second in [Operand::Register(b), Operand::Int(7), Operand::Int(8)] {
            let first = Operand::Register(a);
            let binary = Op::IntBinary {
                to: a,
                op,
                a: first,
                b: second,
            };
            instructions.push(at(binary, Some(1)));
            instructions.push(at(
                Op::IntUpdate {
                    target: a,
                    op,
                    b: second,
                },
                Some(1),
            ));
            let boxed_op = Op::Binary {
                to: boxed,
                op,
                a: Operand::Register(boxed),
                b: Operand::Int(3),
                in_place: op == BinaryOp::Add,
            };
            instructions.push(at(boxed_op, Some(1)));
        }
    }
    for op in [CompareOp::Lt, CompareOp::Eq, CompareOp::Ge] {
        let (first, second) = (Operand::Register(a), Operand::Register(b));
        instructions.push(at(
            Op::IntCompare {
                to: f,
                op,
                a: first,
                b: second,
            },
            None,
        ));
        let second = Operand::Register(boxed);
        instructions.push(at(
            Op::Compare {
                to: f,
                op,
                a: second,
                b: Operand::None,
            },
            Some(1),
        ));
        let (first, second) = (Operand::Register(x), Operand::Float(1.5));
        instructions.push(at(
            Op::FloatCompare {
                to: f,
                op,
                a: first,
                b: second,
            },
            None,
        ));
    }
    for op in [BinaryOp::Add, BinaryOp::TrueDiv, BinaryOp::Mod] {
        let (first, second) = (Operand::Register(x), Operand::Register(y));
        instructions.push(at(
            Op::FloatBinary {
                to: x,
                op,
                a: first,
                b: second,
            },
            Some(1),
        ));
    }
    let of = Operand::Register;
    instructions.extend([
        at(Op::IntToFloat { to: x, from: of(a) }, Some(1)),
        at(Op::Clamp { to: w, from: of(a) }, None),
        at(
            Op::Box {
                to: boxed,
                from: of(a),
            },
            None,
        ),
        at(
            Op::Unbox {
                to: b,
                from: of(boxed),
            },
            None,
        ),
        at(
            Op::Box {
                to: boxed,
                from: of(x),
            },
            None,
        ),
        at(
            Op::Truth {
                to: f,
                a: of(boxed),
            },
            Some(1),
        ),
        at(
            Op::Length {
                to: w,
                o: of(boxed),
            },
            Some(1),
        ),
        at(
            Op::GetItemAt {
                to: boxed,
                o: of(boxed),
                index: of(a),
            },
            Some(1),
        ),
        at(
            Op::SetItemAt {
                o: of(boxed),
                index: of(w),
                item: of(boxed),
            },
            Some(1),
        ),
        at(
            Op::IntDivide {
                to: x,
                a: of(a),
                b: of(w),
            },
            Some(1),
        ),
        at(
            Op::IntUnary {
                to: a,
                op: UnaryOp::Neg,
                a: of(a),
            },
            None,
        ),
        at(
            Op::Unary {
                to: boxed,
                op: UnaryOp::Invert,
                a: of(boxed),
            },
            Some(1),
        ),
        at(
            Op::StoreGlobal {
                global: GlobalId(0),
                from: of(boxed),
            },
            None,
        ),
        at(
            Op::Assign {
                to: boxed,
                from: Operand::Constant(ConstantId(1)),
            },
            None,
        ),
        at(
            Op::Stage {
                items: vec![of(boxed); 7],
            },
            None,
        ),
        at(
            Op::ReleaseMany {
                registers: vec![boxed, a, b],
            },
            None,
        ),
    ]);
    let reprs = [
        Repr::Int,
        Repr::Int,
        Repr::Float,
        Repr::Float,
        Repr::Bool,
        Repr::Word,
        Repr::Boxed,
    ];
    let mut program = hello();
    program.globals.push(Global { name: "g".into() });
    program.codes.push(code("f", None, &["a", "b"]));
    program.functions.push(Function {
        name: "f".into(),
        code: CodeId(1),
        parameters: 2,
        result: Repr::Float,
        frame: true,
        registers: reprs.map(register).to_vec(),
        blocks: vec![
            Block {
                instructions,
                terminator: Terminator::Switch {
                    on: Operand::Register(w),
                    targets: vec![BlockId(1), BlockId(2)],
                    default: BlockId(2),
                },
            },
            Block {
                instructions: vec![at(Op::Trace, None)],
                terminator: Terminator::ReturnRaised,
            },
            Block {
                instructions: vec![],
                terminator: Terminator::Return(Operand::Register(x)),
            },
        ],
    });
    program
}

/// An exported function that returns its argument, for every type at the boundary; one takes more than 16 flat parameters.
fn exporting() -> Program {
    let list = |ty: Type| Type::List(Box::new(ty));
    let types = [
        Type::None,
        Type::Bool,
        Type::Int,
        Type::Float,
        Type::Str,
        Type::Bytes,
        list(list(Type::Float)),
        Type::Tuple(vec![Type::Bool, Type::Int, Type::Str]),
        Type::Dict(Box::new(Type::Str), Box::new(list(Type::Int))),
        Type::Optional(Box::new(Type::Tuple(vec![Type::Float, Type::Bool]))),
    ];
    let mut program = hello();
    let parameter = |number: usize, ty: &Type| Parameter {
        name: format!("p_{number}x"),
        r#type: ty.clone(),
    };
    let mut add = |name: String, parameters: Vec<Parameter>, result: Type| {
        let id = program.functions.len() as u32;
        program.codes.push(code(&name, Some(id), &[]));
        program.exports.push(Export {
            name: name.clone(),
            result,
            code: CodeId(id),
            line: 1,
            parameters: parameters.clone(),
        });
        let registers = parameters.iter().map(|_| register(Repr::Boxed)).collect();
        program.functions.push(Function {
            name,
            code: CodeId(id),
            parameters: parameters.len() as u32,
            result: Repr::Boxed,
            frame: true,
            registers,
            blocks: vec![Block {
                instructions: vec![],
                terminator: Terminator::Return(match parameters.first() {
                    Some(_) => Operand::Register(Register(0)),
                    None => Operand::None,
                }),
            }],
        });
    };
    for (number, ty) in types.iter().enumerate() {
        let parameters = match ty {
            Type::None => vec![],
            ty => vec![parameter(0, ty)],
        };
        add(format!("identity_{number}_f"), parameters, ty.clone());
    }
    let many = types.iter().enumerate().skip(1);
    add(
        "many".into(),
        many.map(|(n, ty)| parameter(n, ty)).collect(),
        Type::Bool,
    );
    program
}

/// A loop with two entries, one of them by a switch.
fn irreducible() -> Program {
    let mut program = hello();
    let module = &mut program.functions[0];
    module
        .registers
        .extend([register(Repr::Bool), register(Repr::Word)]);
    let (flag, word) = (
        Operand::Register(Register(1)),
        Operand::Register(Register(2)),
    );
    let block = |terminator| Block {
        instructions: vec![],
        terminator,
    };
    let start = module.blocks[0].instructions.clone();
    module.blocks[0].terminator = Terminator::Branch {
        on: flag,
        yes: BlockId(2),
        no: BlockId(3),
    };
    let two = Terminator::Switch {
        on: word,
        targets: vec![BlockId(3), BlockId(4)],
        default: BlockId(2),
    };
    let mut third = block(Terminator::Jump(BlockId(2)));
    third.instructions = start;
    module.blocks.push(block(two));
    module.blocks.push(third);
    module.blocks.push(block(Terminator::Return(Operand::None)));
    program
}

#[test]
fn modules_validate_and_fit_their_worlds() {
    let contract = Contract::load().expect("embedded packages are right");
    for program in [hello(), numbers(), fib(), exporting(), irreducible()] {
        let emitted = emit(&program, &[], "local:main", &contract).expect("is complete");
        if let Err(error) = wasmparser::validate(&emitted.module) {
            panic!("{error}");
        }
        let component =
            encode(emitted.module, &emitted.world, contract.resolve()).expect("fits its world");
        molt_compose::Part::new("program", component).expect("is a component");
    }
}

/// `def fib(n: int): return n if n < 2 else fib(n - 1) + fib(n - 2)`, `print(fib(32))`
fn fib() -> Program {
    let r = Register;
    let of = |n| Operand::Register(Register(n));
    let mut p = hello();
    p.codes.push(code("fib", None, &["n"]));
    p.functions[0]
        .registers
        .extend([register(Repr::Int), register(Repr::Boxed)]);
    p.functions[0].blocks[0].instructions = vec![
        at(
            Op::Call {
                to: r(1),
                function: FunctionId(1),
                arguments: vec![Operand::Int(32)],
            },
            Some(1),
        ),
        at(
            Op::Box {
                to: r(2),
                from: of(1),
            },
            None,
        ),
        at(
            Op::Intrinsic {
                to: Some(r(0)),
                call: Intrinsic::CallSmall,
                arguments: vec![Operand::Constant(ConstantId(0)), of(2)],
            },
            Some(1),
        ),
    ];
    p.functions.push(Function {
        name: "fib".into(),
        code: CodeId(1),
        parameters: 1,
        result: Repr::Int,
        frame: true,
        registers: [
            Repr::Int,
            Repr::Bool,
            Repr::Int,
            Repr::Int,
            Repr::Int,
            Repr::Int,
        ]
        .map(register)
        .to_vec(),
        blocks: vec![
            Block {
                instructions: vec![at(
                    Op::IntCompare {
                        to: r(1),
                        op: CompareOp::Lt,
                        a: of(0),
                        b: Operand::Int(2),
                    },
                    None,
                )],
                terminator: Terminator::Branch {
                    on: of(1),
                    yes: BlockId(1),
                    no: BlockId(2),
                },
            },
            Block {
                instructions: vec![at(Op::Retain { from: of(0) }, None)],
                terminator: Terminator::Return(of(0)),
            },
            Block {
                instructions: vec![
                    at(
                        Op::IntBinary {
                            to: r(2),
                            op: BinaryOp::Sub,
                            a: of(0),
                            b: Operand::Int(1),
                        },
                        Some(3),
                    ),
                    at(
                        Op::Call {
                            to: r(3),
                            function: FunctionId(1),
                            arguments: vec![of(2)],
                        },
                        Some(3),
                    ),
                    at(Op::Release { register: r(2) }, None),
                    at(
                        Op::IntBinary {
                            to: r(2),
                            op: BinaryOp::Sub,
                            a: of(0),
                            b: Operand::Int(2),
                        },
                        Some(3),
                    ),
                    at(
                        Op::Call {
                            to: r(4),
                            function: FunctionId(1),
                            arguments: vec![of(2)],
                        },
                        Some(3),
                    ),
                    at(Op::Release { register: r(2) }, None),
                    at(
                        Op::IntBinary {
                            to: r(5),
                            op: BinaryOp::Add,
                            a: of(3),
                            b: of(4),
                        },
                        Some(3),
                    ),
                    at(
                        Op::ReleaseMany {
                            registers: vec![r(3), r(4)],
                        },
                        None,
                    ),
                ],
                terminator: Terminator::Return(of(5)),
            },
            Block {
                instructions: vec![
                    at(Op::Trace, None),
                    at(
                        Op::ReleaseMany {
                            registers: vec![r(2), r(3), r(4)],
                        },
                        None,
                    ),
                ],
                terminator: Terminator::ReturnRaised,
            },
        ],
    });
    p
}
