//! The Python that the binding calls to speak Python's types.

use pyo3::{
    gc::{PyTraverseError, PyVisit},
    prelude::*,
};

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Hooks {
    pub(crate) lagged: Py<PyAny>,
    pub(crate) stream_closed: Py<PyAny>,
    pub(crate) join_text: Py<PyAny>,
    pub(crate) parked: Py<PyAny>,
    pub(crate) yielded: Py<PyAny>,
    pub(crate) done: Py<PyAny>,
    pub(crate) wake_all: Py<PyAny>,
}

#[pymethods]
impl Hooks {
    #[new]
    #[pyo3(signature = (*, lagged, stream_closed, join_text, parked, yielded, done, wake_all))]
    fn new(
        lagged: Py<PyAny>,
        stream_closed: Py<PyAny>,
        join_text: Py<PyAny>,
        parked: Py<PyAny>,
        yielded: Py<PyAny>,
        done: Py<PyAny>,
        wake_all: Py<PyAny>,
    ) -> Self {
        Self { lagged, stream_closed, join_text, parked, yielded, done, wake_all }
    }

    // No `__clear__`: hooks are immutable, and every cycle through them passes an object that can be cleared.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.lagged)?;
        visit.call(&self.stream_closed)?;
        visit.call(&self.join_text)?;
        visit.call(&self.parked)?;
        visit.call(&self.yielded)?;
        visit.call(&self.done)?;
        visit.call(&self.wake_all)
    }
}
