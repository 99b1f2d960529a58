import { minimalTwosComplement } from '../partition/murmur3';
import { decimalOf, type PrimitiveType } from '../schema/schema';
import type { Value } from './value';

/** The binary form of one value, as bounds are kept (Iceberg spec, Appendix D, "Binary single-value serialization"). */
export function encodeValue(type: PrimitiveType, value: Value): Buffer {
  if (decimalOf(type)) return minimalTwosComplement(value as bigint);
  switch (type) {
    case 'boolean':
      return Buffer.from([value ? 1 : 0]);
    case 'int':
    case 'date': {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32LE(value as number);
      return bytes;
    }
    case 'long':
    case 'time':
    case 'timestamp':
    case 'timestamptz': {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(value as bigint);
      return bytes;
    }
    case 'float': {
      const bytes = Buffer.alloc(4);
      bytes.writeFloatLE(value as number);
      return bytes;
    }
    case 'double': {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value as number);
      return bytes;
    }
    case 'string':
      return Buffer.from(value as string, 'utf8');
    case 'uuid':
      return Buffer.from((value as string).replaceAll('-', ''), 'hex');
    default:
      return value as Buffer;
  }
}

/**
 * The reverse of {@link encodeValue}, or undefined for bytes that are none of the type. A bound that was written before
 * the column was promoted is still in its old, shorter form (int of a long, float of a double).
 */
export function decodeValue(type: PrimitiveType, bytes: Buffer): Value | undefined {
  if (decimalOf(type)) return bytes.length === 0 ? undefined : bigEndian(bytes);
  switch (type) {
    case 'boolean':
      return bytes.length === 1 ? bytes[0] !== 0 : undefined;
    case 'int':
    case 'date':
      return bytes.length === 4 ? bytes.readInt32LE() : undefined;
    case 'long':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return bytes.length === 8
        ? bytes.readBigInt64LE()
        : bytes.length === 4 && type === 'long'
          ? BigInt(bytes.readInt32LE())
          : undefined;
    case 'float':
      return bytes.length === 4 ? bytes.readFloatLE() : undefined;
    case 'double':
      return bytes.length === 8 ? bytes.readDoubleLE() : bytes.length === 4 ? bytes.readFloatLE() : undefined;
    case 'string':
      return bytes.toString('utf8');
    case 'uuid':
      return bytes.length === 16 ? uuidText(bytes) : undefined;
    default:
      return bytes;
  }
}

/** A signed number from its big-endian bytes. */
export function bigEndian(bytes: Buffer): bigint {
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}

export function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
