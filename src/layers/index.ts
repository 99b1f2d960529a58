/** The layer graph and Terraform: what the command, the checks and the notebooks call. */
export { acceleratorStatus, stopAccelerator } from './accelerator/accelerator';
export {
  type Deployment,
  type DeployOptions,
  deploy,
  deployAll,
  destroyAll,
  destroyLayers,
  startDeployment,
} from './deploy';
export type { DeployEvent, Listener, Outcome } from './event';
export { outcomeInWords, plannedInWords } from './formatOutcome';
export { LAYERS, type LayerName, withNeeds } from './graph';
export { openLayers } from './openLayers';
export { outputs } from './outputs';
export { type Change, plan, planThings } from './plan';
export type { ThingChange } from './planned';
export { TerraformFailed } from './terraform/run';
export { isDeployed, managedThings, stateFile } from './workspace';
