//! One event stream.

use std::sync::OnceLock;

use appserver_core::{QueueStats, SubscriberId, Taken};
use pyo3::{
    gc::{PyTraverseError, PyVisit},
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyList},
};

use crate::core::Core;

/// The type of `EMPTY`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Empty;

#[pymethods]
impl Empty {
    #[allow(clippy::unused_self)] // the signature is Python's
    fn __repr__(&self) -> &'static str {
        "EMPTY"
    }

    #[allow(clippy::unused_self)]
    fn __bool__(&self) -> bool {
        false
    }
}

static EMPTY: PyOnceLock<Py<Empty>> = PyOnceLock::new();

/// The one instance of [`Empty`].
pub(crate) fn empty(py: Python<'_>) -> PyResult<Py<Empty>> {
    EMPTY.get_or_try_init(py, || Py::new(py, Empty)).map(|empty| empty.clone_ref(py))
}

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Subscription {
    core: Py<Core>,
    id: SubscriberId,
    /// Whether dropping this object ends the subscription. The primary stream ends with its core.
    owned: bool,
    /// The last counters, once this has ended: its number may be another stream's from then on.
    ended: OnceLock<QueueStats>,
}

impl Subscription {
    pub(crate) fn new(core: Py<Core>, id: SubscriberId, owned: bool) -> Self {
        Self { core, id, owned, ended: OnceLock::new() }
    }

    /// End the stream; gives who asked what nobody will read now.
    fn end(&self, py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        self.core.get().state.with(py, |core, effects| {
            // Within the lock, so that no two calls end the same number.
            let mut unread = Vec::new();
            self.ended.get_or_init(|| {
                let ended = core.unsubscribe(self.id, effects);
                unread = ended.unread;
                ended.stats
            });
            unread
        })
    }

    /// What Python reads for it.
    fn event(&self, py: Python<'_>, taken: Taken<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        let core = self.core.get();
        match taken {
            Taken::Event { payload, joined: None } => Ok(payload),
            // Whoever takes must not lose what was taken: an event that was changed after it was sent, so that nothing
            // can be joined to it, is given as it is, and the failure is told where nobody's failures go.
            Taken::Event { payload, joined: Some(joined) } => {
                core.join(py, &payload, &joined).or_else(|error| {
                    error.write_unraisable(py, Some(payload.bind(py)));
                    Ok(payload)
                })
            }
            Taken::Lagged(skipped) => core.hooks.get().lagged.call1(py, (skipped,)),
            Taken::Overflow => core.hooks.get().stream_closed.call1(py, ("overflow",)),
            Taken::Empty => Ok(empty(py)?.into_any()),
            Taken::End => Ok(py.None()),
        }
    }
}

#[pymethods]
impl Subscription {
    fn take(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        if self.ended.get().is_some() {
            return Ok(py.None());
        }
        let taken = self.core.get().state.with(py, |core, effects| core.take(self.id, effects))?;
        self.event(py, taken)
    }

    fn take_many<'py>(&self, py: Python<'py>, max_events: usize) -> PyResult<Option<Bound<'py, PyList>>> {
        let mut taken = Vec::new();
        let mut at_end = self.ended.get().is_some();
        // All under one lock: taking and giving it back costs as much as taking an event.
        if !at_end {
            at_end = self.core.get().state.with(py, |core, effects| {
                while taken.len() < max_events {
                    match core.take(self.id, effects) {
                        Taken::Empty => break,
                        Taken::End => return true,
                        next => taken.push(next),
                    }
                }
                false
            })?;
        }
        if at_end && taken.is_empty() && max_events > 0 {
            return Ok(None);
        }
        let events: Vec<_> = taken.into_iter().map(|taken| self.event(py, taken)).collect::<PyResult<_>>()?;
        PyList::new(py, events).map(Some)
    }

    fn arm(&self, py: Python<'_>, bell: Py<PyAny>) -> PyResult<u64> {
        if self.ended.get().is_some() {
            return Ok(0);
        }
        let armed = self.core.get().state.with(py, |core, _| core.arm(self.id, bell))?;
        Ok(armed.unwrap_or(0))
    }

    fn disarm(&self, py: Python<'_>, number: u64) -> PyResult<()> {
        if self.ended.get().is_some() {
            return Ok(());
        }
        self.core.get().state.with(py, |core, _| core.disarm(self.id, number)).map(drop)
    }

    fn close(&self, py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        self.end(py)
    }

    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let stats = match self.ended.get() {
            Some(ended) => *ended,
            None => self.core.get().state.with(py, |core, _| core.subscription_stats(self.id))?,
        };
        let dict = PyDict::new(py);
        add_queue_stats(&dict, "", &stats)?;
        Ok(dict)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.core)
    }
}

/// Add a queue's counters to `dict`, their names after `prefix`.
pub(crate) fn add_queue_stats(dict: &Bound<'_, PyDict>, prefix: &str, stats: &QueueStats) -> PyResult<()> {
    let set = |name: &str, value: u64| dict.set_item(format!("{prefix}{name}"), value);
    set("emitted", stats.emitted)?;
    set("received", stats.received)?;
    set("dropped", stats.dropped)?;
    set("merged", stats.merged)?;
    set("replaced", stats.replaced)?;
    set("queued", stats.queued as u64)?;
    set("queued_bytes", stats.queued_bytes as u64)?;
    set("peak_queued", stats.peak_queued as u64)?;
    set("peak_queued_bytes", stats.peak_queued_bytes as u64)?;
    set("parked", stats.parked as u64)
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if self.owned && !self.core.get().state.is_forked() {
            Python::attach(|py| {
                if let Err(error) = self.end(py) {
                    error.write_unraisable(py, None);
                }
            });
        }
    }
}
