"""What is declared is what AWS's own resource schemas and list of IAM actions accept."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.infra.cloudformation.template import template
from tests.infra.recording import REGION, Program

LINTER = str(Path(sys.executable).parent / "cfn-lint")
ROLE = "AWS::IAM::Role"
# A property of each kind that AWS would refuse, and what the complaint must name.
MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("AWS::Lambda::Function", {"Runtime": "python3.1"}, "python3.1"),
    ("AWS::Lambda::Function", {"FunctionName": "x" * 65}, "xxx"),
    ("AWS::Lambda::Function", {"Arch": ["arm64"]}, "Arch"),
    ("AWS::SQS::Queue", {"VisibilityTimeout": 43201}, "43201"),
    ("AWS::CloudWatch::Alarm", {"ComparisonOperator": "Above"}, "Above"),
    ("AWS::Logs::LogGroup", {"RetentionInDays": 31}, "31"),
    ("AWS::Cognito::UserPoolClient", {"AllowedOAuthFlows": ["pkce"]}, "pkce"),
    ("AWS::DynamoDB::Table", {"BillingMode": "PAY"}, "PAY"),
    ("AWS::CloudFront::PublicKey", {"PublicKeyConfig": {}}, "EncodedKey"),
    ("AWS::KMS::Key", {"KeySpec": "RSA_2047"}, "RSA_2047"),
]


def complaints(document: dict[str, Any], folder: Path) -> list[str]:
    """What cfn-lint says: wrong names, kinds, values, lengths, and unknown IAM actions."""
    file = folder / "template.json"
    file.write_text(json.dumps(document))
    command = [LINTER, "--format", "json", "--regions", REGION, "--", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    # cfn-lint's exit codes: 0 for none, the sum of 2 errors, 4 warnings, 8 informations.
    assert done.returncode in range(0, 16, 2), done.stderr
    found = json.loads(done.stdout or "[]")
    return [f"{each['Location']['Path']}: {each['Message']}" for each in found]


def test_every_resource_is_accepted(program: Program, tmp_path: Path) -> None:
    assert complaints(template(program), tmp_path) == []


def test_what_aws_would_refuse_is_seen(dev: Program, tmp_path: Path) -> None:
    """Else the promise above could be kept by a linter that looks at nothing."""
    document = template(dev)
    for kind, change, _ in MISTAKES:
        properties(document, kind).update(change)
    policy = properties(document, ROLE)["Policies"][0]["PolicyDocument"]
    policy["Statement"][0]["Action"] = ["dynamodb:ReadItem"]
    said = "\n".join(complaints(document, tmp_path))
    for wanted in [complaint for _, _, complaint in MISTAKES] + ["readitem"]:
        assert wanted in said


def properties(document: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(
        each["Properties"] for each in document["Resources"].values() if each["Type"] == kind
    )
