//! TLS of connections that are dialled: whom we trust, and what is said when we do not.

use std::{io, path::Path, sync::Arc};

use rustls_pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{self, CertificateError, ClientConfig, RootCertStore, crypto::ring},
};

use super::{arrival::Ending, named::Named};

/// Why there is no connection: its kind, and in words.
pub(super) type Failure = (Ending, String);

/// The authorities that are trusted: those of a file, or those of the system.
fn roots(ca_file: Option<&Path>) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    let Some(path) = ca_file else {
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            let why = found.errors.first().map_or_else(String::new, |error| format!(" ({error})"));
            return Err(format!(
                "this system has no certificates of authorities{why}; name a file with ca_file="
            ));
        }
        return Ok(roots);
    };
    let of = |error: &dyn std::fmt::Display| format!("ca_file {}: {error}", path.display());
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| of(&error))? {
        roots.add(certificate.map_err(|error| of(&error))?).map_err(|error| of(&error))?;
    }
    if roots.is_empty() {
        return Err(of(&"it holds no certificate in the form of PEM"));
    }
    Ok(roots)
}

fn config(ca_file: Option<&Path>) -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(builder.with_root_certificates(roots(ca_file)?).with_no_client_auth())
}

/// Encrypt a connection with a host whose certificate is trusted.
pub(super) async fn encrypt(
    stream: Named<TcpStream>,
    host: &str,
    ca_file: Option<Arc<Path>>,
) -> Result<TlsStream<Named<TcpStream>>, Failure> {
    let refused = |text: String| (Ending::Refused, text);
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| refused(format!("{host:?} is no name that a certificate can be for")))?;
    // It reads files.
    let config = tokio::task::spawn_blocking(move || config(ca_file.as_deref()))
        .await
        .map_err(|error| refused(error.to_string()))?
        .map_err(refused)?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| explain(&error))
}

fn explain(error: &io::Error) -> Failure {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let Some(inner) = inner else {
        let text = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the server hung up while TLS began".to_owned(),
            _ => error.to_string(),
        };
        return (Ending::Refused, text);
    };
    let rustls::Error::InvalidCertificate(why) = inner else {
        return (Ending::Refused, format!("TLS cannot begin: {inner}; does the server speak it there?"));
    };
    let why = match why {
        CertificateError::UnknownIssuer => {
            "no authority that is trusted here has signed it; name your own with ca_file=".to_owned()
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".to_owned(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet; is the clock of this machine right?".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another host".to_owned()
        }
        why => why.to_string(),
    };
    (Ending::Untrusted, format!("its certificate is not trusted: {why}"))
}
