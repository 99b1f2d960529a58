import { cbor } from '@smithy/core/cbor';
import type { Protocol } from '../../../src/local/claim/claim';
import type { MemberShape, ServiceModel } from '../../../src/local/claim/serviceModel';
import { type FullShape, Raw, shapeOf } from './model';

/** A request before it is signed. */
export interface Written {
  method: string;
  /** Percent-encoded, with the query. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Writes an input as its protocol says, also one that its model does not allow. Source: Smithy, protocols of AWS. */
export function writeRequest(
  model: ServiceModel,
  operation: string,
  protocol: Protocol,
  input: Record<string, unknown>,
): Written {
  const { input: root, http } = model.operations[operation]!;
  switch (protocol) {
    case 'json':
      return {
        method: 'POST',
        path: '/',
        headers: {
          'x-amz-target': `${model.targetPrefix}.${operation}`,
          'content-type': 'application/x-amz-json-1.1',
        },
        body: Buffer.from(writeJson(model, root, input)),
      };
    case 'smithy-rpc-v2-cbor':
      return {
        method: 'POST',
        path: `/service/${model.targetPrefix}/operation/${operation}`,
        headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
        body: Buffer.from(cbor.serialize(plainValue(input))),
      };
    case 'query':
    case 'ec2': {
      const form = new URLSearchParams({ Action: operation, Version: model.apiVersion });
      if (root) writeForm(model, root, input, '', protocol === 'ec2', form);
      return {
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: Buffer.from(form.toString()),
      };
    }
    default:
      return writeRest(model, root, http, protocol, input);
  }
}

/** JSON, with raw tokens as they are. Blobs are Base64, timestamps seconds. */
function writeJson(model: ServiceModel, member: MemberShape | undefined, value: unknown): string {
  if (value instanceof Raw) return value.json;
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if (value instanceof Date) return String(value.getTime() / 1000);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const shape = member && shapeOf(model, member);
  if (Array.isArray(value)) return `[${value.map((one) => writeJson(model, shape?.member, one)).join(',')}]`;
  const entries = Object.entries(value).map(([name, one]) => {
    const of = shape?.type === 'structure' ? shape.members?.[name] : shape?.value;
    const key = (shape?.type === 'structure' && of?.locationName) || name;
    return `${JSON.stringify(key)}:${writeJson(model, of, one)}`;
  });
  return `{${entries.join(',')}}`;
}

/** The nearest value of JavaScript, for CBOR. */
function plainValue(value: unknown): unknown {
  if (value instanceof Raw) {
    if (/^[[{]/.test(value.json) && value.json.length > 1000) {
      let deep: unknown = 1;
      for (let i = 0; i < 1000; i++) deep = [deep];
      return deep;
    }
    const number = Number(value.json);
    try {
      return Number.isNaN(number) ? JSON.parse(value.json) : number;
    } catch {
      return value.json === 'NaN' ? Number.NaN : value.text;
    }
  }
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainValue(one)]));
}

/** A value where the wire has texts only. */
function textOf(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function writeForm(
  model: ServiceModel,
  member: MemberShape,
  value: unknown,
  prefix: string,
  isEc2: boolean,
  form: URLSearchParams,
): void {
  const shape = shapeOf(model, member);
  const add = (name: string) => (prefix === '' ? name : `${prefix}.${name}`);
  const isFlat = isEc2 || (member.flattened ?? shape.flattened) === true;
  if (value === undefined) return;
  if (value instanceof Raw || value === null || typeof value !== 'object' || isScalarValue(value)) {
    form.append(prefix, textOf(value));
    if (value instanceof Raw && value.json.includes('":"') && value.json.startsWith('"first"'))
      form.append(prefix, 'second');
  } else if (shape.type === 'structure') {
    for (const [name, one] of Object.entries(value)) {
      const of = shape.members?.[name];
      if (!of) continue;
      const ec2Name = of.queryName ?? capital(of.locationName ?? name);
      writeForm(model, of, one, add(isEc2 ? ec2Name : (of.locationName ?? name)), isEc2, form);
    }
  } else if (Array.isArray(value)) {
    const of = shape.member!;
    const base = isFlat ? prefix : add(of.locationName ?? 'member');
    for (const [i, one] of value.entries()) writeForm(model, of, one, `${base}.${i + 1}`, isEc2, form);
  } else {
    const base = isFlat ? prefix : add('entry');
    for (const [i, [key, one]] of Object.entries(value).entries()) {
      form.append(`${base}.${i + 1}.${shape.key?.locationName ?? 'key'}`, key);
      const at = `${base}.${i + 1}.${shape.value?.locationName ?? 'value'}`;
      if (shape.value) writeForm(model, shape.value, one, at, isEc2, form);
    }
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const isScalarValue = (value: object) => value instanceof Uint8Array || value instanceof Date;

/** Headers take Latin letters only, and none that would end the line. */
export const headerSafe = (text: string): string =>
  text.replace(/[^\x20-\x7e\x80-\xff\t]/g, '?').slice(0, 6000);
const encode = (text: string): string =>
  encodeURIComponent(Buffer.from(text).toString()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function writeRest(
  model: ServiceModel,
  root: MemberShape | undefined,
  http: { method: string; requestUri: string },
  protocol: Protocol,
  input: Record<string, unknown>,
): Written {
  const shape: FullShape = root ? shapeOf(model, root) : { type: 'structure' };
  const [template = '', fixed = ''] = http.requestUri.split('?');
  const query = fixed === '' ? [] : [fixed];
  const headers: Record<string, string> = {};
  const unbound: Record<string, unknown> = {};
  let path = template;
  for (const [name, value] of Object.entries(input)) {
    const member = shape.members?.[name];
    if (!member) continue;
    const called = member.locationName ?? name;
    const long = (text: string) => text.slice(0, 6000);
    switch (member.location) {
      case 'uri': {
        const isGreedy = path.includes(`{${called}+}`);
        const text = long(textOf(value));
        const written = isGreedy ? text.split('/').map(encode).join('/') : encode(text);
        path = path.replace(new RegExp(`\\{${called}\\+?\\}`), () => written);
        break;
      }
      case 'querystring':
        for (const one of Array.isArray(value) ? value.slice(0, 100) : [value])
          query.push(`${encode(called)}=${encode(long(textOf(one)))}`);
        break;
      case 'header':
        headers[called.toLowerCase()] = headerSafe(textOf(value));
        break;
      case 'headers':
        if (typeof value === 'object' && value !== null && !(value instanceof Raw))
          for (const [key, one] of Object.entries(value).slice(0, 20))
            headers[
              (called + key)
                .toLowerCase()
                .replace(/[^a-z0-9-]/g, 'x')
                .slice(0, 200)
            ] = headerSafe(textOf(one));
        break;
      default:
        unbound[name] = value;
    }
  }
  path = path.replace(/\{[^}]*\}/g, 'x');
  const body = writeRestBody(model, shape, root, unbound, protocol);
  if (body.length > 0)
    headers['content-type'] ??= protocol === 'rest-xml' ? 'application/xml' : 'application/json';
  return {
    method: http.method,
    path: query.length > 0 ? `${path}?${query.join('&')}` : path,
    headers,
    body,
  };
}

function writeRestBody(
  model: ServiceModel,
  shape: FullShape,
  root: (MemberShape & { locationName?: string }) | undefined,
  unbound: Record<string, unknown>,
  protocol: Protocol,
): Buffer {
  if (Object.keys(unbound).length === 0 || !root) return Buffer.alloc(0);
  if (shape.payload !== undefined) {
    const value = unbound[shape.payload];
    const member = shape.members![shape.payload]!;
    if (value === undefined) return Buffer.alloc(0);
    if (value instanceof Uint8Array) return Buffer.from(value);
    return Buffer.from(
      protocol === 'rest-xml'
        ? writeXml(model, member, value, member.locationName ?? shape.payload)
        : writeJson(model, member, value),
    );
  }
  return Buffer.from(
    protocol === 'rest-xml'
      ? writeXml(model, root, unbound, root.locationName ?? 'Request')
      : writeJson(model, root, unbound),
  );
}

const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/\p{Cc}/gu, (char) => `&#${char.charCodeAt(0)};`);

function writeXml(model: ServiceModel, member: MemberShape, value: unknown, name: string): string {
  const shape = shapeOf(model, member);
  if (value instanceof Raw)
    return `<${name}>${value.text.startsWith('<') ? value.text : escapeXml(value.text)}</${name}>`;
  if (value === null || typeof value !== 'object' || isScalarValue(value))
    return `<${name}>${escapeXml(textOf(value))}</${name}>`;
  if (Array.isArray(value)) {
    const of = shape.member;
    if (!of) return `<${name}/>`;
    const items = (called: string) => value.map((one) => writeXml(model, of, one, called)).join('');
    return (member.flattened ?? shape.flattened)
      ? items(name)
      : `<${name}>${items(of.locationName ?? 'member')}</${name}>`;
  }
  const inner = Object.entries(value)
    .map(([key, one]) => {
      const of = shape.members?.[key];
      return of ? writeXml(model, of, one, of.locationName ?? key) : '';
    })
    .join('');
  return `<${name}>${inner}</${name}>`;
}
