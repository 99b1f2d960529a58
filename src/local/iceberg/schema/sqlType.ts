import { SqlError } from '../../../sql/errors';
import { formatType, type Type } from '../../../sql/types/types';
import { IcebergError } from '../files';
import {
  decimalOf,
  type Field,
  fixedLength,
  type IcebergType,
  isPrimitive,
  type PrimitiveType,
} from './schema';

/** The type that SQL sees for a stored one (Trino, "Iceberg to Trino type mapping"). */
export function sqlType(type: IcebergType): Type {
  if (isPrimitive(type)) return primitive(type);
  switch (type.type) {
    case 'struct':
      return { kind: 'row', fields: type.fields.map((f) => ({ name: f.name, type: sqlType(f.type) })) };
    case 'list':
      return { kind: 'array', element: sqlType(type.element) };
    case 'map':
      return { kind: 'map', key: sqlType(type.key), value: sqlType(type.value) };
  }
}

function primitive(type: PrimitiveType): Type {
  const decimal = decimalOf(type);
  if (decimal) return { kind: 'decimal', ...decimal };
  if (fixedLength(type) !== undefined) return { kind: 'varbinary' };
  switch (type) {
    case 'boolean':
    case 'double':
    case 'date':
    case 'uuid':
      return { kind: type };
    case 'int':
      return { kind: 'integer' };
    case 'long':
      return { kind: 'bigint' };
    case 'float':
      return { kind: 'real' };
    case 'string':
      return { kind: 'varchar' };
    case 'binary':
      return { kind: 'varbinary' };
    case 'time':
      return { kind: 'time', precision: 6, withTimeZone: false };
    case 'timestamp':
    case 'timestamptz':
      return { kind: 'timestamp', precision: 6, withTimeZone: type === 'timestamptz' };
    default:
      throw new IcebergError(`type ${type} is not of Iceberg format version 2`);
  }
}

/**
 * The stored type of an SQL type; every nested field gets an id from `nextId`. Ids are given level by level, as
 * the reference implementation does for a new schema: first all fields of a struct, then what is inside of them.
 * Timestamps and times of fewer digits than six are kept as microseconds.
 * @throws SqlError NOT_SUPPORTED for types that Iceberg has not, with Athena's text
 */
export function icebergType(type: Type, nextId: () => number): IcebergType {
  switch (type.kind) {
    case 'boolean':
    case 'double':
    case 'date':
    case 'uuid':
      return type.kind;
    case 'integer':
      return 'int';
    case 'bigint':
      return 'long';
    case 'real':
      return 'float';
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'varchar':
      return 'string';
    case 'varbinary':
      return 'binary';
    case 'time':
      if (type.withTimeZone || type.precision > 6) break;
      return 'time';
    case 'timestamp':
      if (type.precision > 6) break;
      return type.withTimeZone ? 'timestamptz' : 'timestamp';
    case 'array': {
      const id = nextId();
      return {
        type: 'list',
        'element-id': id,
        element: icebergType(type.element, nextId),
        'element-required': false,
      };
    }
    case 'map': {
      const keyId = nextId();
      const valueId = nextId();
      return {
        type: 'map',
        'key-id': keyId,
        key: icebergType(type.key, nextId),
        'value-id': valueId,
        value: icebergType(type.value, nextId),
        'value-required': false,
      };
    }
    case 'row': {
      const ids = type.fields.map(() => nextId());
      const fields = type.fields.map((field, i): Field => {
        if (field.name === undefined)
          throw new SqlError('NOT_SUPPORTED', `Row type field does not have a name: ${formatType(type)}`);
        return { id: ids[i]!, name: field.name, required: false, type: icebergType(field.type, nextId) };
      });
      return { type: 'struct', fields };
    }
  }
  throw new SqlError('NOT_SUPPORTED', `Type not supported for Iceberg: ${formatType(type)}`);
}
