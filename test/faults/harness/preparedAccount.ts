import { afterAll, beforeAll } from 'vitest';
import { prepareSetting } from '../writers/setting';
import { FaultAccount } from './faultAccount';

/** An account for the tests of a file, started and with the setting of the writers; it is removed after them. */
export function preparedAccount(): FaultAccount {
  const account = FaultAccount.in();
  beforeAll(async () => {
    await account.start();
    await prepareSetting(account);
  });
  afterAll(() => account.remove());
  return account;
}
