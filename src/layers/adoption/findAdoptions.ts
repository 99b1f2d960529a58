import { PROJECT } from '../../../infra/names';
import { CliError } from '../../cliError';
import { type Config, FINDERS, type Found, type Place } from './finders';

/** A thing of the template that exists in the account and is in no state. */
export interface Adoption {
  /** In the template: `aws_s3_bucket.lake_bucket`. */
  address: string;
  /** What `terraform import` wants; undefined for a type that cannot be imported, and whose making is repeatable. */
  id: string | undefined;
  /** Of a Lake Formation location, the one type that cannot be imported. */
  arn?: string;
}

/** A thing of the account that has a name of the template's, and is not the project's. */
export interface Stranger {
  address: string;
  /** For people: `S3 bucket lakehouse-raw-…`. */
  name: string;
  why: string;
}

type Resources = Record<string, Record<string, Config>>;

/**
 * What the account has of a layer's template and the state does not: what an interrupted run left behind, or what a lost
 * state knew. Terraform writes a thing down when it is made; a kill in between leaves one that it would try to make
 * again, for ever. Whose a thing is, its tags say, or those of what it belongs to.
 */
export async function findAdoptions(
  template: { resource?: Resources },
  inState: ReadonlySet<string>,
  place: Place,
): Promise<{ ours: Adoption[]; strangers: Stranger[] }> {
  const resources = template.resource ?? {};
  const wanted = Object.entries(FINDERS).flatMap(([type, find]) =>
    Object.entries(resources[type] ?? {})
      .map(([name, config]) => ({ address: `${type}.${name}`, config, find }))
      .filter(({ address }) => !inState.has(address)),
  );
  const ours: Adoption[] = [];
  const strangers: Stranger[] = [];
  // In the finders' order, which has parents before children.
  const found = await Promise.all(
    wanted.map(({ config, find }) => unlessMissing(() => find(resolved(config, resources), place))),
  );
  for (const [i, { address }] of wanted.entries()) {
    const there: Found | undefined = found[i];
    if (!there) continue;
    if (there.stranger === undefined) ours.push({ address, id: there.id, arn: there.arn });
    else strangers.push({ address, name: there.name, why: there.stranger });
  }
  return { ours, strangers };
}

/** @throws CliError that names things in the lakehouse's way */
export function refuseStrangers(layer: string, strangers: readonly Stranger[]): void {
  if (strangers.length === 0) return;
  const list = strangers.map(({ name, why }) => `\n  ${name}: ${why}`).join('');
  throw new CliError(
    `Layer ${layer}: the account has things with the lakehouse's names that the lakehouse did not make:${list}\nNone of them was touched.`,
    `Remove or rename them. Or, if they are the lakehouse's own, put the tag project=${PROJECT} on them. Then run the same command again.`,
  );
}

/** References to other things of the template, `${aws_glue_catalog_database.lakehouse.name}`, as what those say. */
function resolved(config: Config, resources: Resources): Config {
  const value = (text: string): unknown => {
    const [, type, name, attribute] = /^\$\{(\w+)\.([\w-]+)\.(\w+)\}$/.exec(text) ?? [];
    return type && name && attribute ? resources[type]?.[name]?.[attribute] : text;
  };
  return Object.fromEntries(
    Object.entries(config).map(([key, given]) => [key, typeof given === 'string' ? value(given) : given]),
  );
}

/** AWS's ways to say that a thing is not there. */
const MISSING = /NotFound|NoSuch|ResourceNotFound|does not exist|is not found/i;

async function unlessMissing<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    const { name, message } = error as Error;
    if (MISSING.test(name) || MISSING.test(message)) return undefined;
    throw error;
  }
}
