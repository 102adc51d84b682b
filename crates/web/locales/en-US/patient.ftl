### What patients read. Every key stands in es-US as well.

patient-page-not-found = This page does not exist, or the link has expired.
