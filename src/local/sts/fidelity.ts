import { assumed, assumedUnchecked, documented, fidelity } from '../behaviour';
import { STS_OPERATIONS } from './sts';

const API = 'STS API reference';
const GUIDE = 'IAM user guide';

/** What is known of STS's operations. */
export const stsFidelity = fidelity(
  'AWS STS',
  'Answered here. Federation (SAML, web identity, federation tokens) is not there: it answers 4xx.',
  STS_OPERATIONS,
  {
    GetCallerIdentity: [documented('ARN, id and account of who asks; no right is needed.', API)],
    AssumeRole: [
      documented(
        'The role’s trust is its resource policy, with all its conditions; a trust in the account asks the caller’s policies too.',
        GUIDE,
      ),
      documented('15 minutes to the role’s maximum; one hour when a session asks.', API),
      documented('Inline and managed session policies, 50 tags, transitive tags, a source identity.', API),
      documented('Tags need sts:TagSession, a source identity sts:SetSourceIdentity.', GUIDE),
      assumed('A missing role and one that does not trust answer alike.', 'sts-assume-role'),
      assumed('Texts for a session name and a duration that are none.', 'sts-assume-role'),
      assumedUnchecked(
        'Policies of a session are as large as their text; tags take no room.',
        'AWS packs them in a way that it does not tell.',
      ),
      documented('A managed session policy counts as it is when a call is made.', API, {
        differs: 'AWS does not tell whether it is kept as it was.',
      }),
      documented('Nobody has a device: a call with a code of one is refused.', API, {
        differs: 'AWS checks the code.',
      }),
    ],
    GetSessionToken: [
      documented(
        'Not with a session’s credentials; the session has the rights of the user, but without a device it does not reach IAM.',
        API,
      ),
    ],
  },
);
