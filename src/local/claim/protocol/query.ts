import type { MemberShape, ServiceModel, Shape } from '../serviceModel';
import { checkLength, serializationError } from '../wireError';
import { isScalar, readScalar } from './scalar';

/** Names of a form, split at their points. */
interface FormNode {
  value?: string;
  children: Map<string, FormNode>;
}

const MOST_PARAMETERS = 20_000;
const DEEPEST = 32;
/** No operation of the query protocol takes longer lists; moto's time grows with the square of their length. */
const LONGEST_LIST = 1000;

/** @throws AwsError for a parameter that is there twice, and for a form without bounds */
function formTree(parameters: Iterable<[string, string]>): FormNode {
  const root: FormNode = { children: new Map() };
  let count = 0;
  for (const [name, value] of parameters) {
    if (++count > MOST_PARAMETERS) throw serializationError('The request has too many parameters.');
    const parts = name.split('.');
    if (parts.length > DEEPEST)
      throw serializationError('The parameters of the request are nested too deep.');
    let node = root;
    for (const part of parts) {
      let next = node.children.get(part);
      if (!next) {
        next = { children: new Map() };
        node.children.set(part, next);
      }
      node = next;
    }
    if (node.value !== undefined)
      throw serializationError(`The parameter ${name.slice(0, 100)} is there more than once.`);
    node.value = value;
  }
  return root;
}

/**
 * Reads the input of an operation from a form. Source: Smithy, "AWS query protocol" and "AWS EC2 query protocol".
 * @throws AwsError SerializationException
 */
export function readForm(
  parameters: Iterable<[string, string]>,
  model: ServiceModel,
  inputShape: string | undefined,
  isEc2: boolean,
): Record<string, unknown> {
  const tree = formTree(parameters);
  if (inputShape === undefined) return {};
  return (read(tree, { shape: inputShape }, { model, isEc2 }) ?? {}) as Record<string, unknown>;
}

interface Form {
  model: ServiceModel;
  isEc2: boolean;
}

function read(node: FormNode, member: MemberShape, form: Form): unknown {
  const shape = form.model.shapes[member.shape]!;
  if (isScalar(shape)) return node.value === undefined ? undefined : readScalar(node.value, shape, member);
  if (shape.type === 'list') return readList(node, shape, member, form);
  if (shape.type === 'map') return readMap(node, shape, member, form);
  return readStructure(node, shape, form);
}

function readStructure(node: FormNode, shape: Shape, form: Form): Record<string, unknown> | undefined {
  if (node.children.size === 0) return undefined;
  const found: [string, unknown][] = [];
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const value = readMember(node, name, member, form);
    if (value !== undefined) found.push([name, value]);
  }
  return Object.fromEntries(found);
}

function readMember(node: FormNode, name: string, member: MemberShape, form: Form): unknown {
  const child = node.children.get(serializedName(name, member, form));
  const shape = form.model.shapes[member.shape]!;
  // A flattened list whose elements have a name of their own goes by that name.
  const own =
    shape.type === 'list' && !form.isEc2 && isFlattened(shape, member)
      ? shape.member?.locationName
      : undefined;
  const by = own === undefined ? child : (node.children.get(own) ?? child);
  return by && read(by, member, form);
}

function serializedName(name: string, member: MemberShape, { isEc2 }: Form): string {
  if (!isEc2) return member.locationName ?? name;
  const called = member.queryName ?? member.locationName ?? name;
  return member.queryName ? called : called.charAt(0).toUpperCase() + called.slice(1);
}

const isFlattened = (shape: Shape, member: MemberShape): boolean =>
  (member.flattened ?? shape.flattened) === true;

/** The nodes that are numbered, in order of their numbers. */
function numbered(node: FormNode): FormNode[] {
  return [...node.children]
    .flatMap(([name, child]) => (/^[1-9]\d{0,6}$/.test(name) ? [[Number(name), child] as const] : []))
    .sort(([a], [b]) => a - b)
    .map(([, child]) => child);
}

function readList(node: FormNode, shape: Shape, member: MemberShape, form: Form): unknown[] | undefined {
  const elements =
    form.isEc2 || isFlattened(shape, member)
      ? node
      : (node.children.get(shape.member?.locationName ?? 'member') ?? node.children.get('member'));
  // `Name=` with nothing behind it is an empty list.
  if (!elements) return node.value === '' ? [] : undefined;
  const nodes = numbered(elements);
  checkLength(nodes.length, { max: Math.min(shape.max ?? LONGEST_LIST, LONGEST_LIST) });
  const items = nodes.map((element) => read(element, shape.member!, form) ?? emptyOf(shape, form));
  return items.length === 0 && node.value !== '' ? undefined : items;
}

const emptyOf = (list: Shape, { model }: Form): unknown =>
  model.shapes[list.member!.shape]!.type === 'structure' ? {} : '';

function readMap(
  node: FormNode,
  shape: Shape,
  member: MemberShape,
  form: Form,
): Record<string, unknown> | undefined {
  const entries = isFlattened(shape, member) ? node : node.children.get('entry');
  if (!entries) return undefined;
  const keyName = shape.key?.locationName ?? 'key';
  const valueName = shape.value?.locationName ?? 'value';
  const found: [string, unknown][] = numbered(entries).map((entry) => {
    const key = entry.children.get(keyName)?.value;
    if (key === undefined) throw serializationError('An entry of a map has no key.');
    const value = entry.children.get(valueName);
    return [key, value && read(value, shape.value!, form)];
  });
  if (new Set(found.map(([key]) => key)).size !== found.length)
    throw serializationError('A key of a map is there more than once.');
  return Object.fromEntries(found);
}
