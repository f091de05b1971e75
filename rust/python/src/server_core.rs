//! One server, as Python calls it.

use appserver_core::{
    CoreError, Effects, Lifecycle, Notice, Report, Server, ServerOptions, ServerRequest, ShutdownWork,
};
use pyo3::{
    exceptions::PyValueError,
    gc::{PyTraverseError, PyVisit},
    prelude::*,
    types::PyDict,
};

use crate::{
    connection_core::ConnectionCore, errors, hooks::Hooks, ids::server_request_id, limits::limits,
    locked::Locked, sending::Sender, stats,
};

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct ServerCore {
    pub(crate) locked: Locked,
    pub(crate) hooks: Py<Hooks>,
    pub(crate) sender: Sender,
    options: ServerOptions,
}

impl ServerCore {
    /// The connection's id, for a call that is about it; None stays None.
    ///
    /// # Errors
    /// `ValueError`: it is a connection of another server.
    pub(crate) fn own(
        slf: &Bound<'_, Self>,
        connection: Option<&Bound<'_, ConnectionCore>>,
    ) -> PyResult<Option<appserver_core::ConnectionId>> {
        let Some(connection) = connection.map(Bound::get) else { return Ok(None) };
        if connection.server.is(slf) {
            return Ok(Some(connection.key));
        }
        Err(PyValueError::new_err("the connection is one of another server"))
    }
}

#[pymethods]
impl ServerCore {
    #[new]
    #[pyo3(signature = (*, max_handlers, max_event_bytes, hooks))]
    fn new(py: Python<'_>, max_handlers: usize, max_event_bytes: usize, hooks: Py<Hooks>) -> Self {
        let options = ServerOptions { max_handlers, max_event_bytes };
        let locked = Locked::new(Server::new(options), hooks.clone_ref(py));
        Self { locked, hooks, sender: Sender::default(), options }
    }

    // ---- connections

    #[pyo3(signature = (
        *,
        channel_capacity,
        max_event_bytes,
        drop_policy,
        stall_milliseconds,
        legacy_notifications,
        follows_new_threads,
        producers_wait = true
    ))]
    #[allow(clippy::too_many_arguments)] // the signature is Python's
    fn connect(
        slf: &Bound<'_, Self>,
        channel_capacity: usize,
        max_event_bytes: usize,
        drop_policy: &str,
        stall_milliseconds: Option<u64>,
        legacy_notifications: bool,
        follows_new_threads: bool,
        producers_wait: bool,
    ) -> PyResult<ConnectionCore> {
        let options = appserver_core::ConnectionOptions {
            limits: limits(drop_policy, channel_capacity, max_event_bytes)?,
            legacy_notifications,
            follows_new_threads,
            stall: stall_milliseconds,
            producers_wait,
        };
        let py = slf.py();
        let connected = slf.get().locked.with(py, |server, _| {
            let key = server.connect(options)?;
            let known = server.number(key).zip(server.primary(key)); // it was made in this very call
            known.map(|(number, primary)| (key, number, primary)).ok_or(CoreError::Closed)
        })?;
        let (key, number, primary) = connected.map_err(|error| errors::refused(py, "", &error))?;
        Ok(ConnectionCore::new(slf.clone().unbind(), key, number, primary))
    }

    #[getter]
    fn connections(&self, py: Python<'_>) -> PyResult<usize> {
        self.locked.with(py, |server, _| server.connections())
    }

    // ---- threads

    fn threads(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.locked.with(py, |server, _| server.threads())
    }

    fn open_thread(
        slf: &Bound<'_, Self>,
        thread_id: &str,
        starter: Option<&Bound<'_, ConnectionCore>>,
    ) -> PyResult<()> {
        let starter = Self::own(slf, starter)?;
        slf.get().locked.with(slf.py(), |server, _| server.open_thread(thread_id, starter))
    }

    fn close_thread(&self, py: Python<'_>, thread_id: &str) -> PyResult<Vec<(i64, Py<PyAny>)>> {
        self.locked.with(py, |server, effects| server.close_thread(thread_id, effects))
    }

    fn subscribers(&self, py: Python<'_>, thread_id: &str) -> PyResult<Option<usize>> {
        self.locked.with(py, |server, _| server.subscribers(thread_id))
    }

    // ---- questions

    fn next_server_request_id(&self, py: Python<'_>) -> PyResult<i64> {
        self.locked.with(py, |server, _| server.next_server_request_id())
    }

    #[allow(clippy::too_many_arguments)] // the signature is Python's
    fn open_server_request(
        &self,
        py: Python<'_>,
        request_id: i64,
        method: &str,
        event: Py<PyAny>,
        stable_event: Option<Py<PyAny>>,
        waiter: Py<PyAny>,
        thread_id: Option<&str>,
    ) -> PyResult<()> {
        let request = ServerRequest {
            id: request_id,
            method,
            payload: event,
            stable: stable_event,
            waiter,
            thread: thread_id,
        };
        let opened = self.locked.with(py, |server, effects| server.open_server_request(request, effects))?;
        opened.map_err(|rejection| errors::rejected(py, method, &rejection))
    }

    fn close_server_request(
        &self,
        py: Python<'_>,
        request_id: &Bound<'_, PyAny>,
    ) -> PyResult<Option<Py<PyAny>>> {
        let request_id = server_request_id(request_id)?;
        self.locked.with(py, |server, effects| server.close_server_request(request_id, effects))
    }

    fn close_thread_server_requests(
        &self,
        py: Python<'_>,
        thread_id: &str,
    ) -> PyResult<Vec<(i64, Py<PyAny>)>> {
        self.locked.with(py, |server, effects| server.close_thread_server_requests(thread_id, effects))
    }

    fn open_server_requests(
        slf: &Bound<'_, Self>,
        connection: Option<&Bound<'_, ConnectionCore>>,
        thread_id: Option<&str>,
    ) -> PyResult<Vec<Py<PyAny>>> {
        let connection = Self::own(slf, connection)?;
        slf.get().locked.with(slf.py(), |server, _| server.open_server_requests(connection, thread_id))
    }

    fn server_request(&self, py: Python<'_>, request_id: &Bound<'_, PyAny>) -> PyResult<Option<Py<PyAny>>> {
        let request_id = server_request_id(request_id)?;
        self.locked.with(py, |server, _| server.server_request(request_id))
    }

    fn reads(&self, py: Python<'_>, thread_id: Option<&str>) -> PyResult<u64> {
        self.locked.with(py, |server, _| server.reads(thread_id))
    }

    fn expect_clients(&self, py: Python<'_>, expected: bool) -> PyResult<Vec<Py<PyAny>>> {
        self.locked.with(py, |server, effects| server.expect_clients(expected, effects))
    }

    fn unattended(&self, py: Python<'_>) -> PyResult<Vec<i64>> {
        self.locked.with(py, |server, _| server.unattended())
    }

    // ---- handlers

    #[getter]
    fn is_ordering(&self, py: Python<'_>) -> PyResult<bool> {
        self.locked.with(py, |server, _| server.is_ordering())
    }

    // ---- events

    #[pyo3(signature = (notification, connection = None))]
    fn send_notification<'py>(
        slf: &Bound<'py, Self>,
        notification: &Bound<'py, PyAny>,
        connection: Option<&Bound<'py, ConnectionCore>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Self::send_and_wait(slf, notification, connection)
    }

    #[pyo3(signature = (notification, connection = None))]
    fn try_send_notification(
        slf: &Bound<'_, Self>,
        notification: &Bound<'_, PyAny>,
        connection: Option<&Bound<'_, ConnectionCore>>,
    ) -> PyResult<bool> {
        slf.get().try_send(notification, Self::own(slf, connection)?)
    }

    #[pyo3(signature = (notifications, connection = None))]
    fn try_send_notifications(
        slf: &Bound<'_, Self>,
        notifications: &Bound<'_, PyAny>,
        connection: Option<&Bound<'_, ConnectionCore>>,
    ) -> PyResult<usize> {
        slf.get().try_send_many(notifications, Self::own(slf, connection)?)
    }

    fn offer(slf: &Bound<'_, Self>, notification: &Bound<'_, PyAny>) -> PyResult<Option<Py<PyAny>>> {
        Self::offer_once(slf, notification)
    }

    // ---- time

    fn register_watcher(&self, py: Python<'_>, wake: Py<PyAny>) -> PyResult<bool> {
        let registered = self.locked.with(py, |server, _| server.register_watcher(wake))?;
        Ok(registered.is_ok()) // a waker that comes back is dropped unlocked
    }

    #[allow(clippy::type_complexity)] // what Python unpacks
    fn watch(
        &self,
        py: Python<'_>,
        milliseconds: u64,
    ) -> PyResult<(
        bool,
        Vec<(&'static str, u64, u64, bool, Option<String>, Option<Vec<String>>, Option<Py<PyAny>>)>,
    )> {
        let watched = self.locked.with(py, |server, effects| server.watch(milliseconds, effects))?;
        let reports = watched.reports.into_iter().map(|report| {
            let (notice, time) = match report.notice {
                Notice::Waiting(time) => ("waiting", time),
                Notice::Stalled(time) => ("stalled", time),
                Notice::Lost => ("lost", 0),
            };
            let Report { connection, is_primary, thread, methods, payload, .. } = report;
            (notice, time, connection, is_primary, thread, methods, payload)
        });
        Ok((watched.is_waiting, reports.collect()))
    }

    // ---- lifecycle

    fn is_closing(&self, py: Python<'_>) -> PyResult<bool> {
        self.locked.with(py, |server, _| server.lifecycle() != Lifecycle::Running)
    }

    #[allow(clippy::type_complexity)] // the pair is what Python unpacks
    fn begin_shutdown(&self, py: Python<'_>) -> PyResult<Option<(Vec<Py<PyAny>>, Vec<Py<PyAny>>)>> {
        let work = self.locked.with(py, Server::begin_shutdown)?;
        let Some(to_tell) = work.map(ShutdownWork::into_order) else { return Ok(None) };
        Ok(Some((to_tell.requests, to_tell.server_requests)))
    }

    fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.locked.with(py, Server::close)
    }

    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let stats = self.locked.with(py, |server, _| server.stats())?;
        stats::dict(py, stats.fields())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.hooks)?;
        self.sender.traverse(&visit)?;
        self.locked.traverse(&visit)
    }

    fn __clear__(&self) {
        let mut closed = Server::new(self.options);
        closed.close(&mut Effects::default());
        self.locked.clear(closed);
        self.sender.clear();
    }
}
