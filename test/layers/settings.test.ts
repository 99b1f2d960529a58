import { expect, test } from 'vitest';
import { carriedOn } from '../../src/layers/settings';

test('the default permissions are not carried on, nor are roles of an earlier lakehouse', () => {
  const principal = (arn: string) => ({ DataLakePrincipalIdentifier: arn });
  const carried = carriedOn({
    DataLakeAdmins: [
      principal('arn:aws:iam::123456789012:role/boss'),
      principal('arn:aws:iam::123456789012:role/lakehouse-steward'),
    ],
    ReadOnlyAdmins: [principal('arn:aws:iam::123456789012:role/auditor')],
    CreateTableDefaultPermissions: [{ Principal: principal('IAM_ALLOWED_PRINCIPALS'), Permissions: ['ALL'] }],
    TrustedResourceOwners: ['210987654321'],
    AllowExternalDataFiltering: true,
  });
  expect(carried).toEqual({
    admins: ['arn:aws:iam::123456789012:role/boss'],
    readOnlyAdmins: ['arn:aws:iam::123456789012:role/auditor'],
    trustedResourceOwners: ['210987654321'],
    allowExternalDataFiltering: true,
    allowFullTableExternalDataAccess: false,
    externalDataFilteringAllowList: [],
    authorizedSessionTagValueList: [],
  });
});
