import Link from '@docusaurus/Link';
import type { ReactNode } from 'react';
import { duration, moment, shortCommit } from './moment';
import { WideTable } from './Scrollable';

type Status = 'pass' | 'fail' | 'not-yet' | 'not-run';

const WORDS: Record<Status, string> = {
  pass: 'green',
  fail: 'red',
  'not-yet': 'not yet',
  'not-run': 'not run',
};
const SIGNS: Record<Status, string> = { pass: '✓', fail: '✗', 'not-yet': '…', 'not-run': '–' };

export function Status({ status }: { status: Status }) {
  return (
    <span className={`status is-${status}`}>
      <span aria-hidden="true">{SIGNS[status]}</span> {WORDS[status]}
    </span>
  );
}

/** Where results come from: how old they are is part of what they say. */
export function ReportFacts({ at, commit, target }: { at: string; commit: string; target: string }) {
  return (
    <p className="report-facts">
      {moment(at)}, commit {shortCommit(commit)}, {target === 'aws' ? 'AWS' : 'local'} account
    </p>
  );
}

interface Check {
  id: number;
  name: string;
  status: Status;
  evidence?: string;
  /** Its page. */
  to: string;
}

export function CheckBoard({ checks }: { checks: Check[] }) {
  return (
    <WideTable className="check-board">
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">Check</th>
          <th scope="col">Result</th>
          <th scope="col">Evidence</th>
        </tr>
      </thead>
      <tbody>
        {checks.map(({ id, name, status, evidence, to }) => (
          <tr key={id}>
            <td>{id}</td>
            <td>
              <Link to={to}>{name}</Link>
            </td>
            <td>
              <Status status={status} />
            </td>
            <td>{evidence ?? 'no report'}</td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

/** The last result of one check. */
export function CheckResult({
  status,
  evidence,
  seconds,
}: {
  status: Status;
  evidence: string;
  seconds: number;
}) {
  return (
    <div className={`check-result is-${status}`}>
      <p>
        <Status status={status} /> <span className="is-dim">after {duration(seconds)}</span>
      </p>
      <p>{evidence}</p>
    </div>
  );
}

interface Phase {
  name: string;
  ms: number;
}

/** What of a start took how long: a bar a phase. */
export function Stopwatch({ phases, totalMs }: { phases: Phase[]; totalMs: number }) {
  const longest = Math.max(...phases.map(({ ms }) => ms), 1);
  return (
    <table className="bars">
      <thead>
        <tr>
          <th scope="col">Phase</th>
          <th scope="col">Time</th>
          <td aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {phases.map(({ name, ms }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="is-right">{duration(ms / 1000)}</td>
            <td aria-hidden="true">
              <span className="bar" style={{ width: `${(ms / longest) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">in all</th>
          <td className="is-right">{duration(totalMs / 1000)}</td>
          <td aria-hidden="true" />
        </tr>
      </tfoot>
    </table>
  );
}

interface Measurement {
  name: string;
  peer: string;
  seconds: number;
  peerSeconds: number;
  at: string;
  commit: string;
}

const time = (seconds: number): string =>
  seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(1)} s`;

/** Ours as a part of the peer's, both measured in the same run. */
export function Ratios({ measurements }: { measurements: Measurement[] }) {
  return (
    <WideTable className="ratios">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Ours</th>
          <th scope="col">The peer</th>
          <th scope="col">Ratio</th>
          <th scope="col">Measured</th>
        </tr>
      </thead>
      <tbody>
        {measurements.map(({ name, peer, seconds, peerSeconds, at, commit }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="is-right">{time(seconds)}</td>
            <td>
              {time(peerSeconds)}, {peer}
            </td>
            <td className="is-right">{(seconds / peerSeconds).toFixed(2)}</td>
            <td>
              {moment(at)}, {shortCommit(commit)}
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

/** One figure on the proof page; `value` is left out where nothing has been measured. */
export function Badge({ label, value, because }: { label: string; value?: string; because: string }) {
  return (
    <div className={value === undefined ? 'badge-card is-not-yet' : 'badge-card'}>
      <p className="badge-label">{label}</p>
      <p className="badge-value">{value ?? 'not yet'}</p>
      <p className="badge-because">{because}</p>
    </div>
  );
}

export function Badges({ children }: { children: ReactNode }) {
  return <div className="badges">{children}</div>;
}
