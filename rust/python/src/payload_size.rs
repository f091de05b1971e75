//! The size of an event for the byte bound: its text, plus eight bytes for every other value.
//!
//! It is an estimate that is cheap and grows with what a reader would have to hold; the fixed cost of a model is
//! bounded by the queue's capacity in events.

use pyo3::{
    intern,
    prelude::*,
    types::{PyDict, PyList, PyString, PyTuple},
};

const SCALAR: usize = 8;
/// Protocol models nest less than ten deep; raw JSON from elsewhere is not followed for ever.
const DEPTH: usize = 64;

/// The size of a protocol model's fields, or of plain JSON data.
///
/// # Errors
/// A string is not valid Unicode.
pub(crate) fn payload_size(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    size(value, DEPTH)
}

fn size(value: &Bound<'_, PyAny>, depth: usize) -> PyResult<usize> {
    if depth == 0 {
        return Ok(SCALAR);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.to_str()?.len());
    }
    if let Ok(list) = value.cast::<PyList>() {
        return list.iter().map(|item| size(&item, depth - 1)).sum();
    }
    if let Ok(tuple) = value.cast::<PyTuple>() {
        return tuple.iter().map(|item| size(&item, depth - 1)).sum();
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        return dict.iter().map(|(key, item)| Ok(size(&key, depth - 1)? + size(&item, depth - 1)?)).sum();
    }
    let py = value.py();
    if value.get_type().hasattr(intern!(py, "__pydantic_fields__"))? {
        let fields = value.getattr(intern!(py, "__dict__"))?;
        return fields.cast::<PyDict>()?.iter().map(|(_, item)| size(&item, depth - 1)).sum();
    }
    Ok(SCALAR)
}
