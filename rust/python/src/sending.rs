//! Notifications on their way in: read by Python's rules, sent by the core's.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicU32, Ordering},
};

use appserver_core::{ConnectionId, CoreError, Notification, OwnedIds, Sent, YieldBudget};
use pyo3::{
    exceptions::PyTypeError,
    gc::{PyTraverseError, PyVisit},
    intern,
    prelude::*,
    types::{PyBytes, PyString},
};

use crate::{
    classes::Classes,
    connection_core::ConnectionCore,
    errors,
    lifetime::IntoPython,
    notification::{Prepared, ids_of, ids_of_its_own},
    parked_send::ParkedSend,
    sentinels::yield_first,
    server_core::ServerCore,
};

/// How many notifications are sent under one lock. Others wait for it 3 µs.
const NOTIFICATIONS_A_LOCK: usize = 64;

/// How many deltas have their ids read before they are sent, once one came to a reader that is behind: otherwise each of
/// those that follow would be sent twice.
const DELTAS_READ_AT_ONCE: u32 = 64;

/// What a server knows about sending.
#[derive(Default)]
pub(crate) struct Sender {
    pub(crate) classes: Classes,
    budget: YieldBudget,
    /// How many deltas are still to have their ids read before they are sent.
    read_ids_soon: AtomicU32,
}

/// Whether nothing is left to do for who sent without waiting. During the shutdown `Lagged` markers may stand for it.
fn is_dealt_with(sent: Sent) -> bool {
    matches!(sent, Sent::Delivered | Sent::DeliveredYield | Sent::Missed)
}

impl Sender {
    /// Show the garbage collector what is held.
    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.classes.traverse(visit)
    }

    /// Let go of everything, for the garbage collector.
    pub(crate) fn clear(&self) {
        self.classes.clear();
    }
}

impl ServerCore {
    /// The event with `joined` appended to its text.
    pub(crate) fn join(&self, py: Python<'_>, event: &Py<PyAny>, joined: &str) -> PyResult<Py<PyAny>> {
        let event = event.bind(py);
        let Some(field) = self.sender.classes.text_field(event)? else {
            return Ok(event.clone().unbind());
        };
        let mut text = event.getattr(&field)?.extract::<String>()?;
        text.push_str(joined);
        let _into = IntoPython::enter(py);
        self.hooks.get().join_text.call1(py, (event, field, text))
    }

    pub(crate) fn send_and_wait<'py>(
        slf: &Bound<'py, Self>,
        notification: &Bound<'py, PyAny>,
        connection: Option<&Bound<'py, ConnectionCore>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let server = slf.get();
        let hooks = server.hooks.get();
        let to = Self::own(slf, connection)?;
        if server.sender.budget.must_yield() {
            let _into = IntoPython::enter(py);
            return hooks.yielded.bind(py).call1((slf, notification, connection));
        }
        match server.send_waiting(notification, to)? {
            None => Ok(hooks.done.bind(py).clone()),
            Some(parked) => {
                let _into = IntoPython::enter(py);
                hooks.parked.bind(py).call1((ParkedSend::new(slf.clone().unbind(), parked),))
            }
        }
    }

    pub(crate) fn offer_once(
        slf: &Bound<'_, Self>,
        notification: &Bound<'_, PyAny>,
    ) -> PyResult<Option<Py<PyAny>>> {
        let py = slf.py();
        let server = slf.get();
        if server.sender.budget.must_yield() {
            return Ok(Some(yield_first(py)?.into_any()));
        }
        let parked = server.send_waiting(notification, None)?;
        parked
            .map(|parked| Ok(Py::new(py, ParkedSend::new(slf.clone().unbind(), parked))?.into_any()))
            .transpose()
    }

    /// Send for a producer that may wait. None: every matching stream has dealt with it.
    fn send_waiting(
        &self,
        notification: &Bound<'_, PyAny>,
        to: Option<ConnectionId>,
    ) -> PyResult<Option<appserver_core::ParkedId>> {
        match self.send(notification, to, true)? {
            // The last two do not come back to a producer that may wait, and has its ids read.
            Ok(Sent::Delivered | Sent::Refused | Sent::NeedsIds) => Ok(None),
            Ok(Sent::DeliveredYield) => {
                self.sender.budget.exhaust();
                Ok(None)
            }
            Ok(Sent::Parked(parked)) => Ok(Some(parked)),
            Ok(Sent::Missed) | Err(_) => {
                let py = notification.py();
                let method = notification.getattr(intern!(py, "method"))?.extract::<String>()?;
                Err(errors::refused(py, &method, &CoreError::Closed))
            }
        }
    }

    /// Send for a producer that does not wait: whether nothing is left to do.
    pub(crate) fn try_send(
        &self,
        notification: &Bound<'_, PyAny>,
        to: Option<ConnectionId>,
    ) -> PyResult<bool> {
        Ok(self.send(notification, to, false)?.is_ok_and(is_dealt_with))
    }

    fn send(
        &self,
        notification: &Bound<'_, PyAny>,
        to: Option<ConnectionId>,
        may_park: bool,
    ) -> PyResult<Result<Sent, CoreError>> {
        let py = notification.py();
        let mut prepared = Prepared::new(&self.sender.classes, notification)?;
        let soon = self.sender.read_ids_soon.load(Ordering::Relaxed);
        if soon > 0 && prepared.leaves_ids() {
            self.sender.read_ids_soon.store(soon - 1, Ordering::Relaxed);
            prepared.read_ids();
        }
        loop {
            let (meta, payload) = (prepared.meta()?, prepared.payload());
            match self
                .locked
                .with(py, |server, effects| server.send(&meta, payload, to, may_park, effects))?
            {
                Ok(Sent::NeedsIds) => {
                    prepared.read_ids();
                    self.read_queued_ids(py, &prepared, to)?;
                }
                sent => return Ok(sent),
            }
        }
    }

    /// Send many for a producer that does not wait; how many nothing is left to do for, up to the first other one.
    pub(crate) fn try_send_many(
        &self,
        notifications: &Bound<'_, PyAny>,
        to: Option<ConnectionId>,
    ) -> PyResult<usize> {
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
            .map(|notification| Prepared::new(&self.sender.classes, notification))
            .collect::<PyResult<Vec<_>>>()?;
        let mut delivered = 0;
        while delivered < prepared.len() {
            // Made anew after ids were read; the texts are not copied.
            let metas = prepared[delivered..].iter().map(Prepared::meta).collect::<PyResult<Vec<_>>>()?;
            let (sent, end) = self.send_in_order(py, &prepared[delivered..], &metas, to)?;
            delivered += sent;
            match end {
                Some(Ok(Sent::NeedsIds)) => {
                    prepared[delivered..].iter_mut().for_each(Prepared::read_ids);
                    self.read_queued_ids(py, &prepared[delivered], to)?;
                }
                Some(_) => break,
                None => {}
            }
        }
        Ok(delivered)
    }

    /// Send until one is not delivered; how many were, and what became of that one.
    #[allow(clippy::type_complexity)]
    fn send_in_order(
        &self,
        py: Python<'_>,
        prepared: &[Prepared<'_, '_>],
        metas: &[Notification<'_>],
        to: Option<ConnectionId>,
    ) -> PyResult<(usize, Option<Result<Sent, CoreError>>)> {
        let mut delivered = 0;
        let chunks = prepared.chunks(NOTIFICATIONS_A_LOCK).zip(metas.chunks(NOTIFICATIONS_A_LOCK));
        for (prepared, metas) in chunks {
            let end = self.locked.with(py, |server, effects| {
                for (prepared, meta) in prepared.iter().zip(metas) {
                    match server.send(meta, prepared.payload(), to, false, effects) {
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

    /// Read ids of events that are queued where one goes, and tell the core. Not under its lock, where no Python may run,
    /// and as many a call as the core shows.
    #[cold]
    fn read_queued_ids(
        &self,
        py: Python<'_>,
        notification: &Prepared<'_, '_>,
        to: Option<ConnectionId>,
    ) -> PyResult<()> {
        self.sender.read_ids_soon.store(DELTAS_READ_AT_ONCE, Ordering::Relaxed);
        let meta = notification.meta()?;
        let mut left = Vec::new();
        self.locked.with(py, |server, _| {
            server.unkeyed(&meta, to, &mut |payload| left.push(payload.clone_ref(py)));
        })?;
        if left.is_empty() {
            return Ok(());
        }
        let address = |payload: &Py<PyAny>| payload.as_ptr() as usize;
        let mut read = HashMap::with_capacity(left.len());
        for payload in &left {
            read.entry(address(payload)).or_insert_with(|| self.ids_of(payload.bind(py)));
        }
        self.locked.with(py, |server, _| {
            server.set_ids(&meta, to, &|payload| read.get(&address(payload)).map(OwnedIds::as_ids));
        })
    }

    /// The ids of a queued event, always some: the core asks until it has them.
    fn ids_of(&self, event: &Bound<'_, PyAny>) -> OwnedIds {
        match self.sender.classes.meta(event) {
            Ok(Some(meta)) => ids_of(&meta, event),
            // Its class was changed since it was sent.
            Ok(None) | Err(_) => ids_of_its_own(event),
        }
    }
}
