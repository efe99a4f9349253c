/** Was mit einem Nachweis nicht stimmen kann. */
export const faultsCredentialDe = {
  'credential.expired': {
    what: 'Der Nachweis ist abgelaufen.',
    next: 'Bitten Sie den Aussteller um einen neuen.',
  },
  'credential.not_yet_valid': {
    what: 'Der Nachweis gilt noch nicht.',
    next: 'Fügen Sie ihn hinzu, wenn er gilt; sehen Sie auch nach der Uhr dieses Geräts.',
  },
  'credential.signature_invalid': {
    what: 'Der Nachweis ist nicht mit dem Schlüssel dieses Ausstellers signiert, oder er wurde danach verändert.',
    next: 'Prüfen Sie, ob er vollständig ist und der Schlüssel der des Ausstellers; sonst lassen Sie ihn sich noch einmal geben.',
  },
  'credential.already_shown': {
    what: 'Das wurde jemandem vorgezeigt; ein Aussteller gibt einen Nachweis ohne Signatur des Inhabers heraus.',
    next: 'Bitten Sie den Aussteller um den Nachweis selbst.',
  },
  'credential.malformed': {
    what: 'Das ist kein Nachweis, wie SD-JWT VC ihn beschreibt.',
    next: 'Prüfen Sie, ob er vollständig ist: eine lange Zeile mit „~“ darin. Nur dieses Format wird gelesen.',
  },
  'credential.issuer_key_unknown': {
    what: 'Nichts in dem Nachweis führt zu einem Schlüssel, den man für den des Ausstellers halten darf.',
    next: 'Holen Sie den Schlüssel beim Aussteller selbst, oder fügen Sie unter „Sicherheit“ das Zertifikat seiner Stelle hinzu.',
  },
  'credential.issuer_key_invalid': {
    what: 'Was als Schlüssel des Ausstellers angegeben wurde, ist kein öffentlicher Schlüssel für Signaturen.',
    next: 'Geben Sie ein JWK an: P-256 oder Ed25519, ohne den privaten Teil.',
  },
  'credential.issuer_mismatch': {
    what: 'Der Nachweis nennt einen anderen Aussteller als sein Zertifikat oder sein Schlüssel.',
    next: 'Verwenden Sie ihn nicht. Fragen Sie den Aussteller.',
  },
  'credential.key_not_ours': {
    what: 'Der Nachweis ist an einen Schlüssel gebunden, den dieser Tresor nicht hat.',
    next: 'Machen Sie hier einen, und lassen Sie den Aussteller den Nachweis daran binden.',
  },
  'credential.type_reserved': {
    what: 'Der Nachweis hat einen Typ, der nur für das da ist, was jemand über sich selbst sagt.',
    next: 'Verwenden Sie ihn nicht. Bitten Sie den Aussteller um einen mit eigenem Typ.',
  },
  'credential.record_damaged': {
    what: 'In dem Eintrag steht nicht, was ein Nachweis braucht.',
    next: 'Entfernen Sie ihn, und fügen Sie den Nachweis noch einmal hinzu.',
  },
} as const;
