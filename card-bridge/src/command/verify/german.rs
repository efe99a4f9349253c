//! In German.

use super::shown::Words;

pub(super) fn words(rule: &str) -> Option<Words> {
    let (rule, broken) = match rule {
        "shape" => (
            "Es hat die Teile eines SD-JWT",
            "Es ist abgeschnitten oder etwas anderes: Nehmen Sie den ganzen Text, in dem „~“ vorkommt.",
        ),
        "binding_present" => (
            "Eine Schlüsselbindung ist da, wenn sie da sein muss",
            "Es ist an niemanden gebunden: Bitten Sie um eine Vorlage für diesen Empfänger und diese Nonce.",
        ),
        "header" => (
            "Der Kopf ist lesbar und nennt ein gutes Verfahren",
            "Er ist nicht lesbar oder verlangt ein Verfahren oder eine Erweiterung, die nicht genommen wird: Bitten Sie den Aussteller um ein anderes.",
        ),
        "issuer" => (
            "Der Schlüssel des Ausstellers ist bekannt",
            "Nichts führt zu einem Schlüssel, der zu glauben ist: Geben Sie --issuer-key an, oder --anchor für ein Zertifikat.",
        ),
        "signature" => (
            "Die Unterschrift stimmt",
            "Es wurde verändert oder mit einem anderen Schlüssel unterschrieben: Verlassen Sie sich nicht darauf.",
        ),
        "typ" => (
            "Es hat den verlangten Typ",
            "Es ist für etwas anderes gedacht: Wenn Sie das wollen, geben Sie --typ an.",
        ),
        "_sd_alg" => (
            "Die Offenlegungen haben ein gutes Hashverfahren",
            "Das Verfahren ist unbekannt oder zu kurz: Bitten Sie den Aussteller um ein anderes.",
        ),
        "open_claims" => (
            "Was ein Nachweis über sich selbst sagt, ist offen",
            "Etwas, das offen sein muss, ist verborgen: Bitten Sie den Aussteller um einen anderen.",
        ),
        "disclosures" => (
            "Jede Offenlegung steht einmal dort, wo der Aussteller sie vorsah",
            "Eine wurde hinzugefügt, verändert, wiederholt oder von dem getrennt, wozu sie gehört: Verlassen Sie sich nicht darauf.",
        ),
        "vct" => (
            "Es sagt, was für ein Nachweis es ist",
            "Es hat kein `vct`: Es ist kein SD-JWT VC.",
        ),
        "required_claims" => (
            "Was darin sein muss, ist darin",
            "Etwas wurde weggelassen: Bitten Sie darum.",
        ),
        "exp" => (
            "Es ist nicht abgelaufen",
            "Es gilt nicht mehr: Bitten Sie um ein neues.",
        ),
        "nbf" => (
            "Es gilt schon",
            "Es gilt noch nicht: Warten Sie, und prüfen Sie die Uhr dieses Rechners.",
        ),
        "aud" => (
            "Es ist für diesen Empfänger, wenn es einen nennt",
            "Es ist für jemand anderen: Nehmen Sie es nicht an.",
        ),
        "cnf" => (
            "Es nennt den Schlüssel des Inhabers",
            "Es gibt keinen solchen Schlüssel, oder keinen, der genommen wird: Niemand kann daran gebunden sein.",
        ),
        "binding_header" => (
            "Der Kopf der Schlüsselbindung ist lesbar und nennt ein gutes Verfahren",
            "Er ist nicht lesbar oder verlangt etwas, das nicht genommen wird: Bitten Sie den Inhaber noch einmal.",
        ),
        "binding_signature" => (
            "Die Unterschrift des Inhabers stimmt",
            "Jemand anderes hat unterschrieben: Nehmen Sie es nicht an.",
        ),
        "binding_typ" => (
            "Die Schlüsselbindung hat ihren Typ",
            "Sie wurde für etwas anderes unterschrieben: Nehmen Sie sie nicht an.",
        ),
        "binding_iat" => (
            "Die Schlüsselbindung ist von eben",
            "Sie ist zu alt oder aus der Zukunft: Bitten Sie noch einmal; --max-age sagt, wie alt sie sein darf.",
        ),
        "binding_aud" => (
            "Die Schlüsselbindung ist für diesen Empfänger",
            "Sie wurde für jemand anderen gemacht: Nehmen Sie sie nicht an.",
        ),
        "binding_nonce" => (
            "Die Schlüsselbindung antwortet auf diese Nonce",
            "Sie antwortet auf eine andere Anfrage und kann eine Wiederholung sein: Nehmen Sie sie nicht an.",
        ),
        "sd_hash" => (
            "Die Schlüsselbindung ist für dieses Token und diese Offenlegungen",
            "Token oder Offenlegungen wurden danach verändert: Nehmen Sie es nicht an.",
        ),
        "status_reference" => (
            "Es sagt, wo sein Status steht",
            "Sein Status lässt sich nicht erfahren: Fragen Sie den Aussteller.",
        ),
        "status_list" => (
            "Die Statusliste ist die genannte, unterschrieben und aktuell",
            "Es ist eine andere, eine alte oder von jemand anderem unterschriebene: Holen Sie sie neu; --status-key nennt, wer unterschreibt.",
        ),
        "status" => (
            "Sein Status ist gültig",
            "Der Aussteller hat es zurückgenommen, vorerst oder für immer: Nehmen Sie es nicht an.",
        ),
        "message" => (
            "Es ist eine verschlüsselte Nachricht, wie sie genommen wird",
            "Sie ist abgeschnitten oder anders verschlüsselt: Verlangen Sie ECDH-ES mit AES-GCM.",
        ),
        "decryption" => (
            "Der Schlüssel öffnet sie",
            "Sie ist für einen anderen Schlüssel oder wurde unterwegs verändert: Geben Sie den privaten Schlüssel an, für den sie gemacht ist.",
        ),
        _ => return None,
    };
    Some(Words { rule, broken })
}
