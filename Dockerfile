# Two images from one file: `meldpunt` (web, worker and beat) and `proxy` (nginx). Built by docker-compose.yml.

# The client, bundled.
FROM node:20-bookworm-slim AS client
WORKDIR /srv/meldpunt
COPY package.json package-lock.json ./
RUN npm ci --loglevel=error
COPY client client
RUN node client/build.mjs

# Python's packages, hashed, and the pages.
FROM debian:bookworm-slim AS build
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends python3.11-venv ca-certificates >/dev/null
WORKDIR /srv/meldpunt
RUN python3.11 -m venv .venv
COPY requirements/base.txt requirements/base.txt
RUN .venv/bin/pip install --quiet --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes \
    -r requirements/base.txt
COPY manage.py ./
COPY locale locale
COPY templates templates
COPY meldpunt meldpunt
COPY reports reports
COPY integrity_committee integrity_committee
COPY oversight oversight
COPY deploy deploy
COPY --from=client /srv/meldpunt/build/client build/client
# `client` is read for the texts that each page needs.
COPY client client
# The poster names the onion service, and is a page like the others.
ARG MELDPUNT_ONION=""
RUN MELDPUNT_ENV=test MELDPUNT_DATA=/tmp/data .venv/bin/python manage.py build_site \
 && .venv/bin/pip uninstall --quiet --yes pip setuptools \
 && .venv/bin/python -m compileall -q meldpunt reports integrity_committee oversight .venv/lib \
 && rm -rf client build/client /tmp/data

FROM debian:bookworm-slim AS proxy
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends nginx-light >/dev/null \
 && rm -rf /var/lib/apt/lists/* /var/log/nginx
USER www-data
CMD ["nginx", "-e", "stderr", "-c", "/proxy/nginx.conf", "-g", "daemon off;"]

FROM debian:bookworm-slim AS meldpunt
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends python3.11-minimal libpython3.11-stdlib ca-certificates >/dev/null \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 meldpunt \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin meldpunt \
 && install -d -o meldpunt -g meldpunt -m 700 /data \
 && install -d -o meldpunt -g meldpunt -m 755 /proxy
COPY --from=build /srv/meldpunt /srv/meldpunt
WORKDIR /srv/meldpunt
ENV PATH=/srv/meldpunt/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MELDPUNT_ENV=production \
    MELDPUNT_DATA=/data
USER meldpunt
VOLUME ["/data", "/proxy"]
CMD ["gunicorn", "--config", "deploy/gunicorn.py", "--bind", "0.0.0.0:8000", "meldpunt.wsgi"]
