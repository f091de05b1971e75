//! Connections to peers of the tokio runtime, for Python.

use std::{
    ffi::OsString,
    net::IpAddr,
    os::unix::ffi::OsStringExt,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use appserver_core::RequestId;
use appserver_runtime::{
    TOKIO,
    wire::{self, Address, Arrival, Limits, ListenError, Message, Program, Transport},
};
use bytes::Bytes;
use pyo3::{
    exceptions::{PyOSError, PyValueError},
    intern,
    prelude::*,
    sync::MutexExt,
    types::{PyBytes, PyDict, PyInt, PyList, PyString, PyTuple},
};

use crate::{
    carried::CarriedPeer,
    command::{self, copy, texts},
    errors, stats,
    wire_auth::WireAuth,
};

/// Messages up to this size are copied for each connection: to look for the last copy costs as much.
const SMALL: usize = 512;

const FOREVER: Duration = Duration::from_secs(1_000_000_000);

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Wire {
    wire: wire::Wire,
    /// The last message that was sent and its copy, which connections share.
    last: Mutex<Option<(Py<PyBytes>, Bytes)>>,
}

fn seconds(name: &str, seconds: f64) -> PyResult<Duration> {
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(PyValueError::new_err(format!(
            "{name} is {seconds}; it must be a positive number of seconds"
        )));
    }
    // Longer than any program runs, and short enough to be added to the time.
    Ok(Duration::try_from_secs_f64(seconds).map_or(FOREVER, |seconds| seconds.min(FOREVER)))
}

/// Whether a close code may be sent.
pub(crate) fn check_code(code: u16) -> PyResult<()> {
    if matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Ok(());
    }
    Err(PyValueError::new_err(format!("{code} is not a close code that may be sent; 1000 is the usual one")))
}

fn path(bytes: Vec<u8>) -> PathBuf {
    OsString::from_vec(bytes).into()
}

fn listen_error(error: &ListenError) -> PyErr {
    let text = error.to_string();
    // With an errno, OSError makes itself what Python calls it, such as PermissionError.
    match error {
        ListenError::Unprotected(_) => PyValueError::new_err(text),
        ListenError::System(cause, path) => {
            let text = cause.to_string();
            let text = text.split(" (os error").next().unwrap_or_default().to_owned();
            PyOSError::new_err((error.errno(), text, path.as_os_str().to_owned()))
        }
        _ => PyOSError::new_err((error.errno(), text)),
    }
}

fn id(py: Python<'_>, id: RequestId) -> PyResult<Bound<'_, PyAny>> {
    Ok(match id {
        RequestId::Integer(number) => number.into_pyobject(py)?.into_any(),
        RequestId::String(text) => text.into_pyobject(py)?.into_any(),
    })
}

fn text<'py>(py: Python<'py>, bytes: Option<&Bytes>) -> Bound<'py, PyAny> {
    match bytes {
        Some(bytes) => PyBytes::new(py, bytes).into_any(),
        None => py.None().into_bound(py),
    }
}

fn transport(py: Python<'_>, transport: Transport) -> Bound<'_, PyString> {
    match transport {
        Transport::Stdio => intern!(py, "stdio"),
        Transport::Unix => intern!(py, "unix"),
        Transport::WebSocket => intern!(py, "websocket"),
        Transport::Command => intern!(py, "command"),
    }
    .clone()
}

/// An arrival as Python reads it, see `_core.pyi`.
fn arrival<'py>(py: Python<'py>, peer: u64, arrival: Arrival) -> PyResult<Bound<'py, PyTuple>> {
    let peer: Bound<'py, PyInt> = peer.into_pyobject(py)?;
    match arrival {
        Arrival::Opened(by) => (peer, intern!(py, "opened"), transport(py, by)).into_pyobject(py),
        Arrival::Message(Message::Request { id: request, method, params }) => {
            (peer, intern!(py, "request"), id(py, request)?, method, text(py, params.as_ref()))
                .into_pyobject(py)
        }
        Arrival::Message(Message::Notification { method, params }) => {
            (peer, intern!(py, "notification"), method, text(py, params.as_ref())).into_pyobject(py)
        }
        Arrival::Message(Message::Result { id: request, result }) => {
            (peer, intern!(py, "result"), id(py, request)?, text(py, Some(&result))).into_pyobject(py)
        }
        Arrival::Message(Message::Error { id: request, error }) => {
            let request = request.map(|request| id(py, request)).transpose()?;
            (peer, intern!(py, "error"), request, text(py, Some(&error))).into_pyobject(py)
        }
        Arrival::Junk(reason) => (peer, intern!(py, "junk"), reason).into_pyobject(py),
        Arrival::Eof => (peer, intern!(py, "eof")).into_pyobject(py),
        Arrival::Room => (peer, intern!(py, "room")).into_pyobject(py),
        Arrival::Due => (peer, intern!(py, "due")).into_pyobject(py),
        Arrival::Closed(ending, reason) => {
            (peer, intern!(py, "closed"), PyString::intern(py, ending.name()), reason).into_pyobject(py)
        }
    }
}

#[pymethods]
impl Wire {
    #[new]
    #[pyo3(signature = (
        *, max_message_bytes, max_frame_bytes, max_unsent_bytes, max_unread_bytes, max_connections, handshake_seconds,
        stall_seconds, ping_seconds
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn new(
        py: Python<'_>,
        max_message_bytes: usize,
        max_frame_bytes: usize,
        max_unsent_bytes: usize,
        max_unread_bytes: usize,
        max_connections: usize,
        handshake_seconds: f64,
        stall_seconds: Option<f64>,
        ping_seconds: Option<f64>,
    ) -> PyResult<Self> {
        let limits = Limits {
            message: max_message_bytes,
            frame: max_frame_bytes,
            unsent: max_unsent_bytes,
            unread: max_unread_bytes,
            connections: max_connections,
            handshake: seconds("handshake_seconds", handshake_seconds)?,
            stall: stall_seconds.map(|stall| seconds("stall_seconds", stall)).transpose()?,
            ping: ping_seconds.map(|ping| seconds("ping_seconds", ping)).transpose()?,
        };
        Ok(Self { wire: py.detach(|| TOKIO.open_wire(limits))?, last: Mutex::default() })
    }

    fn fileno(&self, py: Python<'_>) -> PyResult<i32> {
        self.check(py)?;
        // It is closed with the wire.
        self.wire.fileno().ok_or_else(|| PyValueError::new_err("the wire is closed"))
    }

    fn take<'py>(&self, py: Python<'py>, max_arrivals: usize) -> PyResult<Bound<'py, PyList>> {
        self.check(py)?;
        let taken = PyList::empty(py);
        for (peer, arrived) in self.wire.take(max_arrivals) {
            taken.append(arrival(py, peer, arrived)?)?;
        }
        Ok(taken)
    }

    fn send(&self, py: Python<'_>, peer: u64, messages: Vec<Bound<'_, PyBytes>>) -> PyResult<i64> {
        self.check(py)?;
        let messages = messages.into_iter().map(|message| self.share(&message)).collect();
        let Some((unsent, at_once)) = self.wire.send(peer, messages) else { return Ok(-1) };
        let written = at_once.map_or(0, |at_once| py.detach(|| at_once.write()));
        // More than fits is far beyond every limit.
        Ok(i64::try_from(unsent.saturating_sub(written)).unwrap_or(i64::MAX))
    }

    fn close(&self, py: Python<'_>, peer: u64, code: u16, reason: String) -> PyResult<()> {
        self.check(py)?;
        check_code(code)?;
        self.wire.close(peer, code, reason);
        Ok(())
    }

    fn adopt(&self, py: Python<'_>, reading: i32, writing: i32) -> PyResult<u64> {
        self.check(py)?;
        let (reading, writing) = (copy(reading)?, copy(writing)?);
        Ok(py.detach(|| self.wire.adopt(reading, writing))?)
    }

    fn carry(&self, py: Python<'_>) -> PyResult<Option<CarriedPeer>> {
        self.check(py)?;
        Ok(self.wire.carry()?.map(CarriedPeer))
    }

    #[pyo3(signature = (path, *, startup_lock))]
    fn listen_unix(&self, py: Python<'_>, path: Vec<u8>, startup_lock: Option<Vec<u8>>) -> PyResult<u64> {
        self.check(py)?;
        let (path, lock) = (self::path(path), startup_lock.map(self::path));
        py.detach(|| self.wire.listen_unix(&path, lock.as_deref())).map_err(|error| listen_error(&error))
    }

    #[pyo3(signature = (host, port, *, auth=None))]
    fn listen_websocket(
        &self,
        py: Python<'_>,
        host: &str,
        port: u16,
        auth: Option<Bound<'_, WireAuth>>,
    ) -> PyResult<(u64, String, u16)> {
        self.check(py)?;
        let host: IpAddr = host.parse().map_err(|_| {
            PyValueError::new_err(format!("{host:?} is not an IP address; listen on one, such as 127.0.0.1"))
        })?;
        let auth = auth.map(|auth| Arc::clone(&auth.get().0));
        let (listener, bound) = py
            .detach(|| self.wire.listen_websocket(host, port, auth))
            .map_err(|error| listen_error(&error))?;
        Ok((listener, bound.ip().to_string(), bound.port()))
    }

    fn dial_unix(&self, py: Python<'_>, path: Vec<u8>) -> PyResult<u64> {
        self.check(py)?;
        Ok(self.wire.dial(Address::Unix(self::path(path)))?)
    }

    #[pyo3(signature = (url, *, token, ca_file=None))]
    fn dial_websocket(
        &self,
        py: Python<'_>,
        url: &str,
        token: Option<&str>,
        ca_file: Option<Vec<u8>>,
    ) -> PyResult<u64> {
        self.check(py)?;
        let ca_file = ca_file.map(self::path);
        Ok(self.wire.dial(Address::parse(url, token, ca_file.as_deref()).map_err(PyValueError::new_err)?)?)
    }

    #[pyo3(signature = (arguments, *, directory, environment, stderr=None))]
    fn dial_command(
        &self,
        py: Python<'_>,
        arguments: Vec<Vec<u8>>,
        directory: Vec<u8>,
        environment: Vec<Vec<u8>>,
        stderr: Option<i32>,
    ) -> PyResult<u64> {
        self.check(py)?;
        let program = Program {
            arguments: texts(arguments)?,
            directory: command::text(directory)?,
            environment: texts(environment)?,
            stderr: stderr.map(copy).transpose()?,
        };
        Ok(py.detach(|| self.wire.dial_command(program))?)
    }

    fn close_listener(&self, py: Python<'_>, listener: u64) -> PyResult<()> {
        self.check(py)?;
        py.detach(|| self.wire.close_listener(listener));
        Ok(())
    }

    fn shut_down(&self, py: Python<'_>) -> PyResult<()> {
        self.check(py)?;
        py.detach(|| self.wire.shut_down());
        Ok(())
    }

    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.check(py)?;
        let counts = self.wire.stats();
        stats::dict(
            py,
            [
                ("peers", counts.peers),
                ("listeners", counts.listeners),
                ("opened", counts.opened),
                ("closed", counts.closed),
                ("received", counts.received),
                ("sent", counts.sent),
                ("junk", counts.junk),
                ("turned_away", counts.turned_away),
                ("unread", counts.unread),
                ("unsent", counts.unsent),
            ],
        )
    }
}

impl Wire {
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        if self.wire.is_forked() { Err(errors::forked(py)) } else { Ok(()) }
    }

    /// A copy of a message that threads without Python can hold; the last one again for the same object.
    fn share(&self, message: &Bound<'_, PyBytes>) -> Bytes {
        let bytes = message.as_bytes();
        if bytes.len() <= SMALL {
            return Bytes::copy_from_slice(bytes);
        }
        // Nothing panics while it is held.
        let Ok(mut last) = self.last.lock_py_attached(message.py()) else {
            return Bytes::copy_from_slice(bytes);
        };
        if let Some((known, copy)) = &*last
            && known.is(message)
        {
            return copy.clone();
        }
        let copy = Bytes::copy_from_slice(bytes);
        let before = last.replace((message.clone().unbind(), copy.clone()));
        drop(last);
        drop(before); // unlocked
        copy
    }
}
