"""CloudFormation's name of each declared type, and how its properties are written there."""

from tests.infra.cloudformation.writers import (
    inside,
    write_alarm,
    write_bucket,
    write_distribution,
    write_function,
    write_key,
    write_pool,
    write_public_key,
    write_queue,
    write_role,
    write_rule,
    write_table,
)
from tests.infra.cloudformation.writing import Writer, by_names

# Written as part of the resource that they belong to.
COMPANIONS = {
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketNotification:BucketNotification",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
}

KINDS: dict[str, tuple[str, Writer]] = {
    "aws:apigatewayv2/api:Api": ("AWS::ApiGatewayV2::Api", by_names(tags="")),
    "aws:apigatewayv2/authorizer:Authorizer": (
        "AWS::ApiGatewayV2::Authorizer",
        by_names({"identitySources": "IdentitySource", "audiences": "Audience"}),
    ),
    "aws:apigatewayv2/integration:Integration": (
        "AWS::ApiGatewayV2::Integration",
        by_names({"timeoutMilliseconds": "TimeoutInMillis"}),
    ),
    "aws:apigatewayv2/route:Route": ("AWS::ApiGatewayV2::Route", by_names()),
    "aws:apigatewayv2/stage:Stage": (
        "AWS::ApiGatewayV2::Stage",
        by_names({"name": "StageName"}, tags=""),
    ),
    "aws:cloudfront/distribution:Distribution": (
        "AWS::CloudFront::Distribution",
        write_distribution,
    ),
    "aws:cloudfront/keyGroup:KeyGroup": (
        "AWS::CloudFront::KeyGroup",
        inside("KeyGroupConfig", by_names()),
    ),
    "aws:cloudfront/originAccessControl:OriginAccessControl": (
        "AWS::CloudFront::OriginAccessControl",
        inside("OriginAccessControlConfig", by_names()),
    ),
    "aws:cloudfront/publicKey:PublicKey": ("AWS::CloudFront::PublicKey", write_public_key),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": (
        "AWS::CloudFront::ResponseHeadersPolicy",
        inside("ResponseHeadersPolicyConfig", by_names()),
    ),
    "aws:cloudwatch/eventRule:EventRule": ("AWS::Events::Rule", write_rule),
    "aws:cloudwatch/logGroup:LogGroup": (
        "AWS::Logs::LogGroup",
        by_names({"name": "LogGroupName"}),
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (
        "AWS::CloudWatch::Alarm",
        write_alarm,
    ),
    "aws:cognito/managedLoginBranding:ManagedLoginBranding": (
        "AWS::Cognito::ManagedLoginBranding",
        by_names(),
    ),
    "aws:cognito/userGroup:UserGroup": (
        "AWS::Cognito::UserPoolGroup",
        by_names({"name": "GroupName"}),
    ),
    "aws:cognito/userPool:UserPool": ("AWS::Cognito::UserPool", write_pool),
    "aws:cognito/userPoolClient:UserPoolClient": (
        "AWS::Cognito::UserPoolClient",
        by_names(
            {
                "name": "ClientName",
                "callbackUrls": "CallbackURLs",
                "logoutUrls": "LogoutURLs",
                "allowedOauthFlows": "AllowedOAuthFlows",
                "allowedOauthScopes": "AllowedOAuthScopes",
                "allowedOauthFlowsUserPoolClient": "AllowedOAuthFlowsUserPoolClient",
            }
        ),
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": ("AWS::Cognito::UserPoolDomain", by_names()),
    "aws:dynamodb/table:Table": ("AWS::DynamoDB::Table", write_table),
    "aws:iam/role:Role": ("AWS::IAM::Role", write_role),
    "aws:iot/authorizer:Authorizer": (
        "AWS::IoT::Authorizer",
        by_names({"name": "AuthorizerName"}),
    ),
    "aws:kms/alias:Alias": ("AWS::KMS::Alias", by_names({"name": "AliasName"})),
    "aws:kms/key:Key": ("AWS::KMS::Key", write_key),
    "aws:lambda/eventSourceMapping:EventSourceMapping": (
        "AWS::Lambda::EventSourceMapping",
        by_names(),
    ),
    "aws:lambda/function:Function": ("AWS::Lambda::Function", write_function),
    "aws:lambda/permission:Permission": (
        "AWS::Lambda::Permission",
        by_names({"function": "FunctionName"}),
    ),
    "aws:s3/bucket:Bucket": ("AWS::S3::Bucket", write_bucket),
    "aws:s3/bucketPolicy:BucketPolicy": (
        "AWS::S3::BucketPolicy",
        by_names(documents={"policy": "PolicyDocument"}),
    ),
    "aws:sesv2/configurationSet:ConfigurationSet": (
        "AWS::SES::ConfigurationSet",
        by_names({"configurationSetName": "Name"}),
    ),
    "aws:sesv2/emailIdentity:EmailIdentity": ("AWS::SES::EmailIdentity", by_names()),
    "aws:sns/topic:Topic": ("AWS::SNS::Topic", by_names({"name": "TopicName"})),
    "aws:sns/topicPolicy:TopicPolicy": (
        "AWS::SNS::TopicPolicy",
        by_names({"arn": "Topics"}, documents={"policy": "PolicyDocument"}, lists=("Topics",)),
    ),
    "aws:sns/topicSubscription:TopicSubscription": (
        "AWS::SNS::Subscription",
        by_names({"topic": "TopicArn"}),
    ),
    "aws:sqs/queue:Queue": ("AWS::SQS::Queue", write_queue),
    "aws:sqs/queuePolicy:QueuePolicy": (
        "AWS::SQS::QueuePolicy",
        by_names({"queueUrl": "Queues"}, documents={"policy": "PolicyDocument"}, lists=("Queues",)),
    ),
}
