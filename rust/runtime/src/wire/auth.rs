//! What a client shows to be let in: a token that was given to it, or one that was signed for it.

use std::{fmt, sync::OnceLock};

use hmac::{Hmac, KeyInit, Mac};
use hyper::header::{AUTHORIZATION, HeaderMap};
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation,
    crypto::{CryptoProvider, JwtVerifier, KeyUtils},
    decode,
    errors::{ErrorKind, Result as JwtResult},
    signature,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The shortest secret that signs tokens: as long as the signature.
pub const MIN_SECRET: usize = 32;
/// The longest difference of clocks that is allowed, in seconds: a year. What is subtracted from now stays positive.
const MAX_SKEW: u64 = 365 * 24 * 60 * 60;

/// What is asked of a client.
pub enum Auth {
    /// The SHA-256 of the one token that is accepted.
    Capability([u8; 32]),
    /// A JSON Web Token signed with HS256 that has not expired.
    Signed(Box<Signed>),
}

/// How a signed token is checked.
pub struct Signed {
    key: DecodingKey,
    validation: Validation,
}

impl fmt::Debug for Auth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Capability(_) => "Capability",
            Self::Signed(_) => "Signed",
        })
    }
}

/// Why a token cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthError {
    /// Everybody knows the empty token.
    EmptyToken,
    /// A secret of fewer than [`MIN_SECRET`] bytes can be guessed.
    ShortSecret(usize),
}

impl fmt::Display for AuthError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyToken => write!(formatter, "the token is empty"),
            Self::ShortSecret(length) => write!(
                formatter,
                "the secret has {length} bytes; use {MIN_SECRET} random ones or more, so that it cannot be guessed"
            ),
        }
    }
}

impl std::error::Error for AuthError {}

impl Auth {
    /// A token that clients were given.
    ///
    /// # Errors
    /// It is empty.
    pub fn capability(token: &[u8]) -> Result<Self, AuthError> {
        if token.is_empty() {
            Err(AuthError::EmptyToken)
        } else {
            Ok(Self::Capability(Sha256::digest(token).into()))
        }
    }

    /// Tokens that somebody signs with a secret; `skew`: how many seconds clocks may differ.
    ///
    /// # Errors
    /// The secret is too short.
    pub fn signed(
        secret: &[u8],
        issuer: Option<&str>,
        audience: Option<&str>,
        skew: u64,
    ) -> Result<Self, AuthError> {
        if secret.len() < MIN_SECRET {
            return Err(AuthError::ShortSecret(secret.len()));
        }
        install_cryptography();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = skew.min(MAX_SKEW);
        validation.validate_nbf = true;
        validation.validate_aud = audience.is_some();
        // A claim that is compared must be there as well.
        let mut required = vec!["exp"];
        if let Some(issuer) = issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        if let Some(audience) = audience {
            validation.set_audience(&[audience]);
            required.push("aud");
        }
        validation.set_required_spec_claims(&required);
        Ok(Self::Signed(Box::new(Signed { key: DecodingKey::from_secret(secret), validation })))
    }

    /// Whether a request may pass.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), &'static str> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            let is_there = headers.contains_key(AUTHORIZATION);
            return Err(if is_there {
                "there are several authorization headers"
            } else {
                "a bearer token is needed"
            });
        };
        let token = value.to_str().ok().and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            let token = token.trim();
            (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
        });
        let token = token.ok_or("the authorization header is not of the form: Bearer TOKEN")?;
        match self {
            Self::Capability(expected) => {
                // Digests are compared, so that the time tells nothing of the token, nor of its length.
                let is_it = Sha256::digest(token).as_slice().ct_eq(expected);
                if is_it.into() { Ok(()) } else { Err("the bearer token is not the right one") }
            }
            Self::Signed(signed) => signed.check(token),
        }
    }
}

/// What names somebody, of the types that RFC 7519 has for them: the library takes others for names that are missing,
/// and a list of issuers for any one of them.
#[derive(Deserialize)]
#[expect(dead_code, reason = "their types are checked here, and the library compares them")]
struct Claims {
    iss: Option<String>,
    sub: Option<String>,
    aud: Option<Audience>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "as those of `Claims`")]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Signed {
    fn check(&self, token: &str) -> Result<(), &'static str> {
        let error = match decode::<Claims>(token, &self.key, &self.validation) {
            // RFC 7515, 4.1.11: what a header calls critical has to be understood, and no extension is known here.
            Ok(token) if token.header.crit.is_some() => {
                return Err("the bearer token demands an extension that is not known here (crit)");
            }
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        Err(match error.kind() {
            ErrorKind::ExpiredSignature => "the bearer token has expired",
            ErrorKind::ImmatureSignature => "the bearer token is not valid yet",
            ErrorKind::InvalidIssuer => "the bearer token is of another issuer",
            ErrorKind::InvalidAudience => "the bearer token is for another audience",
            ErrorKind::MissingRequiredClaim(claim) if claim == "iss" => {
                "the bearer token is of another issuer"
            }
            ErrorKind::MissingRequiredClaim(claim) if claim == "aud" => {
                "the bearer token is for another audience"
            }
            _ => "the bearer token is not a valid JSON Web Token signed with HS256",
        })
    }
}

/// HS256, and nothing else.
struct Hs256(Hmac<Sha256>);

impl Hs256 {
    fn new(secret: &[u8]) -> JwtResult<Self> {
        let mac = Hmac::new_from_slice(secret).map_err(|_| ErrorKind::InvalidKeyFormat)?;
        Ok(Self(mac))
    }
}

impl signature::Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        let mac = self.0.clone().chain_update(message);
        mac.verify_slice(signature).map_err(|_| signature::Error::new()) // in constant time
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

fn install_cryptography() {
    static PROVIDER: OnceLock<CryptoProvider> = OnceLock::new();
    let provider = PROVIDER.get_or_init(|| CryptoProvider {
        signer_factory: |_, _| Err(ErrorKind::InvalidAlgorithm.into()), // nothing is signed here
        verifier_factory: |algorithm, key| match algorithm {
            Algorithm::HS256 => Ok(Box::new(Hs256::new(key.try_get_as_bytes()?)?)),
            _ => Err(ErrorKind::InvalidAlgorithm.into()),
        },
        key_utils: KeyUtils::new_unimplemented(),
    });
    // It is ours already.
    let _ = provider.install_default();
}
