import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct, IConstruct } from 'constructs';
import {
  Aspects,
  LocalBackend,
  type TerraformElement,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
} from './cdktf';
import { PROJECT } from './names';

/** The layers, in an order in which they can be deployed. */
export const LAYERS = ['foundation', 'catalog', 'query', 'governance', 'guards'] as const;
export type LayerName = (typeof LAYERS)[number];

/** Which account the templates are made for. */
export interface Environment {
  target: 'local' | 'aws';
  /** Twelve digits. */
  accountId: string;
  region: string;
  /** The principal that runs Terraform, by its ARN: the administrator of the data lake. */
  deployerArn: string;
  /** Where a layer's state is kept. */
  stateFile: (layer: LayerName) => string;
  /** Who gets the budget's alerts. */
  alertEmail: string;
  /** The settings of the data lake as they were before the lakehouse: Terraform's resource replaces all of them. */
  lakeSettings?: LakeSettings;
}

/** What is kept of an account's data lake settings; the default permissions are not, for they would open every new table. */
export interface LakeSettings {
  /** ARNs of principals. */
  admins: string[];
  readOnlyAdmins: string[];
  /** Account ids. */
  trustedResourceOwners: string[];
  allowExternalDataFiltering: boolean;
  allowFullTableExternalDataAccess: boolean;
  externalDataFilteringAllowList: string[];
  authorizedSessionTagValueList: string[];
}

/** One layer: a Terraform root of its own, with its own state. Values of other layers come in as props. */
export abstract class Layer extends TerraformStack {
  constructor(
    scope: Construct,
    readonly layer: LayerName,
    readonly environment: Environment,
  ) {
    super(scope, layer);
    new LocalBackend(this, { path: environment.stateFile(layer) });
    new AwsProvider(this, 'aws', {
      region: environment.region,
      // Credentials of another account fail here, before anything is made in it.
      allowedAccountIds: [environment.accountId],
      // The local account has one address for all buckets, so they are named in the path.
      ...(environment.target === 'local'
        ? {
            s3UsePathStyle: true,
            skipMetadataApiCheck: 'true',
            skipCredentialsValidation: true,
            skipRegionValidation: true,
          }
        : {}),
      defaultTags: [{ tags: { project: PROJECT, target: environment.target } }],
    });
    // Not a default tag, so that the provider is configured alike in all layers: then one running provider serves all.
    Aspects.of(this).add({ visit: (node: IConstruct) => tagWithLayer(node, layer) });
  }

  /** A construct's path as its address, `aws_s3_bucket.lake_bucket`: Terraform's messages are read by people, and siblings have different names. */
  protected override allocateLogicalId(element: TerraformElement): string {
    // Outputs that feed other layers are named after what they refer to, dots and all.
    return element.node.path
      .split('/')
      .slice(1)
      .join('_')
      .replace(/[^\w-]+/g, '_')
      .replace(/^(?=\d)/, '_');
  }

  /** A value that the library and the checks read with `terraform output`. */
  protected output(name: string, value: unknown): void {
    new TerraformOutput(this, `output_${name}`, { value, staticId: false }).overrideLogicalId(name);
  }
}

/** Puts the tag `layer` on what can have tags. */
function tagWithLayer(node: IConstruct, layer: LayerName): void {
  if (!(node instanceof TerraformResource && 'tagsInput' in node)) return;
  const tagged = node as TerraformResource & {
    tags: Record<string, string>;
    tagsInput?: Record<string, string>;
  };
  tagged.tags = { ...tagged.tagsInput, layer };
}
