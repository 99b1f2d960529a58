import { invalidArgument } from '../errors';

/** What HTTP lets a header hold: a tab, and what ISO-8859-1 prints. (RFC 9110, "Field Values") */
const HELD = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * A value that a caller gives for a header of an answer.
 * @param name what the caller gave it as, such as `response-content-type`
 * @throws AwsError InvalidArgument for line breaks, control characters, and all that is not of ISO-8859-1
 */
export function headerValue(name: string, value: string): string {
  if (HELD.test(value)) return value;
  throw invalidArgument('Header value cannot be represented using ISO-8859-1.', name, printable(value));
}

/** Control characters cannot stand in XML, which tells the value back. */
const printable = (value: string): string => value.replace(/[^\t\n\r\x20-\u{10ffff}]/gu, '\ufffd');
