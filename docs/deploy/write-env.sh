#!/bin/sh
# Writes .env with random secrets for docker-compose.yml. An existing file is left alone.
set -eu
cd "$(dirname "$0")/../.."

random_hex() { od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'; }  # 64 characters

if [ -e .env ]; then
    echo ".env exists already." >&2
    exit 1
fi
umask 077  # readable by its owner alone
set -o noclobber
cat > .env <<END
SECRET_KEY=$(random_hex)
POSTGRES_PASSWORD=$(random_hex)
END
echo "Wrote .env."
