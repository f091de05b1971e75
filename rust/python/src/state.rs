//! The locked core, and the one way to call it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, MutexGuard},
};

use appserver_core::{Core, CoreOptions, DeliveryRow, Effects, OwnedIds, Types};
use pyo3::{
    gc::{PyTraverseError, PyVisit},
    prelude::*,
    sync::MutexExt,
};

use crate::{errors, fork};

/// Everything that the core carries for Python is a Python object.
#[derive(Debug)]
pub(crate) struct PythonTypes;

impl Types for PythonTypes {
    type Payload = Py<PyAny>;
    type Waiter = Py<PyAny>;
    type Bell = Py<PyAny>;
    type Job = Py<PyAny>;

    fn share(payload: &Py<PyAny>) -> Py<PyAny> {
        // Every call comes from Python, so that this attaches at the cost of one thread-local read.
        Python::attach(|py| payload.clone_ref(py))
    }

    /// Never under the lock: looking an attribute up may run Python, and making an exception may collect garbage.
    fn ids(_payload: &Py<PyAny>, _row: &'static DeliveryRow) -> Option<OwnedIds> {
        None
    }
}

pub(crate) type PythonEffects = Effects<Py<PyAny>, Py<PyAny>>;

/// A core behind its lock.
pub(crate) struct State {
    core: Mutex<Core<PythonTypes>>,
    options: CoreOptions,
    generation: u64,
}

impl State {
    pub(crate) fn new(options: CoreOptions) -> Self {
        Self { core: Mutex::new(Core::new(options)), options, generation: fork::generation() }
    }

    /// Whether the process was forked since; the core must not be touched then.
    pub(crate) fn is_forked(&self) -> bool {
        self.generation != fork::generation()
    }

    /// Call the core under its lock; then, unlocked, ring the bells and drop what it let go.
    ///
    /// A panic of the core becomes an exception: it poisons the lock, and every later call raises as well.
    pub(crate) fn with<R>(
        &self,
        py: Python<'_>,
        call: impl FnOnce(&mut Core<PythonTypes>, &mut PythonEffects) -> R,
    ) -> PyResult<R> {
        if self.is_forked() {
            return Err(errors::forked(py));
        }
        let mut effects = Effects::default();
        let result = catch_unwind(AssertUnwindSafe(|| {
            let mut core = self.core.lock_py_attached(py).ok()?;
            Some(call(&mut core, &mut effects))
        }));
        for bell in effects.ring {
            if let Err(error) = bell.call0(py) {
                error.write_unraisable(py, Some(bell.bind(py)));
            }
        }
        drop(effects.discarded);
        result.ok().flatten().ok_or_else(|| errors::broken(py))
    }

    /// Show the garbage collector what is held. A core that is in use right now is held by its user anyway.
    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        if self.is_forked() {
            return Ok(()); // what was inherited stays: its lock may be held by a thread that is gone
        }
        let Ok(core) = self.core.try_lock() else { return Ok(()) };
        let mut result = Ok(());
        let mut see = |object: &Py<PyAny>| {
            if result.is_ok() {
                result = visit.call(object);
            }
        };
        let see = std::cell::RefCell::new(&mut see);
        core.visit(
            &mut |payload| see.borrow_mut()(payload),
            &mut |waiter| see.borrow_mut()(waiter),
            &mut |bell| see.borrow_mut()(bell),
            &mut |job| see.borrow_mut()(job),
        );
        result
    }

    /// Let go of everything, for the garbage collector.
    pub(crate) fn clear(&self) {
        if self.is_forked() {
            return;
        }
        let old = self.core.try_lock().ok().map(|mut core: MutexGuard<'_, _>| {
            let mut closed = Core::new(self.options);
            closed.close(&mut Effects::default());
            std::mem::replace(&mut *core, closed)
        });
        drop(old); // unlocked: dropping may run Python
    }
}
