//! What is asked, what the answer begins with, and how it may fail.

use std::{fmt, time::Duration};

use bytes::Bytes;
use reqwest::{
    Url,
    header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue},
};

/// A request that cannot be sent; the text says what is wrong with it, and names no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRequest(pub String);

/// A POST whose answer is a stream of events.
pub struct HttpRequest {
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) idle_timeout: Duration,
}

impl HttpRequest {
    /// A request. The answer has `idle_timeout` to begin, and so has each of its events after the one before it.
    ///
    /// # Errors
    /// The URL or a header is not one.
    pub fn new(
        url: &str,
        headers: Vec<(String, String)>,
        body: Bytes,
        idle_timeout: Duration,
    ) -> Result<Self, InvalidRequest> {
        let url =
            Url::parse(url).map_err(|error| InvalidRequest(format!("the URL is not valid: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(InvalidRequest(
                "the URL does not begin with http:// or https:// and a host".to_owned(),
            ));
        }
        let mut map = HeaderMap::with_capacity(headers.len());
        for (name, value) in headers {
            let known = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| InvalidRequest(format!("{name:?} is not the name of a header")))?;
            let mut value = HeaderValue::try_from(value).map_err(|_| {
                InvalidRequest(format!(
                    "the value of the header {name} has characters that no header can have"
                ))
            })?;
            value.set_sensitive(known == AUTHORIZATION);
            map.append(known, value);
        }
        Ok(Self { url, headers: map, body, idle_timeout })
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HttpRequest").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}

/// What an answer begins with.
#[derive(Clone, Debug)]
pub struct Head {
    /// The status of HTTP.
    pub status: u16,
    /// The headers, names in lower case. Bytes that are not valid UTF-8 became U+FFFD.
    pub headers: Vec<(String, String)>,
}

/// Why there is no whole answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The server could not be reached, or proved to be another one.
    Connect,
    /// The connection was lost before the answer began.
    Send,
    /// The answer, or its next event, did not come in time.
    Idle,
    /// The answer broke off.
    Cut,
    /// An event is longer than any that is taken.
    TooLong,
    /// The process ends.
    Stopped,
}

impl Reason {
    /// Its name for other languages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Send => "send",
            Self::Idle => "idle",
            Self::Cut => "cut",
            Self::TooLong => "tooLong",
            Self::Stopped => "stopped",
        }
    }
}

/// Why there is no whole answer, with a text for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpFailure {
    /// The kind of failure.
    pub reason: Reason,
    /// What went wrong, down to the system's own words; no URL, header or body in it.
    pub text: String,
}

impl HttpFailure {
    pub(super) fn new(reason: Reason, text: impl Into<String>) -> Self {
        Self { reason, text: text.into() }
    }

    /// What an error of the client and those below it say, without the URL.
    pub(super) fn of(reason: Reason, error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut text = error.to_string();
        let mut below = std::error::Error::source(&error);
        while let Some(cause) = below {
            let said = cause.to_string();
            if !text.ends_with(&said) {
                text.push_str(": ");
                text.push_str(&said);
            }
            below = cause.source();
        }
        Self { reason, text }
    }
}
