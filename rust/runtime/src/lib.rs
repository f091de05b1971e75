//! The appserver runtime for plain Rust, on tokio.
