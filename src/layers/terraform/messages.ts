/** What Terraform's `-json` output says, as far as it is shown. Source: Terraform, "Machine-Readable UI". */
export type Message =
  | { type: 'planned'; address: string; action: string }
  | { type: 'started' | 'running' | 'done' | 'failed'; address: string; action: string; seconds: number }
  | { type: 'summary'; add: number; change: number; remove: number }
  | { type: 'diagnostic'; severity: 'error' | 'warning'; summary: string; detail: string; address?: string };

interface Line {
  type?: string;
  change?: { resource: { addr: string }; action: string };
  hook?: { resource: { addr: string }; action?: string; elapsed_seconds?: number };
  changes?: { add: number; change: number; remove: number };
  diagnostic?: { severity: 'error' | 'warning'; summary: string; detail?: string; address?: string };
}

/** One line of output as a message; undefined for what is not shown, and for text that is not JSON. */
export function parseMessage(text: string): Message | undefined {
  const line = parseLine(text);
  if (!line) return undefined;
  const hook = (type: 'started' | 'running' | 'done' | 'failed'): Message | undefined =>
    line.hook && {
      type,
      address: line.hook.resource.addr,
      action: line.hook.action ?? '',
      seconds: line.hook.elapsed_seconds ?? 0,
    };
  switch (line.type) {
    case 'planned_change':
      return (
        line.change && { type: 'planned', address: line.change.resource.addr, action: line.change.action }
      );
    case 'apply_start':
      return hook('started');
    case 'apply_progress':
      return hook('running');
    case 'apply_complete':
      return hook('done');
    case 'apply_errored':
      return hook('failed');
    case 'change_summary':
      return (
        line.changes && {
          type: 'summary',
          add: line.changes.add,
          change: line.changes.change,
          remove: line.changes.remove,
        }
      );
    case 'diagnostic':
      return (
        line.diagnostic && {
          type: 'diagnostic',
          severity: line.diagnostic.severity,
          summary: line.diagnostic.summary,
          detail: line.diagnostic.detail ?? '',
          address: line.diagnostic.address,
        }
      );
    default:
      return undefined;
  }
}

function parseLine(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Line) : undefined;
  } catch {
    return undefined;
  }
}
