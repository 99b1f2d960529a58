import type { LayerName, ThingChange } from '../layers';
import type { View } from './display';
import { html } from './html';

const SIGN: Record<string, string> = { create: '+', update: '~', delete: '-', replace: '±' };
const COLOUR: Record<string, string> = {
  create: '#1a7f37',
  update: '#9a6700',
  delete: '#cf222e',
  replace: '#8250df',
};

/** What Terraform would do to a layer, as a diff that a person can read. */
export function planView(layer: LayerName, changes: readonly ThingChange[]): View {
  const count = changes.length;
  const title =
    count === 0 ? `${layer}: nothing to change` : `${layer}: ${count} ${count === 1 ? 'change' : 'changes'}`;
  const lines = changes.map(
    ({ action, address, attributes }) =>
      `${SIGN[action] ?? '?'} ${address}${attributes.map((text) => `\n      ${text}`).join('')}`,
  );
  return {
    text: [title, ...lines.map((line) => `  ${line}`)].join('\n'),
    html: html`<div style="font-size:13px"><b>${title}</b>${changes.map(
      ({ action, address, attributes }) =>
        html`<details><summary style="color:${COLOUR[action] ?? 'inherit'}"><code>${SIGN[action] ?? '?'} ${address}</code> <span style="opacity:.7">${action}</span></summary><pre style="margin:2px 24px">${attributes.join('\n')}</pre></details>`,
    )}</div>`,
  };
}
