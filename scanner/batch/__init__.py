"""Folders of any size: every photo read once, its result on the disk as it comes, and a table at the end.

``run.py`` is the whole way. Dask is imported only when more than one process reads.
"""
