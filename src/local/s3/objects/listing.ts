/** Where a walk over the keys of a bucket starts and ends; keys are in UTF-8 binary order. */
export interface Walk {
  prefix: string;
  /** Only keys behind this one. */
  after?: string;
  /** Only keys behind all those that start with this. */
  beyond?: string;
}

/** What a client asks of a listing. */
export interface ListQuery {
  prefix: string;
  /** Keys that share what lies between the prefix and the next delimiter are rolled up into one common prefix. */
  delimiter?: string;
  /** The last key or common prefix of the page before. */
  after?: string;
  /** Keys and common prefixes together. */
  limit: number;
}

export interface ListPage<T> {
  items: T[];
  commonPrefixes: string[];
  /** Whether more follows; `last` then is the `after` of the next page. */
  truncated: boolean;
  last?: string;
}

/**
 * Makes one page of a listing. A common prefix is passed over in one step, so a page costs as much as what it shows and
 * not what lies below its folders.
 *
 * @param walk gives the keys in order from a position on
 */
export function listPage<T extends { key: string }>(
  walk: (position: Walk) => Iterable<T>,
  query: ListQuery,
): ListPage<T> {
  const page: ListPage<T> = { items: [], commonPrefixes: [], truncated: false };
  const { prefix, delimiter, after, limit } = query;
  if (limit === 0) return page;
  const seen = after !== undefined && commonPrefix(after, prefix, delimiter) === after;
  let position: Walk | undefined = seen ? { prefix, beyond: after } : { prefix, after };
  while (position) {
    const from: Walk = position;
    position = undefined;
    for (const item of walk(from)) {
      if (page.items.length + page.commonPrefixes.length === limit) {
        page.truncated = true;
        return page;
      }
      const rolledUp = commonPrefix(item.key, prefix, delimiter);
      if (rolledUp !== undefined) {
        page.commonPrefixes.push(rolledUp);
        page.last = rolledUp;
        position = { prefix, beyond: rolledUp };
        break;
      }
      page.items.push(item);
      page.last = item.key;
    }
  }
  return page;
}

function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}
