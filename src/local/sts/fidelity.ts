import { assumed, documented, fidelity } from '../behaviour';
import { STS_OPERATIONS } from './sts';

const API = 'STS API reference';

/** What is known of STS's operations. */
export const stsFidelity = fidelity(
  'AWS STS',
  'Answered here. Federation (SAML, web identity, federation tokens) is not there: it answers 4xx.',
  STS_OPERATIONS,
  {
    GetCallerIdentity: [documented('ARN, id and account of who asks; no right is needed.', API)],
    AssumeRole: [
      documented(
        'The role must trust the caller; a trust in the account asks the caller’s policies too.',
        'IAM user guide',
      ),
      documented('15 minutes to the role’s maximum; one hour when a session asks.', API),
      assumed('A missing role and one that does not trust answer alike.', 'sts-assume-role'),
      assumed('Texts for a session name and a duration that are none.', 'sts-assume-role'),
      documented('Session tags, source identity and MFA are ignored.', API, {
        differs: 'AWS carries tags into conditions, and checks MFA.',
      }),
    ],
    GetSessionToken: [documented('Not with a session’s credentials.', API)],
  },
);
