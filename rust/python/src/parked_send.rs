//! A notification that waits for room.

use appserver_core::ParkedId;
use pyo3::{
    gc::{PyTraverseError, PyVisit},
    prelude::*,
};

use crate::{locked::Locked, sentinels::Outcome, server_core::ServerCore};

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct ParkedSend {
    server: Py<ServerCore>,
    parked: ParkedId,
}

impl ParkedSend {
    pub(crate) fn new(server: Py<ServerCore>, parked: ParkedId) -> Self {
        Self { server, parked }
    }

    fn locked(&self) -> &Locked {
        &self.server.get().locked
    }
}

#[pymethods]
impl ParkedSend {
    fn register(&self, py: Python<'_>, wake: Py<PyAny>) -> PyResult<bool> {
        let registered = self.locked().with(py, |server, _| server.register_parked(self.parked, wake))?;
        Ok(registered.is_ok()) // a waker that comes back is dropped unlocked
    }

    fn withdraw(&self, py: Python<'_>) -> PyResult<Py<Outcome>> {
        let (outcome, _waker) =
            self.locked().with(py, |server, effects| server.withdraw(self.parked, effects))?;
        Outcome::of(py, outcome)
    }

    // No `__clear__`: a server can be cleared, and every cycle through a parked send passes its server.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.server)
    }
}

impl Drop for ParkedSend {
    /// A notification whose sender stopped waiting is not sent: nothing would bound them otherwise.
    fn drop(&mut self) {
        if !self.locked().is_forked() {
            Python::attach(|py| {
                let waker =
                    self.locked().with(py, |server, effects| server.forget_parked(self.parked, effects));
                if let Err(error) = waker {
                    error.write_unraisable(py, None);
                }
            });
        }
    }
}
