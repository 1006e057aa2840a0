"""An index on a Milvus cluster, for more passages or users than one machine serves.

Needs pymilvus, which is imported when a cluster is contacted and not before.
"""
