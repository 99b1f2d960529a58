import { assumedUnchecked, fidelity } from '../behaviour';

const BY_MOTO = 'It is checked in moto’s own project; here, the layers’ plans and applies stand on it.';

/** What is known of the services that moto answers. */
export const motoFidelity = fidelity(
  'All other services, by moto',
  'IAM, KMS, SNS, CloudWatch, settings of buckets and the rest are answered by moto, a well-kept library; the local account adds signatures, IAM’s decisions and durability, and makes moto’s requests from the claims that were decided on.',
  ['Every operation'],
  {
    'Every operation': [
      assumedUnchecked('What moto implements, as it implements it.', BY_MOTO, {
        differs: 'Metrics come only from queries here; alarms do not watch, and topics send no e-mail.',
      }),
      assumedUnchecked('What moto does not have answers 4xx and says so; nothing is made up.', BY_MOTO, {
        differs: 'AWS has all of its operations.',
      }),
      assumedUnchecked(
        'Operations whose resources are not listed here, such as those of EventBridge, DynamoDB and SSM, are for administrators.',
        BY_MOTO,
        { differs: 'AWS decides on each by its resources.' },
      ),
      assumedUnchecked('SQS is asked in JSON.', BY_MOTO, { differs: 'AWS also takes forms.' }),
      assumedUnchecked('Policies within users, groups and roles are of version 2012-10-17.', BY_MOTO, {
        differs: 'AWS also takes version 2008-10-17, and policies without a version.',
      }),
      assumedUnchecked('The words of moto’s refusals.', BY_MOTO),
    ],
  },
);
