/**
 * Numbers as Java prints them (`Double.toString`, `Float.toString`): always a fraction, an exponent from 10^7 up and
 * below 10^-3.
 */
export function printDouble(value: number): string {
  return javaDecimal(value, shortestDouble);
}

/** @param value a float's value, widened to a double */
export function printReal(value: number): string {
  return javaDecimal(value, shortestFloat);
}

function javaDecimal(value: number, digitsOf: (magnitude: number) => Digits): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return `${sign}Infinity`;
  if (magnitude === 0) return `${sign}0.0`;
  const { digits, exponent } = digitsOf(magnitude);
  if (magnitude < 1e-3 || magnitude >= 1e7) {
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** Significant digits without trailing zeros; the first one counts 10^exponent. */
interface Digits {
  digits: string;
  exponent: number;
}

/** JavaScript's shortest digits that read back as the same double are Java's, too. */
const shortestDouble = (magnitude: number): Digits => split(magnitude.toExponential());

function shortestFloat(magnitude: number): Digits {
  for (let precision = 1; precision < 9; precision++) {
    const text = magnitude.toExponential(precision - 1);
    if (Math.fround(Number(text)) === magnitude) return split(text);
  }
  return split(magnitude.toExponential(8));
}

function split(text: string): Digits {
  const [mantissa, exponent] = text.split('e') as [string, string];
  return { digits: mantissa.replace('.', '').replace(/0+$/, '') || '0', exponent: Number(exponent) };
}

/** An unscaled integer with `scale` digits after the point. */
export function printDecimal(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString();
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}
