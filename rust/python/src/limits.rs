//! A stream's bounds as Python gives them.

use appserver_core::{DropPolicy, QueueLimits, UnknownPolicy};
use pyo3::{exceptions::PyValueError, prelude::*};

/// # Errors
/// `ValueError`: there is no such policy.
pub(crate) fn limits(
    drop_policy: &str,
    channel_capacity: usize,
    max_event_bytes: usize,
) -> PyResult<QueueLimits> {
    let policy = drop_policy
        .parse::<DropPolicy>()
        .map_err(|error: UnknownPolicy| PyValueError::new_err(error.to_string()))?;
    Ok(QueueLimits { capacity: channel_capacity, max_bytes: max_event_bytes, policy })
}
