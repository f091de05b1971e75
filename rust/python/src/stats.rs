//! Counters as Python reads them. Their names are the core's.

use pyo3::{prelude::*, types::PyDict};

pub(crate) fn dict<'py>(
    py: Python<'py>,
    fields: impl IntoIterator<Item = (&'static str, u64)>,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in fields {
        dict.set_item(pyo3::types::PyString::intern(py, name), value)?;
    }
    Ok(dict)
}
