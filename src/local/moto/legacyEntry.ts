import type { Claim } from '../claim/claim';
import { encodeInput } from '../claim/claimJson';
import { parseRequest } from '../claim/parseRequest';
import type { ServiceModels } from '../claim/serviceModel';
import { modelsOf } from '../claim/services';
import { JOURNAL_VERSION, type JournalEntry } from './journalEntry';

/** An entry of version 1: the request as moto got it. */
export interface RequestEntry {
  sequence: number;
  at: number;
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  /** Base64. */
  body: string;
}

export const isRequestEntry = (entry: object): entry is RequestEntry => !('version' in entry);

/** Reads an entry of version 1 as the claim that it is. @throws Error that names the entry */
export function readRequestEntry(entry: RequestEntry, models: ServiceModels): JournalEntry {
  const { sequence, at, method, headers } = entry;
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  const [path = '/', query = ''] = entry.path.split(/\?(.*)/s);
  try {
    const parsed = parseRequest(
      service,
      (modelsOf(service) ?? []).map((name) => models.model(name)),
      {
        method,
        path,
        query: new URLSearchParams(query.replaceAll('+', '%2B')),
        headers,
        body: Buffer.from(entry.body, 'base64'),
      },
    );
    const claim: Claim = { ...parsed, service, region };
    return {
      version: JOURNAL_VERSION,
      sequence,
      at,
      host: headers.host ?? 'localhost',
      claim: { ...claim, input: encodeInput(claim.input) as Claim['input'] },
    };
  } catch (error) {
    throw new Error(
      `Entry ${sequence} of the account's journal (${method} ${path} of ${service}) cannot be read: ${(error as Error).message}`,
    );
  }
}
