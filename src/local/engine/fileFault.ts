/** What can be wrong with a file that a query reads. */
export type Fault =
  /** It is gone. */
  | 'missing'
  /** It is no Parquet file at all, or its end is cut off. */
  | 'not Parquet'
  /** Its footer is there, but not what the footer tells of. */
  | 'corrupt'
  /** Compressed text that cannot be unpacked. */
  | 'not compressed'
  /** A line of text is not UTF-8. */
  | 'not UTF-8'
  /** A line of text is longer than the engine takes. */
  | 'line too long'
  /** The type of a column is not the one that the table has. */
  | 'wrong type';

/**
 * A file that cannot be read. Its path on this machine never leaves the error: who gave the engine the file knows its
 * address, and asks for it by `knownAs`.
 */
export class FileFault extends Error {
  readonly #path: string | undefined;

  /** @param line of a text file, from 1 */
  constructor(
    readonly fault: Fault,
    path: string | undefined,
    readonly line?: number,
  ) {
    super(`A file is ${fault}`);
    this.name = 'FileFault';
    this.#path = path;
  }

  /** What a map by paths says of the file. */
  knownAs<T>(files: ReadonlyMap<string, T>): T | undefined {
    return this.#path === undefined ? undefined : files.get(this.#path);
  }
}

/** DuckDB's words for a file that is bad, most telling ones first. */
const FAULTS: [RegExp, Fault][] = [
  [/Cannot open file|No files found that match|No such file or directory/, 'missing'],
  [/No magic bytes found|too small to be a Parquet file|not a Parquet file/i, 'not Parquet'],
  [/CSV Error.*(?:Invalid unicode|not utf-8)/is, 'not UTF-8'],
  [/CSV Error.*Maximum line size/is, 'line too long'],
  [
    /gzip|zlib|miniz|zstd.*(?:decompress|frame)|Failed to (?:decode|read) (?:gz|zstd)|inflate/i,
    'not compressed',
  ],
  [/Failed to cast column|cannot cast .* from Parquet|schema mismatch in glob/i, 'wrong type'],
  [
    /parquet|thrift|don't know what type|TProtocol|TTransport|Snappy|decompression|page header|dictionary offset|Out of buffer|bit-?packed|could not read enough bytes|read past|RLE/i,
    'corrupt',
  ],
];

/** What a message tells of a bad file. */
export interface ToldFault {
  fault: Fault;
  path?: string;
  /** From 1. */
  line?: number;
}

/** The fault that DuckDB's message tells of; undefined when it is about no file. */
export function toldFault(message: string): ToldFault | undefined {
  // Values of a query may hold any of these words; errors of files begin in few ways.
  if (
    !/^(?:IO Error|Invalid Input Error|Invalid Error|Conversion Error|Not implemented Error|Binder Error|Serialization Error|TProtocolException|TTransportException|don't know)/i.test(
      message,
    )
  )
    return undefined;
  const [told = ''] = message.split(/\n\nLINE \d+: /);
  const fault = FAULTS.find(([words]) => words.test(told))?.[1];
  if (fault === undefined) return undefined;
  const line = /CSV Error on Line: (\d+)/.exec(told)?.[1];
  return { fault, path: pathIn(told), line: line === undefined ? undefined : Number(line) };
}

const pathIn = (text: string): string | undefined =>
  /["'](\/[^"'\n]+)["']/.exec(text)?.[1] ?? /(?:file|pattern)[:=]?\s+(\/\S+)/i.exec(text)?.[1];
