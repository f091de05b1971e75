//! What is asked of WebSocket clients, for Python.

use std::sync::Arc;

use appserver_runtime::wire::{Auth, AuthError};
use pyo3::{exceptions::PyValueError, prelude::*};

/// See `_core.pyi`.
#[pyclass(frozen, module = "appserver._core")]
pub(crate) struct WireAuth(pub(crate) Arc<Auth>);

fn made(auth: Result<Auth, AuthError>) -> PyResult<WireAuth> {
    match auth {
        Ok(auth) => Ok(WireAuth(Arc::new(auth))),
        Err(error) => Err(PyValueError::new_err(error.to_string())),
    }
}

#[pymethods]
impl WireAuth {
    #[staticmethod]
    fn capability_token(token: &[u8]) -> PyResult<Self> {
        made(Auth::capability(token))
    }

    #[staticmethod]
    fn capability_sha256(digest: &[u8]) -> PyResult<Self> {
        let digest = digest.try_into().map_err(|_| {
            PyValueError::new_err(format!("a SHA-256 digest has 32 bytes, this one {}", digest.len()))
        })?;
        made(Ok(Auth::Capability(digest)))
    }

    #[staticmethod]
    #[pyo3(signature = (secret, *, issuer, audience, max_clock_skew_seconds))]
    fn signed_bearer_token(
        secret: &[u8],
        issuer: Option<&str>,
        audience: Option<&str>,
        max_clock_skew_seconds: u64,
    ) -> PyResult<Self> {
        made(Auth::signed(secret, issuer, audience, max_clock_skew_seconds))
    }
}
