"""How exports are made: a queue, a function that streams them into the bucket, a key to sign."""

import pulumi
from pulumi_aws import kms

from infra.clips.store import Store
from infra.function import Function, Workshop
from infra.policy import Grant
from infra.settings import Settings
from infra.work_queue import WorkQueue, Worries

# The longest that Lambda runs; the worker gives up, with a reason, a minute before.
_TIMEOUT_S = 900


class Exports(pulumi.ComponentResource):
    """Recordings of a range become one file, whose manifest is signed by a key of its own."""

    def __init__(
        self,
        name: str,
        *,
        settings: Settings,
        workshop: Workshop,
        store: Store,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("vedette:clips:Exports", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)
        self.key = self._key()
        self.work = WorkQueue(
            name,
            ops=workshop.ops,
            worries=Worries(
                parked="Exports could not be made; the log of the function says why.",
                late="Exports wait more than an hour for their turn.",
                late_after_s=3600,
            ),
            timeout_s=_TIMEOUT_S,
            opts=self._child,
        )
        self.work.admit()
        self._worker(workshop, store)
        self.register_outputs({"queue": self.work.queue.url})

    def _key(self) -> kms.Key:
        key = kms.Key(
            f"{self._name}-key",
            description=f"Signs exports of vedette {self._settings.stack}.",
            key_usage="SIGN_VERIFY",
            customer_master_key_spec="ECC_NIST_P256",
            deletion_window_in_days=30 if self._settings.protect_data else 7,
            # Exports are verified long after they were made.
            opts=pulumi.ResourceOptions(parent=self, protect=self._settings.protect_data),
        )
        kms.Alias(
            f"{self._name}-key-alias",
            name=f"alias/{self._settings.name('export-signing')}",
            target_key_id=key.key_id,
            opts=self._child,
        )
        return key

    def _worker(self, workshop: Workshop, store: Store) -> None:
        worker = Function(
            f"{self._name}-worker",
            workshop=workshop,
            purpose="Puts recordings of a range into one file with a signed manifest.",
            handler="functions.clips.handler.export",
            timeout_s=_TIMEOUT_S,
            # For the network and SHA-256, which come with memory; the file goes through it.
            memory_mb=1024,
            environment={
                "TABLE_NAME": store.table.name,
                "MEDIA_BUCKET": store.media.bucket.id,
                "EXPORT_SIGNING_KEY_ARN": self.key.arn,
                "DEAD_LETTER_QUEUE_URL": self.work.dead.url,
            },
            may=[
                *self.work.may_take(),
                store.may_list_rows(("camera",)),
                store.may_write_rows_of("EXPORT#"),
                *store.may_read_media(),
                store.may_put_exports(),
                store.may_use_key(
                    # S3 decrypts the parts of an upload to make one object of them.
                    ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"),
                    ("dynamodb", "s3"),
                ),
                Grant(
                    name="SignExports",
                    actions=("kms:Sign", "kms:GetPublicKey"),
                    resources=(self.key.arn,),
                ),
            ],
            opts=self._child,
        )
        # One at a time: ten long ones would not fit into the time of one invocation.
        self.work.feed(worker, concurrency=2, at_once=1)
