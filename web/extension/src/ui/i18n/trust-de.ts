/** Who asks, and who vouches for it, in German. */
export const trustDe = {
  'authorities.heading': 'Wer sich für Websites verbürgt',
  'authorities.intro':
    'Eine Website kann ihre Anfrage unterschreiben. Hailstone sagt dann, wessen Zertifikat es war, wenn es von einer Stelle kommt, der Browser vertrauen, oder von einer, die Sie hier hinzufügen. Fügen Sie nur eine hinzu, die Sie kennen: Sie kann von jeder Website sagen, wer das ist.',
  'authorities.add': 'Das Zertifikat einer Stelle hinzufügen (eine Datei, PEM oder DER)',
  'authorities.added': 'Hinzugefügt: {name}',
  'authorities.nameless': 'Eine Stelle ohne Namen',
  'authorities.remove': 'Entfernen',
  'authorities.remove.name': '{name} entfernen',
  'consent.proof.address': 'Bekannt ist nur ihre Adresse. Sie hat ihre Anfrage nicht unterschrieben.',
  'consent.proof.certificate':
    'Sie hat ihre Anfrage mit einem Zertifikat für {name} unterschrieben, von einer Stelle, der Browser vertrauen.',
  'consent.proof.certificate-own':
    'Sie hat ihre Anfrage mit einem Zertifikat für {name} unterschrieben, von {authority}; diese Stelle haben Sie hinzugefügt.',
  'consent.proof.unknown-signer':
    'Unbekannte Unterschrift: Sie nennt sich „{name}“, und niemand, dem Sie vertrauen, verbürgt sich dafür. Verlassen Sie sich nur auf die Adresse.',
  'consent.proof.key':
    'Sie hat ihre Anfrage mit einem eigenen Schlüssel unterschrieben. Das sagt nur, dass sie dieselbe ist wie zuvor, nicht, wer sie ist.',
  'consent.proof.attested': '{authority}, von Ihnen hinzugefügt, bestätigt, dass dies {name} ist.',
};
