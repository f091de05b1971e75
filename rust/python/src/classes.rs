//! What is the same for all notifications of one Python class.

use std::{
    ops::Deref,
    sync::{Mutex, OnceLock},
};

use appserver_core::{DeliveryClass, MethodInfo};
use pyo3::{
    exceptions::PyTypeError,
    gc::{PyTraverseError, PyVisit},
    intern,
    prelude::*,
    types::{PyString, PyType},
};

/// Attribute names to follow, one after the other: `item`, `id`.
type Path = Vec<Py<PyString>>;

/// What is known of one class; worked out once.
pub(crate) struct ClassMeta {
    address: usize,
    /// Keeps the class alive, so that its address stays its own; taken by the garbage collector only.
    class: Mutex<Option<Py<PyType>>>,
    pub(crate) info: MethodInfo,
    pub(crate) thread: Path,
    /// Empty where the method belongs to no item.
    pub(crate) item: Path,
    pub(crate) index: Option<Py<PyString>>,
    pub(crate) text: Option<Py<PyString>>,
}

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

impl ClassMeta {
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
        let info = MethodInfo::new(method.to_str()?, experimental);
        let rule = info.rule;
        let name = |wire: &str| PyString::intern(py, &snake_case(wire)).unbind();
        let path = |wire: &str| wire.split('.').map(name).collect();
        if rule.class == DeliveryClass::Mergeable && !class.hasattr(intern!(py, "__pydantic_fields__"))? {
            let name = class.name()?;
            return Err(PyTypeError::new_err(format!(
                "{name} carries text that readers may get joined, and is no pydantic model: send the model of {method}"
            )));
        }
        Ok(Some(Self {
            address: class.as_ptr() as usize,
            class: Mutex::new(Some(class.clone().unbind())),
            thread: path(rule.thread),
            item: rule.item.map_or_else(Path::new, path),
            index: rule.index.map(name),
            text: rule.text.map(name),
            info,
        }))
    }
}

/// Places in the table: twice as many as the protocol has notifications, so that a search is short.
const PLACES: usize = 256;
/// How far from its own place a class may stand.
const REACH: usize = 8;

/// What is known of the notification classes seen so far: a hash table by address that is only ever added to.
///
/// Reading it takes no lock and counts no references, which a map behind a lock does: that was a tenth of an event. A
/// class that finds no place is looked at anew for each event.
pub(crate) struct Classes(Box<[OnceLock<Box<ClassMeta>>]>);

impl Default for Classes {
    fn default() -> Self {
        Self((0..PLACES).map(|_| OnceLock::new()).collect())
    }
}

/// From the table, or of a class that found no place in it.
pub(crate) enum Found<'a> {
    Kept(&'a ClassMeta),
    Own(Box<ClassMeta>),
}

impl Deref for Found<'_> {
    type Target = ClassMeta;

    fn deref(&self) -> &ClassMeta {
        match self {
            Self::Kept(meta) => meta,
            Self::Own(meta) => meta,
        }
    }
}

impl Classes {
    /// What is known of `notification`'s class; None if its instances carry their own method.
    ///
    /// # Errors
    /// `TypeError`: not a notification.
    pub(crate) fn meta(&self, notification: &Bound<'_, PyAny>) -> PyResult<Option<Found<'_>>> {
        let class = notification.get_type();
        let address = class.as_ptr() as usize;
        // Fibonacci hashing; the lowest bits of an address are always zero.
        let first = (address >> 4).wrapping_mul(0x9E37_79B9) >> 8;
        for step in 0..REACH {
            let place = &self.0[(first + step) % PLACES];
            match place.get() {
                Some(meta) if meta.address == address => return Ok(Some(Found::Kept(meta))),
                Some(_) => {}
                None => {
                    let Some(meta) = ClassMeta::new(&class)?.map(Box::new) else { return Ok(None) };
                    // If another thread takes the place in this moment, the next event looks further.
                    return Ok(Some(match place.set(meta) {
                        Ok(()) => return self.meta(notification),
                        Err(meta) => Found::Own(meta),
                    }));
                }
            }
        }
        Ok(ClassMeta::new(&class)?.map(|meta| Found::Own(Box::new(meta))))
    }

    /// The text field of a queued notification's class, for joining.
    pub(crate) fn text_field<'py>(
        &self,
        notification: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyString>>> {
        let meta = self.meta(notification)?;
        Ok(meta.and_then(|meta| meta.text.as_ref().map(|text| text.bind(notification.py()).clone())))
    }

    /// Show the garbage collector the classes: one may refer to what holds this table.
    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        let known = self.0.iter().filter_map(OnceLock::get);
        known.filter_map(|meta| meta.class.try_lock().ok()).try_for_each(|class| visit.call(&*class))
    }

    /// Let go of every class, for the garbage collector: nothing that is alive can send through this table any more.
    pub(crate) fn clear(&self) {
        for meta in self.0.iter().filter_map(OnceLock::get) {
            let class = meta.class.try_lock().ok().and_then(|mut class| class.take());
            drop(class); // unlocked: dropping may run Python
        }
    }
}
