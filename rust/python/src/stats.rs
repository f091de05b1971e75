//! Counters as Python reads them. Their names are the core's.

use pyo3::{
    prelude::*,
    types::{PyDict, PyString},
};

/// A dictionary of names and values.
pub(crate) fn dict(
    py: Python<'_>,
    fields: impl IntoIterator<Item = (&'static str, u64)>,
) -> PyResult<Bound<'_, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in fields {
        dict.set_item(PyString::intern(py, name), value)?;
    }
    Ok(dict)
}
