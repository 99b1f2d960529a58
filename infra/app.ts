import { App } from './cdktf';
import type { Environment } from './layer';
import { CatalogLayer } from './layers/catalog';
import { FoundationLayer } from './layers/foundation';
import { GovernanceLayer } from './layers/governance';
import { GuardsLayer } from './layers/guards';
import { QueryLayer } from './layers/query';

/** Writes the Terraform templates of all layers below `outdir/stacks/<layer>/cdk.tf.json`. The outputs of a layer feed the next ones. */
export function synthesize(environment: Environment, outdir: string): void {
  const app = new App({ outdir, skipValidation: true });
  const { buckets, roles, dataAccessRole, keyArn } = new FoundationLayer(app, environment);
  new CatalogLayer(app, environment, { buckets, roles, dataAccessRole });
  new QueryLayer(app, environment, { buckets, keyArn });
  new GovernanceLayer(app, environment, { roles });
  new GuardsLayer(app, environment, { buckets, roles, keyArn });
  app.synth();
}
