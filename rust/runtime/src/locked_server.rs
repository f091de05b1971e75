//! The core behind its lock: the one place where it is called.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::LockResult,
    task::Waker,
};

use appserver_core::{Effects, Server, Types};

use crate::{
    fork::Birthplace,
    sync::{Mutex, MutexGuard},
};

/// Why a server cannot be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// The process was forked after the server was made.
    Forked,
    /// The core has panicked; what it holds may be half changed.
    Broken,
}

impl fmt::Display for Unusable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Forked => "this process was forked after the server was started",
            Self::Broken => "the native core failed",
        })
    }
}

impl std::error::Error for Unusable {}

/// A thread that calls a server: how it waits for the lock, and how it does what a call leaves to do.
pub trait Caller<T: Types> {
    /// What stops a call.
    type Error: From<Unusable>;

    /// Wait for the lock. A thread that holds another lock, such as the interpreter's, lets go of it meanwhile.
    ///
    /// # Errors
    /// The core has panicked under the lock.
    fn lock<'a>(&self, server: &'a Mutex<Server<T>>) -> LockResult<MutexGuard<'a, Server<T>>>;

    /// Call the wakers and drop the rest. Nothing is locked.
    ///
    /// # Errors
    /// A waker's own failure, after all of them were called.
    fn finish(&self, effects: Effects<T>) -> Result<(), Self::Error>;
}

/// A thread without a lock of its own, such as the worker of the tokio runtime.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainThread;

impl<T: Types<Waker = Waker>> Caller<T> for PlainThread {
    type Error = Unusable;

    fn lock<'a>(&self, server: &'a Mutex<Server<T>>) -> LockResult<MutexGuard<'a, Server<T>>> {
        server.lock()
    }

    fn finish(&self, mut effects: Effects<T>) -> Result<(), Unusable> {
        effects.wake.drain(..).for_each(Waker::wake);
        Ok(())
    }
}

/// A server that any thread may call.
pub struct LockedServer<T: Types> {
    server: Mutex<Server<T>>,
    birthplace: Birthplace,
}

impl<T: Types> fmt::Debug for LockedServer<T> {
    /// Nothing of what is carried: it need not be printable, and is behind the lock.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LockedServer").field("birthplace", &self.birthplace).finish_non_exhaustive()
    }
}

impl<T: Types> LockedServer<T> {
    /// Put a server behind a lock.
    pub fn new(server: Server<T>) -> Self {
        Self { server: Mutex::new(server), birthplace: Birthplace::here() }
    }

    /// Whether the process was forked since; every call is refused then.
    #[inline]
    pub fn is_forked(&self) -> bool {
        self.birthplace.is_left()
    }

    /// Call the server under its lock; then, unlocked, wake and drop what it has let go.
    ///
    /// `call` must be short, and must not drop a waker or a payload: either may run somebody else's code. A panic in it
    /// breaks the server: this call and all later ones are refused.
    ///
    /// # Errors
    /// The server is [`Unusable`], or a waker failed: then `call` was carried out and what it returned is dropped.
    #[inline]
    pub fn with<R, C: Caller<T>>(
        &self,
        caller: &C,
        call: impl FnOnce(&mut Server<T>, &mut Effects<T>) -> R,
    ) -> Result<R, C::Error> {
        if self.is_forked() {
            return Err(Unusable::Forked.into());
        }
        let mut effects = Effects::default();
        let result = catch_unwind(AssertUnwindSafe(|| {
            let mut server = caller.lock(&self.server).ok()?;
            Some(call(&mut server, &mut effects))
        }));
        if effects.is_untouched() {
            std::mem::forget(effects); // it owns nothing
        } else {
            // Also after a panic: what the call has let go until then is somebody's.
            caller.finish(effects)?;
        }
        result.ok().flatten().ok_or_else(|| Unusable::Broken.into())
    }

    /// Look at the server if no thread is using it right now; never waits. For garbage collectors.
    pub fn try_with<R>(&self, call: impl FnOnce(&mut Server<T>) -> R) -> Option<R> {
        if self.is_forked() {
            return None;
        }
        self.server.try_lock().ok().map(|mut server| call(&mut server))
    }
}
