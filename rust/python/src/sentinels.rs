//! Values of which there is one each, told apart by identity.

use appserver_core as core;
use pyo3::{prelude::*, sync::PyOnceLock};

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

/// The type of `YIELD_FIRST`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct YieldFirst;

#[pymethods]
impl YieldFirst {
    #[allow(clippy::unused_self)]
    fn __repr__(&self) -> &'static str {
        "YIELD_FIRST"
    }
}

static EMPTY: PyOnceLock<Py<Empty>> = PyOnceLock::new();
static YIELD_FIRST: PyOnceLock<Py<YieldFirst>> = PyOnceLock::new();
static OUTCOMES: PyOnceLock<[Py<Outcome>; 3]> = PyOnceLock::new();

/// The one instance of [`Empty`].
pub(crate) fn empty(py: Python<'_>) -> PyResult<Py<Empty>> {
    EMPTY.get_or_try_init(py, || Py::new(py, Empty)).map(|empty| empty.clone_ref(py))
}

/// The one instance of [`YieldFirst`].
pub(crate) fn yield_first(py: Python<'_>) -> PyResult<Py<YieldFirst>> {
    YIELD_FIRST.get_or_try_init(py, || Py::new(py, YieldFirst)).map(|value| value.clone_ref(py))
}

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Outcome(&'static str);

impl Outcome {
    /// The one instance for a core's outcome.
    pub(crate) fn of(py: Python<'_>, outcome: core::Outcome) -> PyResult<Py<Self>> {
        let names = ["DELIVERED", "DELIVERED_TO_SOME", "NOT_DELIVERED"];
        let [delivered, to_some, not_delivered] = OUTCOMES.get_or_try_init(py, || {
            let [delivered, to_some, not_delivered] = names.map(|name| Py::new(py, Self(name)));
            PyResult::Ok([delivered?, to_some?, not_delivered?])
        })?;
        Ok(match outcome {
            core::Outcome::Delivered => delivered,
            core::Outcome::DeliveredToSome => to_some,
            core::Outcome::NotDelivered => not_delivered,
        }
        .clone_ref(py))
    }
}

#[pymethods]
impl Outcome {
    #[classattr]
    #[pyo3(name = "DELIVERED")]
    fn delivered(py: Python<'_>) -> PyResult<Py<Self>> {
        Self::of(py, core::Outcome::Delivered)
    }

    #[classattr]
    #[pyo3(name = "DELIVERED_TO_SOME")]
    fn delivered_to_some(py: Python<'_>) -> PyResult<Py<Self>> {
        Self::of(py, core::Outcome::DeliveredToSome)
    }

    #[classattr]
    #[pyo3(name = "NOT_DELIVERED")]
    fn not_delivered(py: Python<'_>) -> PyResult<Py<Self>> {
        Self::of(py, core::Outcome::NotDelivered)
    }

    fn __repr__(&self) -> String {
        format!("Outcome.{}", self.0)
    }
}
