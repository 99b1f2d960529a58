import type { ExitCheck } from '../../checks/check';
import type { CheckResult, Report } from '../../checks/report';
import { CHECK_GUIDES } from '../checkGuides';
import type { Criterion } from '../criteria';
import { safeMarkdown } from './markdown';
import { type Block, component, heading, page } from './mdx';

type Check = Pick<ExitCheck, 'id' | 'name'>;

/** The file of a check's page, without its ending: `1-30-min-deploy`. */
export const checkSlug = ({ id, name }: Check): string =>
  `${id}-${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;

const NO_REPORT =
  'No check has been run for this book: there is no report to show. Run `make check` in your clone, then `make book`.';

/** All checks with their last results, as a table. */
export function checkBoard(checks: readonly Check[], report: Report | undefined): Block[] {
  const rows = checks.map(({ id, name }) => {
    const result = resultOf(report, id);
    return {
      id,
      name,
      status: result?.status ?? 'not-run',
      evidence: result?.evidence,
      to: `/checks/${checkSlug({ id, name })}`,
    };
  });
  return [
    ...(report
      ? [component('ReportFacts', { at: report.startedAt, commit: report.commit, target: report.target })]
      : safeMarkdown(NO_REPORT)),
    component('CheckBoard', { checks: rows }),
  ];
}

const resultOf = (report: Report | undefined, id: number): CheckResult | undefined =>
  report?.checks.find((one) => one.id === id);

/** `checks/index.mdx`: what the checks are for, and how they stand. */
export const checksPage = (checks: readonly Check[], report: Report | undefined): string =>
  page(
    {
      title: 'The exit checks',
      sidebar_label: 'All checks',
      sidebar_position: 0,
      description: 'Seven objective checks say whether the lakehouse holds. Their last results.',
    },
    [
      ...safeMarkdown(
        'Seven objective checks say whether the lakehouse holds. None of them believes anything: each asks the living account. A check whose part is not built yet says *not yet*, and is not red.\n\n`make check` runs them all; `npx lakehouse check --only 2,6` runs some.',
      ),
      heading(2, 'Last results'),
      ...checkBoard(checks, report),
    ],
  );

/** The page of one check. */
export function checkPage(check: Check, criterion: Criterion, report: Report | undefined): string {
  const guide = CHECK_GUIDES[check.id]!;
  const result = resultOf(report, check.id);
  return page(
    {
      title: `Check ${check.id}: ${check.name}`,
      sidebar_label: `${check.id} · ${check.name}`,
      sidebar_position: check.id,
      description: `What exit check ${check.id} looks at, and its last result.`,
    },
    [
      ...safeMarkdown(
        `It is passed when: ${criterion.condition}. The plan names as its verifier: ${criterion.verifier}.`,
      ),
      heading(2, 'Last result'),
      ...(report && result
        ? [
            component('ReportFacts', { at: report.startedAt, commit: report.commit, target: report.target }),
            component('CheckResult', {
              status: result.status,
              evidence: result.evidence,
              seconds: result.ms / 1000,
            }),
          ]
        : safeMarkdown(NO_REPORT)),
      heading(2, 'How it looks'),
      ...safeMarkdown(guide.how),
      heading(2, 'When it is red'),
      ...safeMarkdown(guide.red),
      ...safeMarkdown(`\`npx lakehouse check --only ${check.id}\` runs this check alone.`),
      heading(2, 'More about it'),
      listOfLinks(guide.more),
    ],
  );
}

const listOfLinks = (links: readonly { text: string; page: string }[]): Block => ({
  type: 'list',
  spread: false,
  children: links.map(({ text, page: file }) => ({
    type: 'listItem',
    spread: false,
    children: [
      {
        type: 'paragraph',
        children: [{ type: 'link', url: `../${file}`, children: [{ type: 'text', value: text }] }],
      },
    ],
  })),
});
