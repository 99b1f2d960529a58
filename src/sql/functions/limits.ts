/** Elements that functions which make arrays give at most. Source: Trino, `MAX_RESULT_ENTRIES`. */
export const MOST_ENTRIES = 10_000;

/** Characters of a text that one call makes of nothing. The engine's memory limit does not count texts before they are made. */
export const MOST_BYTES = 16_777_216;
