import type { Permission } from '@aws-sdk/client-lakeformation';
import { AwsError } from '../errors';
import { type Change, modificationInvalid } from './grantedResource';
import { ALL_COLUMNS, type ColumnList, type Grant, isAllColumns } from './grants';
import { DATABASE_PERMISSIONS, TABLE_PERMISSIONS } from './permissions';

/**
 * What is left of a principal's grants on one object when changes are revoked; pure. Revoking one permission of ALL
 * leaves the others; revoking ALL leaves nothing.
 *
 * @param held every grant of the principal on the object
 * @throws AwsError InvalidInputException `No permissions revoked. …` when any of it is not held, and
 *   `Permissions modification is invalid.` when columns are to be taken out of a SELECT that does not list them
 */
export function withoutChanges(held: Grant[], changes: Change[]): Grant[] {
  if (changes.some(({ permissions }) => permissions.includes('ALL'))) return withoutAll(held);
  const missing: Permission[] = [];
  let anythingHeld = false;
  let left = withoutShorthand(held);
  for (const change of changes) {
    const step =
      change.resource.kind === 'columns'
        ? withoutSelect(left, change.resource.columns, change)
        : withoutSimple(left, change);
    left = step.left;
    missing.push(...step.missing);
    anythingHeld ||= step.held;
  }
  if (!anythingHeld) throw nothingHeld();
  if (missing.length > 0) throw doesNotHave(missing);
  return left;
}

const nothingHeld = () =>
  new AwsError(
    'InvalidInputException',
    'No permissions revoked. Grantee has no permissions and no grantable permissions on resource.',
  );

const doesNotHave = (missing: Permission[]) =>
  new AwsError(
    'InvalidInputException',
    `No permissions revoked. Grantee does not have:[${[...new Set(missing)].join(', ')}]`,
  );

function withoutAll(held: Grant[]): Grant[] {
  if (held.length === 0) throw nothingHeld();
  if (!held.some(({ permissions }) => permissions.includes('ALL'))) throw doesNotHave(['ALL']);
  return [];
}

/** ALL written out, so that one of its permissions can be taken away. */
function withoutShorthand(held: Grant[]): Grant[] {
  return held.flatMap((grant) => {
    const { resource } = grant;
    if (!grant.permissions.includes('ALL') || (resource.kind !== 'table' && resource.kind !== 'database'))
      return [grant];
    const vocabulary = resource.kind === 'table' ? TABLE_PERMISSIONS : DATABASE_PERMISSIONS;
    const simple = vocabulary.filter((permission) => permission !== 'ALL' && permission !== 'SELECT');
    const grantAll = grant.grantable.includes('ALL');
    const parts: Grant[] = [
      { ...grant, permissions: simple, grantable: grantAll ? simple : grant.grantable },
    ];
    if (resource.kind === 'table')
      parts.push({
        ...grant,
        resource: { ...resource, kind: 'columns', columns: ALL_COLUMNS },
        permissions: ['SELECT'],
        grantable: grantAll ? ['SELECT'] : [],
      });
    return parts;
  });
}

interface Step {
  left: Grant[];
  missing: Permission[];
  held: boolean;
}

function withoutSimple(held: Grant[], change: Change): Step {
  const grant = held.find(({ resource }) => resource.kind === change.resource.kind);
  const optionOnly = change.grantable.filter((permission) => !change.permissions.includes(permission));
  return {
    left: held.flatMap((other) => (other === grant ? subtract(other, change) : [other])),
    missing: [
      ...change.permissions.filter((permission) => !grant?.permissions.includes(permission)),
      ...optionOnly.filter((permission) => !grant?.grantable.includes(permission)),
    ],
    held: grant !== undefined,
  };
}

function withoutSelect(held: Grant[], columns: ColumnList, change: Change): Step {
  if ('include' in columns) return withoutListed(held, columns.include, change);
  const matches = ({ resource }: Grant) =>
    resource.kind === 'columns' &&
    (isAllColumns(columns) ||
      ('exclude' in resource.columns && sameNames(resource.columns.exclude, columns.exclude)));
  const found = held.filter(matches);
  return {
    left: held.flatMap((grant) => (matches(grant) ? subtract(grant, change) : [grant])),
    missing: found.length > 0 ? [] : ['SELECT'],
    held: found.length > 0,
  };
}

/** Takes columns out of include lists; with the grant option alone, they move to the list that does not have it. */
function withoutListed(held: Grant[], columns: string[], change: Change): Step {
  const lists = held.flatMap(({ resource }) => (resource.kind === 'columns' ? [resource.columns] : []));
  const listed = lists.flatMap((list) => ('include' in list ? list.include : []));
  const unlisted = columns.filter((name) => !listed.includes(name));
  if (unlisted.some((name) => lists.some((list) => 'exclude' in list && !list.exclude.includes(name))))
    throw modificationInvalid();
  const left = held.flatMap((grant): Grant[] => {
    const { resource } = grant;
    if (resource.kind !== 'columns' || !('include' in resource.columns)) return [grant];
    const { include } = resource.columns;
    const part = (names: string[]): Grant => ({
      ...grant,
      resource: { ...resource, columns: { include: names } },
    });
    const kept = part(include.filter((name) => !columns.includes(name)));
    const taken = subtract(part(include.filter((name) => columns.includes(name))), change);
    return [kept, ...taken].filter(
      (rest) => rest.resource.kind !== 'columns' || !isEmptyList(rest.resource.columns),
    );
  });
  return { left, missing: unlisted.length > 0 ? ['SELECT'] : [], held: unlisted.length < columns.length };
}

function subtract(grant: Grant, change: Change): Grant[] {
  const permissions = grant.permissions.filter((permission) => !change.permissions.includes(permission));
  const grantable = grant.grantable.filter(
    (permission) => permissions.includes(permission) && !change.grantable.includes(permission),
  );
  return permissions.length === 0 ? [] : [{ ...grant, permissions, grantable }];
}

const isEmptyList = (columns: ColumnList): boolean => 'include' in columns && columns.include.length === 0;

const sameNames = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));
