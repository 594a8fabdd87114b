from django.apps import AppConfig


class BlobsConfig(AppConfig):
    name = "nabij.kernel.blobs"
    label = "blobs"
    verbose_name = "Bestanden"
