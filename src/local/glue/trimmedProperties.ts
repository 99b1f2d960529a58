/** Where a table is and what it is: clients need these whatever is hidden. */
const PLAIN = new Set([
  'metadata_location',
  'previous_metadata_location',
  'table_type',
  'EXTERNAL',
  'classification',
  'location',
]);

/** Keys under which engines keep whole schemas, partitionings and name mappings as text. */
const TELLING = /schema|columns|partition-spec|sort-order|mapping/i;

/**
 * Properties without those that tell of hidden columns: copies of the schema, and whatever names one of them. (AWS trims
 * the columns only, so `avro.schema.literal` and its like show there what the grant hides.)
 */
export function withoutHidden(properties: Record<string, string>, hidden: string[]): Record<string, string> {
  const names = hidden.filter((name) => name !== '').map(escaped);
  const mention =
    names.length > 0
      ? new RegExp(`(?<![\\p{L}\\p{N}_])(${names.join('|')})(?![\\p{L}\\p{N}_])`, 'iu')
      : undefined;
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([key, value]) => PLAIN.has(key) || !(TELLING.test(key) || mention?.test(key) || mention?.test(value)),
    ),
  );
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
