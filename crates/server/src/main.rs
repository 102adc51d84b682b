//! `perennial`: one program for the whole practice. This crate introduces the others to each other and gives
//! the use cases their commands.

mod commands;
mod config;
mod outside;
mod print;
mod serve;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

/// Pages are made of many small texts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let config = config::Config::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("PERENNIAL_LOG"))
        .with_writer(std::io::stderr)
        .init();
    quiet_on_closed_pipe();
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

/// `perennial … | head` closes our output early: that is the reader's right, and no failure to tell of.
fn quiet_on_closed_pipe() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let text = panic.payload().downcast_ref::<String>().map_or("", String::as_str);
        if text.starts_with("failed printing to stdout") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}
