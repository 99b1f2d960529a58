/**
 * The hash of the bucket transform: Murmur3, 32 bit, x86, seed 0 (Iceberg spec, Appendix B). All results are signed
 * 32 bit numbers, as in the specification's test values.
 */
export function hashBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = bytes.length >> 2;
  let hash = 0;
  for (let i = 0; i < blocks; i++) {
    hash ^= mixed(view.getInt32(i * 4, true));
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  let rest = 0;
  for (let i = bytes.length - 1; i >= blocks * 4; i--) rest = (rest << 8) | bytes[i]!;
  hash ^= mixed(rest);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

function mixed(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

/** Of int, long, date (days), time and timestamps (microseconds): as eight little-endian bytes. */
export function hashLong(value: bigint | number): number {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return hashBytes(bytes);
}

/** Of an unscaled decimal: as the fewest big-endian bytes in two's complement. */
export function hashDecimal(unscaled: bigint): number {
  return hashBytes(minimalTwosComplement(unscaled));
}

export function hashString(value: string): number {
  return hashBytes(Buffer.from(value, 'utf8'));
}

/** The fewest bytes, big endian, that hold a signed number. */
export function minimalTwosComplement(value: bigint): Buffer {
  let length = 1;
  while (BigInt.asIntN(length * 8, value) !== value) length++;
  const bytes = Buffer.alloc(length);
  let rest = BigInt.asUintN(length * 8, value);
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}
