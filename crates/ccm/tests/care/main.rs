//! Calls: the data behind them, and what they may and may not become.

mod around;
mod assessment;
mod data;
mod draft;
mod due;
mod events;
mod next;
mod note;
mod support;
