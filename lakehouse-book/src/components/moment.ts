const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** An ISO 8601 moment for readers anywhere: `25 November 2026, 18:23 UTC`. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const time = date.toISOString().slice(11, 16);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${time} UTC`;
}

/** A commit as people say it: its first seven digits, and whether files were changed. */
export const shortCommit = (commit: string): string => {
  const [hash = '', ...changed] = commit.split('-');
  return changed.length > 0 ? `${hash.slice(0, 7)} with changes` : hash.slice(0, 7);
};

/** Seconds as `7.8 s` or `1 min 42 s`. */
export const duration = (seconds: number): string =>
  seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
