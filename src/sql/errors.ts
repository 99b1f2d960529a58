/** A place in the text of a statement; both numbers count from 1, as in Athena's error texts. */
export interface Position {
  line: number;
  column: number;
}

/**
 * A statement that cannot be run as the user wrote it.
 *
 * `name` is Athena's error name (`SYNTAX_ERROR`, `COLUMN_NOT_FOUND`, `TYPE_MISMATCH`, …), `text` the sentence without
 * name and position. The full reason is `NAME: line L:C: text`; syntax errors are told as `line L:C: text`.
 */
export class SqlError extends Error {
  constructor(
    readonly errorName: string,
    readonly text: string,
    readonly position?: Position,
  ) {
    const place = position ? `line ${position.line}:${position.column}: ` : '';
    super(errorName === 'SYNTAX_ERROR' ? `${place}${text}` : `${errorName}: ${place}${text}`);
    this.name = 'SqlError';
  }
}
