//! One connection of a server, as Python calls it.

use std::collections::HashSet;

use appserver_core::{Admission, ConnectionId, Filter, Needs, StreamId};
use pyo3::{
    gc::{PyTraverseError, PyVisit},
    prelude::*,
    types::PyDict,
};

use crate::{
    errors,
    ids::{request_id, request_id_to_python, server_request_id},
    limits::limits,
    locked::Locked,
    server_core::ServerCore,
    stats,
    subscription::Subscription,
};

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct ConnectionCore {
    pub(crate) server: Py<ServerCore>,
    pub(crate) key: ConnectionId,
    number: u64,
    primary: StreamId,
}

impl ConnectionCore {
    pub(crate) fn new(server: Py<ServerCore>, key: ConnectionId, number: u64, primary: StreamId) -> Self {
        Self { server, key, number, primary }
    }

    pub(crate) fn locked(&self) -> &Locked {
        &self.server.get().locked
    }
}

#[pymethods]
impl ConnectionCore {
    #[getter]
    fn id(&self) -> u64 {
        self.number
    }

    #[getter]
    fn events(slf: &Bound<'_, Self>) -> Subscription {
        Subscription::new(slf.clone().unbind(), slf.get().primary, false)
    }

    #[pyo3(signature = (*, experimental, opt_out))]
    fn initialize(&self, py: Python<'_>, experimental: bool, opt_out: Vec<String>) -> PyResult<()> {
        let opt_out: HashSet<String> = opt_out.into_iter().collect();
        self.locked()
            .with(py, |server, _| server.initialize(self.key, experimental, opt_out))?
            .map_err(|error| errors::refused(py, "initialize", &error))
    }

    // ---- client requests

    #[pyo3(signature = (request_id, method, experimental, waiter))]
    fn open_request(
        &self,
        py: Python<'_>,
        request_id: Option<Bound<'_, PyAny>>,
        method: &str,
        experimental: Option<&str>,
        waiter: Option<Py<PyAny>>,
    ) -> PyResult<(Py<PyAny>, u64)> {
        let wanted = request_id.as_ref().map(self::request_id).transpose()?;
        let opened = self.locked().with(py, |server, effects| {
            server.open_request(self.key, wanted, method, experimental, waiter, effects)
        })?;
        let (id, generation) = opened.map_err(|error| errors::refused(py, method, &error))?;
        match request_id {
            Some(id) => Ok((id.unbind(), generation)),
            None => Ok((request_id_to_python(py, id)?, generation)),
        }
    }

    fn close_request(
        &self,
        py: Python<'_>,
        request_id: &Bound<'_, PyAny>,
        generation: u64,
    ) -> PyResult<Option<Py<PyAny>>> {
        let id = self::request_id(request_id)?;
        self.locked().with(py, |server, _| server.close_request(self.key, &id, generation))
    }

    fn abandon_request(
        &self,
        py: Python<'_>,
        request_id: &Bound<'_, PyAny>,
        generation: u64,
    ) -> PyResult<Vec<Py<PyAny>>> {
        let id = self::request_id(request_id)?;
        self.locked().with(py, |server, effects| server.abandon_request(self.key, &id, generation, effects))
    }

    // ---- commands from other threads

    fn post_command(
        &self,
        py: Python<'_>,
        job: Py<PyAny>,
        request_id: &Bound<'_, PyAny>,
        generation: u64,
    ) -> PyResult<bool> {
        let id = self::request_id(request_id)?;
        let posted = self
            .locked()
            .with(py, |server, effects| server.post_command(self.key, job, &id, generation, effects))?;
        posted.map_err(|error| errors::refused(py, "", &error))
    }

    fn take_commands(&self, py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        let commands = self.locked().with(py, |server, _| server.take_commands(self.key))?;
        Ok(commands.into_iter().flatten().collect()) // put in order unlocked
    }

    // ---- permits and order

    #[allow(clippy::too_many_arguments)] // the signature is Python's
    fn admit(
        &self,
        py: Python<'_>,
        job: Py<PyAny>,
        request_id: &Bound<'_, PyAny>,
        generation: u64,
        method: &str,
        scope: Option<&str>,
        shared: bool,
        needs_permit: bool,
    ) -> PyResult<bool> {
        let id = self::request_id(request_id)?;
        let needs = Needs { scope, shared, permit: needs_permit };
        let admitted = self
            .locked()
            .with(py, |server, effects| server.admit(self.key, job, &id, generation, needs, effects))?;
        match admitted.map_err(|rejection| errors::rejected(py, method, &rejection))? {
            Admission::Run(_job) => Ok(true),
            Admission::Waits | Admission::Over => Ok(false),
        }
    }

    fn finish(
        &self,
        py: Python<'_>,
        scope: Option<&str>,
        shared: bool,
        has_permit: bool,
    ) -> PyResult<Vec<Py<PyAny>>> {
        let held = Needs { scope, shared, permit: has_permit };
        self.locked().with(py, |server, _| server.finish(self.key, held))
    }

    fn suspend_handler(&self, py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        self.locked().with(py, |server, _| server.suspend_handler(self.key))
    }

    fn resume_handler(&self, py: Python<'_>) -> PyResult<()> {
        self.locked().with(py, |server, _| server.resume_handler(self.key))
    }

    // ---- threads

    fn subscribe_thread(&self, py: Python<'_>, thread_id: &str) -> PyResult<()> {
        self.locked().with(py, |server, _| server.subscribe_thread(self.key, thread_id))
    }

    fn unsubscribe_thread(&self, py: Python<'_>, thread_id: &str) -> PyResult<bool> {
        self.locked().with(py, |server, effects| server.unsubscribe_thread(self.key, thread_id, effects))
    }

    fn is_subscribed(&self, py: Python<'_>, thread_id: &str) -> PyResult<bool> {
        self.locked().with(py, |server, _| server.is_subscribed(self.key, thread_id))
    }

    fn ask_again(&self, py: Python<'_>, thread_id: &str) -> PyResult<usize> {
        self.locked().with(py, |server, effects| server.ask_again(self.key, thread_id, effects))
    }

    // ---- questions

    fn answer_server_request(
        &self,
        py: Python<'_>,
        request_id: &Bound<'_, PyAny>,
    ) -> PyResult<Option<Py<PyAny>>> {
        let request_id = server_request_id(request_id)?;
        self.locked().with(py, |server, effects| server.answer_server_request(self.key, request_id, effects))
    }

    // ---- events

    #[pyo3(signature = (*, thread_id, methods, drop_policy, channel_capacity, max_event_bytes))]
    fn subscribe(
        slf: &Bound<'_, Self>,
        thread_id: Option<String>,
        methods: Option<Vec<String>>,
        drop_policy: &str,
        channel_capacity: usize,
        max_event_bytes: usize,
    ) -> PyResult<Subscription> {
        let limits = limits(drop_policy, channel_capacity, max_event_bytes)?;
        let filter = Filter { thread: thread_id, methods };
        let (py, key) = (slf.py(), slf.get().key);
        let subscribed = slf.get().locked().with(py, |server, _| server.subscribe(key, &filter, limits))?;
        let stream = subscribed.map_err(|error| errors::refused(py, "", &error))?;
        Ok(Subscription::new(slf.clone().unbind(), stream, true))
    }

    // ---- the end

    fn is_closed(&self, py: Python<'_>) -> PyResult<bool> {
        self.locked().with(py, |server, _| server.is_closed(self.key))
    }

    #[allow(clippy::type_complexity)] // what Python unpacks
    fn close(&self, py: Python<'_>) -> PyResult<(Vec<Py<PyAny>>, Vec<Py<PyAny>>, Vec<Py<PyAny>>)> {
        let left = self.locked().with(py, |server, effects| server.close_connection(self.key, effects))?;
        let to_tell = left.into_order();
        Ok((to_tell.requests, to_tell.server_requests, to_tell.jobs))
    }

    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let stats = self.locked().with(py, |server, _| server.connection_stats(self.key))?;
        stats::dict(py, stats.fields())
    }

    // No `__clear__`: a server can be cleared, and every cycle through a connection passes its server.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.server)
    }
}

impl Drop for ConnectionCore {
    /// Nobody can call for it any more: its streams and its running handlers hold this object. One that was not closed
    /// stays open.
    fn drop(&mut self) {
        if !self.locked().is_forked() {
            Python::attach(|py| {
                let forgotten =
                    self.locked().with(py, |server, effects| server.forget_connection(self.key, effects));
                if let Err(error) = forgotten {
                    error.write_unraisable(py, None);
                }
            });
        }
    }
}
