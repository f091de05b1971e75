//! The core against naive models, and its tables row by row.

mod connection;
mod fan_out;
mod ordering;
mod policies;
mod questions;
mod requests;
mod stale;
mod strangers;
mod support;
mod tables;
