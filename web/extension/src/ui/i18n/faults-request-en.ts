/** What can be wrong with a request and with the proof of who makes it. */
export const faultsRequestEn = {
  'request.malformed': { what: 'The request cannot be read.', next: 'The site has to put it right.' },
  'request.too_large': { what: 'The request is too large.', next: 'The site has to ask for less at once.' },
  'request.too_deep': { what: 'The request is nested too deeply.', next: 'The site has to put it right.' },
  'request.limit_exceeded': {
    what: 'The request asks for too many things at once.',
    next: 'The site has to ask for less.',
  },
  'request.origin_invalid': {
    what: 'The site has no address that an answer could be bound to.',
    next: 'Open the site by its own address.',
  },
  'request.protocol_unsupported': {
    what: 'The site speaks a protocol that Hailstone does not.',
    next: 'There is nothing that you can do here.',
  },
  'request.response_type_unsupported': {
    what: 'The site wants a kind of answer that Hailstone does not give.',
    next: 'The site has to put it right.',
  },
  'request.response_mode_unsupported': {
    what: 'The site wants the answer in a way that Hailstone does not send it.',
    next: 'The site has to put it right.',
  },
  'request.nonce_missing': {
    what: 'The request is not marked as new, so an answer could be used twice.',
    next: 'The site has to put it right.',
  },
  'request.nonce_invalid': {
    what: 'The mark that makes the request unique is not valid.',
    next: 'The site has to put it right.',
  },
  'request.query_missing': {
    what: 'The request does not say what it asks for.',
    next: 'The site has to put it right.',
  },
  'request.query_invalid': {
    what: 'What the request asks for is not written as the standard says.',
    next: 'The site has to put it right.',
  },
  'request.metadata_invalid': {
    what: 'What the site says about itself is not valid.',
    next: 'The site has to put it right.',
  },
  'request.encryption_key_missing': {
    what: 'The site wants an encrypted answer, but sent no key for it.',
    next: 'The site has to put it right.',
  },
  'request.encryption_key_invalid': {
    what: 'The key that the site sent is not valid.',
    next: 'The site has to put it right.',
  },
  'request.algorithm_unsupported': {
    what: 'The site wants an encryption that Hailstone does not use.',
    next: 'The site has to put it right.',
  },
  'request.format_unsupported': {
    what: 'The site does not take the kind of proof that Hailstone gives.',
    next: 'There is nothing that you can do here.',
  },
  'request.purpose_invalid': {
    what: 'What the site says it wants the data for cannot be read.',
    next: 'The site has to put it right.',
  },
  'request.transaction_data_unsupported': {
    what: 'The site wants a transaction signed, which Hailstone does not do.',
    next: 'There is nothing that you can do here.',
  },
  'request.client_unsupported': {
    what: 'The site says who it is in a way that Hailstone cannot check.',
    next: 'The site has to use a name that can be checked.',
  },
  'request.client_invalid': {
    what: 'The site does not prove the name that it gives.',
    next: 'Do not go on unless you know the site; it has to put this right.',
  },
  'request.attestation_untrusted': {
    what: 'Somebody whom this wallet does not know vouches for the site.',
    next: 'Add the authority under Safety if you trust it, and ask again.',
  },
  'request.object_invalid': {
    what: 'The signed request is not written as the standard says.',
    next: 'The site has to put it right.',
  },
  'request.origin_unexpected': {
    what: 'The request was signed for another site than this one.',
    next: 'Do not go on: somebody may have copied it.',
  },
  'request.audience_invalid': {
    what: 'The signed request is not meant for a wallet.',
    next: 'The site has to put it right.',
  },
  'request.expired': {
    what: 'The request is too old.',
    next: 'Start again on the site. If that does not help, look at the clock of this computer.',
  },
  'request.not_yet_valid': {
    what: 'The request is from the future.',
    next: 'Look at the clock of this computer.',
  },
  'request.link_invalid': {
    what: 'The link is not a request that Hailstone understands.',
    next: 'Copy it whole, or have the site show it again.',
  },
  'request.method_invalid': {
    what: 'The site wants its request fetched in a way that the standard does not know.',
    next: 'The site has to put it right.',
  },
  'request.wallet_nonce_mismatch': {
    what: 'What the site sent is not an answer to this wallet.',
    next: 'Start again on the site.',
  },
  'request.response_uri_invalid': {
    what: 'The site wants the answer sent to a place that is not its own.',
    next: 'Do not go on; the site has to put it right.',
  },
  'certificate.malformed': {
    what: 'The certificate cannot be read.',
    next: 'Use the file as its maker gave it: one certificate, PEM or DER.',
  },
  'certificate.too_many': {
    what: 'There are more certificates than can be checked.',
    next: 'The site has to send only those that are needed.',
  },
  'certificate.expired': {
    what: 'The certificate has expired.',
    next: 'Look at the clock of this computer. If it is right, the site has to renew its certificate.',
  },
  'certificate.not_yet_valid': {
    what: 'The certificate is not valid yet.',
    next: 'Look at the clock of this computer.',
  },
  'certificate.not_for_signatures': {
    what: 'The certificate was not made to sign requests.',
    next: 'The site has to use another.',
  },
  'certificate.key_unsupported': {
    what: 'The certificate has a kind of key that Hailstone does not verify requests with.',
    next: 'The site has to use a key on P-256.',
  },
  'certificate.path_invalid': {
    what: 'The certificates break a rule of those who gave them out.',
    next: 'Do not go on; the site has to put it right.',
  },
} as const;
