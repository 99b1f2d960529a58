/** Words that Athena reserves in SELECT: a column of that name would have to be quoted for ever. Source: Athena, "Reserved keywords". */
const RESERVED = new Set(
  `alter and as between by case cast constraint create cross cube current_catalog current_date current_path current_schema
  current_time current_timestamp current_user deallocate delete describe distinct drop else end escape except execute exists
  extract false for from full group grouping having in inner insert intersect into is join json_array json_exists json_object
  json_query json_table json_value left like listagg localtime localtimestamp natural normalize not null on or order outer
  prepare recursive right rollup select skip table then trim true uescape union unnest using values when where with`.split(
    /\s+/,
  ),
);

/** A column's name in the file, and the name that it gets in the table. */
export interface NamedColumn {
  source: string;
  name: string;
  /** Why the two differ; absent where they do not. */
  because?: string;
}

/** One name by Athena's rules: lower case, letters, digits and underscores, not starting with a digit. Empty when nothing is left. */
function valid(source: string): string {
  const ascii = source
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^\d/.test(ascii) ? `c_${ascii}` : ascii;
}

/**
 * Makes the names of a file's columns valid and different from each other: `Cost Total $` becomes `cost_total`, a
 * reserved word gets an underscore behind it, a doubled name a number, an empty one its place.
 */
export function nameColumns(sources: string[]): NamedColumn[] {
  const taken = new Set<string>();
  return sources.map((source, index) => {
    const reasons: string[] = [];
    let name = valid(source);
    if (name === '') {
      name = `column_${index + 1}`;
      reasons.push(source.trim() === '' ? 'it has no name' : 'none of its characters is allowed');
    } else if (name !== source.toLowerCase()) reasons.push('only letters, digits and _ are allowed');
    else if (name !== source) reasons.push('Athena names are lower case');
    if (RESERVED.has(name)) {
      reasons.push(`${name} is a reserved word`);
      name = `${name}_`;
    }
    if (taken.has(name)) {
      reasons.push(`${name} is there already`);
      let n = 2;
      while (taken.has(`${name}_${n}`)) n++;
      name = `${name}_${n}`;
    }
    taken.add(name);
    return { source, name, ...(reasons.length > 0 ? { because: reasons.join(', ') } : {}) };
  });
}

/** A table's name by the same rules; undefined where nothing valid is left. */
export function tableName(source: string): string | undefined {
  const name = valid(source);
  return name === '' ? undefined : RESERVED.has(name) ? `${name}_` : name;
}
