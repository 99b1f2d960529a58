/** No document of an AWS API is nested half as deep. */
const DEEPEST = 64;

/** Whether a document is nested so deep that reading it could exhaust the stack: parsers of XML are recursive. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [tag] of text.matchAll(/<\/?[A-Za-z_][^<>]*>/g)) {
    if (tag.startsWith('</')) depth--;
    else if (!tag.endsWith('/>') && ++depth > DEEPEST) return true;
  }
  return false;
}
