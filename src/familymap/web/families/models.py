"""For what purpose a family was opened, by whom, until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Finding(models.TextChoices):
    """What a supervisor finds of an opening outside the own area."""

    justified = "justified"
    questioned = "questioned"


class Opening(models.Model):
    """One person may read one family until `ends_at`, for the purpose that was stated.

    `outside` openings reach beyond the own area: they have a reason, and wait for a supervisor of one of the
    `reader_areas` (KATO prefixes parted by spaces, «*» for the whole country).
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reader_areas = models.CharField(max_length=400)
    family_id = models.BigIntegerField()
    area = models.CharField(max_length=9)
    purpose = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    outside = models.BooleanField()
    opened_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=20, blank=True, choices=Finding.choices)
    note = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["reader", "family_id", "ends_at"], name="opening_current"),
            models.Index(fields=["opened_at"], condition=Q(outside=True), name="opening_outside"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(outside=False) | ~Q(reason=""), name="outside_has_reason"),
            models.CheckConstraint(
                condition=Q(finding="") | Q(finding__in=Finding.values, reviewed_at__isnull=False),
                name="finding_has_day",
            ),
        )
