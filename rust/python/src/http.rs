//! HTTP requests whose answers are streams of events, for Python.

use std::{sync::Mutex, sync::PoisonError, time::Duration};

use appserver_runtime::{
    TOKIO,
    http::{self, HttpRequest, MAX_EVENT, Place, Taken, TextDelta},
};
use bytes::Bytes;
use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyBytes, PyString},
};

use crate::errors;

fn list<'py>(py: Python<'py>, events: &[Bytes]) -> Vec<Bound<'py, PyBytes>> {
    events.iter().map(|event| PyBytes::new(py, event)).collect()
}

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct HttpStreams(http::HttpStreams);

#[pymethods]
impl HttpStreams {
    #[new]
    fn new(py: Python<'_>) -> PyResult<Self> {
        Ok(Self(py.detach(|| TOKIO.open_http())?))
    }

    fn fileno(&self, py: Python<'_>) -> PyResult<i32> {
        if self.0.is_forked() {
            return Err(errors::forked(py));
        }
        self.0.fileno().ok_or_else(|| PyValueError::new_err("the streams are closed"))
    }

    fn ready(&self) -> Vec<u64> {
        self.0.ready()
    }

    #[pyo3(signature = (url, headers, body, *, idle_timeout))]
    fn open(
        &self,
        py: Python<'_>,
        url: &str,
        headers: Vec<(String, String)>,
        body: &[u8],
        idle_timeout: f64,
    ) -> PyResult<HttpStream> {
        let idle_timeout = Duration::try_from_secs_f64(idle_timeout)
            .map_err(|_| PyValueError::new_err("the idle timeout is not a number of seconds"))?;
        let request = HttpRequest::new(url, headers, Bytes::copy_from_slice(body), idle_timeout)
            .map_err(|error| PyValueError::new_err(error.0))?;
        self.0.open(request).map(HttpStream).ok_or_else(|| errors::forked(py))
    }

    fn close(&self) {
        self.0.close();
    }
}

/// The status and the headers.
type Head = (u16, Vec<(String, String)>);

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct HttpStream(http::HttpStream);

#[pymethods]
impl HttpStream {
    #[getter]
    fn number(&self) -> u64 {
        self.0.number()
    }

    fn head(&self, py: Python<'_>) -> PyResult<Option<Head>> {
        self.check(py)?;
        Ok(self.0.head().map(|head| (head.status, head.headers)))
    }

    fn take<'py>(&self, py: Python<'py>) -> PyResult<Option<Vec<Bound<'py, PyBytes>>>> {
        self.check(py)?;
        match self.0.take() {
            Taken::Events(events) => Ok(Some(list(py, &events))),
            Taken::Over => Ok(None),
        }
    }

    fn failure(&self, py: Python<'_>) -> PyResult<Option<(&'static str, String)>> {
        self.check(py)?;
        Ok(self.0.failure().map(|failure| (failure.reason.name(), failure.text)))
    }

    fn close(&self) {
        self.0.close();
    }

    fn finish(&self) {
        self.0.finish();
    }
}

impl HttpStream {
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        if self.0.is_forked() { Err(errors::forked(py)) } else { Ok(()) }
    }
}

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct SseDecoder(Mutex<http::SseDecoder>);

#[pymethods]
impl SseDecoder {
    #[new]
    #[pyo3(signature = (limit = MAX_EVENT))]
    fn new(limit: usize) -> Self {
        Self(Mutex::new(http::SseDecoder::new(limit)))
    }

    fn feed<'py>(&self, py: Python<'py>, data: &[u8]) -> PyResult<Vec<Bound<'py, PyBytes>>> {
        let mut events = Vec::new();
        let mut decoder = self.0.lock().unwrap_or_else(PoisonError::into_inner); // it is Python's, and never waits
        let fed = decoder.feed(data, &mut events);
        drop(decoder);
        fed.map_err(|_| PyValueError::new_err("an event is longer than any that is taken"))?;
        Ok(list(py, &events))
    }
}

/// See `_core.pyi`.
#[pyfunction]
pub(crate) fn text_delta<'py>(
    py: Python<'py>,
    data: &[u8],
) -> PyResult<Option<(Bound<'py, PyAny>, Bound<'py, PyString>)>> {
    let Some(delta) = TextDelta::read(data) else { return Ok(None) };
    let place = match delta.place {
        Place::Index(index) => index.into_pyobject(py)?.into_any(),
        Place::Id(id) => PyString::new(py, id).into_any(),
    };
    Ok(Some((place, PyString::new(py, &delta.text))))
}
