import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import pc from 'picocolors';
import { PROJECT } from '../../infra/names';
import type { Report } from '../checks/report';
import { readReport } from '../checks/report';
import { liveItems } from '../inventory/liveInventory';
import { itemsOfState } from '../inventory/state';
import { acceleratorStatus, LAYERS, stateFile } from '../layers';
import { type AccountHealth, accountStatus } from '../local/control';
import { clientsOf } from '../target/clients';
import { openTarget } from '../target/open';
import { lakehouseHome } from '../target/project';
import { type TargetName, targetOption } from './options';

interface Status {
  target: TargetName;
  home: string;
  endpoint?: string;
  processes: { name: string; pid: number; since: string }[];
  /** Of the local account, when it answers. */
  health?: AccountHealth;
  layers: { name: string; resources: number; appliedAt?: string }[];
  tables: string[];
  lastChecks?: Pick<Report, 'startedAt' | 'commit'> & {
    checks: { id: number; name: string; status: string }[];
  };
}

export function statusCommand(program: Command): void {
  program
    .command('status')
    .description('what runs, since when; layers, tables, last checks')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addOption(targetOption())
    .action(async (options: { format: 'text' | 'json'; target: TargetName }) => {
      const status = await look(options.target);
      console.log(options.format === 'json' ? JSON.stringify(status, undefined, 2) : render(status));
    });
}

/** It only looks: nothing is started. */
async function look(name: TargetName): Promise<Status> {
  const home = lakehouseHome();
  const account = name === 'local' ? await accountStatus({ home }) : undefined;
  const running = name === 'aws' || account?.running === true;
  const target = running ? await openTarget(name) : undefined;
  const place = { home: path.join(home, name) };
  const clients = target && clientsOf(target);
  const tables =
    target && clients
      ? (await liveItems(target, clients, PROJECT))
          .filter((item) => item.kind === 'glue table')
          .map((item) => item.id)
          .sort()
      : [];
  clients?.destroy();
  const report = await readReport(place);
  return {
    target: name,
    home,
    endpoint: target?.endpoint,
    health: account?.health,
    processes: [...(account?.processes ?? []), ...acceleratorStatus(place)],
    layers: LAYERS.map((layer) => {
      const file = stateFile(layer, place);
      const there = fs.existsSync(file);
      return {
        name: layer,
        resources: there ? thingsIn(file) : 0,
        ...(there ? { appliedAt: fs.statSync(file).mtime.toISOString() } : {}),
      };
    }),
    tables,
    lastChecks: report && {
      startedAt: report.startedAt,
      commit: report.commit,
      checks: report.checks.map(({ id, name: check, status }) => ({ id, name: check, status })),
    },
  };
}

/** Of a state that a killed run left half written: nothing; the next `up` mends it. */
function thingsIn(file: string): number {
  try {
    return itemsOfState(fs.readFileSync(file, 'utf8')).length;
  } catch (error) {
    if (error instanceof SyntaxError) return 0;
    throw error;
  }
}

/** A line for each part that is not well, and for each warning. */
const renderHealth = ({ parts, warnings }: AccountHealth): string[] =>
  [
    ...parts
      .filter(({ status }) => status !== 'ok')
      .map(({ name, status, detail }) => `${name} is ${status}${detail ? `: ${detail}` : ''}`),
    ...warnings,
  ].map((text) => `${pc.yellow('!')} ${text}`);

function render(status: Status): string {
  const lines = [
    `${pc.bold('target')}     ${status.target}${status.endpoint ? ` at ${status.endpoint}` : ''}`,
    `${pc.bold('home')}       ${status.home}`,
  ];
  if (status.target === 'local')
    lines.push(
      `${pc.bold('processes')}  ${status.processes.map((p) => `${p.name} (pid ${p.pid}, since ${p.since})`).join(', ') || 'none; `make up` starts the local account'}`,
    );
  if (status.health) lines.push(...renderHealth(status.health));
  lines.push(
    `${pc.bold('layers')}     ${status.layers.map((layer) => `${layer.name} ${layer.resources > 0 ? pc.green(`${layer.resources} things`) : pc.dim('not deployed')}`).join(', ')}`,
  );
  lines.push(`${pc.bold('tables')}     ${status.tables.join(', ') || 'none'}`);
  const checks = status.lastChecks;
  lines.push(
    `${pc.bold('checks')}     ${checks ? `${checks.checks.map((check) => `${check.id} ${check.status}`).join(', ')} (${checks.startedAt})` : 'not run yet'}`,
  );
  return lines.join('\n');
}
