//! What the core needs to know of a Python notification.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use appserver_core::{DeliveryClass, Kind, Notification};
use pyo3::{
    exceptions::PyTypeError,
    ffi,
    gc::{PyTraverseError, PyVisit},
    intern,
    prelude::*,
    sync::MutexExt,
    types::{PyDict, PyString, PyType},
};

use crate::payload_size::payload_size;

/// Attribute names to follow, one after the other: `item`, `id`.
type Path = Vec<Py<PyString>>;

/// What is the same for all notifications of one class; worked out once a class.
struct ClassFacts {
    /// Keeps the class alive, so that its address stays its own.
    class: Py<PyType>,
    kind: Kind,
    thread: Path,
    item: Option<Path>,
    index: Option<Py<PyString>>,
    text: Option<Py<PyString>>,
}

/// The facts of the notification classes seen so far, by address. Bounded by the number of classes in the program.
#[derive(Default)]
pub(crate) struct Classes(Mutex<HashMap<usize, Option<Arc<ClassFacts>>>>);

fn snake_case(wire: &str) -> String {
    let mut name = String::with_capacity(wire.len() + 4);
    for character in wire.chars() {
        if character.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

fn path(py: Python<'_>, wire: &str) -> Path {
    wire.split('.').map(|part| PyString::intern(py, &snake_case(part)).unbind()).collect()
}

/// A notification's fields, read from its `__dict__` where it has one.
///
/// Attribute access on a pydantic model takes the detour for classes with `__getattr__`, at 370 instructions a field;
/// a look-up in the dictionary takes 70, and it is what attribute access finds in the end.
struct Fields<'a, 'py> {
    owner: &'a Bound<'py, PyAny>,
    dict: Option<Bound<'py, PyDict>>,
}

impl<'a, 'py> Fields<'a, 'py> {
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
        if let Some(dict) = &self.dict
            && let Some(value) = dict.get_item(name)?
        {
            return Ok(Some(value));
        }
        self.owner.getattr_opt(name)
    }

    fn text(&self, name: &Py<PyString>) -> PyResult<Bound<'py, PyString>> {
        match self.get(name)? {
            Some(value) => Ok(value.cast_into::<PyString>()?),
            None => Err(PyTypeError::new_err(format!("{} has no {name}", self.owner.get_type().name()?))),
        }
    }

    /// The text at the end of `path`, None where there is none.
    fn follow(&self, path: &Path) -> PyResult<Option<Bound<'py, PyString>>> {
        let Some((first, rest)) = path.split_first() else { return Ok(None) };
        let mut value = self.get(first)?;
        for name in rest {
            value = match value {
                Some(value) => value.getattr_opt(name.bind(self.owner.py()))?,
                None => None,
            };
        }
        Ok(value.and_then(|value| value.cast_into::<PyString>().ok()))
    }
}

impl ClassFacts {
    /// None for a class whose instances carry their own method and raw params.
    fn new(class: &Bound<'_, PyType>) -> PyResult<Option<Self>> {
        let py = class.py();
        let Some(method) = class.getattr_opt(intern!(py, "method"))? else {
            let name = class.name()?;
            return Err(PyTypeError::new_err(format!(
                "{name} is not a notification: it has no `method`; send an instance of a ...Notification model, or \
                 UnknownNotification(method, params)"
            )));
        };
        let Ok(method) = method.cast_into::<PyString>() else { return Ok(None) };
        let experimental = match class.getattr_opt(intern!(py, "experimental"))? {
            Some(flag) => flag.is_truthy()?,
            None => false,
        };
        let kind = Kind::new(method.to_str()?, experimental);
        let row = kind.row;
        Ok(Some(Self {
            class: class.clone().unbind(),
            thread: path(py, row.thread),
            item: row.item.map(|item| path(py, item)),
            index: row.index.map(|index| PyString::intern(py, &snake_case(index)).unbind()),
            text: row.text.map(|text| PyString::intern(py, text).unbind()),
            kind,
        }))
    }
}

impl Classes {
    fn facts(&self, notification: &Bound<'_, PyAny>) -> PyResult<Option<Arc<ClassFacts>>> {
        let py = notification.py();
        let class = notification.get_type();
        let address = class.as_ptr() as usize;
        let poisoned =
            || PyTypeError::new_err("the table of notification classes is unusable after a failure");
        if let Some(facts) = self.0.lock_py_attached(py).map_err(|_| poisoned())?.get(&address) {
            return Ok(facts.clone());
        }
        let facts = ClassFacts::new(&class)?.map(Arc::new);
        if facts.is_some() {
            self.0.lock_py_attached(py).map_err(|_| poisoned())?.insert(address, facts.clone());
        }
        Ok(facts)
    }

    /// Work out the facts of `notification`, unlocked, and hand them to `call`.
    ///
    /// # Errors
    /// `TypeError`: not a notification. `ValueError`: its text is not valid Unicode.
    pub(crate) fn with_facts<R>(
        &self,
        notification: &Bound<'_, PyAny>,
        call: impl FnOnce(&Notification<'_>) -> PyResult<R>,
    ) -> PyResult<R> {
        let Some(facts) = self.facts(notification)? else { return with_raw_facts(notification, call) };
        let fields = Fields::of(notification);
        let thread = fields.follow(&facts.thread)?;
        let item = match &facts.item {
            Some(path) => fields.follow(path)?,
            None => None,
        };
        let index = match &facts.index {
            Some(name) => fields.get(name)?.map_or(Ok(0), |index| index.extract())?,
            None => 0,
        };
        let text = match &facts.text {
            Some(name) => Some(fields.text(name)?),
            None => None,
        };
        let text = text.as_ref().map_or(Ok(""), |text| text.to_str())?;
        let bytes = match facts.kind.row.class {
            DeliveryClass::Mergeable => text.len(),
            _ => payload_size(notification)?,
        };
        call(&Notification {
            kind: &facts.kind,
            thread: thread.as_ref().map_or(Ok(""), |thread| thread.to_str())?,
            item: item.as_ref().map_or(Ok(""), |item| item.to_str())?,
            index,
            text,
            bytes,
        })
    }

    /// Show the garbage collector the classes: one may refer to what holds this table. A table that is in use right now
    /// is held by its user anyway.
    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        let Ok(classes) = self.0.try_lock() else { return Ok(()) };
        classes.values().flatten().try_for_each(|facts| visit.call(&facts.class))
    }

    /// Let go of every class, for the garbage collector.
    pub(crate) fn clear(&self) {
        let classes = self.0.try_lock().ok().map(|mut classes| std::mem::take(&mut *classes));
        drop(classes); // unlocked: dropping may run Python
    }

    /// Text field of a queued notification's class, for joining.
    pub(crate) fn text_field<'py>(
        &self,
        notification: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyString>>> {
        let facts = self.facts(notification)?;
        Ok(facts.and_then(|facts| facts.text.as_ref().map(|text| text.bind(notification.py()).clone())))
    }
}

/// `UnknownNotification` and `LegacyNotification`: the method is the instance's, the params are plain data.
///
/// Text of an unknown notification is not joined: the binding could not make the joined event. A method that the
/// table calls mergeable is therefore sent as a model.
fn with_raw_facts<R>(
    notification: &Bound<'_, PyAny>,
    call: impl FnOnce(&Notification<'_>) -> PyResult<R>,
) -> PyResult<R> {
    let py = notification.py();
    let method = notification.getattr(intern!(py, "method"))?;
    let method = method.cast::<PyString>()?.to_str()?;
    let params = notification.getattr(intern!(py, "params"))?;
    let kind = Kind::new(method, false);
    if kind.row.class == DeliveryClass::Mergeable {
        return Err(PyTypeError::new_err(format!(
            "{method} carries text that readers may get joined: send it as its model, not as raw params"
        )));
    }
    let mut thread = None;
    for path in [kind.row.thread, "threadId", "conversationId"] {
        if thread.is_none() {
            thread = raw_text_at(&params, path)?;
        }
    }
    let item = match kind.row.item {
        Some(path) => raw_text_at(&params, path)?,
        None => None,
    };
    call(&Notification {
        kind: &kind,
        thread: thread.as_ref().map_or(Ok(""), |thread| thread.to_str())?,
        item: item.as_ref().map_or(Ok(""), |item| item.to_str())?,
        index: 0,
        text: "",
        bytes: payload_size(&params)?,
    })
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
