import type { ScalarFunction } from '../scalarFunction';

/** Joins the fields of a line for SQL, which splits them again; no text file holds it. */
export const FIELD_END = '\u001f\u001e';

/**
 * The fields of one line as OpenCSVSerde reads them (opencsv 2.3, CSVParser): quotes are dropped, a doubled quote
 * within quotes is one, the escape character keeps a quote or itself (within quotes only), quotes may begin in the
 * middle of a field. A line ends its last field even when a quote is open: Hive cuts lines before it parses them.
 */
export function openCsvFields(line: string, separator: string, quote: string, escapeChar: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    const next = line[i + 1];
    if (char === escapeChar && quoted && (next === quote || next === escapeChar) && escapeChar !== '') {
      field += next;
      i++;
    } else if (char === quote && quote !== '') {
      if (quoted && next === quote) {
        field += quote;
        i++;
      } else quoted = !quoted;
    } else if (char === separator && !quoted) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  fields.push(field);
  return fields;
}

/**
 * The fields of one line of LazySimpleSerDe with `escape.delim`, still escaped: an escaped null mark is no null, so who
 * reads the fields looks for the mark first.
 */
function escapedFields(line: string, separator: string, escapeChar: string): string[] {
  const fields: string[] = [];
  let field = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (char === escapeChar && i + 1 < line.length) field += char + line[++i];
    else if (char === separator) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  fields.push(field);
  return fields;
}

/** Called only for lines that hold a quote or escape character; SQL splits the others by itself. */
export const csvFunctions: ScalarFunction[] = [
  {
    name: 'opencsv_fields',
    parameters: ['VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR'],
    result: 'VARCHAR',
    evaluate: (line: string, separator: string, quote: string, escapeChar: string) =>
      openCsvFields(line, separator, quote, escapeChar).join(FIELD_END),
  },
  {
    name: 'lazy_fields',
    parameters: ['VARCHAR', 'VARCHAR', 'VARCHAR'],
    result: 'VARCHAR',
    evaluate: (line: string, separator: string, escapeChar: string) =>
      escapedFields(line, separator, escapeChar).join(FIELD_END),
  },
];
