//! The awaitable of a notification that is delivered already.

use pyo3::prelude::*;

/// Awaiting it finishes at once: no coroutine is made, which would cost as much as the delivery itself.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Done;

#[pymethods]
impl Done {
    fn __await__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[allow(clippy::unused_self)] // the signature is Python's
    fn __next__(&self) -> Option<Py<PyAny>> {
        None
    }
}
