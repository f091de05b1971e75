//! One event stream.

use std::sync::OnceLock;

use appserver_core::{StreamId, StreamStats, Taken};
use pyo3::{
    gc::{PyTraverseError, PyVisit},
    prelude::*,
    types::{PyDict, PyList},
};

use crate::{connection_core::ConnectionCore, lifetime::IntoPython, locked::Locked, sentinels::empty, stats};

/// How many events are taken under one lock. Others wait for it 3 µs, and taking the lock costs a sixtieth of an event.
const EVENTS_A_LOCK: usize = 64;

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Subscription {
    connection: Py<ConnectionCore>,
    stream: StreamId,
    /// Whether dropping this object ends the stream. The primary stream ends with its connection.
    is_owner: bool,
    /// The last counters, once `close` has ended it.
    ended: OnceLock<StreamStats>,
}

impl Subscription {
    pub(crate) fn new(connection: Py<ConnectionCore>, stream: StreamId, is_owner: bool) -> Self {
        Self { connection, stream, is_owner, ended: OnceLock::new() }
    }

    fn locked(&self) -> &Locked {
        self.connection.get().locked()
    }

    /// What Python reads for it.
    fn event(&self, py: Python<'_>, taken: Taken<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        let server = self.connection.get().server.get();
        match taken {
            Taken::Event { payload, joined: None } => Ok(payload),
            // Whoever takes must not lose what was taken: an event that was changed after it was sent, so that nothing
            // can be joined to it, is returned as it is, and the failure is reported where nobody's failures go.
            Taken::Event { payload, joined: Some(joined) } => {
                server.join(py, &payload, &joined).or_else(|error| {
                    error.write_unraisable(py, Some(payload.bind(py)));
                    Ok(payload)
                })
            }
            Taken::Lagged(skipped) => {
                let _into = IntoPython::enter(py);
                server.hooks.get().lagged.call1(py, (skipped,))
            }
            Taken::Closed(reason) => {
                let _into = IntoPython::enter(py);
                server.hooks.get().stream_closed.call1(py, (reason.name(),))
            }
            Taken::Empty => Ok(empty(py)?.into_any()),
            Taken::End => Ok(py.None()),
        }
    }
}

#[pymethods]
impl Subscription {
    fn take(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let taken = self.locked().with(py, |server, effects| server.take(self.stream, effects))?;
        self.event(py, taken)
    }

    fn take_many<'py>(&self, py: Python<'py>, max_events: usize) -> PyResult<Option<Bound<'py, PyList>>> {
        let locked = self.locked();
        let mut taken = Vec::new();
        let mut is_over = false;
        // Several under one lock: taking it and giving it back costs as much as taking an event.
        while taken.len() < max_events && !is_over {
            let wanted = max_events.min(taken.len() + EVENTS_A_LOCK);
            is_over = locked.with(py, |server, effects| {
                while taken.len() < wanted {
                    match server.take(self.stream, effects) {
                        end @ (Taken::Empty | Taken::End) => {
                            taken.push(end);
                            return true;
                        }
                        next => taken.push(next),
                    }
                }
                false
            })?;
        }
        if is_over && matches!(taken.pop(), Some(Taken::End)) && taken.is_empty() {
            return Ok(None);
        }
        let events: Vec<_> = taken.into_iter().map(|taken| self.event(py, taken)).collect::<PyResult<_>>()?;
        PyList::new(py, events).map(Some)
    }

    fn register(&self, py: Python<'_>, wake: Py<PyAny>) -> PyResult<u64> {
        let registered = self.locked().with(py, |server, _| server.register(self.stream, wake))?;
        Ok(registered.unwrap_or(0)) // the waker that comes back is dropped unlocked
    }

    fn deregister(&self, py: Python<'_>, number: u64) -> PyResult<()> {
        let waker = self.locked().with(py, |server, _| server.deregister(self.stream, number))?;
        drop(waker);
        Ok(())
    }

    fn close(&self, py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        self.locked().with(py, |server, effects| {
            let ended = server.end_stream(self.stream, effects);
            // Within the lock, and the first time only: there is nothing to count later.
            self.ended.get_or_init(|| ended.stats);
            ended.waiters
        })
    }

    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let stats = self.locked().with(py, |server, _| server.stream_stats(self.stream))?;
        let stats = stats.or_else(|| self.ended.get().copied()).unwrap_or_default();
        stats::dict(py, stats.fields())
    }

    // No `__clear__`: a server can be cleared, and every cycle through a stream passes its server.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.connection)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if self.is_owner && !self.locked().is_forked() {
            Python::attach(|py| {
                if let Err(error) = self.close(py) {
                    error.write_unraisable(py, None);
                }
            });
        }
    }
}
