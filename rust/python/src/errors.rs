//! The core's refusals as the exceptions of `appserver.errors`.

use appserver_core::{CoreError, Rejection};
use pyo3::{exceptions::PyValueError, prelude::*};

use crate::lifetime::IntoPython;

fn exception(py: Python<'_>, name: &str, message: &str) -> PyErr {
    let _into = IntoPython::enter(py);
    match py.import("appserver.errors").and_then(|errors| errors.getattr(name)?.call1((message,))) {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// The exception for a JSON-RPC error answer to `method`.
pub(crate) fn rejected(py: Python<'_>, method: &str, rejection: &Rejection) -> PyErr {
    let _into = IntoPython::enter(py);
    let made = py.import("appserver.errors").and_then(|errors| {
        errors.getattr("server_error")?.call1((method, rejection.code, &*rejection.message))
    });
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// The exception for a refusal of a call about `method`.
pub(crate) fn refused(py: Python<'_>, method: &str, error: &CoreError) -> PyErr {
    let about = if method.is_empty() { String::new() } else { format!("{method}: ") };
    match error {
        CoreError::Rejected(rejection) => rejected(py, method, rejection),
        CoreError::QueueFull => exception(
            py,
            "QueueFullError",
            &format!("{about}{error}; nothing was sent: let the runtime's loop run, then try again"),
        ),
        CoreError::NotSubscribed(_) => PyValueError::new_err(error.to_string()),
        CoreError::Closed => {
            exception(py, "RuntimeClosedError", &format!("{about}{error}; start a new one to go on"))
        }
    }
}

/// The exception for a handle that was made before a fork.
pub(crate) fn forked(py: Python<'_>) -> PyErr {
    exception(
        py,
        "RuntimeClosedError",
        "in-process app-server runtime is closed: this process was forked after it was started; \
         start a new one in the child",
    )
}

/// The exception for a failure of the core itself.
pub(crate) fn broken(py: Python<'_>) -> PyErr {
    exception(
        py,
        "AppServerError",
        "the native core failed and this runtime cannot be used any more; please report it with the message on \
         standard error, and start a new runtime to go on",
    )
}
