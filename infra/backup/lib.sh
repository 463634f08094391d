# Shared by the scripts of this folder; sourced, never run.

fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }
say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
# First comment block of a script is its help.
usage() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0" >&2; exit 64; }
need() { command -v "$1" >/dev/null 2>&1 || fail "$1 is needed; it comes with the server programs of PostgreSQL (PATH=/usr/lib/postgresql/VERSION/bin:\$PATH)"; }
# What a crash must not take along is on disk before anybody is told that it is.
on_disk() { sync -- "$@"; }
is_empty_place() { [ ! -e "$1" ] || { [ -d "$1" ] && [ -z "$(ls -A -- "$1")" ]; }; }

# The mark that a folder is the archive that it should be: where a disk is not mounted, the mark is missing.
ARCHIVE_MARK=ncp-wal-archive
need_archive() { [ -f "$1/$ARCHIVE_MARK" ] || fail "$1 is no archive, or its disk is not mounted: no file $ARCHIVE_MARK (touch it once, when the disk is there)"; }
