# The web chat and its interfaces, on the processor, with model and reader inside.
#
#   docker build -t quoth .
#   docker build -t quoth --build-arg TORCH_INDEX=<address of PyTorch's CPU builds> .   (smaller)
#   docker run -p 127.0.0.1:7860:7860 -e QA_TOKEN -v ./corpus:/data/corpus quoth
FROM python:3.12-slim

ARG TORCH_INDEX=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1 \
    HOME=/tmp GRADIO_TEMP_DIR=/tmp/gradio

WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY qa qa
RUN if [ -n "$TORCH_INDEX" ]; then pip install -c constraints.txt torch --index-url "$TORCH_INDEX"; fi \
    && pip install -c constraints.txt ".[mcp]" \
    && useradd --uid 10001 --no-create-home quoth \
    && mkdir -p /data/corpus /data/index \
    && chown -R quoth /data

USER quoth
WORKDIR /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
    ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/api/health', timeout=3)"]
ENTRYPOINT ["qa"]
CMD ["serve", "--host", "0.0.0.0", "--corpus", "corpus", "--log", "json"]
