//! One connection's handshake state: which requests may pass, which notifications are sent.

use std::collections::HashSet;

use crate::{error::Rejection, event::Kind};

/// What a connection is after its handshake.
#[derive(Clone, Debug, Default)]
struct Session {
    experimental: bool,
    opt_out: HashSet<String>,
}

/// Whether a request passes.
pub type Gate = Result<(), Rejection>;

/// One connection. Its capabilities are fixed at `initialize`.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    session: Option<Session>,
    legacy: bool,
}

impl Connection {
    /// A connection before its handshake; `legacy` says whether `codex/event/...` notifications are sent on it.
    pub fn new(legacy: bool) -> Self {
        Self { session: None, legacy }
    }

    /// Open the gate.
    ///
    /// # Errors
    /// The connection is initialized already.
    pub fn initialize(&mut self, experimental: bool, opt_out: HashSet<String>) -> Gate {
        if self.session.is_some() {
            return Err(Rejection::already_initialized());
        }
        self.session = Some(Session { experimental, opt_out });
        Ok(())
    }

    /// Whether the handshake is done.
    pub fn is_initialized(&self) -> bool {
        self.session.is_some()
    }

    /// Whether a request for `method` passes; `experimental` describes the first experimental thing it uses.
    ///
    /// # Errors
    /// Not initialized, or experimental without the capability.
    pub fn check(&self, method: &str, experimental: Option<&str>) -> Gate {
        if method == "initialize" {
            return Ok(());
        }
        let session = self.session.as_ref().ok_or_else(Rejection::not_initialized)?;
        match experimental {
            Some(descriptor) if !session.experimental => Err(Rejection::experimental(descriptor)),
            _ => Ok(()),
        }
    }

    /// Whether notifications of this kind are sent on this connection.
    pub fn wants(&self, kind: &Kind) -> bool {
        self.session.as_ref().is_some_and(|session| {
            (session.experimental || !kind.experimental)
                && (self.legacy || !kind.legacy)
                && (session.opt_out.is_empty() || !session.opt_out.contains(&*kind.method))
        })
    }
}
