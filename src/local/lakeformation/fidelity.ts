import { assumed, assumedUnchecked, documented, fidelity, measured } from '../behaviour';
import { lakeFormationService } from './service';

const MODEL = "Lake Formation's service model";
const GUIDE = 'Lake Formation developer guide';
const OBSERVED = 'observed on real accounts, in public reports';
const PROVIDER = 'texts that the Terraform provider waits for';

/** What is known of Lake Formation's operations. What hidden columns do to queries is told with the SQL. */
export const lakeFormationFidelity = fidelity(
  'AWS Lake Formation',
  'Answered and enforced here. Tags, data cells filters, opt-ins (hybrid mode), sharing with other accounts and vended credentials are not there: they answer 4xx. What was granted counts at once.',
  Object.keys(lakeFormationService.operations),
  {
    GetDataLakeSettings: [
      documented('A fresh account opens all new objects to IAM_ALLOWED_PRINCIPALS.', GUIDE),
    ],
    PutDataLakeSettings: [
      documented('Replaces everything, the administrators too; at most 30 of them.', GUIDE),
      measured('Only ALL or nothing to IAM_ALLOWED_PRINCIPALS can be a default, and the text for all else.', {
        source: OBSERVED,
      }),
      assumedUnchecked(
        'Which members are there when nothing was ever put.',
        'A case would have to empty the settings of somebody’s account.',
      ),
    ],
    RegisterResource: [
      documented('Registered twice: AlreadyExistsException.', MODEL),
      assumed(
        'Its text, and those for a missing role and for an ARN that is none.',
        'lake-formation-locations',
      ),
      documented('The role is kept and not used: the local account reads its own objects.', GUIDE, {
        differs: 'AWS reads with the role, so a role without rights makes every query fail.',
      }),
    ],
    DescribeResource: [
      assumed('A location that is not registered is refused with its text.', 'lake-formation-locations'),
      assumed('Which members a registration has.', 'lake-formation-locations'),
    ],
    UpdateResource: [documented('The role is replaced.', MODEL)],
    DeregisterResource: [
      documented('From then on IAM alone decides on what lies there.', GUIDE),
      assumed('A location that is not registered is refused with its text.', 'lake-formation-locations'),
    ],
    ListResources: [documented('Filters by ARN, role and time.', MODEL)],
    GrantPermissions: [
      documented('Which permissions there are on which resource.', GUIDE),
      measured('What does not fit: `Permissions modification is invalid.`', { source: OBSERVED }),
      measured(
        'Without the right, or without the object: `Resource does not exist or requester is not authorized to access requested permissions.`',
        { source: OBSERVED },
      ),
      assumed('What is refused, member by member.', 'lake-formation-grant-refusals'),
      documented('The grant option on columns needs an include list.', GUIDE),
      documented('An exclude list covers columns that are added later, an include list does not.', GUIDE, {
        differs:
          'AWS goes by names. Here the columns of an Iceberg table are granted by what their names stand for: a rename shows nothing, and an included name counts for its column alone until it is granted anew.',
      }),
      documented('Granting what is held already changes nothing.', GUIDE),
      documented('A principal need not exist.', GUIDE, {
        differs: 'AWS looks for the principal, and knows a new role only after a while.',
      }),
    ],
    RevokePermissions: [
      measured(
        'What is not held: `No permissions revoked. Grantee has no permissions…`, or which are missing.',
        {
          source: PROVIDER,
        },
      ),
      assumed('Both texts whole.', 'lake-formation-revoke-refusals'),
      measured('Grants go by names: they outlive the table.', { source: OBSERVED }),
    ],
    BatchGrantPermissions: [
      documented('Up to 20 entries; what fails is told by entry, and the call succeeds.', MODEL),
      assumed('Two entries with one id are refused.', 'lake-formation-grant-refusals'),
    ],
    BatchRevokePermissions: [
      documented('Up to 20 entries; what fails is told by entry, and the call succeeds.', MODEL),
    ],
    ListPermissions: [
      documented('TableWithColumns cannot be the filter: list by table.', MODEL),
      measured('SELECT on a table comes back as a column wildcard, the other permissions as the table’s.', {
        source: 'the Terraform provider reads it so',
      }),
      assumed('A grant of several permissions, read back whole.', 'lake-formation-read-back'),
    ],
    GetEffectivePermissionsForPath: [
      documented('Grants on the location, and on databases and tables below it.', GUIDE),
      assumed('Which of them a table’s creator is told.', 'lake-formation-read-back'),
    ],
    GetDataLakePrincipal: [
      assumedUnchecked(
        'The caller’s own ARN: of a session, the session’s.',
        'The answer is the name of the person who asks, which is not recorded.',
      ),
    ],
  },
);
