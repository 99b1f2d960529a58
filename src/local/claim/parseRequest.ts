import type { Claim, Protocol } from './claim';
import { parseCborObject } from './protocol/cbor';
import { parseJsonObject, type Reading, readValue } from './protocol/json';
import { readForm } from './protocol/query';
import { findRestOperation, readRestInput } from './protocol/rest';
import type { ServiceModel } from './serviceModel';
import { ambiguousRequest, serializationError, unknownOperation } from './wireError';
import { ownQuery, type WireRequest } from './wireRequest';

/** What a request says of itself beside its service and region, which the signature says. */
type Parsed = Omit<Claim, 'service' | 'region'>;

const FORM = 'application/x-www-form-urlencoded';

/** The media type of the body, without parameters, in lower case. */
const mediaType = ({ headers }: WireRequest): string =>
  (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();

/**
 * Reads a request by the models of its service, once. A request that names two operations, or names one where its protocol
 * does not look for it, is refused: another reader could take it for something else.
 * @param models those of one signing name, in order
 * @throws AwsError in the codes of the protocol
 */
export function parseRequest(
  signingName: string,
  models: readonly ServiceModel[],
  request: WireRequest,
  reading: Reading = 'typed',
): Parsed {
  const protocol = protocolOf(signingName, models, request);
  switch (protocol) {
    case 'json':
      return parseJson(signingName, models, request, reading);
    case 'smithy-rpc-v2-cbor':
      return parseCbor(signingName, models, request);
    case 'query':
    case 'ec2':
      return parseQuery(signingName, models, request, protocol);
    default:
      return parseRest(signingName, models, request, reading);
  }
}

/** The one protocol of the service that the request is in. */
function protocolOf(service: string, models: readonly ServiceModel[], request: WireRequest): Protocol {
  const spoken = new Set(models.flatMap(({ protocols }) => protocols));
  const rest = spoken.has('rest-json') ? 'rest-json' : spoken.has('rest-xml') ? 'rest-xml' : undefined;
  const form = spoken.has('ec2') ? 'ec2' : spoken.has('query') ? 'query' : undefined;
  const { headers, path } = request;
  const names = [
    headers['x-amz-target'] !== undefined && 'the header X-Amz-Target',
    request.query.has('Action') && 'the parameter Action of the address',
    headers['smithy-protocol'] !== undefined && 'the header Smithy-Protocol',
  ].filter((name) => name !== false);
  if (names.length > 1)
    throw ambiguousRequest(`The request names its operation twice: by ${names.join(' and by ')}.`);
  if (headers['x-amz-target'] !== undefined) {
    if (!spoken.has('json')) throw ambiguousRequest(`${service} takes no header X-Amz-Target.`);
    return 'json';
  }
  if (headers['smithy-protocol'] !== undefined) {
    if (!spoken.has('smithy-rpc-v2-cbor') || headers['smithy-protocol'] !== 'rpc-v2-cbor')
      throw ambiguousRequest(`${service} does not speak ${headers['smithy-protocol'].slice(0, 50)}.`);
    return 'smithy-rpc-v2-cbor';
  }
  const isForm = mediaType(request) === FORM && request.body.length > 0;
  if (rest && !(form && path === '/' && (isForm || request.query.has('Action')))) {
    if (request.query.has('Action')) throw ambiguousRequest(`${service} takes no parameter Action.`);
    return rest;
  }
  if (!form) throw unknownOperation(service, path);
  return form;
}

function parseJson(
  service: string,
  models: readonly ServiceModel[],
  request: WireRequest,
  reading: Reading,
): Parsed {
  const [prefix, name = '', ...more] = (request.headers['x-amz-target'] ?? '').split('.');
  const model = models.find(({ targetPrefix }) => targetPrefix === prefix);
  const operation = more.length === 0 ? operationOf(model, name) : undefined;
  if (!model || !operation) throw unknownOperation(service, name);
  if (request.method !== 'POST' || request.path !== '/' || ownQuery(request.query).length > 0)
    throw ambiguousRequest(`${service} is asked by POST to /, without parameters in the address.`);
  if (mediaType(request) === FORM) throw ambiguousRequest('A form does not go with the header X-Amz-Target.');
  const input = readInput(parseJsonObject(request.body), operation.input?.shape, model, reading);
  return { model: model.name, operation: name, input, protocol: 'json' };
}

function parseCbor(service: string, models: readonly ServiceModel[], request: WireRequest): Parsed {
  const [, prefix, name = ''] =
    /^\/service\/([A-Za-z0-9_]+)\/operation\/([A-Za-z0-9_]+)$/.exec(request.path) ?? [];
  const model = models.find(({ targetPrefix }) => targetPrefix === prefix);
  const operation = operationOf(model, name);
  if (!model || !operation) throw unknownOperation(service, name || request.path);
  if (request.method !== 'POST' || ownQuery(request.query).length > 0)
    throw ambiguousRequest(`${service} is asked by POST, without parameters in the address.`);
  if (mediaType(request) !== '' && mediaType(request) !== 'application/cbor')
    throw ambiguousRequest('The body must be of the type application/cbor.');
  const input = readInput(parseCborObject(request.body), operation.input?.shape, model, 'typed');
  return { model: model.name, operation: name, input, protocol: 'smithy-rpc-v2-cbor' };
}

function parseQuery(
  service: string,
  models: readonly ServiceModel[],
  request: WireRequest,
  protocol: 'query' | 'ec2',
): Parsed {
  const inBody = request.body.length > 0;
  const inAddress = ownQuery(request.query);
  if (request.path !== '/') throw unknownOperation(service, request.path, true);
  if (inBody && inAddress.length > 0)
    throw ambiguousRequest('The parameters of the request stand in its address and in its body.');
  if (inBody && (request.method !== 'POST' || mediaType(request) !== FORM))
    throw ambiguousRequest(`The body must be of the type ${FORM}, and be sent by POST.`);
  if (!inBody && request.method !== 'POST' && request.method !== 'GET')
    throw ambiguousRequest(`${service} is asked by POST or GET.`);
  const parameters = inBody ? [...new URLSearchParams(request.body.toString('utf8'))] : inAddress;
  const named = (name: string) => parameters.filter(([key]) => key === name).map(([, value]) => value);
  const [name = '', ...others] = named('Action');
  if (others.length > 0) throw ambiguousRequest('The parameter Action is there more than once.');
  const [version] = named('Version');
  const known = models.filter(
    (model) => operationOf(model, name) !== undefined && model.protocols.includes(protocol),
  );
  const model =
    known.find(({ apiVersion }) => apiVersion === version) ?? (known.length === 1 ? known[0] : undefined);
  const operation = operationOf(model, name);
  if (!model || !operation) throw unknownOperation(service, name, true);
  const input = readForm(
    parameters.filter(([key]) => key !== 'Action' && key !== 'Version'),
    model,
    operation.input?.shape,
    protocol === 'ec2',
  );
  return { model: model.name, operation: name, input, protocol };
}

function parseRest(
  service: string,
  models: readonly ServiceModel[],
  request: WireRequest,
  reading: Reading,
): Parsed {
  for (const model of models) {
    const found = findRestOperation(model, request);
    if (!found) continue;
    const protocol = model.protocols.includes('rest-xml') ? 'rest-xml' : 'rest-json';
    return {
      model: model.name,
      operation: found.operation.name,
      input: readRestInput(model, found, request, reading),
      protocol,
    };
  }
  throw unknownOperation(service, `${request.method} ${request.path}`);
}

const operationOf = (model: ServiceModel | undefined, name: string) =>
  model && Object.hasOwn(model.operations, name) ? model.operations[name] : undefined;

function readInput(
  body: Record<string, unknown>,
  shape: string | undefined,
  model: ServiceModel,
  reading: Reading,
): Record<string, unknown> {
  if (shape === undefined) return {};
  const input = readValue(body, { shape }, model, reading);
  if (typeof input !== 'object' || input === null)
    throw serializationError('The body of the request is no structure.');
  return input as Record<string, unknown>;
}
