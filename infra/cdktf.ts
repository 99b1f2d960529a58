/** The only place that names the framework, so that a change to a fork of it is a change of these two lines. */
export { App, LocalBackend, type TerraformElement, TerraformOutput, TerraformStack } from 'cdktf';
export { Construct } from 'constructs';
