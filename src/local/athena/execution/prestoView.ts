import type { TableInput } from '@aws-sdk/client-glue';
import type { CatalogTable } from '../../glue/catalog';
import { failure } from './failure';

/** A view as Presto, Trino and Athena keep it in Glue: JSON, in base64, in a comment, in ViewOriginalText. */
export interface PrestoView {
  originalSql: string;
  catalog: string;
  schema: string;
  columns: { name: string; type: string }[];
}

const BEGIN = '/* Presto View: ';
const END = ' */';

/** @throws QueryFailure INVALID_VIEW for a view that another engine made, in a form of its own */
export function readPrestoView(
  table: Pick<CatalogTable, 'DatabaseName' | 'Name' | 'ViewOriginalText'>,
): PrestoView {
  const text = table.ViewOriginalText ?? '';
  const name = `${table.DatabaseName}.${table.Name}`;
  if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
    throw failure('INVALID_VIEW', `View '${name}' is not a Presto view`);
  }
  let view: unknown;
  try {
    view = JSON.parse(Buffer.from(text.slice(BEGIN.length, -END.length), 'base64').toString());
  } catch {
    throw failure('INVALID_VIEW', `Invalid view JSON: ${name}`);
  }
  if (!isPrestoView(view)) throw failure('INVALID_VIEW', `Invalid view JSON: ${name}`);
  return view;
}

function isPrestoView(value: unknown): value is PrestoView {
  const view = value as Partial<PrestoView> | null;
  return (
    typeof view === 'object' &&
    view !== null &&
    typeof view.originalSql === 'string' &&
    typeof view.schema === 'string' &&
    Array.isArray(view.columns) &&
    view.columns.every((column) => typeof column?.name === 'string' && typeof column?.type === 'string')
  );
}

/** @param columns the same columns in Hive's types, for readers that know nothing of the view's text */
export function prestoViewInput(
  name: string,
  view: PrestoView,
  columns: { Name: string; Type: string }[],
): TableInput {
  return {
    Name: name,
    TableType: 'VIRTUAL_VIEW',
    Parameters: { comment: 'Presto View', presto_view: 'true' },
    PartitionKeys: [],
    StorageDescriptor: { Columns: columns, Location: '', SerdeInfo: {} },
    ViewOriginalText: `${BEGIN}${Buffer.from(JSON.stringify(view)).toString('base64')}${END}`,
    ViewExpandedText: '/* Presto View */',
  };
}
