/** What neither DuckDB nor a macro can say: functions in JavaScript that the engine registers. A NULL gives NULL without a call. */
export interface JavaScriptFunction {
  name: string;
  /** DuckDB's names of types. */
  parameters: readonly string[];
  result: string;
  // biome-ignore lint/suspicious/noExplicitAny: each function takes arguments of its own types
  evaluate: (...values: any[]) => unknown;
}

/** Trino's text of a double: `1.0E0`. Source: Trino, CAST(double AS varchar). */
function doubleText(x: number): string {
  const [mantissa = '0', exponent = '0'] = x.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c >>> 0;
});

function crc32(bytes: Uint8Array): bigint {
  let c = 0xffffffff;
  for (const byte of bytes) c = (c >>> 8) ^ CRC_TABLE[(c ^ byte) & 0xff]!;
  return BigInt((c ^ 0xffffffff) >>> 0);
}

export const FUNCTIONS: readonly JavaScriptFunction[] = [
  { name: 't_java_double', parameters: ['DOUBLE'], result: 'VARCHAR', evaluate: doubleText },
  {
    // DuckDB refuses what is no UTF-8; here it becomes U+FFFD.
    name: 't_decode_utf8',
    parameters: ['BLOB'],
    result: 'VARCHAR',
    evaluate: (blob: { bytes: Uint8Array }) => new TextDecoder().decode(blob.bytes),
  },
  {
    name: 't_crc32',
    parameters: ['BLOB'],
    result: 'BIGINT',
    evaluate: (blob: { bytes: Uint8Array }) => crc32(blob.bytes),
  },
];
