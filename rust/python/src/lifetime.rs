//! Forks and the end of the interpreter.

use std::{
    cell::Cell,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use appserver_runtime::{TOKIO, fork};
use pyo3::{prelude::*, types::PyDict};

/// Calls of ours that are in Python now, on any thread.
static IN_PYTHON: AtomicUsize = AtomicUsize::new(0);
/// When the exit hook ran; it runs once a process.
static LEAVING_SINCE: OnceLock<Instant> = OnceLock::new();
/// How long the exit hook waits for calls that are in Python, and how long others are then kept from going there. The
/// interpreter follows its hooks at once; a hook that waits for such a thread is held up no longer than this.
const GRACE: Duration = Duration::from_secs(2);

thread_local! {
    static IS_LEAVER: Cell<bool> = const { Cell::new(false) };
}

/// A call of ours that goes into Python.
///
/// An interpreter that ends stops every other thread in the moment in which it asks for the interpreter's lock. Below a
/// frame of Rust that aborts the process. The exit hook therefore waits until no thread is there, and keeps threads that
/// come later from going there.
pub(crate) struct IntoPython;

impl IntoPython {
    #[inline]
    pub(crate) fn enter(py: Python<'_>) -> Self {
        if let Some(since) = LEAVING_SINCE.get() {
            Self::keep_out(py, *since);
        }
        IN_PYTHON.fetch_add(1, Ordering::SeqCst);
        Self
    }

    #[cold]
    fn keep_out(py: Python<'_>, since: Instant) {
        let left = GRACE.saturating_sub(since.elapsed());
        if !IS_LEAVER.get() && !left.is_zero() {
            py.detach(|| thread::sleep(left));
        }
    }
}

impl Drop for IntoPython {
    #[inline]
    fn drop(&mut self) {
        IN_PYTHON.fetch_sub(1, Ordering::SeqCst);
    }
}

#[pyfunction]
fn advance_generation() {
    fork::advance_generation();
    IN_PYTHON.store(0, Ordering::SeqCst); // the threads that were there are the parent's
}

#[pyfunction]
fn leave(py: Python<'_>) {
    IS_LEAVER.set(true);
    let since = *LEAVING_SINCE.get_or_init(Instant::now);
    while IN_PYTHON.load(Ordering::SeqCst) > 0 && since.elapsed() < GRACE {
        py.detach(|| thread::sleep(Duration::from_millis(1)));
    }
    TOKIO.stop();
}

/// Have the interpreter advance the generation in every forked child, and stop tokio and other threads' calls before it
/// ends.
///
/// The worker of tokio could not hang the end, since it never needs the interpreter. It is stopped so that nothing of ours
/// runs while the process is taken down.
pub(crate) fn watch(py: Python<'_>) -> PyResult<()> {
    let leave = pyo3::wrap_pyfunction!(leave, py)?;
    py.import("atexit")?.call_method1("register", (leave,))?;
    // There is none where there is no fork.
    let Some(register) = py.import("os")?.getattr_opt("register_at_fork")? else { return Ok(()) };
    let arguments = PyDict::new(py);
    arguments.set_item("after_in_child", pyo3::wrap_pyfunction!(advance_generation, py)?)?;
    register.call((), Some(&arguments))?;
    Ok(())
}
