//! Titles, durations, and what went wrong, said again at the end where it is seen.

use std::time::{Duration, Instant};

use anyhow::Result;

/// A row of steps; each is run even when an earlier one failed.
#[derive(Default)]
pub struct Steps {
    done: Vec<(String, Duration)>,
    failed: Vec<(String, String)>,
}

impl Steps {
    /// Prints the title and runs the step. Its `Err` is the plain reason shown at the end.
    pub fn run<T>(&mut self, name: &str, title: &str, step: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("\n==> {name}: {title}");
        let start = Instant::now();
        let result = step();
        self.done.push((name.to_string(), start.elapsed()));
        match result {
            Ok(value) => Some(value),
            Err(reason) => {
                println!("{name}: {reason:#}");
                self.failed.push((name.to_string(), format!("{reason:#}")));
                None
            }
        }
    }

    /// True while nothing failed.
    pub fn all_well(&self) -> bool {
        self.failed.is_empty()
    }

    /// How long each step took.
    pub fn print_durations(&self) {
        println!();
        for (name, took) in &self.done {
            println!("{:>9.1} s  {name}", took.as_secs_f64());
        }
    }

    /// Every failure with its reason.
    pub fn print_failures(&self) {
        for (name, reason) in &self.failed {
            println!("FAILED {name}: {reason}");
        }
    }

    /// How many steps ran, and how many of them failed.
    pub fn counts(&self) -> (usize, usize) {
        (self.done.len(), self.failed.len())
    }
}
