"""A laptop cloud of the test's own: endpoint, gate and ledger, and small programs made real."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from local.account import Account
from local.declared import Declarations
from local.foreign import Plain
from local.gate.ledger import Ledger
from local.mailbox import Mailbox
from local.moto_server import AwsEndpoint
from local.realise import realise
from local.runtime import Runtime, functions_of


@dataclass
class LaptopCloud:
    """An endpoint that answers, and what a test makes on it."""

    endpoint: AwsEndpoint
    ledger: Ledger
    folder: Path
    mailbox: Mailbox
    closing: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])

    @property
    def account(self) -> Account:
        return self.endpoint.account

    def realise(self, program: Callable[[], Any]) -> Declarations:
        return realise(program, self.account)

    def run(self, declarations: Declarations) -> Runtime:
        runtime = Runtime(
            functions_of(declarations, lambda text: text),
            account=self.account,
            services=self.endpoint.services,
            logs=self.folder / "logs",
        )
        self.closing.append(runtime.close)
        self.endpoint.invoke = runtime.invoke
        return runtime

    def code(self, text: str) -> Path:
        """A folder with a module `answer`."""
        folder = self.folder / "code"
        folder.mkdir(exist_ok=True)
        (folder / "answer.py").write_text(textwrap.dedent(text))
        return folder

    def close(self) -> None:
        for close in self.closing:
            close()
        self.endpoint.close()


TRUST = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
  "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}"""


def declare_function(
    folder: Path,
    *,
    trust: str = "lambda.amazonaws.com",
    policy: pulumi.Input[str] | None = None,
    **settings: Plain,
) -> aws.lambda_.Function:
    """A function `answer.handle` with a role that may do what the policy says."""
    role = aws.iam.Role("answer-role", assume_role_policy=TRUST % trust)
    if policy is not None:
        aws.iam.RolePolicy("answer-policy", role=role.name, policy=policy)
    return aws.lambda_.Function(
        "answer",
        name="answer",
        role=role.arn,
        runtime="python3.13",
        handler="answer.handle",
        code=pulumi.FileArchive(str(folder)),
        **settings,
    )
