/** What one part of the account says of itself. */
export interface PartHealth {
  name: string;
  status: 'ok' | 'starting' | 'damaged' | 'down';
  detail?: string;
}

/** A part of the account that can say how it is. */
export interface HealthSource {
  health(): PartHealth;
  /** What its user should know, in whole sentences: what is missing since the start, and what to do. */
  warnings?(): string[];
}

/** What the account answers at `/_lakehouse/health`. */
export interface AccountHealth {
  /** That of the part which is worst off. */
  status: PartHealth['status'];
  parts: PartHealth[];
  warnings: string[];
}

const WORST_FIRST: PartHealth['status'][] = ['down', 'starting', 'damaged', 'ok'];

/** The health of an account with these parts. */
export function accountHealth(sources: readonly HealthSource[]): AccountHealth {
  const parts = sources.map((source) => source.health());
  return {
    status: WORST_FIRST.find((status) => parts.some((part) => part.status === status)) ?? 'ok',
    parts,
    warnings: sources.flatMap((source) => source.warnings?.() ?? []),
  };
}
