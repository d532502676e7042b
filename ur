#!/bin/sh
# Finds Python and the system libraries (on Debian, as root, installs them), then hands over to packaging/dev.py.
set -eu
cd "$(dirname "$0")"
target=${1:-help}

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null
        then
            echo "$python"
            return
        fi
    done
}

# What Qt opens at run time, each with the Debian package that brings it. Only Linux has an ldconfig that lists (-p).
libraries() {
    echo "libglib-2.0.so.0 libglib2.0-0
libGL.so.1 libgl1
libEGL.so.1 libegl1
libfontconfig.so.1 libfontconfig1
libxkbcommon.so.0 libxkbcommon0
libdbus-1.so.3 libdbus-1-3"
    if [ "$target" = run ] && [ -n "${DISPLAY:-}" ]; then
        screen_libraries
    fi
    if [ "$target" = bench ]; then # WeasyPrint's, which the letters are measured against
        echo "libpango-1.0.so.0 libpango-1.0-0
libpangoft2-1.0.so.0 libpangoft2-1.0-0
libharfbuzz-subset.so.0 libharfbuzz-subset0"
    fi
}

screen_libraries() {
    echo "libxcb-cursor.so.0 libxcb-cursor0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0"
}

missing() {
    [ -n "$(find_python)" ] || printf 'python3 python3-venv '
    if [ "$(uname -s)" = Linux ] && present=$(/sbin/ldconfig -p 2>/dev/null); then
        libraries | while read -r library package; do
            case $present in *"$library"*) ;; *) printf '%s ' "$package" ;; esac
        done
        # The tests tell the program on a bus of their own that the session is locked.
        [ "$target" != test ] || command -v dbus-daemon >/dev/null || printf 'dbus-daemon '
    fi
}

# What a screen reader needs before it can be tried: a screen, Qt's way to it, and the bus of the assistive technologies.
missing_for_screen_reader() {
    if [ "$target" = test ] && [ "$(uname -s)" = Linux ] && present=$(/sbin/ldconfig -p 2>/dev/null); then
        command -v Xvfb >/dev/null || printf 'xvfb '
        [ -x /usr/libexec/at-spi-bus-launcher ] || printf 'at-spi2-core '
        screen_libraries | while read -r library package; do
            case $present in *"$library"*) ;; *) printf '%s ' "$package" ;; esac
        done
    fi
}

packages=$(missing)
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${packages% }"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of words
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
    packages=$(missing)
fi
if [ -n "$packages" ]; then
    if command -v apt-get >/dev/null; then
        echo "UR Desktop needs some system packages. Install them with this line, then try again:" >&2
        echo "sudo apt-get install -y ${packages% }" >&2
    else
        echo "UR Desktop needs Python 3.11 to 3.14 with venv and some libraries." >&2
        echo "Install what your system calls these (Debian's names): ${packages% }" >&2
    fi
    exit 3
fi
wanted=$(missing_for_screen_reader)
if [ -n "$wanted" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${wanted% } for the screen reader's test"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # a list of words
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $wanted >/dev/null; } ||
        echo "They can't be installed here: that test is skipped." >&2
fi
exec "$(find_python)" packaging/dev.py "$@"
