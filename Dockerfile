FROM python:3.13.15-slim-trixie

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_FOLDER=/app/static
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY . .
RUN python manage.py collectstatic --no-input --verbosity 0
# The program is root's and cannot change itself; its user owns a home, data/ for SQLite with its secret key
# and a folder for the Unix socket.
RUN useradd --create-home --uid 10001 ankang && mkdir -p data /run/ankang && chown ankang data /run/ankang
USER 10001

ENV OPERATIONS_PORT=8001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8001/livez', timeout=4)"]
CMD ["python", "manage.py", "up", "--host", "0.0.0.0", "--port", "8000"]
