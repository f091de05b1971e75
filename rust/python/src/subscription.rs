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

    fn take_next(&self, py: Python<'_>) -> PyResult<Next> {
        if self.ended.get().is_some() {
            return Ok(Next::End);
        }
        let core = self.core.get();
        Ok(match core.state.with(py, |core, effects| core.take(self.id, effects))? {
            Taken::Event { payload, joined: None } => Next::Event(payload),
            Taken::Event { payload, joined: Some(joined) } => Next::Event(core.join(py, &payload, &joined)?),
            Taken::Lagged(skipped) => Next::Event(core.hooks.get().lagged.call1(py, (skipped,))?),
            Taken::Overflow => Next::Event(core.hooks.get().stream_closed.call1(py, ("overflow",))?),
            Taken::Empty => Next::Empty,
            Taken::End => Next::End,
        })
    }
}

enum Next {
    Event(Py<PyAny>),
    Empty,
    End,
}

#[pymethods]
impl Subscription {
    fn take(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(match self.take_next(py)? {
            Next::Event(event) => event,
            Next::Empty => empty(py)?.into_any(),
            Next::End => py.None(),
        })
    }

    fn take_many<'py>(&self, py: Python<'py>, max_events: usize) -> PyResult<Option<Bound<'py, PyList>>> {
        let events = PyList::empty(py);
        while events.len() < max_events {
            match self.take_next(py)? {
                Next::Event(event) => events.append(event)?,
                Next::End if events.is_empty() => return Ok(None),
                Next::Empty | Next::End => break,
            }
        }
        Ok(Some(events))
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
