import { difference } from '../conformance/answer';
import { type RecordedAnswers, recordedAnswers } from '../conformance/recorded';
import type { Behaviour, Fidelity, Mark } from '../local/behaviour';
import { FIDELITY } from '../local/fidelity';

/** Answers of the conformance suite; `aws` is undefined while nobody has asked AWS. */
interface Answers {
  local?: RecordedAnswers;
  aws?: RecordedAnswers;
}

const MARKS: readonly Mark[] = ['measured', 'documented', 'assumed'];

/**
 * The page of the book that tells how the local account differs from AWS, as MDX: for each service what it answers, how
 * sure that is, and what AWS is known to do otherwise. Where the conformance suite has asked AWS, its answer decides.
 */
export function fidelityPage(
  services: readonly Fidelity[] = FIDELITY,
  answers: Answers = { local: recordedAnswers('local'), aws: recordedAnswers('aws') },
): string {
  const told = services.map((service) => ({
    ...service,
    behaviours: service.behaviours.map((behaviour) => decided(behaviour, answers)),
  }));
  return `${[
    FRONT_MATTER,
    INTRODUCTION,
    countsTable(told),
    conformanceText(answers),
    ...told.map(serviceSection),
    differencesSection(told),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

const FRONT_MATTER = `---
title: How faithful it is
description: What the local account answers, operation by operation, and how sure it is that AWS does the same.
---`;

const INTRODUCTION = `The local account speaks the APIs of AWS. How sure is it that AWS would answer the same? Each behaviour below carries one of three marks:

- **measured**: somebody asked a real account and published the answer, clients that work with AWS depend on it, or the conformance suite has asked.
- **documented**: AWS says so, in a guide, an API reference or the service's published model.
- **assumed**: neither. It follows from the rest, and it may be wrong in its details, most often in the words of an error.

Where AWS is known to do something else, the last column says what.`;

/** A behaviour, after AWS was asked. */
interface Decided extends Behaviour {
  /** The day on which a case asked AWS. */
  asked?: string;
  /** Lines of {@link difference}: here against AWS. */
  lines: string[];
}

function decided(behaviour: Behaviour, { local, aws }: Answers): Decided {
  const asked = behaviour.case === undefined ? undefined : aws?.[behaviour.case];
  if (!asked) return { ...behaviour, lines: [] };
  const here = local?.[behaviour.case!];
  return {
    ...behaviour,
    mark: 'measured',
    source: `conformance case ${behaviour.case}`,
    asked: asked.day,
    lines: here ? difference(here.answer, asked.answer) : [],
  };
}

function countsTable(
  services: { service: string; operations: readonly string[]; behaviours: Decided[] }[],
): string {
  const row = (name: string, operations: number, behaviours: Decided[]) =>
    `| ${[
      name,
      operations || '',
      ...MARKS.map((mark) => behaviours.filter((behaviour) => behaviour.mark === mark).length),
      behaviours.filter(isDifferent).length,
    ].join(' | ')} |`;
  return [
    '| Service | Operations | Measured | Documented | Assumed | AWS differs |',
    '| --- | --: | --: | --: | --: | --: |',
    ...services.map(({ service, operations, behaviours }) =>
      row(mdx(service), operations.length, behaviours),
    ),
    row(
      '**All**',
      services.reduce((sum, { operations }) => sum + operations.length, 0),
      services.flatMap(({ behaviours }) => behaviours),
    ),
  ].join('\n');
}

const isDifferent = ({ differs, lines }: Decided): boolean => differs !== undefined || lines.length > 0;

function conformanceText({ aws }: Answers): string {
  const how =
    'Whoever has an AWS account can check: `make conformance TARGET=aws` asks AWS what the cases of the suite ask, on resources of its own that it removes again; it costs a few cents at most and asks before it begins. `make conformance TARGET=aws ARGS=--record` also keeps the answers, and this page then shows them.';
  if (!aws) return `## Asking AWS\n\n${how}\n\nNobody has run it on AWS yet.`;
  const days = Object.values(aws).map(({ day }) => day);
  return `## Asking AWS\n\n${how}\n\nAWS was asked ${days.length} cases, last on ${days.sort().at(-1)}.`;
}

function serviceSection({
  service,
  about,
  behaviours,
}: {
  service: string;
  about: string;
  behaviours: Decided[];
}): string {
  return [
    `## ${mdx(service)}`,
    '',
    mdx(about),
    '',
    '| Operation | Behaviour | How sure | AWS differs |',
    '| --- | --- | --- | --- |',
    ...behaviours.map((behaviour, i) => {
      const repeated = behaviours[i - 1]?.operation === behaviour.operation;
      const cells = [
        repeated ? '' : mdx(behaviour.operation),
        mdx(behaviour.behaviour),
        certainty(behaviour),
        differing(behaviour),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

function certainty({ mark, source, asked, case: id, unchecked }: Decided): string {
  if (asked) return `measured on ${asked} (case \`${id}\`)`;
  if (mark === 'assumed') return id ? `assumed; case \`${id}\` asks` : `assumed. ${mdx(unchecked ?? '')}`;
  return source ? `${mark}: ${mdx(source)}` : mark;
}

function differing({ differs, lines, case: id }: Decided): string {
  const measured = lines.length > 0 ? `In case \`${id}\`, see below.` : '';
  return [differs ? mdx(differs) : '', measured].filter(Boolean).join(' ');
}

function differencesSection(services: { behaviours: Decided[] }[]): string {
  const byCase = new Map(
    services
      .flatMap(({ behaviours }) => behaviours)
      .filter(({ lines }) => lines.length > 0)
      .map(({ case: id, lines }) => [id!, lines]),
  );
  if (byCase.size === 0) return '';
  const blocks = [...byCase].map(([id, lines]) => `### ${id}\n\n\`\`\`\`diff\n${lines.join('\n')}\n\`\`\`\``);
  return [
    '## What AWS answered otherwise',
    'Lines with a minus are from the local account, lines with a plus from AWS.',
    ...blocks,
  ].join('\n\n');
}

/** Plain text with code in backticks, for a cell of a table: nothing in it is markup, and no line breaks. */
function mdx(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`') && part.endsWith('`') && part.length > 1
        ? part.replaceAll('|', '\\|')
        : part.replace(/[\\`*_{}[\]<>|~]/g, (sign) => `\\${sign}`),
    )
    .join('');
}
