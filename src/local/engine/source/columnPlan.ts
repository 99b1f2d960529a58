import { children, type Field, type IcebergType, isPrimitive } from '../../iceberg/schema/schema';
import { sqlType } from '../../iceberg/schema/sqlType';
import type { ParquetColumn } from '../engine';
import { identifier, storedType } from '../sqlText';

/** Iceberg spec, "Name Mapping Serialization": by which names to find the fields of files that have no ids. */
export type NameMapping = NameMappingEntry[];

interface NameMappingEntry {
  'field-id'?: number;
  names: string[];
  fields?: NameMapping;
}

/** How one column of one file is read. */
export interface ReadColumn {
  /** The column's name in what read_parquet gives. */
  readName: string;
  /** DuckDB's type to read the column as, with the file's own nested names; undefined: the file has no such column. */
  readType?: string;
  /** DuckDB SQL for the column in its type of today. */
  expression: string;
}

/**
 * Finds a field in a file, by id or (with a mapping) by name. read_parquet matches nested fields by name only: where
 * names of today and of the file differ, they are read by the file's names and put together again.
 */
export function planColumn(field: Field, layout: ParquetColumn[], mapping?: NameMapping): ReadColumn {
  const find: Find = mapping
    ? (id, columns, path) => byName(mapping, path, columns, id)
    : (id, columns) => columns.find((c) => c.fieldId === id);
  const column = find(field.id, layout, []);
  if (!column) return { readName: '', expression: nullOf(field.type) };
  // A name that no column and no virtual column of read_parquet has.
  const readName = mapping ? column.name : `c${field.id}`;
  const path = [field.id];
  const source = identifier(readName);
  if (!mapping && sameNames(field.type, column, find, path)) {
    return { readName, readType: storedType(sqlType(field.type)), expression: source };
  }
  const expression = convert(source, field.type, column, find, path, 0);
  return { readName, readType: mapping ? 'by name' : fileType(field.type, column, find, path), expression };
}

/** `path`: the ids of the fields around it. */
type Find = (id: number, columns: ParquetColumn[], path: number[]) => ParquetColumn | undefined;

function byName(
  mapping: NameMapping,
  path: number[],
  columns: ParquetColumn[],
  id: number,
): ParquetColumn | undefined {
  let entries: NameMapping | undefined = mapping;
  for (const outer of path) entries = entries?.find((e) => e['field-id'] === outer)?.fields;
  const names = entries?.find((e) => e['field-id'] === id)?.names ?? [];
  return columns.find((c) => names.includes(c.name));
}

const nullOf = (type: IcebergType): string => `CAST(NULL AS ${storedType(sqlType(type))})`;

/** Whether matching by name within a column gives what matching by id would. */
function sameNames(type: IcebergType, column: ParquetColumn, find: Find, path: number[]): boolean {
  if (isPrimitive(type)) return true;
  if (type.type !== 'struct')
    return children(type).every((child, i) =>
      sameNames(child.type, column.children[i]!, find, [...path, child.id]),
    );
  return type.fields.every((field) => {
    const child = find(field.id, column.children, path);
    const namesake = column.children.find((c) => c.name.toLowerCase() === field.name.toLowerCase());
    // All fields must be there: a struct none of whose fields is in the file would read as something else.
    return (
      child !== undefined && child === namesake && sameNames(field.type, child, find, [...path, field.id])
    );
  });
}

/** DuckDB's type with the names of the file, types of today, and only the fields that are in both. */
function fileType(type: IcebergType, column: ParquetColumn, find: Find, path: number[]): string {
  if (isPrimitive(type)) return storedType(sqlType(type));
  const inner = children(type);
  switch (type.type) {
    case 'list':
      return `${fileType(type.element, column.children[0]!, find, [...path, inner[0]!.id])}[]`;
    case 'map':
      return `MAP(${inner.map((child, i) => fileType(child.type, column.children[i]!, find, [...path, child.id])).join(', ')})`;
    case 'struct': {
      const members = type.fields.flatMap((field) => {
        const child = find(field.id, column.children, path);
        return child
          ? [`${identifier(child.name)} ${fileType(field.type, child, find, [...path, field.id])}`]
          : [];
      });
      // DuckDB has no struct without fields: any field of the file tells which structs are NULL.
      return `STRUCT(${members.length > 0 ? members.join(', ') : anyMember(column)})`;
    }
  }
}

function anyMember(column: ParquetColumn): string {
  const plain = column.children.find((c) => c.kind === 'primitive');
  if (!plain) throw new Error(`no field of ${column.name} can be read`);
  return `${identifier(plain.name)} VARCHAR`;
}

/** SQL that gives `source`, which has the file's shape, the shape of today. */
function convert(
  source: string,
  type: IcebergType,
  column: ParquetColumn,
  find: Find,
  path: number[],
  depth: number,
): string {
  if (isPrimitive(type)) return `CAST(${source} AS ${storedType(sqlType(type))})`;
  const inner = children(type);
  const item = `x${depth}`;
  switch (type.type) {
    case 'list': {
      const element = convert(
        item,
        type.element,
        column.children[0]!,
        find,
        [...path, inner[0]!.id],
        depth + 1,
      );
      return `list_transform(${source}, lambda ${item}: ${element})`;
    }
    case 'map': {
      const [key, value] = inner.map((child, i) =>
        convert(
          `${item}.${child.name}`,
          child.type,
          column.children[i]!,
          find,
          [...path, child.id],
          depth + 1,
        ),
      );
      return `map_from_entries(list_transform(map_entries(${source}), lambda ${item}: struct_pack(key := ${key}, value := ${value})))`;
    }
    case 'struct': {
      const members = type.fields.map((field) => {
        const child = find(field.id, column.children, path);
        const value = child
          ? convert(
              `${source}.${identifier(child.name)}`,
              field.type,
              child,
              find,
              [...path, field.id],
              depth,
            )
          : nullOf(field.type);
        return `${identifier(field.name)} := ${value}`;
      });
      return `CASE WHEN ${source} IS NULL THEN NULL ELSE struct_pack(${members.join(', ')}) END`;
    }
  }
}
