//! Waking an event loop from threads that run no Python, and timers.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use appserver_runtime::{TOKIO, WakeTarget, fork::Birthplace};
use pyo3::{
    exceptions::PyValueError,
    gc::{PyTraverseError, PyVisit},
    prelude::*,
    sync::MutexExt,
};

use crate::errors;

/// What the tokens of one loop stand for. A token is never given out again.
#[derive(Default)]
struct Callbacks {
    by_token: HashMap<u64, Py<PyAny>>,
    tokens: u64,
}

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct LoopWaker {
    waker: Arc<appserver_runtime::LoopWaker>,
    callbacks: Mutex<Callbacks>,
    birthplace: Birthplace,
}

impl LoopWaker {
    /// Change the callbacks. References that `change` takes out are returned, to be dropped unlocked.
    fn with_callbacks<R>(&self, py: Python<'_>, change: impl FnOnce(&mut Callbacks) -> R) -> PyResult<R> {
        if self.birthplace.is_left() {
            return Err(errors::forked(py));
        }
        match self.callbacks.lock_py_attached(py) {
            Ok(mut callbacks) => Ok(change(&mut callbacks)),
            Err(_) => Err(errors::broken(py)),
        }
    }
}

#[pymethods]
impl LoopWaker {
    #[new]
    fn new() -> PyResult<Self> {
        Ok(Self {
            waker: Arc::new(appserver_runtime::LoopWaker::new()?),
            callbacks: Mutex::default(),
            birthplace: Birthplace::here(),
        })
    }

    fn fileno(&self, py: Python<'_>) -> PyResult<i32> {
        if self.birthplace.is_left() {
            return Err(errors::forked(py));
        }
        self.waker.fileno().ok_or_else(|| PyValueError::new_err("the loop's waker is closed"))
    }

    fn drain(&self, py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        let tokens = self.waker.drain();
        self.with_callbacks(py, |callbacks| {
            tokens.into_iter().filter_map(|token| callbacks.by_token.remove(&token)).collect()
        })
    }

    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let dropped = self.with_callbacks(py, |callbacks| std::mem::take(&mut callbacks.by_token))?;
        self.waker.close();
        drop(dropped);
        Ok(())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if self.birthplace.is_left() {
            return Ok(()); // the lock may be held by a thread that is gone
        }
        let Ok(callbacks) = self.callbacks.try_lock() else { return Ok(()) };
        callbacks.by_token.values().try_for_each(|callback| visit.call(callback))
    }

    fn __clear__(&self) {
        if !self.birthplace.is_left() {
            let dropped =
                self.callbacks.try_lock().map(|mut callbacks| std::mem::take(&mut callbacks.by_token));
            drop(dropped); // unlocked: dropping may run Python
        }
    }
}

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Timer {
    deadline: appserver_runtime::Timer,
    waker: Py<LoopWaker>,
    token: u64,
}

#[pymethods]
impl Timer {
    #[new]
    #[pyo3(signature = (seconds, loop_waker, callback))]
    fn new(py: Python<'_>, seconds: f64, loop_waker: Py<LoopWaker>, callback: Py<PyAny>) -> PyResult<Self> {
        if seconds.is_nan() {
            return Err(PyValueError::new_err("a timer's seconds are not a number"));
        }
        // A waker that is closed has no loop.
        loop_waker.get().fileno(py)?;
        // What does not fit is longer than any program runs.
        let after = Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX);
        let waker = loop_waker.get();
        let token = waker.with_callbacks(py, |callbacks| {
            callbacks.tokens += 1;
            callbacks.by_token.insert(callbacks.tokens, callback);
            callbacks.tokens
        })?;
        let target = WakeTarget::Loop(Arc::clone(&waker.waker), token);
        match TOKIO.start_timer(after, target) {
            Ok(deadline) => Ok(Self { deadline, waker: loop_waker, token }),
            Err(error) => {
                waker.with_callbacks(py, |callbacks| callbacks.by_token.remove(&token))?;
                Err(error.into())
            }
        }
    }

    fn cancel(&self, py: Python<'_>) -> PyResult<bool> {
        self.deadline.cancel();
        // Its token may stand in the queue already; without a callback nothing comes of it.
        let callback =
            self.waker.get().with_callbacks(py, |callbacks| callbacks.by_token.remove(&self.token))?;
        Ok(callback.is_some()) // dropped unlocked
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.waker)
    }
}
