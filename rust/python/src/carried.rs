//! Connections whose messages Python carries, for Python.

use appserver_runtime::wire::{self, Ending};
use bytes::Bytes;
use pyo3::{exceptions::PyValueError, prelude::*, types::PyBytes};

use crate::{errors, wire::check_code};

/// What is due, as Python reads it, see `_core.pyi`.
type Due<'py> = (Vec<Bound<'py, PyBytes>>, Option<(u16, String)>, bool);

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct CarriedPeer(pub(crate) wire::Carried);

#[pymethods]
impl CarriedPeer {
    #[getter]
    fn number(&self) -> u64 {
        self.0.number()
    }

    fn receive(&self, py: Python<'_>, text: &[u8]) -> PyResult<()> {
        self.check(py)?;
        self.0.receive(&Bytes::copy_from_slice(text));
        Ok(())
    }

    fn pass_over(&self, py: Python<'_>, reason: String) -> PyResult<()> {
        self.check(py)?;
        self.0.pass_over(reason);
        Ok(())
    }

    fn due<'py>(&self, py: Python<'py>, max_bytes: usize) -> PyResult<Due<'py>> {
        self.check(py)?;
        let due = self.0.due(max_bytes);
        let messages = due.messages.iter().map(|message| PyBytes::new(py, message)).collect();
        Ok((messages, due.end, due.may_receive))
    }

    fn sent(&self, py: Python<'_>, count: usize) -> PyResult<()> {
        self.check(py)?;
        self.0.sent(count);
        Ok(())
    }

    fn end(&self, py: Python<'_>, kind: &str, code: u16, reason: String) -> PyResult<()> {
        self.check(py)?;
        check_code(code)?;
        let ending = Ending::named(kind)
            .ok_or_else(|| PyValueError::new_err(format!("{kind:?} is no kind of an end, such as 'eof'")))?;
        self.0.end(code, ending, reason);
        Ok(())
    }

    fn finish(&self, py: Python<'_>) -> PyResult<()> {
        self.check(py)?;
        self.0.finish();
        Ok(())
    }
}

impl CarriedPeer {
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        if self.0.is_forked() { Err(errors::forked(py)) } else { Ok(()) }
    }
}
