import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import { type Scene, someName, type Writer } from '../harness/writer';

async function readDatabase({ clients: { glue } }: FaultAccount, Name: string) {
  const found = await orNull(glue.getDatabase({ Name }), 'EntityNotFoundException');
  return found && { description: found.Database?.Description ?? null };
}

/** A table and all of its versions, newest first. */
async function readVersions({ clients: { glue } }: FaultAccount, DatabaseName: string, TableName: string) {
  const found = await orNull(glue.getTableVersions({ DatabaseName, TableName }), 'EntityNotFoundException');
  return found && (found.TableVersions ?? []).map(({ Table }) => `${Table?.VersionId} ${Table?.Description}`);
}

const HOME = 'faults_catalog';
const MOST_VERSIONS = 6;

/** Makes, changes and removes Glue databases, and tables with their versions. */
export const catalogWriter: Writer = {
  name: 'catalog',
  async step({ account, ledger, random }: Scene) {
    const { glue } = account.clients;
    const description = String(random.below(1e6));
    if (random.below(3) === 0 || !ledger.value(`database/${HOME}`)) {
      const Name = ledger.value(`database/${HOME}`)
        ? someName(random, 'faults_db', 6).replace('-', '_')
        : HOME;
      const key = `database/${Name}`;
      if (!ledger.isSettled(key)) return;
      const read = () => readDatabase(account, Name);
      const DatabaseInput = { Name, Description: description };
      if (!ledger.value(key))
        return ledger.change(key, read, { description }, () => glue.createDatabase({ DatabaseInput }));
      return random.below(2) && Name !== HOME
        ? ledger.change(key, read, null, () => glue.deleteDatabase({ Name }))
        : ledger.change(key, read, { description }, () => glue.updateDatabase({ Name, DatabaseInput }));
    }
    const Name = someName(random, 'entry', 6).replace('-', '_');
    const key = `entry/${Name}`;
    if (!ledger.isSettled(key)) return;
    const read = () => readVersions(account, HOME, Name);
    const TableInput = {
      Name,
      Description: description,
      Parameters: { classification: 'csv' },
      StorageDescriptor: {
        Columns: [{ Name: 'a', Type: 'string' }],
        Location: `s3://faults-nothing/${Name}/`,
      },
    };
    const versions = ledger.value<string[]>(key);
    if (!versions)
      return ledger.change(key, read, [`0 ${description}`], () =>
        glue.createTable({ DatabaseName: HOME, TableInput }),
      );
    if (versions.length >= MOST_VERSIONS)
      return ledger.change(key, read, null, () => glue.deleteTable({ DatabaseName: HOME, Name }));
    return ledger.change(key, read, [`${versions.length} ${description}`, ...versions], () =>
      glue.updateTable({ DatabaseName: HOME, TableInput }),
    );
  },
};
