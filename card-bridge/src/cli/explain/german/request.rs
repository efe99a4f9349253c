//! Of requests, and of who makes them, in German.

use super::pair;
use crate::error::SiteFault;
use hailstone_core::release::RequestError as Request;
use hailstone_core::trust::TrustError as Trust;

pub(super) fn words(error: Request) -> (&'static str, &'static str) {
    match error {
        Request::TooLarge => (
            "Die Anfrage ist zu groß.",
            "Die Website muss nach weniger auf einmal fragen.",
        ),
        Request::TooDeep => (
            "Die Anfrage ist zu tief verschachtelt.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::Malformed => (
            "Die Anfrage ist nicht lesbar.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::LimitExceeded(_) => (
            "Die Anfrage fragt nach zu vielem auf einmal.",
            "Die Website muss nach weniger fragen.",
        ),
        Request::ProtocolUnsupported => (
            "Die Website spricht ein Protokoll, das Hailstone nicht spricht.",
            "Hier können Sie nichts tun.",
        ),
        Request::OriginInvalid => (
            "Die Website hat keine Adresse, an die eine Antwort gebunden werden könnte.",
            "Öffnen Sie die Website unter ihrer eigenen Adresse.",
        ),
        Request::NonceMissing => (
            "Die Anfrage ist nicht als neu gekennzeichnet; eine Antwort ließe sich zweimal verwenden.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::NonceInvalid => (
            "Das Kennzeichen, das die Anfrage einmalig macht, ist ungültig.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::ResponseTypeUnsupported => (
            "Die Website will eine Art von Antwort, die Hailstone nicht gibt.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::ResponseModeUnsupported => (
            "Die Website will die Antwort auf einem Weg, den Hailstone nicht nimmt.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::QueryMissing => (
            "Die Anfrage sagt nicht, wonach sie fragt.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::QueryInvalid(_) => (
            "Wonach die Anfrage fragt, ist nicht so geschrieben, wie der Standard es verlangt.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::TransactionDataUnsupported => (
            "Die Website will einen Vorgang unterschreiben lassen, was Hailstone nicht tut.",
            "Hier können Sie nichts tun.",
        ),
        Request::MetadataInvalid(_) => (
            "Was die Website über sich selbst sagt, ist ungültig.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::EncryptionKeyMissing => (
            "Die Website will eine verschlüsselte Antwort, hat aber keinen Schlüssel dafür geschickt.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::EncryptionKeyInvalid => (
            "Der Schlüssel, den die Website geschickt hat, ist ungültig.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::AlgorithmUnsupported => (
            "Die Website will eine Verschlüsselung, die Hailstone nicht verwendet.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::FormatUnsupported => (
            "Die Website nimmt die Art von Nachweis nicht an, die Hailstone gibt.",
            "Hier können Sie nichts tun.",
        ),
        Request::PurposeInvalid(_) => (
            "Wofür die Website die Daten will, ist nicht lesbar.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::ClientUnsupported => (
            "Die Website sagt auf eine Weise, wer sie ist, die Hailstone nicht prüfen kann.",
            "Die Website muss einen Namen verwenden, der sich prüfen lässt.",
        ),
        Request::ClientInvalid(_) => (
            "Die Website beweist den Namen nicht, den sie angibt.",
            "Machen Sie nur weiter, wenn Sie die Website kennen; sie muss das in Ordnung bringen.",
        ),
        Request::AttestationUntrusted => (
            "Für die Website verbürgt sich jemand, den diese Brieftasche nicht kennt.",
            "Fügen Sie die Stelle unter Sicherheit hinzu, wenn Sie ihr vertrauen, und fragen Sie noch einmal.",
        ),
        Request::ObjectInvalid(_) => (
            "Die unterschriebene Anfrage ist nicht so geschrieben, wie der Standard es verlangt.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::OriginUnexpected => (
            "Die Anfrage wurde für eine andere Website unterschrieben als diese.",
            "Machen Sie nicht weiter: Jemand könnte sie kopiert haben.",
        ),
        Request::AudienceInvalid => (
            "Die unterschriebene Anfrage ist nicht für eine Brieftasche bestimmt.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::Expired => (
            "Die Anfrage ist zu alt.",
            "Beginnen Sie auf der Website noch einmal. Hilft das nicht, sehen Sie nach der Uhr dieses Rechners.",
        ),
        Request::NotYetValid => (
            "Die Anfrage kommt aus der Zukunft.",
            "Sehen Sie nach der Uhr dieses Rechners.",
        ),
        Request::LinkInvalid(_) => (
            "Der Link ist keine Anfrage, die Hailstone versteht.",
            "Kopieren Sie ihn ganz, oder lassen Sie ihn von der Website noch einmal zeigen.",
        ),
        Request::MethodInvalid => (
            "Die Website will ihre Anfrage auf eine Weise abgeholt haben, die der Standard nicht kennt.",
            "Die Website muss das in Ordnung bringen.",
        ),
        Request::WalletNonceMismatch => (
            "Was die Website geschickt hat, ist keine Antwort an diese Brieftasche.",
            "Beginnen Sie auf der Website noch einmal.",
        ),
        Request::ResponseUriInvalid(_) => (
            "Die Website will die Antwort an einen Ort geschickt haben, der nicht ihrer ist.",
            "Machen Sie nicht weiter; die Website muss das in Ordnung bringen.",
        ),
        Request::Object(_) => (
            "Die Unterschrift der Anfrage ist nicht gültig.",
            "Machen Sie nicht weiter; die Website muss das in Ordnung bringen.",
        ),
        Request::Certificate(error) => certificate(error),
    }
}

pub(super) fn certificate(error: Trust) -> (&'static str, &'static str) {
    match error {
        Trust::Malformed(_) => (
            "Das Zertifikat ist nicht lesbar.",
            "Verwenden Sie die Datei, wie ihr Hersteller sie gegeben hat: ein Zertifikat, PEM oder DER.",
        ),
        Trust::TooMany => (
            "Es sind mehr Zertifikate, als sich prüfen lassen.",
            "Die Website darf nur die schicken, die nötig sind.",
        ),
        Trust::Expired => (
            "Das Zertifikat ist abgelaufen.",
            "Sehen Sie nach der Uhr dieses Rechners. Geht sie richtig, muss die Website ihr Zertifikat erneuern.",
        ),
        Trust::NotYetValid => (
            "Das Zertifikat gilt noch nicht.",
            "Sehen Sie nach der Uhr dieses Rechners.",
        ),
        Trust::NotForSignatures => (
            "Das Zertifikat ist nicht dafür gemacht, Anfragen zu unterschreiben.",
            "Die Website muss ein anderes verwenden.",
        ),
        Trust::KeyUnsupported => (
            "Das Zertifikat hat eine Art von Schlüssel, mit der Hailstone keine Anfragen prüft.",
            "Die Website muss einen Schlüssel auf P-256 verwenden.",
        ),
        Trust::PathInvalid => (
            "Die Zertifikate verletzen eine Regel derer, die sie ausgegeben haben.",
            "Machen Sie nicht weiter; die Website muss das in Ordnung bringen.",
        ),
    }
}

pub(super) fn site(fault: SiteFault) -> (String, String) {
    match fault {
        SiteFault::Unreachable => pair(
            "Die Website war nicht zu erreichen oder hat nicht rechtzeitig geantwortet.",
            "Sehen Sie nach dem Netz und versuchen Sie den Link noch einmal; es ging nichts verloren.",
        ),
        SiteFault::TooLarge => pair(
            "Die Website antwortete mit mehr, als eine Anfrage sein kann.",
            "Die Website muss das in Ordnung bringen.",
        ),
        SiteFault::Local => pair(
            "Der Link nennt eine Adresse auf diesem Rechner.",
            "Wenn Sie diese Website entwickeln, verwenden Sie --local; sonst machen Sie nicht weiter.",
        ),
        SiteFault::Answered => pair(
            "Die Website hat die Antwort, aber was sie dazu sagte, ist nicht lesbar.",
            "Sehen Sie auf der Website nach, ob es dort weitergeht.",
        ),
        SiteFault::Refused { status } => pair(
            format!("Die Website lehnte ab, mit dem HTTP-Status {status}."),
            "Beginnen Sie auf der Website noch einmal: Ein Link gilt oft nur einmal.",
        ),
    }
}
