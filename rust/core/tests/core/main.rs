//! The core against naive models, and its tables row by row.

mod connection;
mod fan_out;
mod policies;
mod router;
mod support;
mod tables;
