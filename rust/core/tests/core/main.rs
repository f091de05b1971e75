//! The core against naive models, and its tables row by row.

mod fan_out;
mod policies;
mod support;
mod tables;
