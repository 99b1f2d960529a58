import {
  deploy as deployLayer,
  destroyLayers,
  LAYERS,
  type LayerName,
  managedThings,
  type Outcome,
  planThings,
  type ThingChange,
} from '../layers';
import { DeployProgress } from './deployView';
import { show, showLive } from './display';
import { planView } from './planView';
import { target } from './session';

/** The layers of the lakehouse, as a notebook works with them. */
export const layers = {
  /** In an order in which they can be deployed. */
  names: LAYERS,

  /** Deploys one layer, and shows what happens to each of its things. @throws CliError, TerraformFailed */
  async deploy(layer: LayerName): Promise<void> {
    const account = await target({ create: true });
    await live((on) => deployLayer(layer, account, on));
  },

  /** What Terraform would change now, as a diff. @throws TerraformFailed */
  async plan(layer: LayerName): Promise<ThingChange[]> {
    const account = await target({ create: true });
    const changes = await planThings(layer, account);
    show(planView(layer, changes));
    return changes;
  },

  /** What Terraform would make if nothing of the layer were there. @throws TerraformFailed */
  async preview(layer: LayerName): Promise<ThingChange[]> {
    const account = await target({ create: true });
    const changes = await planThings(layer, account, { fromNothing: true });
    show(planView(layer, changes));
    return changes;
  },

  /** Destroys layers with all that stands on them; all layers by default. Their data goes too. @throws TerraformFailed */
  async destroy(...wanted: LayerName[]): Promise<void> {
    const account = await target();
    await live((on) => destroyLayers(wanted.length > 0 ? wanted : LAYERS, account, on));
  },

  /** The addresses of what the layer's state holds. */
  async things(layer: LayerName): Promise<string[]> {
    return managedThings(layer, await target());
  },
};

async function live(
  work: (on: Parameters<typeof deployLayer>[2]) => Promise<Outcome | Outcome[]>,
): Promise<void> {
  const progress = new DeployProgress();
  const view = showLive({ text: '' });
  await work((event) => {
    progress.on(event);
    view.update(progress.view());
  });
}
