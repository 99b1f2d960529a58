/** Characters of SQL that the gateway reads and analyzes on its event loop; some ten milliseconds. */
const MOST_CHARACTERS = 4096;

/** Is the text for a planner? Also of a statement with the views that it names. */
export const isLarge = (...texts: string[]): boolean =>
  texts.reduce((sum, { length }) => sum + length, 0) > MOST_CHARACTERS;
