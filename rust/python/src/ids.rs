//! Ids as Python gives them.

use appserver_core::RequestId;
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::{PyBool, PyInt, PyString},
};

/// The id of a client request.
///
/// # Errors
/// `TypeError`: neither an int nor a str. `ValueError`: it does not fit.
pub(crate) fn request_id(id: &Bound<'_, PyAny>) -> PyResult<RequestId> {
    // `True` is an int in Python, and not an id in JSON-RPC.
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

/// A request's id as Python reads it.
pub(crate) fn request_id_to_python(py: Python<'_>, id: RequestId) -> PyResult<Py<PyAny>> {
    Ok(match id {
        RequestId::Integer(number) => number.into_pyobject(py)?.into_any().unbind(),
        RequestId::String(text) => text.into_pyobject(py)?.into_any().unbind(),
    })
}

/// The id of a question.
///
/// # Errors
/// `TypeError`: not an int. `ValueError`: it does not fit.
pub(crate) fn server_request_id(id: &Bound<'_, PyAny>) -> PyResult<i64> {
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
