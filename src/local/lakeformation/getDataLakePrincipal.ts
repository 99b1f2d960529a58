import type {
  GetDataLakePrincipalCommandInput,
  GetDataLakePrincipalResponse,
} from '@aws-sdk/client-lakeformation';
import type { Operation } from '../call';

/** Who the caller is to Lake Formation. */
export const getDataLakePrincipal: Operation<
  GetDataLakePrincipalCommandInput,
  GetDataLakePrincipalResponse
> = async (_input, call) => ({ Identity: call.principal.arn });
