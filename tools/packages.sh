#!/bin/sh
# Debian packages that the checks use: a browser, PDF tools, fonts. Says plainly what stays missing.
set -eu
wanted="chromium libatomic1 poppler-utils libnss3-tools qpdf openssl"
wanted="$wanted default-jre-headless libjaxb-java softhsm2 mupdf-tools"
missing=""
for package in $wanted; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    echo "Installing$missing ..."
    root=""
    [ "$(id -u)" = 0 ] || root="sudo -n"
    $root apt-get update -qq
    # shellcheck disable=SC2086
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "SKIP: not installed and not allowed to install:$missing (browser journeys and PDF cross-checks will be skipped)"
