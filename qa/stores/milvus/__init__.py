"""An index on a Milvus cluster, for more passages or users than one machine serves.

Needs pymilvus, which is imported where a cluster is spoken to and nowhere else.
"""
