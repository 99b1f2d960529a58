import { assumed, assumedUnchecked, documented, fidelity } from '../behaviour';

const GUIDE = 'IAM user guide';

/** What is known of the decisions on a call; IAM's own operations are moto's. */
export const identityFidelity = fidelity(
  'AWS IAM: decisions',
  'Every call is signed, and decided by the policies that IAM’s operations keep.',
  ['Signature', 'Decision', 'Conditions', 'Boundaries', 'Access keys'],
  {
    Signature: [
      documented('Signature version 4, in headers, in the query and in chunks; 15 minutes of drift.', GUIDE),
    ],
    Decision: [
      documented(
        'Deny wins; identity policies, boundaries, session policies, policies of buckets, keys, topics, queues, secrets and functions.',
        GUIDE,
      ),
      documented(
        'A resource that allows a session itself, a user, or everybody is limited by no boundary and no session policy; one that allows a role is.',
        GUIDE,
      ),
      documented(
        'A key whose policy neither names the caller nor the account cannot be used.',
        'KMS developer guide',
      ),
      documented('Wildcards in the resource of a request are text.', GUIDE),
      assumed('The text for a call that no policy allows, and which kind of policy it names.', 'iam-denied'),
      assumedUnchecked(
        'What cannot be decided is denied: a policy that is not valid, an empty tag as a policy variable.',
        'AWS refuses such policies when they are put.',
      ),
      documented('A resource’s policy and a trust name a role by its ARN.', GUIDE, {
        differs:
          'On AWS a role that is made anew under its name is another one to them; here only its old sessions are dead.',
      }),
      documented('Grants of keys are kept, and allow nothing.', 'KMS developer guide', {
        differs: 'AWS allows what a grant says.',
      }),
      documented('Changes count at once.', GUIDE, { differs: 'AWS needs seconds to spread them.' }),
      assumedUnchecked(
        'Organizations’ policies do not exist.',
        'An account alone has none; a case cannot make an organization.',
      ),
      documented('The deployer may do everything that no policy of a resource denies.', GUIDE, {
        differs: 'On AWS the deployer is who you are.',
      }),
    ],
    Conditions: [
      documented('The global keys of principal, session, network, time and resource.', GUIDE, {
        differs:
          'Keys of VPCs, organizations and calling services are never there; aws:ViaAWSService is always false.',
      }),
      documented('aws:userid of a user is the id that IAM gave.', GUIDE, {
        differs: 'Ids of users have moto’s form here; AWS’s begin with AIDA.',
      }),
      documented('TLS is always true: loopback never leaves the machine.', GUIDE, {
        differs: 'AWS sees whether the call came over TLS.',
      }),
      documented('Tags of principals, sessions and resources.', GUIDE, {
        differs: 'Tags of buckets do not count, as on AWS without ABAC.',
      }),
      documented(
        'S3’s keys of listings, puts, tags, ACLs and signatures.',
        'Service Authorization Reference',
        {
          differs: 'The location in the body of CreateBucket is not read.',
        },
      ),
      documented(
        'A key that is missing fails a condition, unless it is negated, or asks if it exists.',
        GUIDE,
      ),
    ],
    Boundaries: [
      documented('Of users and roles. The policy must be there when the boundary is set.', GUIDE, {
        differs:
          'AWS also refuses to delete a policy that is a boundary; here its bearers may do nothing then.',
      }),
    ],
    'Access keys': [documented('Keys of users work from when they are made until they are removed.', GUIDE)],
  },
);
