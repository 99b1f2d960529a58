import { PROJECT, SANDBOX } from '../../infra/names';
import { compare } from '../inventory/compare';
import { describeItem } from '../inventory/item';
import { liveItems } from '../inventory/liveInventory';
import { stateItems } from '../inventory/states';
import { LAYERS, plan } from '../layers';
import { type ExitCheck, fail, pass } from './check';

/** So many things are named in the evidence. */
const NAMED = 5;
const some = (names: string[]): string =>
  names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ` and ${names.length - NAMED} more` : '');

/** Exit check 5: Terraform would change nothing, and nothing exists that Terraform did not make. */
export const iac: ExitCheck = {
  id: 5,
  name: '100 % IaC',
  async run({ target, as, signal }) {
    const states = await stateItems(target);
    if (states.length === 0) return fail('no layer has been deployed');
    const [plans, living] = await Promise.all([
      Promise.all(LAYERS.map(async (layer) => ({ layer, changes: await plan(layer, target, { signal }) }))),
      liveItems(target, as('deployer'), PROJECT),
    ]);
    const problems = plans
      .filter(({ changes }) => changes.length > 0)
      .map(
        ({ layer, changes }) =>
          `terraform plan of ${layer} would change ${some(changes.map((change) => `${change.address} (${change.actions.join(', ')})`))}`,
      );
    const { unmanaged, missing, data, managed } = compare(living, states, SANDBOX);
    if (unmanaged.length > 0) problems.push(`unmanaged: ${some(unmanaged.map(describeItem))}`);
    if (missing.length > 0)
      problems.push(`in a state, but not in the account: ${some(missing.map(describeItem))}`);
    const tables = data.length === 1 ? '1 table' : `${data.length} tables`;
    return problems.length > 0
      ? fail(problems.join('; '))
      : pass(
          `terraform plan of ${plans.length} layers shows 0 changes; ${managed.length} things in the account, 0 unmanaged (${tables} of ${SANDBOX} are data)`,
        );
  },
};
