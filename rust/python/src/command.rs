//! A child process of the tokio runtime, for Python.

use std::{
    ffi::{CString, OsString},
    io,
    os::{
        fd::{BorrowedFd, OwnedFd},
        unix::ffi::OsStringExt,
    },
    path::PathBuf,
    time::Duration,
};

use appserver_runtime::{
    TOKIO,
    commands::{self, Cause, Input, Launch, LaunchError, TerminalSize, Written},
    sandbox::{self, Mechanism, Sandbox},
};
use pyo3::{
    exceptions::{PyOSError, PyValueError},
    prelude::*,
    types::PyBytes,
};

use crate::errors;

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct Command(commands::Command);

/// How a command ended: see `_core.pyi`.
type Outcome = (Option<i32>, f64, &'static str, bool);

pub(crate) fn texts(texts: Vec<Vec<u8>>) -> PyResult<Vec<CString>> {
    texts.into_iter().map(text).collect()
}

pub(crate) fn text(text: Vec<u8>) -> PyResult<CString> {
    CString::new(text).map_err(|_| PyValueError::new_err("embedded null byte"))
}

/// A duplicate of a descriptor that Python names.
pub(crate) fn copy(descriptor: i32) -> PyResult<OwnedFd> {
    if descriptor < 0 {
        return Err(PyValueError::new_err(format!("{descriptor} is no file descriptor")));
    }
    // SAFETY: it is not -1; one that is not open is refused by the system, and it is not kept.
    let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor) };
    Ok(descriptor.try_clone_to_owned()?)
}

fn os_error(error: &LaunchError) -> PyErr {
    let text = || {
        let text = io::Error::from_raw_os_error(error.errno).to_string();
        text.split(" (os error").next().unwrap_or_default().to_owned()
    };
    let text = error.sandbox.clone().unwrap_or_else(text);
    match &error.about {
        // With an errno, OSError makes itself what Python calls it, such as FileNotFoundError.
        Some(about) => PyOSError::new_err((error.errno, text, OsString::from_vec(about.to_bytes().to_vec()))),
        None => PyOSError::new_err((error.errno, text)),
    }
}

/// What may be written, what of it may not, whether there is a network, the name of the mechanism, and the program that
/// stands for `bwrap`: see `_core.pyi`.
type SandboxTerms = (Vec<Vec<u8>>, Vec<Vec<u8>>, bool, Option<String>, Option<Vec<u8>>);

fn path(path: Vec<u8>) -> PathBuf {
    PathBuf::from(OsString::from_vec(path))
}

fn sandbox((writable, protected, network, mechanism, helper): SandboxTerms) -> PyResult<Sandbox> {
    let mechanism = mechanism.map(|name| {
        Mechanism::of_name(&name).ok_or_else(|| {
            let known = Mechanism::ALL.map(Mechanism::name).join(", ");
            PyValueError::new_err(format!("there is no mechanism {name:?}; use one of {known}"))
        })
    });
    Ok(Sandbox {
        writable: writable.into_iter().map(path).collect(),
        protected: protected.into_iter().map(path).collect(),
        network,
        mechanism: mechanism.transpose()?,
        helper: helper.map(path),
    })
}

/// What works here: see `_core.pyi`.
type Support = (Option<PathBuf>, Option<String>, Option<bool>, Option<String>);

/// See `_core.pyi`.
#[pyfunction]
pub(crate) fn sandbox_support(py: Python<'_>) -> Support {
    let support = py.detach(sandbox::support).clone();
    let (helper, no_helper) =
        support.bubblewrap.map_or_else(|why| (None, Some(why)), |path| (Some(path), None));
    let (spaces, no_landlock) =
        support.landlock.map_or_else(|why| (None, Some(why)), |spaces| (Some(spaces), None));
    (helper, no_helper, spaces, no_landlock)
}

/// See `_core.pyi`.
#[pyfunction]
pub(crate) fn helper_fault(py: Python<'_>, program: Vec<u8>) -> Option<String> {
    py.detach(|| sandbox::helper::fault(&path(program)))
}

/// See `_core.pyi`.
#[pyfunction]
pub(crate) fn try_helper(py: Python<'_>, program: Vec<u8>) -> Option<String> {
    py.detach(|| sandbox::try_named(&path(program))).err()
}

#[pymethods]
impl Command {
    #[new]
    #[pyo3(signature = (arguments, *, directory, environment, stdin, timeout, sandbox, terminal, is_written, stderr=None))]
    // Each is one thing that Python says by its name.
    #[expect(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        arguments: Vec<Vec<u8>>,
        directory: Vec<u8>,
        environment: Vec<Vec<u8>>,
        stdin: Option<i32>,
        timeout: Option<f64>,
        sandbox: Option<SandboxTerms>,
        terminal: Option<(u16, u16)>,
        is_written: bool,
        stderr: Option<i32>,
    ) -> PyResult<Self> {
        if timeout.is_some_and(f64::is_nan) {
            return Err(PyValueError::new_err("the timeout is not a number"));
        }
        let launch = Launch {
            arguments: texts(arguments)?,
            directory: text(directory)?,
            environment: texts(environment)?,
            input: match (terminal, stdin) {
                (Some(_), Some(_)) => {
                    return Err(PyValueError::new_err("what has a terminal reads no other descriptor"));
                }
                (Some((rows, columns)), None) => Input::Terminal(TerminalSize { rows, columns }),
                (None, Some(descriptor)) => Input::File(copy(descriptor)?),
                (None, None) if is_written => Input::Pipe,
                (None, None) => Input::Empty,
            },
            outputs: None,
            stderr: stderr.map(copy).transpose()?,
            sandbox: sandbox.map(self::sandbox).transpose()?,
        };
        // What does not fit is longer than any program runs.
        let timeout = timeout.and_then(|seconds| Duration::try_from_secs_f64(seconds.max(0.0)).ok());
        Ok(Self(py.detach(|| TOKIO.start_command(launch, timeout))?))
    }

    fn fileno(&self, py: Python<'_>) -> PyResult<i32> {
        self.check(py)?;
        self.0.fileno().ok_or_else(|| PyValueError::new_err("the command is closed"))
    }

    fn take<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        self.check(py)?;
        match self.0.take() {
            Ok(output) => Ok(output.map(|output| PyBytes::new(py, &output))),
            Err(error) => Err(os_error(&error)),
        }
    }

    fn outcome(&self, py: Python<'_>) -> PyResult<Option<Outcome>> {
        self.check(py)?;
        Ok(self.0.outcome().map(|outcome| {
            let cause = match outcome.cause {
                Cause::Exited => "exited",
                Cause::ExitedAndLeft => "left",
                Cause::TimedOut => "timedOut",
                Cause::Stopped => "stopped",
            };
            (outcome.exit_code, outcome.duration.as_secs_f64(), cause, outcome.has_ended)
        }))
    }

    #[getter]
    fn process_id(&self) -> Option<i32> {
        self.0.process_id()
    }

    fn write(&self, data: &[u8]) -> &'static str {
        match self.0.write(data) {
            Written::Taken => "taken",
            Written::Full => "full",
            Written::Closed => "closed",
        }
    }

    fn close_input(&self) {
        self.0.close_input();
    }

    fn resize(&self, rows: u16, columns: u16) {
        self.0.resize(TerminalSize { rows, columns });
    }

    fn interrupt(&self) {
        self.0.interrupt();
    }

    fn stop(&self) {
        self.0.stop();
    }

    fn kill(&self) {
        self.0.kill();
    }

    fn close(&self) {
        self.0.close();
    }
}

impl Command {
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        if self.0.is_forked() { Err(errors::forked(py)) } else { Ok(()) }
    }
}
