//! How a runtime is started.

use std::collections::HashSet;

use appserver_core::{CoreOptions, DropPolicy, QueueLimits};
use serde_json::{Value, json};

/// What a runtime is started with; every default works on a bare machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The client's name in the handshake; `appserver-runtime` by default.
    pub client_name: String,
    /// The client's name for people; none by default.
    pub client_title: Option<String>,
    /// The client's version in the handshake; this crate's by default.
    pub client_version: String,
    /// Whether experimental methods and fields may be used; false by default.
    pub experimental_api: bool,
    /// Notifications with exactly these methods are not sent; none by default.
    pub opt_out_notification_methods: Vec<String>,
    /// The whole parameters of `initialize`, instead of the five fields before; none by default.
    pub initialize: Option<Value>,
    /// The capacity of each lane in messages, at least 1; 128 by default.
    pub channel_capacity: usize,
    /// How many bytes of events are queued for the primary stream at the most; 8 MiB by default.
    pub max_event_bytes: usize,
    /// What happens to events when the primary stream is full; [`DropPolicy::Coalesce`] by default.
    pub drop_policy: DropPolicy,
    /// Whether `codex/event/...` notifications are sent; true by default.
    pub legacy_notifications: bool,
}

impl Default for Options {
    fn default() -> Self {
        let CoreOptions { limits, legacy_notifications } = CoreOptions::default();
        Self {
            client_name: env!("CARGO_PKG_NAME").to_owned(),
            client_title: None,
            client_version: env!("CARGO_PKG_VERSION").to_owned(),
            experimental_api: false,
            opt_out_notification_methods: Vec::new(),
            initialize: None,
            channel_capacity: limits.capacity,
            max_event_bytes: limits.max_bytes,
            drop_policy: limits.policy,
            legacy_notifications,
        }
    }
}

impl Options {
    pub(crate) fn core(&self) -> CoreOptions {
        CoreOptions {
            limits: QueueLimits {
                capacity: self.channel_capacity,
                max_bytes: self.max_event_bytes,
                policy: self.drop_policy,
            },
            legacy_notifications: self.legacy_notifications,
        }
    }

    /// The parameters of `initialize`.
    pub(crate) fn initialize_params(&self) -> Value {
        self.initialize.clone().unwrap_or_else(|| {
            json!({
                "clientInfo": {
                    "name": self.client_name,
                    "title": self.client_title,
                    "version": self.client_version,
                },
                "capabilities": {
                    "experimentalApi": self.experimental_api,
                    "optOutNotificationMethods": self.opt_out_notification_methods,
                },
            })
        })
    }
}

/// What the handshake fixes for the life of the connection.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Capabilities {
    pub(crate) experimental: bool,
    pub(crate) opt_out: HashSet<String>,
}

impl Capabilities {
    /// As the parameters of `initialize` say; what they leave out is off.
    pub(crate) fn of(initialize: &Value) -> Self {
        let capabilities = &initialize["capabilities"];
        let methods = capabilities["optOutNotificationMethods"].as_array();
        Self {
            experimental: capabilities["experimentalApi"].as_bool().unwrap_or(false),
            opt_out: methods
                .into_iter()
                .flatten()
                .filter_map(|method| method.as_str().map(str::to_owned))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_come_from_the_parameters_that_are_sent() {
        let options = Options {
            experimental_api: true,
            opt_out_notification_methods: vec!["thread/started".to_owned()],
            ..Options::default()
        };
        let opt_out = HashSet::from(["thread/started".to_owned()]);
        let expected = Capabilities { experimental: true, opt_out };
        assert_eq!(Capabilities::of(&options.initialize_params()), expected);

        let whole = Options { initialize: Some(json!({"clientInfo": {"name": "x"}})), ..options };
        assert_eq!(whole.initialize_params(), json!({"clientInfo": {"name": "x"}}));
        assert_eq!(Capabilities::of(&whole.initialize_params()), Capabilities::default());
        assert_eq!(Capabilities::of(&json!(5)), Capabilities::default());
    }
}
