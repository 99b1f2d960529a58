/**
 * The services that requests can be signed for, by their signing names, and the models (botocore's folders) that describe
 * them; several where services share a name. A name that is not here, letter by letter, is refused. IAM, STS and the
 * services of the lakehouse come first; the others are moto's.
 */
const NAMES = `
iam sts s3 kms sns sqs secretsmanager logs lambda athena glue lakeformation budgets monitoring=cloudwatch
tagging=resourcegroupstaggingapi resource-groups events scheduler states=stepfunctions ssm
account acm acm-pca apigateway=apigateway,apigatewayv2 appconfig application-autoscaling appmesh appsync autoscaling backup
batch ce cloudformation cloudfront cloudtrail codebuild codecommit codedeploy codepipeline cognito-identity cognito-idp
comprehend config databrew datasync dax directconnect dms ds dynamodb=dynamodb,dynamodbstreams ec2 ecr ecs
elasticfilesystem=efs eks elasticache elasticbeanstalk elasticloadbalancing=elb,elbv2 elasticmapreduce=emr emr-containers
emr-serverless es=opensearch,es firehose fsx glacier guardduty identitystore inspector2 iot kafka kinesis
kinesisanalytics=kinesisanalyticsv2 macie2 memorydb mq network-firewall organizations osis aoss=opensearchserverless
pipes polly quicksight ram rds rds-data redshift redshift-data route53 route53domains route53resolver s3tables s3vectors
sagemaker securityhub servicediscovery servicequotas=service-quotas ses=ses,sesv2 shield signer sso=sso-admin support
synthetics textract timestream=timestream-write,timestream-query transcribe transfer wafv2 workspaces xray
`;

const MODELS: ReadonlyMap<string, readonly string[]> = new Map(
  NAMES.trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', models = name] = entry.split('=');
      return [name, models.split(',')];
    }),
);

/** The models of a signing name; undefined for a name that is not exactly a known one. */
export const modelsOf = (signingName: string): readonly string[] | undefined => MODELS.get(signingName);
