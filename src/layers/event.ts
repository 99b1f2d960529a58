import type { LayerName } from './graph';

/** What happens to a layer, as it happens; times in milliseconds. */
export type DeployEvent =
  | { layer: LayerName; type: 'planning' }
  | { layer: LayerName; type: 'planned'; add: number; change: number; remove: number }
  | {
      layer: LayerName;
      type: 'resource';
      address: string;
      action: string;
      state: 'started' | 'running' | 'done' | 'failed';
      ms: number;
    }
  | { layer: LayerName; type: 'done'; outcome: Outcome }
  | { layer: LayerName; type: 'failed'; error: unknown };

/** How a layer ended. */
export interface Outcome {
  layer: LayerName;
  /** `unchanged`: the plan was empty, and nothing was applied. */
  result: 'applied' | 'unchanged' | 'destroyed';
  add: number;
  change: number;
  remove: number;
  /** Things that were in the account, of an interrupted run, and that the state has now. */
  adopted?: number;
  ms: number;
}

export type Listener = (event: DeployEvent) => void;
