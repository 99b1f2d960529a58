/** Collects the items of all pages of a list operation. */
export async function allPages<Page, T>(
  fetch: (token: string | undefined) => Promise<Page>,
  items: (page: Page) => T[] | undefined,
  next: (page: Page) => string | undefined,
): Promise<T[]> {
  const found: T[] = [];
  let token: string | undefined;
  do {
    const page = await fetch(token);
    found.push(...(items(page) ?? []));
    token = next(page) || undefined;
  } while (token !== undefined);
  return found;
}
