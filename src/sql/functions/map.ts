import { coerced } from '../bind/cast';
import type { Typed } from '../bind/typed';
import { array, duckType, map, T } from '../types/typeRules';
import type { Type } from '../types/types';
import { common } from './conditional';
import type { Rule, Signatures } from './signature';

const mapOf = (value: Typed | undefined): { key: Type; value: Type } =>
  value?.type.kind === 'map' ? value.type : { key: T.unknown, value: T.unknown };
const elementOf = (value: Typed | undefined): Type =>
  value?.type.kind === 'array' ? value.type.element : T.unknown;
const resultOf = (lambda: Typed | undefined): Type =>
  lambda?.type.kind === 'function' ? lambda.type.result : T.unknown;

/** The body of a lambda of key and value, called for an entry `e_`. */
function onEntry(lambda: Typed): string {
  const [key, value] = lambda.lambda!.parameters;
  // A list of one pair keeps the parameters' own names.
  return `list_transform([e_.key], lambda ${key}: list_transform([e_.value], lambda ${value}: ${lambda.sql})[1])[1]`;
}

/** Map functions. Source: Trino, "Map functions and operators". */
export function addMaps(to: Signatures<Rule>): void {
  to.add('map', ['array', 'array'], ([k, v]) => ({
    type: map(elementOf(k), elementOf(v)),
    sql: `t_map(${k!.sql}, ${v!.sql})`,
  }));
  to.add('map', [], () => ({ type: map(T.unknown, T.unknown), sql: 'map()' }));
  to.add('map_from_entries', ['entries'], ([a]) => {
    const entry = elementOf(a);
    const [key, value] = entry.kind === 'row' ? entry.fields.map((f) => f.type) : [];
    return { type: map(key ?? T.unknown, value ?? T.unknown), sql: `t_map_from_entries(${a!.sql})` };
  });
  to.add('cardinality', ['map'], ([m]) => ({
    type: T.bigint,
    sql: `CAST(cardinality(${m!.sql}) AS BIGINT)`,
  }));
  to.add('element_at', ['map', 'key'], ([m, k]) => ({
    type: mapOf(m).value,
    sql: `(${m!.sql})[${coerced(k!, mapOf(m).key)}]`,
  }));
  to.add('map_keys', ['map'], ([m]) => ({ type: array(mapOf(m).key), sql: `map_keys(${m!.sql})` }));
  to.add('map_values', ['map'], ([m]) => ({ type: array(mapOf(m).value), sql: `map_values(${m!.sql})` }));
  to.add('map_entries', ['map'], ([m]) => {
    const type = array({ kind: 'row', fields: [{ type: mapOf(m).key }, { type: mapOf(m).value }] });
    return {
      type,
      sql: `CAST(list_transform(map_entries(${m!.sql}), lambda e_: struct_pack(field0 := e_.key, field1 := e_.value)) AS ${duckType(type)})`,
    };
  });
  to.add('map_concat', ['map', 'sameMap', 'sameMap*'], (a) => {
    const type = common(a, 'All MAP_CONCAT operands');
    return { type, sql: `map_concat(${a.map((x) => `CAST(${x.sql} AS ${duckType(type)})`).join(', ')})` };
  });
  to.add('map_filter', ['map', 'predicate'], ([m, f]) => ({
    type: m!.type,
    sql: `map_from_entries(list_filter(map_entries(${m!.sql}), lambda e_: ${onEntry(f!)}))`,
  }));
  to.add('transform_values', ['map', 'lambda'], ([m, f]) => ({
    type: map(mapOf(m).key, resultOf(f)),
    sql: `map_from_entries(list_transform(map_entries(${m!.sql}), lambda e_: struct_pack(k := e_.key, v := ${onEntry(f!)})))`,
  }));
  to.add('transform_keys', ['map', 'lambda'], ([m, f]) => ({
    type: map(resultOf(f), mapOf(m).value),
    sql: `t_map_from_entries(list_transform(map_entries(${m!.sql}), lambda e_: struct_pack(k := ${onEntry(f!)}, v := e_.value)))`,
  }));
}
