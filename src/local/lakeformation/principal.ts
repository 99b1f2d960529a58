import type { DataLakePrincipal } from '@aws-sdk/client-lakeformation';
import { AwsError } from '../errors';

/** The virtual group of all whom IAM lets in: what it holds, Lake Formation leaves to IAM alone. */
export const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

const PRINCIPAL_FORMATS = [
  /^IAM_ALLOWED_PRINCIPALS$/,
  /^\d{12}$/,
  /^\d{12}:IAMPrincipals$/,
  /^arn:aws[\w-]*:iam::\d{12}:(user|role|federated-user)\/[\w+=,.@/-]+$/,
  /^arn:aws[\w-]*:iam::\d{12}:(root|saml-provider\/.+)$/,
  /^arn:aws[\w-]*:(organizations|identitystore|quicksight):.+$/,
];

/**
 * The identifier of a principal as grants name it.
 * @throws AwsError InvalidInputException when it is none, such as the ARN of a session (grants name its role)
 */
export function principalOf(principal: DataLakePrincipal | undefined): string {
  const id: unknown = principal?.DataLakePrincipalIdentifier;
  if (typeof id === 'string' && PRINCIPAL_FORMATS.some((format) => format.test(id))) return id;
  throw new AwsError('InvalidInputException', `Invalid principal format, ${id ?? null}`);
}

/** The principals whose grants count for `grantee`: its own, those of its account's group, and those of IAM's group. */
export function principalsOf(grantee: string): string[] {
  const account = /^arn:aws[\w-]*:\w+::(\d{12}):/.exec(grantee)?.[1];
  return account ? [grantee, `${account}:IAMPrincipals`] : [grantee];
}
