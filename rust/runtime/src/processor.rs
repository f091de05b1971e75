//! What a server is: one trait.

use std::pin::Pin;

use serde_json::Value;

use crate::{context::Context, error::ServerError};

/// Answers the client's requests.
///
/// Each request is handled in a task of its own, as many at once as the lane has slots. A handler that waits for
/// something of its own runtime lends its slot meanwhile. A panic in a handler becomes -32603 without its text.
pub trait Processor: Send + Sync + 'static {
    /// Answer one request. `initialize` comes here too: refusing it makes the start fail.
    ///
    /// # Errors
    /// The JSON-RPC error to answer with.
    fn handle(
        &self,
        context: Context,
        method: &str,
        params: Value,
    ) -> impl Future<Output = Result<Value, ServerError>> + Send;

    /// Hear one of the client's notifications; they come in order, one after the other. By default, nothing happens.
    fn notified(&self, context: Context, method: &str, params: Value) -> impl Future<Output = ()> + Send {
        let _ = (context, method, params);
        std::future::ready(())
    }

    /// Describe the first experimental thing that a request uses, such as `thread/start.dynamicTools`; clients without
    /// the capability are refused it. By default, nothing is experimental.
    fn experimental_use(&self, method: &str, params: &Value) -> Option<String> {
        let _ = (method, params);
        None
    }

    /// Whether only clients with the experimental capability get notifications of `method`. By default, none is.
    fn is_experimental_notification(&self, method: &str) -> bool {
        let _ = method;
        false
    }
}

/// A future whose type is not named.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A processor whose type is not named, so that the runtime's type does not depend on it.
pub(crate) trait AnyProcessor: Send + Sync {
    fn handle<'a>(
        &'a self,
        context: Context,
        method: &'a str,
        params: Value,
    ) -> BoxFuture<'a, Result<Value, ServerError>>;
    fn notified<'a>(&'a self, context: Context, method: &'a str, params: Value) -> BoxFuture<'a, ()>;
    fn experimental_use(&self, method: &str, params: &Value) -> Option<String>;
    fn is_experimental_notification(&self, method: &str) -> bool;
}

impl<P: Processor> AnyProcessor for P {
    fn handle<'a>(
        &'a self,
        context: Context,
        method: &'a str,
        params: Value,
    ) -> BoxFuture<'a, Result<Value, ServerError>> {
        Box::pin(Processor::handle(self, context, method, params))
    }

    fn notified<'a>(&'a self, context: Context, method: &'a str, params: Value) -> BoxFuture<'a, ()> {
        Box::pin(Processor::notified(self, context, method, params))
    }

    fn experimental_use(&self, method: &str, params: &Value) -> Option<String> {
        Processor::experimental_use(self, method, params)
    }

    fn is_experimental_notification(&self, method: &str) -> bool {
        Processor::is_experimental_notification(self, method)
    }
}
