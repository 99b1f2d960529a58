/** Dates, times and intervals as Athena prints them. Instants count from 1970-01-01, in UTC. */

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** `2017-01-01` of a day number. */
export function printDate(days: number): string {
  const { year, month, day } = civil(days);
  // Trino prints years beyond four digits with their sign.
  const yearText = year < 0 ? `-${pad(-year, 4)}` : year > 9999 ? `+${year}` : pad(year, 4);
  return `${yearText}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Proleptic Gregorian calendar; works for every day number (JavaScript's Date does not). */
function civil(days: number): { year: number; month: number; day: number } {
  // Eras of 400 years, the year starting in March: Howard Hinnant's algorithm.
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

const MICROS_OF_DAY = 86_400_000_000n;
const DAY = Number(MICROS_OF_DAY);

/** Two digits of each number below 100: dates and clocks are made of them, millions of times in a large result. */
const TWO = Array.from({ length: 100 }, (_, i) => pad(i, 2));

/** `2017-01-01 00:00:00.000` with `precision` digits of the second's fraction. */
export function printTimestamp(micros: bigint, precision: number): string {
  const value = Number(micros);
  if (Number.isSafeInteger(value)) {
    const days = Math.floor(value / DAY);
    return `${dateOf(days)} ${printTime(value - days * DAY, precision)}`;
  }
  let days = micros / MICROS_OF_DAY;
  if (micros % MICROS_OF_DAY < 0n) days -= 1n;
  return `${printDate(Number(days))} ${printTime(Number(micros - days * MICROS_OF_DAY), precision)}`;
}

let lastDay: number | undefined;
let lastDate = '';

/** Neighbours in a column often have the same day. */
function dateOf(days: number): string {
  if (days !== lastDay) {
    lastDate = printDate(days);
    lastDay = days;
  }
  return lastDate;
}

/** `12:34:56.789` of microseconds since midnight. */
export function printTime(micros: number, precision: number): string {
  const seconds = Math.floor(micros / 1e6);
  const minutes = Math.floor(seconds / 60);
  const clock = `${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds % 60]}`;
  if (precision === 0) return clock;
  const fraction = String(1e6 + (micros % 1e6));
  return `${clock}.${precision <= 6 ? fraction.slice(1, precision + 1) : fraction.slice(1).padEnd(precision, '0')}`;
}

/** `+05:30` of an offset in seconds. */
export function printOffset(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${seconds < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
}

/** `1 02:03:04.567`: days, then a clock with milliseconds. */
export function printDaySecondInterval(micros: bigint): string {
  const negative = micros < 0n;
  const magnitude = negative ? -micros : micros;
  const clock = printTime(Number(magnitude % MICROS_OF_DAY), 3);
  return `${negative ? '-' : ''}${magnitude / MICROS_OF_DAY} ${clock}`;
}

/** `1-2`: years and months. */
export function printYearMonthInterval(months: number): string {
  const magnitude = Math.abs(months);
  return `${months < 0 ? '-' : ''}${Math.floor(magnitude / 12)}-${magnitude % 12}`;
}
