/** The layer graph and Terraform: what the command, the checks and the notebooks call. */
export { acceleratorStatus, stopAccelerator } from './accelerator/accelerator';
export {
  type Deployment,
  type DeployOptions,
  deploy,
  deployAll,
  destroyAll,
  startDeployment,
} from './deploy';
export type { DeployEvent, Listener, Outcome } from './event';
export { LAYERS, type LayerName } from './graph';
export { outputs } from './outputs';
export { type Change, plan } from './plan';
export { TerraformFailed } from './terraform/run';
export { isDeployed, stateFile } from './workspace';
