//! The core's tables as Python reads them.

use appserver_core::{Audience, DELIVERY_TABLE, DeliveryClass, REJECTIONS};
use pyo3::{
    prelude::*,
    types::{PyDict, PyFrozenSet},
};

/// Add the tables to the module.
pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let classes = PyDict::new(py);
    for rule in DELIVERY_TABLE.iter().filter(|rule| rule.class != DeliveryClass::BestEffort) {
        classes.set_item(rule.method, rule.class.name())?;
    }
    module.add("DELIVERY_CLASSES", classes)?;
    let to_everyone = DELIVERY_TABLE.iter().filter(|rule| rule.audience == Audience::Everyone);
    module.add("EVERYONE", PyFrozenSet::new(py, to_everyone.map(|rule| rule.method))?)?;
    let rejections = PyDict::new(py);
    for (name, code, text) in REJECTIONS {
        rejections.set_item(name, (code, text))?;
    }
    module.add("REJECTIONS", rejections)
}
