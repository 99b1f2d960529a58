import type { Typed } from '../bind/typed';
import { SqlError } from '../errors';
import { isFloating, isInteger, isText } from '../types/typeRules';
import type { Type } from '../types/types';

/** Java's class of a value, which errors of formats name. */
function javaClass(type: Type): string {
  if (isText(type)) return 'java.lang.String';
  if (isInteger(type)) return 'java.lang.Long';
  if (isFloating(type)) return 'java.lang.Double';
  if (type.kind === 'decimal') return 'java.math.BigDecimal';
  return type.kind === 'boolean' ? 'java.lang.Boolean' : 'java.lang.Object';
}

/** Whether a conversion takes a value. Source: Java, `java.util.Formatter`. */
function converts(conversion: string, type: Type): boolean {
  if (type.kind === 'unknown' || /[sSbBhH]/.test(conversion)) return true;
  if (/[doxX]/.test(conversion)) return isInteger(type);
  if (/[eEfgGaA]/.test(conversion)) return isFloating(type) || type.kind === 'decimal';
  return /[cC]/.test(conversion) && isInteger(type);
}

/** Holds a constant format against what it formats. @throws SqlError INVALID_FUNCTION_ARGUMENT in Java's words */
export function assertFormat(format: Typed, values: Typed[]): void {
  if (typeof format.constant !== 'string') return;
  const text = format.constant;
  const refuse = (why: string) =>
    new SqlError('INVALID_FUNCTION_ARGUMENT', `Invalid format string: ${text} (${why})`);
  let next = 0;
  for (const [specifier, place, conversion] of text.matchAll(
    /%(?:(\d+)\$)?[-#+ 0,(<]*\d*(?:\.\d+)?([a-zA-Z%]?)/g,
  )) {
    if (conversion === '%' || conversion === 'n') continue;
    if (!conversion || !/[a-hosxA-HSX]/.test(conversion))
      throw refuse(`UnknownFormatConversion: Conversion = '${conversion || '%'}'`);
    const value = values[place === undefined ? next++ : Number(place) - 1];
    if (!value) throw refuse(`MissingFormatArgument: Format specifier '${specifier}'`);
    if (!converts(conversion, value.type))
      throw refuse(`IllegalFormatConversion: ${conversion} != ${javaClass(value.type)}`);
  }
}
