//! The one client of a tokio runtime, and with it the connections that are kept for the next request.

use std::{
    net::ToSocketAddrs,
    sync::{Arc, OnceLock},
    time::Duration,
};

use reqwest::{
    Client,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use tokio::sync::Semaphore;

use super::request::{HttpFailure, Reason};

/// How long a connection may take, TLS included. A server that is there answers in less, and one that is not is told of
/// while the user still looks.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// Connections to one server that are kept while nobody uses them.
const IDLE_CONNECTIONS: usize = 64;

/// Names of hosts that are looked up at once. The system offers only calls that block, each on a thread of its own; the
/// turns that begin together ask for the same name.
const LOOK_UPS: usize = 2;

/// The client, which is made at the first request: it reads the certificates of the system.
#[derive(Debug, Default)]
pub(crate) struct HttpClient(OnceLock<Result<Client, HttpFailure>>);

impl HttpClient {
    pub(super) fn get(&self) -> Result<&Client, HttpFailure> {
        self.0.get_or_init(make).as_ref().map_err(Clone::clone)
    }
}

fn make() -> Result<Client, HttpFailure> {
    // Another provider may have been installed in this library's own copy of rustls; either does.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .dns_resolver(Arc::new(Names(Arc::new(Semaphore::new(LOOK_UPS)))))
        .redirect(Policy::none()) // a key goes to the server that was named, and to no other
        .build()
        .map_err(|error| HttpFailure::of(Reason::Connect, error))
}

/// Looks names up as the system does, a few at a time.
struct Names(Arc<Semaphore>);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let turns = Arc::clone(&self.0);
        Box::pin(async move {
            let _turn = turns.acquire_owned().await?;
            let find = move || (name.as_str(), 0).to_socket_addrs();
            let found = tokio::task::spawn_blocking(find).await??;
            Ok(Box::new(found) as Addrs)
        })
    }
}
