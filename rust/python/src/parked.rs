//! A notification that waits for room.

use std::sync::atomic::{AtomicBool, Ordering};

use appserver_core::TicketId;
use pyo3::{
    gc::{PyTraverseError, PyVisit},
    prelude::*,
};

use crate::core::Core;

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Parked {
    core: Py<Core>,
    ticket: TicketId,
    given_back: AtomicBool,
    /// What `delivered` says once the ticket was given back.
    was_delivered: AtomicBool,
    /// What `reached_somebody` says then.
    had_reached_somebody: AtomicBool,
}

impl Parked {
    pub(crate) fn new(core: Py<Core>, ticket: TicketId) -> Self {
        Self {
            core,
            ticket,
            given_back: AtomicBool::new(false),
            was_delivered: AtomicBool::new(false),
            had_reached_somebody: AtomicBool::new(false),
        }
    }
}

#[pymethods]
impl Parked {
    fn arm(&self, py: Python<'_>, bell: Py<PyAny>) -> PyResult<bool> {
        if self.given_back.load(Ordering::Acquire) {
            return Ok(false);
        }
        let armed = self.core.get().state.with(py, |core, _| core.arm_parked(self.ticket, bell))?;
        Ok(armed.is_ok())
    }

    fn delivered(&self, py: Python<'_>) -> PyResult<bool> {
        if self.given_back.load(Ordering::Acquire) {
            return Ok(self.was_delivered.load(Ordering::Acquire));
        }
        self.core.get().state.with(py, |core, _| core.is_delivered(self.ticket))
    }

    fn reached_somebody(&self, py: Python<'_>) -> PyResult<bool> {
        if self.given_back.load(Ordering::Acquire) {
            return Ok(self.had_reached_somebody.load(Ordering::Acquire));
        }
        self.core.get().state.with(py, |core, _| core.reached_somebody(self.ticket))
    }

    fn withdraw(&self, py: Python<'_>) -> PyResult<bool> {
        if self.given_back.swap(true, Ordering::AcqRel) {
            return Ok(false);
        }
        let (withdrawn, bell) = self.core.get().state.with(py, |core, effects| {
            self.was_delivered.store(core.is_delivered(self.ticket), Ordering::Release);
            self.had_reached_somebody.store(core.reached_somebody(self.ticket), Ordering::Release);
            core.withdraw(self.ticket, effects)
        })?;
        drop(bell);
        Ok(withdrawn)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.core)
    }
}

impl Drop for Parked {
    /// A notification whose sender stopped waiting is not sent: nothing would bound them otherwise.
    fn drop(&mut self) {
        if !self.core.get().state.is_forked() {
            Python::attach(|py| {
                if let Err(error) = self.withdraw(py) {
                    error.write_unraisable(py, None);
                }
            });
        }
    }
}
