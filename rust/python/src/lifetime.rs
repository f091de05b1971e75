//! Forks and the end of the interpreter.

use appserver_runtime::{TOKIO, fork};
use pyo3::{prelude::*, types::PyDict};

#[pyfunction]
fn advance_generation() {
    fork::advance_generation();
}

#[pyfunction]
fn stop_tokio() {
    TOKIO.stop();
}

/// Have the interpreter advance the generation in every forked child, and stop tokio before it ends.
///
/// The worker of tokio could not hang the end, since it never needs the interpreter. It is stopped so that nothing of ours
/// runs while the process is taken down.
pub(crate) fn watch(py: Python<'_>) -> PyResult<()> {
    let stop = pyo3::wrap_pyfunction!(stop_tokio, py)?;
    py.import("atexit")?.call_method1("register", (stop,))?;
    // There is none where there is no fork.
    let Some(register) = py.import("os")?.getattr_opt("register_at_fork")? else { return Ok(()) };
    let arguments = PyDict::new(py);
    arguments.set_item("after_in_child", pyo3::wrap_pyfunction!(advance_generation, py)?)?;
    register.call((), Some(&arguments))?;
    Ok(())
}
