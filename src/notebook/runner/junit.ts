import { XMLBuilder } from 'fast-xml-parser';
import { textOf } from './outputs';
import type { CellResult, NotebookResult } from './runNotebook';

/**
 * Runs as JUnit XML, the form in which CI systems take test results: a suite a notebook, a case a cell.
 * Source: the schema of the Ant JUnit task, as far as CI systems read it.
 */
export function junitXml(results: readonly NotebookResult[]): string {
  const suites = results.map((result) => ({
    ...attributes({ name: result.name, ...counts(result.cells), time: result.seconds.toFixed(3) }),
    '@timestamp': result.startedAt.replace(/\.\d+Z$/, ''),
    testcase: result.cells.map((cell) => testCase(result.name, cell)),
    ...(result.leftovers.length > 0
      ? { 'system-err': legal(`Stopped after the notebook: ${result.leftovers.join('; ')}`) }
      : {}),
  }));
  const all = counts(results.flatMap(({ cells }) => cells));
  const time = results.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3);
  const builder = new XMLBuilder({
    format: true,
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    suppressEmptyNode: true,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({
    testsuites: { ...attributes({ name: 'notebooks', ...all, time }), testsuite: suites },
  })}`;
}

function testCase(notebook: string, cell: CellResult): object {
  const { failure, number, line, seconds, status } = cell;
  return {
    ...attributes({ classname: notebook, name: `cell ${number}: ${line}`, time: seconds.toFixed(3) }),
    ...(failure
      ? {
          failure: {
            ...attributes({ type: failure.name, message: failure.message }),
            '#text': legal(`${failure.stack ?? failure.message}\n\nThe cell:\n${cell.source}`),
          },
          'system-out': legal(textOf(cell.outputs)),
        }
      : {}),
    ...(status === 'skipped' ? { skipped: attributes({ message: 'left out by its tag' }) } : {}),
    ...(status === 'not run' ? { skipped: attributes({ message: 'not run: the run ended before it' }) } : {}),
  };
}

function counts(cells: readonly CellResult[]): Record<'tests' | 'failures' | 'errors' | 'skipped', string> {
  const failures = cells.filter(({ status }) => status === 'failed').length;
  const skipped = cells.filter(({ status }) => status === 'skipped' || status === 'not run').length;
  return { tests: `${cells.length}`, failures: `${failures}`, errors: '0', skipped: `${skipped}` };
}

/** An attribute's line breaks would be read as spaces anyway. */
const attributes = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`@${name}`, legal(value).replace(/\s*\n\s*/g, ' ')]),
  );

/** Without the characters that XML 1.0 has no way to write. Source: XML 1.0, "Characters". */
const legal = (text: string): string =>
  [...text]
    .filter((character) => /[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(character))
    .join('');
