//! The server behind its lock, as threads that run Python call it.

use std::{cell::Cell, sync::LockResult};

use appserver_core::{Effects, Server, Types};
use appserver_runtime::{Caller, LockedServer, Mutex, MutexGuard, Unusable};
use pyo3::{
    exceptions::PyException,
    gc::{PyTraverseError, PyVisit},
    prelude::*,
    sync::MutexExt,
};

use crate::{errors, hooks::Hooks, lifetime::IntoPython};

/// How many wakers a call calls itself. What they wake runs in one round of the loop, and holds up all else there; more
/// are handed over in one list, to be called slice by slice.
const WAKES_A_CALL: usize = 32;

/// Everything that a server carries for Python is a Python object.
#[derive(Debug)]
pub(crate) struct PythonTypes;

impl Types for PythonTypes {
    type Payload = Py<PyAny>;
    type Waiter = Py<PyAny>;
    type Waker = Py<PyAny>;
    type Job = Py<PyAny>;

    fn share(payload: &Py<PyAny>) -> Py<PyAny> {
        // Every call comes from Python, so that this attaches at the cost of one thread-local read.
        Python::attach(|py| payload.clone_ref(py))
    }
}

/// What stops a call.
pub(crate) enum Failure {
    Unusable(Unusable),
    Raised(PyErr),
}

impl From<Unusable> for Failure {
    fn from(unusable: Unusable) -> Self {
        Self::Unusable(unusable)
    }
}

/// A thread that is attached to the interpreter, and who calls many wakers.
struct Attached<'py>(Python<'py>, &'py Py<Hooks>);

impl Caller<PythonTypes> for Attached<'_> {
    type Error = Failure;

    /// Detached while the lock is waited for: whoever holds it may need the interpreter to go on.
    #[inline]
    fn lock<'a>(
        &self,
        server: &'a Mutex<Server<PythonTypes>>,
    ) -> LockResult<MutexGuard<'a, Server<PythonTypes>>> {
        server.lock_py_attached(self.0)
    }

    /// Every waker is called, whatever another one raises. A waker that fails is a mistake of whoever made it, and is
    /// reported; what is no mistake (`KeyboardInterrupt`, `SystemExit`) reaches the caller, and that waker is called again.
    fn finish(&self, effects: Effects<PythonTypes>) -> Result<(), Failure> {
        let py = self.0;
        let _into = IntoPython::enter(py);
        if effects.wake.len() > WAKES_A_CALL {
            let mut effects = effects;
            let wakers = std::mem::take(&mut effects.wake);
            let handed_over = self.1.get().wake_all.call1(py, (wakers,));
            drop(effects);
            return handed_over.map(drop).map_err(Failure::Raised);
        }
        let mut raised = None;
        for waker in &effects.wake {
            let Err(mut error) = waker.call0(py) else { continue };
            if !error.is_instance_of::<PyException>(py) {
                raised.get_or_insert(error);
                // It may have been interrupted before it had woken anybody. A waker may be called twice.
                match waker.call0(py) {
                    Err(again) if again.is_instance_of::<PyException>(py) => error = again,
                    _ => continue,
                }
            }
            error.write_unraisable(py, Some(waker.bind(py)));
        }
        drop(effects);
        raised.map_or(Ok(()), |error| Err(Failure::Raised(error)))
    }
}

/// A server behind its lock, and the hooks of its owner.
pub(crate) struct Locked(LockedServer<PythonTypes>, Py<Hooks>);

impl Locked {
    pub(crate) fn new(server: Server<PythonTypes>, hooks: Py<Hooks>) -> Self {
        Self(LockedServer::new(server), hooks)
    }

    /// Whether the process was forked since; every call raises then.
    pub(crate) fn is_forked(&self) -> bool {
        self.0.is_forked()
    }

    /// Call the server under its lock; then, unlocked, call the wakers and drop what it has let go.
    ///
    /// # Errors
    /// `RuntimeClosedError` in a forked child; `AppServerError` after a panic of the core; what a waker has raised.
    #[inline]
    pub(crate) fn with<R>(
        &self,
        py: Python<'_>,
        call: impl FnOnce(&mut Server<PythonTypes>, &mut Effects<PythonTypes>) -> R,
    ) -> PyResult<R> {
        self.0.with(&Attached(py, &self.1), call).map_err(|failure| match failure {
            Failure::Raised(error) => error,
            Failure::Unusable(Unusable::Forked) => errors::forked(py),
            Failure::Unusable(Unusable::Broken) => errors::broken(py),
        })
    }

    /// Show the garbage collector what is held. A server that is in use right now is held by its user anyway, and one that
    /// was inherited by a forked child stays.
    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.1)?;
        let result = Cell::new(Ok(()));
        let see = |object: &Py<PyAny>| result.set(result.replace(Ok(())).and_then(|()| visit.call(object)));
        self.0.try_with(|server| server.visit(&mut { see }, &mut { see }, &mut { see }, &mut { see }));
        result.into_inner()
    }

    /// Let go of everything, for the garbage collector.
    pub(crate) fn clear(&self, empty: Server<PythonTypes>) {
        let old = self.0.try_with(|server| std::mem::replace(server, empty));
        drop(old); // unlocked: dropping may run Python
    }
}
