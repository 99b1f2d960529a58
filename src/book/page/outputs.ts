import { createHash } from 'node:crypto';
import { stripVTControlCharacters } from 'node:util';
import type { Output } from '../../notebook/runner/notebook';
import { safeMarkdown } from './markdown';
import { type Block, component, paragraph } from './mdx';
import { safeHtml } from './safeHtml';
import { labelOf, safeSvg } from './safeSvg';

/** A file that a page shows. */
export interface Asset {
  /** Holds the hash of its content, so that a browser never shows an old one. */
  name: string;
  content: string | Buffer;
}

/** What is known of the cell whose outputs these are. */
export interface OutputContext {
  /** For names of files and texts that nobody wrote: `00-first-win`. */
  notebook: string;
  /** Among the code cells, from 1. */
  cell: number;
  /** The error that the cell is meant to fail with; true: any. */
  raises?: string | true;
  /** Takes a file. @returns its address in the book */
  keep(asset: Asset): string;
}

const PICTURES: Record<string, string> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif' };

/** The forms of one output, the best for a page first. */
const FORMS: readonly [
  type: string,
  show: (value: unknown, type: string, context: OutputContext) => Block[],
][] = [
  ['image/svg+xml', drawing],
  ['text/html', (value) => htmlBlocks(safeHtml(textOf(value)))],
  ...Object.keys(PICTURES).map((type): [string, typeof picture] => [type, picture]),
  ['text/markdown', (value) => safeMarkdown(textOf(value))],
  ['application/json', (value) => text(JSON.stringify(value, undefined, 2))],
  ['text/plain', (value) => text(textOf(value))],
];

/** What a cell printed and showed, in its order. */
export function outputBlocks(outputs: readonly Output[], context: OutputContext): Block[] {
  return outputs.flatMap((output) => {
    if (output.output_type === 'error')
      return [failure(context, output.ename, output.evalue, output.traceback.join('\n'))];
    if (output.output_type === 'stream') {
      const printed = textOf(output.text);
      return context.raises !== undefined && output.name === 'stderr'
        ? [printedFailure(context, printed)]
        : text(printed, output.name === 'stderr' ? 'stderr' : undefined);
    }
    const form = FORMS.find(([type]) => output.data[type] !== undefined);
    if (form) return form[1](output.data[form[0]], form[0], context);
    return [
      paragraph(`This output has no form that a page can show: ${Object.keys(output.data).join(', ')}.`),
    ];
  });
}

/** nbformat keeps long texts as lists of lines. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join('') : String(value);
}

const clean = (value: string): string =>
  stripVTControlCharacters(value)
    .replaceAll('\r\n', '\n')
    // A line that was written over: its last state counts.
    .replace(/^.*\r(?=.)/gm, '')
    .trimEnd();

function text(value: string, stream?: 'stderr'): Block[] {
  const shown = clean(value);
  return shown === '' ? [] : [component('TextOutput', { stream, text: shown })];
}

const htmlBlocks = (html: string): Block[] => (html === '' ? [] : [component('HtmlOutput', { html })]);

function drawing(value: unknown, _type: string, context: OutputContext): Block[] {
  const svg = safeSvg(textOf(value));
  if (svg === '') return [paragraph('This chart could not be read.')];
  return [pictureBlock(context, labelOf(svg) ?? `Chart of cell ${context.cell}`, 'svg', svg)];
}

function picture(value: unknown, type: string, context: OutputContext): Block[] {
  const content = Buffer.from(textOf(value), 'base64');
  return [pictureBlock(context, `Picture of cell ${context.cell}`, PICTURES[type]!, content)];
}

function pictureBlock(
  context: OutputContext,
  alt: string,
  extension: string,
  content: string | Buffer,
): Block {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  const src = context.keep({ name: `${context.notebook}-${context.cell}-${hash}.${extension}`, content });
  return component('PictureOutput', { src, alt });
}

/** An error as the kernel prints it: `Name: message`, then where it came from. */
function printedFailure(context: OutputContext, printed: string): Block {
  const shown = clean(printed);
  const [head = ''] = shown.split(/\n {4}at /);
  const named = /^(?:Uncaught )?([A-Za-z_$][\w$.]*): ([\s\S]*)$/.exec(head.trim());
  return failure(context, named?.[1] ?? 'Error', named?.[2] ?? head, shown === head ? undefined : shown);
}

const failure = (context: OutputContext, name: string, message: string, details?: string): Block =>
  component('ErrorOutput', {
    name,
    message: clean(message),
    details: details && clean(details),
    planned: context.raises !== undefined && (context.raises === true || context.raises === name),
  });
