//! `perennial`: one program for the whole practice. This crate introduces the others to each other and gives
//! the use cases their commands.

mod commands;
mod config;
mod outside;
mod print;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let config = config::Config::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("PERENNIAL_LOG"))
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("perennial: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(commands::run(config)) {
        Ok(code) => code,
        Err(failure) => print::failure(&failure),
    }
}
