import {
  deploy as deployLayer,
  destroyLayers,
  LAYERS,
  type LayerName,
  type Listener,
  managedThings,
  type Outcome,
  planThings,
  type ThingChange,
} from '../layers';
import { DeployProgress } from './deployView';
import { show, showLive, shown } from './display';
import { stoppable } from './interrupt';
import { planView } from './planView';
import { target } from './session';

/** The layers of the lakehouse, as a notebook works with them. */
export const layers = {
  /** In an order in which they can be deployed. */
  names: LAYERS,

  /** Deploys one layer, and shows what happens to each of its things. @throws CliError, TerraformFailed */
  async deploy(layer: LayerName): Promise<void> {
    const account = await target({ create: true });
    await live((on, signal) => deployLayer(layer, account, on, { signal }));
  },

  /** What Terraform would change now, as a diff. @throws TerraformFailed */
  async plan(layer: LayerName): Promise<ThingChange[]> {
    const account = await target({ create: true });
    const changes = await stoppable((signal) => planThings(layer, account, { signal }));
    show(planView(layer, changes));
    return shown(changes, `${changes.length} changes: .address, .action, .attributes`);
  },

  /** What Terraform would make if nothing of the layer were there. @throws TerraformFailed */
  async preview(layer: LayerName): Promise<ThingChange[]> {
    const account = await target({ create: true });
    const changes = await stoppable((signal) => planThings(layer, account, { signal, fromNothing: true }));
    show(planView(layer, changes));
    return shown(changes, `${changes.length} changes: .address, .action, .attributes`);
  },

  /** Destroys layers with all that stands on them; all layers by default. Their data goes too. @throws TerraformFailed */
  async destroy(...wanted: LayerName[]): Promise<void> {
    const account = await target();
    await live((on, signal) => destroyLayers(wanted.length > 0 ? wanted : LAYERS, account, on, { signal }));
  },

  /** The addresses of what the layer's state holds. */
  async things(layer: LayerName): Promise<string[]> {
    return managedThings(layer, await target());
  },
};

async function live(
  work: (on: Listener, signal: AbortSignal) => Promise<Outcome | Outcome[]>,
): Promise<void> {
  const progress = new DeployProgress();
  const view = showLive({ text: '' });
  await stoppable((signal) =>
    work((event) => {
      progress.on(event);
      view.update(progress.view());
    }, signal),
  );
}
