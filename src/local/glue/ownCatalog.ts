import type { Operations } from '../call';
import { AwsError } from '../errors';

/**
 * The account has one catalog, its own: an operation that names another one finds nothing there.
 * @throws AwsError EntityNotFoundException, before the operation does anything
 */
export function withOwnCatalog(operations: Operations): Operations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]): [string, Operations[string]] => [
      name,
      async (input: { CatalogId?: unknown }, call) => {
        if (input.CatalogId !== undefined && input.CatalogId !== null && input.CatalogId !== call.account.id)
          throw new AwsError('EntityNotFoundException', `Catalog ${input.CatalogId} not found.`);
        return operation(input, call);
      },
    ]),
  );
}
