# What people and CI run. `just` comes with the npm packages (node_modules/.bin/just) or your package manager.

set shell := ["bash", "-euo", "pipefail", "-c"]

# The recipes
default:
    @just --list --unsorted

# Install what is missing (Rust target, npm packages, browsers)
[group('start')]
setup:
    scripts/setup

# Build, compose, run the matrix on every target
[group('start')]
parity *args:
    scripts/parity {{args}}

# Every test
[group('start')]
test:
    scripts/test

# The molt command, optimised, into target/release
[group('build')]
build:
    cargo build --release --locked -p molt-cli

# All components into dist/
[group('build')]
components:
    cargo run --quiet --locked -p molt-cli -- build --all

# Format, lints, types, docs, links
[group('check')]
check: fmt clippy types docs links

# Formatting is as rustfmt has it
[group('check')]
fmt:
    cargo fmt --all --check

# No warnings, neither natively nor for the guests
[group('check')]
clippy:
    cargo clippy --workspace --all-targets --locked -- -D warnings
    cargo clippy --locked --target wasm32-unknown-unknown $(ls components | grep -vxe worlds -e platform-wasi | sed 's/^/-p molt-/') -- -D warnings

# TypeScript types
[group('check')]
types:
    npm run --silent build
    npm run --silent types

# Documentation builds without warnings
[group('check')]
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --lib --no-deps --locked --quiet

# Links between the project's own files lead somewhere
[group('check')]
links:
    scripts/check-links

# Rewrite generated files: reference docs, golden files
[group('maintain')]
bless:
    scripts/bless

# Measure; writes target/bench/*.json and prints a table
[group('maintain')]
bench *args:
    scripts/bench {{args}}

# Fuzz one decoder or all: just fuzz json_parse 300
[group('maintain')]
fuzz *args:
    scripts/fuzz {{args}}
