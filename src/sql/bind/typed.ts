import type { Position } from '../errors';
import type { Type } from '../types/types';

/** An expression that was resolved and typed, with the DuckDB SQL that computes it. */
export interface Typed {
  type: Type;
  /** Generated; safe to put anywhere an operand stands. */
  sql: string;
  at: Position;
  /** Known constants, for functions whose SQL depends on a value (formats, units). */
  constant?: string | number | null;
  /** Of a lambda: its parameters' SQL names. */
  lambda?: { parameters: string[] };
  /** Of a row constructor. */
  parts?: Typed[];
}
