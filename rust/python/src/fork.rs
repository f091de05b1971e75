//! Forks: what was made before a fork is unusable in the child, and says so at once.
//!
//! The lock of an inherited runtime may have been held by a thread that does not exist in the child, so that no call
//! may touch it. A counter is enough to know: it is part of the process, and a fork of Python code advances it in the
//! child. Reading it costs a load; asking for the process id would cost a system call a message.

use std::sync::atomic::{AtomicU64, Ordering};

use pyo3::{prelude::*, types::PyDict};

static GENERATION: AtomicU64 = AtomicU64::new(0);

/// The generation of this process, to be compared with the one an object was made in.
pub(crate) fn generation() -> u64 {
    GENERATION.load(Ordering::Relaxed)
}

#[pyfunction]
fn advance_generation() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
}

/// Have the interpreter advance the generation in every forked child. Does nothing where there is no fork.
pub(crate) fn watch(py: Python<'_>) -> PyResult<()> {
    let Some(register) = py.import("os")?.getattr_opt("register_at_fork")? else { return Ok(()) };
    let arguments = PyDict::new(py);
    arguments.set_item("after_in_child", pyo3::wrap_pyfunction!(advance_generation, py)?)?;
    register.call((), Some(&arguments))?;
    Ok(())
}
