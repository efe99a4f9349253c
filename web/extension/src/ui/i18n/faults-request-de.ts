/** What can be wrong with a request and with the proof of who makes it, in German. */
export const faultsRequestDe = {
  'request.malformed': {
    what: 'Die Anfrage ist nicht lesbar.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.too_large': {
    what: 'Die Anfrage ist zu groß.',
    next: 'Die Website muss nach weniger auf einmal fragen.',
  },
  'request.too_deep': {
    what: 'Die Anfrage ist zu tief verschachtelt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.limit_exceeded': {
    what: 'Die Anfrage fragt nach zu vielem auf einmal.',
    next: 'Die Website muss nach weniger fragen.',
  },
  'request.origin_invalid': {
    what: 'Die Website hat keine Adresse, an die eine Antwort gebunden werden könnte.',
    next: 'Öffnen Sie die Website unter ihrer eigenen Adresse.',
  },
  'request.protocol_unsupported': {
    what: 'Die Website spricht ein Protokoll, das Hailstone nicht spricht.',
    next: 'Hier können Sie nichts tun.',
  },
  'request.response_type_unsupported': {
    what: 'Die Website will eine Art von Antwort, die Hailstone nicht gibt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.response_mode_unsupported': {
    what: 'Die Website will die Antwort auf einem Weg, den Hailstone nicht nimmt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.nonce_missing': {
    what: 'Die Anfrage ist nicht als neu gekennzeichnet; eine Antwort ließe sich zweimal verwenden.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.nonce_invalid': {
    what: 'Das Kennzeichen, das die Anfrage einmalig macht, ist ungültig.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.query_missing': {
    what: 'Die Anfrage sagt nicht, wonach sie fragt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.query_invalid': {
    what: 'Wonach die Anfrage fragt, ist nicht so geschrieben, wie der Standard es verlangt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.metadata_invalid': {
    what: 'Was die Website über sich selbst sagt, ist ungültig.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.encryption_key_missing': {
    what: 'Die Website will eine verschlüsselte Antwort, hat aber keinen Schlüssel dafür geschickt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.encryption_key_invalid': {
    what: 'Der Schlüssel, den die Website geschickt hat, ist ungültig.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.algorithm_unsupported': {
    what: 'Die Website will eine Verschlüsselung, die Hailstone nicht verwendet.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.format_unsupported': {
    what: 'Die Website nimmt die Art von Nachweis nicht an, die Hailstone gibt.',
    next: 'Hier können Sie nichts tun.',
  },
  'request.purpose_invalid': {
    what: 'Wofür die Website die Daten will, ist nicht lesbar.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.transaction_data_unsupported': {
    what: 'Die Website will einen Vorgang unterschreiben lassen, was Hailstone nicht tut.',
    next: 'Hier können Sie nichts tun.',
  },
  'request.client_unsupported': {
    what: 'Die Website sagt auf eine Weise, wer sie ist, die Hailstone nicht prüfen kann.',
    next: 'Die Website muss einen Namen verwenden, der sich prüfen lässt.',
  },
  'request.client_invalid': {
    what: 'Die Website beweist den Namen nicht, den sie angibt.',
    next: 'Machen Sie nur weiter, wenn Sie die Website kennen; sie muss das in Ordnung bringen.',
  },
  'request.attestation_untrusted': {
    what: 'Für die Website verbürgt sich jemand, den diese Brieftasche nicht kennt.',
    next: 'Fügen Sie die Stelle unter Sicherheit hinzu, wenn Sie ihr vertrauen, und fragen Sie noch einmal.',
  },
  'request.object_invalid': {
    what: 'Die unterschriebene Anfrage ist nicht so geschrieben, wie der Standard es verlangt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.origin_unexpected': {
    what: 'Die Anfrage wurde für eine andere Website unterschrieben als diese.',
    next: 'Machen Sie nicht weiter: Jemand könnte sie kopiert haben.',
  },
  'request.audience_invalid': {
    what: 'Die unterschriebene Anfrage ist nicht für eine Brieftasche bestimmt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.expired': {
    what: 'Die Anfrage ist zu alt.',
    next: 'Beginnen Sie auf der Website noch einmal. Hilft das nicht, sehen Sie nach der Uhr dieses Rechners.',
  },
  'request.not_yet_valid': {
    what: 'Die Anfrage kommt aus der Zukunft.',
    next: 'Sehen Sie nach der Uhr dieses Rechners.',
  },
  'request.link_invalid': {
    what: 'Der Link ist keine Anfrage, die Hailstone versteht.',
    next: 'Kopieren Sie ihn ganz, oder lassen Sie ihn von der Website noch einmal zeigen.',
  },
  'request.method_invalid': {
    what: 'Die Website will ihre Anfrage auf eine Weise abgeholt haben, die der Standard nicht kennt.',
    next: 'Die Website muss das in Ordnung bringen.',
  },
  'request.wallet_nonce_mismatch': {
    what: 'Was die Website geschickt hat, ist keine Antwort an diese Brieftasche.',
    next: 'Beginnen Sie auf der Website noch einmal.',
  },
  'request.response_uri_invalid': {
    what: 'Die Website will die Antwort an einen Ort geschickt haben, der nicht ihrer ist.',
    next: 'Machen Sie nicht weiter; die Website muss das in Ordnung bringen.',
  },
  'certificate.malformed': {
    what: 'Das Zertifikat ist nicht lesbar.',
    next: 'Verwenden Sie die Datei, wie ihr Hersteller sie gegeben hat: ein Zertifikat, PEM oder DER.',
  },
  'certificate.too_many': {
    what: 'Es sind mehr Zertifikate, als sich prüfen lassen.',
    next: 'Die Website darf nur die schicken, die nötig sind.',
  },
  'certificate.expired': {
    what: 'Das Zertifikat ist abgelaufen.',
    next: 'Sehen Sie nach der Uhr dieses Rechners. Geht sie richtig, muss die Website ihr Zertifikat erneuern.',
  },
  'certificate.not_yet_valid': {
    what: 'Das Zertifikat gilt noch nicht.',
    next: 'Sehen Sie nach der Uhr dieses Rechners.',
  },
  'certificate.not_for_signatures': {
    what: 'Das Zertifikat ist nicht dafür gemacht, Anfragen zu unterschreiben.',
    next: 'Die Website muss ein anderes verwenden.',
  },
  'certificate.key_unsupported': {
    what: 'Das Zertifikat hat eine Art von Schlüssel, mit der Hailstone keine Anfragen prüft.',
    next: 'Die Website muss einen Schlüssel auf P-256 verwenden.',
  },
  'certificate.path_invalid': {
    what: 'Die Zertifikate verletzen eine Regel derer, die sie ausgegeben haben.',
    next: 'Machen Sie nicht weiter; die Website muss das in Ordnung bringen.',
  },
};
