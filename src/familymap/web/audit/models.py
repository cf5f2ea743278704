"""What is kept of the log. The tables are made by `sql/`, with the triggers that let them only grow.

Django does not manage them, so that nothing of Django's own (a flush, a migration) tries to empty them.
"""

from django.db import models


class Entry(models.Model):
    """Who did what to whom, when and why. It names people as they were called then, not as they are now."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.TextField()
    roles = models.TextField()
    action = models.TextField()
    subject = models.TextField()
    subject_id = models.TextField()
    area = models.TextField()
    purpose = models.TextField()
    detail = models.TextField()

    class Meta:
        managed = False
        db_table = "audit_entry"


class Batch(models.Model):
    """A seal and its signature; `leaves` (8 bytes of id, 32 of hash, each) tell which entry changed."""

    number = models.BigIntegerField(primary_key=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    entries = models.BigIntegerField()
    root = models.TextField()
    previous = models.TextField()
    sealed_at = models.DateTimeField()
    signature = models.TextField()
    leaves = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_batch"
