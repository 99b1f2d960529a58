import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import { RESULTS } from '../harness/queries';
import { type Scene, someName, type Writer } from '../harness/writer';

async function readWorkGroup({ clients: { athena } }: FaultAccount, WorkGroup: string) {
  // Athena has one error for all: the text says whether there is one.
  const found = await athena.getWorkGroup({ WorkGroup }).catch((error: Error) => {
    if (/not found/i.test(error.message)) return null;
    throw error;
  });
  return found && (found.WorkGroup?.Description ?? '');
}

/** Makes, changes and removes work groups and named queries. */
export const savedQueryWriter: Writer = {
  name: 'saved queries',
  async step({ account, ledger, random }: Scene) {
    const { athena } = account.clients;
    const Description = `says ${random.below(1e6)}`;
    if (random.below(2)) {
      const Name = someName(random, 'faults-group', 5);
      const key = `work group/${Name}`;
      if (!ledger.isSettled(key)) return;
      const read = () => readWorkGroup(account, Name);
      if (ledger.value(key) === null)
        return ledger.change(key, read, Description, () =>
          athena.createWorkGroup({
            Name,
            Description,
            Configuration: { ResultConfiguration: { OutputLocation: `s3://${RESULTS}/` } },
          }),
        );
      return random.below(2)
        ? ledger.change(key, read, Description, () =>
            athena.updateWorkGroup({ WorkGroup: Name, Description }),
          )
        : ledger.change(key, read, null, () =>
            athena.deleteWorkGroup({ WorkGroup: Name, RecursiveDeleteOption: true }),
          );
    }
    const known = ledger.settled('named query/').filter((key) => ledger.value(key) !== null);
    if (known.length > 10) {
      const key = random.pick(known);
      const NamedQueryId = key.slice('named query/'.length);
      const read = () => readNamedQuery(account, NamedQueryId);
      return ledger.change(key, read, null, () => athena.deleteNamedQuery({ NamedQueryId }));
    }
    const made = await athena
      .createNamedQuery({ Name: Description, Database: 'faults', QueryString: 'SELECT 1' })
      .catch(() => undefined);
    const id = made?.NamedQueryId;
    if (id) ledger.keep(`named query/${id}`, Description, () => readNamedQuery(account, id));
  },
};

async function readNamedQuery({ clients: { athena } }: FaultAccount, NamedQueryId: string) {
  const found = await orNull(athena.getNamedQuery({ NamedQueryId }), 'InvalidRequestException');
  return found && (found.NamedQuery?.Name ?? null);
}
