import { assumedUnchecked, fidelity } from '../behaviour';

const BY_MOTO = 'It is checked in moto’s own project; here, the layers’ plans and applies stand on it.';

/** What is known of the services that moto answers. */
export const motoFidelity = fidelity(
  'All other services, by moto',
  'IAM, KMS, SNS, CloudWatch, settings of buckets and the rest are answered by moto, a well-kept library; the local account adds signatures, IAM’s decisions and durability.',
  ['Every operation'],
  {
    'Every operation': [
      assumedUnchecked('What moto implements, as it implements it.', BY_MOTO, {
        differs: 'Metrics come only from queries here; alarms do not watch, and topics send no e-mail.',
      }),
      assumedUnchecked('What moto does not have answers 4xx and says so; nothing is made up.', BY_MOTO, {
        differs: 'AWS has all of its operations.',
      }),
      assumedUnchecked('The words of moto’s refusals.', BY_MOTO),
    ],
  },
);
