//! Was mit einem Nachweis nicht stimmen kann, auf Deutsch.

use super::super::pair;
use hailstone_core::credential::CredentialError as Credential;
use hailstone_core::sd_jwt::SdJwtError as Token;
use hailstone_core::trust::TrustError as Trust;

pub(super) fn explain(error: Credential) -> (String, String) {
    match error {
        Credential::Token(Token::Expired) => pair(
            "Der Nachweis ist abgelaufen.",
            "Bitten Sie den Aussteller um einen neuen.",
        ),
        Credential::Token(Token::NotYetValid) => pair(
            "Der Nachweis gilt noch nicht.",
            "Fügen Sie ihn hinzu, wenn er gilt; sehen Sie auch nach der Uhr dieses Rechners.",
        ),
        Credential::Token(Token::TokenInvalid(_)) => pair(
            "Der Nachweis ist nicht mit dem Schlüssel dieses Ausstellers signiert, oder er wurde danach verändert.",
            "Prüfen Sie, ob er vollständig ist und der Schlüssel der des Ausstellers; sonst lassen Sie ihn sich noch einmal geben.",
        ),
        Credential::Token(Token::BindingUnexpected) => pair(
            "Das wurde jemandem vorgezeigt; ein Aussteller gibt einen Nachweis ohne Signatur des Inhabers heraus.",
            "Bitten Sie den Aussteller um den Nachweis selbst.",
        ),
        Credential::Token(_) => pair(
            "Das ist kein Nachweis, wie SD-JWT VC ihn beschreibt.",
            "Prüfen Sie, ob die Datei vollständig ist: eine lange Zeile mit „~“ darin. Nur dieses Format wird gelesen.",
        ),
        Credential::Trust(Trust::Expired | Trust::NotYetValid) => pair(
            "Das Zertifikat des Ausstellers gilt zurzeit nicht.",
            "Bitten Sie den Aussteller um einen Nachweis mit gültigem Zertifikat; sehen Sie auch nach der Uhr dieses Rechners.",
        ),
        Credential::Trust(_) => pair(
            "Das Zertifikat des Ausstellers oder eines, das für eine Stelle angegeben wurde, bricht eine Regel.",
            "Fragen Sie den Aussteller. Haben Sie seinen Schlüssel von ihm selbst, geben Sie ihn mit --issuer-key an.",
        ),
        Credential::IssuerKeyUnknown => pair(
            "Nichts in dem Nachweis führt zu einem Schlüssel, den man für den des Ausstellers halten darf.",
            "Holen Sie den Schlüssel (ein JWK) beim Aussteller selbst und geben Sie ihn mit --issuer-key an, oder das Zertifikat seiner Stelle mit --anchor.",
        ),
        Credential::IssuerKeyInvalid => pair(
            "Was als Schlüssel des Ausstellers angegeben wurde, ist kein öffentlicher Schlüssel für Signaturen.",
            "Geben Sie eine Datei mit einem JWK an: P-256 oder Ed25519, ohne den privaten Teil.",
        ),
        Credential::IssuerMismatch => pair(
            "Der Nachweis nennt einen anderen Aussteller als sein Zertifikat.",
            "Verwenden Sie ihn nicht. Fragen Sie den Aussteller.",
        ),
        Credential::KeyNotOurs => pair(
            "Der Nachweis ist an einen Schlüssel gebunden, den dieser Tresor nicht hat.",
            "Machen Sie einen mit `hailstone credential key`, und lassen Sie den Aussteller den Nachweis daran binden.",
        ),
        Credential::TypeReserved => pair(
            "Der Nachweis hat einen Typ, der nur für das da ist, was jemand über sich selbst sagt.",
            "Verwenden Sie ihn nicht. Bitten Sie den Aussteller um einen mit eigenem Typ.",
        ),
        Credential::RecordDamaged => pair(
            "In dem Eintrag steht nicht, was ein Nachweis braucht.",
            "Entfernen Sie ihn, und fügen Sie den Nachweis noch einmal hinzu.",
        ),
    }
}
