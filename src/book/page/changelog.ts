import { safeMarkdown, withoutTitle } from './markdown';
import { page } from './mdx';

/** CHANGELOG.md as a page. */
export function changelogPage(changelog: string): string {
  const { title = 'Changelog', rest } = withoutTitle(safeMarkdown(changelog));
  return page({ title, description: 'What has changed, version by version.' }, rest);
}
