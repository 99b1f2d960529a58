import type { Typed } from '../bind/typed';
import { literal } from '../duckdb/text';
import { SqlError } from '../errors';
import { array, duckType, T, timestamp } from '../types/typeRules';
import type { Type } from '../types/types';
import { checked } from './check';
import { MOST_ENTRIES } from './limits';
import type { Rule, Signatures } from './signature';
import { assertZone } from './timeZone';

const UNITS = ['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
const bigint = (sql: string): string => `CAST(${sql} AS BIGINT)`;

/** Units that a type has. Source: Trino, DateTimeFunctions. */
const UNITS_OF: Record<string, { told: string; units: string[] }> = {
  date: { told: 'DATE', units: UNITS.slice(4) },
  time: { told: 'Time', units: UNITS.slice(0, 4) },
};
const ALL_UNITS = { told: 'Timestamp', units: UNITS };

/** A unit must be known when the statement is made. @throws SqlError INVALID_FUNCTION_ARGUMENT */
function unitOf(unit: Typed, of: Type): string {
  const { told, units } = UNITS_OF[of.kind] ?? ALL_UNITS;
  const text = typeof unit.constant === 'string' ? unit.constant.toLowerCase() : '';
  if (!units.includes(text))
    throw new SqlError('INVALID_FUNCTION_ARGUMENT', `'${unit.constant ?? ''}' is not a valid ${told} field`);
  return text;
}

const MYSQL: Record<string, string> = {
  i: 'M',
  s: 'S',
  T: 'H:%M:%S',
  r: 'I:%M:%S %p',
  M: 'B',
  W: 'A',
  c: '-m',
  e: '-d',
  k: '-H',
  l: '-I',
  h: 'I',
  v: 'V',
  x: 'G',
};
/** What Trino refuses; of other letters it makes themselves. */
const NOT_MYSQL = /[wUuVXD]/;
/** Letters that are the same ones in strftime. */
const SAME = /[abdfHIjmpSyY]/;

/** MySQL's format, which Trino's date_format takes, as strftime's. */
function mysqlFormat(format: string): string {
  if (format === '' || format === '%') throw badFormat('Both printing and parsing not supported');
  return format.replace(/%(.?)/gsu, (_, c: string) => {
    if (c === '%') return '%%';
    if (NOT_MYSQL.test(c)) throw badFormat(`%${c} not supported in date format string`);
    return MYSQL[c] ? `%${MYSQL[c]}` : SAME.test(c) ? `%${c}` : c;
  });
}

const badFormat = (text: string): SqlError => new SqlError('INVALID_FUNCTION_ARGUMENT', text);

const JODA: [RegExp, string][] = [
  [/yyyy|YYYY|y+/, '%Y'],
  [/MMMM/, '%B'],
  [/MMM/, '%b'],
  [/MM/, '%m'],
  [/dd/, '%d'],
  [/HH/, '%H'],
  [/hh/, '%I'],
  [/mm/, '%M'],
  [/ss/, '%S'],
  [/SSS/, '%g'],
  [/a/, '%p'],
  [/EEEE/, '%A'],
  [/EEE/, '%a'],
  [/ZZ?/, '%z'],
];

/** Joda's pattern, which parse_datetime and format_datetime take, as strftime's. */
function jodaFormat(pattern: string): string {
  if (pattern === '') throw badFormat('Invalid pattern specification');
  return pattern.replaceAll('%', '%%').replace(/'([^']*)'|[A-Za-z]+/g, (part, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted;
    const illegal = /[^GCxweEyYDMdaKhHkmsSzZ]/.exec(part)?.[0];
    if (illegal) throw badFormat(`Illegal pattern component: ${illegal}`);
    return JODA.find(([joda]) => new RegExp(`^(?:${joda.source})$`).test(part))?.[1] ?? part;
  });
}

const format = (arg: Typed, convert: (text: string) => string): string => {
  if (typeof arg.constant !== 'string')
    throw new SqlError('NOT_SUPPORTED', 'The format must be a constant', arg.at);
  return literal(convert(arg.constant));
};

const FIELDS: Record<string, string> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'weekofyear',
  week_of_year: 'weekofyear',
  day: 'day',
  day_of_month: 'day',
  day_of_week: 'isodow',
  dow: 'isodow',
  day_of_year: 'dayofyear',
  doy: 'dayofyear',
  year_of_week: 'isoyear',
  yow: 'isoyear',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  timezone_hour: 'timezone_hour',
  timezone_minute: 'timezone_minute',
};

/** A field of a date or time, as `extract` and the functions of its name give it. */
export function field(name: string, value: string): string | undefined {
  return Object.hasOwn(FIELDS, name) ? bigint(`${FIELDS[name]}(${value})`) : undefined;
}

/** Dates and times. Source: Trino, "Date and time functions and operators". */
export function addDates(to: Signatures<Rule>): void {
  for (const name of Object.keys(FIELDS).filter((key) => !key.startsWith('timezone')))
    to.add(name, [['hour', 'minute', 'second'].includes(name) ? 'temporal' : 'datetime'], ([x]) => ({
      type: T.bigint,
      sql: field(name, x!.sql)!,
    }));
  to.add('millisecond', ['temporal'], ([x]) => ({
    type: T.bigint,
    sql: bigint(`millisecond(${x!.sql}) % 1000`),
  }));
  for (const kind of ['text', 'datetime'] as const)
    to.add('date', [kind], ([x]) => ({ type: T.date, sql: `CAST(${x!.sql} AS DATE)` }));
  to.add('date_trunc', ['text', 'temporal'], ([unit, x]) => ({
    type: x!.type,
    sql: `CAST(date_trunc('${unitOf(unit!, x!.type)}', ${x!.sql}) AS ${duckType(x!.type)})`,
  }));
  to.add('date_add', ['text', 'integer', 'temporal'], ([unit, n, x]) => ({
    type: x!.type,
    sql: `CAST(${x!.sql} + ${interval(unitOf(unit!, x!.type), n!.sql)} AS ${duckType(x!.type)})`,
  }));
  to.add('date_diff', ['text', 'temporal', 'temporal'], ([unit, a, b]) => ({
    type: T.bigint,
    sql: `datesub('${unitOf(unit!, a!.type)}', ${a!.sql}, ${b!.sql})`,
  }));
  to.add('last_day_of_month', ['datetime'], ([x]) => ({ type: T.date, sql: `last_day(${x!.sql})` }));
  to.add('date_format', ['datetime', 'text'], ([x, f]) => ({
    type: T.varchar,
    sql: `strftime(${x!.sql}, ${format(f!, mysqlFormat)})`,
  }));
  to.add('date_parse', ['text', 'text'], ([s, f]) => ({
    type: timestamp(3),
    sql: `strptime(${s!.sql}, ${format(f!, mysqlFormat)})`,
  }));
  to.add('format_datetime', ['datetime', 'text'], ([x, f]) => ({
    type: T.varchar,
    sql: `strftime(${x!.sql}, ${format(f!, jodaFormat)})`,
  }));
  to.add('parse_datetime', ['text', 'text'], ([s, f]) => ({
    type: timestamp(3, true),
    sql: `CAST(strptime(${s!.sql}, ${format(f!, jodaFormat)}) AS TIMESTAMPTZ)`,
  }));
  to.add('from_unixtime', ['number'], ([n]) => ({
    type: timestamp(3, true),
    sql: `to_timestamp(CAST(${n!.sql} AS DOUBLE))`,
  }));
  to.add('to_unixtime', ['timestamp'], ([x]) => ({ type: T.double, sql: `epoch(${x!.sql})` }));
  to.add('to_unixtime', ['date'], ([x]) => ({ type: T.double, sql: `epoch(${x!.sql})` }));
  to.add('from_iso8601_date', ['text'], ([s]) => ({ type: T.date, sql: `t_iso_date(${s!.sql})` }));
  to.add('from_iso8601_timestamp', ['text'], ([s]) => ({
    type: timestamp(3, true),
    sql: `t_iso_timestamp(${s!.sql})`,
  }));
  to.add('to_iso8601', ['datetime'], ([x]) => ({
    type: T.varchar,
    sql:
      x!.type.kind === 'date' ? `CAST(${x!.sql} AS VARCHAR)` : `strftime(${x!.sql}, '%Y-%m-%dT%H:%M:%S.%g')`,
  }));
  to.add('at_timezone', ['timestamp', 'text'], ([x, zone]) => {
    assertZone(zone!);
    return { type: x!.type, sql: x!.sql };
  });
  to.add('with_timezone', ['timestamp', 'text'], ([x, zone]) => ({
    type: timestamp(x!.type.kind === 'timestamp' ? x!.type.precision : 3, true),
    sql: `timezone(${zone!.sql}, ${x!.sql})`,
  }));
  to.add('now', [], () => ({ type: timestamp(3, true), sql: 'now()' }));
  to.add('current_timezone', [], () => ({ type: T.varchar, sql: "'UTC'" }));
  to.add('human_readable_seconds', ['number'], ([n]) => ({
    type: T.varchar,
    sql: `CAST(to_seconds(${n!.sql}) AS VARCHAR)`,
  }));
  to.add('parse_duration', ['text'], ([s]) => ({ type: T.dayInterval, sql: duration(s!) }));
  to.add('sequence', ['integer', 'integer', 'integer?'], (a) => ({
    type: array(a.some((x) => x.type.kind === 'bigint') ? T.bigint : a[0]!.type),
    sql: series(
      a.map((x) => `CAST(${x.sql} AS HUGEINT)`),
      `generate_series(${[...a.map((x) => x.sql), ...(a.length < 3 ? [downOrUp(a[0]!.sql, a[1]!.sql)] : [])].map((n) => `CAST(${n} AS BIGINT)`).join(', ')})`,
    ),
  }));
  to.add('sequence', ['date', 'date', 'interval?'], ([from, until, step]) => ({
    type: array(T.date),
    sql: timeSeries(
      from!,
      until!,
      step ? wholeDays(step) : `to_days(${downOrUp(from!.sql, until!.sql)})`,
      (all) => `CAST(${all} AS DATE[])`,
    ),
  }));
  to.add('sequence', ['timestamp', 'timestamp', 'interval'], ([from, until, step]) => ({
    type: array(from!.type as Type),
    sql: timeSeries(from!, until!, step!.sql, (all) => all),
  }));
}

const WRONG_END =
  'sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start';

/** The step of a sequence that tells none. */
const downOrUp = (from: string, until: string): string =>
  `(CASE WHEN ${until} >= ${from} THEN 1 ELSE -1 END)`;

/** Whole numbers from the first to the second by the third, checked as Trino does before it makes any. */
function series([from = '', until = '', step = downOrUp(from, until)]: string[], all: string): string {
  return checked(
    `${step} = 0`,
    'step must not be zero',
    checked(
      `(${step} > 0 AND ${from} > ${until}) OR (${step} < 0 AND ${from} < ${until})`,
      WRONG_END,
      checked(
        `abs(${until} - ${from}) >= ${MOST_ENTRIES}::HUGEINT * abs(${step})`,
        `result of sequence function must not have more than ${MOST_ENTRIES} entries`,
        all,
      ),
    ),
  );
}

/** The same of dates and timestamps; a month counts as 28 days where it is asked how many there will be. */
function timeSeries(from: Typed, until: Typed, step: string, as: (all: string) => string): string {
  const micros = (x: string) => `CAST(epoch_us(CAST(${x} AS TIMESTAMP)) AS HUGEINT)`;
  const size = `CAST((datepart('year', ${step}) * 12 + datepart('month', ${step})) * 2419200000000 + epoch_us(${step} - to_months(CAST(datepart('year', ${step}) * 12 + datepart('month', ${step}) AS INTEGER))) AS HUGEINT)`;
  return series(
    [micros(from.sql), micros(until.sql), size],
    as(`generate_series(${from.sql}, ${until.sql}, ${step})`),
  );
}

const wholeDays = (step: Typed): string =>
  step.type.kind === 'interval day to second'
    ? checked(
        `epoch_us(${step.sql}) % 86400000000 <> 0`,
        'sequence step must be a day interval if start and end values are dates',
        step.sql,
      )
    : step.sql;

/** So many units, as an interval. */
const interval = (unit: string, count: string): string =>
  `to_${unit}s(CAST(${count} AS ${['day', 'week', 'month', 'quarter', 'year'].includes(unit) ? 'INTEGER' : 'BIGINT'}))`;

const DURATION: Record<string, string> = { d: 'day', h: 'hour', m: 'minute', s: 'second', ms: 'millisecond' };

function duration(text: Typed): string {
  if (typeof text.constant !== 'string')
    throw new SqlError('NOT_SUPPORTED', 'A duration must be a literal here', text.at);
  const [, count, unit] = /^\s*([\d.]+)\s*(d|h|m|s|ms)\s*$/.exec(text.constant) ?? [];
  if (!count || !unit)
    throw new SqlError(
      'INVALID_FUNCTION_ARGUMENT',
      `duration is not a valid data duration string: ${text.constant}`,
      text.at,
    );
  const seconds: Record<string, number> = { d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 };
  return /^\d+$/.test(count)
    ? interval(DURATION[unit]!, count)
    : `to_microseconds(${Math.round(Number(count) * seconds[unit]! * 1e6)})`;
}
