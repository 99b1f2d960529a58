import { PROJECT } from '../../infra/names';
import type { Clients } from '../target/clients';
import type { Target } from '../target/target';

/** A thing of the template that exists in the account and is in no state, and the id that `terraform import` wants. */
export interface Adoption {
  address: string;
  id: string;
}

type Config = Record<string, unknown>;
type Resources = Record<string, Record<string, Config>>;

interface Place {
  clients: Clients;
  target: Pick<Target, 'accountId' | 'region'>;
  layer: string;
}

/** Looks for a thing as the template describes it. @returns its id for `terraform import`; undefined when it is not there */
type Finder = (config: Config, place: Place) => Promise<string | undefined>;

/**
 * What an unfinished run left behind: things of a layer's template that the account has, but not the state. Terraform
 * writes a thing down when it is made; a kill in between leaves one that it would try to make again, for ever.
 *
 * Types that are missing below are put, not made (policies, alarms, the dashboard, grants): to make them again is no
 * error and leaves nothing.
 */
export async function findAdoptions(
  template: { resource?: Resources },
  inState: ReadonlySet<string>,
  place: Place,
): Promise<Adoption[]> {
  const resources = template.resource ?? {};
  const wanted = Object.entries(resources).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, config]) => ({ type, address: `${type}.${name}`, config })),
  );
  const found = await Promise.all(
    wanted
      .filter(({ type, address }) => type in FINDERS && !inState.has(address))
      .map(async ({ type, address, config }) => {
        const id = await unlessMissing(() => FINDERS[type]!(resolved(config, resources), place));
        return id === undefined ? [] : [{ address, id }];
      }),
  );
  // Terraform imports what others need first: parents come before children in the template's order of types.
  const order = Object.keys(FINDERS);
  const rank = ({ address }: Adoption) => order.indexOf(address.split('.')[0]!);
  return found.flat().sort((a, b) => rank(a) - rank(b));
}

/** References to other things of the template, `${aws_glue_catalog_database.lakehouse.name}`, as what those say. */
function resolved(config: Config, resources: Resources): Config {
  const value = (text: string): unknown => {
    const [, type, name, attribute] = /^\$\{(\w+)\.([\w-]+)\.(\w+)\}$/.exec(text) ?? [];
    return type ? resources[type]?.[name!]?.[attribute!] : text;
  };
  return Object.fromEntries(
    Object.entries(config).map(([key, given]) => [key, typeof given === 'string' ? value(given) : given]),
  );
}

/** AWS's ways to say that a thing is not there. */
const MISSING = /NotFound|NoSuch|does not exist|is not found/i;

async function unlessMissing<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    const { name, message } = error as Error;
    if (MISSING.test(name) || MISSING.test(message)) return undefined;
    throw error;
  }
}

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`not a name: ${JSON.stringify(value)}`);
  return value;
};

/** Parents before children. The ids are those of the provider's documentation, section "Import" of each resource. */
const FINDERS: Record<string, Finder> = {
  aws_kms_key: async (_, { clients, layer }) => {
    const { ListKeysCommand, ListResourceTagsCommand, DescribeKeyCommand } = await import(
      '@aws-sdk/client-kms'
    );
    const kms = await clients.kms();
    // A key has no name; the tags come with it.
    for (let Marker: string | undefined; ; ) {
      const { Keys = [], NextMarker } = await kms.send(new ListKeysCommand({ Marker }));
      for (const { KeyId } of Keys) {
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
        if (KeyMetadata?.KeyManager !== 'CUSTOMER' || KeyMetadata.KeyState !== 'Enabled') continue;
        const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId }));
        const tag = (key: string) => Tags.find(({ TagKey }) => TagKey === key)?.TagValue;
        if (tag('project') === PROJECT && tag('layer') === layer) return KeyId;
      }
      if (!NextMarker) return undefined;
      Marker = NextMarker;
    }
  },
  aws_kms_alias: async ({ name }, { clients }) => {
    const { DescribeKeyCommand } = await import('@aws-sdk/client-kms');
    await (await clients.kms()).send(new DescribeKeyCommand({ KeyId: text(name) }));
    return text(name);
  },
  aws_s3_bucket: async ({ bucket }, { clients, target }) => {
    const { HeadBucketCommand } = await import('@aws-sdk/client-s3');
    const owned = { Bucket: text(bucket), ExpectedBucketOwner: target.accountId };
    await (await clients.s3()).send(new HeadBucketCommand(owned));
    return text(bucket);
  },
  aws_iam_role: async ({ name }, { clients }) => {
    const { GetRoleCommand } = await import('@aws-sdk/client-iam');
    await (await clients.iam()).send(new GetRoleCommand({ RoleName: text(name) }));
    return text(name);
  },
  aws_iam_policy: async ({ name }, { clients, target }) => {
    const { GetPolicyCommand } = await import('@aws-sdk/client-iam');
    const PolicyArn = `arn:aws:iam::${target.accountId}:policy/${text(name)}`;
    await (await clients.iam()).send(new GetPolicyCommand({ PolicyArn }));
    return PolicyArn;
  },
  aws_glue_catalog_database: async ({ name }, { clients, target }) => {
    const { GetDatabaseCommand } = await import('@aws-sdk/client-glue');
    await (await clients.glue()).send(new GetDatabaseCommand({ Name: text(name) }));
    return `${target.accountId}:${text(name)}`;
  },
  aws_glue_catalog_table: async ({ name, database_name }, { clients, target }) => {
    const { GetTableCommand } = await import('@aws-sdk/client-glue');
    const named = { DatabaseName: text(database_name), Name: text(name) };
    await (await clients.glue()).send(new GetTableCommand(named));
    return `${target.accountId}:${named.DatabaseName}:${named.Name}`;
  },
  aws_athena_workgroup: async ({ name }, { clients }) => {
    const { GetWorkGroupCommand } = await import('@aws-sdk/client-athena');
    await (await clients.athena()).send(new GetWorkGroupCommand({ WorkGroup: text(name) }));
    return text(name);
  },
  aws_athena_named_query: async ({ name, workgroup }, { clients }) => {
    const { BatchGetNamedQueryCommand, ListNamedQueriesCommand } = await import('@aws-sdk/client-athena');
    const athena = await clients.athena();
    const { NamedQueryIds = [] } = await athena.send(
      new ListNamedQueriesCommand({ WorkGroup: text(workgroup), MaxResults: 50 }),
    );
    if (NamedQueryIds.length === 0) return undefined;
    const { NamedQueries } = await athena.send(new BatchGetNamedQueryCommand({ NamedQueryIds }));
    return NamedQueries?.find((query) => query.Name === name)?.NamedQueryId;
  },
  aws_budgets_budget: async ({ name }, { clients, target }) => {
    const { DescribeBudgetCommand } = await import('@aws-sdk/client-budgets');
    const { accountId: AccountId } = target;
    await (await clients.budgets()).send(new DescribeBudgetCommand({ AccountId, BudgetName: text(name) }));
    return `${AccountId}:${text(name)}`;
  },
  aws_budgets_budget_action: async ({ budget_name }, { clients, target }) => {
    const { DescribeBudgetActionsForBudgetCommand } = await import('@aws-sdk/client-budgets');
    const { accountId: AccountId } = target;
    const { Actions = [] } = await (await clients.budgets()).send(
      new DescribeBudgetActionsForBudgetCommand({ AccountId, BudgetName: text(budget_name) }),
    );
    return Actions[0] && `${AccountId}:${Actions[0].ActionId}:${text(budget_name)}`;
  },
};
