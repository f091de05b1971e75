//! What the core needs to know of a Python notification.

use appserver_core::{DeliveryClass, Ids, MethodInfo, Notification, OwnedIds};
use pyo3::{
    exceptions::PyTypeError,
    ffi, intern,
    prelude::*,
    types::{PyDict, PyString},
};

use crate::{
    classes::{ClassMeta, Classes, Found},
    payload_size::payload_size,
};

/// Where the facts of a notification's method come from: its class, or its own `method`.
enum MethodOf<'a> {
    Class(Found<'a>),
    Instance(Box<MethodInfo>),
}

/// The ids of a notification.
enum IdsOf<'py> {
    /// Still in it. Ids are looked at when a reader is behind; reading them is a third of what a delta costs.
    Left,
    Text(Option<Bound<'py, PyString>>, Option<Bound<'py, PyString>>),
    /// Boxed, since it is rare and every event is moved with the room for it.
    Read(Box<OwnedIds>),
}

/// A notification, and all that was read from it.
pub(crate) struct Prepared<'a, 'py> {
    notification: &'a Bound<'py, PyAny>,
    method: MethodOf<'a>,
    ids: IdsOf<'py>,
    text: Option<Bound<'py, PyString>>,
    /// The size of one that is not mergeable; of the others the text is all that counts.
    bytes: usize,
}

impl<'a, 'py> Prepared<'a, 'py> {
    /// Read a notification.
    ///
    /// # Errors
    /// `TypeError`: not a notification. `ValueError`: a text is not valid Unicode.
    pub(crate) fn new(classes: &'a Classes, notification: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        let Some(meta) = classes.meta(notification)? else { return Self::from_raw(notification) };
        let attributes = Attributes::of(notification);
        let text = match &meta.text {
            Some(name) => Some(attributes.text(name)?),
            None => None,
        };
        let (bytes, ids) = if meta.info.rule.class == DeliveryClass::Mergeable {
            (0, IdsOf::Left)
        } else {
            let ids = IdsOf::Text(attributes.follow(&meta.thread)?, attributes.follow(&meta.item)?);
            (payload_size(notification)?, ids)
        };
        Ok(Self { notification, ids, text, bytes, method: MethodOf::Class(meta) })
    }

    /// Read the ids if they were left.
    #[cold]
    pub(crate) fn read_ids(&mut self) {
        if let (IdsOf::Left, MethodOf::Class(meta)) = (&self.ids, &self.method) {
            self.ids = IdsOf::Read(Box::new(ids_of(meta, self.notification)));
        }
    }

    /// Whether the ids are still in the notification.
    pub(crate) fn leaves_ids(&self) -> bool {
        matches!(self.ids, IdsOf::Left)
    }

    /// Read an `UnknownNotification` or a `LegacyNotification`: the method is the instance's, the params are plain data.
    ///
    /// Text of an unknown notification is not joined: the binding could not make the joined event. A method that the
    /// table calls mergeable is therefore sent as a model.
    fn from_raw(notification: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        let py = notification.py();
        let method = notification.getattr(intern!(py, "method"))?;
        let method = method.cast::<PyString>()?.to_str()?;
        let params = notification.getattr(intern!(py, "params"))?;
        let info = MethodInfo::new(method, false);
        if info.rule.class == DeliveryClass::Mergeable {
            return Err(PyTypeError::new_err(format!(
                "{method} carries text that readers may get joined: send it as its model, not as raw params"
            )));
        }
        let mut thread = None;
        for path in [info.rule.thread, "threadId", "conversationId"] {
            if thread.is_none() {
                thread = raw_text_at(&params, path)?;
            }
        }
        let item = match info.rule.item {
            Some(path) => raw_text_at(&params, path)?,
            None => None,
        };
        let bytes = payload_size(&params)?;
        Ok(Self {
            notification,
            method: MethodOf::Instance(Box::new(info)),
            ids: IdsOf::Text(thread, item),
            text: None,
            bytes,
        })
    }

    /// What the core is told.
    ///
    /// # Errors
    /// `ValueError`: a text is not valid Unicode.
    pub(crate) fn meta(&self) -> PyResult<Notification<'_>> {
        fn utf8<'a>(text: Option<&'a Bound<'_, PyString>>) -> PyResult<&'a str> {
            text.map_or(Ok(""), |text| text.to_str())
        }
        let text = utf8(self.text.as_ref())?;
        let ids = match &self.ids {
            IdsOf::Left => None,
            IdsOf::Text(thread, item) => {
                Some(Ids { thread: utf8(thread.as_ref())?, item: utf8(item.as_ref())?, index: 0 })
            }
            IdsOf::Read(ids) => Some(ids.as_ids()),
        };
        Ok(Notification {
            info: match &self.method {
                MethodOf::Class(meta) => &meta.info,
                MethodOf::Instance(info) => info,
            },
            ids,
            text,
            bytes: self.bytes + text.len(),
        })
    }

    /// Another reference to the notification itself.
    pub(crate) fn payload(&self) -> Py<PyAny> {
        self.notification.clone().unbind()
    }
}

/// What an id begins with that is not itself.
const ESCAPE: char = '\u{ffff}';

/// The ids of a delta. Two are equal only where the deltas' are, whatever they are: a delta that is joined to another's
/// text is lost.
pub(crate) fn ids_of(meta: &ClassMeta, notification: &Bound<'_, PyAny>) -> OwnedIds {
    let attributes = Attributes::of(notification);
    let text = |path| attributes.follow(path).ok().flatten().and_then(|text| exact(&text));
    let index = match &meta.index {
        Some(name) => attributes.get(name).ok().flatten().and_then(|index| index.extract().ok()),
        None => Some(0),
    };
    match (text(&meta.thread), text(&meta.item), index) {
        (Some(thread), Some(item), Some(index)) => OwnedIds { thread, item, index },
        (thread, ..) => OwnedIds { thread: thread.unwrap_or_default(), ..ids_of_its_own(notification) },
    }
}

/// Ids of what belongs to nothing that can be told: it is joined to nothing, as long as it lives.
pub(crate) fn ids_of_its_own(notification: &Bound<'_, PyAny>) -> OwnedIds {
    OwnedIds { thread: String::new(), item: format!("{ESCAPE}{:p}", notification.as_ptr()), index: 0 }
}

/// A text that is different for different ids: the id, or its bytes where it is not valid Unicode.
fn exact(id: &Bound<'_, PyString>) -> Option<String> {
    match id.to_str() {
        Ok(text) if !text.starts_with(ESCAPE) => Some(text.to_owned()),
        _ => {
            let bytes = id.call_method1(intern!(id.py(), "encode"), ("utf-8", "surrogatepass")).ok()?;
            Some(format!("{ESCAPE}{ESCAPE}{:?}", bytes.extract::<Vec<u8>>().ok()?))
        }
    }
}

/// A notification's attributes, read from its `__dict__` where it has one.
///
/// Attribute access on a pydantic model takes the detour for classes with `__getattr__`, at 370 instructions a field;
/// a look-up in the dictionary takes 110, and it is what attribute access finds in the end.
struct Attributes<'a, 'py> {
    owner: &'a Bound<'py, PyAny>,
    dict: Option<Bound<'py, PyDict>>,
}

impl<'a, 'py> Attributes<'a, 'py> {
    #[inline]
    fn of(owner: &'a Bound<'py, PyAny>) -> Self {
        // SAFETY: `owner` is a live object and the thread is attached; the call gives a new reference, or null with an
        // exception set, which `from_owned_ptr_or_err` takes.
        let dict = unsafe {
            Bound::from_owned_ptr_or_err(
                owner.py(),
                ffi::PyObject_GenericGetDict(owner.as_ptr(), std::ptr::null_mut()),
            )
        };
        Self { owner, dict: dict.ok().and_then(|dict| dict.cast_into().ok()) }
    }

    fn get(&self, name: &Py<PyString>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let name = name.bind(self.owner.py());
        match &self.dict {
            Some(dict) => match dict.get_item(name)? {
                Some(value) => Ok(Some(value)),
                None => self.find(name),
            },
            None => self.find(name),
        }
    }

    #[cold]
    fn find(&self, name: &Bound<'py, PyString>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.owner.getattr_opt(name)
    }

    fn text(&self, name: &Py<PyString>) -> PyResult<Bound<'py, PyString>> {
        match self.get(name)? {
            Some(value) => Ok(value.cast_into()?),
            None => Err(PyTypeError::new_err(format!("{} has no {name}", self.owner.get_type().name()?))),
        }
    }

    /// The text at the end of `path`, None where there is none.
    fn follow(&self, path: &[Py<PyString>]) -> PyResult<Option<Bound<'py, PyString>>> {
        let Some((first, rest)) = path.split_first() else { return Ok(None) };
        let mut value = self.get(first)?;
        for name in rest {
            let Some(owner) = value else { return Ok(None) };
            value = Attributes::of(&owner).get(name)?;
        }
        Ok(value.and_then(|value| value.cast_into().ok()))
    }
}

/// The text at `path` of plain JSON data, in which a dot descends; None where there is none.
fn raw_text_at<'py>(params: &Bound<'py, PyAny>, path: &str) -> PyResult<Option<Bound<'py, PyString>>> {
    let mut value = params.clone();
    for field in path.split('.') {
        let found = match value.cast::<PyDict>() {
            Ok(fields) => fields.get_item(field)?,
            Err(_) => None,
        };
        let Some(found) = found else { return Ok(None) };
        value = found;
    }
    Ok(value.cast_into().ok())
}
