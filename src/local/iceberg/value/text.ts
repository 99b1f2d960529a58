import { decimalOf, type PrimitiveType } from '../schema/schema';
import type { Value } from './value';

const DATE = /^([+-]?\d{4,6})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/;
const DAY_MICROS = 86_400_000_000n;

/**
 * A value from the text in which SQL engines print it: `2020-01-31 12:00:00.5+00`, `1.50`, `true` or `1`, hex pairs of
 * binaries. Undefined for what is not of the type, has digits that the type cannot hold, or is before year 0.
 */
export function parseValue(type: PrimitiveType, text: string): Value | undefined {
  const decimal = decimalOf(type);
  if (decimal) return unscaled(text, decimal.scale);
  switch (type) {
    case 'boolean':
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined;
    case 'int':
      return /^-?\d{1,10}$/.test(text) && fits(text, 32) ? Number(text) : undefined;
    case 'long':
      return /^-?\d{1,19}$/.test(text) && fits(text, 64) ? BigInt(text) : undefined;
    case 'float':
    case 'double':
      return floating(text);
    case 'date':
      return days(text);
    case 'time':
      return micros(text);
    case 'timestamp':
      return instant(text);
    case 'timestamptz': {
      const match = /^(.*?)(?:\+00(?::?00)?|Z| UTC)$/.exec(text);
      return match ? instant(match[1]!) : undefined;
    }
    case 'string':
      return text;
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined;
    default:
      return /^([0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
  }
}

const fits = (text: string, bits: number): boolean => BigInt.asIntN(bits, BigInt(text)) === BigInt(text);

/** A decimal's unscaled value; undefined when it has digits beyond the scale. */
function unscaled(text: string, scale: number): bigint | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || (match[2] === '' && !match[3])) return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > scale) return undefined;
  const digits = BigInt(match[2]! + fraction.padEnd(scale, '0'));
  return match[1] === '-' ? -digits : digits;
}

function floating(text: string): number | undefined {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  return Number(text);
}

function days(text: string): number | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return date.getTime() / 86_400_000;
}

function micros(text: string): bigint | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0);
  return BigInt(seconds) * 1_000_000n + BigInt((match[4] ?? '').padEnd(6, '0'));
}

function instant(text: string): bigint | undefined {
  const [date, time, ...rest] = text.split(/[ T]/);
  const day = days(date!);
  const part = time === undefined ? 0n : micros(time);
  if (day === undefined || part === undefined || rest.length > 0) return undefined;
  return BigInt(day) * DAY_MICROS + part;
}

/**
 * The reverse of {@link parseValue}: a text that SQL engines can cast to the type. Times have only the digits that they
 * need, in steps of three, and seconds always. Undefined for days beyond those that JavaScript's dates reach.
 */
export function valueText(type: PrimitiveType, value: Value): string | undefined {
  const decimal = decimalOf(type);
  if (decimal) return decimalText(value as bigint, decimal.scale);
  switch (type) {
    case 'date':
      return dateText(BigInt(value as number));
    case 'time':
      return timeText(value as bigint);
    case 'timestamp':
    case 'timestamptz': {
      const micros = value as bigint;
      const day = micros >= 0n ? micros / DAY_MICROS : (micros - DAY_MICROS + 1n) / DAY_MICROS;
      const date = dateText(day);
      const text = date && `${date} ${timeText(micros - day * DAY_MICROS)}`;
      return text && type === 'timestamptz' ? `${text}+00` : text;
    }
    default:
      return Buffer.isBuffer(value) ? value.toString('hex') : String(value);
  }
}

function decimalText(unscaledValue: bigint, scale: number): string {
  const digits = String(unscaledValue < 0n ? -unscaledValue : unscaledValue).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const sign = unscaledValue < 0n ? '-' : '';
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`;
}

function dateText(day: bigint): string | undefined {
  const date = new Date(Number(day) * 86_400_000);
  if (Number.isNaN(date.getTime())) return undefined;
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  return `${year}-${date.toISOString().slice(-19, -14)}`;
}

function timeText(dayMicros: bigint): string {
  const two = (count: bigint) => String(count).padStart(2, '0');
  const seconds = dayMicros / 1_000_000n;
  const fraction = String(dayMicros % 1_000_000n)
    .padStart(6, '0')
    .replace(/(?:000){1,2}$/, '');
  const text = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return fraction === '' ? text : `${text}.${fraction}`;
}
