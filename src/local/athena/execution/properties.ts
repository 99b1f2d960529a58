import { SqlError } from '../../../sql/errors';
import type { Expression } from '../../../sql/syntax/ast/expression';
import type { Property } from '../../../sql/syntax/ast/statement';

/** Properties whose values are texts (TBLPROPERTIES, SERDEPROPERTIES, DBPROPERTIES), by their keys as written. */
export function propertyMap(properties: Property[]): Record<string, string> {
  return Object.fromEntries(properties.map((property) => [property.key, propertyText(property)]));
}

/** A property's value as a text. @throws SqlError INVALID_TABLE_PROPERTY for anything but a literal */
export function propertyText(property: Property): string {
  const text = literalText(property.value);
  if (text === undefined) throw invalid(property);
  return text;
}

/** A property's value as a list of texts: `ARRAY['a', 'b']`. @throws SqlError INVALID_TABLE_PROPERTY */
export function propertyList(property: Property): string[] {
  if (property.value.type !== 'array') throw invalid(property);
  return property.value.elements.map((element) => {
    const text = literalText(element);
    if (text === undefined) throw invalid(property);
    return text;
  });
}

function literalText(value: Expression): string | undefined {
  if (value.type === 'unary' && value.operator === '-') {
    const operand = literalText(value.operand);
    return operand === undefined ? undefined : `-${operand}`;
  }
  if (value.type !== 'literal') return undefined;
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'boolean':
      return String(value.value);
    case 'integer':
    case 'decimal':
    case 'double':
      return value.text;
    default:
      return undefined;
  }
}

const invalid = (property: Property): SqlError =>
  new SqlError('INVALID_TABLE_PROPERTY', `Invalid value for table property '${property.key}'`, property.at);
