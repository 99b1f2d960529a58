import { assumed, assumedUnchecked, documented, fidelity } from '../behaviour';

const GUIDE = 'IAM user guide';

/** What is known of the decisions on a call; IAM's own operations are moto's. */
export const identityFidelity = fidelity(
  'AWS IAM: decisions',
  'Every call is signed, and decided by the policies that IAM’s operations keep.',
  ['Signature', 'Decision', 'Access keys'],
  {
    Signature: [
      documented('Signature version 4, in headers, in the query and in chunks; 15 minutes of drift.', GUIDE),
    ],
    Decision: [
      documented(
        'Deny wins; identity policies, boundaries, session policies, policies of buckets and keys.',
        GUIDE,
      ),
      assumed('The text for a call that no policy allows.', 'iam-denied'),
      documented('Changes count at once.', GUIDE, { differs: 'AWS needs seconds to spread them.' }),
      documented(
        'Conditions see few keys: TLS (always true here), principal, time, and those of S3’s listings.',
        GUIDE,
        {
          differs: 'AWS fills every key of the request.',
        },
      ),
      assumedUnchecked(
        'Organizations’ policies do not exist.',
        'An account alone has none; a case cannot make an organization.',
      ),
      documented('The deployer may do everything that no policy of a bucket or a key denies.', GUIDE, {
        differs: 'On AWS the deployer is who you are.',
      }),
    ],
    'Access keys': [documented('Keys of users work from when they are made until they are removed.', GUIDE)],
  },
);
