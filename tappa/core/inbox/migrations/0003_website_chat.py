"""A website chat has a public id, its visitors say who they are, and what they may write is counted."""

from django.db import migrations, models

import tappa.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0002_comments_and_reading"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="public_id",
            field=models.CharField(max_length=12, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="contactchannel",
            name="introduced_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="contactchannel",
            name="said_email",
            field=models.CharField(blank=True, db_default="", max_length=254),
        ),
        migrations.AddField(
            model_name="contactchannel",
            name="said_name",
            field=models.CharField(blank=True, db_default="", max_length=255),
        ),
        migrations.CreateModel(
            name="ChatBucket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel_id", models.BigIntegerField()),
                ("key", models.TextField()),
                ("level", models.FloatField()),
                ("updated_at", models.DateTimeField(db_default=tappa.kernel.clock.ClockTimestamp())),
            ],
            options={
                "indexes": [models.Index(fields=["updated_at"], name="inbox_chatbucket_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("channel_id", "key"), name="inbox_chatbucket_once")
                ],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE inbox_chatbucket SET UNLOGGED", "ALTER TABLE inbox_chatbucket SET LOGGED"
        ),
    ]
