#!/bin/sh
# Makes the certificates of this folder again, with OpenSSL 3: `sh make.sh`. The private keys are thrown away, but for the one that
# every leaf has (`leaf.p8`), with which tests sign requests. Each is valid for ten years from the day it was made.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

key() { # NAME ALGORITHM
    case $2 in
    p256) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/$1.key" 2>/dev/null ;;
    p384) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$work/$1.key" 2>/dev/null ;;
    rsa*) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:"${2#rsa}" -out "$work/$1.key" 2>/dev/null ;;
    esac
}

# NAME ISSUER SUBJECT EXTENSIONS [OPTIONS…]; an ISSUER of `-` signs itself
certificate() {
    name=$1 issuer=$2 subject=$3 extensions=$4
    shift 4
    printf '%b' "$extensions" >"$work/$name.ext"
    openssl req -new -key "$work/$name.key" -subj "$subject" -out "$work/$name.csr"
    if [ "$issuer" = - ]; then
        sign="-signkey $work/$name.key"
    else
        sign="-CA $work/$issuer.pem -CAkey $work/$issuer.key"
    fi
    # shellcheck disable=SC2086
    openssl x509 -req -in "$work/$name.csr" $sign -days 3652 -extfile "$work/$name.ext" \
        -out "$work/$name.pem" "$@" 2>/dev/null
    openssl x509 -in "$work/$name.pem" -outform DER -out "$name.der"
}

root='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n'
leaf='basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nauthorityKeyIdentifier=keyid\nsubjectAltName=DNS:shop.example,DNS:*.wild.example\n'

for name in p256 p384 rsa2048 rsa1024; do
    key "root-$name" "$name"
    certificate "root-$name" - "/O=Example Authority/CN=root $name" "$root"
done
key stranger p256
certificate stranger - "/O=Example Authority/CN=root p256" "$root"

# An authority between, good and not.
for name in between narrow elsewhere no-certify between-p384; do key $name p256; done
certificate between root-p256 /CN=between "${root}authorityKeyIdentifier=keyid\n"
certificate narrow root-p256 /CN=narrow "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n"
certificate elsewhere root-p256 /CN=elsewhere "${root}nameConstraints=critical,permitted;DNS:other.example\n"
certificate no-certify root-p256 /CN=no-certify 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature\n'
key below-narrow p256
certificate below-narrow narrow /CN=below-narrow "$root"

# The signer, under each.
shop='/O=Shop Ltd/CN=shop.example'
key leaf p256
openssl pkcs8 -topk8 -nocrypt -in "$work/leaf.key" -outform DER -out leaf.p8
for name in leaf-between leaf-narrow leaf-elsewhere leaf-no-certify leaf-stranger leaf-p384 leaf-p384-sha256 leaf-rsa leaf-rsa-sha512 \
    leaf-pss leaf-rsa1024  not-signing web-server mail critical-unknown no-names; do
    cp "$work/leaf.key" "$work/$name.key"
done
certificate leaf root-p256 "$shop" "$leaf"
certificate leaf-between between "$shop" "$leaf"
certificate leaf-narrow below-narrow "$shop" "$leaf"
certificate leaf-elsewhere elsewhere "$shop" "$leaf"
certificate leaf-no-certify no-certify "$shop" "$leaf"
certificate leaf-stranger stranger "$shop" "$leaf"
certificate leaf-p384 root-p384 "$shop" "$leaf" -sha384
certificate leaf-p384-sha256 root-p384 "$shop" "$leaf" -sha256
certificate leaf-rsa root-rsa2048 "$shop" "$leaf" -sha256
certificate leaf-rsa-sha512 root-rsa2048 "$shop" "$leaf" -sha512
certificate leaf-pss root-rsa2048 "$shop" "$leaf" -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
certificate leaf-rsa1024 root-rsa1024 "$shop" "$leaf" -sha256
certificate not-signing root-p256 "$shop" 'basicConstraints=CA:FALSE\nkeyUsage=critical,keyAgreement\nsubjectAltName=DNS:shop.example\n'
certificate web-server root-p256 "$shop" "${leaf}extendedKeyUsage=serverAuth\n"
certificate mail root-p256 "$shop" "${leaf}extendedKeyUsage=emailProtection\n"
certificate critical-unknown root-p256 "$shop" "${leaf}1.2.3.4=critical,ASN1:NULL\n"
certificate no-names root-p256 "$shop" 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n'
key leaf-on-p384 p384
certificate leaf-on-p384 root-p256 "$shop" "$leaf"
key self p256
certificate self - "$shop" "$leaf"
key self-authority p256
certificate self-authority - "$shop" 'basicConstraints=critical,CA:TRUE\nsubjectAltName=DNS:shop.example\n'
