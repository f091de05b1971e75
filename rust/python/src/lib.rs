//! `appserver._core`: the thin Python binding of the message core.
//!
//! It converts, keeps lifetimes right (garbage collection, forks, interpreter exit) and decides nothing. Every call is
//! short and takes one lock; no Python runs and no Python reference is dropped while the lock is held.

mod classes;
mod core;
mod errors;
mod fork;
mod hooks;
mod notification;
mod parked;
mod payload_size;
mod state;
mod subscription;

use pyo3::prelude::*;

/// The module: see `_core.pyi` for its documentation.
#[pymodule(gil_used = false)]
mod _core {
    use pyo3::{prelude::*, types::PyDict};

    #[pymodule_export]
    use crate::{core::Core, hooks::Hooks, parked::Parked, subscription::Empty, subscription::Subscription};

    #[pymodule_init]
    fn initialize(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        let classes = PyDict::new(py);
        for row in appserver_core::DELIVERY_TABLE {
            classes.set_item(row.method, row.class.name())?;
        }
        module.add("DELIVERY_CLASSES", classes)?;
        module.add("EMPTY", crate::subscription::empty(py)?)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        crate::fork::watch(py)
    }
}
