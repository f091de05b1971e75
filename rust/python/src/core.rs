//! One runtime's state, as Python calls it.

use std::{
    collections::{HashMap, HashSet},
    sync::atomic::{AtomicU32, Ordering},
};

use appserver_core::{
    CoreError, CoreOptions, DropPolicy, Filter, Lifecycle, Notification, Pace, QueueLimits, Rejection,
    RequestId, Sent, ShutdownWork,
};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    gc::{PyTraverseError, PyVisit},
    intern,
    prelude::*,
    types::{PyBool, PyBytes, PyDict, PyInt, PyString},
};

use crate::{
    classes::Classes,
    errors,
    hooks::Hooks,
    notification::{Prepared, ids_of},
    parked::Parked,
    state::State,
    subscription::{Subscription, add_queue_stats},
};

/// How many notifications are sent under one lock. Others wait for it 3 µs while the readers keep up. At a reader's bound
/// each event may search its queue: 0.1 ms for a queue of 128, some milliseconds for one of 10,000.
const NOTIFICATIONS_A_LOCK: usize = 64;

/// How many deltas have their ids read before they are sent, once one came to a reader that is behind: otherwise each of
/// those that follow would be sent twice.
const DELTAS_READ_AT_ONCE: u32 = 64;

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Core {
    pub(crate) state: State,
    pub(crate) hooks: Py<Hooks>,
    classes: Classes,
    pace: Pace,
    /// How many deltas are still to have their ids read before they are sent.
    read_ids_soon: AtomicU32,
}

fn limits(drop_policy: &str, channel_capacity: usize, max_event_bytes: usize) -> PyResult<QueueLimits> {
    let policy = drop_policy
        .parse::<DropPolicy>()
        .map_err(|error: appserver_core::UnknownPolicy| PyValueError::new_err(error.to_string()))?;
    Ok(QueueLimits { capacity: channel_capacity, max_bytes: max_event_bytes, policy })
}

fn request_id(id: &Bound<'_, PyAny>) -> PyResult<RequestId> {
    // `True` is an int in Python, and no id in JSON-RPC.
    if !id.is_instance_of::<PyBool>() {
        if let Ok(number) = id.cast::<PyInt>() {
            return number.extract().map(RequestId::Integer).map_err(|_| {
                PyValueError::new_err(format!(
                    "request id {number} does not fit in 64 bits; use a string instead"
                ))
            });
        }
        if let Ok(text) = id.cast::<PyString>() {
            return Ok(RequestId::String(text.to_str()?.to_owned()));
        }
    }
    Err(PyTypeError::new_err(format!("a request id is an int or a str, not {}", id.get_type().name()?)))
}

fn server_request_id(id: &Bound<'_, PyAny>) -> PyResult<i64> {
    match id.cast::<PyInt>() {
        Ok(number) if !number.is_instance_of::<PyBool>() => number.extract().map_err(|_| {
            PyValueError::new_err(format!(
                "server request id {number} does not fit in 64 bits; give the `id` of the event"
            ))
        }),
        _ => Err(PyTypeError::new_err(format!(
            "a server request's id is an int, not {}; give the `id` of the event",
            id.get_type().name()?
        ))),
    }
}

/// Whether there is nothing left to do for who sent without waiting. During the shutdown gaps may stand for it.
fn is_dealt_with(sent: Sent) -> bool {
    matches!(sent, Sent::Delivered | Sent::DeliveredYield | Sent::Missed)
}

impl Core {
    /// The event with `joined` appended to its text.
    pub(crate) fn join(&self, py: Python<'_>, event: &Py<PyAny>, joined: &str) -> PyResult<Py<PyAny>> {
        let event = event.bind(py);
        let Some(field) = self.classes.text_field(event)? else {
            return Ok(event.clone().unbind());
        };
        let mut text = event.getattr(&field)?.extract::<String>()?;
        text.push_str(joined);
        self.hooks.get().join_text.call1(py, (event, field, text))
    }

    fn send(&self, notification: &Bound<'_, PyAny>, may_park: bool) -> PyResult<Result<Sent, CoreError>> {
        let py = notification.py();
        let mut prepared = Prepared::new(&self.classes, notification)?;
        let soon = self.read_ids_soon.load(Ordering::Relaxed);
        if soon > 0 && prepared.leaves_ids() {
            self.read_ids_soon.store(soon - 1, Ordering::Relaxed);
            prepared.read_ids();
        }
        loop {
            let (facts, payload) = (prepared.facts()?, prepared.payload());
            match self.state.with(py, |core, effects| core.send(&facts, payload, may_park, effects))? {
                Ok(Sent::NeedsIds) => {
                    prepared.read_ids();
                    self.read_queued_ids(py, &prepared)?;
                }
                sent => return Ok(sent),
            }
        }
    }

    /// Send until one is not delivered; gives how many were, and what became of that one.
    #[allow(clippy::type_complexity)]
    fn send_in_order(
        &self,
        py: Python<'_>,
        prepared: &[Prepared<'_, '_>],
        facts: &[Notification<'_>],
    ) -> PyResult<(usize, Option<Result<Sent, CoreError>>)> {
        let mut delivered = 0;
        for (prepared, facts) in prepared.chunks(NOTIFICATIONS_A_LOCK).zip(facts.chunks(NOTIFICATIONS_A_LOCK))
        {
            let end = self.state.with(py, |core, effects| {
                for (prepared, facts) in prepared.iter().zip(facts) {
                    match core.send(facts, prepared.payload(), false, effects) {
                        Ok(sent) if is_dealt_with(sent) => delivered += 1,
                        end => return Some(end),
                    }
                }
                None
            })?;
            if end.is_some() {
                return Ok((delivered, end));
            }
        }
        Ok((delivered, None))
    }

    /// Read the ids of the events that are queued where one goes, and tell the core. Not under its lock, where no Python
    /// may run.
    #[cold]
    fn read_queued_ids(&self, py: Python<'_>, notification: &Prepared<'_, '_>) -> PyResult<()> {
        self.read_ids_soon.store(DELTAS_READ_AT_ONCE, Ordering::Relaxed);
        let facts = notification.facts()?;
        let mut left = Vec::new();
        self.state
            .with(py, |core, _| core.unread(&facts, &mut |payload| left.push(payload.clone_ref(py))))?;
        if left.is_empty() {
            return Ok(());
        }
        let address = |payload: &Py<PyAny>| payload.as_ptr() as usize;
        let mut read = HashMap::with_capacity(left.len());
        for payload in &left {
            let Some(class) = self.classes.facts(payload.bind(py))? else { continue };
            read.entry(address(payload)).or_insert_with(|| ids_of(&class, payload.bind(py)));
        }
        self.state.with(py, |core, _| core.set_ids(&facts, |payload| read.get(&address(payload)).cloned()))
    }
}

#[pymethods]
impl Core {
    #[new]
    #[pyo3(signature = (*, channel_capacity, max_event_bytes, drop_policy, legacy_notifications, hooks))]
    fn new(
        channel_capacity: usize,
        max_event_bytes: usize,
        drop_policy: &str,
        legacy_notifications: bool,
        hooks: Py<Hooks>,
    ) -> PyResult<Self> {
        let options = CoreOptions {
            limits: limits(drop_policy, channel_capacity, max_event_bytes)?,
            legacy_notifications,
        };
        Ok(Self {
            state: State::new(options),
            hooks,
            classes: Classes::default(),
            pace: Pace::default(),
            read_ids_soon: AtomicU32::new(0),
        })
    }

    #[getter]
    fn events(slf: Bound<'_, Self>) -> PyResult<Subscription> {
        let primary = slf.get().state.with(slf.py(), |core, _| core.primary())?;
        Ok(Subscription::new(slf.unbind(), primary, false))
    }

    #[pyo3(signature = (*, experimental, opt_out))]
    fn initialize(&self, py: Python<'_>, experimental: bool, opt_out: Vec<String>) -> PyResult<()> {
        let opt_out: HashSet<String> = opt_out.into_iter().collect();
        self.state
            .with(py, |core, _| core.initialize(experimental, opt_out))?
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
        let opened =
            self.state.with(py, |core, _| core.open_request(wanted, method, experimental, waiter))?;
        let (id, ticket) = opened.map_err(|(error, _waiter)| errors::refused(py, method, &error))?;
        let id = match (request_id, id) {
            (Some(id), _) => id.unbind(),
            (None, RequestId::Integer(number)) => number.into_pyobject(py)?.into_any().unbind(),
            (None, RequestId::String(text)) => text.into_pyobject(py)?.into_any().unbind(),
        };
        Ok((id, ticket))
    }

    fn close_request(
        &self,
        py: Python<'_>,
        request_id: &Bound<'_, PyAny>,
        ticket: u64,
    ) -> PyResult<Option<Py<PyAny>>> {
        let id = self::request_id(request_id)?;
        self.state.with(py, |core, _| core.close_request(&id, ticket))
    }

    // ---- the lanes

    fn post_command(&self, py: Python<'_>, command: Py<PyAny>) -> PyResult<bool> {
        let posted = self.state.with(py, |core, _| core.post_command(command))?;
        posted.map_err(|(error, _command)| errors::refused(py, "", &error))
    }

    fn take_commands(&self, py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
        self.state.with(py, |core, _| core.take_commands())
    }

    fn admit_handler(&self, py: Python<'_>, job: Py<PyAny>, method: &str) -> PyResult<bool> {
        let admitted = self.state.with(py, |core, _| core.handlers().admit(job))?;
        let job = admitted.map_err(|(rejection, _job)| errors::rejected(py, method, &rejection))?;
        Ok(job.is_some())
    }

    fn release_handler(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.state.with(py, |core, _| core.handlers().release())
    }

    fn suspend_handler(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.state.with(py, |core, _| core.handlers().release())
    }

    fn resume_handler(&self, py: Python<'_>) -> PyResult<()> {
        self.state.with(py, |core, _| core.handlers().resume())
    }

    fn withdraw_job(&self, py: Python<'_>, job: &Bound<'_, PyAny>) -> PyResult<bool> {
        // By identity: comparing would run Python under the lock.
        let withdrawn =
            self.state.with(py, |core, _| core.withdraw_job(|queued| queued.as_ptr() == job.as_ptr()))?;
        Ok(withdrawn.is_some()) // dropped unlocked
    }

    // ---- server requests

    fn next_server_request_id(&self, py: Python<'_>) -> PyResult<i64> {
        self.state.with(py, |core, _| core.next_server_request_id())
    }

    fn open_server_request(
        &self,
        py: Python<'_>,
        request_id: i64,
        method: &str,
        event: Py<PyAny>,
        waiter: Py<PyAny>,
        thread_id: Option<String>,
    ) -> PyResult<()> {
        let opened = self.state.with(py, |core, effects| {
            core.open_server_request(request_id, event, waiter, thread_id, effects)
        })?;
        opened
            .map(drop)
            .map_err(|(rejection, _waiter): (Rejection, _)| errors::rejected(py, method, &rejection))
    }

    fn close_server_request(
        &self,
        py: Python<'_>,
        request_id: &Bound<'_, PyAny>,
    ) -> PyResult<Option<Py<PyAny>>> {
        let request_id = server_request_id(request_id)?;
        self.state.with(py, |core, effects| core.close_server_request(request_id, effects))
    }

    fn close_thread_server_requests(
        &self,
        py: Python<'_>,
        thread_id: &str,
    ) -> PyResult<Vec<(i64, Py<PyAny>)>> {
        self.state.with(py, |core, effects| core.close_thread_server_requests(thread_id, effects))
    }

    // ---- events

    fn send_notification<'py>(
        slf: &Bound<'py, Self>,
        notification: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let core = slf.get();
        if core.pace.is_turn_of_others() {
            return core.hooks.get().yielded.bind(py).call1((slf, notification));
        }
        let sent = core.send(notification, true)?;
        match sent {
            Ok(Sent::Delivered | Sent::Refused | Sent::NeedsIds) => {
                Ok(core.hooks.get().done.bind(py).clone())
            }
            Ok(Sent::DeliveredYield) => {
                core.pace.make_way();
                Ok(core.hooks.get().done.bind(py).clone())
            }
            Ok(Sent::Parked(ticket)) => {
                let parked = Parked::new(slf.clone().unbind(), ticket);
                core.hooks.get().parked.bind(py).call1((parked,))
            }
            Ok(Sent::Missed) | Err(_) => {
                let method = notification.getattr(intern!(py, "method"))?.extract::<String>()?;
                Err(errors::refused(py, &method, &CoreError::Closed))
            }
        }
    }

    fn try_send_notification(&self, notification: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(self.send(notification, false)?.is_ok_and(is_dealt_with))
    }

    fn try_send_notifications(&self, notifications: &Bound<'_, PyAny>) -> PyResult<usize> {
        let py = notifications.py();
        let is_text = notifications.is_instance_of::<PyString>() || notifications.is_instance_of::<PyBytes>();
        if is_text || notifications.hasattr(intern!(py, "method"))? {
            let name = notifications.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "try_send_notifications takes many notifications, not one {name}: give a list"
            )));
        }
        let notifications = notifications.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        // All are read before one is sent, so that a mistake in the middle sends nothing.
        let mut prepared = notifications
            .iter()
            .map(|notification| Prepared::new(&self.classes, notification))
            .collect::<PyResult<Vec<_>>>()?;
        let mut delivered = 0;
        while delivered < prepared.len() {
            // Made anew after ids were read; the texts are not copied.
            let facts = prepared[delivered..].iter().map(Prepared::facts).collect::<PyResult<Vec<_>>>()?;
            let (sent, end) = self.send_in_order(py, &prepared[delivered..], &facts)?;
            delivered += sent;
            match end {
                Some(Ok(Sent::NeedsIds)) => {
                    prepared[delivered..].iter_mut().for_each(Prepared::read_ids);
                    self.read_queued_ids(py, &prepared[delivered])?;
                }
                Some(_) => break,
                None => {}
            }
        }
        Ok(delivered)
    }

    #[pyo3(signature = (*, thread_id, methods, drop_policy, channel_capacity, max_event_bytes))]
    fn subscribe(
        slf: &Bound<'_, Self>,
        thread_id: Option<String>,
        methods: Option<Vec<String>>,
        drop_policy: &str,
        channel_capacity: usize,
        max_event_bytes: usize,
    ) -> PyResult<Subscription> {
        let py = slf.py();
        let limits = limits(drop_policy, channel_capacity, max_event_bytes)?;
        let filter = Filter { thread: thread_id, methods };
        let id = slf
            .get()
            .state
            .with(py, |core, _| core.subscribe(filter, limits))?
            .map_err(|error| errors::refused(py, "", &error))?;
        Ok(Subscription::new(slf.clone().unbind(), id, true))
    }

    // ---- lifecycle

    fn is_closing(&self, py: Python<'_>) -> PyResult<bool> {
        self.state.with(py, |core, _| core.lifecycle() != Lifecycle::Running)
    }

    #[allow(clippy::type_complexity)] // the pair is what Python unpacks
    fn begin_shutdown(&self, py: Python<'_>) -> PyResult<Option<(Vec<Py<PyAny>>, Vec<Py<PyAny>>)>> {
        let work: Option<ShutdownWork<_>> = self.state.with(py, appserver_core::Core::begin_shutdown)?;
        Ok(work.map(|work| (work.requests, work.server_requests)))
    }

    fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.state.with(py, appserver_core::Core::close)
    }

    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let stats = self.state.with(py, |core, _| core.stats())?;
        let dict = PyDict::new(py);
        dict.set_item("requests_opened", stats.requests_opened)?;
        dict.set_item("requests_open", stats.requests_open)?;
        dict.set_item("late_answers", stats.late_answers)?;
        dict.set_item("commands_queued", stats.commands_queued)?;
        dict.set_item("handlers_running", stats.handlers_running)?;
        dict.set_item("handlers_waiting", stats.handlers_waiting)?;
        dict.set_item("requests_rejected", stats.requests_rejected)?;
        dict.set_item("server_requests_opened", stats.server_requests_opened)?;
        dict.set_item("server_requests_open", stats.server_requests_open)?;
        dict.set_item("server_requests_rejected", stats.server_requests_rejected)?;
        dict.set_item("late_server_answers", stats.late_server_answers)?;
        dict.set_item("notifications", stats.notifications)?;
        dict.set_item("filtered", stats.filtered)?;
        dict.set_item("parked", stats.parked)?;
        dict.set_item("subscribers", stats.subscribers)?;
        add_queue_stats(&dict, "events_", &stats.events)?;
        Ok(dict)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.hooks)?;
        self.classes.traverse(&visit)?;
        self.state.traverse(&visit)
    }

    fn __clear__(&self) {
        self.state.clear();
        self.classes.clear();
    }
}
