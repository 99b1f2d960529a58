import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { AwsError } from '../../errors';
import { isTooDeep } from '../../xmlDepth';
import type { MemberShape, ServiceModel, Shape } from '../serviceModel';
import { isScalar, readScalar } from './scalar';

const malformed = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    400,
  );

const ATTRIBUTE = '@';
const TEXT = '#text';
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

/**
 * Reads a document as a value of a shape. Elements and attributes that the model does not name are left out.
 * @throws AwsError MalformedXML, also for a document type definition
 */
export function readXml(body: Buffer, member: MemberShape, model: ServiceModel): unknown {
  const text = body.toString('utf8');
  if (text.trim() === '') return undefined;
  if (/<!DOCTYPE/i.test(text) || isTooDeep(text) || XMLValidator.validate(text) !== true) throw malformed();
  const document = parser.parse(text) as Record<string, unknown>;
  const roots = Object.keys(document).filter((name) => name !== TEXT);
  const [root] = roots;
  if (roots.length !== 1 || root === undefined) throw malformed();
  return read(document[root], member, model);
}

function read(node: unknown, member: MemberShape, model: ServiceModel): unknown {
  const shape = model.shapes[member.shape]!;
  if (Array.isArray(node)) throw malformed();
  if (isScalar(shape)) return readScalar(textOf(node), shape, member);
  const element = typeof node === 'object' && node !== null ? (node as Record<string, unknown>) : {};
  if (shape.type === 'list')
    return children(element, shape.member?.locationName ?? 'member').map((one) =>
      read(one, shape.member!, model),
    );
  if (shape.type === 'map') throw malformed();
  return readStructure(element, shape, model);
}

function readStructure(
  element: Record<string, unknown>,
  shape: Shape,
  model: ServiceModel,
): Record<string, unknown> {
  const found: [string, unknown][] = [];
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const called = member.locationName ?? name;
    if (member.xmlAttribute) {
      const value = children(element, ATTRIBUTE + called)[0];
      if (typeof value === 'string') found.push([name, value]);
      continue;
    }
    const of = model.shapes[member.shape]!;
    if (of.type === 'list' && (member.flattened ?? of.flattened)) {
      const items = children(element, called);
      if (items.length > 0) found.push([name, items.map((one) => read(one, of.member!, model))]);
      continue;
    }
    const own = children(element, called);
    if (own.length > 1) throw malformed();
    if (own.length === 1) found.push([name, read(own[0], member, model)]);
  }
  return Object.fromEntries(found);
}

/** The children of a local name, whatever prefix their namespace has. */
function children(element: Record<string, unknown>, name: string): unknown[] {
  const isAttribute = name.startsWith(ATTRIBUTE);
  return Object.entries(element).flatMap(([key, value]) => {
    const local = isAttribute || key.startsWith(ATTRIBUTE) ? key : key.slice(key.indexOf(':') + 1);
    return local === name ? (Array.isArray(value) ? (value as unknown[]) : [value]) : [];
  });
}

function textOf(node: unknown): string {
  if (typeof node === 'string') return node;
  if (typeof node === 'object' && node !== null) {
    const text = (node as Record<string, unknown>)[TEXT];
    return typeof text === 'string' ? text : '';
  }
  return '';
}
