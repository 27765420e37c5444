#!/bin/sh
# Writes a backup of the PostgreSQL database that PGHOST, PGUSER, PGPASSWORD and PGDATABASE name to the folder $1,
# then removes backups that are older than KEEP_DAYS. pg_dump must not be older than the server.
set -eu
umask 077
file="$1/ankang-$(date -u +%Y%m%dT%H%M%SZ).dump"
trap 'rm -f "$file.part"' EXIT
pg_dump --format=custom --no-owner --no-privileges --file="$file.part"
mv "$file.part" "$file"
echo "Wrote $file."
find "$1" -name 'ankang-*.dump' -mtime "+${KEEP_DAYS:-14}" -delete
