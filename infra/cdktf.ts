/**
 * The only place where cdktf is imported. The project is archived; its community fork is a rename, so moving there is a
 * change of this file. Provider resources are imported by sub-path (`@cdktf/provider-aws/lib/<resource>`): the barrel
 * takes nine seconds and 1.4 GB.
 */
export {
  App,
  Aspects,
  LocalBackend,
  type TerraformElement,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
