import { AwsError } from '../../errors';
import type { MemberShape, OperationModel, ServiceModel, Shape } from '../serviceModel';
import { serializationError } from '../wireError';
import { ownQuery, type WireRequest } from '../wireRequest';
import { parseJsonObject, type Reading, readValue } from './json';
import { isScalar, readScalar } from './scalar';
import { readXml } from './xml';

/** A request that is addressed to an operation: the texts of its path's labels, decoded. */
interface Addressed {
  operation: OperationModel;
  labels: Record<string, string>;
}

/**
 * The operation of a REST service that method, path and the query's fixed part name.
 * @throws AwsError when no operation, or more than one, is meant
 */
export function findRestOperation(model: ServiceModel, request: WireRequest): Addressed | undefined {
  const found = Object.values(model.operations).flatMap((operation) => {
    const match = matchOperation(operation, request);
    return match ? [match] : [];
  });
  const best = Math.max(...found.map(({ literal }) => literal));
  const closest = found.filter(({ literal }) => literal === best);
  // The most literal template wins; equally literal ones differ in the fixed part of their query.
  const [chosen, ...others] = closest.sort((a, b) => b.fixed - a.fixed);
  if (!chosen) return undefined;
  if (others.some(({ fixed }) => fixed === chosen.fixed))
    throw serializationError('The request could be meant for more than one operation.');
  return chosen;
}

function matchOperation(
  operation: OperationModel,
  { method, path, query }: WireRequest,
): (Addressed & { literal: number; fixed: number }) | undefined {
  if (operation.deprecated || operation.http.method !== method) return undefined;
  const [template = '', fixedQuery = ''] = operation.http.requestUri.split('?');
  const fixed = fixedQuery === '' ? [] : fixedQuery.split('&').map((part) => part.split('='));
  if (
    !fixed.every(([name, value]) => query.has(name!) && (value === undefined || query.get(name!) === value))
  )
    return undefined;
  const labels = matchPath(template, path);
  if (!labels) return undefined;
  const literal = template.split('/').filter((segment) => !segment.includes('{')).length;
  return { operation, labels, literal, fixed: fixed.length };
}

/** `/functions/{FunctionName}/code` on `/functions/a%3Ab/code`: `{ FunctionName: 'a:b' }`. `{Key+}` takes the rest. */
function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.replace(/\/$/, '').split('/');
  const given = path.replace(/\/$/, '').split('/');
  const labels: [string, string][] = [];
  for (const [i, segment] of wanted.entries()) {
    const label = /^\{([^}+]+)(\+?)\}$/.exec(segment);
    if (!label) {
      if (given[i] !== segment) return undefined;
      continue;
    }
    const [, name = '', greedy] = label;
    const text = greedy ? given.slice(i).join('/') : given[i];
    if (!text) return undefined;
    labels.push([name, decode(text)]);
    if (greedy) return Object.fromEntries(labels);
  }
  return wanted.length === given.length ? Object.fromEntries(labels) : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
}

/**
 * Reads the input of a REST operation from its labels, query, headers and body. Source: Smithy, "HTTP binding traits".
 * @throws AwsError SerializationException, MalformedXML
 */
export function readRestInput(
  model: ServiceModel,
  { operation, labels }: Addressed,
  request: WireRequest,
  reading: Reading = 'typed',
): Record<string, unknown> {
  if (!operation.input) return {};
  const shape = model.shapes[operation.input.shape]!;
  const found: [string, unknown][] = [];
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const value = readBound(name, member, labels, request, model);
    if (value !== undefined) found.push([name, value]);
  }
  return { ...Object.fromEntries(found), ...readBody(model, shape, request, reading) };
}

/** A member that path, query or headers hold. */
function readBound(
  name: string,
  member: MemberShape,
  labels: Record<string, string>,
  { query, headers }: WireRequest,
  model: ServiceModel,
): unknown {
  const shape = model.shapes[member.shape]!;
  const called = member.locationName ?? name;
  switch (member.location) {
    case 'uri':
      return labels[called] === undefined ? undefined : readScalar(labels[called], shape, member);
    case 'querystring':
      return readQuery(called, member, shape, query, model);
    case 'header': {
      const text = headers[called.toLowerCase()];
      if (text === undefined) return undefined;
      if (shape.type !== 'list') return readScalar(text, shape, member);
      const element = model.shapes[shape.member!.shape]!;
      return text.split(',').map((one) => readScalar(one.trim(), element, shape.member));
    }
    case 'headers':
      return Object.fromEntries(
        Object.entries(headers).flatMap(([key, value]) =>
          key.startsWith(called.toLowerCase()) ? [[key.slice(called.length), value]] : [],
        ),
      );
    default:
      return undefined;
  }
}

function readQuery(
  name: string,
  member: MemberShape,
  shape: Shape,
  query: URLSearchParams,
  model: ServiceModel,
): unknown {
  if (shape.type === 'map') {
    const taken = ownQuery(query);
    return taken.length === 0 ? undefined : Object.fromEntries(taken);
  }
  const values = query.getAll(name);
  if (values.length === 0) return undefined;
  if (shape.type === 'list') {
    const element = model.shapes[shape.member!.shape]!;
    return values.map((text) => readScalar(text, element, shape.member));
  }
  if (values.length > 1) throw serializationError(`The parameter ${name} is there more than once.`);
  return readScalar(values[0]!, shape, member);
}

/** What the body holds: one member (its payload), or all members that are bound to nothing else. */
function readBody(
  model: ServiceModel,
  shape: Shape,
  { body }: WireRequest,
  reading: Reading,
): Record<string, unknown> {
  const isXml = model.protocols.includes('rest-xml');
  if (shape.payload !== undefined) {
    const member = shape.members![shape.payload]!;
    const of = model.shapes[member.shape]!;
    if (body.length === 0) return {};
    if (of.type === 'blob') return { [shape.payload]: new Uint8Array(body) };
    if (isScalar(of)) return { [shape.payload]: readScalar(body.toString('utf8'), of) };
    const value = isXml
      ? readXml(body, member, model)
      : readValue(parseJsonObject(body), member, model, reading);
    return value === undefined ? {} : { [shape.payload]: value };
  }
  const unbound = Object.fromEntries(
    Object.entries(shape.members ?? {}).filter(([, { location }]) => location === undefined),
  );
  if (Object.keys(unbound).length === 0 || body.length === 0) return {};
  const own: ServiceModel = {
    ...model,
    shapes: { ...model.shapes, '': { type: 'structure', members: unbound } },
  };
  const value = isXml
    ? readXml(body, { shape: '' }, own)
    : readValue(parseJsonObject(body), { shape: '' }, own, reading);
  return (value ?? {}) as Record<string, unknown>;
}
