FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md config.example.toml ./
COPY watcher watcher
COPY notifiers notifiers
COPY templates templates
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 watcher \
 && mkdir /data && chown watcher:watcher /data
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels listing-watcher && rm -r /wheels
USER watcher
# config.toml and state/ live here: the state's path is relative to the configuration.
WORKDIR /data
VOLUME /data
ENV PYTHONUNBUFFERED=1
HEALTHCHECK --interval=60s --timeout=10s --start-period=30s CMD ["watcher", "status"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["watcher"]
CMD ["run"]
