import { expect, test } from 'vitest';
import type { Input } from '../../../../src/local/claim/resources/serviceResources';
import { needed, shown } from './lookups';

/** An operation, what it is asked, and what IAM decides on; a code instead where the request is refused at once. */
export type Row = [operation: string, input: Input, needed: string[] | string];

export function expectRows(service: string, rows: Row[]): void {
  test.each(rows.map(([operation, input, wanted]) => ({ operation, input, wanted })))(
    '$operation of $input',
    async ({ operation, input, wanted }) => {
      const found = needed(service, operation, input).then(shown);
      if (typeof wanted === 'string') await expect(found).rejects.toMatchObject({ code: wanted });
      else expect(await found).toEqual(wanted);
    },
  );
}
