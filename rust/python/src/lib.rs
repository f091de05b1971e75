//! `appserver._core`: the thin Python binding of the message core.
//!
//! It converts, keeps lifetimes right (garbage collection, forks, interpreter exit) and decides nothing. Every call is
//! short and takes one lock; no Python runs and no Python reference is dropped while the lock is held.

mod carried;
mod classes;
mod command;
mod connection_core;
mod errors;
mod held;
mod hooks;
mod http;
mod ids;
mod lifetime;
mod limits;
mod locked;
mod notification;
mod parked_send;
mod payload_size;
mod sending;
mod sentinels;
mod server_core;
mod stats;
mod subscription;
mod tables;
mod toml_text;
mod wire;
mod wire_auth;
mod yaml_text;

use pyo3::prelude::*;

/// The module: see `_core.pyi` for its documentation.
#[pymodule(gil_used = false)]
mod _core {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::{
        carried::CarriedPeer,
        command::{Command, helper_fault, sandbox_support, try_helper},
        connection_core::ConnectionCore,
        hooks::Hooks,
        http::{HttpStream, HttpStreams, SseDecoder, text_delta},
        parked_send::ParkedSend,
        sentinels::{Empty, Outcome, YieldFirst},
        server_core::ServerCore,
        subscription::Subscription,
        toml_text::parse_toml,
        wire::Wire,
        wire_auth::WireAuth,
        yaml_text::parse_yaml,
    };

    #[pymodule_init]
    fn initialize(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        crate::tables::add(module)?;
        module.add("EMPTY", crate::sentinels::empty(py)?)?;
        module.add("YIELD_FIRST", crate::sentinels::yield_first(py)?)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        crate::lifetime::watch(py)
    }
}
