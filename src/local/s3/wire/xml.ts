import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { HttpRequest, HttpResponse } from '../../http';
import { isTooDeep } from '../../xmlDepth';
import { malformedXml } from '../errors';

/** What an element holds: text, children in order, or, as an array, several elements of the name. */
type XmlContent = string | number | boolean | Date | undefined | XmlElements | XmlContent[];
export interface XmlElements {
  [name: string]: XmlContent;
}

/** One document in S3's namespace. Absent members make no element. */
export function xmlResponse(
  name: string,
  content: XmlElements,
  headers: Record<string, string> = {},
): HttpResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${elements(content)}</${name}>`;
  return { status: 200, headers: { 'Content-Type': 'application/xml', ...headers }, body };
}

function elements(content: XmlElements): string {
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, content: XmlContent): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((one) => element(name, one)).join('');
  if (content instanceof Date) return `<${name}>${s3Date(content)}</${name}>`;
  const inner = typeof content === 'object' ? elements(content) : escaped(String(content));
  return `<${name}>${inner}</${name}>`;
}

/** S3 keeps time in seconds, and prints milliseconds all the same. */
function s3Date(date: Date): string {
  return `${date.toISOString().slice(0, 19)}.000Z`;
}

/** Control characters stay as references, as S3 writes them: a bare carriage return would come back as a line feed. */
function escaped(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (char) => ENTITIES[char] ?? `&#x${char.charCodeAt(0).toString(16)};`);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** An element of a request's document: its text, or its children by name. */
export class XmlNode {
  constructor(private readonly value: unknown) {}

  /** The text of a child. */
  text(name: string): string | undefined {
    const child = this.#all(name)[0];
    return typeof child === 'string' ? child : undefined;
  }

  children(name: string): XmlNode[] {
    return this.#all(name).map((child) => new XmlNode(child));
  }

  #all(name: string): unknown[] {
    if (typeof this.value !== 'object' || this.value === null || !Object.hasOwn(this.value, name)) return [];
    const child = (this.value as Record<string, unknown>)[name];
    return Array.isArray(child) ? child : [child];
  }
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
});

/** The root element of a document. @throws AwsError MalformedXML, also for another root and for a DTD */
export function parseXml(text: string, root: string): XmlNode {
  if (/<!DOCTYPE/i.test(text) || isTooDeep(text) || XMLValidator.validate(text) !== true)
    throw malformedXml();
  const document = new XmlNode(parser.parse(text));
  const found = document.children(root)[0];
  if (!found) throw malformedXml();
  return found;
}

/** The longest document that S3 itself takes (1,000 keys, 10,000 parts) fits well. */
const BODY_LIMIT = 8 * 1024 * 1024;

/** Reads a small body. @throws AwsError MalformedXML when it is too long to be what S3 expects */
export async function readBody(http: HttpRequest): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of http.body) {
    size += piece.length;
    if (size > BODY_LIMIT) throw malformedXml();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
