import type { Call, Operations } from './call';
import type { Authorization } from './claim/authorization';
import type { AwsError } from './errors';
import type { HttpRequest, HttpResponse } from './http';
import type { Forward } from './s3/s3Operation';

/** A service whose operations are answered here and speak JSON. */
export interface JsonService {
  /** The signing name, and the prefix of its IAM actions: `athena`, `glue`, `lakeformation`, `budgets`. */
  name: string;
  operations: Operations;
  /** The name in IAM of an operation's action, after the prefix, where it is not the operation's own (Service Authorization Reference). */
  action?(operation: string): string;
  /** The ARN (or ARNs, all must be allowed) that IAM decides on for an operation; `*` where AWS has no resource for it. */
  resources(
    operation: string,
    input: Record<string, unknown>,
    call: Pick<Call, 'account' | 'region'>,
  ): string[];
  /** The error for an input that the service's model does not allow. @param message all violations, in AWS's words */
  invalid(message: string): AwsError;
  /** What its operations check themselves, in the service's own words: `CreateWorkGroup configuration.engineVersion`. */
  ownChecks?: RegExp;
  /** Names members of an error body that all errors of the service carry (Athena's AthenaErrorCode). */
  errorBody?(code: string, message: string): Record<string, unknown>;
}

/** S3: it has its own protocol, so it gets the request itself. */
export interface S3Service {
  /** The IAM actions and resources that a request needs, before it is run: `s3:GetObject` on `arn:aws:s3:::b/k`. */
  authorization(request: HttpRequest): Authorization[];
  /** Answers objects here and hands bucket settings to `forward`. AwsError is put into S3's XML by the gateway. */
  handle(request: HttpRequest, call: Call, forward: Forward): Promise<HttpResponse>;
}
