//! A connection's handshake: which requests may pass, which notifications are sent.

use std::collections::HashSet;

use crate::{error::Rejection, events::notification::MethodInfo};

/// What a connection is after its handshake.
#[derive(Debug)]
struct Session {
    experimental: bool,
    opt_out: HashSet<String>,
}

/// One connection's gate. Its capabilities are fixed at `initialize`.
#[derive(Debug)]
pub(crate) struct Gate {
    session: Option<Session>,
    legacy: bool,
}

impl Gate {
    /// The gate before the handshake; `legacy` says whether `codex/event/...` notifications are sent.
    pub(crate) fn new(legacy: bool) -> Self {
        Self { session: None, legacy }
    }

    /// Open the gate.
    ///
    /// # Errors
    /// It is open already.
    pub(crate) fn initialize(
        &mut self,
        experimental: bool,
        opt_out: HashSet<String>,
    ) -> Result<(), Rejection> {
        if self.session.is_some() {
            return Err(Rejection::already_initialized());
        }
        self.session = Some(Session { experimental, opt_out });
        Ok(())
    }

    pub(crate) fn is_initialized(&self) -> bool {
        self.session.is_some()
    }

    pub(crate) fn is_experimental(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.experimental)
    }

    /// Whether a request for `method` passes; `experimental` describes the first experimental thing it uses.
    ///
    /// # Errors
    /// Not initialized, or experimental without the capability.
    pub(crate) fn check(&self, method: &str, experimental: Option<&str>) -> Result<(), Rejection> {
        if method == "initialize" {
            return Ok(());
        }
        let session = self.session.as_ref().ok_or_else(Rejection::not_initialized)?;
        match experimental {
            Some(descriptor) if !session.experimental => Err(Rejection::experimental(descriptor)),
            _ => Ok(()),
        }
    }

    /// Whether notifications of this method are sent.
    pub(crate) fn wants(&self, info: &MethodInfo) -> bool {
        self.session.as_ref().is_some_and(|session| {
            (session.experimental || !info.experimental)
                && (self.legacy || !info.legacy)
                && (session.opt_out.is_empty() || !session.opt_out.contains(&*info.method))
        })
    }
}
