from pathlib import Path
from typing import Any

from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql"


def make_tables(apps: Any, schema_editor: Any) -> None:
    """The tables and triggers of the database we are on."""
    text = (SQL / f"{schema_editor.connection.vendor}.sql").read_text(encoding="utf-8")
    for statement in text.split(";\n\n"):
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunPython(make_tables),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.TextField()),
                ("roles", models.TextField()),
                ("action", models.TextField()),
                ("subject", models.TextField()),
                ("subject_id", models.TextField()),
                ("area", models.TextField()),
                ("purpose", models.TextField()),
                ("detail", models.TextField()),
            ],
            options={"db_table": "audit_entry", "managed": False},
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("first_id", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("root", models.TextField()),
                ("previous", models.TextField()),
                ("sealed_at", models.DateTimeField()),
                ("signature", models.TextField()),
                ("leaves", models.BinaryField()),
            ],
            options={"db_table": "audit_batch", "managed": False},
        ),
    ]
